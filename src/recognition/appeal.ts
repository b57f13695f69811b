// recognition/appeal.ts – 申诉: against a decision, once, answered by somebody else. Upheld, the claim goes into another round.
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { transact, type Tx } from '../database/connection.ts'
import { filesOf } from '../evidence/operations.ts'
import { userOf } from '../identity/principal.ts'
import type { Vault } from '../identity/vault.ts'
import { post } from '../ledger/operations.ts'
import { localDate, type LocalDate } from '../values/dates.ts'
import { newId, shardOf, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import {
  type Acting,
  holdFor,
  keyOf,
  promiseFrom,
  type RecognitionBank,
  saidBy,
  takeFor,
  targetOf,
} from './claims.ts'
import { type AppealRow, appealOf, insertAnswer, insertAppeal, settingInForce } from './desk-store.ts'
import { isAppealable } from './model.ts'
import { decisionCause, reversalCause } from './posting.ts'
import { submitted, type Submitted } from './settling.ts'
import * as store from './store.ts'

/** Appeals against the last decision. What was decided stands until the appeal is answered. */
export function fileAppeal(
  { db, vault }: RecognitionBank,
  id: Uuid,
  grounds: string,
  call: Acting,
): Promise<{ promisedOn: LocalDate }> {
  return transact(db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const found = (await store.lockClaim(tx, id)) ?? refuse('not_found')
    permit(call.principal, 'appeal.create', targetOf(found))
    const [decision, appeal] = await Promise.all([lastDecision(tx, id), appealOf(tx, id)])
    const claim = submittedOr(found)
    const setting = await settingInForce(tx, claim.targetInstitutionId ?? claim.issuerId, claim.filing.on)
    const today = localDate(at)
    const state = isAppealable(
      { decidedOn: claim.decidedAt && localDate(claim.decidedAt), appealed: appeal !== undefined },
      setting,
      today,
    )
    if (state !== true || !decision) return refuse(state === true ? 'nothing_decided' : state)
    const promisedOn = await promiseFrom(tx, today)
    const key = await keyOf(tx, vault, claim.learnerId)
    await insertAppeal(tx, {
      id: newId(shardOf(id)),
      claimId: id,
      learnerId: claim.learnerId,
      decisionId: decision.id,
      decidedBy: decision.actor,
      grounds: key.seal('claim/opinion', grounds),
      filedAt: at,
      promisedOn,
    })
    await store.insertEvent(tx, {
      claimId: id,
      kind: 'appealed',
      at,
      actor: claim.learnerId,
      opinion: key.seal('claim/opinion', grounds),
      fields: [],
    })
    await record(tx, { ...call, at }, 'appeal.filed', targetOf(claim), { decision: decision.id })
    return { promisedOn }
  })
}

const submittedOr = (claim: store.ClaimRow): Submitted =>
  claim.filing === null ? refuse('nothing_decided') : submitted(claim)

/** The decision that closed a claim, in its last round. */
const lastDecision = async (tx: Tx, claim: Uuid): Promise<store.DecisionRow | undefined> =>
  (await store.decisionsOf(tx, claim)).findLast(({ kind }) => kind !== 'return')

export type AppealAnswer = { uphold: boolean; words: string }

/**
 * Answers an appeal: never by who decided, proposed, or gave an opinion. Dismissed, the decision stands; upheld, what it
 * posted is reversed, and the claim is decided anew.
 */
export function answerAppeal(
  { db, vault }: RecognitionBank,
  id: Uuid,
  { uphold, words }: AppealAnswer,
  call: Acting,
): Promise<void> {
  return transact(db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const found = (await store.lockClaim(tx, id)) ?? refuse('not_found')
    const [decision, appeal] = await Promise.all([lastDecision(tx, id), appealOf(tx, id)])
    const { role, grantor } = permit(call.principal, 'appeal.decide', appealedTarget(found, decision), {
      state: isWaiting(appeal) || 'appeal_answered',
      reason: words,
    })
    if (!isWaiting(appeal)) return refuse('appeal_answered')
    const claim = submitted(found)
    const actor = userOf(call.principal)
    const said = (await keyOf(tx, vault, claim.learnerId)).seal('claim/opinion', words)
    await insertAnswer(tx, {
      appealId: appeal.id,
      claimId: id,
      learnerId: claim.learnerId,
      decidedBy: appeal.decidedBy,
      upheld: uphold,
      words: said,
      actor,
      at,
    })
    await store.insertEvent(tx, {
      claimId: id,
      kind: uphold ? 'appeal_upheld' : 'appeal_dismissed',
      at,
      actor,
      opinion: said,
      fields: [],
    })
    await record(
      tx,
      { ...call, at },
      'appeal.answered',
      { id, subject: claim.learnerId, institution: claim.issuerId, role, grantor },
      { uphold, decision: appeal.decisionId },
    )
    if (uphold) await reopen(tx, vault, claim, actor, at)
  })
}

export const isWaiting = (appeal: AppealRow | undefined): appeal is AppealRow =>
  appeal !== undefined && appeal.answer === null

/** As permissions see a claim that was decided: all who had a part in it are its makers. */
export const appealedTarget = (
  claim: store.ClaimRow,
  decision: Pick<store.DecisionRow, 'actor' | 'proposedBy' | 'experts'> | undefined,
) => ({
  ...targetOf(claim),
  makers: [
    claim.learnerId,
    ...(decision ? [decision.actor, decision.proposedBy ?? [], decision.experts].flat() : []),
  ],
})

/** Another round: what was posted is reversed, what the claim used is taken again, and the desk has it anew. */
async function reopen(tx: Tx, vault: Vault, claim: Submitted, actor: Uuid, at: Date): Promise<void> {
  const { id, learnerId, filing } = claim
  const key = await keyOf(tx, vault, learnerId)
  const files = await filesOf(tx, vault, learnerId, claim.files)
  await takeFor(tx, vault, claim, saidBy(claim, key), files, at)
  const next = { ...claim, round: claim.round + 1 }
  await store.changeClaim(tx, id, {
    state: 'submitted',
    round: next.round,
    outcome: null,
    recorded: null,
    elective: null,
    deposited: null,
    decidedAt: null,
    promisedOn: await promiseFrom(tx, localDate(at)),
  })
  if (claim.state === 'recognised')
    await post(
      tx,
      [{ verb: 'reverse', learner: learnerId, cause: decisionCause(claim), reason: claim.number ?? id }],
      { cause: reversalCause(claim), actor, at },
    )
  if (filing.lot) await holdFor(tx, next, filing.lot, actor, at)
}
