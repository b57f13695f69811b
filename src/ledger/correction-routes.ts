// ledger/correction-routes.ts – 冻结, 冲正, 撤销 and 个案 of an account: contract to operation.
import type { FastifyInstance } from 'fastify'
import type { Tx } from '../database/connection.ts'
import { serve } from '../http/serve.ts'
import { userOf } from '../identity/principal.ts'
import { creditsFromHundredths, creditsText } from '../values/credits.ts'
import { localDate } from '../values/dates.ts'
import { publicId, shardOf, uuidFrom, uuidGiven, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { casesOf } from './case-store.ts'
import {
  getCases,
  getCorrectionPreview,
  getFreezes,
  postCaseOutcome,
  postFreeze,
  postRelease,
  postReversal,
  postRevocation,
} from './contract.ts'
import { decideCase, fileCorrection, freeze, previewCorrection, release } from './corrections.ts'
import { learnerOf, onAccount, type AccountBank } from './opening.ts'
import { freezes, lots, type Posted } from './operations.ts'
import { postingNumber } from './receipt-file.ts'
import { institutionsIn, institutionsOf } from './replies.ts'

export function correctionRoutes(http: FastifyInstance, bank: AccountBank): void {
  const { db, institutionsNamed } = bank

  /** A learner's lots by id: what they are called and counted in. */
  async function lotsNamed(tx: Tx, learner: Uuid, at: Date) {
    const standing = await lots(tx, learner, { effectiveDay: localDate(at) })
    const unitOf = await institutionsOf(tx, institutionsNamed, institutionsIn(standing))
    const found = new Map(standing.map((lot) => [lot.lot, lot]))
    return (id: Uuid) => {
      const lot = found.get(id) ?? refuse('not_found')
      return { lotId: publicId('lot', id), title: lot.provenance?.title ?? null, unit: unitOf(lot.unit) }
    }
  }

  serve(http, getFreezes, ({ learnerId }, call) =>
    onAccount(bank, learnerId, 'account.read', call, async (tx, { learner, at }) => {
      const named = await lotsNamed(tx, learner, at)
      return {
        freezes: (await freezes(tx, learner)).map((each) => ({
          posting: postingNumber(shardOf(learner), each.seq),
          frozenAt: each.at.toISOString(),
          lots: each.pieces.map(({ lot, amount }) => {
            const { lotId, unit } = named(lot)
            return { id: lotId, unit, credits: creditsText(amount) }
          }),
        })),
      }
    }),
  )

  serve(http, postFreeze, async ({ learnerId, lotId, reason }, call) => {
    const asked = { learner: learnerOf(learnerId, call), reason, lot: uuidGiven('lot', lotId) }
    return numberOf(await freeze(db, asked, call))
  })

  serve(http, postRelease, async ({ learnerId, number, reason }, call) => {
    const learner = learnerOf(learnerId, call)
    return numberOf(await release(db, { learner, reason, seq: seqOf(learner, number) }, call))
  })

  serve(http, getCorrectionPreview, ({ learnerId, posting, lotId }, call) =>
    onAccount(bank, learnerId, 'ledger.entries', call, async (tx, { learner, at }) => {
      const lot = uuidGiven('lot', lotId)
      const correction =
        posting !== undefined
          ? { seq: seqOf(learner, posting) }
          : { lot: lot ?? refuse('input_invalid', {}, [{ pointer: '/posting', code: 'required' }]) }
      const asked = { at, actor: userOf(call.principal) }
      const { effects, cases } = await previewCorrection(tx, learner, correction, asked)
      const named = await lotsNamed(tx, learner, at)
      return {
        effects: effects.map(({ lot: moved, amount, from, to }) => ({
          ...named(moved),
          credits: creditsText(amount),
          from,
          to,
        })),
        cases: cases.map(({ lot: used, amount }) => {
          const { lotId: id, title } = named(used)
          return { lotId: id, title, credits: creditsText(amount) }
        }),
      }
    }),
  )

  serve(http, postReversal, async ({ learnerId, posting, reason }, call) => {
    const learner = learnerOf(learnerId, call)
    const correction = { seq: seqOf(learner, posting) }
    const request = await fileCorrection(db, { learner, reason, correction }, call)
    call.answer.filed = true
    return { request: publicId('request', request) }
  })

  serve(http, postRevocation, async ({ learnerId, lotId, reason }, call) => {
    const learner = learnerOf(learnerId, call)
    const correction = { lot: uuidFrom('lot', lotId) ?? refuse('not_found') }
    const request = await fileCorrection(db, { learner, reason, correction }, call)
    call.answer.filed = true
    return { request: publicId('request', request) }
  })

  serve(http, getCases, ({ learnerId }, call) =>
    onAccount(bank, learnerId, 'account.read', call, async (tx, { learner, at }) => {
      const cases = await casesOf(tx, learner)
      const named = await lotsNamed(tx, learner, at)
      return {
        cases: cases.map(({ id, lot, amount, openedAt, closedAt, outcome }) => ({
          id: publicId('case', id),
          ...named(lot),
          credits: creditsText(creditsFromHundredths(amount)),
          openedAt: openedAt.toISOString(),
          closedAt: closedAt?.toISOString() ?? null,
          outcome,
        })),
      }
    }),
  )

  serve(http, postCaseOutcome, async ({ learnerId, caseId, outcome }, call) => {
    const id = uuidFrom('case', caseId) ?? refuse('not_found')
    await decideCase(db, { learner: learnerOf(learnerId, call), id, outcome }, call)
    return {}
  })
}

const numberOf = ({ shard, seq }: Posted) => ({ posting: postingNumber(shard, seq) })

/** The place in the learner's own shard; a number of another shard is none of theirs. */
function seqOf(learner: Uuid, number: string): number {
  const [shard, seq = 0] = number.split('-').map(Number)
  return shard === shardOf(learner) ? seq : refuse('not_found')
}
