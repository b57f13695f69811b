// identity/passkeys/operations.ts – 通行密钥: adding and removing one's own, and signing in by one.
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import type { z } from 'zod'
import { permit } from '../../access/verdict.ts'
import { record, recordDenial } from '../../audit/operations.ts'
import { read, transact } from '../../database/connection.ts'
import type { Call } from '../../http/call.ts'
import { newId, shardCount, shardOf, uuid, type Uuid } from '../../values/ids.ts'
import { Refusal, refuse } from '../../values/refusal.ts'
import { frame as frameEn } from '../../words/en/pages/frame.ts'
import { frame as frameZh } from '../../words/zh/pages/frame.ts'
import type { Identity } from '../bank.ts'
import { enter, nameOf, type SignedIn } from '../operations.ts'
import { userOf } from '../principal.ts'
import { newQuestion } from '../spent.ts'
import { findAccount } from '../store.ts'
import { attempt } from '../throttle.ts'
import type { addPasskey } from './contract.ts'
import { hostOf, passkeyProves, questionAsked, questionFor, type Answer } from './proof.ts'
import { deletePasskey, insertPasskey, passkeysOf } from './store.ts'

/** The database's instant, for a question that is asked without writing anything. */
const now = ({ db }: Identity): Promise<Date> => read(db, {}, async (_, at) => at)

/** What a browser needs to make a key for this person, and for no other host. */
export async function beginPasskey(identity: Identity, call: Call) {
  const user = userOf(call.principal)
  permit(call.principal, 'auth.mfa.enrol', { subject: user })
  const { db, vault } = identity
  const [at, kept, name = ''] = await Promise.all([
    now(identity),
    passkeysOf(db, user),
    nameOf(db, vault, user, call.language),
  ])
  return generateRegistrationOptions({
    rpName: (call.language === 'en' ? frameEn : frameZh).bank,
    rpID: hostOf(identity),
    userID: new Uint8Array(Buffer.from(user.replaceAll('-', ''), 'hex')),
    userName: name,
    userDisplayName: name,
    challenge: new Uint8Array(newQuestion(vault, `add ${user}`, at)),
    excludeCredentials: kept.map(({ credentialId }) => ({ id: credentialId.toString('base64url') })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** More keys than anybody has devices. */
const keysMax = 20

/** Keeps a new key, when it was made for this person, at this host, just now. */
export function keepPasskey(
  identity: Identity,
  given: z.output<typeof addPasskey.input>,
  call: Call,
): Promise<Uuid> {
  const user = userOf(call.principal)
  return transact(identity.db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    permit(call.principal, 'auth.mfa.enrol', { subject: user })
    const { registrationInfo } = await verifyRegistrationResponse({
      response: given.answer,
      expectedChallenge: questionAsked(tx, identity, `add ${user}`, at),
      expectedOrigin: identity.settings.origin,
      expectedRPID: hostOf(identity),
      requireUserVerification: true,
      // The library throws for whatever is wrong with an answer; to its sender all of it is one refusal.
    }).catch(() => refuse('passkey_invalid'))
    if (!registrationInfo) return refuse('passkey_invalid')
    if ((await passkeysOf(tx, user)).length >= keysMax) return refuse('conflict')
    const { credential } = registrationInfo
    const id = newId(shardOf(user))
    const isNew = await insertPasskey(tx, {
      id,
      accountId: user,
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: [...(credential.transports ?? [])],
      name: given.name,
      addedAt: at,
    })
    if (!isNew) return refuse('conflict')
    await record(tx, { ...call, at }, 'auth.passkey_added', { id, subject: user })
    return id
  })
}

export function ownPasskeys({ db }: Identity, call: Call): ReturnType<typeof passkeysOf> {
  permit(call.principal, 'me.read', {})
  return passkeysOf(db, userOf(call.principal))
}

export function removePasskey(
  { db }: Identity,
  { id, reason }: { id: Uuid; reason: string | undefined },
  call: Call,
): Promise<void> {
  const user = userOf(call.principal)
  return transact(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    permit(call.principal, 'auth.mfa.remove', { subject: user }, { reason })
    if (!(await deletePasskey(tx, user, id))) refuse('not_found')
    await record(tx, { ...call, at }, 'auth.passkey_removed', { id, subject: user }, { reason })
  })
}

/** What a browser needs to sign in by a key that it finds itself. Says nothing of anybody. */
export const askToEnter = async (identity: Identity) =>
  questionFor(identity, 'enter', null, await now(identity))

/** The same for whoever is signed in, to prove that it is still they. */
export async function askToProve(identity: Identity, call: Call) {
  const user = userOf(call.principal)
  return questionFor(identity, `prove ${user}`, user, await now(identity))
}

/** Signs in. The key names its account; an unknown one, a wrong answer and a disabled account are one refusal. */
export async function enterByPasskey(identity: Identity, answer: Answer, call: Call): Promise<SignedIn> {
  const { db, vault } = identity
  const tried = await attempt(identity, vault.blind('passkey', answer.id), call.client)
  const account = accountIn(answer.response.userHandle)
  const denied = async (error: unknown): Promise<never> => {
    const denial = { endpointClass: 'auth.login', method: 'POST', route: '/api/v1/passkeys/sessions' }
    const about = account ? { subject: account } : {}
    if (error instanceof Refusal) await recordDenial(db, call, { ...denial, status: 401, ...about })
    throw error
  }
  const entering = async () => {
    if (!account) return refuse('passkey_invalid')
    const acting = { principal: { user: account }, shard: shardOf(account) }
    return transact(db, acting, async (tx, at) => {
      permit(call.principal, 'auth.login', {})
      if ((await findAccount(tx, account))?.state !== 'active') refuse('passkey_invalid')
      const proven = await passkeyProves(tx, identity, { purpose: 'enter', account, answer }, at)
      return proven ? account : refuse('passkey_invalid')
    })
  }
  const entered = await entering().catch(denied)
  await tried.succeeded()
  return enter(identity, entered, { action: 'auth.signed_in', blind: null, steppedUp: true }, call)
}

/** The account that a key was made for: its sixteen bytes, when they can be one. */
function accountIn(userHandle: string | undefined): Uuid | undefined {
  const hex = Buffer.from(userHandle ?? '', 'base64url').toString('hex')
  const parts = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(hex)
  const id = parts && uuid(parts.slice(1).join('-'))
  return id && shardOf(id) < shardCount ? id : undefined
}
