// rulebook/lint.ts – what is wrong with rules that are well-formed: contradictions, gaps, and lines that never count.
import type { Clause, ClauseOf, Where } from './clauses.ts'
import type { RuleSetContent } from './model.ts'

export const lintCodes = [
  'SCALE_WITHOUT_PASS',
  'NO_MINIMUM',
  'LINE_NEVER_REACHED',
  'BAND_NEVER_REACHED',
  'LIMITS_CONTRADICT',
  'BASIS_AND_NO_SHARE',
  'LIMIT_WITHOUT_BOUND',
  'WINDOW_EMPTY',
  'YEARS_EMPTY',
  'FORBIDDEN_AND_EXEMPT',
  'GIVES_WHAT_IT_TAKES',
  'SAME_ALTERNATIVE',
  'COVERAGE_AND_SHORTFALL',
] as const
export type LintCode = (typeof lintCodes)[number]

/** `error` keeps rules from being published; `warning` is said and may be meant. */
export type Lint = { code: LintCode; level: 'error' | 'warning'; where: string; detail: string }

/** Reads rules as a careful colleague would, in the order in which they are written. */
export function lint({
  grade,
  hours,
  clauses = [],
}: Omit<RuleSetContent, 'validity' | 'content' | 'credit' | 'rounding'>): Lint[] {
  const min = grade.scoreMin
  return [
    ...(min === null && clauses.every(({ kind }) => kind !== 'require')
      ? [warning('NO_MINIMUM', 'grade.scoreMin', '')]
      : []),
    ...Object.entries(grade.conversions).flatMap(([scale, words]) => {
      const scores = Object.values(words)
      const passing = min === null || scores.some((score) => score >= min)
      return passing ? [] : [error('SCALE_WITHOUT_PASS', `grade.conversions.${scale}`, String(min))]
    }),
    ...(hours.coverageMin > 1
      ? [warning('COVERAGE_AND_SHORTFALL', 'hours.coverageMin', String(hours.coverageMin))]
      : []),
    ...clauses.flatMap((clause) => lintClause(clause)),
    ...contradictions(clauses),
  ]
}

const error = (code: LintCode, where: string, detail: string): Lint => ({
  code,
  level: 'error',
  where,
  detail,
})
const warning = (code: LintCode, where: string, detail: string): Lint => ({
  code,
  level: 'warning',
  where,
  detail,
})

function lintClause(clause: Clause): Lint[] {
  switch (clause.kind) {
    case 'value':
      return deadLines(clause)
    case 'grade':
      return deadBands(clause)
    case 'exempt':
      return clause.from !== undefined && clause.to !== undefined && clause.to < clause.from
        ? [error('WINDOW_EMPTY', clause.id, `${clause.from}–${clause.to}`)]
        : []
    case 'equivalent':
      return lintEquivalent(clause)
    case 'limit':
      return lintLimit(clause)
    default:
      return []
  }
}

/** A line below one that takes everything it takes, in every day that it takes it, is never read. */
function deadLines({ id, table = [] }: ClauseOf<'value'>): Lint[] {
  return table.flatMap((line, at) => {
    const above = table
      .slice(0, at)
      .findIndex(
        (earlier) =>
          covers(earlier.of, line.of) &&
          (earlier.from === undefined || (line.from !== undefined && earlier.from <= line.from)) &&
          (earlier.to === undefined || (line.to !== undefined && line.to <= earlier.to)),
      )
    return above < 0 ? [] : [error('LINE_NEVER_REACHED', id, `${at + 1} ← ${above + 1}`)]
  })
}

function deadBands({ id, bands }: ClauseOf<'grade'>): Lint[] {
  const least = (band: (typeof bands)[number]) => band.from ?? band.above ?? 0
  return bands.flatMap((band, at) =>
    bands
      .slice(0, at)
      .some(
        (earlier) =>
          least(earlier) < least(band) || (least(earlier) === least(band) && earlier.above === undefined),
      )
      ? [error('BAND_NEVER_REACHED', id, band.grade)]
      : [],
  )
}

function lintEquivalent({ id, learnt, gives, yearFrom, yearTo }: ClauseOf<'equivalent'>): Lint[] {
  const named = coursesIn(learnt)
  const both = gives.filter(({ course }) => named.includes(course)).map(({ course }) => course)
  const twice = 'any' in learnt ? learnt.any.map((part) => JSON.stringify(part)) : []
  return [
    ...(both.length > 0 ? [error('GIVES_WHAT_IT_TAKES', id, both.join(', '))] : []),
    ...(yearFrom !== undefined && yearTo !== undefined && yearTo < yearFrom
      ? [error('YEARS_EMPTY', id, `${yearFrom}–${yearTo}`)]
      : []),
    ...(new Set(twice).size < twice.length ? [warning('SAME_ALTERNATIVE', id, '')] : []),
  ]
}

const coursesIn = (learnt: ClauseOf<'equivalent'>['learnt']): string[] =>
  'course' in learnt ? [learnt.course] : ('any' in learnt ? learnt.any : learnt.all).flatMap(coursesIn)

function lintLimit({ id, max, min }: ClauseOf<'limit'>): Lint[] {
  const bounds = [max, min].filter((amount) => amount !== undefined)
  return [
    ...(bounds.every(
      ({ credits, count, share }) => credits === undefined && count === undefined && share === undefined,
    )
      ? [error('LIMIT_WITHOUT_BOUND', id, '')]
      : []),
    ...bounds.flatMap(({ share, basis }) =>
      (share === undefined) === (basis === undefined)
        ? []
        : [error('BASIS_AND_NO_SHARE', id, basis ?? String(share))],
    ),
  ]
}

/** Clauses that cannot be kept together: a minimum above a maximum of the same things, a setting for what is forbidden. */
function contradictions(clauses: readonly Clause[]): Lint[] {
  const limits = clauses.filter((clause) => clause.kind === 'limit')
  const forbids = clauses.filter((clause) => clause.kind === 'forbid')
  return [
    ...limits.flatMap((least) =>
      limits.flatMap((most) => {
        const same =
          JSON.stringify([least.of, least.per, least.when, least.over]) ===
          JSON.stringify([most.of, most.per, most.when, most.over])
        return same &&
          least.min?.credits !== undefined &&
          most.max?.credits !== undefined &&
          least.min.credits > most.max.credits
          ? [error('LIMITS_CONTRADICT', least.id, most.id)]
          : []
      }),
    ),
    ...clauses
      .filter((clause) => clause.kind === 'exempt')
      .flatMap((exempt) =>
        forbids
          .filter(({ of, target }) => target === undefined && covers(of, exempt.of))
          .map(({ id }) => error('FORBIDDEN_AND_EXEMPT', exempt.id, id)),
      ),
  ]
}

/** Whether everything that fits the narrow one also fits the wide one, as far as names alone can tell. */
function covers(wide: Where, narrow: Where): boolean {
  return Object.entries(wide).every(([key, names]) => {
    const own = narrow[key]
    if (own === undefined || (typeof own === 'object' && 'not' in own)) return false
    if (typeof names === 'object' && 'not' in names) return false
    return listed(own).every((name) => listed(names).includes(name))
  })
}

const listed = (names: string | readonly string[]): readonly string[] =>
  typeof names === 'string' ? [names] : names
