// identity/operator.ts – 运维: what whoever has the machine may do to accounts, from the command line, always recorded.
import { anonymous } from '../access/model.ts'
import type { Department } from '../access/model.ts'
import { record } from '../audit/operations.ts'
import { transact, type Tx } from '../database/connection.ts'
import { newId, shardOf, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { Identity } from './bank.ts'
import { randomLetters } from './codes.ts'
import { readLogin } from './model.ts'
import { openAccount } from './operations.ts'
import { hashPassword } from './password.ts'
import {
  endSessions,
  findAccount,
  findLogin,
  insertRole,
  savePassword,
  setState,
  type RoleRow,
} from './store.ts'

type Role = { role: RoleRow['role']; institution: Uuid | null; department?: Department }

/** The operator is nobody with an account: the record says so, and which command it was. */
const byOperator = (at: Date) => ({ principal: anonymous, traceId: 'cb user', at })

/** Opens an account with one role and a password that is shown once. So the first manager gets in. */
export async function addUser(
  identity: Identity,
  given: { login: string; name: string } & Role,
): Promise<{ account: Uuid; password: string }> {
  const password = newPassword()
  const { login, name, role, institution, department } = given
  const account = await transact(identity.db, {}, async (tx, at) => {
    const held = { role, ...(institution ? { institution } : {}), ...(department ? { department } : {}) }
    const id = await openAccount(tx, identity, { name, logins: [login], password, roles: [held] }, at)
    await record(
      tx,
      byOperator(at),
      'user.created',
      { id, subject: id, institution, role: 'operator' },
      { role },
    )
    return id
  })
  return { account, password }
}

/** Gives a role. An operator is not bound by who may grant, but the log says that it was the operator. */
export function addRole(identity: Identity, login: string, given: Role): Promise<void> {
  return onLogin(identity, login, async (tx, account, at) => {
    const { role, institution, department = null } = given
    const row = {
      id: newId(shardOf(account)),
      account,
      role,
      institution,
      department,
      beginsAt: at,
      grantedBy: null,
    }
    if (!(await insertRole(tx, row))) refuse('conflict')
    await record(
      tx,
      byOperator(at),
      'role.granted',
      { subject: account, institution, role: 'operator' },
      { role },
    )
  })
}

/** Sets a new password, shown once, and ends all sessions. The second factor stays. */
export function resetPassword(identity: Identity, login: string): Promise<string> {
  return onLogin(identity, login, async (tx, account, at) => {
    const password = newPassword()
    await savePassword(tx, account, await hashPassword(password), at)
    const ended = await endSessions(tx, account, null, at)
    const details = { sessionsEnded: ended.length }
    await record(tx, byOperator(at), 'auth.password_reset', { subject: account, role: 'operator' }, details)
    return password
  })
}

/** Locks an account, or opens it again; a locked one is out with its next request. */
export function setLock(identity: Identity, login: string, locked: boolean): Promise<void> {
  return onLogin(identity, login, async (tx, account, at) => {
    const wanted = locked ? 'disabled' : 'active'
    if ((await findAccount(tx, account))?.state === wanted) refuse('conflict')
    await setState(tx, account, wanted)
    if (locked) await endSessions(tx, account, null, at)
    const action = locked ? 'user.disabled' : 'user.enabled'
    await record(tx, byOperator(at), action, { subject: account, role: 'operator' })
  })
}

function onLogin<Result>(
  { db, vault }: Identity,
  login: string,
  work: (tx: Tx, account: Uuid, at: Date) => Promise<Result>,
): Promise<Result> {
  return transact(db, {}, async (tx, at) => {
    const found = await findLogin(tx, vault.blind('login', readLogin(login)?.text ?? login))
    return work(tx, found?.accountId ?? refuse('not_found'), at)
  })
}

/** 20 letters, about 98 bits. */
const newPassword = (): string => Array.from({ length: 4 }, () => randomLetters(5).toLowerCase()).join('-')
