// ledger/undo.ts – corrections: 冲正 takes a posting back whole, 撤销 takes back a lot and what was made from it.
// Nothing is edited; both are new movements in the opposite direction.
import type { Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { Account } from './accounts.ts'
import type { Reverse, Revoke } from './commands.ts'
import {
  accountFor,
  accountNumbered,
  amountAt,
  bug,
  lotOf,
  move,
  placesOf,
  type Draft,
  type PastConversion,
  type PastMove,
} from './draft.ts'
import type { Holding, Lot } from './lots.ts'

/** A piece of a revoked lot, or of one made from it, that has been used for an award. */
export type Case = { lot: Uuid; amount: number }

/** Reverses a posting and returns its number. */
export function reverse(draft: Draft, command: Reverse): number {
  const past = draft.books.postings.get(command.cause) ?? refuse('not_found')
  if (past.reversed) refuse('already_reversed')
  for (const { verb } of past.moves) {
    if (verb === 'redeem') refuse('redemption_final')
    if (verb !== 'deposit' && verb !== 'convert' && verb !== 'transfer') refuse('not_reversible')
  }
  for (const before of past.moves.toReversed()) {
    const { lot, from, to } = opposite(draft, before)
    if (lot.learner !== command.learner) refuse('not_found')
    if (amountAt(draft, from, lot.lot, 0) < before.amount) refuse('reversal_spent')
    move(draft, 'reverse', lot, before.amount, { from, to })
  }
  return past.seq
}

/** Takes back what is left of a lot, undoing the conversions it went into; returns what can't be taken back. */
export function revoke(draft: Draft, command: Revoke): Case[] {
  const lot = lotOf(draft, command.lot)
  if (lot?.learner !== command.learner) refuse('not_found')
  const cases = conversionsOf(draft, lot).flatMap((conversion) => {
    const used = usedIn(draft, conversion)
    if (used.length === 0) undo(draft, conversion)
    return used
  })
  cases.push(...redeemed(draft, lot))
  withdraw(draft, lot)
  return cases
}

/** Undoes a conversion none of whose lots has been used: later conversions first, then its own. */
function undo(draft: Draft, { made, moves }: PastConversion): void {
  for (const lot of made.map((id) => known(draft, id))) {
    for (const conversion of conversionsOf(draft, lot)) undo(draft, conversion)
    withdraw(draft, lot)
  }
  for (const past of moves) {
    const { lot, from } = opposite(draft, past)
    move(draft, 'revoke', lot, past.amount, {
      from,
      to: accountFor(draft, 'available', lot.learner, lot.unit),
    })
  }
}

/** Returns a lot's pieces to where it was issued, from everywhere but an award or a conversion that stands. */
function withdraw(draft: Draft, lot: Lot): void {
  for (const { account, hold, amount } of placesOf(draft, lot)) {
    const from = accountNumbered(draft, account)
    if (from.kind === 'receiver' || from.kind === 'conversion') continue
    move(draft, 'revoke', lot, amount, { from, to: accountNumbered(draft, lot.origin), hold })
  }
}

/** The conversions of a lot that stand: those whose lots have not all gone back. */
const conversionsOf = (draft: Draft, lot: Lot): PastConversion[] =>
  (draft.books.conversions.get(lot.lot) ?? []).filter(({ made }) =>
    made.some((id) => placesOf(draft, known(draft, id)).length > 0),
  )

function usedIn(draft: Draft, { made }: PastConversion): Case[] {
  return made
    .map((id) => known(draft, id))
    .flatMap((lot) => [
      ...redeemed(draft, lot),
      ...conversionsOf(draft, lot).flatMap((conversion) => usedIn(draft, conversion)),
    ])
}

const redeemed = (draft: Draft, lot: Lot): Case[] =>
  placesOf(draft, lot)
    .filter(({ account }: Holding) => accountNumbered(draft, account).kind === 'receiver')
    .map(({ amount }) => ({ lot: lot.lot, amount }))

/** The way back of a movement. What came from a hold goes back to be available: the hold is over. */
function opposite(draft: Draft, past: PastMove): { lot: Lot; from: Account; to: Account } {
  const lot = known(draft, past.lot)
  const to = accountNumbered(draft, past.from)
  return {
    lot,
    from: accountNumbered(draft, past.to),
    to:
      to.kind === 'held' || to.kind === 'frozen' ? accountFor(draft, 'available', lot.learner, lot.unit) : to,
  }
}

const known = (draft: Draft, id: Uuid): Lot => lotOf(draft, id) ?? bug(`lot ${id} was not loaded`)
