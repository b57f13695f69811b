// recognition/supplement.ts – 补修: hours that are missing become a task; with them made up the same claim is judged again.
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { transact } from '../database/connection.ts'
import { filesOf } from '../evidence/operations.ts'
import { keepKey, wasDone } from '../http/once.ts'
import { userOf } from '../identity/principal.ts'
import { day, localDate, type LocalDate } from '../values/dates.ts'
import { shardOf, type Uuid } from '../values/ids.ts'
import type { Hours } from '../values/quantities.ts'
import { refuse } from '../values/refusal.ts'
import {
  type Acting,
  filedOf,
  keyOf,
  promiseFrom,
  type RecognitionBank,
  saidBy,
  takeFor,
  targetOf,
} from './claims.ts'
import { type Filing, isDecidable, isSupplementing, judgeFiling } from './model.ts'
import { rulesOf } from './review.ts'
import { submitted } from './settling.ts'
import * as store from './store.ts'

/** Sets the hours that the rules miss as a task. How many is the rules' word, not the reviewer's. */
export function askSupplement(
  { db, vault }: RecognitionBank,
  id: Uuid,
  words: string,
  call: Acting,
): Promise<{ hours: Hours }> {
  return transact(db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const found = (await store.lockClaim(tx, id)) ?? refuse('not_found')
    const { role, grantor } = permit(call.principal, 'transfer.review', targetOf(found), {
      state: isDecidable(found.state),
      reason: words,
    })
    const claim = submitted(found)
    const hours = supplementHours(claim, judgeFiling(claim.filing, await rulesOf(tx, claim)).judgement)
    if (hours === null) return refuse('no_supplement')
    const actor = userOf(call.principal)
    const opinion = (await keyOf(tx, vault, claim.learnerId)).seal('claim/opinion', words)
    await store.changeClaim(tx, id, { state: 'supplementing', supplementHours: hours })
    await store.insertEvent(tx, {
      claimId: id,
      kind: 'supplement_asked',
      at,
      actor,
      opinion,
      fields: [],
      hours,
    })
    await record(
      tx,
      { ...call, at },
      'recognition.supplement_asked',
      { id, subject: claim.learnerId, institution: claim.issuerId, role, grantor },
      { hours },
    )
    return { hours }
  })
}

/** The hours that can be set as a task: where they are all that is missing, and the course itself is asked for. */
export const supplementHours = (
  { asElective }: Pick<store.ClaimRow, 'asElective'>,
  judgement: ReturnType<typeof judgeFiling>['judgement'],
): Hours | null =>
  judgement?.verdict === 'needs_supplement' && judgement.supplementHours > 0 && !asElective
    ? judgement.supplementHours
    : null

export type MadeUp = { hours: Hours; files: Uuid[]; note: string | undefined }

/** Hands in hours made up. At most those of the task count; the claim goes back to the desk with a new promise. */
export function makeUp(
  { db, vault }: RecognitionBank,
  id: Uuid,
  { hours, files: ids, note }: MadeUp,
  call: Acting,
): Promise<{ promisedOn: LocalDate }> {
  const shard = shardOf(id)
  return transact(db, { ...call, shard }, async (tx, at) => {
    const found = (await store.lockClaim(tx, id)) ?? refuse('not_found')
    const repeated = found.learnerId === call.principal.user && (await wasDone(tx, call, shard))
    permit(call.principal, 'transfer.edit', targetOf(found), {
      state: repeated || isSupplementing(found.state),
    })
    if (repeated && found.promisedOn !== null) return { promisedOn: day(found.promisedOn) }
    const claim = submitted(found)
    const key = await keyOf(tx, vault, claim.learnerId)
    const all = [...new Set([...claim.files, ...ids])]
    const files = await filesOf(tx, vault, claim.learnerId, all)
    if (files.length < all.length) refuse('input_invalid', {}, [{ pointer: '/files', code: 'file_unknown' }])
    await takeFor(tx, vault, claim, saidBy(claim, key), files, at)

    const counted = Math.min(hours, claim.supplementHours ?? 0) as Hours
    const before = claim.filing.supplement?.hours ?? 0
    const filing: Filing = {
      ...claim.filing,
      files: filedOf(files),
      supplement: { hours: (before + counted) as Hours },
    }
    const { judgement } = judgeFiling(filing, await rulesOf(tx, claim))
    const promisedOn = await promiseFrom(tx, localDate(at))
    const words = note?.trim()
    await store.changeClaim(tx, id, {
      filing,
      files: all,
      verdict: judgement?.verdict ?? null,
      state: 'submitted',
      supplementHours: null,
      promisedOn,
      submittedAt: at,
      savedAt: at,
    })
    await store.insertEvent(tx, {
      claimId: id,
      kind: 'made_up',
      at,
      actor: claim.learnerId,
      opinion: words ? key.seal('claim/opinion', words) : null,
      fields: [],
      hours: counted,
    })
    await record(tx, { ...call, at }, 'claim.made_up', targetOf(claim), { hours: counted })
    await keepKey(tx, call, shard, at)
    return { promisedOn }
  })
}
