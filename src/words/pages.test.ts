// What readers see is written as their language is written.
import { expect, test } from 'vitest'
import { pages as en } from './en/pages.ts'
import { pages as zh } from './zh/pages.ts'

/** Every text with its place; a text that takes values is said with a 7 for each of them. */
function texts(words: unknown, place = ''): [string, string][] {
  if (typeof words === 'string') return [[place, words]]
  if (typeof words === 'function')
    return [[place, String(words(...Array.from({ length: words.length }, () => 7)))]]
  return Object.entries(words as Record<string, unknown>).flatMap(([key, value]) =>
    texts(value, `${place}/${key}`),
  )
}

test('Chinese sentences have Chinese punctuation', () => {
  const found = texts(zh)
  expect(found.length).toBeGreaterThan(200)
  const wrong = /[一-鿿”][,;:?!]|[,;:?!][一-鿿“]|[一-鿿]\(|\)[一-鿿]/
  expect(found.filter(([, text]) => wrong.test(text))).toEqual([])
})

test('no text is empty, in either language', () => {
  expect([...texts(zh), ...texts(en)].filter(([, text]) => text.trim() === '')).toEqual([])
})
