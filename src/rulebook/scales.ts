// rulebook/scales.ts – units and grades counted into others: hours in credits, credits in credit points, points in grades.
import { type Clause, type ClauseOf, clausesOf, fits, type Labels } from './clauses.ts'

/** The grade of the first band that a score reaches; null where no clause has one for it. */
export function gradeOf(
  { labels, score }: { labels: Labels; score: number | null },
  programme: Labels,
  clauses: readonly Clause[],
): string | null {
  if (score === null) return null
  const reached = bandsFor(labels, programme, clauses).find(
    ({ from, above }) =>
      (from !== undefined || above !== undefined) &&
      (from === undefined || score >= from) &&
      (above === undefined || score > above),
  )
  return reached?.grade ?? null
}

/** The score that a grade in words stands for; null where no clause says it. */
export function scoreOf(
  { labels, grade }: { labels: Labels; grade: string },
  programme: Labels,
  clauses: readonly Clause[],
): number | null {
  return bandsFor(labels, programme, clauses).find((band) => band.grade === grade)?.score ?? null
}

const bandsFor = (
  labels: Labels,
  programme: Labels,
  clauses: readonly Clause[],
): ClauseOf<'grade'>['bands'] =>
  clausesOf(clauses, 'grade', programme)
    .filter(({ of }) => fits(of, labels))
    .flatMap(({ bands }) => bands)

type Rated = { clause: string; least: number; most: number }

/**
 * An amount in another unit, by the first rate that is for the programme, cut to whole hundredths; two amounts where a
 * range is allowed. Null where no rate says it, or where it depends on a level that is not known.
 */
export function rated(
  { amount, from, to, level }: { amount: number; from: string; to: string; level?: number | undefined },
  programme: Labels,
  clauses: readonly Clause[],
): Rated | null {
  const rate = clausesOf(clauses, 'rate', programme).find((each) => each.from === from && each.to === to)
  if (!rate || (rate.timesLevel === true && level === undefined)) return null
  const weight = rate.timesLevel === true ? level! : 1
  const by = (numerator: number): number =>
    Math.floor(
      (inHundredths(amount) * inHundredths(numerator) * inHundredths(weight)) /
        (inHundredths(rate.denominator) * 100),
    ) / 100
  return { clause: rate.id, least: by(rate.numerator), most: by(rate.numeratorMax ?? rate.numerator) }
}

const inHundredths = (value: number): number => Math.round(value * 100)
