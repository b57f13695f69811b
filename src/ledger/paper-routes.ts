// ledger/paper-routes.ts – 对账单与回单: a paper is drawn from one reading, kept by its hash, and anybody may verify it.
import type { FastifyInstance } from 'fastify'
import { maskName } from '../access/fields.ts'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { read, transact } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { serve, serveFile, type ServedFile } from '../http/serve.ts'
import { nameOf } from '../identity/operations.ts'
import { userOf } from '../identity/principal.ts'
import { credits, creditsFromHundredths, creditsText } from '../values/credits.ts'
import { day, localDate } from '../values/dates.ts'
import { newId, publicId, shardOf, uuid, uuidGiven, uuidFrom, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { papers as papersEn } from '../words/en/papers.ts'
import { papers as papersZh } from '../words/zh/papers.ts'
import { getPaper, postReceiptPaper, postStatementPaper } from './contract.ts'
import { onAccount, type AccountBank, type Opened } from './opening.ts'
import { hashOf, keepPaper, newPaperCode, paperByCode, shardOfCode, type Paper } from './paper-store.ts'
import { drawReceipt, drawStatement, type Issue } from './papers.ts'
import { readReceipt, readStatement } from './reading.ts'
import { postingNumber } from './receipt-file.ts'
import { institutionsOf } from './replies.ts'

export type PaperBank = AccountBank & {
  /** Where people open the bank; the QR code leads there. */
  address: string
}

/** More lines than these make a book, not a statement: a shorter period is asked for. */
const linesMost = 2_000

export function paperRoutes(http: FastifyInstance, bank: PaperBank): void {
  const printing = oneAtATime()

  serveFile(http, postStatementPaper, async ({ learnerId, unit, from, to }, call) => {
    const { opened, content } = await onAccount(
      bank,
      learnerId,
      'ledger.entries',
      call,
      async (tx, opened) => {
        const today = localDate(opened.at)
        const until = to === undefined || to > today ? today : day(to)
        if (from !== undefined && from > until)
          refuse('input_invalid', {}, [{ pointer: '/from', code: 'from_after_to' }])
        const filter = { unit: uuidGiven('inst', unit), from: from === undefined ? undefined : day(from) }
        const page = { offset: 0, limit: linesMost }
        const found = await readStatement(tx, bank, opened, { until, filter, page })
        if (found.count > linesMost) refuse('statement_too_long', { count: found.count, most: linesMost })
        const one = unit === undefined ? null : (found.units[0]?.unit ?? refuse('not_found'))
        return { opened, content: { ...found, from: filter.from ?? null, to: until, unit: one } }
      },
    )
    const issue = issueOf(bank, opened, call)
    const bytes = await printing(() => drawStatement(content, issue))
    await keep(bank, issue, opened, bytes, call, {
      kind: 'statement',
      posting: null,
      fromDay: content.from,
      toDay: content.to,
      lines: content.lines.length,
      available: content.units.map(({ unit, available }) => ({
        unit: uuidFrom('inst', unit.id)!,
        hundredths: credits(available),
      })),
    })
    return pdf(words[call.language].statement.file(content.to), bytes)
  })

  serveFile(http, postReceiptPaper, async ({ learnerId, number }, call) => {
    const { opened, receipt } = await onAccount(
      bank,
      learnerId,
      'ledger.entries',
      call,
      async (tx, opened) => ({
        opened,
        receipt: await readReceipt(tx, bank, opened, { number, call }),
      }),
    )
    const issue = issueOf(bank, opened, call)
    const bytes = await printing(() => drawReceipt(receipt, issue))
    await keep(bank, issue, opened, bytes, call, {
      kind: 'receipt',
      posting: Number(number.split('-')[1]),
      fromDay: null,
      toDay: null,
      lines: receipt.lines.length,
      available: [],
    })
    return pdf(words[call.language].receipt.file(number), bytes)
  })

  serve(http, getPaper, ({ code }, call) => {
    permit(call.principal, 'paper.verify', {})
    const shard = shardOfCode(code) ?? refuse('not_found')
    return read(bank.db, { shard }, async (tx) => {
      const paper = (await paperByCode(tx, shard, code)) ?? refuse('not_found')
      const holder = await nameOf(tx, bank.vault, paper.learner, call.language)
      const units = paper.available.map(({ unit }) => unit)
      const unitOf = await institutionsOf(tx, bank.institutionsNamed, units)
      return {
        kind: paper.kind === 'receipt' ? ('receipt' as const) : ('statement' as const),
        issuedAt: paper.issuedAt.toISOString(),
        holder: holder === undefined ? null : maskName(holder),
        posting: paper.posting === null ? null : postingNumber(shard, paper.posting),
        reversed: paper.reversedBy !== null,
        from: paper.fromDay,
        to: paper.toDay,
        lines: paper.lines,
        available: paper.available.map(({ unit, hundredths }) => ({
          unit: unitOf(uuid(unit)),
          credits: creditsText(creditsFromHundredths(hundredths)),
        })),
        sha256: paper.contentHash.toString('hex'),
      }
    })
  })
}

const words = { 'zh-CN': papersZh, en: papersEn }

const pdf = (name: string, bytes: Buffer): ServedFile => ({
  name,
  mediaType: 'application/pdf',
  bytes,
  inline: false,
})

function issueOf(bank: PaperBank, { learner, name, at }: Opened, call: Call): Issue {
  const code = newPaperCode(shardOf(learner))
  return {
    language: call.language,
    at,
    holder: { id: publicId('learner', learner), name },
    code,
    address: `${bank.address}/verify/${code}`,
  }
}

/** A paper is handed out only once it is on record. */
function keep(
  { db }: PaperBank,
  { code, at }: Issue,
  { learner }: { learner: Uuid },
  bytes: Buffer,
  call: Call,
  said: Pick<Paper, 'kind' | 'posting' | 'fromDay' | 'toDay' | 'lines' | 'available'>,
): Promise<void> {
  const issuedBy = userOf(call.principal)
  const id = newId(shardOf(learner))
  return transact(db, { ...call, shard: shardOf(learner) }, async (tx, now) => {
    const hashes = { codeHash: hashOf(code), contentHash: hashOf(bytes) }
    await keepPaper(tx, { ...said, ...hashes, id, learner, issuedAt: at, issuedBy })
    await record(tx, { ...call, at: now }, `ledger.${said.kind}_issued`, { id, subject: learner })
  })
}

const waitingMost = 20

/** Drawing takes the processor: one paper at a time, and who would wait too long is told to come again. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return async (work) => {
    if (waiting >= waitingMost) refuse('unavailable')
    waiting++
    const turn = last.then(work)
    last = turn.catch(() => undefined) // Who asked hears of it; the next one draws all the same.
    return turn.finally(() => waiting--)
  }
}
