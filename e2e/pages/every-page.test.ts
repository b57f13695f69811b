// What holds for every page: language, width, touch, accessibility, trouble.
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Area, addressesOf, behindTheDoor, recordsOf } from './addresses.ts'
import { desk, enterAs, phone, readers, settled } from './reader.ts'

const { reader, idOf, complaints } = readers()

let addresses: Record<'public' | Area, string[]>
beforeAll(async () => {
  addresses = {
    public: Object.values(await addressesOf(idOf)),
    ...behindTheDoor,
  }
})

type Look = {
  name: string
  device: typeof phone | typeof desk
  language: 'zh-CN' | 'en'
  display: { theme?: 'dark'; mode?: 'elder' }
  /** Least height of what one taps, and of what one reads. */
  targetPx: number
  textPx: number
  /** Whose pages; those of the public when nobody's. */
  person?: { name: string; pages: Area }
}

const looks: Look[] = [
  { name: 'a phone', device: phone, language: 'zh-CN', display: {}, targetPx: 44, textPx: 12 },
  { name: 'a phone, in English', device: phone, language: 'en', display: {}, targetPx: 44, textPx: 12 },
  {
    name: 'a phone in 长辈版',
    device: phone,
    language: 'zh-CN',
    display: { mode: 'elder' },
    targetPx: 60,
    textPx: 18,
  },
  {
    name: 'a dark desk',
    device: desk,
    language: 'zh-CN',
    display: { theme: 'dark' },
    targetPx: 44,
    textPx: 12,
  },
  {
    name: 'a learner’s phone',
    device: phone,
    language: 'zh-CN',
    display: {},
    targetPx: 44,
    textPx: 12,
    person: { name: '陈静', pages: 'learner' },
  },
  {
    name: 'a learner’s dark phone in 长辈版, in English',
    device: phone,
    language: 'en',
    display: { theme: 'dark', mode: 'elder' },
    targetPx: 60,
    textPx: 18,
    person: { name: '陈静', pages: 'learner' },
  },
  {
    name: 'a reviewer’s desk',
    device: desk,
    language: 'zh-CN',
    display: {},
    targetPx: 44,
    textPx: 12,
    person: { name: '孙丽', pages: 'reviewer' },
  },
  {
    name: 'a second reviewer’s phone, in English',
    device: phone,
    language: 'en',
    display: {},
    targetPx: 44,
    textPx: 12,
    person: { name: '何平', pages: 'secondReviewer' },
  },
  {
    name: 'an expert’s phone, in English',
    device: phone,
    language: 'en',
    display: {},
    targetPx: 44,
    textPx: 12,
    person: { name: '罗文', pages: 'expert' },
  },
  {
    name: 'a standards manager’s dark phone',
    device: phone,
    language: 'zh-CN',
    display: { theme: 'dark' },
    targetPx: 44,
    textPx: 12,
    person: { name: '吴桐', pages: 'standards' },
  },
  {
    name: 'the phone of finance, in English',
    device: phone,
    language: 'en',
    display: {},
    targetPx: 44,
    textPx: 12,
    person: { name: '许诺', pages: 'finance' },
  },
  {
    name: 'a registrar’s phone, in English',
    device: phone,
    language: 'en',
    display: {},
    targetPx: 44,
    textPx: 12,
    person: { name: '周海', pages: 'registrar' },
  },
  {
    name: 'an administrator’s dark desk',
    device: desk,
    language: 'zh-CN',
    display: { theme: 'dark' },
    targetPx: 44,
    textPx: 12,
    person: { name: '唐宁', pages: 'administrator' },
  },
]

test.each(looks)(
  'on $name every page fits, is titled, easy to touch and read, and axe finds nothing serious',
  async (look) => {
    const page = await reader({ ...look.device, bypassCSP: true })
    await page.addInitScript((text) => localStorage.setItem('display', text), JSON.stringify(look.display))
    const shown = [...addresses[look.person?.pages ?? 'public']]
    if (look.person) {
      await enterAs(page, look.person.name)
      shown.push(...(await recordsOf(page, look.person.pages)))
    }
    for (const address of shown) {
      await page.goto(
        look.language === 'en' ? `${address}${address.includes('?') ? '&' : '?'}lang=en` : address,
      )
      await settled(page)
      await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)))
      expect({ address, ...(await page.evaluate(measure, look)) }).toEqual({
        address,
        tooWide: false,
        headings: 1,
        title: expect.stringMatching(look.language === 'en' ? /^.+ - Credit Bank$/ : /^.+ - 学分银行$/),
        language: look.language,
        smallTargets: [],
        smallTexts: [],
      })
      expect({ address, serious: await seriousFindings(page) }).toEqual({ address, serious: [] })
    }
  },
)

/** Runs in the page. */
function measure({ targetPx, textPx }: Look) {
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- Nothing outside of this function is in the page.
  const isSeen = (element: Element | null) =>
    element?.checkVisibility({ visibilityProperty: true }) === true && !element.closest('.unseen, .skip')
  const targets = document.querySelectorAll(
    'a, button, summary, select, input:not([type="hidden"], [type="radio"], [type="checkbox"]), label:has(input)',
  )
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const smallTexts: string[] = []
  while (texts.nextNode()) {
    const { parentElement: parent, textContent } = texts.currentNode
    if (!textContent?.trim() || !parent || !isSeen(parent)) continue
    if (Number.parseFloat(getComputedStyle(parent).fontSize) < textPx) smallTexts.push(textContent)
  }
  return {
    tooWide: document.documentElement.scrollWidth > window.innerWidth,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    language: document.documentElement.lang,
    smallTexts,
    smallTargets: Array.from(targets)
      .filter(isSeen)
      // A link inside a sentence is text, not a target of its own (WCAG 2.5.8).
      .filter((target) => !(target.tagName === 'A' && target.closest('p, dd') && !target.className))
      .filter((target) => target.getBoundingClientRect().height < targetPx - 0.5)
      .map((target) => target.outerHTML.slice(0, 120)),
  }
}

async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const findings = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations
  })
  return findings
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

test('长辈版 is one tap away, and its text grows to 30 px', async () => {
  const page = await reader(phone)
  await page.goto('/')
  await page.getByRole('button', { name: '显示设置' }).tap()
  await page.getByRole('checkbox', { name: '长辈版' }).tap()
  await page.getByRole('radio', { name: '特大' }).tap()
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('30px')
  await page.reload()
  expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('30px')
})

test('a language switch keeps the page and what was typed, and stands in the address', async () => {
  const page = await reader(desk)
  await page.goto('/worth')
  await page.getByLabel('成绩').fill('87.5')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'What is it worth?' }).waitFor()
  expect(await page.getByLabel('Grade').inputValue()).toBe('87.5')
  await expect.poll(() => new URL(page.url()).searchParams.get('lang')).toBe('en')

  await page.getByRole('link', { name: 'Institutions', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Institutions' }).waitFor()
  await expect.poll(() => new URL(page.url()).searchParams.get('lang')).toBe('en')

  await page.getByRole('button', { name: '中文' }).click()
  await page.getByRole('heading', { level: 1, name: '院校与机构' }).waitFor()
  await expect.poll(() => new URL(page.url()).search).toBe('')
})

test('filters live in the address: back, forward and reload keep them', async () => {
  const page = await reader(desk)
  await page.goto('/catalog')
  await settled(page)
  await page.getByLabel('课程', { exact: true }).fill('护理')
  await page.getByLabel('课程', { exact: true }).press('Enter')
  await page.getByRole('link', { name: '基础护理学', exact: true }).waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('护理')

  await page.getByRole('link', { name: '基础护理学', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '基础护理学' }).waitFor()
  await page.goBack()
  await page.getByRole('link', { name: /^社区护理学.一/ }).waitFor()
  expect(await page.getByLabel('课程', { exact: true }).inputValue()).toBe('护理')
  await page.reload()
  await page.getByRole('link', { name: /^社区护理学.一/ }).waitFor()
  await page.goBack()
  await expect.poll(() => page.getByLabel('课程', { exact: true }).inputValue()).toBe('')
})

test('a long list has pages, and says which rows of how many one sees', async () => {
  const page = await reader(phone)
  await page.goto('/catalog')
  await settled(page)
  const pager = page.getByRole('navigation', { name: /^共 .* 条$/ })
  expect(await pager.textContent()).toMatch(/第 1-20 条/)
  expect(await page.getByRole('columnheader').count()).toBe(0)
  await pager.getByRole('link', { name: '下一页' }).tap()
  await expect.poll(() => pager.textContent()).toMatch(/第 21-40 条/)
})

test('by keyboard alone: skip link, suggestions by arrow, answer by Enter', async () => {
  const page = await reader(desk)
  await page.goto('/')
  await settled(page)
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文')
  await page.getByLabel('我学过').focus()
  await page.keyboard.type('caozuoxitong')
  await page.getByRole('option', { name: /^操作系统 明德理工大学/ }).waitFor()
  // As a person does: press, look at what is marked, press Enter when it is the one.
  const marked = page.getByRole('option', { name: /^操作系统 明德理工大学/, selected: true })
  await expect
    .poll(async () => {
      await page.keyboard.press('ArrowDown')
      return marked.count()
    })
    .toBe(1)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByLabel('我学过').inputValue()).toBe('操作系统')
})

test('what fails says so, with a way on; the rest of the page stays', async () => {
  const page = await reader(desk)
  await page.route('**/api/v1/institutions*', (route) => route.abort())
  await page.goto('/institutions')
  const alert = page.getByRole('alert')
  await alert.waitFor({ timeout: 15_000 })
  expect(await alert.textContent()).toContain('连接不上服务器')
  await page.unroute('**/api/v1/institutions*')
  await alert.getByRole('button', { name: '重试' }).click()
  await page.getByRole('link', { name: /临港科技大学/ }).waitFor()

  await page.goto('/catalog/course_00000000000000000000000000')
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('alert').textContent()).toContain('未找到')
})

test('without a network a banner says so, and goes when it is back', async () => {
  const page = await reader(phone)
  await page.goto('/')
  await settled(page)
  await page.context().setOffline(true)
  await page.getByText('网络已断开').waitFor()
  await page.context().setOffline(false)
  await page.getByText('网络已断开').waitFor({ state: 'detached' })
})

test('the API page lists what anybody may ask, in the reader’s language', async () => {
  const page = await reader(desk)
  await page.goto('/api')
  await settled(page)
  for (const [path, summary] of [
    ['/api/v1/worth/questions', '学过的课程到另一所学校值多少学分'],
    ['/api/v1/courses/suggestions', '边输入边提示课程'],
    ['/api/v1/institutions', '机构列表'],
  ] as const) {
    const operation = page
      .locator('.operation')
      .filter({ has: page.locator('summary').getByText(path, { exact: true }) })
    expect(await operation.locator('summary').first().textContent()).toContain(summary)
    await operation.locator('summary').first().click()
    await operation.getByText('权限类别').waitFor()
  }
  expect(await page.getByText('input_invalid').count()).toBe(1)
  // Every operation has its Chinese line in src/words/zh/operations.ts.
  const summaries = await page.locator('.operation-summary').allTextContents()
  expect(summaries.length).toBeGreaterThan(5)
  expect(summaries.filter((text) => !/[一-鿿]/.test(text))).toEqual([])
})

test('no page complained, of its policy or anything else', () => {
  const expected = /ERR_FAILED|ERR_INTERNET_DISCONNECTED|status of 404/
  expect(complaints.filter((text) => !expected.test(text))).toEqual([])
})
