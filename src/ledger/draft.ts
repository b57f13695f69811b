// ledger/draft.ts – a shard's books as they lie in memory, and a draft of one posting on top of them.
// The books are only read while a posting is drafted: a refusal leaves nothing to clean up.
import { creditsMost, type Credits } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import { refuse } from '../values/refusal.ts'
import type { Uuid } from '../values/ids.ts'
import {
  accountLabel,
  isSpendable,
  isIssuing,
  type Account,
  type AccountKind,
  type Unit,
} from './accounts.ts'
import type { Cause } from './commands.ts'
import type { Holding, Lot, LotSource, Verb } from './lots.ts'

/** A movement as it was booked, named by account numbers. */
export type PastMove = {
  verb: Verb
  lot: Uuid
  from: number
  to: number
  hold: number
  amount: number
}

/** An earlier posting, looked up for its reversal. */
export type PastPosting = { seq: number; reversed: boolean; moves: PastMove[] }

/** What a lot was made into: the lots made of it in one posting, and how their sources moved then. */
export type PastConversion = { made: Uuid[]; moves: PastMove[] }

/**
 * What has been loaded of a shard: every account, piece and lot that the commands at hand can touch, which for a
 * learner means all of the learner's own. `positions` (by `piece`) says what lies in accounts that are not spendable;
 * it is loaded only for lots that are to be reversed or revoked, since such accounts can hold any number of lots.
 */
export type Books = {
  shard: number
  seq: number
  accountCount: number
  accounts: Map<string, Account>
  byNumber: Map<number, Account>
  owned: Map<Uuid, Account[]>
  holdings: Map<number, Map<string, Holding>>
  lots: Map<Uuid, Lot>
  holds: Map<Cause, number>
  postings: Map<Cause, PastPosting>
  conversions: Map<Uuid, PastConversion[]>
  positions: Map<string, Holding>
}

export const emptyBooks = (shard: number): Books => ({
  shard,
  seq: 0,
  accountCount: 0,
  accounts: new Map(),
  byNumber: new Map(),
  owned: new Map(),
  holdings: new Map(),
  lots: new Map(),
  holds: new Map(),
  postings: new Map(),
  conversions: new Map(),
  positions: new Map(),
})

/** Puts an account into the books, in the place of what was known of it. */
export function putAccount(books: Books, account: Account): void {
  books.accounts.set(account.label, account)
  books.byNumber.set(account.number, account)
  const owned = books.owned.get(account.owner)
  const at = owned?.findIndex(({ number }) => number === account.number) ?? -1
  if (!owned) books.owned.set(account.owner, [account])
  else if (at < 0) owned.push(account)
  else owned[at] = account
}

/** One end of a movement: the account, its version and its balance after it. */
export type Side = { account: number; label: string; version: number; balance: number }

export type Move = { verb: Verb; lot: Uuid; hold: number; amount: Credits; from: Side; to: Side }

export type NewLot = Lot & { sources: LotSource[] }

/** Before and after of whatever a posting changes; a change can be put in place and taken back. */
export type Change<Thing> = { before: Thing | undefined; after: Thing }

export type Draft = {
  books: Books
  /** Number of the posting being drafted, from 1. */
  seq: number
  day: LocalDate
  accounts: Map<number, Change<Account>>
  opened: Account[]
  holdings: Map<string, Change<Holding>>
  positions: Map<string, Holding>
  lots: NewLot[]
  moves: Move[]
}

export const newDraft = (books: Books, day: LocalDate): Draft => ({
  books,
  seq: books.seq + 1,
  day,
  accounts: new Map(),
  opened: [],
  holdings: new Map(),
  positions: new Map(),
  lots: [],
  moves: [],
})

/** Identifies a piece: where, of which lot, for which hold. */
export const piece = (account: number, lot: Uuid, hold: number): string => `${account}/${lot}/${hold}`

/** The account of that name as the draft has it; one that does not exist yet is opened. */
export function accountFor(draft: Draft, kind: AccountKind, owner: Uuid, unit: Unit): Account {
  const label = accountLabel({ kind, owner, unit })
  const known = draft.books.accounts.get(label) ?? draft.opened.find((account) => account.label === label)
  if (known) return draft.accounts.get(known.number)?.after ?? known
  const number = draft.books.accountCount + draft.opened.length + 1
  const account = { kind, owner, unit, label, number, posted: 0, version: 0, day: draft.day }
  draft.opened.push(account)
  return account
}

/** The account with that number as the draft has it. */
export function accountNumbered(draft: Draft, number: number): Account {
  const account = draft.accounts.get(number)?.after ?? draft.books.byNumber.get(number)
  return account ?? bug(`account ${number} was not loaded`)
}

/** The learner's accounts of those kinds that exist. */
export const accountsOf = (draft: Draft, learner: Uuid, kinds: readonly AccountKind[]): Account[] =>
  [...(draft.books.owned.get(learner) ?? []), ...draft.opened.filter(({ owner }) => owner === learner)]
    .filter(({ kind }) => kinds.includes(kind))
    .map((account) => draft.accounts.get(account.number)?.after ?? account)

/** A lot that is known or has been made in this draft. */
export const lotOf = (draft: Draft, id: Uuid): Lot | undefined =>
  draft.books.lots.get(id) ?? draft.lots.find(({ lot }) => lot === id)

/** What lies in a spendable account, piece by piece, as the draft has it. */
export function piecesIn(draft: Draft, account: number): Holding[] {
  const found: Holding[] = []
  for (const [key, holding] of draft.books.holdings.get(account) ?? []) {
    if (!draft.holdings.has(key)) found.push(holding)
  }
  for (const { after } of draft.holdings.values()) {
    if (after.account === account && after.amount > 0) found.push(after)
  }
  return found
}

/** How much of a lot lies in an account, for a hold (0: for none). */
export function amountAt(draft: Draft, account: Account, lot: Uuid, hold: number): number {
  const key = piece(account.number, lot, hold)
  if (isSpendable(account.kind))
    return (draft.holdings.get(key)?.after ?? heldIn(draft, key, account))?.amount ?? 0
  return (draft.positions.get(key) ?? draft.books.positions.get(key))?.amount ?? 0
}

/** Every place where pieces of a lot lie, its origin aside, as far as loaded. */
export function placesOf(draft: Draft, lot: Lot): Holding[] {
  const lying = accountsOf(draft, lot.learner, ['available', 'held', 'frozen']).flatMap(({ number }) =>
    piecesIn(draft, number),
  )
  const gone = new Map([...draft.books.positions, ...draft.positions])
  return [...lying, ...gone.values()].filter((place) => place.lot === lot.lot && place.amount > 0)
}

/**
 * Moves a piece of a lot. Debit and credit are one row, so that what leaves one account enters the other by
 * construction. Callers have refused what may be refused; what is wrong here is a bug.
 */
export function move(
  draft: Draft,
  verb: Verb,
  lot: Lot,
  amount: number,
  way: { from: Account; to: Account; hold?: number },
): void {
  const { from, to, hold = 0 } = way
  if (!Number.isSafeInteger(amount) || amount <= 0 || amount > creditsMost) bug(`amount ${amount}`)
  if (from.unit !== lot.unit || to.unit !== lot.unit) bug(`${lot.lot} is of another unit than its accounts`)
  if (from.number === to.number) bug('a movement needs two accounts')

  if (from.number !== lot.origin) change(draft, from, lot, hold, -amount)
  if (to.number !== lot.origin) change(draft, to, lot, hold, amount)
  draft.moves.push({
    verb,
    lot: lot.lot,
    hold,
    amount: amount as Credits,
    from: book(draft, from.number, -amount),
    to: book(draft, to.number, amount),
  })
}

function change(draft: Draft, account: Account, lot: Lot, hold: number, amount: number): void {
  const at = account.kind === 'held' || account.kind === 'frozen' ? hold : 0
  const key = piece(account.number, lot.lot, at)
  const left = amountAt(draft, account, lot.lot, at) + amount
  if (left < 0) bug(`${key} has not that much`)
  const after = { account: account.number, lot: lot.lot, hold: at, amount: left }
  if (isSpendable(account.kind)) draft.holdings.set(key, { before: heldIn(draft, key, account), after })
  else draft.positions.set(key, after)
}

function book(draft: Draft, number: number, amount: number): Side {
  const opened = draft.opened.find((account) => account.number === number)
  const before = opened ? undefined : draft.books.byNumber.get(number)
  const now = draft.accounts.get(number)?.after ?? before ?? opened ?? bug(`account ${number} was not loaded`)
  const after = {
    ...now,
    posted: now.posted + amount,
    version: now.version + 1,
    day: now.day > draft.day ? now.day : draft.day,
  }
  if (after.posted < 0 && !isIssuing(after.kind)) bug(`${after.label} would be overdrawn`)
  draft.accounts.set(number, { before, after })
  return { account: number, label: after.label, version: after.version, balance: after.posted }
}

const heldIn = (draft: Draft, key: string, account: Account): Holding | undefined =>
  draft.books.holdings.get(account.number)?.get(key)

/** Adds up; refuses nothing. */
export const total = (pieces: readonly { amount: number }[]): number =>
  pieces.reduce((sum, { amount }) => sum + amount, 0)

/** An amount that a command asks to move must be more than nothing. */
export const positive = (amount: Credits): Credits =>
  amount > 0 && amount <= creditsMost ? amount : refuse('amount_malformed', { value: amount / 100 })

export function bug(what: string): never {
  throw new Error(`Ledger: ${what}`)
}
