// Whether a browser opens on this machine at all: its own where it has one, and always the one that came with npm.
import type { Browser } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { openBrowser } from './browser.ts'

async function headingIn(browser: Browser): Promise<string | null> {
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.goto('data:text/html;charset=utf-8,<h1>学分银行</h1>')
  return page.textContent('h1')
}

test('a browser opens and reads Chinese', async () => {
  expect(await headingIn(await openBrowser())).toBe('学分银行')
})

test('where the machine has none, the one from npm opens', async () => {
  expect(await headingIn(await openBrowser(''))).toBe('学分银行')
}, 60_000)
