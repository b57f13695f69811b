// recognition/review.ts – what a reviewer does: decide a claim, once; and how anybody judges a decision again.
import { isDeepStrictEqual } from 'node:util'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { transact, type Tx } from '../database/connection.ts'
import { releaseEvidence } from '../evidence/operations.ts'
import { keepKey, wasDone } from '../http/once.ts'
import { userOf } from '../identity/principal.ts'
import { post, postingOf, type Posted } from '../ledger/operations.ts'
import { ruleSetVersion } from '../rulebook/operations.ts'
import { creditsShown, type Credits } from '../values/credits.ts'
import { newId, shardOf, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { type Acting, giveBack, keyOf, type RecognitionBank, targetOf } from './claims.ts'
import {
  amountsFor,
  askedFor,
  type Cap,
  capOf,
  type ClaimState,
  type DecisionKind,
  type Filing,
  type Findings,
  isDecidable,
  judgeFiling,
  type Option,
  optionsFor,
  type Outcome,
} from './model.ts'
import { commandsOf } from './posting.ts'
import * as store from './store.ts'

export type DecisionAsked = {
  decision: DecisionKind
  outcome?: Exclude<Outcome, 'refused'> | undefined
  opinion?: string | undefined
  rule?: string | undefined
  fields: string[]
}

export type Decided = {
  state: ClaimState
  outcome: Outcome | null
  recorded: Credits
  elective: Credits
  deposited: Credits
  posted: Posted | null
}

/**
 * Decides a claim, once: decision, audit record and posting commit together or not at all. The claim is judged again by
 * the version it was filed under; what the rules forbid, nobody passes. The posting comes last, because it locks the
 * shard's head.
 */
export function decideClaim(
  { db, vault }: RecognitionBank,
  id: Uuid,
  asked: DecisionAsked,
  call: Acting,
): Promise<Decided> {
  const shard = shardOf(id)
  return transact(db, { ...call, shard }, async (tx, at) => {
    const [claim = refuse('not_found'), repeated] = await Promise.all([
      store.lockClaim(tx, id),
      wasDone(tx, call, shard),
    ])
    const { role, grantor } = permit(call.principal, 'transfer.review', targetOf(claim), {
      state: repeated || isDecidable(claim.state),
      reason: asked.opinion,
    })
    if (repeated) return decidedBefore(tx, claim)
    const { filing, issuerId } = claim
    if (filing === null || issuerId === null) throw new Error(`A claim was submitted without a filing: ${id}`)
    if (asked.decision !== 'approve' && !asked.opinion?.trim()) refuse('reason_required')

    const [findings, cap] = await Promise.all([
      judgeAgain(tx, claim, filing),
      capFor(tx, claim, filing, true),
    ])
    const { outcome, amounts } = chosen(optionsFor(filing, findings, { ...claim, cap }), asked, claim, cap)
    const words = asked.opinion?.trim()
    const opinion = words ? (await keyOf(tx, vault, claim.learnerId)).seal('claim/opinion', words) : null
    const decided = {
      recorded: amounts.recorded,
      elective: amounts.elective,
      deposited: amounts.deposited,
    }
    const actor = userOf(call.principal)
    const state = stateAfter(asked.decision)

    await Promise.all([
      store.insertDecision(tx, {
        ...decided,
        id: newId(shard),
        claimId: id,
        learnerId: claim.learnerId,
        kind: asked.decision,
        outcome,
        opinion,
        rule: asked.rule ?? `${filing.ruleSet.number}/${filing.ruleSet.version}`,
        fields: asked.fields,
        ...rulesOf(claim),
        inputs: filing,
        findings,
        actor,
        at,
      }),
      store.changeClaim(tx, id, outcome === null ? { state } : { ...decided, state, outcome, decidedAt: at }),
      store.insertEvent(tx, {
        claimId: id,
        kind: state === 'returned' ? 'returned' : state === 'refused' ? 'refused' : 'recognised',
        at,
        actor,
        opinion,
        fields: asked.fields,
      }),
      outcome === 'refused' && releaseEvidence(tx, id, at),
      record(
        tx,
        { ...call, at },
        'recognition.decided',
        { id, subject: claim.learnerId, institution: issuerId, role, grantor },
        { decision: asked.decision, outcome, ...decided, ...rulesOf(claim) },
      ),
      keepKey(tx, call, shard, at),
    ])

    if (outcome === 'refused' && filing.lot) await giveBack(tx, claim, actor, at)
    if (outcome === null || outcome === 'refused') return { ...decided, state, outcome, posted: null }
    const posted = await post(
      tx,
      commandsOf({
        claim: { ...claim, issuerId },
        filing,
        outcome,
        amounts,
        taken: findings.recognition.credits ?? refuse('verdict_forbids'),
        evidence: filing.files[0]?.sha256 ?? null,
      }),
      { cause: id, actor, at },
    )
    return { ...decided, state, outcome, posted }
  })
}

/** The answer to a command that was carried out before: from what it did. */
async function decidedBefore(tx: Tx, claim: store.ClaimRow): Promise<Decided> {
  const last = (await store.decisionsOf(tx, claim.id)).at(-1) ?? refuse('conflict')
  return {
    state: stateAfter(last.kind),
    outcome: last.outcome,
    recorded: last.recorded as Credits,
    elective: last.elective as Credits,
    deposited: last.deposited as Credits,
    posted: (await postingOf(tx, shardOf(claim.id), claim.id)) ?? null,
  }
}

const stateAfter = (decision: DecisionKind): ClaimState =>
  decision === 'approve' ? 'recognised' : decision === 'refuse' ? 'refused' : 'returned'

/** The option that is asked for, or the refusal that stands against it. */
function chosen(
  options: Option[],
  asked: DecisionAsked,
  { filing, asElective }: store.ClaimRow,
  cap: Cap | null,
): Option {
  const wanted =
    asked.decision === 'approve'
      ? (asked.outcome ?? askedFor(filing ?? { candidate: null }, asElective))
      : asked.decision === 'refuse'
        ? 'refused'
        : null
  const option = options.find(({ decision, outcome }) => decision === asked.decision && outcome === wanted)
  if (!option) return refuse('verdict_forbids')
  if (option.refusal === 'cap_exceeded' && cap)
    refuse('cap_exceeded', { limit: creditsShown(cap.limit), left: creditsShown(cap.left) })
  return option.refusal ? refuse(option.refusal) : option
}

/** By the version that the claim was filed under, whatever is in force today. */
export async function judgeAgain(
  tx: Tx,
  { ruleSet, ruleSetVersion: version }: Pick<store.ClaimRow, 'ruleSet' | 'ruleSetVersion'>,
  filing: Filing,
): Promise<Findings> {
  const rules =
    ruleSet !== null && version !== null ? await ruleSetVersion(tx, { number: ruleSet, version }) : undefined
  if (!rules) throw new Error(`A rule set that was judged by is gone: ${ruleSet}/${version}`)
  return judgeFiling(filing, rules)
}

export const capFor = async (
  tx: Tx,
  claim: store.ClaimRow,
  { candidate }: Filing,
  locked: boolean,
): Promise<Cap | null> =>
  candidate ? capOf(candidate.course.credits, await store.countedFor(tx, claim, locked)) : null

const rulesOf = ({ ruleSet, ruleSetVersion: version, equivalency, equivalencyVersion }: store.ClaimRow) => {
  if (ruleSet === null || version === null) throw new Error('A claim was submitted without a rule set')
  return { ruleSet, ruleSetVersion: version, equivalency, equivalencyVersion }
}

export type Replay = { same: boolean; findings: Findings }

/**
 * L-08: judges a stored decision again, from its stored inputs by its stored version; it must come to the same, in every
 * finding and in what it counted.
 */
export async function replay(tx: Tx, decision: store.DecisionRow): Promise<Replay> {
  const findings = await judgeAgain(tx, decision, decision.inputs)
  const amounts = amountsFor(decision.outcome, findings)
  return {
    findings,
    same:
      isDeepStrictEqual(findings, decision.findings) &&
      amounts.recorded === decision.recorded &&
      amounts.elective === decision.elective &&
      amounts.deposited === decision.deposited,
  }
}

export { decisionsOf } from './store.ts'
