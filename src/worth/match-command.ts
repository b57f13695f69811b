// worth/match-command.ts – cb match: matches a file of courses against a file of courses, one prediction a line.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { buildCatalogueIndex } from '../matching/catalogue-index.ts'
import type { MatchCourse } from '../matching/catalogue-index.ts'
import { matchCourses } from '../matching/match.ts'
import type { MatchQuery } from '../matching/match.ts'
import { profileFor } from '../matching/naming-profile.ts'
import { buildPrecedents } from '../matching/precedents.ts'
import type { Precedent } from '../matching/precedents.ts'
import { creditsFromHundredths } from '../values/credits.ts'
import { hours } from '../values/quantities.ts'

const facts = {
  institution: z.string(),
  code: z.string().optional(),
  title: z.string(),
  titleEn: z.string().optional(),
  credits: z.number().nonnegative().optional(),
  hours: z.number().nonnegative().optional(),
  dept: z.string().optional(),
  kind: z.string().optional(),
  description: z.string().optional(),
  lang: z.enum(['zh', 'en']),
}

/** A course of the target catalogue, as the file gives it; what else a line says is left out. */
export const CandidateRecord = z.object({ id: z.string(), ...facts })
export type CandidateRecord = z.infer<typeof CandidateRecord>

export const QueryRecord = z.object({
  id: z.string(),
  ...facts,
  target: z.string(),
  titleSource: z.string().optional(),
  exclude: z.array(z.string()).optional(),
})
export type QueryRecord = z.infer<typeof QueryRecord>

/** A past decision: `rel` 2 equivalent, 1 partly, 0 not; `cid` none says that nothing was equivalent. */
export const DecisionRecord = z.object({
  qid: z.string(),
  cid: z.string(),
  rel: z.number().int().min(-1).max(2),
  reason: z.string().optional(),
})
export type DecisionRecord = z.infer<typeof DecisionRecord>

export const courseOf = (record: CandidateRecord): MatchCourse => ({ id: record.id, ...shared(record) })

export const queryOf = (record: QueryRecord, targetInstitution: string | undefined): MatchQuery => ({
  ...shared(record),
  exclude: record.exclude,
  targetInstitution,
})

/** A decision on file as the precedent it is; undefined for one that says nothing. */
export function precedentOf(
  query: QueryRecord,
  decision: DecisionRecord,
  targetInstitution: string,
): Precedent | undefined {
  if (decision.rel === -1) return undefined
  return {
    id: `${decision.qid} ${decision.cid}`,
    source: shared(query),
    targetInstitution,
    target: decision.cid === 'none' ? undefined : { id: decision.cid },
    outcome: decision.rel === 2 ? 'approved' : decision.rel === 1 ? 'partial' : 'refused',
    inForce: true,
  }
}

/** The institution whose catalogue a pool holds; undefined when it holds several. */
export function institutionOf(courses: readonly MatchCourse[]): string | undefined {
  const names = new Set(courses.map(({ institution }) => institution))
  return names.size === 1 ? courses[0]!.institution : undefined
}

export type MatchFiles = {
  queries: string
  catalog: string
  /** Files with past decisions, comma-separated: decisions and the queries they were made on, in one file or beside it. */
  precedents?: string | undefined
  out: string
}

/** Writes for each query what the product would answer: at most 20 candidates, best first, with its decision. */
export function matchFiles({ queries, catalog, precedents, out }: MatchFiles): { matched: number } {
  const courses = linesOf(catalog).map((line) => courseOf(CandidateRecord.parse(line)))
  const index = buildCatalogueIndex(courses, profileFor)
  const institution = institutionOf(courses)
  const book =
    precedents === undefined
      ? undefined
      : buildPrecedents(readPrecedents(precedents.split(','), institution ?? ''), profileFor)
  const answers = linesOf(queries).map((line) => {
    const query = QueryRecord.parse(line)
    const matches = matchCourses(index, queryOf(query, institution), { limit: 20, precedents: book })
    const ranked = matches.map(({ id, score, decision }) => ({
      cid: id,
      score,
      accept: decision === 'accept',
    }))
    return JSON.stringify({ qid: query.id, ranked })
  })
  writeFileSync(out, answers.map((line) => `${line}\n`).join(''))
  return { matched: answers.length }
}

/** Reads decisions, and the queries they are about from the same files or from the `queries` file beside a `gold` file. */
export function readPrecedents(paths: readonly string[], targetInstitution: string): Precedent[] {
  const beside = paths.map((path) => path.replace('.gold.', '.queries.'))
  const all = [...new Set([...paths, ...beside])].filter((path) => paths.includes(path) || existsSync(path))
  const decisions: DecisionRecord[] = []
  const asked = new Map<string, QueryRecord>()
  for (const line of all.flatMap(linesOf)) {
    const decision = DecisionRecord.safeParse(line)
    if (decision.success) decisions.push(decision.data)
    const query = QueryRecord.safeParse(line)
    if (query.success) asked.set(query.data.id, query.data)
  }
  return decisions.flatMap((decision) => {
    const query = asked.get(decision.qid)
    if (query === undefined) throw new Error(`No query ${decision.qid} beside its decision`)
    return precedentOf(query, decision, targetInstitution) ?? []
  })
}

const shared = (record: Omit<CandidateRecord, 'id'>): Omit<MatchCourse, 'id'> => ({
  institution: record.institution,
  code: record.code,
  title: record.title,
  titleEn: record.titleEn,
  credits: record.credits === undefined ? undefined : creditsFromHundredths(Math.round(record.credits * 100)),
  hours: record.hours === undefined ? undefined : hours(record.hours),
  department: record.dept,
  kind: record.kind,
  description: record.description,
  language: record.lang,
})

const linesOf = (path: string): unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line))
