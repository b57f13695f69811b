// identity/requests.ts – 双人复核: a first person files what should be done, a second one, who may do it too, confirms.
import type { Target } from '../access/model.ts'
import { scopesOf } from '../access/scope.ts'
import { isEndpointClass, type EndpointClass } from '../access/table.ts'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { read, transact, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { newId, newShard, shardCount, shardOf, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { Identity } from './bank.ts'
import { userOf } from './principal.ts'
import { whereInScope } from './scope.ts'
import { closeRequest, insertRequest, lockRequest, openRequests, type RequestRow } from './store.ts'

/** Files a request instead of acting: call it when `permit` says `needsSecond`. The route then sets `answer.filed`. */
export async function fileRequest(
  tx: Tx,
  call: Call & { at: Date },
  filed: { operation: EndpointClass; target: Target; payload: unknown; reason: string },
): Promise<Uuid> {
  const filedBy = userOf(call.principal)
  const { id: target, subject, institution } = filed.target
  const shard = shardOf(subject ?? filedBy)
  const id = newId(shard < shardCount ? shard : newShard())
  const request: RequestRow = {
    id,
    operation: filed.operation,
    target: target ?? null,
    subject: subject ?? null,
    institution: institution ?? null,
    payload: filed.payload,
    reason: filed.reason,
    filedBy,
  }
  await insertRequest(tx, request, call.at)
  const about = { id, subject: subject ?? null, institution: institution ?? null }
  await record(tx, call, 'request.filed', about, { operation: filed.operation, reason: filed.reason })
  return id
}

/**
 * Carries out a confirmed request in the confirmer's transaction. It permits again, with `confirmed: true`, so that the
 * second person needs the same right as the first; it reads everything anew and refuses what no longer holds.
 */
export type Carrier = (tx: Tx, request: RequestRow, call: Call & { at: Date }) => Promise<void>
export type Carriers = Partial<Record<EndpointClass, Carrier>>

/** The second person's word. Neither who filed it nor whom it is about may give it (SOD-3). */
export function decideRequest(
  { db }: Identity,
  carriers: Carriers,
  given: { id: Uuid; confirm: boolean },
  call: Call,
): Promise<void> {
  const user = userOf(call.principal)
  return transact(db, { principal: { user }, shard: shardOf(given.id) }, async (tx, at) => {
    const found = (await lockRequest(tx, given.id)) ?? refuse('not_found')
    const target = {
      id: found.id,
      subject: found.subject,
      institution: found.institutionId,
      makers: [found.filedBy],
    }
    permit(call.principal, 'request.decide', target, { state: found.state === 'filed' || 'conflict' })
    const operation = isEndpointClass(found.operation) ? found.operation : refuse('not_found')
    await closeRequest(tx, found.id, given.confirm ? 'confirmed' : 'refused', user, at)
    const about = { id: found.id, subject: found.subject, institution: found.institutionId }
    await record(tx, { ...call, at }, given.confirm ? 'request.confirmed' : 'request.refused', about, {
      operation,
    })
    if (!given.confirm) return
    const carry = carriers[operation]
    if (!carry) throw new Error(`Nobody carries out a confirmed ${operation}`)
    await carry(tx, { ...found, operation, institution: found.institutionId }, { ...call, at })
  })
}

export type OpenRequest = Awaited<ReturnType<typeof openRequests>>[number]

/** What waits for a second person, the oldest first. */
export function requestsInScope({ db }: Identity, call: Call): Promise<OpenRequest[]> {
  const user = userOf(call.principal)
  permit(call.principal, 'request.list', {})
  const where = whereInScope(scopesOf(call.principal, 'request.list'), {
    subject: 'identityRequest.subject',
    institution: 'identityRequest.institutionId',
  })
  return read(db, { principal: { user } }, (tx) => openRequests(tx, where))
}
