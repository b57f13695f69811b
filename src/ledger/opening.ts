// ledger/opening.ts – opening a learner's account: for its learner, or for whoever may; a look at somebody else's is on
// record. What other modules know (names of institutions, the claim behind a posting) is given by app.ts: the ledger
// stands beside them, not above.
import { maskName, viewOf } from '../access/fields.ts'
import type { EndpointClass } from '../access/model.ts'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { transact, type Db, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { allowsTeacher, learnerTarget, nameOf } from '../identity/operations.ts'
import { userOf } from '../identity/principal.ts'
import type { Vault } from '../identity/vault.ts'
import { shardOf, uuidFrom, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { Signer } from './operations.ts'
import type { Named, ReceiptReply } from './replies.ts'

export type AccountBank = {
  db: Db
  vault: Vault
  signer: Signer
  institutionsNamed: (tx: Tx, ids: readonly Uuid[]) => Promise<Map<Uuid, Named>>
  /** The claim that a posting is for, by its cause, as far as the caller may see it. */
  behind: (tx: Tx, cause: string, call: Call) => Promise<ReceiptReply['behind']>
}

/** An account that the caller may see; the name as much of it as they may see. */
export type Opened = { learner: Uuid; name: string; at: Date }

export const learnerOf = (learnerId: string, call: Call): Uuid =>
  learnerId === 'me' ? userOf(call.principal) : (uuidFrom('learner', learnerId) ?? refuse('not_found'))

export function onAccount<T>(
  { db, vault }: Pick<AccountBank, 'db' | 'vault'>,
  learnerId: string,
  endpointClass: EndpointClass,
  call: Call,
  work: (tx: Tx, opened: Opened) => Promise<T>,
): Promise<T> {
  const learner = learnerOf(learnerId, call)
  return transact(db, { ...call, shard: shardOf(learner) }, async (tx, at) => {
    const isOwn = learner === userOf(call.principal)
    const [target, consent, found] = await Promise.all([
      isOwn ? { subject: learner } : learnerTarget(tx, call.principal, learner, at),
      !isOwn && allowsTeacher(tx, learner, call.principal, at),
      nameOf(tx, vault, learner, call.language),
    ])
    const { role, grantor } = permit(call.principal, endpointClass, target, { consent })
    const name = found ?? (isOwn ? '' : refuse('not_found'))
    if (!isOwn) await record(tx, { ...call, at }, endpointClass, { subject: learner, role, grantor })
    const isFull = viewOf(call.principal, 'name', target) === 'full'
    return work(tx, { learner, name: isFull ? name : maskName(name), at })
  })
}
