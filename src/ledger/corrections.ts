// ledger/corrections.ts – what staff may do to an account: 冻结, 解冻, 冲正, 撤销. Each is a posting of the ledger's own
// machine; what takes two persons is filed first and carried out when the second one confirms.
import { z } from 'zod'
import type { Target } from '../access/model.ts'
import { permit, verdictFor } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { transact, type Db, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { learnerTarget } from '../identity/operations.ts'
import { userOf } from '../identity/principal.ts'
import { fileRequest, type Carrier, type Carriers } from '../identity/requests.ts'
import { creditsFromHundredths, type Credits } from '../values/credits.ts'
import { localDate } from '../values/dates.ts'
import { newId, shardOf, uuid, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { accountKinds, type AccountKind } from './accounts.ts'
import { closeCase, findCase, openCases } from './case-store.ts'
import type { Command } from './commands.ts'
import { freezes, lots, post, postingAt, preview, type LotStanding, type Posted } from './operations.ts'
import { postingNumber } from './receipt-file.ts'

type Acting = Call & { at: Date }
type Asked = { learner: Uuid; reason: string | undefined }

/** 冻结: one lot, or every lot that the caller may freeze, as far as it is available now. */
export function freeze(
  db: Db,
  { learner, reason, lot }: Asked & { lot: Uuid | undefined },
  call: Call,
): Promise<Posted> {
  return onLearner(db, learner, call, async (tx, acting, person) => {
    const standing = await lots(tx, learner, { effectiveDay: localDate(acting.at) })
    const chosen = lot === undefined ? undefined : standing.find((each) => each.lot === lot)
    const target = chosen ? ofInstitution(person, [chosen]) : person
    const { role, grantor } = permit(call.principal, 'credit.freeze', target, { reason })
    if (lot !== undefined && !chosen) refuse('not_found')
    const mayFreeze = (each: LotStanding): boolean =>
      verdictFor(call.principal, 'credit.freeze', ofInstitution(person, [each])).may
    const pieces = (chosen ? [chosen] : standing.filter(mayFreeze)).flatMap((each) =>
      each.available > 0 ? [{ lot: each.lot, amount: each.available }] : [],
    )
    if (pieces.length === 0) refuse('nothing_to_post')
    const cause = `freeze/${newId(shardOf(learner))}`
    await record(tx, acting, 'ledger.frozen', { ...target, role, grantor }, { reason: reason ?? '', cause })
    return post(tx, [{ verb: 'freeze', learner, from: { pieces } }], postCall(acting, cause))
  })
}

/** 解冻: all that a freeze still keeps. A hold of an application is none: its decision ends it. */
export function release(
  db: Db,
  { learner, reason, seq }: Asked & { seq: number },
  call: Call,
): Promise<Posted> {
  return onLearner(db, learner, call, async (tx, acting, person) => {
    const standing = await lots(tx, learner, { effectiveDay: localDate(acting.at) })
    const found = (await freezes(tx, learner)).find((each) => each.seq === seq)
    const kept = standing.filter(({ lot }) => found?.pieces.some((piece) => piece.lot === lot))
    const target = found ? ofInstitution(person, kept) : person
    const { role, grantor } = permit(call.principal, 'credit.freeze', target, { reason })
    if (!found) return refuse('not_found')
    await record(
      tx,
      acting,
      'ledger.released',
      { ...target, role, grantor },
      {
        reason: reason ?? '',
        cause: found.cause,
      },
    )
    const command: Command = { verb: 'release', learner, hold: found.cause }
    return post(tx, [command], postCall(acting, `release/${newId(shardOf(learner))}`))
  })
}

/** What is to be taken back: a whole posting, or a lot with all that was made from it. */
export type Correction = { seq: number } | { lot: Uuid }

export type Effect = { lot: Uuid; amount: Credits; from: AccountKind; to: AccountKind }

/** What a correction would do now. In the caller's transaction, which has opened the account. */
export async function previewCorrection(
  tx: Tx,
  learner: Uuid,
  correction: Correction,
  { at, actor }: { at: Date; actor: Uuid },
): Promise<{ effects: Effect[]; cases: { lot: Uuid; amount: Credits }[] }> {
  const command = await commandFor(tx, learner, correction, '')
  const { moves, cases } = await preview(tx, [command], { cause: `preview/${learner}`, actor, at })
  return {
    effects: moves.map(({ lot, amount, from, to }) => ({
      lot,
      amount,
      from: placeOf(from.label),
      to: placeOf(to.label),
    })),
    cases: cases.map(({ lot, amount }) => ({ lot, amount: creditsFromHundredths(amount) })),
  }
}

/** A label begins with the kind of its account. */
const placeOf = (label: string): AccountKind =>
  accountKinds.find((kind) => label.startsWith(`${kind}/`)) ?? refuse('internal')

/** 申请冲正或撤销: files it for a second person, unless it is refused now already, with the reason. */
export function fileCorrection(
  db: Db,
  { learner, reason, correction }: Asked & { correction: Correction },
  call: Call,
): Promise<Uuid> {
  return onLearner(db, learner, call, async (tx, acting, person) => {
    const touched = await lotsOf(tx, learner, correction, acting.at)
    const target = touched.length > 0 ? ofInstitution(person, touched) : person
    const isReversal = 'seq' in correction
    permit(call.principal, isReversal ? 'credit.adjust.request' : 'credit.void', target, { reason })
    if (touched.length === 0) refuse('not_found')
    await previewCorrection(tx, learner, correction, { at: acting.at, actor: userOf(call.principal) })
    const about = isReversal ? postingNumber(shardOf(learner), correction.seq) : null
    const payload: Payload = { correction, about }
    const operation = isReversal ? 'credit.adjust.approve' : 'credit.void'
    return fileRequest(tx, acting, { operation, target, payload, reason: reason ?? '' })
  })
}

/** As a filed request keeps it; `about` is what the second person reads. */
const Payload = z.strictObject({
  correction: z.union([
    z.strictObject({ seq: z.int() }),
    z.strictObject({ lot: z.string().transform(uuid) }),
  ]),
  about: z.string().nullable(),
})
type Payload = z.output<typeof Payload>

/** The second person's part: everything is read anew, and what no longer holds is refused. */
const carry: Carrier = async (tx, request, call) => {
  const { correction } = Payload.parse(request.payload)
  const learner = request.subject ?? refuse('not_found')
  const person = await learnerTarget(tx, call.principal, learner, call.at)
  const touched = await lotsOf(tx, learner, correction, call.at)
  const target = { ...ofInstitution(person, touched), makers: [request.filedBy] }
  const { role, grantor } = permit(call.principal, request.operation, target, {
    state: true, // Whether it can still be taken back is for the ledger to say, below.
    reason: request.reason,
    confirmed: true,
  })
  const command = await commandFor(tx, learner, correction, request.reason)
  const asked = postCall(call, `correction/${request.id}`)
  const { moves, cases } = await preview(tx, [command], asked)
  const did = 'seq' in correction ? 'ledger.reversed' : 'ledger.revoked'
  await record(tx, call, did, { ...target, role, grantor }, { reason: request.reason, request: request.id })
  const opened = { at: call.at, by: userOf(call.principal) }
  if (moves.length === 0) return openCases(tx, learner, cases, { ...opened, posting: null })
  const posted = await post(tx, [command], asked)
  return openCases(tx, learner, posted.cases, { ...opened, posting: posted.seq })
}

export const correctionCarriers: Carriers = { 'credit.adjust.approve': carry, 'credit.void': carry }

/** 个案: what was decided about used credits, said by somebody else than who opened the case. */
export function decideCase(
  db: Db,
  { learner, id, outcome }: { learner: Uuid; id: Uuid; outcome: string | undefined },
  call: Call,
): Promise<void> {
  return onLearner(db, learner, call, async (tx, acting, person) => {
    const found = await findCase(tx, learner, id)
    const lot = (await lots(tx, learner, { effectiveDay: localDate(acting.at) })).find(
      (each) => each.lot === found?.lot,
    )
    const target = { ...(lot ? ofInstitution(person, [lot]) : person), makers: found ? [found.openedBy] : [] }
    const { role, grantor } = permit(call.principal, 'credit.adjust.approve', target, {
      state: found?.closedAt == null || 'already_decided',
      reason: outcome,
    })
    if (!found) return refuse('not_found')
    await closeCase(tx, found.id, { outcome: outcome ?? '', at: acting.at, by: userOf(call.principal) })
    const about = { ...target, id: found.id, role, grantor }
    await record(tx, acting, 'ledger.case_closed', about, { outcome: outcome ?? '' })
  })
}

function onLearner<T>(
  db: Db,
  learner: Uuid,
  call: Call,
  work: (tx: Tx, acting: Acting, person: Target) => Promise<T>,
): Promise<T> {
  return transact(db, { ...call, shard: shardOf(learner) }, async (tx, at) =>
    work(tx, { ...call, at }, await learnerTarget(tx, call.principal, learner, at)),
  )
}

/**
 * Credits belong to who issued them: an institution corrects what is its own, and the centre what is between several.
 * A learner's membership alone gives no right over what others issued.
 */
function ofInstitution(person: Target, touched: readonly { issuer: Uuid; countsAt: Uuid }[]): Target {
  const institutions = new Set(touched.flatMap(({ issuer, countsAt }) => [issuer, countsAt]))
  const [only] = institutions
  return { ...person, institution: institutions.size === 1 ? (only ?? null) : null }
}

/** The learner's lots that a correction begins from; none when there is no such posting or lot of theirs. */
async function lotsOf(tx: Tx, learner: Uuid, correction: Correction, at: Date) {
  const touched =
    'seq' in correction
      ? ((await postingAt(tx, { shard: shardOf(learner), seq: correction.seq }))?.lots ?? [])
      : (await lots(tx, learner, { effectiveDay: localDate(at) })).filter(({ lot }) => lot === correction.lot)
  return touched.filter((lot) => lot.learner === learner)
}

async function commandFor(tx: Tx, learner: Uuid, correction: Correction, reason: string): Promise<Command> {
  if ('lot' in correction) return { verb: 'revoke', learner, lot: correction.lot, reason }
  const posting = await postingAt(tx, { shard: shardOf(learner), seq: correction.seq })
  const isOwn = posting?.lots.some((lot) => lot.learner === learner)
  return { verb: 'reverse', learner, cause: isOwn ? posting!.cause : refuse('not_found'), reason }
}

const postCall = ({ principal, at }: Acting, cause: string) => ({ cause, actor: userOf(principal), at })
