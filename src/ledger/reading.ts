// ledger/reading.ts – what a reader of an account gets: balances, lots, the statement, a receipt. Pages and papers say
// the same, because both are made from these.
import type { Call } from '../http/call.ts'
import type { Tx } from '../database/connection.ts'
import { localDate, type LocalDate } from '../values/dates.ts'
import { publicId, shardOf } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { verifierOf } from './checkpoint.ts'
import type { AccountBank, Opened } from './opening.ts'
import { lots, position, receipt, verifyReceipt, wholeAccount, type Signer } from './operations.ts'
import {
  institutionsIn,
  institutionsOf,
  toLines,
  toLots,
  toMonths,
  toReceipt,
  toUnits,
  type ReceiptReply,
} from './replies.ts'
import type { AsOf, StatementFilter } from './statement.ts'

export async function readAccount(
  tx: Tx,
  { institutionsNamed }: AccountBank,
  { learner, name }: Opened,
  asOf: AsOf,
) {
  const { balances, lots: standing } = await position(tx, learner, asOf)
  const units = balances.map(({ unit }) => unit)
  const unitOf = await institutionsOf(tx, institutionsNamed, units)
  return {
    learner: { id: publicId('learner', learner), name },
    on: asOf.effectiveDay,
    recordedUntil: asOf.recordedUntil?.toISOString() ?? null,
    units: toUnits(balances, standing, unitOf),
  }
}

export async function readLots(
  tx: Tx,
  { institutionsNamed }: AccountBank,
  { learner }: Opened,
  on: LocalDate,
) {
  const standing = await lots(tx, learner, { effectiveDay: on })
  const unitOf = await institutionsOf(tx, institutionsNamed, institutionsIn(standing))
  return { lots: toLots(learner, standing, unitOf) }
}

/** The statement up to a day, with balances and lots on it, all of one moment. */
export async function readStatement(
  tx: Tx,
  { institutionsNamed }: AccountBank,
  { learner }: Opened,
  asked: { until: LocalDate; filter: StatementFilter; page: { offset: number; limit: number } },
) {
  const { filter, page, until } = asked
  const { statement, balances, lots: standing } = await wholeAccount(tx, learner, until, filter, page)
  const { lines, months, count } = statement
  const unitOf = await institutionsOf(tx, institutionsNamed, [
    ...institutionsIn(standing),
    ...lines.map(({ unit }) => unit),
    ...months.map(({ unit }) => unit),
  ])
  const isAsked = ({ unit }: { unit: string }) => filter.unit === undefined || unit === filter.unit
  return {
    lines: toLines(learner, lines, standing, unitOf),
    count,
    months: toMonths(months, unitOf),
    units: toUnits(balances.filter(isAsked), standing, unitOf),
    lots: toLots(learner, standing.filter(isAsked), unitOf),
  }
}

/** A statement is read whole to find the lines of one posting; nobody has more. */
const linesMost = 100_000

export async function readReceipt(
  tx: Tx,
  bank: AccountBank,
  { learner, name, at }: Opened,
  asked: { number: string; call: Call },
): Promise<ReceiptReply> {
  const [shard = -1, seq = 0] = asked.number.split('-').map(Number)
  const page = { offset: 0, limit: linesMost }
  const { statement, lots: standing } = await wholeAccount(tx, learner, localDate(at), {}, page)
  const own = shard === shardOf(learner) ? statement.lines.filter((line) => line.posting?.seq === seq) : []
  const { day, posting } = own[0] ?? refuse('not_found')
  const made = standing
    .filter((lot) => lot.seq === seq)
    .toSorted((a, b) => Number(a.elective) - Number(b.elective))
  const unitOf = await institutionsOf(tx, bank.institutionsNamed, [
    ...own.map((line) => line.unit),
    ...made.map((lot) => lot.unit),
  ])
  const posted = { day, lines: own, posting: posting ?? refuse('not_found') }
  const behind = await bank.behind(tx, posted.posting.cause, asked.call)
  return {
    ...toReceipt({ id: learner, name }, posted, made, unitOf),
    behind,
    proof: await proofOf(tx, bank.signer, { shard, seq }, at),
  }
}

/** The receipt file, checked as anybody else would check it. Signing a checkpoint locks the shard's head, so it is last. */
async function proofOf(tx: Tx, signer: Signer, place: { shard: number; seq: number }, at: Date) {
  const content = JSON.stringify((await receipt(tx, place, signer, at)) ?? refuse('not_found'))
  const checked = await verifyReceipt(content, verifierOf(signer))
  return { verified: checked.valid, size: checked.valid ? checked.size : 0, content }
}
