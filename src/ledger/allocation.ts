// ledger/allocation.ts – which pieces of which lots a command takes: earliest expiry first, chosen ones, or a hold's.
import type { Credits } from '../values/credits.ts'
import type { Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { Account, AccountKind } from './accounts.ts'
import type { Cause, From, LotRef } from './commands.ts'
import { accountsOf, amountAt, bug, lotOf, piecesIn, positive, total, type Draft } from './draft.ts'
import { bySpendOrder, isExpired, type Lot } from './lots.ts'

/** A piece taken from an account, for a hold (0: for none). */
export type Taken = { account: Account; lot: Lot; hold: number; amount: number }

/** The pieces a command asks for, or the refusal that says why they can't be had. */
export function take(draft: Draft, learner: Uuid, from: From): Taken[] {
  if ('hold' in from) return takeFromHold(draft, learner, from.hold, from.amount)
  if ('pieces' in from) return takeChosen(draft, learner, from.pieces)
  return takeEarliest(draft, learner, from)
}

/** What a hold keeps, all of it or a part. It stays good past its lots' last day: it was asked for in time. */
export function takeFromHold(draft: Draft, learner: Uuid, cause: Cause, amount?: Credits): Taken[] {
  const hold = draft.books.holds.get(cause) ?? refuse('not_found')
  const kept = lying(draft, learner, ['held', 'frozen']).filter((piece) => piece.hold === hold)
  if (kept.length === 0) refuse('hold_closed')
  return amount === undefined ? kept : cut(kept, positive(amount))
}

/** Every piece of the learner's in accounts of those kinds, in spending order. */
export const lying = (draft: Draft, learner: Uuid, kinds: readonly AccountKind[]): Taken[] =>
  accountsOf(draft, learner, kinds)
    .flatMap((account) =>
      piecesIn(draft, account.number).map(({ lot, hold, amount }) => ({
        account,
        hold,
        amount,
        lot: lotOf(draft, lot) ?? bug(`lot ${lot} was not loaded`),
      })),
    )
    .sort((a, b) => bySpendOrder(a.lot, b.lot))

function takeEarliest(draft: Draft, learner: Uuid, wanted: { unit: Uuid; amount: Credits }): Taken[] {
  const all = lying(draft, learner, ['available']).filter(({ lot }) => lot.unit === wanted.unit)
  const valid = all.filter(({ lot }) => !isExpired(lot, draft.day))
  if (total(valid) < positive(wanted.amount)) {
    const held = lying(draft, learner, ['held', 'frozen']).filter(({ lot }) => lot.unit === wanted.unit)
    refuse('credits_insufficient', {
      needed: wanted.amount / 100,
      available: total(valid) / 100,
      held: total(held) / 100,
      expired: (total(all) - total(valid)) / 100,
    })
  }
  return cut(valid, wanted.amount)
}

function takeChosen(draft: Draft, learner: Uuid, pieces: { lot: LotRef; amount: Credits }[]): Taken[] {
  const wanted = new Map<Lot, number>()
  for (const { lot: reference, amount } of pieces) {
    const lot = typeof reference === 'string' ? lotOf(draft, reference) : draft.lots[reference.made]
    if (lot?.learner !== learner) refuse('not_found')
    wanted.set(lot, (wanted.get(lot) ?? 0) + positive(amount))
  }
  return Array.from(wanted, ([lot, amount]) => {
    const account = accountsOf(draft, learner, ['available']).find(({ unit }) => unit === lot.unit)
    const left = account ? amountAt(draft, account, lot.lot, 0) : 0
    if (!account || left < amount) refuse('lot_unavailable', { needed: amount / 100, available: left / 100 })
    if (isExpired(lot, draft.day)) refuse('lot_expired', { day: lot.expiresOn ?? '' })
    return { account, lot, hold: 0, amount }
  })
}

/** The first pieces that make up the amount; the last one is cut. */
export function cut(pieces: readonly Taken[], amount: number): Taken[] {
  const taken: Taken[] = []
  let missing = amount
  for (const piece of pieces) {
    if (missing === 0) break
    const part = Math.min(piece.amount, missing)
    taken.push({ ...piece, amount: part })
    missing -= part
  }
  if (missing > 0) refuse('credits_insufficient', { needed: amount / 100, available: total(pieces) / 100 })
  return taken
}
