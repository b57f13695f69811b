// The ways in: recovering an account, proofs added and removed, told as people meet them.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openIssuer } from '../../src/testing/issuer.ts'
import { freePort } from '../../src/testing/port.ts'
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

test('a passkey is added under a name, signs in with one tap, proves anew, and is removed', async () => {
  const page = await reader(phone)
  // Browsers make keys for hosts with a name only; the bank of a test is at home on localhost.
  await page.goto('/login')
  const at = new URL(page.url())
  at.hostname = 'localhost'
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const there = (path: string) => page.goto(new URL(path, at).href)
  await there('/login')
  await page.getByRole('button', { name: /^李秀英/ }).tap()
  await page.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()
  await there('/my/settings')
  const keys = panel(page, '通行密钥')
  await keys.getByText('还没有通行密钥').waitFor()
  await keys.getByLabel('给它起个名字').fill('我的手机')
  await keys.getByRole('button', { name: '添加通行密钥' }).tap()
  await prove(page)
  await keys.getByText('已添加').waitFor()
  await keys.getByRole('listitem').getByText('我的手机').waitFor()
  await keys.getByLabel('给它起个名字').fill('又一个')
  await keys.getByRole('button', { name: '添加通行密钥' }).tap()
  await keys.getByText('这台设备已经添加过').waitFor()

  await page.context().clearCookies()
  await there('/login')
  await page.getByRole('button', { name: '用通行密钥登录' }).tap()
  await page.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()
  // Coming in by a key has just proven who one is.
  await there('/my/settings')
  await panel(page, '找回码').getByRole('button', { name: '生成找回码' }).tap()
  await panel(page, '找回码').getByText('这些码只显示这一次').waitFor()

  await page.context().clearCookies()
  await there('/login')
  await page.getByRole('button', { name: /^李秀英/ }).tap()
  await page.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()
  await there('/my/settings')
  await keys.getByRole('button', { name: '移除 我的手机' }).tap()
  await keys.getByLabel('理由').fill('换手机')
  await keys.getByRole('button', { name: '移除', exact: true }).tap()
  await keys.getByRole('button', { name: '用通行密钥验证' }).tap()
  await keys.getByText('还没有通行密钥').waitFor()

  await page.context().clearCookies()
  await there('/login')
  await page.getByRole('button', { name: '用通行密钥登录' }).tap()
  await page.getByRole('alert').getByText('通行密钥没有通过').waitFor()
})

test('a school is added; its learner links the own account once, and from then on comes in by the school', async () => {
  const registrar = await reader(desk)
  await registrar.goto('/login')
  const at = new URL(registrar.url())
  at.hostname = 'localhost'
  const there = (path: string) => new URL(path, at).href
  await registrar.goto(there('/login'))
  await registrar.getByRole('button', { name: /^周海/ }).click()
  await registrar.getByRole('heading', { level: 1, name: '用户' }).waitFor()
  await registrar.goto(there('/center/integrations'))
  await registrar.getByText('还没有接入统一认证').waitFor()
  const issuerAddress = `http://localhost:${await freePort()}`
  const form = panel(registrar, '接入统一认证')
  await form.getByLabel('地址', { exact: true }).fill(issuerAddress)
  await form.getByLabel('客户端编号').fill('bank')
  await form.getByLabel('客户端密钥').fill('a secret of the school')
  await form.getByRole('button', { name: '接入', exact: true }).click()
  await prove(registrar)
  await form.getByText('请写明理由').waitFor()
  await form.getByLabel('理由').fill('学校统一认证上线')
  await form.getByRole('button', { name: '接入', exact: true }).click()
  await form.getByText('已接入').waitFor()
  const redirectUri = (await form.locator('code').textContent()) ?? ''
  expect(redirectUri).toMatch(/\/login\/sso\/provider_/)
  const issuer = await openIssuer(issuerAddress, {
    id: 'bank',
    secret: 'a secret of the school',
    redirectUri,
  })
  issuer.vouchFor({ subject: 'wangqiang' })

  const page = await reader(phone)
  await page.goto(there('/login'))
  await page.getByRole('button', { name: '江城职业技术学院', exact: true }).tap()
  await page.getByText('这个学校账号还没有绑定').waitFor()
  await page.getByRole('link', { name: '登录后绑定' }).tap()
  await page.getByRole('button', { name: /^王强/ }).tap()
  await page.getByRole('button', { name: '绑定到我的账户' }).tap()
  await prove(page)
  await page.getByText('已绑定，以后可以').waitFor()
  await page.getByRole('link', { name: '去设置里查看' }).tap()
  await panel(page, '学校账号').getByText('江城职业技术学院').waitFor()

  const later = await reader(phone)
  await later.goto(there('/login'))
  await later.getByRole('button', { name: '江城职业技术学院', exact: true }).tap()
  await later.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()
  await issuer.close()

  await registrar.reload()
  await registrar.getByRole('button', { name: '停用' }).click()
  await registrar.getByLabel('理由').first().fill('换了系统')
  await registrar.getByRole('button', { name: '停用' }).click()
  await registrar.getByText('还没有接入统一认证').waitFor()
})

test('no page of these journeys complained, of its policy or anything else', () => {
  // A browser notes each refusal that the page then tells its reader.
  expect(complaints.filter((text) => !/status of (401|403|404|409|422)/.test(text))).toEqual([])
})
