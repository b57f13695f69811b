// recognition/simulation.ts – 试算: past claims judged once more by rules that are not in force yet. Writes nothing.
import { transact, type Db, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import type { RuleSetContent, Verdict } from '../rulebook/model.ts'
import { draftForTrial, ruleSetVersion } from '../rulebook/operations.ts'
import { type Credits, creditsFromHundredths } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import { judgeFiling, type Filing } from './model.ts'
import { filingsUnder } from './store.ts'

/** Claims looked at: the latest so many. */
const claimsMost = 2_000
/** Differences shown one by one; the sums count them all. */
const shownMost = 100

export type Outcome = { verdict: Verdict; credits: Credits }
export type Difference = {
  learnt: string
  counted: string
  on: LocalDate
  before: Outcome
  after: Outcome
}
export type Simulation = {
  cases: number
  same: number
  gain: number
  lose: number
  /** Credits counted more and fewer, over all cases. */
  more: Credits
  fewer: Credits
  differences: Difference[]
}

/** Judges past claims by a draft and by the version that each was filed under: who would gain, who would lose. */
export function simulate(db: Db | Tx, draftId: Uuid, call: Call): Promise<Simulation> {
  return transact(db, { principal: call.principal, shard: 'all' }, async (tx) => {
    const draft = await draftForTrial(tx, draftId, call.principal)
    const filings = await filingsUnder(tx, draft, claimsMost)
    const versions = new Map<string, RuleSetContent>()
    const differences: Difference[] = []
    const sums = { same: 0, gain: 0, lose: 0, more: 0, fewer: 0 }
    let cases = 0
    for (const filing of filings) {
      const { number, version } = filing.ruleSet
      const name = `${number}/${version}`
      const rules = versions.get(name) ?? (await ruleSetVersion(tx, { number, version }))
      if (!rules || !filing.candidate) continue
      versions.set(name, rules)
      cases += 1
      const before = outcomeOf(filing, rules)
      const after = outcomeOf(filing, draft.content)
      const step = compare(before, after)
      if (step === 0) {
        sums.same += 1
        continue
      }
      sums[step > 0 ? 'gain' : 'lose'] += 1
      sums.more += Math.max(0, after.credits - before.credits)
      sums.fewer += Math.max(0, before.credits - after.credits)
      if (differences.length < shownMost)
        differences.push({
          learnt: filing.title,
          counted: filing.candidate.course.titleZh,
          on: filing.on,
          before,
          after,
        })
    }
    const { more, fewer, ...counts } = sums
    return {
      cases,
      ...counts,
      more: creditsFromHundredths(more),
      fewer: creditsFromHundredths(fewer),
      differences,
    }
  })
}

function outcomeOf(filing: Filing, rules: RuleSetContent): Outcome {
  const { judgement } = judgeFiling(filing, rules)
  if (!judgement) return { verdict: 'rejected', credits: creditsFromHundredths(0) }
  const elective = judgement.surplusPolicy === 'elective' ? judgement.surplus : 0
  return { verdict: judgement.verdict, credits: creditsFromHundredths(judgement.recorded + elective) }
}

const order: Verdict[] = ['rejected', 'expert_review', 'needs_supplement', 'approved']

/** More credits are better; with as many, the better verdict is. */
const compare = (before: Outcome, after: Outcome): number =>
  Math.sign(after.credits - before.credits) || order.indexOf(after.verdict) - order.indexOf(before.verdict)
