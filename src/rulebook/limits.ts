// rulebook/limits.ts – at most and at least: over a programme, or for each year, semester, institution.
import { creditsFromHundredths, creditsFromNumber, type Credits } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import { type Amount, type Clause, type ClauseOf, clausesOf, fits, type Labels } from './clauses.ts'

/** Something that counts, or is to count, in a programme. */
export type Counted = {
  /** The learning outcome that it comes from. */
  outcome: string
  title: string
  /** The course that it counts as; null where it counts as itself. */
  course: string | null
  credits: Credits
  labels: Labels
  acquiredOn: LocalDate | null
}

/** What an award or a conversion is for: its labels, its totals by name, and what is counted in it already. */
export type Programme = {
  labels: Labels
  totals: Readonly<Record<string, Credits>>
  /** How many courses there are by name, for limits on a part of their number. */
  counts?: Readonly<Record<string, number>>
  counted: readonly Counted[]
}

export const findingCodes = [
  'WINDOW_CLOSED',
  'ALREADY_CONVERTED',
  'FORBIDDEN',
  'CATEGORY_NOT_CONVERTIBLE',
  'DIRECTION_FORBIDDEN',
  'LEVEL_TOO_LOW',
  'NOT_IN_TABLE',
  'EXPIRED_EVIDENCE',
  'SCORE',
  'ATTENDANCE',
  'OVERLAP',
  'CREDITS_BELOW',
  'APPROVAL_MISSING',
  'COURSE_NOT_LISTED',
  'MAX_COUNT',
  'INSUFFICIENT_OUTCOME_CREDITS',
  'CAP_EXCEEDED',
  'COUNT_EXCEEDED',
  'MISSING_EVIDENCE',
  'TOTAL_SHORT',
  'RESIDENCY',
  'UNKNOWN',
] as const
/** Which principle of a clause was looked at; the order is that in which the first unmet one is named. */
export type FindingCode = (typeof findingCodes)[number]

export type Measure = 'credits' | 'count' | 'months' | 'score' | 'share' | 'day' | 'none'

/** What one clause said: the value found, the bound, and whether it was kept; null where something is not known. */
export type ClauseFinding = {
  clause: string
  code: FindingCode
  met: boolean | null
  measure: Measure
  value: number | null
  bound: number | null
  /** What it was about: a course, a year, an institution. */
  about: string | null
}

/** The first unmet finding, by the order of codes; what is not known comes last. */
export function firstUnmet(findings: readonly ClauseFinding[]): FindingCode | null {
  const unmet = findings.filter(({ met }) => met === false).map(({ code }) => code)
  return findingCodes.find((code) => unmet.includes(code)) ?? null
}

/** A bound in its own measure, and what is to be held against it. */
type Bound = { measure: 'credits' | 'count'; bound: number | null; code: FindingCode }

/** Holds the limits of a side against what counts. `over` says which limits are asked about. */
export function judgeLimits(
  side: 'max' | 'min',
  programme: Programme,
  counted: readonly Counted[],
  clauses: readonly Clause[],
  over: 'converted' | 'all',
): ClauseFinding[] {
  const calendar = clausesOf(clauses, 'calendar', programme.labels)
  return clausesOf(clauses, 'limit', programme.labels)
    .filter((clause) => clause[side] !== undefined && (over === 'all' || clause.over === 'converted'))
    .flatMap((clause) => {
      const within = counted.filter(
        (each) => fits(clause.of, each.labels) && (clause.over !== 'converted' || isConverted(each)),
      )
      const all = clause.over === 'converted' ? counted.filter(isConverted) : counted
      return groupsOf(within, clause, calendar).flatMap(([about, group]) =>
        boundsOf(clause[side]!, programme, side, all).map(({ measure, bound, code }): ClauseFinding => {
          const value = measure === 'credits' ? sumOf(group) : group.length
          const met = bound === null ? null : side === 'max' ? value <= bound : value >= bound
          return { clause: clause.id, code, met, measure, value, bound, about }
        }),
      )
    })
}

/** What counts as another course was converted; what counts as itself was not. */
export const isConverted = ({ course }: Counted): boolean => course !== null

export const sumOf = (counted: readonly { credits: Credits }[]): Credits =>
  creditsFromHundredths(counted.reduce((sum, { credits }) => sum + credits, 0))

export function boundsOf(
  { credits, count, share, countShare, basis = 'counted' }: Amount,
  { totals, counts = {} }: Pick<Programme, 'totals' | 'counts'>,
  side: 'max' | 'min',
  counted: readonly Counted[],
): Bound[] {
  const total = basis === 'counted' ? sumOf(counted) : (totals[basis] ?? null)
  const number = basis === 'counted' ? counted.length : (counts[basis] ?? null)
  const countCode = side === 'max' ? 'COUNT_EXCEEDED' : 'TOTAL_SHORT'
  const creditCode = side === 'max' ? 'CAP_EXCEEDED' : share === undefined ? 'TOTAL_SHORT' : 'RESIDENCY'
  return [
    ...(credits === undefined
      ? []
      : [{ measure: 'credits', bound: creditsFromNumber(credits), code: creditCode } as const]),
    ...(share === undefined
      ? []
      : [
          {
            measure: 'credits',
            bound: total === null ? null : portion(total, share, side),
            code: creditCode,
          } as const,
        ]),
    ...(count === undefined ? [] : [{ measure: 'count', bound: count, code: countCode } as const]),
    ...(countShare === undefined
      ? []
      : [
          {
            measure: 'count',
            bound: number === null ? null : portion(number, countShare, side),
            code: countCode,
          } as const,
        ]),
  ]
}

/** Exactly half of a total is allowed, a hundredth more is not. Shares are exact to a basis point. */
const portion = (total: number, share: number, side: 'max' | 'min'): number => {
  const exact = (total * Math.round(share * 1_000_000)) / 1_000_000
  return side === 'max' ? Math.floor(exact) : Math.ceil(exact)
}

/** What a limit looks at together: everything, or for each year, semester or label. */
export function groupsOf(
  counted: readonly Counted[],
  { per }: Pick<ClauseOf<'limit'>, 'per'>,
  calendar: readonly ClauseOf<'calendar'>[],
): [about: string | null, Counted[]][] {
  if (per === undefined) return [[null, [...counted]]]
  const groups = new Map<string, Counted[]>()
  for (const each of counted) {
    for (const name of placesOf(each, per, calendar)) groups.set(name, [...(groups.get(name) ?? []), each])
  }
  return Array.from(groups).sort(([a], [b]) => (a < b ? -1 : 1))
}

function placesOf(
  { labels, acquiredOn }: Counted,
  per: string,
  calendar: readonly ClauseOf<'calendar'>[],
): readonly string[] {
  if (per !== 'year' && per !== 'semester') {
    const own = labels[per]
    return own === undefined ? [] : typeof own === 'string' ? [own] : own
  }
  if (acquiredOn === null) return []
  const { years, semesters = [] } =
    calendar.find((each) => (per === 'year' ? each.years !== undefined : each.semesters !== undefined)) ?? {}
  return [per === 'year' ? yearOf(acquiredOn, years ?? '01-01') : semesterOf(acquiredOn, semesters)]
}

const yearOf = (on: LocalDate, begins: string): string =>
  String(Number(on.slice(0, 4)) - (on.slice(5) < begins ? 1 : 0))

/** Named by its year and place: the days before the first semester of a year belong to the last of the year before. */
function semesterOf(on: LocalDate, begins: readonly string[]): string {
  const sorted = [...begins].sort()
  const at = sorted.findLastIndex((first) => first <= on.slice(5))
  const year = Number(on.slice(0, 4))
  return at < 0 ? `${year - 1}/${sorted.length}` : `${year}/${at + 1}`
}
