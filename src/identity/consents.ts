// identity/consents.ts – 同意与知情: what a person allows, to whom, until when; and who looked.
import { permit } from '../access/verdict.ts'
import { looksAt, record, type Look } from '../audit/operations.ts'
import { read, transact } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { newId, shardOf, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { Identity } from './bank.ts'
import { userOf } from './principal.ts'
import { isLive } from './standing.ts'
import { consentsOf, insertConsent, withdrawConsentRow, type ConsentRow } from './store.ts'

/** Allows something. Nobody does it for another: it is a person's own declaration. */
export function giveConsent(
  { db }: Identity,
  given: Omit<ConsentRow, 'id' | 'person'>,
  call: Call,
): Promise<Uuid> {
  const user = userOf(call.principal)
  return transact(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    permit(call.principal, 'consent.set', { subject: user })
    if (given.endsAt && given.endsAt <= at)
      refuse('input_invalid', {}, [{ pointer: '/endsAt', code: 'too_small' }])
    const id = newId(shardOf(user))
    await insertConsent(tx, { ...given, id, person: user }, at)
    const details = { purpose: given.purpose, to: given.to, parts: given.parts, text: given.textVersion }
    await record(tx, { ...call, at }, 'consent.given', { id, subject: user }, details)
    return id
  })
}

/** Withdraws at once; what was seen before stays in the access log. */
export function withdrawConsent({ db }: Identity, id: Uuid, call: Call): Promise<void> {
  const user = userOf(call.principal)
  return transact(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    permit(call.principal, 'consent.set', { subject: user })
    if (!(await withdrawConsentRow(tx, user, id, at))) refuse('not_found')
    await record(tx, { ...call, at }, 'consent.withdrawn', { id, subject: user })
  })
}

export type ShownConsent = Omit<ConsentRow, 'person'> & {
  givenAt: Date
  withdrawnAt: Date | null
  live: boolean
}

export function ownConsents({ db }: Identity, call: Call): Promise<ShownConsent[]> {
  const user = userOf(call.principal)
  permit(call.principal, 'consent.set', { subject: user })
  return read(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) =>
    (await consentsOf(tx, user)).map(({ toId, ...row }) => ({ ...row, to: toId, live: isLive(row, at) })),
  )
}

/** 谁看过我: every look and act of others on the caller's records, the latest first. */
export function accessLog(
  { db }: Identity,
  wanted: { before?: Uuid; limit: number },
  call: Call,
): Promise<Look[]> {
  const user = userOf(call.principal)
  permit(call.principal, 'privacy.access_log', { subject: user })
  return read(db, { principal: { user }, shard: shardOf(user) }, (tx) => looksAt(tx, user, wanted))
}
