// ledger/routes.ts – 账户: contract to operation.
import type { FastifyInstance } from 'fastify'
import { serve } from '../http/serve.ts'
import { day, localDate } from '../values/dates.ts'
import { uuidGiven } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { getAccount, getLots, getReceipt, getStatement } from './contract.ts'
import { onAccount, type AccountBank } from './opening.ts'
import { readAccount, readLots, readReceipt, readStatement } from './reading.ts'

export function accountRoutes(http: FastifyInstance, bank: AccountBank): void {
  serve(http, getAccount, ({ learnerId, on, recordedUntil }, call) =>
    onAccount(bank, learnerId, 'account.read', call, (tx, opened) =>
      readAccount(tx, bank, opened, {
        effectiveDay: on === undefined ? localDate(opened.at) : day(on),
        recordedUntil: recordedUntil === undefined ? undefined : new Date(recordedUntil),
      }),
    ),
  )

  serve(http, getLots, ({ learnerId, on }, call) =>
    onAccount(bank, learnerId, 'account.read', call, (tx, opened) =>
      readLots(tx, bank, opened, on === undefined ? localDate(opened.at) : day(on)),
    ),
  )

  serve(http, getStatement, ({ learnerId, unit, from, to, kind, cursor, limit }, call) =>
    onAccount(bank, learnerId, 'ledger.entries', call, async (tx, opened) => {
      const page = pageFrom(cursor, limit)
      const filter = {
        unit: uuidGiven('inst', unit),
        from: from === undefined ? undefined : day(from),
        to: to === undefined ? undefined : day(to),
        verbs: kind === undefined ? undefined : [kind],
      }
      const asked = { until: localDate(opened.at), filter, page }
      const { lines, count, months } = await readStatement(tx, bank, opened, asked)
      const next = page.offset + page.limit
      return { data: lines, total: count, nextCursor: next < count ? String(next) : null, months }
    }),
  )

  serve(http, getReceipt, ({ learnerId, number }, call) =>
    onAccount(bank, learnerId, 'ledger.entries', call, (tx, opened) =>
      readReceipt(tx, bank, opened, { number, call }),
    ),
  )
}

function pageFrom(cursor: string | undefined, limit: string | undefined) {
  if (cursor !== undefined && !/^\d{1,7}$/.test(cursor))
    refuse('input_invalid', {}, [{ pointer: '/cursor', code: 'cursor' }])
  return { offset: Number(cursor ?? 0), limit: Number(limit ?? 20) }
}
