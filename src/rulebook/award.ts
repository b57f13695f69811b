// rulebook/award.ts – whether credits meet the clauses of an award: what is recognised within the limits, and what of the
// minima is still short.
import { creditsFromHundredths, type Credits } from '../values/credits.ts'
import { addMonths, type LocalDate } from '../values/dates.ts'
import { type Clause, type ClauseOf, clausesOf, fits } from './clauses.ts'
import { bareTitle } from './exchange.ts'
import {
  boundsOf,
  type ClauseFinding,
  type Counted,
  firstUnmet,
  type FindingCode,
  groupsOf,
  judgeLimits,
  type Programme,
  sumOf,
} from './limits.ts'

export type AwardJudged = {
  awardable: boolean
  code: FindingCode | null
  /** What is counted, after everything that limits take away. */
  total: Credits
  recognised: { outcome: string; credits: Credits }[]
  /** What is not recognised, by which clause, and where: a year, an institution. */
  lost: { outcome: string; credits: Credits; clause: string; about: string | null }[]
  findings: ClauseFinding[]
}

/** The last day on which credits are valid, the day itself included; null when no clause ends them. */
export function lastDayOf(
  { labels, acquiredOn }: Pick<Counted, 'labels' | 'acquiredOn'>,
  programme: Programme['labels'],
  clauses: readonly Clause[],
): LocalDate | null {
  if (acquiredOn === null) return null
  const days = clausesOf(clauses, 'validity', programme)
    .filter(({ of }) => fits(of, labels))
    .map(({ months }) => addMonths(acquiredOn, months))
  return days.length === 0 ? null : days.reduce((a, b) => (a < b ? a : b))
}

/**
 * Judges credits for an award as of a day. What has lapsed does not count; of what counts once the best counts; what
 * limits allow is recognised, the latest credits being left out first; minima look at what is recognised.
 */
export function judgeAward(programme: Programme, clauses: readonly Clause[], on: LocalDate): AwardJudged {
  const calendar = clausesOf(clauses, 'calendar', programme.labels)
  const lost: AwardJudged['lost'] = []
  let left = inOrder(programme.counted)
  const give = (each: Counted, most: number, clause: string, about: string | null): void => {
    lost.push({ outcome: each.outcome, credits: creditsFromHundredths(each.credits - most), clause, about })
    left = left.flatMap((other) =>
      other !== each ? [other] : most === 0 ? [] : [{ ...other, credits: creditsFromHundredths(most) }],
    )
  }

  for (const { id, of, months } of clausesOf(clauses, 'validity', programme.labels)) {
    for (const each of left)
      if (fits(of, each.labels) && each.acquiredOn !== null && addMonths(each.acquiredOn, months) < on)
        give(each, 0, id, null)
  }
  for (const clause of clausesOf(clauses, 'once', programme.labels)) {
    for (const each of notBest(left, clause)) give(each, 0, clause.id, null)
  }
  for (const clause of fromSmall(clausesOf(clauses, 'limit', programme.labels))) {
    if (clause.max === undefined) continue
    const within = left.filter(({ labels }) => fits(clause.of, labels))
    for (const [about, group] of groupsOf(within, clause, calendar)) {
      for (const { measure, bound } of boundsOf(clause.max, programme, 'max', left)) {
        if (bound === null) continue
        const kept = group.filter((each) => left.includes(each))
        if (measure === 'count')
          for (const each of byCredits(kept).slice(bound)) give(each, 0, clause.id, about)
        else cutTo(bound, kept, (each, most) => give(each, most, clause.id, about))
      }
    }
  }
  const findings = judgeLimits('min', programme, left, clauses, 'all')
  const code = firstUnmet(findings)
  return {
    awardable: findings.every(({ met }) => met === true),
    code,
    total: sumOf(left),
    recognised: left.map(({ outcome, credits }) => ({ outcome, credits })),
    lost,
    findings: [...judgeLimits('max', programme, left, clauses, 'all'), ...findings],
  }
}

const inOrder = (counted: readonly Counted[]): Counted[] =>
  [...counted].sort(
    (a, b) => compare(a.acquiredOn ?? '', b.acquiredOn ?? '') || compare(a.outcome, b.outcome),
  )
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byCredits = (counted: readonly Counted[]): Counted[] =>
  [...counted].sort((a, b) => b.credits - a.credits || compare(a.outcome, b.outcome))

/** Limits of semesters before those of years, of parts before those of the whole: the wider one then sees what is left. */
const fromSmall = (limits: ClauseOf<'limit'>[]): ClauseOf<'limit'>[] =>
  [...limits].sort((a, b) => width(a) - width(b))
const width = ({ per, of }: ClauseOf<'limit'>): number =>
  per === 'semester' ? 0 : per === 'year' ? 1 : per !== undefined ? 2 : of !== undefined ? 3 : 4

/** Leaves out the latest first. */
function cutTo(bound: number, group: readonly Counted[], give: (each: Counted, most: number) => void): void {
  let over = sumOf(group) - bound
  for (const each of group.toReversed()) {
    if (over <= 0) return
    const cut = Math.min(over, each.credits)
    give(each, each.credits - cut)
    over -= cut
  }
}

/** All but the best of those that are the same. */
function notBest(counted: readonly Counted[], { of, by, keep }: ClauseOf<'once'>): Counted[] {
  const groups = new Map<string, Counted[]>()
  for (const each of counted) {
    const own = by === 'outcome' ? each.outcome : by === 'title' ? bareTitle(each.title) : each.labels[by]
    if (typeof own !== 'string' || !fits(of, each.labels)) continue
    groups.set(own, [...(groups.get(own) ?? []), each])
  }
  return Array.from(groups.values()).flatMap((group) =>
    (keep === 'mostCredits' ? byCredits(group) : keep === 'bestScore' ? byScore(group) : group).slice(1),
  )
}

/** Ties go to the latest (CN-07). */
const byScore = (group: readonly Counted[]): Counted[] =>
  [...group].sort(
    (a, b) =>
      Number(b.labels['score'] ?? 0) - Number(a.labels['score'] ?? 0) ||
      compare(b.acquiredOn ?? '', a.acquiredOn ?? ''),
  )
