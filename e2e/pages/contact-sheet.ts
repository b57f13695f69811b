// `npm run contact-sheet`: every page as readers see it, as pictures in contact-sheet/, to be looked at by people.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'
import { addressesOf } from './addresses.ts'
import { desk, phone, readers, settled } from './reader.ts'

const { reader, idOf } = readers()
const folder = join(import.meta.dirname, '../../contact-sheet')

const looks = [
  { name: 'zh', query: '', display: {} },
  { name: 'en', query: 'lang=en', display: {} },
  { name: 'dark', query: '', display: { theme: 'dark' } },
  { name: 'elder', query: '', display: { mode: 'elder' } },
]

test.each([
  ['360', phone],
  ['1366', desk],
] as const)(
  'every page %s px wide, in both languages, dark and 长辈版',
  { timeout: 600_000 },
  async (width, device) => {
    mkdirSync(folder, { recursive: true })
    const addresses = await addressesOf(idOf)
    for (const { name, query, display } of looks) {
      const page = await reader(device)
      await page.addInitScript((text) => localStorage.setItem('display', text), JSON.stringify(display))
      for (const [title, address] of Object.entries(addresses)) {
        await page.goto(query ? `${address}${address.includes('?') ? '&' : '?'}${query}` : address)
        await settled(page)
        const path = join(folder, `${title}-${width}-${name}.png`)
        rmSync(path, { force: true })
        await page.screenshot({ path, fullPage: true })
      }
      await page.close()
    }
  },
)
