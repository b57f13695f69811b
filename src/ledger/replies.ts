// ledger/replies.ts – what the ledger knows, in the words of its contracts: for the API, and for the papers that say the
// very same.
import type { z } from 'zod'
import type { Tx } from '../database/connection.ts'
import { creditsFromHundredths, creditsText, type Credits } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import { publicId, shardOf, type Uuid } from '../values/ids.ts'
import { plain } from '../values/quantities.ts'
import type { getAccount, getLots, getReceipt, getStatement } from './contract.ts'
import type { LotStanding } from './operations.ts'
import { postingNumber } from './receipt-file.ts'
import type { Balance, Statement, StatementLine } from './statement.ts'

export type Named = { id: Uuid; nameZh: string; nameEn: string | null }
type UnitOf = (unit: Uuid) => { id: string; nameZh: string; nameEn: string | null }
export type Line = z.input<typeof getStatement.reply>['data'][number]
export type Lot = z.input<typeof getLots.reply>['lots'][number]
export type UnitBalance = z.input<typeof getAccount.reply>['units'][number]
export type ReceiptReply = z.input<typeof getReceipt.reply>

/** Institutions by name: units, issuers, where credits count. */
export async function institutionsOf(
  tx: Tx,
  institutionsNamed: (tx: Tx, ids: readonly Uuid[]) => Promise<Map<Uuid, Named>>,
  ids: readonly Uuid[],
): Promise<UnitOf> {
  const names = await institutionsNamed(tx, [...new Set(ids)])
  return (unit) => {
    const { nameZh, nameEn } = names.get(unit) ?? { nameZh: '', nameEn: null }
    return { id: publicId('inst', unit), nameZh, nameEn }
  }
}

export const toUnits = (
  balances: readonly Balance[],
  standing: readonly LotStanding[],
  unitOf: UnitOf,
): UnitBalance[] =>
  balances.map(({ unit, ...amounts }) => ({
    unit: unitOf(unit),
    total: creditsText(amounts.total),
    available: creditsText(amounts.available),
    held: creditsText(amounts.held),
    frozen: creditsText(amounts.frozen),
    converted: creditsText(amounts.converted),
    redeemed: creditsText(amounts.redeemed),
    forfeited: creditsText(amounts.forfeited),
    expired: creditsText(amounts.expired),
    reversed: creditsText(amounts.reversed),
    moved: creditsText(amounts.moved),
    elective: sum(standing.flatMap((lot) => (lot.unit === unit && lot.elective ? [lot.available] : []))),
  }))

export const institutionsIn = (lots: readonly LotStanding[]): Uuid[] =>
  lots.flatMap(({ unit, issuer, countsAt, provenance }) => [
    unit,
    issuer,
    countsAt,
    ...(provenance?.institution ? [provenance.institution] : []),
  ])

export const toLots = (learner: Uuid, standing: readonly LotStanding[], unitOf: UnitOf): Lot[] =>
  standing.map((lot) => ({
    id: publicId('lot', lot.lot),
    unit: unitOf(lot.unit),
    issuer: unitOf(lot.issuer),
    countsAt: unitOf(lot.countsAt),
    credits: creditsText(lot.amount),
    available: creditsText(lot.available),
    held: creditsText(lot.held),
    frozen: creditsText(lot.frozen),
    elective: lot.elective,
    earnedOn: lot.earnedOn,
    expiresOn: lot.expiresOn,
    expired: lot.isExpired,
    posting: postingNumber(shardOf(learner), lot.seq),
    provenance: lot.provenance && {
      title: lot.provenance.title,
      institution: lot.provenance.institution && unitOf(lot.provenance.institution),
      grade: lot.provenance.grade,
      hours: lot.provenance.hours === null ? null : plain(lot.provenance.hours),
      level: lot.provenance.level,
      evidence: lot.provenance.evidence,
      rule: lot.provenance.rule,
    },
  }))

export function toLines(
  learner: Uuid,
  lines: readonly StatementLine[],
  standing: readonly LotStanding[],
  unitOf: UnitOf,
): Line[] {
  const titles = new Map(standing.map(({ lot, provenance }) => [lot, provenance?.title ?? null]))
  const numbered = numbersOn(learner)
  return lines.map((line) => ({
    day: line.day,
    kind: kindOf(line),
    unit: unitOf(line.unit),
    in: creditsText(line.in),
    out: creditsText(line.out),
    available: creditsText(line.available),
    held: creditsText(line.held),
    title: titles.get(line.pieces[0]?.lot ?? learner) ?? null,
    posting: line.posting && {
      number: numbered(line.posting.seq),
      recordedAt: line.posting.recordedAt.toISOString(),
      reverses: line.posting.reverses === null ? null : numbered(line.posting.reverses),
      reversedBy: line.posting.reversedBy === null ? null : numbered(line.posting.reversedBy),
    },
  }))
}

export const toMonths = (months: Statement['months'], unitOf: UnitOf) =>
  months.map((month) => ({
    month: month.month,
    unit: unitOf(month.unit),
    in: creditsText(month.in),
    out: creditsText(month.out),
    closing: creditsText(month.closing),
  }))

export function toReceipt(
  learner: { id: Uuid; name: string },
  posted: { day: LocalDate; lines: readonly StatementLine[]; posting: NonNullable<StatementLine['posting']> },
  made: readonly LotStanding[],
  unitOf: UnitOf,
): Omit<ReceiptReply, 'behind' | 'proof'> {
  const { day, lines, posting } = posted
  const numbered = numbersOn(learner.id)
  return {
    number: numbered(posting.seq),
    effectiveOn: day,
    recordedAt: posting.recordedAt.toISOString(),
    learner: { id: publicId('learner', learner.id), name: learner.name },
    lines: lines.toReversed().map((line) => ({
      kind: kindOf(line),
      unit: unitOf(line.unit),
      in: creditsText(line.in),
      out: creditsText(line.out),
    })),
    lots: made.map((lot) => ({
      id: publicId('lot', lot.lot),
      unit: unitOf(lot.unit),
      credits: creditsText(lot.amount),
      elective: lot.elective,
      earnedOn: lot.earnedOn,
      expiresOn: lot.expiresOn,
      title: lot.provenance?.title ?? null,
      grade: lot.provenance?.grade ?? null,
    })),
    reverses: posting.reverses === null ? null : numbered(posting.reverses),
    reversedBy: posting.reversedBy === null ? null : numbered(posting.reversedBy),
  }
}

/** Booking what has lapsed changes nothing and is no line. */
const kindOf = ({ verb }: StatementLine) => (verb === 'expire' ? 'lapse' : verb)

const numbersOn = (learner: Uuid) => (seq: number) => postingNumber(shardOf(learner), seq)

const sum = (amounts: readonly Credits[]): string =>
  creditsText(creditsFromHundredths(amounts.reduce((total, amount) => total + amount, 0)))
