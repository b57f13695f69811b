import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test.each([
  ['plain text stays as it is', '陈小红', '陈小红'],
  ['a comma needs quotes', '一班,二班', '"一班,二班"'],
  ['quotes are doubled', '所谓"转换"', '"所谓""转换"""'],
  ['a line end stays inside of its cell', '上\n下', '"上\n下"'],
  ['a formula becomes text', '=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['so does what only begins like one', '+86 139', "'+86 139"],
  ['and a cell that begins with @', '@SUM', "'@SUM"],
])('%s', (_, cell, written) => {
  expect(csvLine([cell, ''])).toBe(`${written},\r\n`)
})
