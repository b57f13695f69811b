// ledger/accounts.ts – where credits can lie. Every movement goes from one account to another of the same unit.
import type { LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'

/** What credits are counted in: the id of the institution whose credit scheme it is. Units never mix. */
export type Unit = Uuid

/**
 * available 可用 · held 待审, for a pending application · frozen 冻结, disputed · issuer 颁发 · receiver 已兑现 ·
 * conversion 已转换, given up at an institution that counts others for them · forfeited 放弃 · expired 失效 · transit between shards.
 */
export const accountKinds = [
  'available',
  'held',
  'frozen',
  'issuer',
  'receiver',
  'conversion',
  'forfeited',
  'expired',
  'transit',
] as const
export type AccountKind = (typeof accountKinds)[number]

/** Owner: a learner for the learner's own accounts, an institution for issuer, receiver and conversion. */
export type AccountName = { kind: AccountKind; owner: Uuid; unit: Unit }

/** `number` counts accounts of a shard, `version` the movements on this one, `day` is the latest day of any of them. */
export type Account = AccountName & {
  number: number
  label: string
  posted: number
  version: number
  day: LocalDate
}

/** The label of an account, unique within a shard; receipts show it. */
export const accountLabel = ({ kind, owner, unit }: AccountName): string => `${kind}/${owner}/${unit}`

/** Credits come into being here, so that these alone may stand below zero. */
export const isIssuing = (kind: AccountKind): boolean => kind === 'issuer' || kind === 'transit'

/** A learner's accounts from which credits can still move; what lies in them is kept piece by piece. */
export const isSpendable = (kind: AccountKind): boolean =>
  kind === 'available' || kind === 'held' || kind === 'frozen'
