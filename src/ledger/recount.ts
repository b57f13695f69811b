// ledger/recount.ts – 重算: a shard's books counted again from its entries, in their order, by nothing but addition. It
// shares no code with the machine that posts, so that a mistake there shows here. Pure.
import type { AccountKind } from './accounts.ts'

/** What can be wrong with the books, as against the hashes. */
export type BookRule =
  | 'balances'
  | 'running'
  | 'lots'
  | 'issued'
  | 'holdings'
  | 'units'
  | 'conversions'
  | 'postings'
export type Find = (rule: BookRule, what: string) => void

type Account = { number: number; kind: AccountKind; unit: string }
type Lot = { lot: string; seq: number; unit: string; amount: number; origin: number }
type Source = { amount: number; numerator: number; denominator: number }
type Move = {
  verb: string
  lot: string
  hold: number
  amount: number
  src: number
  dst: number
  srcVersion: number
  dstVersion: number
  srcBalance: number
  dstBalance: number
}

export type Recount = {
  /** Takes the next posting with its movements, and the lots it made. */
  posting(
    seq: number,
    moves: readonly Move[],
    made: readonly Lot[],
    sourcesOf: (lot: string) => readonly Source[],
  ): void
  /** Compares what came out with what is kept beside the entries. */
  end(
    balances: readonly { account: number; posted: number; version: number }[],
    holdings: readonly { account: number; lot: string; hold: number; amount: number }[],
  ): void
}

export function newRecount(accounts: readonly Account[], lots: readonly Lot[], find: Find): Recount {
  const books = new Map<number, Book>(
    accounts.map((account) => [account.number, { ...account, posted: 0, version: 0 }]),
  )
  /** Where the pieces of a lot lie. */
  const pieces = new Map<string, Piece>(lots.map((lot) => [lot.lot, { of: lot, places: [] }]))
  const unmade = new Set(lots.map(({ lot }) => lot))

  function bookOf(number: number): Book {
    const book = books.get(number) ?? { number, kind: 'transit', unit: '', posted: 0, version: 0 }
    if (book.version === 0) books.set(number, book)
    return book
  }

  /** One side of a movement: `change` is what the account gains by it. */
  function change(book: Book, amount: number, version: number, balance: number): void {
    book.version++
    book.posted += amount
    if (version !== book.version) find('balances', `account ${book.number} version ${version}`)
    if (balance !== book.posted) find('running', `account ${book.number} version ${version}`)
  }

  function carry({ of, places }: Piece, { hold, amount }: Move, src: Book, dst: Book): void {
    const left = add(places, src.number, holdIn(src, hold), -amount)
    const there = add(places, dst.number, holdIn(dst, hold), amount)
    // Only where it came into being may a lot stand below zero, by its amount at most.
    const isOverdrawn = left < (src.number === of.origin ? -of.amount : 0)
    if (isOverdrawn || (dst.number === of.origin && there > 0)) find('lots', `lot ${of.lot}`)
  }

  return {
    posting(seq, moves, made, sourcesOf) {
      if (moves.length === 0) find('postings', `posting ${seq}`)
      let isConversion = false
      for (const move of moves) {
        const [src, dst, piece] = [bookOf(move.src), bookOf(move.dst), pieces.get(move.lot)]
        change(src, -move.amount, move.srcVersion, move.srcBalance)
        change(dst, move.amount, move.dstVersion, move.dstBalance)
        if (piece) carry(piece, move, src, dst)
        else find('lots', `lot ${move.lot}`)
        const unit = piece?.of.unit
        if (src.unit !== unit || dst.unit !== unit) find('units', `posting ${seq}`)
        isConversion ||= move.verb === 'convert'
      }
      for (const { lot, origin, amount } of made) {
        unmade.delete(lot)
        const isIssued = moves.some(
          (move) => move.lot === lot && move.src === origin && move.amount === amount,
        )
        if (!isIssued) find('issued', `lot ${lot}`)
      }
      if (isConversion && isTooMuch(made, sourcesOf)) find('conversions', `posting ${seq}`)
    },

    end(balances, holdings) {
      for (const lot of unmade) find('issued', `lot ${lot}`)
      const kept = new Map(balances.map((row) => [row.account, row]))
      for (const { number, posted, version } of books.values()) {
        const row = kept.get(number)
        if (row?.posted !== posted || row.version !== version) find('balances', `account ${number}`)
        kept.delete(number)
      }
      for (const account of kept.keys()) find('balances', `account ${account}`)

      for (const { account, lot, hold, amount } of holdings) {
        const left = add(pieces.get(lot)?.places ?? [], account, hold, -amount)
        if (left !== 0) find('holdings', `account ${account} lot ${lot}`)
      }
      for (const [lot, { places }] of pieces) {
        for (const { account, amount } of places) {
          const kind = books.get(account)?.kind
          if (amount > 0 && kind && isSpendable(kind)) find('holdings', `account ${account} lot ${lot}`)
        }
      }
    },
  }
}

type Book = Account & { posted: number; version: number }
type Place = { account: number; hold: number; amount: number }
type Piece = { of: Lot; places: Place[] }

/** A learner's own credits are kept piece by piece, those held or frozen by their hold too; the others lot by lot. */
const holdIn = ({ kind }: Book, hold: number): number => (kind === 'held' || kind === 'frozen' ? hold : 0)

/** Adds to what lies in a place, and says what lies there then. Few places at a time: an empty one is forgotten. */
function add(places: Place[], account: number, hold: number, amount: number): number {
  for (const [at, place] of places.entries()) {
    if (place.account !== account || place.hold !== hold) continue
    place.amount += amount
    if (place.amount === 0) places.splice(at, 1)
    return place.amount
  }
  places.push({ account, hold, amount })
  return amount
}

const isSpendable = (kind: AccountKind): boolean =>
  kind === 'available' || kind === 'held' || kind === 'frozen'

/** What a conversion made is not more than its rate gives; each lot of it names all that was given up. */
function isTooMuch(made: readonly Lot[], sourcesOf: (lot: string) => readonly Source[]): boolean {
  const converted = made.filter(({ lot }) => sourcesOf(lot).length > 0)
  const sources = converted[0] ? sourcesOf(converted[0].lot) : []
  return sources.some(
    ({ numerator, denominator }) =>
      total(converted) * BigInt(denominator) > total(sources) * BigInt(numerator),
  )
}

const total = (rows: readonly { amount: number }[]): bigint =>
  rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
