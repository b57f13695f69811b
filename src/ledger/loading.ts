// ledger/loading.ts – loads of a shard's books what some commands can touch.
import type { Credits } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { uuid, type Uuid } from '../values/ids.ts'
import { accountKinds, accountLabel, isSpendable, type Account, type AccountKind } from './accounts.ts'
import type { Cause, Command } from './commands.ts'
import { piece, putAccount, type Books, type PastMove } from './draft.ts'
import type { Lot, Verb } from './lots.ts'
import type { Edge } from '../sealing/merkle.ts'
import {
  accountsByNumber,
  accountsByOwner,
  lineageOf,
  lotsById,
  movesByLot,
  movesBySeq,
  piecesByOwner,
  postingsByCause,
  type AccountRow,
  type LotRow,
  type MoveRow,
  type Session,
} from './store.ts'

/** `lots` are chosen ones: they may have been used up, and then lie in none of the learner's accounts. */
export type Needs = { owners: Set<Uuid>; causes: Set<Cause>; lots: Set<Uuid> }

/** Learners and institutions whose accounts some commands can touch, and the earlier postings they name. */
export function needsOf(commands: readonly Command[]): Needs {
  const owners = new Set<Uuid>()
  const causes = new Set<Cause>()
  const lots = new Set<Uuid>()
  for (const command of commands) {
    owners.add(command.learner)
    if (command.verb === 'deposit') owners.add(command.issuer)
    if (command.verb === 'redeem') owners.add(command.receiver)
    if (command.verb === 'convert' || command.verb === 'transfer') owners.add(command.countsAt)
    if ('from' in command && 'hold' in command.from) causes.add(command.from.hold)
    if ('from' in command && 'pieces' in command.from)
      for (const { lot } of command.from.pieces) if (typeof lot === 'string') lots.add(lot)
    if (command.verb === 'release') causes.add(command.hold)
    if (command.verb === 'reverse') causes.add(command.cause)
  }
  return { owners, causes, lots }
}

/** Loads accounts with their balances, and learners' pieces with their lots, in two queries for any number of shards. */
export async function loadOwners(
  session: Session,
  books: (shard: number) => Books,
  shards: readonly number[],
  owners: readonly Uuid[],
): Promise<void> {
  if (owners.length === 0) return
  const [accounts, pieces] = await Promise.all([
    session(accountsByOwner, shards, owners),
    session(piecesByOwner, shards, owners),
  ])
  for (const row of accounts) putAccount(books(row.shard), toAccount(row))
  for (const row of pieces) {
    const of = books(row.shard)
    const lot = toLot(row)
    of.lots.set(lot.lot, lot)
    const own = of.holdings.get(row.account) ?? new Map()
    of.holdings.set(row.account, own)
    const { account, hold, left: amount } = row
    own.set(piece(account, lot.lot, hold), { account, lot: lot.lot, hold, amount })
  }
}

/** Loads lots that were named and are not among the learners' pieces. */
export async function loadLots(session: Session, books: Books, lots: Iterable<Uuid>): Promise<void> {
  const missing = [...lots].filter((lot) => !books.lots.has(lot))
  if (missing.length === 0) return
  for (const row of await session(lotsById, books.shard, missing)) books.lots.set(uuid(row.lot), toLot(row))
}

/** Finds the postings that made the holds which are named. */
export async function loadHolds(session: Session, books: Books, causes: Iterable<Cause>): Promise<void> {
  const missing = [...causes].filter((cause) => !books.holds.has(cause))
  if (missing.length === 0) return
  for (const { cause, seq } of await session(postingsByCause, [books.shard], missing))
    books.holds.set(cause, seq)
}

/** Loads what reversals and revocations need beside: how lots moved, where they lie now, and what was made of them. */
export async function loadHistory(
  session: Session,
  books: Books,
  commands: readonly Command[],
): Promise<void> {
  const { shard } = books
  const causes = commands.flatMap((command) => (command.verb === 'reverse' ? [command.cause] : []))
  const revoked = commands.flatMap((command) => (command.verb === 'revoke' ? [command.lot] : []))
  if (causes.length + revoked.length === 0) return

  const postings = await session(postingsByCause, [shard], causes)
  const lineage = await session(lineageOf, shard, revoked)
  const seqs = new Set([...postings, ...lineage].map(({ seq }) => seq))
  const then = await session(movesBySeq, shard, [...seqs])
  const lots = new Set([...revoked, ...then.map(({ lot }) => lot)])
  for (const row of await session(lotsById, shard, [...lots])) books.lots.set(uuid(row.lot), toLot(row))
  const moves = await session(movesByLot, shard, [...lots])
  const numbers = new Set(moves.flatMap(({ src, dst }) => [src, dst]))
  for (const row of await session(accountsByNumber, shard, [...numbers])) {
    if (!books.byNumber.has(row.number)) putAccount(books, toAccount(row))
  }

  for (const { seq, cause, reversed } of postings) {
    const own = then.filter((move) => move.seq === seq)
    books.postings.set(cause, { seq, reversed, moves: own.map(toPastMove) })
  }
  putPositions(books, moves)
  putConversions(books, lineage, then)
}

/** Sums up where lots lie beside learners' spendable accounts, which are loaded piece by piece. */
function putPositions(books: Books, moves: readonly MoveRow[]): void {
  const add = (account: number, lot: Uuid, amount: number): void => {
    const of = books.byNumber.get(account)
    if (!of || isSpendable(of.kind) || books.lots.get(lot)?.origin === account) return
    const key = piece(account, lot, 0)
    const before = books.positions.get(key)?.amount ?? 0
    books.positions.set(key, { account, lot, hold: 0, amount: before + amount })
  }
  for (const { lot, amount, src, dst } of moves) {
    add(src, uuid(lot), -amount)
    add(dst, uuid(lot), amount)
  }
}

function putConversions(
  books: Books,
  lineage: readonly { lot: string; source: string; seq: number }[],
  moves: readonly MoveRow[],
): void {
  for (const source of new Set(lineage.map(({ source }) => source))) {
    const own = lineage.filter((row) => row.source === source)
    const conversions = Array.from(new Set(own.map(({ seq }) => seq)), (seq) => {
      const made = new Set(own.filter((row) => row.seq === seq).map(({ lot }) => lot))
      const sources = new Set(lineage.filter(({ lot }) => made.has(lot)).map(({ source }) => source))
      const taken = moves.filter(
        ({ seq: at, verb, lot }) =>
          at === seq && (verb === 'convert' || verb === 'transfer') && sources.has(lot) && !made.has(lot),
      )
      return { made: Array.from(made, uuid), moves: taken.map(toPastMove) }
    })
    books.conversions.set(uuid(source), conversions)
  }
}

export function toAccount(row: AccountRow): Account {
  const name = { kind: accountKind(row.kind), owner: uuid(row.owner), unit: uuid(row.unit) }
  return {
    ...name,
    label: accountLabel(name),
    number: row.number,
    posted: row.posted,
    version: row.version,
    day: day(row.day),
  }
}

export const toLot = (row: LotRow): Lot => ({
  lot: uuid(row.lot),
  seq: row.seq,
  learner: uuid(row.learner),
  unit: uuid(row.unit),
  amount: row.amount as Credits,
  issuer: uuid(row.issuer),
  countsAt: uuid(row.countsAt),
  elective: row.elective,
  earnedOn: day(row.earnedOn),
  expiresOn: row.expiresOn === null ? null : day(row.expiresOn),
  origin: row.origin,
  commitment: row.commitment,
})

const toPastMove = ({ verb, lot, src, dst, hold, amount }: MoveRow): PastMove => ({
  verb: toVerb(verb),
  lot: uuid(lot),
  from: src,
  to: dst,
  hold,
  amount,
})

const verbs = [
  'deposit',
  'hold',
  'freeze',
  'release',
  'convert',
  'transfer',
  'redeem',
  'expire',
  'revoke',
  'reverse',
] as const satisfies readonly Verb[]

export const toVerb = (text: string): Verb => verbs.find((verb) => verb === text) ?? unknown(text)

export const accountKind = (text: string): AccountKind =>
  accountKinds.find((kind) => kind === text) ?? unknown(text)

function unknown(text: string): never {
  throw new Error(`Ledger: the database knows a word that the code does not: ${text}`)
}

export const edgeOf = (bytes: Buffer): Edge =>
  Array.from({ length: bytes.length / 32 }, (_, index) => bytes.subarray(index * 32, index * 32 + 32))
