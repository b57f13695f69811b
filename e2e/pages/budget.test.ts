// A public page costs a phone at most so much JavaScript: everything it needs on a first visit, as it travels.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { builtFolder } from './built.ts'

const bytesMost = 110_000

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

test('every public page stays within its budget of JavaScript, in either language, and no schema or staff library', () => {
  const [entry] = Object.entries(manifest).find(([, chunk]) => chunk.isEntry) ?? []
  const pages = Object.keys(manifest).filter((source) => /^pages\/[a-z-]+\.tsx$/.test(source))
  const words = Object.keys(manifest).filter((source) => /words\/(zh|en)\/pages\.ts$/.test(source))
  expect(entry).toBeDefined()
  expect(pages.length).toBeGreaterThan(7)
  expect(words).toHaveLength(2)

  const sizes = pages.flatMap((page) =>
    words.map((language) => {
      const scripts = scriptsOf([entry!, language, page])
      return { page, language, bytes: scripts.reduce((sum, script) => sum + gzipSync(script).length, 0) }
    }),
  )
  expect(sizes.filter(({ bytes }) => bytes > bytesMost)).toEqual([])

  const all = Array.from(new Set(pages.flatMap((page) => scriptsOf([entry!, ...words, page])))).join('\n')
  expect(all).toContain('/api/v1/worth/questions')
  for (const stranger of ['ZodError', 'ant-btn', 'fastify']) expect(all).not.toContain(stranger)
})
