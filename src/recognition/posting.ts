// recognition/posting.ts – what a decision asks of the ledger: the deposit in the issuer's scheme and the conversion into
// the target's, as one posting.
import type { Command, From, Made, Provenance, Rate } from '../ledger/model.ts'
import { creditsFromHundredths, type Credits } from '../values/credits.ts'
import { day, type LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import type { Amounts, Filing, Outcome } from './model.ts'

/** A claim and how often it has been opened: once, and again after each appeal that was upheld. */
export type Round = { id: Uuid; round?: number }

const inRound = (words: string, round = 1): string => (round === 1 ? words : `${words}/${round}`)

/** What is posted for a claim, in each of its rounds: what its decision counts, and that taken back. */
export const decisionCause = ({ id, round }: Round): string => inRound(id, round)
export const reversalCause = ({ id, round }: Round): string => inRound(`${id}/reversal`, round)
/** What a claim's own credits are kept under while it is reviewed, and the cause that gives them back. */
export const holdCause = ({ id, round }: Round): string => inRound(`${id}/hold`, round)
export const releaseCause = ({ id, round }: Round): string => inRound(`${id}/release`, round)

export type Posting = {
  claim: Round & {
    learnerId: Uuid
    issuerId: Uuid
    targetInstitutionId: Uuid | null
    earnedOn: string | null
  }
  filing: Filing
  outcome: Exclude<Outcome, 'refused'>
  amounts: Amounts
  /** The credits given up, in the issuer's scheme. */
  taken: Credits
  /** SHA-256 of the first evidence file, hexadecimal. */
  evidence: string | null
}

/** The commands of an approval, in order. */
export function commandsOf(posting: Posting): Command[] {
  const { claim, filing, outcome, taken } = posting
  const deposit = filing.lot ? [] : [depositOf(posting)]
  if (outcome === 'deposited' || claim.targetInstitutionId === null) return deposit
  const from: From = filing.lot
    ? { hold: holdCause(claim) }
    : { pieces: [{ lot: { made: 0 }, amount: taken }] }
  return [...deposit, conversionOf(posting, claim.targetInstitutionId, from)]
}

const depositOf = ({ claim, filing, taken, evidence }: Posting): Command => ({
  verb: 'deposit',
  learner: claim.learnerId,
  issuer: claim.issuerId,
  unit: claim.issuerId,
  amount: taken,
  earnedOn: earnedOn(claim, filing),
  expiresOn: null,
  provenance: {
    ...common(filing, evidence),
    title: filing.title,
    institution: claim.issuerId,
    course: filing.course?.id ?? null,
    hours: filing.hours,
  },
})

function conversionOf(
  { claim, filing, outcome, amounts, taken, evidence }: Posting,
  target: Uuid,
  from: From,
): Command {
  const { recorded, elective, forfeited } = amounts
  const course = filing.candidate?.course
  const lot = (amount: Credits, provenance: Omit<Provenance, keyof ReturnType<typeof common>>): Made => ({
    amount,
    elective: provenance.course !== course?.id,
    earnedOn: earnedOn(claim, filing),
    expiresOn: null,
    provenance: { ...common(filing, evidence), ...provenance },
  })
  const make = [
    ...(outcome === 'converted'
      ? [
          lot(recorded, {
            title: course?.titleZh ?? filing.title,
            institution: target,
            course: course?.id ?? null,
            hours: course?.hours ?? null,
          }),
        ]
      : []),
    ...(elective > 0
      ? [lot(elective, { title: filing.title, institution: target, course: null, hours: null })]
      : []),
  ]
  const made = make.reduce((sum, { amount }) => sum + amount, 0)
  const rate = rateFor(filing, taken, made)
  const used = Math.ceil((made * rate.denominator) / rate.numerator)
  return {
    verb: 'convert',
    learner: claim.learnerId,
    from,
    countsAt: target,
    unit: target,
    rate,
    make,
    ...(forfeited > 0 && taken > used ? { forfeit: creditsFromHundredths(taken - used) } : {}),
  }
}

/**
 * The exact ratio of the two schemes, hours a credit to hours a credit. A replacement that people agreed on may count
 * more than the hours give: then the ratio is what it is.
 */
function rateFor(filing: Filing, taken: Credits, made: number): Rate {
  const source = filing.learnt.hoursPerCredit
  const target = filing.candidate?.case.counted.hoursPerCredit ?? null
  if (source === null || target === null || made * target > taken * source)
    return { numerator: made, denominator: taken }
  const whole = source % 100 === 0 && target % 100 === 0 ? 100 : 1
  return { numerator: source / whole, denominator: target / whole }
}

const common = (filing: Filing, evidence: string | null) => ({
  grade: filing.grade.text,
  level: null,
  category: filing.category,
  evidence,
  rule: `${filing.ruleSet.number}/${filing.ruleSet.version}`,
})

/** A claim isn't submitted without a day, except about credits that have theirs. */
const earnedOn = (claim: Posting['claim'], filing: Filing): LocalDate =>
  claim.earnedOn === null ? (filing.learnt.earnedOn ?? filing.on) : day(claim.earnedOn)
