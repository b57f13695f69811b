// identity/registration.ts – 开户与激活: by oneself with consent, or by an institution for many, who then activate.
import { createHash } from 'node:crypto'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { transact, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { newId, newShard, shardCount, shardOf, type Uuid } from '../values/ids.ts'
import { Refusal, refuse, type Flaw } from '../values/refusal.ts'
import type { Identity } from './bank.ts'
import { letters, plainCode, randomLetters } from './codes.ts'
import { readLogin } from './model.ts'
import { checkPassword, openAccount, type NewPerson } from './operations.ts'
import { hashPassword } from './password.ts'
import { userOf } from './principal.ts'
import {
  findAccount,
  findLogin,
  findNumber,
  findPerson,
  insertActivation,
  insertConsent,
  insertRole,
  savePassword,
  savePhone,
  setState,
  takeLogin,
  useActivation,
} from './store.ts'
import { attempt } from './throttle.ts'

export type Registration = {
  name: string
  idNumber: string
  phone: string
  password: string
  /** The version of the text that was agreed to. Without consent there is no account (个人信息保护法 第十三条). */
  consent: string
}

/** 自助开户: a learner's account and nothing else, whatever the body says. In the demo it counts as 已实名 at once. */
export async function register(identity: Identity, given: Registration, call: Call): Promise<Uuid> {
  const { db, vault, settings } = identity
  const { consent, ...person } = given
  checkPassword(given.password, [given.phone], settings.passwordLengthMin, '/password')
  // Who already has an account learns so only with the number and, from one place, only a few times.
  const tried = await attempt(identity, vault.blind('registration', given.idNumber), call.client)
  const id = newId(newShard())
  await transact(db, { principal: { user: id }, shard: shardOf(id) }, async (tx, at) => {
    permit(call.principal, 'user.register', {})
    const verified = settings.demo ? { verifiedBy: 'demo' as const } : {}
    await openAccount(tx, identity, { ...person, ...verified, id, roles: [{ role: 'learner' }] }, at)
    await consentToAccount(tx, id, consent, at)
    await record(tx, { ...call, at }, 'user.registered', { id, subject: id }, { consent })
  })
  await tried.succeeded()
  return id
}

const consentToAccount = (tx: Tx, person: Uuid, textVersion: string, at: Date) =>
  insertConsent(
    tx,
    {
      id: newId(shardOf(person)),
      person,
      purpose: 'account',
      textVersion,
      to: null,
      parts: [],
      endsAt: null,
    },
    at,
  )

export type Opened =
  | { line: number; result: 'opened'; account: Uuid; activationCode: string }
  /** The person has an account already: the institution is added to it, nothing else changes. */
  | { line: number; result: 'joined'; account: Uuid }
  | { line: number; result: 'refused'; code: string; flaws: Flaw[] }

/** How long an activation code is good for. */
const activationDays = 180

/**
 * 集体开户: one account per person, each row its own transaction, so that a wrong row stops no other. The same file again
 * opens nothing twice: who has an account joins.
 */
export async function openMany(
  identity: Identity,
  institution: Uuid,
  rows: readonly Pick<NewPerson, 'name' | 'idNumber' | 'phone' | 'email'>[],
  call: Call,
): Promise<Opened[]> {
  const ceiling = call.principal.roles.includes('sys_admin') || administers(call, institution)
  permit(call.principal, 'user.import', { institution }, { ceiling })
  const results: Opened[] = []
  for (const [index, row] of rows.entries())
    results.push(await openOne(identity, institution, row, index + 1, call))
  return results
}

const administers = (call: Call, institution: Uuid): boolean =>
  call.principal.assignments.some(
    (each) => (each.role === 'inst_admin' || each.role === 'api_client') && each.institution === institution,
  )

async function openOne(
  identity: Identity,
  institution: Uuid,
  row: Pick<NewPerson, 'name' | 'idNumber' | 'phone' | 'email'>,
  line: number,
  call: Call,
): Promise<Opened> {
  const { db, vault } = identity
  const by = userOf(call.principal)
  try {
    return await transact(db, { principal: { user: by } }, async (tx, at): Promise<Opened> => {
      const number = row.idNumber?.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()
      const known = number && (await findNumber(tx, vault.blind('id_number', number)))
      if (known) {
        await join(tx, known.accountId, institution, by, at)
        const about = { id: known.accountId, subject: known.accountId, institution }
        await record(tx, { ...call, at }, 'user.joined', about)
        return { line, result: 'joined', account: known.accountId }
      }
      const account = await openAccount(
        tx,
        identity,
        { ...row, roles: [{ role: 'learner', institution }], grantedBy: by, verifiedBy: 'institution' },
        at,
      )
      const activationCode = await issueActivation(tx, account, at)
      await record(tx, { ...call, at }, 'user.opened', { id: account, subject: account, institution })
      return { line, result: 'opened', account, activationCode }
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { line, result: 'refused', code: error.code, flaws: error.flaws }
  }
}

async function join(tx: Tx, account: Uuid, institution: Uuid, by: Uuid, at: Date): Promise<void> {
  const role = { id: newId(shardOf(account)), account, role: 'learner' as const, institution }
  await insertRole(tx, { ...role, department: null, beginsAt: at, grantedBy: by === account ? null : by })
}

/** Issues a code of an account, shown this once: two letters of shard, ten at random. */
export async function issueActivation(tx: Tx, account: Uuid, at: Date): Promise<string> {
  const shard = shardOf(account)
  const code = letters[Math.floor(shard / 31)]! + letters[shard % 31]! + randomLetters(10)
  await insertActivation(tx, hashOf(code), account, at, new Date(at.getTime() + activationDays * 86_400_000))
  return code
}

const hashOf = (code: string): Buffer => createHash('sha256').update(`activation ${code}`).digest()

export type Activation = { code: string; phone: string; password: string; consent: string }

/** 激活: the code is the proof; the person agrees, gives a phone to sign in by and a password. */
export async function activate(identity: Identity, given: Activation, call: Call): Promise<Uuid> {
  const { db, vault, settings } = identity
  checkPassword(given.password, [given.phone], settings.passwordLengthMin, '/password')
  const login = readLogin(given.phone)
  if (login?.kind !== 'phone') return refuse('input_invalid', {}, [{ pointer: '/phone', code: 'phone' }])
  const code = plainCode(given.code)
  const shard = letters.indexOf(code[0] ?? '-') * 31 + letters.indexOf(code[1] ?? '-')
  const tried = await attempt(identity, vault.blind('activation', String(shard)), call.client)
  if (!(shard >= 0 && shard < shardCount)) refuse('code_invalid')
  const hash = await hashPassword(given.password)
  const account = await transact(db, { shard }, async (tx, at) => {
    permit(call.principal, 'user.activate', {})
    const id = (await useActivation(tx, shard, hashOf(code), at)) ?? refuse('code_invalid')
    const found = await findAccount(tx, id)
    const person = await findPerson(tx, id)
    if (found?.state !== 'unactivated' || !person?.wrappedKey) return refuse('code_invalid')
    const blind = vault.blind('login', login.text)
    if (!(await takeLogin(tx, blind, 'phone', id))) await ownsLogin(tx, blind, id)
    await savePhone(tx, id, vault.open(person.wrappedKey, id).seal('phone', login.text))
    await savePassword(tx, id, hash, at)
    await setState(tx, id, 'active')
    await consentToAccount(tx, id, given.consent, at)
    await record(tx, { ...call, at }, 'user.activated', { id, subject: id }, { consent: given.consent })
    return id
  })
  await tried.succeeded()
  return account
}

/** The institution may have written the same phone already; anybody else's is taken. */
async function ownsLogin(tx: Tx, blind: Buffer, account: Uuid): Promise<void> {
  if ((await findLogin(tx, blind))?.accountId !== account) refuse('login_taken')
}
