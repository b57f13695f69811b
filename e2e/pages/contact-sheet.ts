// `npm run contact-sheet`: every page as readers see it, as pictures in contact-sheet/, to be looked at by people.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { test } from 'vitest'
import { type Area, addressesOf, behindTheDoor, recordsOf } from './addresses.ts'
import { desk, enterAs, phone, readers, settled } from './reader.ts'

const { reader, idOf } = readers()
const folder = join(import.meta.dirname, '../../contact-sheet')

const looks = [
  { name: 'zh', query: '', display: {} },
  { name: 'en', query: 'lang=en', display: {} },
  { name: 'dark', query: '', display: { theme: 'dark' } },
  { name: 'elder', query: '', display: { mode: 'elder' } },
]

const people = [
  { name: '', pages: async () => Object.entries(await addressesOf(idOf)) },
  { name: '陈静', pages: (page: Page) => ofPerson(page, 'learner') },
  { name: '赵敏', pages: (page: Page) => ofPerson(page, 'teacher') },
  { name: '孙丽', pages: (page: Page) => ofPerson(page, 'reviewer') },
  { name: '何平', pages: (page: Page) => ofPerson(page, 'secondReviewer') },
  { name: '罗文', pages: (page: Page) => ofPerson(page, 'expert') },
  { name: '吴桐', pages: (page: Page) => ofPerson(page, 'standards') },
  { name: '周海', pages: (page: Page) => ofPerson(page, 'registrar') },
  { name: '唐宁', pages: (page: Page) => ofPerson(page, 'administrator') },
]

async function ofPerson(page: Page, area: Area): Promise<[string, string][]> {
  const pages = behindTheDoor[area].map((address): [string, string] => [
    `${area}${address.replaceAll(/[^a-z]+/g, '-')}`,
    address,
  ])
  const records = await recordsOf(page, area)
  return [...pages, ...records.map((address, at): [string, string] => [`${area}-record-${at + 1}`, address])]
}

test.each([
  ['360', phone],
  ['1366', desk],
] as const)(
  'every page %s px wide, in both languages, dark and 长辈版',
  { timeout: 1_200_000 },
  async (width, device) => {
    mkdirSync(folder, { recursive: true })
    for (const { name: person, pages } of people) {
      for (const { name, query, display } of looks) {
        const page = await reader(device)
        await page.addInitScript((text) => localStorage.setItem('display', text), JSON.stringify(display))
        if (person) await enterAs(page, person)
        for (const [title, address] of await pages(page)) {
          await page.goto(query ? `${address}${address.includes('?') ? '&' : '?'}${query}` : address)
          await settled(page)
          const path = join(folder, `${title}-${width}-${name}.png`)
          rmSync(path, { force: true })
          await page.screenshot({ path, fullPage: true })
        }
        await page.close()
      }
    }
  },
)
