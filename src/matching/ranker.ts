// matching/ranker.ts – from figures to a calibrated score and a decision.
import type { Figures } from './features.ts'
import type { Language } from './text.ts'

export type Scored = { score: number; accept: boolean; reject: boolean }

/** Scores all candidates of one query together, in their order. */
export const rank = (candidates: readonly Figures[], _language: Language): Scored[] =>
  candidates.map((figures) => {
    const alike =
      0.35 * figures.coreCosine +
      0.3 * figures.baseCosine +
      0.15 * figures.titleCosine +
      0.2 * figures.sameCanonical -
      0.06 * Math.min(2, figures.conflicts) -
      0.03 * figures.letterTargetOnly +
      0.5 * figures.voteShare * figures.voteNearest
    const score = Math.min(1, Math.max(0, alike))
    return { score, accept: figures.sameBase === 1 && figures.conflicts === 0, reject: score < 0.2 }
  })
