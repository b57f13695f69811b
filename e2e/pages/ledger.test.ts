// 总账 at a desk: whoever answers for the ledger has it verified and sees what came out, with the roots that were signed.
import { expect, test } from 'vitest'
import { enterAs, readers, settled } from './reader.ts'

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
