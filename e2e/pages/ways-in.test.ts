// The ways in: recovering an account, proofs added and removed, told as people meet them.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { desk, enterAs, panel, phone, prove, readers } from './reader.ts'

const { reader, complaints } = readers()

test('recovery codes are made after a proof, shown once, and one of them sets a new password', async () => {
  const page = await reader(phone)
  await enterAs(page, '陈静')
  await page.goto('/my/settings')
  const codes = panel(page, '找回码')
  await codes.getByText('还没有找回码').waitFor()
  await codes.getByRole('button', { name: '生成找回码' }).tap()
  await prove(page)
  await codes.getByText('这些码只显示这一次').waitFor()
  expect(await codes.getByRole('listitem').count()).toBe(10)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    codes.getByRole('button', { name: '保存为文本文件' }).tap(),
  ])
  const [code = ''] = readFileSync(await file.path(), 'utf8').split('\n')
  await codes.getByText(/^还剩 10 个/).waitFor()

  const forgetful = await reader(phone)
  await forgetful.goto('/login')
  await forgetful.getByRole('link', { name: '忘记密码？' }).tap()
  await forgetful.getByRole('heading', { level: 1, name: '找回密码' }).waitFor()
  await forgetful.getByLabel('手机号或账号').fill('learner-planning')
  await forgetful.getByLabel('找回码', { exact: true }).fill(code.toLowerCase())
  await forgetful.getByLabel('新密码').fill('短')
  await forgetful.getByRole('button', { name: '设新密码并登录' }).tap()
  await forgetful.getByText('密码太短').waitFor()
  await forgetful.getByLabel('新密码').fill('石桥 晚霞 借书证 青团')
  await forgetful.getByRole('button', { name: '设新密码并登录' }).tap()
  await forgetful.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()
  await forgetful.goto('/my/settings')
  await panel(forgetful, '找回码')
    .getByText(/^还剩 9 个/)
    .waitFor()
  await panel(forgetful, '找回码').getByText('最近一次找回').waitFor()
  await page.goto('/my')
  await page.locator('main').getByRole('link', { name: '登录', exact: true }).waitFor()

  const again = await reader(phone)
  await again.goto('/recover')
  await again.getByLabel('手机号或账号').fill('learner-planning')
  await again.getByLabel('找回码', { exact: true }).fill(code)
  await again.getByLabel('新密码').fill('石桥 晚霞 借书证 青团')
  await again.getByRole('button', { name: '设新密码并登录' }).tap()
  await again.getByRole('alert').getByText('找回没有通过').waitFor()
})

test('a registrar hands a code to a learner of the school, who sees it', async () => {
  const registrar = await reader(desk)
  await enterAs(registrar, '周海')
  await registrar.goto('/center/users?search=王强')
  await registrar.getByRole('link', { name: '王强' }).click()
  const account = panel(registrar, '账户')
  await account.getByRole('button', { name: '发放找回码' }).click()
  await account.getByText('请先当面核对 王强 的证件').waitFor()
  await account.getByLabel('理由').fill('携身份证到教务处')
  await account.getByRole('button', { name: '发放找回码' }).click()
  await prove(registrar)
  await account.getByText(/请当面交给本人/).waitFor()
  expect(await account.locator('code').textContent()).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)

  const learner = await reader(phone)
  await enterAs(learner, '王强')
  await learner.goto('/my/settings?tab=looks')
  await panel(learner, '谁看过我的档案').getByText('理由：携身份证到教务处').waitFor()
})

test('no page of these journeys complained, of its policy or anything else', () => {
  // A browser notes each refusal that the page then tells its reader.
  expect(complaints.filter((text) => !/status of (401|403|404|409|422)/.test(text))).toEqual([])
})
