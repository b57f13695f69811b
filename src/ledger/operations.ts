// ledger/operations.ts – the ledger for other modules: post inside one's own transaction, and read.
import { transact, type Db, type Tx } from '../database/connection.ts'
import { creditsFromHundredths, type Credits } from '../values/credits.ts'
import { day, localDate, type LocalDate } from '../values/dates.ts'
import { shardOf, uuid, type Uuid } from '../values/ids.ts'
import { Refusal, refuse } from '../values/refusal.ts'
import { seal, write } from './appending.ts'
import type { Cause, Command } from './commands.ts'
import { emptyBooks, type Books } from './draft.ts'
import {
  accountKind,
  edgeOf,
  loadHistory,
  loadHolds,
  loadLots,
  loadOwners,
  needsOf,
  toLot,
  toVerb,
} from './loading.ts'
import { isExpired, type Lot, type Provenance } from './lots.ts'
import { apply, trial, type Trial } from './machine.ts'
import { signNote, type Signer } from './checkpoint.ts'
import { loadEntry } from './entries.ts'
import { postedFrom, postedOf, type Posted } from './posted.ts'
import { originOf } from './note.ts'
import { consistencyProof, inclusionProof } from './proof.ts'
import type { Receipt } from './receipt-file.ts'
import { contextFor, leafContent } from './seal.ts'
import {
  balanceAt,
  freezesOf,
  standing,
  statementOf,
  type AsOf,
  type Balance,
  type Freeze,
  type History,
  type HistoryLot,
  type Statement,
  type StatementFilter,
} from './statement.ts'
import {
  checkpointCovering,
  eraseOpenings,
  heads,
  headsLocked,
  keepCheckpoint,
  lotsById,
  lotsOfLearner,
  movesBySeq,
  postingBySeq,
  movesOfLearner,
  onlyShard,
  postingsByCause,
  postingsByKey,
  sessionOf,
  type HeadRow,
  type PostingRow,
  type Session,
} from './store.ts'

/** What a posting is for, who asked for it and when. `effectiveOn` is for deposits that count from an earlier day. */
export type PostCall = {
  cause: Cause
  actor: Uuid
  at: Date
  key?: string | undefined
  effectiveOn?: LocalDate | undefined
}

/**
 * Posts commands as one posting, in the caller's transaction: all of them, or a refusal is thrown and the transaction
 * ends. Locks the shard until the end, so it comes last, after the decision and its audit record. A cause that has been
 * posted already posts nothing and returns the first posting.
 */
export async function post(tx: Tx, commands: readonly Command[], call: PostCall): Promise<Posted> {
  const shard = shardOf(commands[0]?.learner ?? refuse('nothing_to_post'))
  const today = localDate(call.at)
  const effectiveOn = call.effectiveOn ?? today
  if (effectiveOn > today) refuse('day_not_reached', { day: effectiveOn })
  const { context, openings } = contextFor(shard, commands, { ...call, day: effectiveOn })
  const session = sessionOf(tx)
  const loaded = { ...emptyBooks(shard) }
  const needs = needsOf(commands)
  // Asked together and carried out in this order: what is read after the lock is what was there when it was got.
  const [, head, byCause, byKey] = await Promise.all([
    onShard(tx, shard),
    lockHead(session, shard),
    session(postingsByCause, [shard], [context.cause]),
    context.key === null ? [] : session(postingsByKey, [shard], [context.key]),
    loadOwners(session, () => loaded, [shard], [...needs.owners]),
    loadHolds(session, loaded, needs.causes),
  ])
  const first = await postedBefore(session, context, byCause, byKey)
  if (first) return first

  const entry = apply(await complete(session, loaded, head, commands), commands, context)
  if (entry instanceof Refusal) throw entry

  const tree = { size: head.seq, edge: edgeOf(head.edge) }
  const batch = seal({ shard, tree, accountCount: head.accounts, entries: [entry], openings })
  if (!(await write(session, [batch]))) throw new Error('Ledger: a locked head has moved')
  return postedFrom(entry)
}

/** What commands would do now, without doing it; or the refusal that posting them would throw. */
export async function preview(tx: Tx, commands: readonly Command[], call: PostCall): Promise<Trial> {
  const shard = shardOf(commands[0]?.learner ?? refuse('nothing_to_post'))
  const { context } = contextFor(shard, commands, { ...call, day: localDate(call.at) })
  const session = sessionOf(tx)
  const loaded = emptyBooks(shard)
  const needs = needsOf(commands)
  const [, [head]] = await Promise.all([
    onShard(tx, shard),
    session(heads, [shard]),
    loadOwners(session, () => loaded, [shard], [...needs.owners]),
    loadHolds(session, loaded, needs.causes),
  ])
  if (!head) throw new Error(`Ledger: there is no shard ${shard}`)
  const found = trial(await complete(session, loaded, head, commands), commands, context)
  if (found instanceof Refusal) throw found
  return found.moves.length + found.cases.length > 0 ? found : refuse('nothing_to_post')
}

/** The books with all that is still missing for these commands. */
async function complete(
  session: Session,
  loaded: Books,
  head: HeadRow,
  commands: readonly Command[],
): Promise<Books> {
  const books = { ...loaded, seq: head.seq, accountCount: head.accounts }
  await loadLots(session, books, needsOf(commands).lots)
  await loadHistory(session, books, commands)
  return books
}

/** The posting with a number on a learner's shard, if there is one: its cause, and which lots it moved. */
export async function postingAt(
  tx: Tx,
  { shard, seq }: { shard: number; seq: number },
): Promise<{ cause: Cause; reversed: boolean; lots: Lot[] } | undefined> {
  await onShard(tx, shard)
  const session = sessionOf(tx)
  const [row] = await session(postingBySeq, shard, seq)
  if (!row) return undefined
  const moves = await session(movesBySeq, shard, [seq])
  const lots = await session(lotsById, shard, [...new Set(moves.map(({ lot }) => lot))])
  return { cause: row.cause, reversed: row.reversed, lots: lots.map(toLot) }
}

/** What is frozen of a learner's credits now, the newest freeze first. */
export async function freezes(tx: Tx, learnerId: Uuid): Promise<Freeze[]> {
  return freezesOf(await historyOf(tx, learnerId))
}

/** The posting of a cause, if there is one: to see whether an unknown commit went through. */
export async function postingOf(tx: Tx, shard: number, cause: Cause): Promise<Posted | undefined> {
  await onShard(tx, shard)
  const session = sessionOf(tx)
  const [row] = await session(postingsByCause, [shard], [cause])
  return row && postedOf(session, row)
}

/** Where a learner's credits stand, per unit: 可用, 待审, 冻结, 已转换, 已兑现, 失效 … on a day, by what was on record. */
export async function balance(tx: Tx, learnerId: Uuid, asOf: AsOf): Promise<Balance[]> {
  return balanceAt(await historyOf(tx, learnerId), asOf)
}

/** The statement up to a day, newest first, with running balances, months, and a dated line for what has lapsed. */
export async function statement(
  tx: Tx,
  learnerId: Uuid,
  today: LocalDate,
  filter?: StatementFilter,
  page?: { offset: number; limit: number },
): Promise<Statement> {
  return statementOf(await historyOf(tx, learnerId), today, filter, page)
}

/** A lot as it stands on a day. `expired` of it lapsed, or was booked as such. */
export type LotStanding = HistoryLot & {
  available: Credits
  held: Credits
  frozen: Credits
  expired: Credits
  isExpired: boolean
}

/** Every lot of a learner's as it stands on a day, in the order they came. */
export async function lots(tx: Tx, learnerId: Uuid, asOf: AsOf): Promise<LotStanding[]> {
  return lotsAt(await historyOf(tx, learnerId), asOf)
}

/** Balances and lots together, from one reading. */
export async function position(
  tx: Tx,
  learnerId: Uuid,
  asOf: AsOf,
): Promise<{ balances: Balance[]; lots: LotStanding[] }> {
  const history = await historyOf(tx, learnerId)
  return { balances: balanceAt(history, asOf), lots: lotsAt(history, asOf) }
}

/** Statement up to a day, balances and lots on it: all from one reading, so that they tell of one moment. */
export async function wholeAccount(
  tx: Tx,
  learnerId: Uuid,
  today: LocalDate,
  filter?: StatementFilter,
  page?: { offset: number; limit: number },
): Promise<{ statement: Statement; balances: Balance[]; lots: LotStanding[] }> {
  const history = await historyOf(tx, learnerId)
  const asOf = { effectiveDay: today }
  return {
    statement: statementOf(history, today, filter, page),
    balances: balanceAt(history, asOf),
    lots: lotsAt(history, asOf),
  }
}

const lotsAt = (history: History, asOf: AsOf): LotStanding[] =>
  standing(history, asOf).map(({ lot, places }) => ({
    ...lot,
    available: creditsFromHundredths(places.available),
    held: creditsFromHundredths(places.held),
    frozen: creditsFromHundredths(places.frozen),
    expired: creditsFromHundredths(places.expired),
    isExpired: isExpired(lot, asOf.effectiveDay),
  }))

/**
 * 回单: a posting with its words, its proof and a signed checkpoint; `verifyReceipt` checks it anywhere. Signs a
 * checkpoint when none covers the posting yet. Undefined when there is no such posting.
 */
export async function receipt(
  tx: Tx,
  { shard, seq }: { shard: number; seq: number },
  signer: Signer,
  at: Date,
): Promise<Receipt | undefined> {
  await onShard(tx, shard)
  const session = sessionOf(tx)
  const stored = await loadEntry(session, shard, seq)
  if (!stored) return undefined
  const checkpoint = (await covering(session, shard, seq)) ?? (await sign(session, shard, signer, at))
  const proof = await inclusionProof(session, shard, { seq, size: checkpoint.size })
  return {
    version: 1,
    entry: leafContent(stored.entry),
    openings: stored.openings,
    leafIndex: seq - 1,
    proof: proof.map((hash) => hash.toString('hex')),
    checkpoint: checkpoint.note,
  }
}

/** Signs a checkpoint of a shard's present tree and keeps it. Undefined while there is nothing to sign. */
export async function signCheckpoint(
  tx: Tx,
  shard: number,
  signer: Signer,
  at: Date,
): Promise<{ size: number; note: string } | undefined> {
  await onShard(tx, shard)
  const session = sessionOf(tx)
  const [head] = await session(heads, [shard])
  return head && head.seq > 0 ? sign(session, shard, signer, at) : undefined
}

/** The proof that a shard's tree at `second` only adds to the one at `first`. */
export async function consistency(
  tx: Tx,
  shard: number,
  sizes: { first: number; second: number },
): Promise<Buffer[]> {
  await onShard(tx, shard)
  return consistencyProof(sessionOf(tx), shard, sizes)
}

/** Forgets the words behind a learner's entries (个人信息保护法): entries and receipts stay valid. Returns how many. */
export async function eraseWords(db: Db | Tx, learnerId: Uuid): Promise<number> {
  const shard = shardOf(learnerId)
  return transact(db, { shard }, async (tx) => {
    const [row] = await sessionOf(tx)(eraseOpenings, shard, learnerId)
    return row?.erased ?? 0
  })
}

const onShard = (tx: Tx, shard: number): Promise<unknown> => sessionOf(tx)(onlyShard, String(shard))

async function covering(
  session: Session,
  shard: number,
  seq: number,
): Promise<{ size: number; note: string } | undefined> {
  const [checkpoint] = await session(checkpointCovering, shard, seq)
  return checkpoint
}

async function sign(
  session: Session,
  shard: number,
  signer: Signer,
  at: Date,
): Promise<{ size: number; note: string }> {
  const head = await lockHead(session, shard)
  const note = signNote({ origin: originOf(signer.name, shard), size: head.seq, root: head.root }, signer)
  await session(keepCheckpoint, shard, head.seq, head.root, note, at)
  return { size: head.seq, note }
}

async function lockHead(session: Session, shard: number): Promise<HeadRow> {
  const [head] = await session(headsLocked, [shard])
  if (!head) throw new Error(`Ledger: there is no shard ${shard}`)
  return head
}

/** The posting of the same cause or key. With other content it is a mistake of the caller's, and refused. */
async function postedBefore(
  session: Session,
  { requestHash }: { requestHash: string },
  [byCause]: PostingRow[],
  [byKey]: PostingRow[],
): Promise<Posted | undefined> {
  const isSame = (row: PostingRow): boolean => row.requestHash === requestHash
  if (byCause && !isSame(byCause)) refuse('cause_taken')
  if (!byCause && byKey && !isSame(byKey)) refuse('key_reused')
  const row = byCause ?? byKey
  return row && postedOf(session, row)
}

async function historyOf(tx: Tx, learnerId: Uuid): Promise<History> {
  const shard = shardOf(learnerId)
  const session = sessionOf(tx)
  // The movements say which moment it is. Lots are read after them, so that none of theirs is missing; a newer one has
  // no movement yet and is not shown.
  const [, moves, lots] = await Promise.all([
    onShard(tx, shard),
    session(movesOfLearner, shard, learnerId),
    session(lotsOfLearner, shard, learnerId),
  ])
  return {
    lots: lots.map((row) => ({
      ...toLot(row),
      provenance: row.content === null ? null : toProvenance(row.content),
    })),
    moves: moves.map((row) => ({
      seq: row.seq,
      line: row.line,
      cause: row.cause,
      effectiveOn: day(row.effectiveOn),
      recordedAt: row.recordedAt,
      actor: uuid(row.actor),
      reverses: row.reverses,
      verb: toVerb(row.verb),
      lot: uuid(row.lot),
      hold: row.hold,
      amount: creditsFromHundredths(row.amount),
      from: { account: row.src, kind: accountKind(row.srcKind), owner: uuid(row.srcOwner) },
      to: { account: row.dst, kind: accountKind(row.dstKind), owner: uuid(row.dstOwner) },
    })),
  }
}

/** The ledger wrote it; the commitment shows whether it is still what was written. */
const toProvenance = (content: string): Provenance => JSON.parse(content) as Provenance

export { ledgerInMemory } from './in-memory.ts'
export type { Posted } from './posted.ts'
export { verifyReceipt } from './receipt.ts'
export { verifyLedger } from './verify.ts'
export type { Signer } from './checkpoint.ts'
