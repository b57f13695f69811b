// rulebook/sets.ts – n:m equivalencies: several courses learnt, of one or more years, for several courses that count.
import { creditsFromNumber, type Credits } from '../values/credits.ts'
import { type Clause, type ClauseOf, clausesOf, type Labels, type Learnt } from './clauses.ts'

/** A course that was learnt. Its year is text that sorts, such as 2024/25. */
export type Taken = { course: string; year: string | null; score: number | null }

export type SetState = 'met' | 'not_yet' | 'no_rule_for_year' | 'no_rule'

export type SetJudged = {
  state: SetState
  /** The clause that was met, or that is nearest to it. */
  clause: string | null
  gives: { course: string; credits: Credits | null }[]
  /** Courses learnt that were used for it. */
  used: string[]
  /** Courses learnt that no clause uses: they may count as unspecified credit. */
  unused: string[]
  missing: string[]
}

/**
 * What courses learnt give by the equivalencies, or what is missing for it. Alternatives are tried as they are written;
 * each course is used once; the year of the last course that is used decides which agreement is meant.
 * Source: US-01, CASES W9.
 */
export function judgeSets(
  {
    taken,
    wanted,
    programme,
  }: { taken: readonly Taken[]; wanted?: readonly string[] | undefined; programme: Labels },
  clauses: readonly Clause[],
): SetJudged {
  const asked = clausesOf(clauses, 'equivalent', programme).filter(
    ({ gives }) => wanted === undefined || gives.some(({ course }) => wanted.includes(course)),
  )
  const left = new Set(taken.map(({ course }) => course))
  const met: { clause: ClauseOf<'equivalent'>; used: Taken[] }[] = []
  let outOfYear: ClauseOf<'equivalent'> | undefined
  for (const clause of asked) {
    const available = taken.filter(({ course }) => left.has(course))
    const satisfied = alternatives(clause.learnt).flatMap((courses) => usedFor(courses, available) ?? [])
    const used = satisfied.find((each) => isInYears(clause, each))
    if (used === undefined) {
      if (satisfied.length > 0) outOfYear ??= clause
      continue
    }
    for (const { course } of used) left.delete(course)
    met.push({ clause, used })
  }
  if (met.length > 0) {
    return {
      state: 'met',
      clause: met[0]!.clause.id,
      gives: met.flatMap(({ clause }) => givenBy(clause)),
      used: met.flatMap(({ used }) => used.map(({ course }) => course)),
      unused: [...left],
      missing: [],
    }
  }
  const none = { gives: [], used: [], unused: [...left], missing: [] }
  if (outOfYear) return { ...none, state: 'no_rule_for_year', clause: outOfYear.id }
  const nearest = asked
    .flatMap((clause) => alternatives(clause.learnt).map((courses) => gapOf(clause, courses, taken)))
    .filter(({ had }) => had > 0)
    .sort((a, b) => a.missing.length - b.missing.length || b.had - a.had)[0]
  if (!nearest) return { ...none, state: 'no_rule', clause: null }
  return { ...none, state: 'not_yet', clause: nearest.clause, missing: nearest.missing }
}

const givenBy = ({ gives }: ClauseOf<'equivalent'>): SetJudged['gives'] =>
  gives.map(({ course, credits }) => ({
    course,
    credits: credits === undefined ? null : creditsFromNumber(credits),
  }))

type Needed = { course: string; scoreMin?: number | undefined }

/** Nobody writes so many by hand; more would be a mistake of the pack's. */
const alternativesMost = 10_000

/** Every way to meet an expression, in the order in which it is written. */
export function alternatives(learnt: Learnt): Needed[][] {
  if ('course' in learnt) return [[learnt]]
  if ('any' in learnt) return learnt.any.flatMap(alternatives)
  return learnt.all.reduce<Needed[][]>(
    (ways, part) => {
      const more = ways.flatMap((way) => alternatives(part).map((other) => [...way, ...other]))
      if (more.length > alternativesMost)
        throw new Error(`More than ${alternativesMost} ways to meet an equivalency`)
      return more
    },
    [[]],
  )
}

/** In a list, so that a caller can flatten what is met; undefined when something is missing. */
function usedFor(courses: readonly Needed[], taken: readonly Taken[]): [Taken[]] | undefined {
  const used = courses.map((needed) => taken.find((each) => meets(each, needed)))
  return used.every((each) => each !== undefined) ? [used] : undefined
}

const meets = ({ course, score }: Taken, needed: Needed): boolean =>
  course === needed.course && (needed.scoreMin === undefined || (score !== null && score >= needed.scoreMin))

function isInYears({ yearFrom, yearTo }: ClauseOf<'equivalent'>, used: readonly Taken[]): boolean {
  const last = used.map(({ year }) => year ?? '').reduce((a, b) => (a > b ? a : b), '')
  return (yearFrom === undefined || last >= yearFrom) && (yearTo === undefined || last <= yearTo)
}

function gapOf({ id }: ClauseOf<'equivalent'>, courses: readonly Needed[], taken: readonly Taken[]) {
  const missing = courses
    .filter((needed) => !taken.some((each) => meets(each, needed)))
    .map(({ course }) => course)
  return { clause: id, missing, had: courses.length - missing.length }
}
