// matching/ranker.ts – from figures to an order, a calibrated score and a decision.
import type { Context, PairFigures } from './features.ts'
import { sumOf } from './forest.ts'
import type { Forest } from './forest.ts'

/** All that is known of one candidate. */
export type Figures = { pair: PairFigures; context: Context }
export type Scored = { order: number; score: number }

/** Figures that mean more beside those of the other candidates: own value less the best of the others. */
const relative: readonly [string, (figures: Figures) => number][] = [
  ['titleCosine', ({ pair }) => pair.titleCosine],
  ['baseCosine', ({ pair }) => pair.baseCosine],
  ['coreCosine', ({ pair }) => pair.coreCosine],
  ['sourceCovered', ({ pair }) => pair.sourceCovered],
  ['targetCovered', ({ pair }) => pair.targetCovered],
  ['commonSequence', ({ pair }) => pair.commonSequence],
  ['englishCosine', ({ pair }) => pair.englishCosine],
  ['creditsRatio', ({ pair }) => pair.creditsRatio],
  ['sourceTitleInTargetText', ({ pair }) => pair.sourceTitleInTargetText],
  ['textsAlike', ({ pair }) => pair.textsAlike],
  ['departmentAlike', ({ pair }) => pair.departmentAlike],
  ['subjectAlike', ({ pair }) => pair.subjectAlike],
  ['found', ({ context }) => context.found],
  ['voteShare', ({ context }) => context.voteShare],
  ['voteNearest', ({ context }) => context.voteNearest],
]

/** What the re-ranker sees of a candidate, in this order. A model trained on other names is refused. */
export const figureNames = (sample: Figures): string[] => [
  ...Object.keys(sample.pair),
  ...Object.keys(sample.context),
  ...relative.map(([name]) => `${name}AboveOthers`),
  'sameCanonicalCandidates',
  'candidates',
]

/** The figures of all candidates of one query, as the trees take them. */
export function figuresOf(candidates: readonly Figures[]): Float64Array[] {
  const sameCanonical = candidates.reduce((sum, { pair }) => sum + pair.sameCanonical, 0)
  const rivals = relative.map(([, read]) => twoLargest(candidates.map(read)))
  return candidates.map((figures) => {
    const own = Object.values(figures.pair)
    const context = Object.values(figures.context)
    const row = new Float64Array(own.length + context.length + relative.length + 2)
    row.set(own)
    row.set(context, own.length)
    let at = own.length + context.length
    for (const [i, [, read]] of relative.entries()) {
      const value = read(figures)
      const { most, next } = rivals[i]!
      row[at++] = value - (value === most ? next : most)
    }
    row[at++] = sameCanonical
    row[at] = candidates.length
    return row
  })
}

/** The largest value and the one after it, which is the same when two share it. */
function twoLargest(values: readonly number[]): { most: number; next: number } {
  let most = -Infinity
  let next = -Infinity
  for (const value of values) {
    if (value > most) {
      next = most
      most = value
    } else if (value > next) next = value
  }
  return { most, next: next === -Infinity ? most : next }
}

/**
 * What anyone would say before having seen a decision: names that agree, and no conflict. The trees start from here, so
 * that they need to learn only what is not obvious, and that titles unlike any they saw are still ordered sensibly.
 */
export function prior({ pair, context }: Figures): number {
  const names =
    2 * pair.coreCosine +
    1.5 * pair.baseCosine +
    pair.titleCosine +
    0.5 * (pair.sourceCovered + pair.targetCovered) +
    1.2 * pair.sameCanonical +
    0.5 * pair.sameBase +
    Math.max(0, pair.englishCosine)
  const conflicts =
    2.5 * (1 - pair.kindSame) +
    2.5 * pair.partDiffers +
    1.2 * pair.partSourceOnly +
    // A whole course, and only parts of it to be had: the first part is nearest.
    pair.partTargetOnly * (0.5 + 0.5 * Math.min(4, pair.targetPart)) +
    0.8 * pair.letterDiffers +
    0.2 * pair.letterTargetOnly +
    0.4 * (1 - pair.tierSame) +
    0.5 * Math.max(0, pair.honoursTarget - pair.honoursSource) +
    1.5 * pair.programmingDiffers
  return names - conflicts + 3 * context.voteShare * context.voteNearest
}

/** What is shipped for one language: trees that order, and trees that tell how sure; both add to the prior. */
export type RankingModel = {
  order: Forest
  truth: Forest
  acceptFrom: number
  rejectBelow: number
}

/** Being sure counts in the order as much as standing before others. */
export function rank(candidates: readonly Figures[], model: RankingModel): Scored[] {
  const rows = figuresOf(candidates)
  return candidates.map((figures, i) => {
    const start = prior(figures)
    const truth = start - truthOffset + sumOf(model.truth, rows[i]!)
    return { order: start + sumOf(model.order, rows[i]!) + truth, score: 1 / (1 + Math.exp(-truth)) }
  })
}

/** The prior of a pair that is as likely equivalent as not. */
export const truthOffset = 5
