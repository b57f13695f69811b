// ledger/lots.ts – 学分批次: one deposit with its own issuer, dates and origin. A lot never changes; pieces of it move.
import type { Credits } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import type { Hours } from '../values/quantities.ts'
import type { AccountKind, Unit } from './accounts.ts'

/**
 * Where a lot comes from. Personal, so the ledger holds only a salted commitment to it; the words themselves lie in an
 * erasable table. Erasing them leaves every entry and every receipt valid.
 */
export type Provenance = {
  title: string
  institution: Uuid | null
  course: Uuid | null
  grade: string | null
  hours: Hours | null
  level: number | null
  category: string | null
  /** SHA-256 of the evidence file, hexadecimal. */
  evidence: string | null
  /** Version of the rule set by which the credits were decided. */
  rule: string | null
}

/** An exact ratio between two units, such as 18 hours to 16 hours a credit. */
export type Rate = { numerator: number; denominator: number }

/** What a converted lot was made from. `amount` is what the conversion took of the source lot, forfeited or not. */
export type LotSource = { lot: Uuid; amount: Credits; rate: Rate }

/** `origin` is the number of the account the lot was issued from; what goes back there is taken back. */
export type Lot = {
  lot: Uuid
  /** Number of the posting that made it. */
  seq: number
  learner: Uuid
  unit: Unit
  amount: Credits
  issuer: Uuid
  /** The institution where the lot counts; the issuer's own until it is transferred or converted. */
  countsAt: Uuid
  elective: boolean
  earnedOn: LocalDate
  expiresOn: LocalDate | null
  origin: number
  /** Salted SHA-256 of the provenance, hexadecimal. */
  commitment: string
}

/** A piece where it lies: in the account with this number, for the hold with this number (0 when for none). */
export type Holding = { account: number; lot: Uuid; hold: number; amount: number }

export type Verb =
  | 'deposit'
  | 'hold'
  | 'freeze'
  | 'release'
  | 'convert'
  | 'transfer'
  | 'redeem'
  | 'expire'
  | 'revoke'
  | 'reverse'

/** The last valid day is still valid. */
export const isExpired = (lot: { expiresOn: LocalDate | null }, day: LocalDate): boolean =>
  lot.expiresOn !== null && lot.expiresOn < day

/** Earliest expiry first, those without expiry last, then in the order they came in (L-07). */
export function bySpendOrder(a: Lot, b: Lot): number {
  const first = a.expiresOn ?? '9999'
  const second = b.expiresOn ?? '9999'
  if (first !== second) return first < second ? -1 : 1
  return a.seq - b.seq || (a.lot < b.lot ? -1 : 1)
}

/** How a learner's card sums the places where credits lie. */
export const standingOf = {
  available: 'available',
  held: 'held',
  frozen: 'frozen',
  conversion: 'converted',
  receiver: 'redeemed',
  forfeited: 'forfeited',
  expired: 'expired',
  issuer: 'reversed',
  transit: 'moved',
} as const satisfies Record<AccountKind, string>
export type Standing = (typeof standingOf)[AccountKind]
