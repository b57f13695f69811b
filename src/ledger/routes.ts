// ledger/routes.ts – 账户: contract to operation. What other modules know (names of institutions, the claim behind a
// posting) is given by app.ts: the ledger stands beside them, not above.
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { maskName, viewOf } from '../access/fields.ts'
import type { EndpointClass } from '../access/model.ts'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { transact, type Db, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { serve } from '../http/serve.ts'
import { allowsTeacher, learnerTarget, nameOf } from '../identity/operations.ts'
import { userOf } from '../identity/principal.ts'
import type { Vault } from '../identity/vault.ts'
import { type Credits, creditsFromHundredths, creditsText } from '../values/credits.ts'
import { day, localDate } from '../values/dates.ts'
import { publicId, shardOf, uuidFrom, uuidGiven, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { verifierOf } from './checkpoint.ts'
import { getAccount, getReceipt, getStatement } from './contract.ts'
import type { StatementLine } from './model.ts'
import { lots, position, receipt, type Signer, statement, verifyReceipt } from './operations.ts'
import { postingNumber } from './receipt-file.ts'

type Named = { id: Uuid; nameZh: string; nameEn: string | null }
type Behind = NonNullable<z.input<typeof getReceipt.reply>['behind']>

export type AccountBank = {
  db: Db
  vault: Vault
  signer: Signer
  institutionsNamed: (tx: Tx, ids: readonly Uuid[]) => Promise<Map<Uuid, Named>>
  /** The claim that a posting is for, by its cause, as far as the caller may see it. */
  behind: (tx: Tx, cause: string, call: Call) => Promise<Behind | null>
}

export function accountRoutes(http: FastifyInstance, bank: AccountBank): void {
  const { institutionsNamed } = bank

  serve(http, getAccount, ({ learnerId, on, recordedUntil }, call) =>
    onAccount(bank, learnerId, 'account.read', call, async (tx, learner, name, at) => {
      const asOf = {
        effectiveDay: on === undefined ? localDate(at) : day(on),
        recordedUntil: recordedUntil === undefined ? undefined : new Date(recordedUntil),
      }
      const { balances, lots: standing } = await position(tx, learner, asOf)
      const unitOf = await unitsNamed(
        tx,
        bank,
        balances.map(({ unit }) => unit),
      )
      return {
        learner: { id: publicId('learner', learner), name },
        on: asOf.effectiveDay,
        recordedUntil: asOf.recordedUntil?.toISOString() ?? null,
        units: balances.map(({ unit, ...amounts }) => ({
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
          elective: sum(
            standing.flatMap((lot) => (lot.unit === unit && lot.elective ? [lot.available] : [])),
          ),
        })),
      }
    }),
  )

  serve(http, getStatement, ({ learnerId, unit, from, to, kind, cursor, limit }, call) =>
    onAccount(bank, learnerId, 'ledger.entries', call, async (tx, learner, _, at) => {
      const page = pageFrom(cursor, limit)
      const today = localDate(at)
      const { lines, count, months } = await statement(
        tx,
        learner,
        today,
        {
          unit: uuidGiven('inst', unit),
          from: from === undefined ? undefined : day(from),
          to: to === undefined ? undefined : day(to),
          verbs: kind === undefined ? undefined : [kind],
        },
        page,
      )
      const standing = await lots(tx, learner, { effectiveDay: today })
      const titles = new Map(standing.map(({ lot, provenance }) => [lot, provenance?.title ?? null]))
      const unitOf = await unitsNamed(tx, { institutionsNamed }, [
        ...lines.map((line) => line.unit),
        ...months.map((month) => month.unit),
      ])
      const numbered = numbersOn(learner)
      return {
        data: lines.map((line) => ({
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
        })),
        total: count,
        nextCursor: page.offset + page.limit < count ? String(page.offset + page.limit) : null,
        months: months.map((month) => ({
          month: month.month,
          unit: unitOf(month.unit),
          in: creditsText(month.in),
          out: creditsText(month.out),
          closing: creditsText(month.closing),
        })),
      }
    }),
  )

  serve(http, getReceipt, ({ learnerId, number }, call) =>
    onAccount(bank, learnerId, 'ledger.entries', call, async (tx, learner, name, at) => {
      const [shard = -1, seq = 0] = number.split('-').map(Number)
      const today = localDate(at)
      const { lines } = await statement(tx, learner, today, {}, { offset: 0, limit: linesMost })
      const own = shard === shardOf(learner) ? lines.filter((line) => line.posting?.seq === seq) : []
      const posting = own[0]?.posting ?? refuse('not_found')
      const made = (await lots(tx, learner, { effectiveDay: today }))
        .filter((lot) => lot.seq === seq)
        .toSorted((a, b) => Number(a.elective) - Number(b.elective))
      const unitOf = await unitsNamed(tx, { institutionsNamed }, [
        ...own.map((line) => line.unit),
        ...made.map((lot) => lot.unit),
      ])
      const behind = await bank.behind(tx, posting.cause, call)
      const numbered = numbersOn(learner)
      return {
        number: numbered(seq),
        effectiveOn: own[0]!.day,
        recordedAt: posting.recordedAt.toISOString(),
        learner: { id: publicId('learner', learner), name },
        lines: own.toReversed().map((line) => ({
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
        behind,
        reverses: posting.reverses === null ? null : numbered(posting.reverses),
        reversedBy: posting.reversedBy === null ? null : numbered(posting.reversedBy),
        proof: await proofOf(tx, bank.signer, { shard, seq }, at),
      }
    }),
  )
}

/** A statement is read whole to find the lines of one posting; nobody has more. */
const linesMost = 100_000

/** The receipt file, checked as anybody else would check it. Signing a checkpoint locks the shard's head, so it is last. */
async function proofOf(tx: Tx, signer: Signer, place: { shard: number; seq: number }, at: Date) {
  const content = JSON.stringify((await receipt(tx, place, signer, at)) ?? refuse('not_found'))
  const checked = await verifyReceipt(content, verifierOf(signer))
  return { verified: checked.valid, size: checked.valid ? checked.size : 0, content }
}

/** Opens an account for reading, for its learner or whoever may; a look at somebody else's is on record. */
function onAccount<T>(
  { db, vault }: AccountBank,
  learnerId: string,
  endpointClass: EndpointClass,
  call: Call,
  work: (tx: Tx, learner: Uuid, name: string, at: Date) => Promise<T>,
): Promise<T> {
  const user = userOf(call.principal)
  const learner = learnerId === 'me' ? user : (uuidFrom('learner', learnerId) ?? refuse('not_found'))
  return transact(db, { ...call, shard: shardOf(learner) }, async (tx, at) => {
    const isOwn = learner === user
    const [target, consent, found] = await Promise.all([
      isOwn ? { subject: learner } : learnerTarget(tx, call.principal, learner, at),
      !isOwn && allowsTeacher(tx, learner, call.principal, at),
      nameOf(tx, vault, learner, call.language),
    ])
    const { role, grantor } = permit(call.principal, endpointClass, target, { consent })
    const name = found ?? (isOwn ? '' : refuse('not_found'))
    if (!isOwn) await record(tx, { ...call, at }, endpointClass, { subject: learner, role, grantor })
    const isFull = viewOf(call.principal, 'name', target) === 'full'
    return work(tx, learner, isFull ? name : maskName(name), at)
  })
}

async function unitsNamed(
  tx: Tx,
  { institutionsNamed }: Pick<AccountBank, 'institutionsNamed'>,
  units: readonly Uuid[],
) {
  const names = await institutionsNamed(tx, units)
  return (unit: Uuid) => {
    const { nameZh, nameEn } = names.get(unit) ?? { nameZh: '', nameEn: null }
    return { id: publicId('inst', unit), nameZh, nameEn }
  }
}

function pageFrom(cursor: string | undefined, limit: string | undefined) {
  if (cursor !== undefined && !/^\d{1,7}$/.test(cursor))
    refuse('input_invalid', {}, [{ pointer: '/cursor', code: 'cursor' }])
  return { offset: Number(cursor ?? 0), limit: Number(limit ?? 20) }
}

/** Booking what has lapsed changes nothing and is no line. */
const kindOf = ({ verb }: StatementLine) => (verb === 'expire' ? 'lapse' : verb)

const numbersOn = (learner: Uuid) => (seq: number) => postingNumber(shardOf(learner), seq)

const sum = (amounts: readonly Credits[]): string =>
  creditsText(creditsFromHundredths(amounts.reduce((total, amount) => total + amount, 0)))
