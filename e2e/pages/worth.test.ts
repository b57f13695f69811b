// 值多少学分, asked by somebody on a phone and by somebody at a desk: scenario W1 as readers see it.
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { w1Query } from './addresses.ts'
import { desk, phone, readers, settled } from './reader.ts'

const { reader, idOf, complaints } = readers()

const mingde = '明德理工大学'
const lingang = '临港科技大学'

/** The whole text of an element, its folded parts too, on one line. */
const said = async (place: Locator): Promise<string> =>
  ((await place.textContent()) ?? '').replaceAll(/\s+/g, ' ')

const w1Address = async () => `/worth/result?${await w1Query(idOf)}`

const card = (page: Page, title: string) =>
  page.getByRole('article').filter({ has: page.getByRole('heading', { level: 2, name: title, exact: true }) })

test('on a phone, without log-in, the question takes at most five steps and a minute', async () => {
  const page = await reader(phone)
  const beganMs = performance.now()
  let steps = 0
  const step = async (work: Promise<unknown>) => {
    await work
    steps++
  }
  await page.goto('/')

  await step(page.getByLabel('我学过').fill('sjjgysf'))
  await step(page.getByRole('option', { name: `数据结构与算法 ${mingde}` }).tap())
  await step(page.getByLabel('成绩').fill('82'))
  // Whoever sees the school in the list need not type it.
  await page.getByLabel('想去').focus()
  await step(page.getByRole('option', { name: lingang }).tap())
  await step(page.getByRole('button', { name: '值多少学分' }).tap())

  await page.getByRole('heading', { level: 1, name: '评估结果' }).waitFor()
  const answer = card(page, '数据结构与算法')
  await answer.waitFor()
  expect(steps).toBeLessThanOrEqual(5)
  expect(performance.now() - beganMs).toBeLessThan(60_000)
  expect(await said(answer)).toContain('可转换')
  expect(await said(page.getByRole('region', { name: '合计' }))).toMatch(
    /可计入课程\s*4\.0.*多余计为选修\s*0\.5/,
  )
})

test('W1: each course has its state, its credits and the three principles with value, threshold and verdict', async () => {
  const page = await reader(desk)
  await page.goto(await w1Address())
  await settled(page)

  const structures = await said(card(page, '数据结构与算法'))
  expect(structures).toMatch(/可转换.*原学分4\.0.*可计学分4\.0/)
  expect(structures).toContain('多出 0.5 学分计为选修')
  expect(structures).toMatch(/学时符合数值112\.5%要求≥ 90%/)
  expect(structures).toMatch(/课程符合数值84%要求≥ 70%/)
  expect(structures).toMatch(/成绩符合数值82 分要求≥ 60 分/)
  expect(structures).toMatch(/LG-RS-01 · 第 \d+ 版/)

  const networks = await said(card(page, '计算机网络'))
  expect(networks).toMatch(/部分可转换.*待补修/)
  expect(networks).toContain('补修 12 学时后可计入目标课程')
  expect(networks).toContain('也可申请计为选修 2.0 学分')
  expect(networks).toMatch(/学时不符合数值75%要求≥ 90%/)

  const intelligence = await said(card(page, '人工智能导论'))
  expect(intelligence).toMatch(/需专家评审.*待评审/)
  expect(intelligence).toContain('也可申请计为选修 3.0 学分')
  expect(intelligence).toMatch(/课程不符合数值55%要求≥ 70%/)

  const systems = await said(card(page, '操作系统'))
  expect(systems).toMatch(/不予转换.*成绩低于要求/)
  expect(systems).toContain('“及格”折合 65 分')
  expect(systems).toMatch(/成绩不符合数值65 分要求≥ 70 分/)

  expect(await said(page.getByRole('region', { name: '合计' }))).toMatch(/4\.0.*0\.5/)
})

test('a copied link shows the same answer to somebody else, in either language', async () => {
  const first = await reader(desk)
  await first.goto(await w1Address())
  await settled(first)
  await expect.poll(() => new URL(first.url()).searchParams.get('on')).toMatch(/^\d{4}-\d\d-\d\d$/)
  const main = await said(first.locator('main'))

  const second = await reader(phone)
  await second.goto(first.url())
  await settled(second)
  expect(await said(second.locator('main'))).toBe(main)

  const third = await reader(desk)
  await third.goto(`${first.url()}&lang=en`)
  await settled(third)
  const english = await said(card(third, 'Data Structures and Algorithms'))
  expect(english).toMatch(/Convertible.*Credits earned4\.0.*Credits counted4\.0/)
})

test('a course that no catalogue has is described in words; what is missing is said at its field', async () => {
  const page = await reader(phone)
  await page.goto('/worth')
  await page.getByLabel('我学过').fill('家乡的木工课')
  await page.getByRole('button', { name: '值多少学分' }).tap()
  expect(await page.getByLabel('学时', { exact: true }).getAttribute('aria-invalid')).toBe('true')
  expect(
    await page.getByLabel('学时', { exact: true }).evaluate((field) => field === document.activeElement),
  ).toBe(true)
  expect(await said(page.locator('form').last())).toContain('请从列表中选择想去的学校')

  await page.getByLabel('学时', { exact: true }).fill('32')
  await page.getByLabel('想去').fill('lgkj')
  await page.getByRole('option', { name: lingang }).tap()
  await page.getByRole('button', { name: '值多少学分' }).tap()
  await page.getByRole('heading', { level: 1, name: '评估结果' }).waitFor()
  expect(await said(card(page, '家乡的木工课'))).toContain('尚未评估')
})

test('several courses are asked at once, and going back to change them loses nothing', async () => {
  const page = await reader(desk)
  await page.goto(await w1Address())
  await settled(page)
  await page.getByRole('link', { name: '修改或添加课程' }).click()
  await page.getByRole('button', { name: '再加一门课程' }).click()
  const courses = page.getByLabel('我学过')
  expect(await courses.count()).toBe(5)
  await expect.poll(() => courses.first().inputValue()).toBe('数据结构与算法')
  await page.getByRole('button', { name: '删除 课程 5' }).click()
  await page.reload()
  await expect.poll(() => page.getByLabel('我学过').nth(3).inputValue()).toBe('操作系统')
  expect(await page.getByLabel('成绩').nth(3).inputValue()).toBe('及格')
})

test('a wrong grade is said at the grade, with the grades that the school gives', async () => {
  const page = await reader(desk)
  await page.goto(
    `/worth?${new URLSearchParams({ to: await idOf('/api/v1/institutions', lingang), c: `id.${await idOf('/api/v1/courses', '操作系统', mingde)}*grade.非常好` })}`,
  )
  await settled(page)
  await page.getByRole('button', { name: '值多少学分' }).click()
  await expect.poll(() => page.getByLabel('成绩').getAttribute('aria-invalid')).toBe('true')
  expect(new URL(page.url()).pathname).toBe('/worth')
})

test('a school that is no member is not asked about as if it were', async () => {
  const page = await reader(desk)
  const query = new URLSearchParams({
    to: await idOf('/api/v1/institutions', '北辰学院'),
    c: `id.${await idOf('/api/v1/courses', '操作系统', mingde)}*grade.82`,
  })
  await page.goto(`/worth/result?${query}`)
  await settled(page)
  expect(await said(page.getByRole('article'))).toContain('该校未加盟')
})

test('a pasted transcript is compared at every school, and a school opens with its verdicts', async () => {
  const page = await reader(phone)
  await page.goto('/worth')
  await page.getByText('粘贴成绩单').tap()
  await page.getByLabel('在哪里学的').fill('明德')
  await page.getByRole('option', { name: mingde }).tap()
  await page
    .getByRole('textbox', { name: '课程清单' })
    .fill('课程 学分 学时 成绩\n数据结构与算法 4 72 82\n操作系统,3,48,85')
  await page.getByRole('button', { name: '填入' }).tap()
  await page.getByText('已填入 2 门课程；第 1 行没有读懂').waitFor()
  expect(await page.getByLabel('我学过').nth(1).inputValue()).toBe('操作系统')

  await page.getByRole('button', { name: '哪所学校认得最多' }).tap()
  await page.getByRole('heading', { level: 1, name: '哪所学校认得最多' }).waitFor()
  const schools = page.locator('.ranking > li')
  await expect.poll(() => schools.count()).toBeGreaterThan(3)
  const first = await said(schools.first())
  expect(first).not.toContain(mingde)
  await schools.first().getByRole('link').tap()
  await page.getByRole('heading', { level: 1, name: '评估结果' }).waitFor()
  await expect.poll(() => page.getByRole('article').count()).toBe(2)
})

test('no page of these journeys complained, of its policy or anything else', () => {
  expect(complaints.filter((text) => !text.includes('status of 422'))).toEqual([])
})
