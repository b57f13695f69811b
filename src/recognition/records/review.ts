// recognition/records/review.ts – 审核: somebody else decides about a record, once; and how it is judged again.
import { isDeepStrictEqual } from 'node:util'
import { permit } from '../../access/verdict.ts'
import { record as recordAudit } from '../../audit/operations.ts'
import { transact, type Tx } from '../../database/connection.ts'
import { releaseEvidence } from '../../evidence/operations.ts'
import { keepKey, wasDone } from '../../http/once.ts'
import { userOf } from '../../identity/principal.ts'
import { post, postingOf, type Posted } from '../../ledger/operations.ts'
import type { Credits } from '../../values/credits.ts'
import { shardOf, type Uuid } from '../../values/ids.ts'
import { refuse } from '../../values/refusal.ts'
import { type Acting, keyOf, type RecognitionBank } from '../claims.ts'
import { amountsFor, type DecisionKind, judgeFiling } from '../model.ts'
import { commandsOf } from '../posting.ts'
import { rulesOf } from '../review.ts'
import { aboutOf, targetOf } from './entering.ts'
import { isReviewable, type RecordState } from './model.ts'
import * as store from './store.ts'

export type RecordDecided = { state: RecordState; credits: Credits; posted: Posted | null }

const stateAfter = { approve: 'recognised', return: 'returned', refuse: 'refused' } as const

/**
 * Decides about a record that somebody else has entered: decision, audit record and posting commit together or not at
 * all. It is judged again by the version it was submitted under; what that does not pass, nobody passes.
 */
export function decideRecord(
  { db, vault }: RecognitionBank,
  id: Uuid,
  asked: { decision: DecisionKind; opinion?: string | undefined },
  call: Acting,
): Promise<RecordDecided> {
  const shard = shardOf(id)
  return transact(db, { ...call, shard }, async (tx, at) => {
    const [record = refuse('not_found'), repeated] = await Promise.all([
      store.findRecord(tx, id, true),
      wasDone(tx, call, shard),
    ])
    const { role, grantor } = permit(call.principal, 'credit.review', await targetOf(tx, record, at), {
      state: repeated || isReviewable(record.state),
      reason: asked.opinion,
    })
    if (repeated) return decidedBefore(tx, record)
    const { filing, ruleSet, ruleSetVersion } = record
    if (filing === null || ruleSet === null || ruleSetVersion === null)
      throw new Error(`A record was submitted without a filing: ${id}`)
    const words = asked.opinion?.trim()
    if (asked.decision !== 'approve' && !words) refuse('reason_required')

    const findings = judgeFiling(filing, await rulesOf(tx, record))
    const passes = asked.decision === 'approve'
    const { credits, met } = findings.recognition
    if (passes && (!met || credits === null)) refuse('verdict_forbids')
    const state = stateAfter[asked.decision]
    const actor = userOf(call.principal)
    const opinion = words ? (await keyOf(tx, vault, record.learnerId)).seal('record/opinion', words) : null
    const rules = { ruleSet, ruleSetVersion }
    const decision = { inputs: filing, findings, ...rules, credits: passes ? credits : null }
    await Promise.all([
      store.insertEvent(tx, record, { kind: state, actor, grantor, at, opinion, decision }),
      store.changeRecord(
        tx,
        id,
        state === 'returned' ? { state, savedAt: at } : { state, savedAt: at, decidedAt: at },
      ),
      state === 'refused' && releaseEvidence(tx, id, at),
      recordAudit(
        tx,
        { ...call, at },
        'record.decided',
        { ...aboutOf(record), role, grantor },
        { decision: asked.decision, credits: decision.credits, ...rules },
      ),
      keepKey(tx, call, shard, at),
    ])
    if (!passes || credits === null) return { state, credits: nothing, posted: null }
    const posted = await post(
      tx,
      commandsOf({
        claim: { ...record, issuerId: record.institutionId, targetInstitutionId: null },
        filing,
        outcome: 'deposited',
        amounts: amountsFor('deposited', findings),
        taken: credits,
        evidence: null,
      }),
      { cause: id, actor, at },
    )
    return { state, credits, posted }
  })
}

const nothing = 0 as Credits

/** The answer to a command that was carried out before: from what it did. */
async function decidedBefore(tx: Tx, record: store.RecordRow): Promise<RecordDecided> {
  const last = (await store.eventsOf(tx, [record.id])).findLast(({ inputs }) => inputs !== null)
  if (!last) return refuse('conflict')
  return {
    state: last.kind as RecordState,
    credits: (last.credits ?? 0) as Credits,
    posted: (await postingOf(tx, shardOf(record.id), record.id)) ?? null,
  }
}

/** L-08: judges a stored decision again, from its stored inputs by its stored version. */
export async function replayRecord(tx: Tx, event: store.EventRow): Promise<boolean> {
  if (event.inputs === null) throw new Error(`No decision: ${event.id}`)
  const findings = judgeFiling(event.inputs, await rulesOf(tx, event))
  const same = isDeepStrictEqual(findings, event.findings)
  return same && (event.kind !== 'recognised' || findings.recognition.credits === event.credits)
}
