// bench/matching-data.ts – the labelled tasks in the form of their FORMAT: queries, catalogues, gold.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildCatalogueIndex } from '../src/matching/catalogue-index.ts'
import type { CatalogueIndex } from '../src/matching/catalogue-index.ts'
import type { MatchQuery } from '../src/matching/match.ts'
import { profileFor } from '../src/matching/naming-profile.ts'
import type { Precedent } from '../src/matching/precedents.ts'
import { hashText } from '../src/matching/text.ts'
import {
  CandidateRecord,
  DecisionRecord,
  QueryRecord,
  courseOf,
  institutionOf,
  precedentOf,
  queryOf,
} from '../src/worth/match-command.ts'

export type Question = {
  id: string
  query: MatchQuery
  gold: DecisionRecord[]
  precedents: Precedent[]
  fold: number
  /** From 0 to 1, the same on every run: which questions belong to a share of them. */
  place: number
  titleSource?: string | undefined
}

export type Task = {
  name: string
  language: 'zh' | 'en'
  target: string
  index: CatalogueIndex
  questions: Question[]
}

const lines = (path: string): unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))

/** All tasks of a split that the folder holds, each question in one of `folds` folds. */
export function readTasks(folder: string, split: string, folds: number): Task[] {
  const suffix = `.${split}.queries.jsonl`
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort()
  return names.map((name) => readTask(folder, split, name, folds))
}

/** Titles of the folder's Chinese catalogues, for the generator to recombine. */
export const chineseTitles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => /^catalog\..*\.jsonl$/.test(file))
    .sort()
    .flatMap((file) => lines(join(folder, file)).map((line) => CandidateRecord.parse(line)))
    .filter(({ lang }) => lang === 'zh')
    .map(({ title }) => title)

function readTask(folder: string, split: string, name: string, folds: number): Task {
  const records = lines(join(folder, `${name}.${split}.queries.jsonl`)).map((line) => QueryRecord.parse(line))
  const goldPath = join(folder, `${name}.${split}.gold.jsonl`)
  const gold = existsSync(goldPath) ? lines(goldPath).map((line) => DecisionRecord.parse(line)) : []
  const byQuery = grouped(gold, ({ qid }) => qid)
  const target = records[0]!.target
  const courses = lines(join(folder, `catalog.${target}.jsonl`)).map((line) =>
    courseOf(CandidateRecord.parse(line)),
  )
  const fold = foldsOf(groupsOf(records, byQuery), folds)
  const institution = institutionOf(courses)
  return {
    name,
    language: records[0]!.lang,
    target,
    index: buildCatalogueIndex(courses, profileFor),
    questions: records.map((record) => ({
      id: record.id,
      query: queryOf(record, institution),
      gold: byQuery.get(record.id) ?? [],
      precedents: (byQuery.get(record.id) ?? []).flatMap(
        (row) => precedentOf(record, row, institution ?? '') ?? [],
      ),
      fold: fold.get(record.id)!,
      place: hashText(record.id) / 2 ** 32,
      titleSource: record.titleSource,
    })),
  }
}

/**
 * Questions that must stay in one fold: those of one sending institution and of its sister campuses (three or more
 * courses with the same code and title), where the task has several; those that share an answer, where it has one.
 */
function groupsOf(records: QueryRecord[], gold: Map<string, DecisionRecord[]>): Map<string, string> {
  const parent = new Map<string, string>()
  const find = (node: string): string => {
    const above = parent.get(node) ?? node
    if (above === node) return node
    const root = find(above)
    parent.set(node, root)
    return root
  }
  const join = (one: string, other: string) => {
    const [a, b] = [find(one), find(other)]
    if (a !== b) parent.set(a < b ? b : a, a < b ? a : b)
  }
  const institutions = grouped(records, ({ institution }) => institution)
  const manySenders = institutions.size > 10
  const own = records[0]!.exclude !== undefined
  if (manySenders) {
    const shared = new Map<string, number>()
    for (const senders of grouped(records, ({ code, title }) => `${code}|${title}`).values()) {
      const names = [...new Set(senders.map(({ institution }) => institution))].sort()
      for (const [i, a] of names.entries()) {
        for (const b of names.slice(i + 1)) {
          const key = JSON.stringify([a, b])
          shared.set(key, (shared.get(key) ?? 0) + 1)
          if (shared.get(key)! >= 3) join(`i:${a}`, `i:${b}`)
        }
      }
    }
  }
  if (own) {
    for (const { id, target, code } of records) {
      for (const { cid, rel } of gold.get(id) ?? []) if (rel === 2) join(`${target}:${code}`, cid)
    }
  }
  return new Map(
    records.map(({ id, institution, target, code }) => [
      id,
      manySenders ? find(`i:${institution}`) : own ? find(`${target}:${code}`) : id,
    ]),
  )
}

/** Whole groups go to the fold that has least, largest group first, so that folds are about equal. */
function foldsOf(groups: Map<string, string>, folds: number): Map<string, number> {
  const members = grouped(groups, ([, group]) => group)
  const sizes = Array.from({ length: folds }, () => 0)
  const found = new Map<string, number>()
  for (const [, ids] of [...members].sort(
    ([a, x], [b, y]) => y.length - x.length || hashText(a) - hashText(b),
  )) {
    const least = sizes.indexOf(Math.min(...sizes))
    sizes[least]! += ids.length
    for (const [id] of ids) found.set(id, least)
  }
  return found
}

function grouped<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
