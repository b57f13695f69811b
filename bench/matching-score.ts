// bench/matching-score.ts – the figures of the goal table, computed as the reference evaluator computes them.
import type { DecisionRecord } from '../src/worth/match-command.ts'

/** `free`: first of the list and without conflict, so that only the score keeps it from being accepted. */
export type Prediction = { cid: string; score: number; accept: boolean; free?: boolean }
export type Scored = {
  queries: number
  answerable: number
  hitAt1: Mean
  hitAt5: Mean
  acceptPrecision: Mean
  acceptRecall: Mean
  wrongAcceptQueries: Mean
  wrongBy: Record<string, number>
}
/** A mean with its 95 % bootstrap interval; null where there is nothing to take the mean of. */
export type Mean = { value: number; low: number; high: number } | null

export type Answered = {
  gold: readonly DecisionRecord[]
  exclude: readonly string[]
  ranked: readonly Prediction[]
  titleSource?: string | undefined
}

export function score(answers: readonly Answered[]): Scored {
  const hits1: number[] = []
  const hits5: number[] = []
  const rightAccepts: number[] = []
  const items: number[] = []
  const wrongQueries: number[] = []
  const wrongBy: Record<string, number> = {}
  for (const { gold, exclude, ranked } of answers) {
    const judged = new Map(gold.map((row) => [row.cid, row]))
    const answerable = gold.some(({ rel }) => rel === 2)
    const seen = new Set<string>()
    const shown = ranked.filter(({ cid }) => {
      if (seen.has(cid)) return false
      seen.add(cid)
      return !exclude.includes(cid) && judged.get(cid)?.rel !== -1
    })
    const first = shown.slice(0, 10).findIndex(({ cid }) => judged.get(cid)?.rel === 2)
    let right = 0
    let wrong = 0
    for (const { cid, accept } of shown) {
      if (!accept) continue
      const row = judged.get(cid)
      items.push(row?.rel === 2 ? 1 : 0)
      if (row?.rel === 2) right++
      else {
        wrong++
        const why =
          row === undefined
            ? 'unjudged'
            : `${row.rel === 1 ? 'partial' : 'negative'}:${row.reason ?? 'OTHER'}`
        wrongBy[why] = (wrongBy[why] ?? 0) + 1
      }
    }
    if (answerable) {
      hits1.push(first === 0 ? 1 : 0)
      hits5.push(first >= 0 && first < 5 ? 1 : 0)
      rightAccepts.push(right > 0 ? 1 : 0)
    }
    wrongQueries.push(wrong > 0 ? 1 : 0)
  }
  return {
    queries: answers.length,
    answerable: hits1.length,
    hitAt1: mean(hits1),
    hitAt5: mean(hits5),
    acceptPrecision: mean(items),
    acceptRecall: mean(rightAccepts),
    wrongAcceptQueries: mean(wrongQueries),
    wrongBy,
  }
}

/** The evaluator's own generator and seed, so that its intervals come out the same. */
function mean(values: readonly number[]): Mean {
  if (values.length === 0) return null
  let state = 12345
  const random = () => (state = (state * 1664525 + 1013904223) >>> 0) / 4294967296
  const means: number[] = []
  for (let round = 0; round < 1000; round++) {
    let total = 0
    for (let i = 0; i < values.length; i++) total += values[Math.floor(random() * values.length)]!
    means.push(total / values.length)
  }
  means.sort((a, b) => a - b)
  return { value: values.reduce((a, b) => a + b, 0) / values.length, low: means[25]!, high: means[974]! }
}
