// recognition/settling.ts – what a decision does: proposed to a second person, or carried out and posted.
import type { Permission } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import type { Tx } from '../database/connection.ts'
import { releaseEvidence } from '../evidence/operations.ts'
import { keepKey } from '../http/once.ts'
import { userOf } from '../identity/principal.ts'
import { post, type Posted } from '../ledger/operations.ts'
import type { Credits } from '../values/credits.ts'
import { newId, shardOf, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { type Acting, giveBack, targetOf } from './claims.ts'
import * as desk from './desk-store.ts'
import type { ClaimState, DecisionKind, ExpertOpinion, Filing, Findings, Option, Outcome } from './model.ts'
import { commandsOf, decisionCause } from './posting.ts'
import * as store from './store.ts'

export type Decided = {
  state: ClaimState
  outcome: Outcome | null
  recorded: Credits
  elective: Credits
  deposited: Credits
  posted: Posted | null
}

/** A claim that was submitted: it has been compared, and has an issuer. */
export type Submitted = store.ClaimRow & { filing: Filing; issuerId: Uuid }

export function submitted(claim: store.ClaimRow): Submitted {
  const { filing, issuerId } = claim
  if (filing === null || issuerId === null)
    throw new Error(`A claim was submitted without a filing: ${claim.id}`)
  return { ...claim, filing, issuerId }
}

/** The option that was chosen, with what its reviewer says about it. */
export type Made = Option & {
  inputs: Filing
  findings: Findings
  /** Whose opinions were given. */
  experts: Uuid[]
  opinion: Buffer | null
  rule: string
  fields: string[]
}

/** Who acts, by which right, and when. */
export type By = { call: Acting; at: Date } & Pick<Permission, 'role' | 'grantor'>

/** 初审: what a first reviewer decides waits for a second person. Nothing is posted. */
export async function propose(tx: Tx, claim: Submitted, made: Made, by: By): Promise<Decided> {
  const { call, at } = by
  const { decision, outcome, opinion } = made
  if (decision === 'return' || outcome === null) throw new Error('A return needs nobody else')
  const amounts = counted(made)
  const actor = userOf(call.principal)
  const id = newId(shardOf(claim.id))
  await Promise.all([
    desk.insertProposal(tx, {
      ...amounts,
      id,
      claimId: claim.id,
      learnerId: claim.learnerId,
      kind: decision,
      outcome,
      opinion,
      rule: made.rule,
      actor,
      at,
    }),
    store.changeClaim(tx, claim.id, { state: 'proposed', proposalId: id }),
    store.insertEvent(tx, { claimId: claim.id, kind: 'proposed', at, actor, opinion, fields: [] }),
    audited(tx, claim, 'recognition.proposed', { decision, outcome, ...amounts }, by),
    keepKey(tx, call, shardOf(claim.id), at),
  ])
  return { ...amounts, state: 'proposed', outcome, posted: null }
}

/** 复审退回: back to first review. Who proposed reads why. */
export async function sendBack(tx: Tx, claim: Submitted, opinion: Buffer | null, by: By): Promise<Decided> {
  const { call, at } = by
  await Promise.all([
    store.changeClaim(tx, claim.id, { state: 'submitted', proposalId: null }),
    store.insertEvent(tx, {
      claimId: claim.id,
      kind: 'sent_back',
      at,
      actor: userOf(call.principal),
      opinion,
      fields: [],
    }),
    audited(tx, claim, 'recognition.sent_back', {}, by),
    keepKey(tx, call, shardOf(claim.id), at),
  ])
  return sentBack
}

/** What is decided when a proposal goes back: nothing. */
export const sentBack: Decided = {
  state: 'submitted',
  outcome: null,
  recorded: 0 as Credits,
  elective: 0 as Credits,
  deposited: 0 as Credits,
  posted: null,
}

/**
 * Carries a decision out: the decision, its audit record and the posting. The posting comes last, because it locks the
 * shard's head.
 */
export async function settle(
  tx: Tx,
  claim: Submitted,
  made: Made & { proposal: desk.ProposalRow | null },
  by: By,
): Promise<Decided> {
  const { call, at } = by
  const { decision, outcome, opinion, fields, inputs, findings, experts, proposal } = made
  const { id, filing } = claim
  const amounts = counted(made)
  const actor = userOf(call.principal)
  const state = stateAfter(decision)
  const closing = { state, proposalId: null }

  await Promise.all([
    store.insertDecision(tx, {
      ...amounts,
      id: newId(shardOf(id)),
      claimId: id,
      learnerId: claim.learnerId,
      round: claim.round,
      kind: decision,
      outcome,
      opinion: opinion ?? proposal?.opinion ?? null,
      rule: made.rule,
      fields,
      ...rulesOf(claim),
      inputs,
      findings,
      experts,
      proposalId: proposal?.id ?? null,
      proposedBy: proposal?.actor ?? null,
      actor,
      at,
    }),
    store.changeClaim(
      tx,
      id,
      outcome === null ? closing : { ...amounts, ...closing, outcome, decidedAt: at },
    ),
    store.insertEvent(tx, {
      claimId: id,
      kind: state === 'returned' ? 'returned' : state === 'refused' ? 'refused' : 'recognised',
      at,
      actor,
      opinion,
      fields,
    }),
    outcome === 'refused' && releaseEvidence(tx, id, at),
    audited(
      tx,
      claim,
      'recognition.decided',
      { decision, outcome, ...amounts, ...(proposal ? { proposedBy: proposal.actor } : {}) },
      by,
    ),
    keepKey(tx, call, shardOf(id), at),
  ])

  if (outcome === 'refused' && filing.lot) await giveBack(tx, claim, actor, at)
  if (outcome === null || outcome === 'refused') return { ...amounts, state, outcome, posted: null }
  const posted = await post(
    tx,
    commandsOf({
      claim,
      filing,
      outcome,
      amounts: made.amounts,
      taken: findings.recognition.credits ?? refuse('verdict_forbids'),
      evidence: filing.files[0]?.sha256 ?? null,
    }),
    { cause: decisionCause(claim), actor, at },
  )
  return { ...amounts, state, outcome, posted }
}

const counted = ({ amounts: { recorded, elective, deposited } }: Option) => ({
  recorded,
  elective,
  deposited,
})

export const stateAfter = (decision: DecisionKind): ClaimState =>
  decision === 'approve' ? 'recognised' : decision === 'refuse' ? 'refused' : 'returned'

const audited = (
  tx: Tx,
  claim: Submitted,
  action: string,
  about: Record<string, unknown>,
  { call, at, role, grantor }: By,
): Promise<unknown> =>
  record(
    tx,
    { ...call, at },
    action,
    { id: claim.id, subject: claim.learnerId, institution: claim.issuerId, role, grantor },
    { ...about, ...rulesOf(claim) },
  )

const rulesOf = ({ ruleSet, ruleSetVersion: version, equivalency, equivalencyVersion }: store.ClaimRow) => {
  if (ruleSet === null || version === null) throw new Error('A claim was submitted without a rule set')
  return { ruleSet, ruleSetVersion: version, equivalency, equivalencyVersion }
}

/** As permissions see a claim in review: who proposed, gave an opinion or decided it before is one of its makers. */
export const withMakers = (
  claim: store.ClaimRow,
  opinions: readonly ExpertOpinion[],
  others: readonly Uuid[],
) => ({
  ...targetOf(claim),
  makers: [claim.learnerId, ...opinions.map(({ expert }) => expert), ...others],
})
