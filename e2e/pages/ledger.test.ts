// 总账 at a desk: whoever answers for the ledger has it verified and sees what came out, with the roots that were signed.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readPdf } from '../../src/testing/pdf.ts'
import { enterAs, phone, readers, settled } from './reader.ts'

const { reader, complaints } = readers()

test('finance has the ledger verified, and hands out the checkpoints', async () => {
  const page = await reader()
  await page.goto('/login?next=/center/ledger')
  await enterAs(page, '许诺')
  await page.getByRole('heading', { level: 1, name: '总账' }).waitFor()
  await settled(page)
  await page.getByText('还没有校验过').waitFor()
  await page.getByRole('button', { name: '立即校验' }).click()
  const row = page.getByRole('row').filter({ hasText: '人工' })
  await row.getByText('账、哈希与签名全部一致').waitFor()
  expect(await row.count()).toBe(1)
  expect(await page.getByRole('button', { name: '立即校验' }).isEnabled()).toBe(true)
  expect(await page.getByText(/校验点 \d+ 笔/).count()).toBeGreaterThan(0)

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载校验点文件' }).click()
  expect((await download).suggestedFilename()).toBe('checkpoints.json')
})

test('a learner is told which roles the page is for', async () => {
  const page = await reader()
  await page.goto('/login?next=/center/ledger')
  await enterAs(page, '陈静')
  await page
    .getByText(/财务|金融/)
    .first()
    .waitFor()
  expect(await page.getByRole('button', { name: '立即校验' }).count()).toBe(0)
  expect(complaints).toEqual([])
})

test('a learner takes the statement along; whoever gets it verifies the paper and the file', async () => {
  const page = await reader()
  await page.goto('/login?next=/my/account')
  await enterAs(page, '陈静')
  await settled(page)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载 PDF（盖章）' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^学分对账单-.*\.pdf$/)
  const content = await readFile(await file.path())
  const code = /\/verify\/([\w-]{25})/.exec(readPdf(content).pages.join('').replaceAll('\n', ''))?.[1]

  const stranger = await reader(phone)
  await stranger.goto(`/verify/${code}`)
  await stranger.getByText('有效：由学分银行签发').waitFor()
  await stranger.getByText('陈*').waitFor()
  const chosen = (buffer: Buffer) => ({ name: '对账单.pdf', mimeType: 'application/pdf', buffer })
  await stranger.getByLabel('选择 PDF 文件').setInputFiles(chosen(content))
  await stranger.getByText('一字未改').waitFor()
  await stranger
    .getByLabel('选择 PDF 文件')
    .setInputFiles(chosen(Buffer.concat([content, Buffer.from('\n')])))
  await stranger.getByText('不同：这个文件').waitFor()

  await stranger.goto('/verify')
  await stranger.getByLabel('核验码').fill('035aaaaaaaaaaaaaaaaaaaaaa')
  await stranger.getByRole('button', { name: '查验' }).click()
  await stranger.getByText('未查到').waitFor()
})

test('W10: the administrator asks for a reversal, a second person confirms, the learner sees both rows', async () => {
  const administrator = await reader()
  await administrator.goto('/login?next=/center/accounts')
  await enterAs(administrator, '唐宁')
  await administrator.getByLabel('姓名、账号或证件号').fill('陈静')
  await administrator.getByRole('button', { name: '查询' }).click()
  // The list of everybody stands there until the one who was asked for has come.
  await administrator.getByText(/共 1 条/).waitFor()
  await administrator.locator('.rows th a').first().click()
  await administrator.getByRole('heading', { level: 2, name: '学分批次' }).waitFor()
  await settled(administrator)
  await administrator
    .getByRole('button', { name: /^冲正流水/ })
    .first()
    .click()
  await administrator.getByText('确认之后将会：').waitFor()
  await administrator.getByText(/高等数学A 3\.0 学分：可用 → 退回颁发机构/).waitFor()
  await administrator.getByLabel('理由').fill('成绩录错')
  await administrator.getByRole('button', { name: '冲正', exact: true }).click()
  await administrator.getByText('已提出，等待另一人确认。').waitFor()

  await administrator.goto('/center/requests')
  await administrator.getByText(/^冲正：.*流水/).waitFor()
  const asked = administrator.locator('.claim-row').filter({ hasText: '成绩录错' })
  await asked.getByText('由您提出，须由另一人确认。').waitFor()

  const second = await reader()
  await second.goto('/login?next=/center/requests')
  await enterAs(second, '何平')
  const waiting = second.locator('.claim-row').filter({ hasText: '成绩录错' })
  await waiting.getByRole('button', { name: '确认办理' }).click()
  await second.getByLabel('登录密码').fill('xuefen-demo-2026')
  await second.getByRole('button', { name: '验证并继续' }).click()
  await second.getByText('已确认办理。').waitFor()

  const learner = await reader(phone)
  await learner.goto('/login?next=/my/account')
  await enterAs(learner, '陈静')
  await settled(learner)
  await learner.locator('tr.is-reversed').first().waitFor()
  await learner
    .getByText(/冲正 \d\d-\d{6}/)
    .first()
    .waitFor()
  expect(
    await learner.locator('.balance').filter({ hasText: '云岭师范大学' }).locator('strong').textContent(),
  ).toBe('0.0')
})
