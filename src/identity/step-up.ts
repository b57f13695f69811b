// identity/step-up.ts – 二次认证: enrolling an authenticator app, and proving anew who one is.
import { permit } from '../access/verdict.ts'
import { record, recordDenial } from '../audit/operations.ts'
import { read, transact, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { shardOf, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { Identity } from './bank.ts'
import { isPassword } from './password.ts'
import { passkeyProves, type Answer } from './passkeys/proof.ts'
import { userOf } from './principal.ts'
import {
  beginFactor,
  confirmNext,
  deleteFactor,
  findFactor,
  findPassword,
  findPerson,
  markSteppedUp,
  useStep,
} from './store.ts'
import { attempt } from './throttle.ts'
import { base32, newSecret, otpauthUri, stepOf } from './totp.ts'
import type { PersonKey, Vault } from './vault.ts'

/** What an app needs to make codes; shown once. It counts when its first code has been given back. */
export type NewFactor = { secret: string; uri: string }

/** Begins to enrol. Whoever has an app proves that one first, whoever has none the password. */
export async function enrolFactor(
  identity: Identity,
  given: { password: string },
  call: Call,
): Promise<NewFactor> {
  const user = userOf(call.principal)
  const proven = call.principal.steppedUp || (await provesPassword(identity, user, given.password, call))
  return transact(identity.db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    const factor = await findFactor(tx, user)
    const steppedUp = factor?.confirmedAt ? call.principal.steppedUp : proven
    permit({ ...call.principal, steppedUp }, 'auth.mfa.enrol', { subject: user })
    const secret = newSecret()
    const key = await keyOf(tx, identity.vault, user)
    await beginFactor(tx, user, key.seal('factor', secret.toString('base64')), at)
    await record(tx, { ...call, at }, 'auth.factor_begun', { subject: user })
    return { secret: base32(secret), uri: otpauthUri(secret, key.name) }
  })
}

/** The first code shows that the app has the secret: from now on it counts, and the one before does no more. */
export function confirmFactor({ db, vault }: Identity, code: string, call: Call): Promise<void> {
  const user = userOf(call.principal)
  return transact(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    const sealed = (await findFactor(tx, user))?.nextSecret
    const step = sealed && stepOf(await opened(tx, vault, user, sealed), code, at, 0)
    if (!step || !(await confirmNext(tx, user, step, at))) refuse('wrong_code')
    if (call.principal.session) await markSteppedUp(tx, call.principal.session, at)
    await record(tx, { ...call, at }, 'auth.factor_confirmed', { subject: user })
  })
}

/** Proves anew who the caller is: by code, by passkey, or by password while no app is enrolled. Counts for five minutes. */
export async function stepUp(
  identity: Identity,
  given: {
    code?: string | undefined
    password?: string | undefined
    passkey?: Answer | undefined
  },
  call: Call,
): Promise<void> {
  const { db, vault } = identity
  const user = userOf(call.principal)
  const session = call.principal.session ?? refuse('not_signed_in')
  const tried = await attempt(identity, vault.blind('account', user), call.client)
  const right = await transact(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    if (given.passkey) {
      const proof = { purpose: `prove ${user}` as const, account: user, answer: given.passkey }
      if (!(await passkeyProves(tx, identity, proof, at))) return false
    } else if (await hasFactor(tx, user)) {
      if (!(await spendCode(tx, vault, user, given.code ?? '', at))) return false
    } else if (!(await isPassword(await findPassword(tx, user), given.password ?? ''))) return false
    await markSteppedUp(tx, session, at)
    await record(tx, { ...call, at }, 'auth.stepped_up', { id: session, subject: user })
    return true
  })
  if (right) return tried.succeeded()
  const denial = { endpointClass: 'auth.stepup', method: 'POST', route: '/api/v1/me/step-up' }
  await recordDenial(db, call, { ...denial, status: 401, subject: user })
  return refuse('wrong_code')
}

/** Removes the app: a password alone signs in again. */
export function removeFactor({ db }: Identity, reason: string | undefined, call: Call): Promise<void> {
  const user = userOf(call.principal)
  return transact(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    permit(call.principal, 'auth.mfa.remove', { subject: user }, { reason })
    if (!(await deleteFactor(tx, user))) refuse('not_found')
    await record(tx, { ...call, at }, 'auth.factor_removed', { subject: user }, { reason })
  })
}

/** Whether I have an app, and since when: which proof the pages ask for depends on it. */
export function ownFactor({ db }: Identity, call: Call): Promise<{ enrolledAt: Date | null }> {
  const user = userOf(call.principal)
  permit(call.principal, 'me.read', {})
  return read(db, { principal: { user }, shard: shardOf(user) }, async (tx) => ({
    enrolledAt: (await findFactor(tx, user))?.confirmedAt ?? null,
  }))
}

/** An app is enrolled and has shown its first code. */
export const hasFactor = async (tx: Tx, user: Uuid): Promise<boolean> =>
  ((await findFactor(tx, user))?.confirmedAt ?? null) !== null

/** True when a code of the app is right; it is used up then. */
export async function spendCode(tx: Tx, vault: Vault, user: Uuid, code: string, at: Date): Promise<boolean> {
  const factor = await findFactor(tx, user)
  if (!factor?.secret) return false
  const step = stepOf(await opened(tx, vault, user, factor.secret), code, at, factor.lastStep)
  return step !== undefined && useStep(tx, user, step)
}

const opened = async (tx: Tx, vault: Vault, user: Uuid, sealed: Buffer): Promise<Buffer> =>
  Buffer.from((await keyOf(tx, vault, user)).open('factor', sealed), 'base64')

async function keyOf(tx: Tx, vault: Vault, user: Uuid): Promise<PersonKey & { name: string }> {
  const person = await findPerson(tx, user)
  if (!person?.wrappedKey) return refuse('not_found')
  const key = vault.open(person.wrappedKey, user)
  return { ...key, name: person.name ? key.open('name', person.name) : '' }
}

async function provesPassword(
  identity: Identity,
  user: Uuid,
  password: string,
  call: Call,
): Promise<boolean> {
  const tried = await attempt(identity, identity.vault.blind('account', user), call.client)
  const right = await isPassword(await findPassword(identity.db, user), password)
  if (!right) return false
  await tried.succeeded()
  return true
}
