// recognition/desk-store.ts – SQL of the recognition desk: how institutions want claims decided, and what was proposed.
import type { Tx } from '../database/connection.ts'
import type {
  RecognitionAppeal,
  RecognitionAppealAnswer,
  RecognitionProposal,
  RecognitionSetting,
} from '../database/tables.ts'
import { creditsFromHundredths } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import { shardOf, type Uuid } from '../values/ids.ts'
import type { Share } from '../values/quantities.ts'
import type { Category, Setting } from './model.ts'

/** The setting of an institution in force on a day, or the bank's own where it has set nothing. */
export async function settingInForce(tx: Tx, institution: Uuid | null, on: LocalDate): Promise<Setting> {
  const row = await tx
    .selectFrom('recognitionSetting')
    .selectAll()
    .where((e) =>
      e.or([e('institutionId', 'is', null), ...(institution ? [e('institutionId', '=', institution)] : [])]),
    )
    .where('validFrom', '<=', on)
    .orderBy('institutionId', (order) => order.asc().nullsLast())
    .orderBy('validFrom', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return toSetting(row)
}

export const toSetting = (row: RecognitionSetting): Setting => ({
  second: {
    when: row.secondReview,
    above: row.secondAbove === null ? null : creditsFromHundredths(row.secondAbove),
    categories: row.secondCategories as Category[],
  },
  experts: {
    rule:
      row.expertsMin === null || row.topicsMin === null
        ? null
        : { opinionsMin: row.expertsMin, topicsMin: row.topicsMin as Share },
    days: row.expertDays,
  },
  appealDays: row.appealDays,
})

/** Every setting of an institution, or of the bank, the latest day first. */
export const settingsOf = (tx: Tx, institution: Uuid | null): Promise<RecognitionSetting[]> =>
  tx
    .selectFrom('recognitionSetting')
    .selectAll()
    .where('institutionId', 'is not distinct from', institution)
    .orderBy('validFrom', 'desc')
    .limit(100)
    .execute()

/** False where a setting from that very day is there already. */
export async function insertSetting(tx: Tx, row: RecognitionSetting): Promise<boolean> {
  const kept = await tx
    .insertInto('recognitionSetting')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('validFrom')
    .executeTakeFirst()
  return kept !== undefined
}

export type ProposalRow = RecognitionProposal

export const insertProposal = (tx: Tx, proposal: Omit<ProposalRow, 'shard'>) =>
  tx
    .insertInto('recognitionProposal')
    .values({ ...proposal, shard: shardOf(proposal.id) })
    .execute()

/** What was proposed about a claim, in order. */
export const proposalsOf = (tx: Tx, claim: Uuid): Promise<ProposalRow[]> =>
  tx
    .selectFrom('recognitionProposal')
    .selectAll()
    .where('shard', '=', shardOf(claim))
    .where('claimId', '=', claim)
    .orderBy('at')
    .orderBy('id')
    .execute()

export type AppealRow = Omit<RecognitionAppeal, 'shard'> & {
  answer: Pick<RecognitionAppealAnswer, 'words' | 'at'> | null
}

export const insertAppeal = (tx: Tx, appeal: Omit<RecognitionAppeal, 'shard'>) =>
  tx
    .insertInto('recognitionAppeal')
    .values({ ...appeal, shard: shardOf(appeal.id) })
    .execute()

export const insertAnswer = (tx: Tx, answer: Omit<RecognitionAppealAnswer, 'shard'>) =>
  tx
    .insertInto('recognitionAppealAnswer')
    .values({ ...answer, shard: shardOf(answer.appealId) })
    .execute()

/** The appeal against the last decision of a claim, with its answer. */
export async function appealOf(tx: Tx, claim: Uuid): Promise<AppealRow | undefined> {
  const row = await tx
    .selectFrom('recognitionAppeal as a')
    .innerJoin('recognitionDecision as d', (join) =>
      join.onRef('d.shard', '=', 'a.shard').onRef('d.id', '=', 'a.decisionId'),
    )
    .innerJoin('recognitionClaim as c', (join) =>
      join.onRef('c.shard', '=', 'a.shard').onRef('c.id', '=', 'a.claimId').onRef('c.round', '=', 'd.round'),
    )
    .leftJoin('recognitionAppealAnswer as w', (join) =>
      join.onRef('w.shard', '=', 'a.shard').onRef('w.appealId', '=', 'a.id'),
    )
    .selectAll('a')
    .select(['w.words', 'w.at'])
    .where('a.shard', '=', shardOf(claim))
    .where('a.claimId', '=', claim)
    .executeTakeFirst()
  if (!row) return undefined
  const { words, at, ...appeal } = row
  return {
    ...appeal,
    answer: words !== null && at !== null ? { words, at } : null,
  }
}
