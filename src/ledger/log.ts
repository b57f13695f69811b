// ledger/log.ts – books, and a learner's history, from nothing but the entries that were posted. Pure.
import type { Uuid } from '../values/ids.ts'
import { isSpendable } from './accounts.ts'
import { emptyBooks, piece, type Books, type PastMove } from './draft.ts'
import type { Provenance } from './lots.ts'
import { advance, type Entry } from './machine.ts'
import type { History } from './statement.ts'

/** Books as a shell would load them. */
export function replay(shard: number, log: readonly Entry[]): Books {
  const books = emptyBooks(shard)
  for (const entry of log) advance(books, entry)
  return books
}

const past = (entry: Entry): PastMove[] =>
  entry.moves.map(({ verb, lot, hold, amount, from, to }) => ({
    verb,
    lot,
    hold,
    amount,
    from: from.account,
    to: to.account,
  }))

/** Adds the facts that reversals and revocations need. */
export function withHistory(books: Books, log: readonly Entry[]): Books {
  const postings = new Map(
    log.map((entry) => [
      entry.cause,
      { seq: entry.seq, reversed: log.some(({ reverses }) => reverses === entry.seq), moves: past(entry) },
    ]),
  )
  const conversions: Books['conversions'] = new Map()
  const positions: Books['positions'] = new Map()
  for (const entry of log) {
    for (const source of new Set(entry.lots.flatMap(({ sources }) => sources.map(({ lot }) => lot)))) {
      const made = entry.lots.filter(({ sources }) => sources.some(({ lot }) => lot === source))
      const together = new Set(made.flatMap(({ sources }) => sources.map(({ lot }) => lot)))
      const moves = past(entry).filter(({ lot }) => together.has(lot))
      const before = conversions.get(source) ?? []
      conversions.set(source, [...before, { made: made.map(({ lot }) => lot), moves }])
    }
    for (const { lot, amount, from, to } of entry.moves)
      for (const [account, part] of [
        [from.account, 0 - amount],
        [to.account, amount],
      ] as const) {
        if (isSpendable(books.byNumber.get(account)!.kind) || books.lots.get(lot)!.origin === account)
          continue
        const key = piece(account, lot, 0)
        positions.set(key, { account, lot, hold: 0, amount: (positions.get(key)?.amount ?? 0) + part })
      }
  }
  return { ...books, postings, conversions, positions }
}

/** Everything that happened to a learner's lots, for balances and statements. */
export function historyOf(
  books: Books,
  log: readonly Entry[],
  learner: Uuid,
  provenanceOf: (lot: Uuid) => Provenance | null,
): History {
  const lots = [...books.lots.values()].filter((lot) => lot.learner === learner)
  const own = new Set(lots.map(({ lot }) => lot))
  return {
    lots: lots.map((lot) => ({ ...lot, provenance: provenanceOf(lot.lot) })),
    moves: log.flatMap(({ seq, cause, effectiveOn, recordedAt, actor, reverses, moves }) =>
      moves
        .map((move, line) => ({ seq, line, cause, effectiveOn, recordedAt, actor, reverses, ...move }))
        .filter(({ lot }) => own.has(lot))
        .map(({ from, to, ...rest }) => ({
          ...rest,
          from: { ...books.byNumber.get(from.account)!, account: from.account },
          to: { ...books.byNumber.get(to.account)!, account: to.account },
        })),
    ),
  }
}
