// ledger/machine.ts – the ledger's one state machine, pure: books, commands and a day → a posting, or a refusal.
// Two shells run it: a human's decision inside its own transaction, and the batching writer.
import type { Credits } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import { shardOf, type Uuid } from '../values/ids.ts'
import { Refusal, refuse } from '../values/refusal.ts'
import type { Account } from './accounts.ts'
import { lying, take, takeFromHold, type Taken } from './allocation.ts'
import type { Cause, Command, Convert, Deposit, Hold, Made, Release, Transfer } from './commands.ts'
import {
  accountFor,
  bug,
  lotOf,
  move,
  newDraft,
  positive,
  putAccount,
  total,
  type Books,
  type Change,
  type Draft,
  type Move,
  type NewLot,
} from './draft.ts'
import { isExpired, type Holding, type LotSource, type Provenance } from './lots.ts'
import { reverse, revoke, type Case } from './undo.ts'

/** Who asked, for what, when; and what a pure function can't make itself. */
export type Context = {
  cause: Cause
  /** The idempotency key of whoever asked; the cause alone guards where there is none. */
  key: string | null
  requestHash: string
  actor: Uuid
  at: Date
  /** The business day of the posting, Asia/Shanghai. */
  day: LocalDate
  /** The id of the n-th lot of this posting; the same each time. */
  lotId: (ordinal: number) => Uuid
  /** A salted commitment to words that may have to be erased. */
  commit: (opening: Provenance | { reason: string }, learner: Uuid) => string
}

/** One posting, ready to be appended: balanced movements, new lots, and what changes in the books. */
export type Entry = {
  shard: number
  seq: number
  cause: Cause
  key: string | null
  requestHash: string
  actor: Uuid
  effectiveOn: LocalDate
  recordedAt: Date
  reverses: number | null
  /** Commitment to the reason, where one is mandatory. */
  reason: string | null
  moves: Move[]
  lots: NewLot[]
  opened: Account[]
  accounts: Change<Account>[]
  holdings: Change<Holding>[]
  /** Used credits that a revocation could not take back: each needs a human decision. */
  cases: Case[]
}

/** Applies commands as one posting: all of them, or none with the refusal that says why. */
export function apply(books: Books, commands: readonly Command[], context: Context): Entry | Refusal {
  try {
    return post(books, commands, context)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Puts a posting's changes into the books. */
export function advance(books: Books, entry: Entry): void {
  books.seq = entry.seq
  books.accountCount += entry.opened.length
  for (const { after } of entry.accounts) putAccount(books, after)
  for (const { after } of entry.holdings) setHolding(books, after)
  for (const lot of entry.lots) books.lots.set(lot.lot, lot)
  if (entry.moves.some(({ verb }) => verb === 'hold' || verb === 'freeze'))
    books.holds.set(entry.cause, entry.seq)
}

/** Takes the latest posting's changes out of the books again: it could not be written. */
export function retreat(books: Books, entry: Entry): void {
  if (books.seq !== entry.seq) bug('only the latest posting can be taken back')
  books.seq--
  books.accountCount -= entry.opened.length
  for (const { before, after } of entry.accounts) {
    if (before) putAccount(books, before)
    else closeAccount(books, after)
  }
  for (const { before, after } of entry.holdings) setHolding(books, before ?? { ...after, amount: 0 })
  for (const lot of entry.lots) books.lots.delete(lot.lot)
  if (books.holds.get(entry.cause) === entry.seq) books.holds.delete(entry.cause)
}

/** What commands would move, and which used credits they would leave to a human's decision, even where they move nothing. */
export type Trial = { moves: Move[]; cases: Case[] }

export function trial(books: Books, commands: readonly Command[], context: Context): Trial | Refusal {
  try {
    const { draft, undone } = drafted(books, commands, context)
    return { moves: draft.moves, cases: undone.cases }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

type Undone = { reverses: number | null; reason: string | null; cases: Case[] }

function drafted(
  books: Books,
  commands: readonly Command[],
  context: Context,
): { draft: Draft; undone: Undone } {
  if (commands.length === 0) bug('a posting needs a command')
  const draft = newDraft(books, effectiveDay(books, commands, context.day))
  const undone: Undone = { reverses: null, reason: null, cases: [] }
  if (commands.filter(({ verb }) => verb === 'convert' || verb === 'transfer').length > 1)
    bug('one conversion a posting, so that each can be undone by itself')
  for (const command of commands) {
    if (shardOf(command.learner) !== books.shard) bug(`${command.learner} lives on another shard`)
    perform(draft, command, context, undone)
  }
  return { draft, undone }
}

function post(books: Books, commands: readonly Command[], context: Context): Entry {
  const { draft, undone } = drafted(books, commands, context)
  if (draft.moves.length === 0) refuse('nothing_to_post')
  const { cause, key, requestHash, actor, at } = context
  const { seq, day, moves, lots, opened, accounts, holdings } = draft
  return {
    shard: books.shard,
    seq,
    cause,
    key,
    requestHash,
    actor,
    effectiveOn: day,
    recordedAt: at,
    ...undone,
    moves,
    lots,
    opened,
    accounts: [...accounts.values()],
    holdings: [...holdings.values()],
  }
}

/**
 * Credits are never spent on an earlier day than they last moved, or the balance of a past day would change under those
 * who asked for it. Deposits alone may count from an earlier day: they only add.
 */
function effectiveDay(books: Books, commands: readonly Command[], day: LocalDate): LocalDate {
  let latest = day
  for (const { verb, learner } of commands) {
    if (verb === 'deposit') continue
    for (const account of books.owned.get(learner) ?? []) if (account.day > latest) latest = account.day
  }
  return latest
}

function perform(draft: Draft, command: Command, context: Context, undone: Undone): void {
  switch (command.verb) {
    case 'deposit':
      return deposit(draft, command, context)
    case 'hold':
    case 'freeze':
      return hold(draft, command)
    case 'release':
      return release(draft, command)
    case 'convert':
      return convert(draft, command, context)
    case 'transfer':
      return transfer(draft, command, context)
    case 'redeem':
      return takeTo(draft, 'redeem', take(draft, command.learner, command.from), ({ lot }) =>
        accountFor(draft, 'receiver', command.receiver, lot.unit),
      )
    case 'expire':
      return takeTo(draft, 'expire', lapsed(draft, command.learner), ({ lot }) =>
        accountFor(draft, 'expired', command.learner, lot.unit),
      )
    case 'revoke':
      undone.reason = context.commit({ reason: command.reason }, command.learner)
      undone.cases.push(...revoke(draft, command))
      return
    case 'reverse':
      if (undone.reverses !== null) bug('a posting reverses one other')
      undone.reason = context.commit({ reason: command.reason }, command.learner)
      undone.reverses = reverse(draft, command)
      return
  }
}

function deposit(draft: Draft, command: Deposit, context: Context): void {
  const { learner, issuer, unit } = command
  const origin = accountFor(draft, 'issuer', issuer, unit)
  const terms = { learner, issuer, countsAt: issuer, unit, origin: origin.number, sources: [] }
  issue(draft, 'deposit', { ...command, elective: command.elective ?? false }, terms, context)
}

function hold(draft: Draft, { verb, learner, from }: Hold): void {
  const kind = verb === 'hold' ? 'held' : 'frozen'
  for (const { account, lot, amount } of take(draft, learner, from)) {
    move(draft, verb, lot, amount, {
      from: account,
      to: accountFor(draft, kind, learner, lot.unit),
      hold: draft.seq,
    })
  }
}

function release(draft: Draft, command: Release): void {
  const pieces = takeFromHold(draft, command.learner, command.hold, command.amount)
  takeTo(draft, 'release', pieces, ({ lot }) => accountFor(draft, 'available', command.learner, lot.unit))
}

function convert(draft: Draft, command: Convert, context: Context): void {
  const { learner, countsAt, unit, rate, make, forfeit = 0 } = command
  const taken = take(draft, learner, command.from)
  const [first] = taken
  if (!first || taken.some(({ lot }) => lot.unit !== first.lot.unit)) refuse('units_differ')
  const spent = total(taken) - forfeit
  if (make.length === 0 || spent <= 0) refuse('rate_exceeded')
  if (BigInt(total(make)) * BigInt(rate.denominator) > BigInt(spent) * BigInt(rate.numerator))
    refuse('rate_exceeded')

  const { used, given } = split(taken, spent)
  takeTo(draft, 'convert', used, ({ lot }) => accountFor(draft, 'conversion', countsAt, lot.unit))
  takeTo(draft, 'convert', given, ({ lot }) => accountFor(draft, 'forfeited', learner, lot.unit))
  const origin = accountFor(draft, 'issuer', countsAt, unit)
  const sources = sourcesOf(taken, rate)
  for (const made of make) {
    const terms = { learner, issuer: countsAt, countsAt, unit, origin: origin.number, sources }
    issue(draft, 'convert', made, terms, context)
  }
}

function transfer(draft: Draft, { learner, from, countsAt }: Transfer, context: Context): void {
  const taken = take(draft, learner, from)
  if (taken.some(({ lot }) => lot.countsAt === countsAt)) refuse('nothing_to_post')
  takeTo(draft, 'transfer', taken, ({ lot }) => accountFor(draft, 'conversion', countsAt, lot.unit))
  for (const piece of taken) {
    const origin = accountFor(draft, 'issuer', countsAt, piece.lot.unit)
    const lot = {
      ...piece.lot,
      lot: context.lotId(draft.lots.length),
      seq: draft.seq,
      amount: piece.amount as Credits,
      countsAt,
      origin: origin.number,
      sources: sourcesOf([piece], { numerator: 1, denominator: 1 }),
    }
    enter(draft, 'transfer', lot)
  }
}

/** What has lapsed and still lies in the available accounts. */
const lapsed = (draft: Draft, learner: Uuid): Taken[] =>
  lying(draft, learner, ['available']).filter(({ lot }) => isExpired(lot, draft.day))

function takeTo(draft: Draft, verb: Move['verb'], pieces: Taken[], to: (piece: Taken) => Account): void {
  for (const piece of pieces) {
    move(draft, verb, piece.lot, piece.amount, { from: piece.account, to: to(piece), hold: piece.hold })
  }
}

/** Makes a lot and enters it into the learner's available account. */
function issue(
  draft: Draft,
  verb: 'deposit' | 'convert',
  made: Made,
  terms: Pick<NewLot, 'learner' | 'issuer' | 'countsAt' | 'unit' | 'origin' | 'sources'>,
  context: Context,
): void {
  const { elective, earnedOn, expiresOn, provenance } = made
  enter(draft, verb, {
    ...terms,
    lot: context.lotId(draft.lots.length),
    seq: draft.seq,
    amount: positive(made.amount),
    elective,
    earnedOn,
    expiresOn,
    commitment: context.commit(provenance, terms.learner),
  })
}

function enter(draft: Draft, verb: Move['verb'], lot: NewLot): void {
  // A lot's id follows from the cause, so that a lot that is there already tells of a cause posted before.
  if (lotOf(draft, lot.lot)) refuse('cause_taken')
  draft.lots.push(lot)
  const origin =
    draft.books.byNumber.get(lot.origin) ?? draft.opened.find(({ number }) => number === lot.origin)
  move(draft, verb, lot, lot.amount, {
    from: origin ?? bug(`account ${lot.origin} was not loaded`),
    to: accountFor(draft, 'available', lot.learner, lot.unit),
  })
}

/** The first pieces up to an amount are used, the rest is given up. */
function split(pieces: Taken[], amount: number): { used: Taken[]; given: Taken[] } {
  const used: Taken[] = []
  const given: Taken[] = []
  let missing = amount
  for (const piece of pieces) {
    const part = Math.min(piece.amount, missing)
    if (part > 0) used.push({ ...piece, amount: part })
    if (part < piece.amount) given.push({ ...piece, amount: piece.amount - part })
    missing -= part
  }
  return { used, given }
}

function sourcesOf(pieces: Taken[], rate: LotSource['rate']): LotSource[] {
  const amounts = new Map<Uuid, number>()
  for (const { lot, amount } of pieces) amounts.set(lot.lot, (amounts.get(lot.lot) ?? 0) + amount)
  return Array.from(amounts, ([lot, amount]) => ({ lot, amount: amount as Credits, rate })).sort((a, b) =>
    a.lot < b.lot ? -1 : 1,
  )
}

function closeAccount(books: Books, account: Account): void {
  books.accounts.delete(account.label)
  books.byNumber.delete(account.number)
  const rest = (books.owned.get(account.owner) ?? []).filter(({ number }) => number !== account.number)
  if (rest.length > 0) books.owned.set(account.owner, rest)
  else books.owned.delete(account.owner)
}

function setHolding(books: Books, holding: Holding): void {
  const key = `${holding.account}/${holding.lot}/${holding.hold}`
  const pieces = books.holdings.get(holding.account)
  if (holding.amount === 0) pieces?.delete(key)
  else if (pieces) pieces.set(key, holding)
  else books.holdings.set(holding.account, new Map([[key, holding]]))
}
