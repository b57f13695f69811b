// identity/sso/management.ts – which schools' word the bank takes: added and removed by the school's own administrator.
import { permit } from '../../access/verdict.ts'
import { record } from '../../audit/operations.ts'
import { transact } from '../../database/connection.ts'
import type { Call } from '../../http/call.ts'
import { newId, referenceShard, type Uuid } from '../../values/ids.ts'
import { refuse } from '../../values/refusal.ts'
import type { Identity } from '../bank.ts'
import { userOf } from '../principal.ts'
import { findProvider, insertProvider, removeProviderRow } from './store.ts'

export type NewProvider = {
  institution: Uuid
  kind: 'oidc' | 'cas'
  address: string
  clientId: string | undefined
  clientSecret: string | undefined
  numberClaim: string | undefined
  reason: string | undefined
}

export function addProvider(identity: Identity, given: NewProvider, call: Call): Promise<Uuid> {
  const { db, vault, settings } = identity
  const user = userOf(call.principal)
  const { institution, kind, clientId, clientSecret, numberClaim, reason } = given
  return transact(db, { principal: { user } }, async (tx, at) => {
    permit(call.principal, 'sso.manage', { institution }, { reason })
    const address = addressFrom(given.address, settings.origin)
    if (kind === 'oidc' && clientId === undefined)
      refuse('input_invalid', {}, [{ pointer: '/clientId', code: 'required' }])
    const id = newId(referenceShard)
    const wrappedKey = kind === 'oidc' && clientSecret ? vault.newKey(id) : null
    const added = await insertProvider(tx, {
      id,
      institutionId: institution,
      kind,
      address,
      clientId: kind === 'oidc' ? (clientId ?? null) : null,
      wrappedKey,
      clientSecret: wrappedKey && vault.open(wrappedKey, id).seal('client_secret', clientSecret ?? ''),
      numberClaim: numberClaim ?? null,
      addedAt: at,
      addedBy: user,
    })
    if (!added) return refuse('conflict')
    await record(tx, { ...call, at }, 'sso.provider_added', { id, institution }, { kind, address, reason })
    return id
  })
}

/** Under https, only https is believed; a bank in the open, for trying things out, takes both. */
function addressFrom(text: string, origin: string): string {
  const address = new URL(text)
  const isSafe = address.protocol === 'https:' || origin.startsWith('http:')
  const isPlain = !address.username && !address.password && !address.search && !address.hash
  if (!/^https?:$/.test(address.protocol) || !isSafe || !isPlain)
    refuse('input_invalid', {}, [{ pointer: '/address', code: 'web_address' }])
  return address.href.replace(/\/+$/, '')
}

export function removeProvider(
  { db }: Identity,
  { id, reason }: { id: Uuid; reason: string | undefined },
  call: Call,
): Promise<void> {
  const user = userOf(call.principal)
  return transact(db, { principal: { user } }, async (tx, at) => {
    const found = await findProvider(tx, id)
    const institution = found?.institutionId ?? null
    permit(call.principal, 'sso.manage', { institution }, { reason })
    if (!found) refuse('not_found')
    await removeProviderRow(tx, id, user, at)
    await record(tx, { ...call, at }, 'sso.provider_removed', { id, institution }, { reason })
  })
}
