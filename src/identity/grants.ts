// identity/grants.ts – 临时委托授权: one operation on named targets, for a while, never more than the giver holds.
import { functionPermission, holding, type Principal } from '../access/model.ts'
import { scopesOf } from '../access/scope.ts'
import { isEndpointClass, lender, type EndpointClass } from '../access/table.ts'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { read, transact, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { newId, shardOf, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { sql } from 'kysely'
import type { Identity } from './bank.ts'
import { userOf } from './principal.ts'
import { whereInScope } from './scope.ts'
import { accountTarget } from './standing.ts'
import { findAccount, findGrant, insertGrant, listGrants, revokeGrantRow, type GrantRow } from './store.ts'

/** What can be lent: work on records. Rights over accounts, roles, grants, keys and the log stay with whom they are given to. */
const lendableAreas = [
  'credit',
  'claim',
  'account',
  'ledger',
  'transfer',
  'file',
  'cert',
  'points',
  'degree_audit',
]

export const isLendable = (operation: EndpointClass): boolean =>
  lendableAreas.includes(operation.slice(0, operation.indexOf('.'))) && operation !== 'account.close'

/** A delegation lasts thirty days at most; the database says so too. */
const daysMax = 30

export type Lent = {
  to: Uuid
  operation: string
  targets: readonly Uuid[]
  beginsAt: Date | null
  endsAt: Date
  reason: string
}

/** Lends a right. What it opens is judged at each use by what the grantor holds then, on that very record (EL-4). */
export function lend({ db }: Identity, given: Lent, call: Call): Promise<Uuid> {
  const user = userOf(call.principal)
  const operation = isEndpointClass(given.operation)
    ? given.operation
    : refuse('input_invalid', {}, [{ pointer: '/operation', code: 'invalid' }])
  return transact(db, { principal: { user }, shard: shardOf(given.to) }, async (tx, at) => {
    const grantee = (await findAccount(tx, given.to)) ?? refuse('not_found')
    const { institution } = await accountTarget(tx, call.principal, given.to, grantee.roles, at)
    const beginsAt = given.beginsAt ?? at
    const within =
      given.endsAt > beginsAt && given.endsAt.getTime() <= beginsAt.getTime() + daysMax * 86_400_000
    const ceiling =
      within && given.to !== user && isLendable(operation) && holdsItself(call.principal, operation)
    const target = { subject: given.to, institution: institution ?? null }
    const permission = permit(call.principal, 'grant.delegate', target, { ceiling, reason: given.reason })
    if (!ceiling) refuse('over_ceiling')
    const grant: GrantRow = {
      id: newId(shardOf(given.to)),
      grantee: given.to,
      grantor: user,
      institution: institution ?? null,
      operation,
      targets: given.targets,
      reason: given.reason,
      beginsAt,
      endsAt: given.endsAt,
    }
    await insertGrant(tx, grant, at)
    await record(
      tx,
      { ...call, at },
      'grant.given',
      { ...target, id: grant.id, role: permission.role },
      { operation, targets: given.targets, until: given.endsAt.toISOString(), reason: given.reason },
    )
    return grant.id
  })
}

/**
 * Lends as part of an act that was permitted as such, in its transaction: an expert who is asked for an opinion may give it.
 * What it opens is still judged at each use by what the grantor holds then.
 */
export async function lendWithin(
  tx: Tx,
  given: Omit<GrantRow, 'id' | 'institution' | 'beginsAt'>,
  at: Date,
): Promise<void> {
  await insertGrant(tx, { ...given, id: newId(shardOf(given.grantee)), institution: null, beginsAt: at }, at)
}

/** By the own roles alone: what was lent to the caller can't be passed on. */
const holdsItself = (principal: Principal, operation: EndpointClass): boolean =>
  functionPermission(holding(principal.user, principal.assignments, principal.profile), lender(operation)) ===
  'permitted'

/** Takes a right back; it is gone with the grantee's next request (EL-2). */
export function takeBack({ db }: Identity, id: Uuid, call: Call): Promise<void> {
  const user = userOf(call.principal)
  return transact(db, { principal: { user }, shard: shardOf(id) }, async (tx, at) => {
    const grant = (await findGrant(tx, id)) ?? refuse('not_found')
    const target = { id, subject: grant.grantorId, institution: grant.institutionId }
    const { role } = permit(call.principal, 'grant.revoke', target)
    if (grant.revokedAt !== null) refuse('conflict')
    await revokeGrantRow(tx, id, user, at)
    await record(tx, { ...call, at }, 'grant.taken_back', { ...target, subject: grant.granteeId, role })
  })
}

export type ShownGrant = Omit<GrantRow, 'institution'> & { live: boolean; revokedAt: Date | null }

/** Grants given to or by the caller, and those in the caller's scope; what ended long ago is left out. */
export function grantsInScope({ db }: Identity, call: Call): Promise<ShownGrant[]> {
  const user = userOf(call.principal)
  permit(call.principal, 'grant.list', {})
  const scope = whereInScope(scopesOf(call.principal, 'grant.list'), {
    subject: 'identityGrant.granteeId',
    institution: 'identityGrant.institutionId',
  })
  return read(db, { principal: { user } }, async (tx, at) =>
    (await listGrants(tx, sql<boolean>`(${scope} or grantor_id = ${user})`, at)).map((row) => ({
      id: row.id,
      grantee: row.granteeId,
      grantor: row.grantorId,
      operation: row.operation,
      targets: row.targets,
      reason: row.reason,
      beginsAt: row.beginsAt,
      endsAt: row.endsAt,
      revokedAt: row.revokedAt,
      live: row.revokedAt === null && row.beginsAt <= at && at < row.endsAt,
    })),
  )
}
