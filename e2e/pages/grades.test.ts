// 录入与审核学分: the teacher types three grades by keyboard and submits them, the registrar approves, the learner sees it.
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { desk, enterAs, readers, settled } from './reader.ts'

const { reader, complaints } = readers()
let teacher: Page
let registrar: Page

const main = async (page: Page): Promise<string> =>
  ((await page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ')

beforeAll(async () => {
  teacher = await reader(desk)
  registrar = await reader(desk)
  await enterAs(teacher, '赵敏')
  await enterAs(registrar, '周海')
})

test('the teacher begins at the class and enters three grades by keyboard', async () => {
  await teacher.getByRole('heading', { level: 1, name: '我的班级' }).waitFor()
  await settled(teacher)
  expect(await main(teacher)).toContain('30 名学员')
  await teacher.getByRole('combobox', { name: '课程' }).fill('JC1001')
  await teacher.getByRole('option').first().click()
  const grades = teacher.getByRole('textbox', { name: /的成绩$/ })
  await grades.nth(0).waitFor()
  const open = await grades.count()
  const last = grades.nth(open - 3)
  await last.focus()
  for (const grade of ['81', '72', '40']) {
    await teacher.keyboard.type(grade)
    await teacher.keyboard.press('Enter')
  }
  await teacher.getByRole('button', { name: /提交全部草稿/ }).waitFor()
  await expect.poll(() => teacher.getByRole('link', { name: /草稿$/ }).count()).toBeGreaterThanOrEqual(3)
  await teacher.getByRole('button', { name: /提交全部草稿/ }).click()
  await teacher.getByText(/已提交 \d+ 条/).waitFor()
  expect(await main(teacher)).toContain('不及格的成绩不能提交')
})

test('the registrar approves, and it is posted', async () => {
  await registrar.goto('/records?state=submitted')
  await settled(registrar)
  await registrar.locator('.rows th a').first().click()
  await registrar.getByRole('heading', { level: 1, name: /^学分记录 \d/ }).waitFor()
  await registrar.getByRole('button', { name: '通过并入账' }).click()
  await registrar.getByText('已入账').first().waitFor()
  expect(await main(registrar)).toMatch(/流水号\s*\d\d-\d{6}/)
})

test('pages complain about nothing', () => {
  // The browser itself reports the answer to the failed grade that was sent on purpose.
  expect(complaints.filter((each) => !each.includes('422'))).toEqual([])
})
