// identity/recovery/operations.ts – 找回密码: by a code made before, or by one that an administrator hands over in person.
import { permit } from '../../access/verdict.ts'
import { record, recordDenial } from '../../audit/operations.ts'
import { read, transact } from '../../database/connection.ts'
import type { Call } from '../../http/call.ts'
import { shardOf, type Uuid } from '../../values/ids.ts'
import { Refusal, refuse } from '../../values/refusal.ts'
import { mayAnswerFor, onAccount } from '../accounts.ts'
import type { Identity } from '../bank.ts'
import { plainCode, randomLetters } from '../codes.ts'
import { readLogin } from '../model.ts'
import { checkPassword, enter, type SignedIn } from '../operations.ts'
import { hashPassword } from '../password.ts'
import { userOf } from '../principal.ts'
import { hasFactor, spendCode } from '../step-up.ts'
import { endSessions, findAccount, findLogin, savePassword } from '../store.ts'
import { attempt } from '../throttle.ts'
import type { Vault } from '../vault.ts'
import { lockCode, recoveryOf, replaceCodes, useCode } from './store.ts'

/** Makes the codes of a person anew; shown this once. */
export async function makeCodes({ db, vault, settings }: Identity, call: Call): Promise<string[]> {
  const user = userOf(call.principal)
  permit(call.principal, 'auth.recovery.make', { subject: user })
  const codes = Array.from({ length: settings.recoveryCodes }, newCode)
  const hashes = codes.map((code) => hashOf(vault, user, code))
  await transact(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    await replaceCodes(tx, user, { hashes, handedOut: null }, at)
    const about = { subject: user }
    await record(tx, { ...call, at }, 'auth.recovery_codes_made', about, { codes: codes.length })
  })
  return codes
}

export type Recovery = Awaited<ReturnType<typeof recoveryOf>>

export function ownRecovery({ db }: Identity, call: Call): Promise<Recovery> {
  const user = userOf(call.principal)
  permit(call.principal, 'me.read', {})
  return read(db, { principal: { user }, shard: shardOf(user) }, (tx) => recoveryOf(tx, user))
}

export type HandedOut = { code: string; expiresAt: Date }

/** 当面发放: one code for one person, for a short while. Never for an administrator, nor for a role above the caller's. */
export function handOut(
  identity: Identity,
  account: Uuid,
  reason: string | undefined,
  call: Call,
): Promise<HandedOut> {
  const { vault, settings } = identity
  const by = userOf(call.principal)
  const code = newCode()
  return onAccount(identity, account, call, async (tx, at, found, target) => {
    const ceiling = found.roles.every((held) => mayAnswerFor(call.principal, held))
    const { role, grantor } = permit(call.principal, 'auth.recovery.hand_out', target, { reason, ceiling })
    if (found.state !== 'active') refuse('conflict')
    const expiresAt = new Date(at.getTime() + settings.handedOutMinutes * 60_000)
    const hashes = [hashOf(vault, account, code)]
    await replaceCodes(tx, account, { hashes, handedOut: { by, expiresAt } }, at)
    await record(
      tx,
      { ...call, at },
      'auth.recovery_handed_out',
      { ...target, role, grantor },
      { reason, expiresAt },
    )
    return { code, expiresAt }
  })
}

export type RecoveryGiven = {
  login: string
  code: string
  password: string
  factorCode?: string | undefined
}

/**
 * Sets a new password by a code, and ends all sessions. An unknown login, a wrong code and a disabled account are one
 * answer in one time; that an app is enrolled is said only to whoever has a code.
 */
export async function recover(identity: Identity, given: RecoveryGiven, call: Call): Promise<SignedIn> {
  const { db, vault, settings } = identity
  const login = readLogin(given.login)?.text ?? given.login
  checkPassword(given.password, [login], settings.passwordLengthMin, '/password')
  const blind = vault.blind('login', login)
  const tried = await attempt(identity, blind, call.client, 'recovery')
  const hash = await hashPassword(given.password)
  const account = (await findLogin(db, blind))?.accountId ?? nobody
  const codeHash = hashOf(vault, account, plainCode(given.code))
  const denied = async (error: unknown): Promise<never> => {
    const denial = { endpointClass: 'auth.reset.complete', method: 'POST', route: '/api/v1/recoveries' }
    const about = account === nobody ? {} : { subject: account }
    if (error instanceof Refusal) await recordDenial(db, call, { ...denial, status: 404, ...about })
    throw error
  }
  await transact(db, { principal: { user: account }, shard: shardOf(account) }, async (tx, at) => {
    permit(call.principal, 'auth.reset.complete', {})
    const found = await lockCode(tx, account, codeHash, at)
    const state = (await findAccount(tx, account))?.state
    if (!found || state !== 'active') return refuse('recovery_invalid')
    if (await hasFactor(tx, account)) {
      if (given.factorCode === undefined) return refuse('second_factor_required')
      if (!(await spendCode(tx, vault, account, given.factorCode, at))) refuse('wrong_code')
    }
    await useCode(tx, account, codeHash, at)
    await savePassword(tx, account, hash, at)
    const ended = await endSessions(tx, account, account, at)
    const details = { sessionsEnded: ended.length, handedOutBy: found.issuedBy }
    return record(tx, { ...call, at }, 'auth.password_recovered', { subject: account }, details)
  }).catch(denied)
  await tried.succeeded()
  return enter(identity, account, { action: 'auth.signed_in', blind }, call)
}

/** So that an unknown login is asked for as one that is known. */
const nobody = '00000000-0000-0000-0000-000000000000' as Uuid

/** Twelve letters, about 59 bits, in three groups. */
const newCode = (): string => Array.from({ length: 3 }, () => randomLetters(4)).join('-')

const hashOf = (vault: Vault, account: Uuid, code: string): Buffer =>
  vault.blind('recovery', `${account} ${plainCode(code)}`)
