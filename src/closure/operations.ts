// closure/operations.ts – 销户: asked by the person, carried out by two others once its day has come; 法定保留.
import type { EndpointClass, Target } from '../access/model.ts'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { read, transact, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { isLastAdmin } from '../identity/accounts.ts'
import type { Identity } from '../identity/bank.ts'
import { userOf } from '../identity/principal.ts'
import { fileRequest, type Carrier } from '../identity/requests.ts'
import { accountTarget } from '../identity/standing.ts'
import { findAccount } from '../identity/store.ts'
import { balance, eraseWords } from '../ledger/operations.ts'
import { forgetStudies, openClaims } from '../recognition/operations.ts'
import { localDate, type LocalDate } from '../values/dates.ts'
import { shardOf, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { isDue, obstaclesOf, type Obstacle } from './model.ts'
import * as store from './store.ts'

export type Closing = {
  request: { filedAt: Date; dueOn: LocalDate } | null
  /** When it could be carried out at the earliest, were it asked for today. */
  dueFrom: LocalDate
  obstacles: Obstacle[]
}

/** Where the caller's own closing stands, and what stands against it. */
export function ownClosing({ db }: Identity, call: Call): Promise<Closing> {
  const user = userOf(call.principal)
  permit(call.principal, 'closure.own', {})
  return read(db, { ...call, shard: shardOf(user) }, async (tx, at) => {
    const today = localDate(at)
    const request = await store.findRequest(tx, user)
    return {
      request: request ? { filedAt: request.filedAt, dueOn: request.dueOn } : null,
      dueFrom: await store.dueFrom(tx, today),
      obstacles: await obstaclesAgainst(tx, user, at),
    }
  })
}

/** 申请注销: the person's own word, after a fresh proof. Nothing happens before its day. */
export function askToClose({ db }: Identity, call: Call): Promise<void> {
  const user = userOf(call.principal)
  return transact(db, { ...call, shard: shardOf(user) }, async (tx, at) => {
    permit(call.principal, 'privacy.erase_request', { subject: user })
    await mustBeFree(tx, user, at)
    const dueOn = await store.dueFrom(tx, localDate(at))
    const id = (await store.insertRequest(tx, user, at, dueOn)) ?? refuse('conflict')
    await record(tx, { ...call, at }, 'closure.asked', { id, subject: user }, { dueOn })
  })
}

/** Takes the request back; the account goes on as if nothing had been asked. */
export function takeBackClosing({ db }: Identity, call: Call): Promise<void> {
  const user = userOf(call.principal)
  return transact(db, { ...call, shard: shardOf(user) }, async (tx, at) => {
    permit(call.principal, 'privacy.erase_request', { subject: user })
    const { id } = (await store.lockRequest(tx, user)) ?? refuse('closure_not_asked')
    await store.endRequest(tx, id, at)
    await record(tx, { ...call, at }, 'closure.taken_back', { id, subject: user })
  })
}

export type OpenClosing = {
  account: Uuid
  filedAt: Date
  dueOn: LocalDate
  isDue: boolean
  obstacles: Obstacle[]
}
export type StandingHold = { account: Uuid; reason: string; setAt: Date }

/** What is asked and what is held, in the whole bank. */
export async function listClosings(
  { db }: Identity,
  call: Call,
): Promise<{ requests: OpenClosing[]; holds: StandingHold[] }> {
  permit(call.principal, 'closure.list', {})
  const found = await read(db, { ...call, shard: 'all' }, async (tx, at) => {
    const [requests, holds] = await Promise.all([store.openRequests(tx), store.standingHolds(tx)])
    return { at, requests, holds }
  })
  const requests: OpenClosing[] = []
  for (const { accountId: account, filedAt, dueOn } of found.requests) {
    // What stands against it lies on the person's shard.
    const obstacles = await read(db, { ...call, shard: shardOf(account) }, (tx, at) =>
      obstaclesAgainst(tx, account, at),
    )
    requests.push({ account, filedAt, dueOn, isDue: isDue(dueOn, localDate(found.at)), obstacles })
  }
  return { requests, holds: found.holds.map(({ accountId: account, ...hold }) => ({ account, ...hold })) }
}

/** What two persons do about somebody's account: one files it with a reason, another confirms. */
type Act = {
  operation: EndpointClass
  /** Refuses what cannot be done now: asked when it is filed, and again when it is confirmed. */
  check: (tx: Tx, account: Uuid, at: Date) => Promise<void>
  carry: (tx: Tx, account: Uuid, reason: string, two: store.Two, at: Date) => Promise<void>
  action: string
}

const closing: Act = {
  operation: 'account.close',
  action: 'account.closed',
  async check(tx, account, at) {
    const { dueOn } = (await store.lockRequest(tx, account)) ?? refuse('closure_not_asked')
    if (!isDue(dueOn, localDate(at))) refuse('closure_not_due', { day: dueOn })
    await mustBeFree(tx, account, at)
  },
  async carry(tx, account, _reason, _two, at) {
    await forgetStudies(tx, account)
    await eraseWords(tx, account)
    await store.carryOut(tx, account, at)
  },
}

const holding: Act = {
  operation: 'closure.hold',
  action: 'closure.held',
  async check(tx, account) {
    if (await store.findHold(tx, account)) refuse('conflict')
  },
  async carry(tx, account, reason, two, at) {
    await store.insertHold(tx, account, reason, two, at)
    // It may have waited for a closing that was confirmed at the same moment.
    if ((await findAccount(tx, account))?.state === 'closed') refuse('conflict')
  },
}

const releasing: Act = {
  operation: 'closure.release',
  action: 'closure.released',
  async check(tx, account) {
    if (!(await store.findHold(tx, account))) refuse('conflict')
  },
  async carry(tx, account, reason, two, at) {
    const { id } = (await store.findHold(tx, account)) ?? refuse('conflict')
    await store.liftHold(tx, id, reason, two, at)
  },
}

const acts = [closing, holding, releasing]

/** The first person asks for it; nothing has changed until a second one confirms. */
const file =
  (act: Act) =>
  ({ db }: Identity, account: Uuid, reason: string, call: Call): Promise<Uuid> =>
    transact(db, { ...call, shard: shardOf(account) }, async (tx, at) => {
      const target = await targetOf(tx, account, call, at)
      permit(call.principal, act.operation, target, { reason })
      await act.check(tx, account, at)
      return fileRequest(tx, { ...call, at }, { operation: act.operation, target, payload: {}, reason })
    })

export const fileClosing = file(closing)
export const fileHold = file(holding)
export const fileRelease = file(releasing)

/** How the second person's word carries each of them out. */
export const closureCarriers = Object.fromEntries(
  acts.map((act): [EndpointClass, Carrier] => [
    act.operation,
    async (tx, { subject, reason, filedBy }, call) => {
      const account = subject ?? refuse('not_found')
      const target = await targetOf(tx, account, call, call.at)
      const { role } = permit(call.principal, act.operation, target, { reason, confirmed: true })
      await act.check(tx, account, call.at)
      await act.carry(tx, account, reason, { by: filedBy, with: userOf(call.principal) }, call.at)
      await record(tx, call, act.action, { ...target, role }, { reason, filedBy })
    },
  ]),
)

async function targetOf(tx: Tx, account: Uuid, { principal }: Call, at: Date): Promise<Target> {
  const found = (await findAccount(tx, account)) ?? refuse('not_found')
  if (found.kind !== 'person' || found.state === 'closed') refuse('not_found')
  return accountTarget(tx, principal, account, found.roles, at)
}

async function obstaclesAgainst(tx: Tx, account: Uuid, at: Date): Promise<Obstacle[]> {
  const [claims, hold, found] = await Promise.all([
    openClaims(tx, account),
    store.findHold(tx, account),
    findAccount(tx, account),
  ])
  const balances = await balance(tx, account, { effectiveDay: localDate(at) })
  return obstaclesOf({
    openClaims: claims,
    held: balances.reduce((sum, { held, frozen }) => sum + held + frozen, 0),
    underLegalHold: hold !== undefined,
    isLastAdmin: await isLastAdmin(tx, account, found?.roles ?? [], at),
  })
}

async function mustBeFree(tx: Tx, account: Uuid, at: Date): Promise<void> {
  const found = await obstaclesAgainst(tx, account, at)
  if (found.length > 0) refuse('closure_blocked', { why: found.join(' ') })
}
