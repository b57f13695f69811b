// identity/operations.ts – 身份: opening accounts, signing in and out, one's own sessions, password and acting role.
import type { Assignment, Department, Role } from '../access/model.ts'
import { permit } from '../access/verdict.ts'
import { record, recordDenial } from '../audit/operations.ts'
import { read, transact, type Db, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { newId, newShard, shardOf, type Uuid } from '../values/ids.ts'
import { readIdNumber } from '../values/id-number.ts'
import { refuse, type Flaw } from '../values/refusal.ts'
import type { Identity } from './bank.ts'
import { deviceOf, passwordFlaw, readLogin, type Login } from './model.ts'
import { hashPassword, isPassword } from './password.ts'
import { newToken, userOf } from './principal.ts'
import { hasFactor, spendCode } from './step-up.ts'
import {
  chooseActing,
  endSessions,
  findAccount,
  findLogin,
  findPassword,
  findPerson,
  findPersons,
  insertAccount,
  insertPerson,
  insertRole,
  insertSession,
  openSessions,
  ownerOfSession,
  savePassword,
  takeLogin,
  takeNumber,
  type RoleRow,
} from './store.ts'
import { allowsTeacher, learnerTarget, taughtBy } from './standing.ts'
import { attempt, deviceCookie, isKnownDevice, newDevice } from './throttle.ts'
import { erasedKey, type PersonKey, type Vault } from './vault.ts'
import { closedName } from '../words/closed.ts'
import type { Language } from '../words/language.ts'

export { allowsTeacher, learnerTarget, taughtBy }
export { insertTeaching as assignTeaching } from './store.ts'

export type NewPerson = {
  name: string
  /** Where ids were given out before, such as the demo's; else the server makes one on a random shard. */
  id?: Uuid
  idNumber?: string
  phone?: string
  email?: string
  /** Names to sign in by, beside phone and e-mail. */
  logins?: readonly string[]
  /** Without one the account waits to be activated. */
  password?: string
  /** How the identity number was found to be this person's, when it was. */
  verifiedBy?: 'institution' | 'authority' | 'demo'
  roles: readonly { role: RoleRow['role']; institution?: Uuid; department?: Department }[]
  /** Null where the installation or a registry makes the account. */
  grantedBy?: Uuid | null
}

/**
 * Opens an account for one person, with logins, roles and personal data under a key of their own. Refuses a login or an
 * identity number that somebody has. The caller records it: opening has many reasons.
 */
export async function openAccount(
  tx: Tx,
  { vault }: Pick<Identity, 'vault'>,
  person: NewPerson,
  at: Date,
): Promise<Uuid> {
  const id = person.id ?? newId(newShard())
  const wrappedKey = vault.newKey(id)
  const key = vault.open(wrappedKey, id)
  const seal = (field: string, text: string | undefined) =>
    text === undefined ? null : key.seal(field, text)
  const idNumber = person.idNumber === undefined ? undefined : idNumberFrom(person.idNumber)
  const logins = loginsOf(person)

  const state = person.password === undefined ? 'unactivated' : 'active'
  await insertAccount(tx, { id, kind: 'person', state, institutionId: null, createdAt: at })
  await insertPerson(tx, {
    id,
    wrappedKey,
    name: key.seal('name', person.name),
    nameBlind: vault.blind('name', plainName(person.name)),
    idNumber: seal('id_number', idNumber),
    phone: seal('phone', person.phone),
    email: seal('email', person.email),
    verifiedAt: person.verifiedBy ? at : null,
    verifiedBy: person.verifiedBy ?? null,
  })
  if (idNumber !== undefined && !(await takeNumber(tx, vault.blind('id_number', idNumber), id)))
    refuse('identity_taken')
  for (const { kind, text } of logins)
    if (!(await takeLogin(tx, vault.blind('login', text), kind, id))) refuse('login_taken')
  if (person.password !== undefined) await savePassword(tx, id, await hashPassword(person.password), at)
  for (const { role, institution, department } of person.roles) {
    await insertRole(tx, {
      id: newId(shardOf(id)),
      account: id,
      role,
      institution: institution ?? null,
      department: department ?? null,
      beginsAt: at,
      grantedBy: person.grantedBy ?? null,
    })
  }
  return id
}

/** Names are compared without blanks, width and case. */
export const plainName = (name: string): string => name.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()

/** Reads an identity number, or refuses the input with the place and the reason. */
export function idNumberFrom(text: string, pointer = '/idNumber'): string {
  const number = readIdNumber(text)
  return number.ok ? number.number : refuse('input_invalid', {}, [{ pointer, code: number.flaw }])
}

function loginsOf({ phone, email, logins = [] }: NewPerson): Login[] {
  return [
    ...(phone === undefined ? [] : [loginFrom(phone, { pointer: '/phone', code: 'phone' }, 'phone')]),
    ...(email === undefined ? [] : [loginFrom(email, { pointer: '/email', code: 'invalid' }, 'email')]),
    ...logins.map((typed) => loginFrom(typed, { pointer: '/login', code: 'login_form' })),
  ]
}

function loginFrom(typed: string, flaw: Flaw, kind?: Login['kind']): Login {
  const login = readLogin(typed)
  return login && (kind === undefined || login.kind === kind) ? login : refuse('input_invalid', {}, [flaw])
}

export type SignedIn = { token: string; account: Uuid; session: Uuid; device: string | null }

/**
 * Signs in by login and password. An unknown login, a wrong password and a disabled account are one answer in one time.
 * `device` is the word for a device that the login had not been used on.
 */
export async function signIn(
  identity: Identity,
  given: { login: string; password: string; code?: string | undefined },
  call: Call,
): Promise<SignedIn> {
  const { db, vault } = identity
  const blind = vault.blind('login', readLogin(given.login)?.text ?? given.login)
  const tried = await attempt(identity, blind, call.client)
  const account = (await findLogin(db, blind))?.accountId
  const stored = account && (await findPassword(db, account))
  const right = await isPassword(stored, given.password)
  const state = account && (await findAccount(db, account))?.state
  if (!account || !right || state !== 'active') {
    await recordDenial(db, call, {
      endpointClass: 'auth.login',
      method: 'POST',
      route: '/api/v1/sessions',
      status: 401,
      ...(account ? { subject: account } : {}),
    })
    return refuse('wrong_credentials')
  }
  const steppedUp = await secondFactor(identity, account, given.code)
  await tried.succeeded()
  return enter(identity, account, { action: 'auth.signed_in', blind, steppedUp }, call)
}

/** The first session of an account that was just opened or activated; setting the password was the proof. */
export function enterNew(identity: Identity, account: Uuid, login: string, call: Call): Promise<SignedIn> {
  const blind = identity.vault.blind('login', readLogin(login)?.text ?? login)
  return enter(identity, account, { action: 'auth.signed_in', blind, steppedUp: true }, call)
}

/** Begins a session. Where a login was used, the device is known to it from now on. */
export async function enter(
  identity: Identity,
  account: Uuid,
  how: { action: string; blind: Buffer | null; steppedUp?: boolean },
  call: Call,
): Promise<SignedIn> {
  const { action, blind, steppedUp = false } = how
  const began = await beginSession(identity, account, call, action, steppedUp)
  const { blind: mark } = identity.vault
  const isNew = blind !== null && !isKnownDevice(mark, blind, call.client.cookies[deviceCookie])
  return { ...began, account, device: isNew ? newDevice(mark, blind) : null }
}

/** Asks for a code where an app is enrolled; true when one was given and is right. */
function secondFactor({ db, vault }: Identity, account: Uuid, code: string | undefined): Promise<boolean> {
  return transact(db, { principal: { user: account }, shard: shardOf(account) }, async (tx, at) => {
    if (!(await hasFactor(tx, account))) return false
    if (code === undefined) return refuse('second_factor_required')
    return (await spendCode(tx, vault, account, code, at)) || refuse('wrong_code')
  })
}

function beginSession(
  { db, settings }: Identity,
  account: Uuid,
  call: Call,
  action: string,
  steppedUp: boolean,
): Promise<{ token: string; session: Uuid }> {
  const { token, hash } = newToken(shardOf(account))
  const session = newId(shardOf(account))
  return transact(db, { principal: { user: account }, shard: shardOf(account) }, async (tx, at) => {
    await insertSession(tx, {
      id: session,
      accountId: account,
      tokenHash: hash,
      beganAt: at,
      seenAt: at,
      expiresAt: new Date(at.getTime() + settings.sessionHours * 3_600_000),
      device: deviceOf(call.client.agent),
      actingRole: null,
      actingInstitutionId: null,
      steppedUpAt: steppedUp ? at : null,
    })
    await record(tx, { ...call, at }, action, { id: session, subject: account })
    return { token, session }
  })
}

/** Ends a session, one's own or one in the caller's reach; it is over with the next request. */
export function endSession(
  { db }: Identity,
  { session, reason }: { session: Uuid; reason: string | undefined },
  call: Call,
): Promise<void> {
  const user = userOf(call.principal)
  const shard = shardOf(session)
  return transact(db, { principal: { user }, shard }, async (tx, at) => {
    const person = (await ownerOfSession(tx, session)) ?? refuse('not_found')
    const target = await learnerTarget(tx, call.principal, person, at)
    permit(call.principal, 'session.revoke', { ...target, id: session }, { reason })
    if ((await endSessions(tx, person, user, at, { only: session })).length === 0) refuse('not_found')
    const about = { id: session, subject: person, institution: target.institution ?? null }
    await record(tx, { ...call, at }, 'session.ended', about, reason ? { reason } : {})
  })
}

export type OpenSession = { id: Uuid; beganAt: Date; seenAt: Date; device: string; current: boolean }

export function ownSessions({ db, settings }: Identity, call: Call): Promise<OpenSession[]> {
  const user = userOf(call.principal)
  permit(call.principal, 'session.list', { subject: user })
  return read(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) =>
    (await openSessions(tx, user, at, settings.idleMinutes)).map((session) => ({
      ...session,
      current: session.id === call.principal.session,
    })),
  )
}

export type WhoIAm = {
  user: Uuid
  name: string
  verified: boolean
  steppedUp: boolean
  roles: readonly Assignment[]
  acting: Assignment | null
}

export async function whoAmI({ db, vault }: Identity, call: Call): Promise<WhoIAm> {
  const { principal } = call
  const user = userOf(principal)
  const { verified, steppedUp, assignments, acting } = principal
  return {
    user,
    name: (await nameOf(db, vault, user, call.language)) ?? '',
    verified,
    steppedUp,
    roles: assignments,
    acting,
  }
}

/** 切换身份: shows the pages of another role that the caller holds. */
export async function actAs(
  { db }: Identity,
  wanted: { role: Role; institution: Uuid | null },
  call: Call,
): Promise<Assignment> {
  const { session, assignments } = call.principal
  const user = userOf(call.principal)
  const held = assignments.find(
    (each) => each.role === wanted.role && each.institution === wanted.institution,
  )
  if (!held || session === null) return refuse('not_found')
  await transact(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    await chooseActing(tx, session, held)
    await record(tx, { ...call, at }, 'session.acting_chosen', {
      id: session,
      subject: user,
      role: held.role,
    })
  })
  return held
}

/** Changes one's own password; the current one is the step-up. All other sessions of the account end. */
export async function changePassword(
  identity: Identity,
  given: { current: string; next: string },
  call: Call,
): Promise<void> {
  const { db, vault, settings } = identity
  const user = userOf(call.principal)
  const tried = await attempt(identity, vault.blind('account', user), call.client)
  if (!(await isPassword(await findPassword(db, user), given.current))) {
    const denial = { endpointClass: 'auth.password.change', method: 'PUT', route: '/api/v1/me/password' }
    await recordDenial(db, call, { ...denial, status: 401, subject: user })
    refuse('wrong_credentials')
  }
  await tried.succeeded()
  permit({ ...call.principal, steppedUp: true }, 'auth.password.change', { subject: user })
  checkPassword(given.next, [], settings.passwordLengthMin, '/next')
  const hash = await hashPassword(given.next)
  await transact(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    await savePassword(tx, user, hash, at)
    const ended = await endSessions(tx, user, user, at, { but: call.principal.session })
    await record(
      tx,
      { ...call, at },
      'auth.password_changed',
      { subject: user },
      { sessionsEnded: ended.length },
    )
  })
}

export function checkPassword(
  password: string,
  logins: readonly string[],
  lengthMin: number,
  pointer: string,
): void {
  const code = passwordFlaw(password, logins, lengthMin)
  if (code) refuse('input_invalid', {}, [{ pointer, code, details: { minimum: lengthMin } }])
}

/** 演示: enters as one of the fictitious people. There is no such door anywhere else. */
export async function enterDemo(identity: Identity, person: string, call: Call): Promise<SignedIn> {
  const { db, vault, settings } = identity
  if (!settings.demo) refuse('not_found')
  const found = await findLogin(db, vault.blind('login', person))
  const account = found && (await findPerson(db, found.accountId))
  if (!account || account.verifiedBy !== 'demo') return refuse('not_found')
  return enter(identity, account.id, { action: 'auth.demo_entered', blind: null }, call)
}

/** A person's name in full; undefined when there is no such person. What may be shown is for fields.ts to say. */
export async function nameOf(
  db: Db | Tx,
  vault: Vault,
  person: Uuid,
  language: Language,
): Promise<string | undefined> {
  return (await namesOf(db, vault, [person], language)).get(person)
}

/** Whose login it is; undefined when it is nobody's. */
export const accountOf = async (tx: Tx, vault: Vault, login: string): Promise<Uuid | undefined> =>
  (await findLogin(tx, vault.blind('login', login)))?.accountId

/** The key of a person's own, for what other modules seal under it; undefined once it was erased. */
export async function personKeyOf(db: Db | Tx, vault: Vault, person: Uuid): Promise<PersonKey | undefined> {
  const [found] = await findPersons(db, [person])
  return found?.wrappedKey ? vault.open(found.wrappedKey, person) : undefined
}

/** The key for reading what others have to see of a person's words; once it was erased every text says just that. */
export const readingKeyOf = async (
  db: Db | Tx,
  vault: Vault,
  person: Uuid,
  language: Language,
): Promise<PersonKey> => (await personKeyOf(db, vault, person)) ?? erasedKey(closedName[language])

/** Names of several persons at once, in full; of whoever closed the account, that they did. */
export async function namesOf(
  db: Db | Tx,
  vault: Vault,
  persons: readonly Uuid[],
  language: Language,
): Promise<Map<Uuid, string>> {
  if (persons.length === 0) return new Map()
  const found = await findPersons(db, persons)
  return new Map(
    found.flatMap(({ id, wrappedKey, name }) =>
      wrappedKey === null
        ? [[id, closedName[language]] as const]
        : name
          ? [[id, vault.open(wrappedKey, id).open('name', name)] as const]
          : [],
    ),
  )
}
