// A page costs its reader at most so much JavaScript: everything it needs on a first visit, as it travels.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { builtFolder } from './built.ts'

type Chunk = { file: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[] }
type Manifest = Record<string, Chunk>
const manifest: Manifest = JSON.parse(readFileSync(join(builtFolder, '.vite/manifest.json'), 'utf8'))

/** The files of a source and of everything it imports before it can run. */
function filesOf(source: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[source]
  if (!chunk) throw new Error(`Not in the build: ${source}`)
  if (seen.has(source)) return seen
  seen.add(source)
  for (const each of chunk.imports ?? []) filesOf(each, seen)
  return seen
}

/** The scripts that these sources need, each once. */
function scriptsOf(sources: string[]): string[] {
  const needed = new Set(sources.flatMap((source) => [...filesOf(source)]))
  return Array.from(new Set(Array.from(needed, (source) => manifest[source]!.file)))
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(builtFolder, file), 'utf8'))
}

const [entry = ''] = Object.entries(manifest).find(([, chunk]) => chunk.isEntry) ?? []
const wordsOf = (areas: string) =>
  Object.keys(manifest).filter((source) => new RegExp(`words/(zh|en)/(${areas})\\.ts$`).test(source))

test.each([
  { whose: 'the public’s', pages: /^pages\/[a-z-]+\.tsx$/, words: 'pages', least: 8, bytesMost: 110_000 },
  {
    whose: 'a newcomer’s',
    pages: /^pages\/(login|register|activate)\.tsx$/,
    words: 'pages|session|newcomer',
    least: 3,
    bytesMost: 110_000,
  },
  {
    whose: 'a learner’s',
    pages: /^pages\/my\//,
    words: 'pages|session|learner|newcomer|trust',
    least: 9,
    bytesMost: 230_000,
  },
  {
    whose: 'the centre’s',
    pages: /^pages\/center\//,
    words: 'pages|session|learner|review|newcomer|trust',
    least: 9,
    bytesMost: 420_000,
  },
])('each of $whose pages stays within its budget of JavaScript', ({ pages, words, least, bytesMost }) => {
  const sources = Object.keys(manifest).filter((source) => pages.test(source))
  expect(sources.length).toBeGreaterThanOrEqual(least)
  const sizes = sources.flatMap((page) =>
    ['zh', 'en'].map((language) => {
      const own = wordsOf(words).filter((source) => source.includes(`words/${language}/`))
      const scripts = scriptsOf([entry, page, ...own])
      return { page, language, bytes: scripts.reduce((sum, script) => sum + gzipSync(script).length, 0) }
    }),
  )
  expect(sizes.filter(({ bytes }) => bytes > bytesMost)).toEqual([])
})

test('no schema, no server and no component library reaches a reader', () => {
  const scripts = scriptsOf(Object.keys(manifest).filter((source) => /^pages\/.*\.tsx$/.test(source)))
  const has = (text: string) => scripts.some((script) => script.includes(text))
  expect(has('/api/v1/worth/questions')).toBe(true)
  expect(['ZodError', 'ant-btn', 'fastify'].filter(has)).toEqual([])
})
