// worth/match-command.test.ts – files in, predictions out, by the matcher that the product uses
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { matchFiles } from './match-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'match-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, rows: object[]): string => {
  const path = join(folder, name)
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return path
}
const candidate = (code: string, title: string) => ({
  id: `east:${code}`,
  institution: '东湖大学',
  code,
  title,
  lang: 'zh',
})
const query = (id: string, title: string, rest: object = {}) => ({
  id,
  institution: '西山学院',
  code: id,
  title,
  target: 'east',
  lang: 'zh',
  ...rest,
})
const catalog = file('catalog.jsonl', [
  candidate('CS1', '操作系统'),
  candidate('CS2', '操作系统实验'),
  candidate('CS3', '编译原理'),
])
const out = join(folder, 'out.jsonl')
const predictions = () =>
  new Map(
    readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line): { qid: string; ranked: { cid: string; score: number; accept: boolean }[] } =>
        JSON.parse(line),
      )
      .map(({ qid, ranked }) => [qid, ranked]),
  )

test('each query has a line, best candidate first, and nothing excluded', () => {
  const queries = file('q.jsonl', [
    query('q1', '操作系统'),
    query('q2', '操作系统', { exclude: ['east:CS1'] }),
  ])
  expect(matchFiles({ queries, catalog, out })).toEqual({ matched: 2 })
  expect(predictions().get('q1')![0]).toMatchObject({ cid: 'east:CS1', accept: true })
  expect(
    predictions()
      .get('q2')!
      .map(({ cid }) => cid),
  ).not.toContain('east:CS1')
})

test('past decisions, with their queries in the file beside them, answer at once', () => {
  const queries = file('q.jsonl', [query('q3', '语言处理系统')])
  file('past.dev.queries.jsonl', [query('q3', '语言处理系统')])
  const precedents = file('past.dev.gold.jsonl', [{ qid: 'q3', cid: 'east:CS3', rel: 2 }])
  matchFiles({ queries, catalog, out, precedents })
  expect(predictions().get('q3')![0]).toEqual({ cid: 'east:CS3', score: 1, accept: true })
})

test('a decision whose query is nowhere is a mistake, not a silence', () => {
  const queries = file('q.jsonl', [query('q4', '操作系统')])
  const precedents = file('alone.jsonl', [{ qid: 'qx', cid: 'east:CS3', rel: 2 }])
  expect(() => matchFiles({ queries, catalog, out, precedents })).toThrow('No query qx')
})
