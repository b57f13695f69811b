// identity/accounts.ts – 用户管理: who is listed and read, opened, disabled, given and relieved of roles.
import { nameAs, viewOf, maskEmail, maskName, maskNumber, type Field } from '../access/fields.ts'
import type { Assignment, Principal, Role, Target } from '../access/model.ts'
import { departments, givableRoles } from '../access/vocabulary.ts'
import { scopesOf } from '../access/scope.ts'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { read, transact, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { newId, shardOf, uuid, type Uuid } from '../values/ids.ts'
import { readIdNumber } from '../values/id-number.ts'
import { refuse } from '../values/refusal.ts'
import { closedName } from '../words/closed.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Identity } from './bank.ts'
import { readLogin } from './model.ts'
import { namesOf, openAccount, plainName, type NewPerson } from './operations.ts'
import { userOf } from './principal.ts'
import { issueActivation } from './registration.ts'
import { fileRequest, type Carrier } from './requests.ts'
import { whereInScope } from './scope.ts'
import {
  endRole,
  endSessions,
  findAccount,
  findByName,
  findLogin,
  findNumber,
  findPerson,
  insertRole,
  listAccounts,
  liveRoles,
  othersHolding,
  setState,
  type ListedAccount,
} from './store.ts'
import { accountTarget } from './standing.ts'
import type { PersonKey } from './vault.ts'

export type Profile = {
  id: Uuid
  state: ListedAccount['state']
  verified: boolean
  name: string | null
  idNumber: string | null
  phone: string | null
  email: string | null
  roles: readonly (Assignment & { id: Uuid })[]
}

/** Reads one profile, as much of it as the caller may see. A look at somebody else is recorded for them to see. */
export function readProfile(identity: Identity, account: Uuid, call: Call): Promise<Profile> {
  return look(identity, account, call, 'user.read', {}, (field, target) =>
    viewOf(call.principal, field, target),
  )
}

/** 查看明文: the identity number and contacts in full, with a reason; the person sees that it happened. */
export function readPlainProfile(
  identity: Identity,
  account: Uuid,
  reason: string | undefined,
  call: Call,
): Promise<Profile> {
  return look(identity, account, call, 'user.read_pii', { reason }, () => 'full')
}

async function look(
  { db, vault }: Identity,
  account: Uuid,
  call: Call,
  endpointClass: 'user.read' | 'user.read_pii',
  facts: { reason?: string | undefined },
  view: (field: Field, target: Target) => ReturnType<typeof viewOf>,
): Promise<Profile> {
  const user = userOf(call.principal)
  return transact(db, { principal: { user }, shard: shardOf(account) }, async (tx, at) => {
    const found = await findAccount(tx, account)
    const person = await findPerson(tx, account)
    if (!found || !person) return refuse('not_found')
    const target = await accountTarget(tx, call.principal, account, found.roles, at)
    const { role, grantor } = permit(call.principal, endpointClass, target, facts)
    if (account !== user) {
      const details = facts.reason ? { reason: facts.reason } : {}
      await record(tx, { ...call, at }, endpointClass, { ...target, role, grantor }, details)
    }
    const key = person.wrappedKey && vault.open(person.wrappedKey, account)
    const shown = (field: Field, column: string, sealed: Buffer | null, mask: (text: string) => string) =>
      shownAs(view(field, target), key, column, sealed, mask)
    return {
      id: account,
      state: found.state,
      verified: person.verifiedAt !== null,
      name: person.erasedAt ? closedName[call.language] : shown('name', 'name', person.name, maskName),
      idNumber: shown('id_number', 'id_number', person.idNumber, maskNumber),
      phone: shown('phone_email', 'phone', person.phone, maskNumber),
      email: shown('phone_email', 'email', person.email, maskEmail),
      roles: (await liveRoles(tx, account, at)).map(toRole),
    }
  })
}

const toRole = (row: Awaited<ReturnType<typeof liveRoles>>[number]): Assignment & { id: Uuid } => ({
  id: row.id,
  role: row.role,
  institution: row.institutionId,
  department: row.department,
})

function shownAs(
  view: ReturnType<typeof viewOf>,
  key: PersonKey | null,
  column: string,
  sealed: Buffer | null,
  mask: (text: string) => string,
): string | null {
  if (!key || !sealed || view === 'none' || view === 'pseudonym') return null
  const text = key.open(column, sealed)
  return view === 'full' ? text : mask(text)
}

export type AccountList = {
  rows: (Omit<ListedAccount, 'roles'> & { name: string | null; roles: readonly Assignment[] })[]
  total: number
  next: Uuid | null
}

export type AccountsWanted = {
  role?: Role | undefined
  institution?: Uuid | undefined
  /** A whole name, a login or an identity number: they are found by fingerprint, never read through. */
  search?: string | undefined
  after?: Uuid | undefined
  limit: number
}

/** The accounts in the caller's scope. Names are masked as the caller may see them. */
export function listUsers({ db, vault }: Identity, wanted: AccountsWanted, call: Call): Promise<AccountList> {
  const user = userOf(call.principal)
  permit(call.principal, 'user.list', {})
  const scope = whereInScope(scopesOf(call.principal, 'user.list'), {
    subject: 'r.accountId',
    shard: 'r.shard',
    institution: 'r.institutionId',
  })
  return read(db, { principal: { user } }, async (tx, at) => {
    const found = wanted.search === undefined ? null : await idsFor(tx, vault, wanted.search)
    const where = sql<boolean>`${scope}
      and (${wanted.role ?? null}::text is null or r.role = ${wanted.role ?? null})
      and (${wanted.institution ?? null}::uuid is null or r.institution_id = ${wanted.institution ?? null}::uuid)
      and (${found}::uuid[] is null or r.account_id = any(${found}::uuid[]))`
    const { rows, total } = await listAccounts(tx, {
      where,
      after: wanted.after ?? null,
      limit: wanted.limit + 1,
    })
    const page = rows.slice(0, wanted.limit)
    const names = await namesOf(
      tx,
      vault,
      page.map(({ id }) => id),
      call.language,
    )
    const shown = await Promise.all(
      page.map(async (row) => {
        const target = await accountTarget(tx, call.principal, row.id, row.roles, at)
        const name = names.get(row.id) ?? null
        return { ...row, name: name && nameAs(viewOf(call.principal, 'name', target), name) }
      }),
    )
    return { rows: shown, total, next: rows.length > wanted.limit ? page.at(-1)!.id : null }
  })
}

/** Names as far as the caller may see them; null where nothing of one may be shown. */
export function namesShown(
  { db, vault }: Identity,
  persons: readonly (Uuid | null)[],
  call: Call,
): Promise<ReadonlyMap<Uuid, string | null>> {
  const wanted = Array.from(new Set(persons.flatMap((person) => person ?? [])))
  return read(db, { principal: { user: userOf(call.principal) } }, async (tx, at) => {
    const names = await namesOf(tx, vault, wanted, call.language)
    const shown = await Promise.all(
      wanted.map(async (id): Promise<[Uuid, string | null]> => {
        const name = names.get(id)
        const account = name === undefined ? undefined : await findAccount(tx, id)
        if (name === undefined || !account) return [id, null]
        const target = await accountTarget(tx, call.principal, id, account.roles, at)
        return [id, nameAs(viewOf(call.principal, 'name', target), name)]
      }),
    )
    return new Map(shown)
  })
}

async function idsFor(tx: Tx, vault: Identity['vault'], search: string): Promise<Uuid[]> {
  const number = readIdNumber(search)
  const byNumber = number.ok ? await findNumber(tx, vault.blind('id_number', number.number)) : undefined
  const login = readLogin(search)
  const byLogin = login ? await findLogin(tx, vault.blind('login', login.text)) : undefined
  const byName = await findByName(tx, vault.blind('name', plainName(search)))
  return [...[byNumber, byLogin].flatMap((each) => each?.accountId ?? []), ...byName.map(({ id }) => id)]
}

/** Roles that an institution's own administrator may give (分级授权): nobody gives more than the own tier. */
const givenByInstitution: readonly Role[] = ['learner', 'teacher']

/** Within the ceiling: the caller gives it as a system administrator, or as administrator of that very institution. */
const withinCeiling = (principal: Principal, role: Role, institution: Uuid | null): boolean =>
  principal.roles.includes('sys_admin') ||
  principal.roles.includes('security_admin') ||
  (givenByInstitution.includes(role) &&
    principal.assignments.some((each) => each.role === 'inst_admin' && each.institution === institution))

/** Whether the caller may answer for whoever holds a role: within the ceiling, and no administrator's. */
export const mayAnswerFor = (principal: Principal, { role, institution }: Assignment): boolean =>
  !adminClass.includes(role) && withinCeiling(principal, role, institution)

/** Opens an account for somebody at an institution. Without a password it waits to be activated. */
export function createUser(
  identity: Identity,
  given: Omit<NewPerson, 'id' | 'roles' | 'password' | 'grantedBy'>,
  role: NewPerson['roles'][number],
  call: Call,
): Promise<{ id: Uuid; activationCode: string }> {
  const user = userOf(call.principal)
  const institution = role.institution ?? null
  const ceiling = withinCeiling(call.principal, role.role, institution)
  return transact(identity.db, { principal: { user } }, async (tx, at) => {
    const permission = permit(call.principal, 'user.create', { institution }, { ceiling })
    const account = await openAccount(tx, identity, { ...given, roles: [role], grantedBy: user }, at)
    await record(
      tx,
      { ...call, at },
      'user.created',
      { id: account, subject: account, institution, role: permission.role },
      { role: role.role },
    )
    return { id: account, activationCode: await issueActivation(tx, account, at) }
  })
}

/** 停用: all sessions are over with the next request. The last administrator of a place stays. */
export function disableUser(identity: Identity, account: Uuid, reason: string, call: Call): Promise<void> {
  return onAccount(identity, account, call, async (tx, at, found, target) => {
    const { role } = permit(call.principal, 'user.disable', target, {
      reason,
      lastadmin: !(await isLastAdmin(tx, account, found.roles, at)),
    })
    if (found.state !== 'active' && found.state !== 'unactivated') refuse('conflict')
    await setState(tx, account, 'disabled')
    await endSessions(tx, account, userOf(call.principal), at)
    await record(tx, { ...call, at }, 'user.disabled', { ...target, role }, { reason })
  })
}

export function enableUser(identity: Identity, account: Uuid, reason: string, call: Call): Promise<void> {
  return onAccount(identity, account, call, async (tx, at, found, target) => {
    const { role } = permit(call.principal, 'user.disable', target, { reason, lastadmin: true })
    if (found.state !== 'disabled') refuse('conflict')
    await setState(tx, account, 'active')
    await record(tx, { ...call, at }, 'user.enabled', { ...target, role }, { reason })
  })
}

/** Whether a place would be left without an administrator. */
export async function isLastAdmin(
  tx: Tx,
  account: Uuid,
  roles: readonly Assignment[],
  at: Date,
): Promise<boolean> {
  const held = roles.filter(({ role }) => role === 'sys_admin' || role === 'inst_admin')
  return !(await stays(tx, account, held, at))
}

/** True when somebody else could still do what these roles are for. */
async function stays(tx: Tx, account: Uuid, held: readonly Assignment[], at: Date): Promise<boolean> {
  for (const { role, institution } of held)
    if (
      role !== 'anonymous' &&
      role !== 'suspended' &&
      (await othersHolding(tx, role, institution, account, at)) === 0
    )
      return false
  return true
}

/** A role to be given, as a filed request keeps it. */
const GivenRole = z.strictObject({
  role: z.enum(givableRoles),
  institution: z.string().transform(uuid).nullable(),
  department: z.enum(departments).nullable(),
})
export type GivenRole = z.output<typeof GivenRole>

/** Roles so wide that giving one takes two persons. */
const adminClass: readonly Role[] = ['sys_admin', 'security_admin', 'audit_admin', 'inst_admin']

/** 授予角色: never to oneself, never above the own tier; an administrator's takes a second person. */
export function grantRole(
  identity: Identity,
  account: Uuid,
  given: GivenRole & { reason: string },
  call: Call,
): Promise<{ role: Uuid } | { request: Uuid }> {
  const { reason, ...role } = given
  return onAccount(identity, account, call, async (tx, at, _, standing) => {
    const target = whereGiven(standing, role)
    const permission = permit(call.principal, 'role.grant', target, {
      reason,
      ceiling: withinCeiling(call.principal, role.role, role.institution),
    })
    if (adminClass.includes(role.role)) {
      const filed = { operation: 'role.grant' as const, target, payload: role, reason }
      return { request: await fileRequest(tx, { ...call, at }, filed) }
    }
    const about = { ...target, role: permission.role, grantor: permission.grantor }
    return { role: await giveRole(tx, { ...call, at }, about, role, userOf(call.principal), reason) }
  })
}

/** For this act the account stands where the role is given: an institution takes in whom it does not know yet. */
const whereGiven = (standing: Target, role: GivenRole): Target => ({
  ...standing,
  institution: role.institution ?? standing.institution ?? null,
})

async function giveRole(
  tx: Tx,
  call: Call & { at: Date },
  about: Target & { role?: string; grantor?: Uuid | null },
  given: GivenRole,
  grantedBy: Uuid,
  reason: string,
): Promise<Uuid> {
  const account = about.subject ?? refuse('not_found')
  const id = newId(shardOf(account))
  if (!(await insertRole(tx, { id, account, ...given, beginsAt: call.at, grantedBy }))) refuse('conflict')
  await record(tx, call, 'role.granted', { ...about, id }, { role: given.role, reason })
  return id
}

/** What a filed request would give, for the second person to read; null when it asks for something else. */
export function roleAsked({ operation, payload }: { operation: string; payload: unknown }): GivenRole | null {
  return operation === 'role.grant' ? GivenRole.parse(payload) : null
}

/** Carries out a confirmed grant of an administrator's role. */
export const carryRoleGrant: Carrier = async (tx, request, call) => {
  const given = GivenRole.parse(request.payload)
  const subject = request.subject ?? refuse('not_found')
  const found = (await findAccount(tx, subject)) ?? refuse('not_found')
  const standing = await accountTarget(tx, call.principal, subject, found.roles, call.at)
  const target = whereGiven(standing, given)
  const ceiling = withinCeiling(call.principal, given.role, given.institution)
  const { role } = permit(call.principal, 'role.grant', target, {
    reason: request.reason,
    ceiling,
    confirmed: true,
  })
  await giveRole(tx, call, { ...target, role }, given, request.filedBy, request.reason)
}

/** 撤销角色: counts with the account's next request. The last administrator of a place stays. */
export function revokeRole(
  identity: Identity,
  account: Uuid,
  roleId: Uuid,
  reason: string,
  call: Call,
): Promise<void> {
  const user = userOf(call.principal)
  return onAccount(identity, account, call, async (tx, at, _, standing) => {
    const held = (await liveRoles(tx, account, at)).find(({ id }) => id === roleId)
    const target = { ...standing, institution: held?.institutionId ?? standing.institution ?? null }
    const permission = permit(call.principal, 'role.revoke', target, {
      reason,
      ceiling: held !== undefined && withinCeiling(call.principal, held.role, held.institutionId),
      lastadmin: held !== undefined && (await stays(tx, account, [toRole(held)], at)),
    })
    if (!held || !(await endRole(tx, account, roleId, user, at))) return refuse('not_found')
    const about = { ...target, id: roleId, role: permission.role, grantor: permission.grantor }
    return void (await record(tx, { ...call, at }, 'role.revoked', about, { role: held.role, reason }))
  })
}

/** Something done to an account, by somebody who stands to it as `target` says. */
export function onAccount<Result>(
  { db }: Identity,
  account: Uuid,
  call: Call,
  work: (
    tx: Tx,
    at: Date,
    found: NonNullable<Awaited<ReturnType<typeof findAccount>>>,
    target: Target,
  ) => Promise<Result>,
): Promise<Result> {
  const user = userOf(call.principal)
  return transact(db, { principal: { user }, shard: shardOf(account) }, async (tx, at) => {
    const found = (await findAccount(tx, account)) ?? refuse('not_found')
    return work(tx, at, found, await accountTarget(tx, call.principal, account, found.roles, at))
  })
}
