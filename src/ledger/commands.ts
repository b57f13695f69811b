// ledger/commands.ts – what can be asked of the ledger. Several commands under one cause become one posting.
import type { Credits } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import type { Unit } from './accounts.ts'
import type { Provenance, Rate } from './lots.ts'

/** What a posting is for, such as a claim's id; unique within a shard, so that a repeat posts nothing. */
export type Cause = string

/** A lot by its id, or the n-th lot made earlier in the same posting, counted from 0. */
export type LotRef = Uuid | { made: number }

/** Which credits: the earliest to expire, lots the learner chose, or what a hold keeps (all of it unless said). */
export type From =
  | { unit: Unit; amount: Credits }
  | { pieces: { lot: LotRef; amount: Credits }[] }
  | { hold: Cause; amount?: Credits }

/** 存入: a recognised outcome becomes a lot. It may count from an earlier day, never from a later one. */
export type Deposit = {
  verb: 'deposit'
  learner: Uuid
  issuer: Uuid
  unit: Unit
  amount: Credits
  elective?: boolean
  earnedOn: LocalDate
  expiresOn: LocalDate | null
  provenance: Provenance
}

/** 冻结: `hold` reserves credits for a pending application (待审), `freeze` keeps disputed ones from being used. */
export type Hold = { verb: 'hold' | 'freeze'; learner: Uuid; from: Exclude<From, { hold: Cause }> }

/** Gives back what a hold or a freeze keeps: all of it, or a part. */
export type Release = { verb: 'release'; learner: Uuid; hold: Cause; amount?: Credits }

/** A lot that a conversion makes. */
export type Made = {
  amount: Credits
  elective: boolean
  earnedOn: LocalDate
  expiresOn: LocalDate | null
  provenance: Provenance
}

/**
 * 转换: credits of one unit are given up, and credits of another counted at an institution. What is made may be less
 * than the rate gives (rounded down, capped), never more. `forfeit` is the part of the source that is given up for
 * nothing, by the decision; it is shown as such.
 */
export type Convert = {
  verb: 'convert'
  learner: Uuid
  from: From
  countsAt: Uuid
  unit: Unit
  rate: Rate
  make: Made[]
  forfeit?: Credits
}

/** 转移: the right to count credits passes to another institution; unit and value stay. */
export type Transfer = { verb: 'transfer'; learner: Uuid; from: From; countsAt: Uuid }

/** 兑现: credits are spent for an award, for good. */
export type Redeem = { verb: 'redeem'; learner: Uuid; from: From; receiver: Uuid }

/** Books what has lapsed by the day. It changes no balance: lapsed credits are not available, booked or not. */
export type Expire = { verb: 'expire'; learner: Uuid }

/** 撤销: the outcome behind a lot is void. Undoes its conversions too, save those already used for an award. */
export type Revoke = { verb: 'revoke'; learner: Uuid; lot: Uuid; reason: string }

/** 冲正: the opposite of an earlier posting, once, whole or not at all. */
export type Reverse = { verb: 'reverse'; learner: Uuid; cause: Cause; reason: string }

export type Command = Deposit | Hold | Release | Convert | Transfer | Redeem | Expire | Revoke | Reverse

/** Commands that need only what lies in the learner's accounts; the others need the history of lots. */
export type PlainCommand = Exclude<Command, Revoke | Reverse>
