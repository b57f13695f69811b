// rulebook/pack-file.ts – YAML read with one schema; everything wrong is told with its line and its place.
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

/** Where, in words a person can follow: `clauses.3.max.share`, line 41. */
export type YamlFlaw = { line: number; place: string; message: string }

/** Packs are written by hand; what is larger is something else. */
const textMost = 5_000_000

/** Reads YAML 1.2 by a schema. Tags, merge keys and long chains of aliases are refused, so that no file can blow up. */
export function readYaml<S extends z.ZodType>(
  text: string,
  schema: S,
): { value: z.output<S> } | { flaws: YamlFlaw[] } {
  if (text.length > textMost) return { flaws: [{ line: 0, place: '', message: `> ${textMost} bytes` }] }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    schema: 'core',
    customTags: [],
    strict: true,
  })
  const wrong = [...document.errors, ...document.warnings]
  if (wrong.length > 0) {
    return {
      flaws: wrong.map(({ message, pos }) => ({
        line: lines.linePos(pos[0]).line,
        place: '',
        message: message.split('\n')[0] ?? message,
      })),
    }
  }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 50 }))
  if (parsed.success) return { value: parsed.data }
  return {
    flaws: parsed.error.issues.map(({ path, message }) => ({
      line: lineOf(path.map(String)),
      place: path.map(String).join('.'),
      message,
    })),
  }

  /** The line of a place, or of the nearest that exists above it. */
  function lineOf(path: string[]): number {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length).map(indexOr), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
}

const indexOr = (key: string): string | number => (/^\d+$/.test(key) ? Number(key) : key)
