// matching/ranker.ts – from figures to an order, a calibrated score and a decision.
import { at, ownFigures } from './features.ts'
import type { FigureName, Figures } from './features.ts'
import { sumOf } from './forest.ts'
import type { Forest } from './forest.ts'

export type Scored = { order: number; score: number }

/** Figures that mean more beside those of the other candidates: own value less the best of the others. */
const relative: readonly FigureName[] = [
  'titleCosine',
  'baseCosine',
  'coreCosine',
  'sourceCovered',
  'targetCovered',
  'commonSequence',
  'englishCosine',
  'creditsRatio',
  'sourceTitleInTargetText',
  'textsAlike',
  'departmentAlike',
  'subjectAlike',
  'found',
  'voteShare',
  'voteNearest',
  'subjectVote',
  'approvalsOfTarget',
]

/** What the re-ranker sees of a candidate, in this order. A model trained on other names is refused. */
export const figureNames: readonly string[] = [
  ...ownFigures,
  ...relative.map((name) => `${name}AboveOthers`),
  'sameCanonicalCandidates',
  'candidates',
]

/** The figures of all candidates of one query, as the trees take them. */
export function figuresOf(candidates: readonly Figures[]): Float64Array[] {
  let sameCanonical = 0
  for (const row of candidates) sameCanonical += row[at.sameCanonical]!
  const own = ownFigures.length
  const rows = candidates.map((figures) => {
    const row = new Float64Array(figureNames.length)
    row.set(figures)
    row[own + relative.length] = sameCanonical
    row[own + relative.length + 1] = candidates.length
    return row
  })
  for (const [i, name] of relative.entries()) {
    const place = at[name]
    const { most, next } = twoLargest(candidates, place)
    for (const row of rows) row[own + i] = row[place]! - (row[place] === most ? next : most)
  }
  return rows
}

/** The largest value and the one after it, which is the same when two share it. */
function twoLargest(rows: readonly Figures[], place: number): { most: number; next: number } {
  let most = -Infinity
  let next = -Infinity
  for (const row of rows) {
    const value = row[place]!
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
export function prior(row: Figures): number {
  const names =
    2 * row[at.coreCosine]! +
    1.5 * row[at.baseCosine]! +
    row[at.titleCosine]! +
    0.5 * (row[at.sourceCovered]! + row[at.targetCovered]!) +
    1.2 * row[at.sameCanonical]! +
    0.5 * row[at.sameBase]! +
    Math.max(0, row[at.englishCosine]!)
  const conflicts =
    2.5 * (1 - row[at.kindSame]!) +
    2.5 * row[at.partDiffers]! +
    1.2 * row[at.partSourceOnly]! +
    // A whole course, and only parts of it to be had: the first part is nearest.
    row[at.partTargetOnly]! * (0.5 + 0.5 * Math.min(4, row[at.targetPart]!)) +
    0.8 * row[at.letterDiffers]! +
    0.2 * row[at.letterTargetOnly]! +
    0.4 * (1 - row[at.tierSame]!) +
    0.5 * Math.max(0, row[at.honoursTarget]! - row[at.honoursSource]!) +
    1.5 * row[at.programmingDiffers]!
  return names - conflicts + 3 * row[at.voteShare]! * row[at.voteNearest]!
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
