// A reader in a browser, in front of the demo bank.
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, vi } from 'vitest'
import { demoPassword } from '../../src/demo/seed.ts'
import { openBrowser } from '../../src/testing/browser.ts'
import { type TestBank, openTestBank } from '../../src/testing/http.ts'

// A browser on a busy machine takes its time; what a reader waits for is measured where it matters.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

export const phone = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true } as const
export const desk = { viewport: { width: 1366, height: 900 } } as const

/** Opens bank and browser for a test file, and closes both. What a page complains about in its console is kept. */
export function readers() {
  const complaints: string[] = []
  let bank: TestBank
  let open: (options: BrowserContextOptions) => Promise<BrowserContext>
  let close: () => Promise<void>

  beforeAll(async () => {
    bank = await openTestBank()
    const browser = await openBrowser()
    open = (options) => browser.newContext({ baseURL: bank.address, locale: 'zh-CN', ...options })
    close = () => browser.close()
  })
  afterAll(async () => {
    await close()
    await bank.close()
  })

  return {
    complaints,
    reader: async (options: BrowserContextOptions = desk): Promise<Page> => {
      const page = await (await open(options)).newPage()
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      return page
    },
    /** The id of a course or an institution, looked up as anybody may. */
    idOf: async (path: string, title: string, institution?: string): Promise<string> => {
      const reply = await fetch(`${bank.address}${path}?${new URLSearchParams({ q: title, limit: '100' })}`)
      const { data } = (await reply.json()) as {
        data: { id: string; nameZh?: string; titleZh?: string; institution?: { nameZh: string } }[]
      }
      const row = data.find(
        (each) =>
          (each.titleZh ?? each.nameZh) === title &&
          (institution === undefined || each.institution?.nameZh === institution),
      )
      if (!row) throw new Error(`The demo bank has no ${title}`)
      return row.id
    },
  }
}

/** Waits until nothing is loading any more, so that what is looked at is the page and not its skeleton. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(
    () => !document.querySelector('.skeleton, [aria-busy="true"]') && document.fonts.status === 'loaded',
  )
}

/** Goes through the demo's door as one of its people. */
export async function enterAs(page: Page, name: string): Promise<void> {
  if (!page.url().includes('/login')) await page.goto('/login')
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await page.waitForURL((address) => !address.pathname.startsWith('/login'))
}

export const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Proves once more who one is, where the page asks for it. */
export async function prove(page: Page, password = demoPassword): Promise<void> {
  const asks = page.getByRole('region', { name: '请再次验证身份' })
  await asks.getByLabel('登录密码').fill(password)
  await asks.getByRole('button', { name: '验证并继续' }).click()
}
