// recognition/experts-store.ts – SQL of 专家评审: who are experts, who was asked, and what they found.
import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { RecognitionInvitation, RecognitionOpinion } from '../database/tables.ts'
import type { Share } from '../values/quantities.ts'
import { shardOf, type Uuid } from '../values/ids.ts'
import type { ExpertOpinion } from './model.ts'

export type ExpertRow = { id: Uuid; institutionId: Uuid | null; subjects: string[]; open: number }

/** A list shows so many; whoever is asked for by id is found however many there are. */
const expertsMost = 200

/** Who is an expert now, of everybody or of those named: what they are experts for, how many opinions they still owe. */
export async function findExperts(tx: Tx, among?: readonly Uuid[]): Promise<ExpertRow[]> {
  const { rows } = await sql<ExpertRow>`
    select distinct on (r.account_id) r.account_id as id, r.institution_id, coalesce(e.subjects, '{}') as subjects,
      (select count(*)::int from recognition_invitation i where i.expert_id = r.account_id and not exists
        (select from recognition_opinion o where o.shard = i.shard and o.invitation_id = i.id)) as open
    from identity_role r
    join identity_account a on a.shard = r.shard and a.id = r.account_id and a.state = 'active'
    left join recognition_expert e on e.shard = r.shard and e.expert_id = r.account_id
    where r.role = 'expert' and r.begins_at <= now() and (r.ends_at is null or r.ends_at > now())
      and (${among === undefined} or r.account_id = any(${among ?? []}::uuid[]))
    order by r.account_id limit ${expertsMost}`.execute(tx)
  return rows
}

export const findSubjects = async (tx: Tx, expert: Uuid): Promise<string[]> =>
  (
    await tx
      .selectFrom('recognitionExpert')
      .select('subjects')
      .where('shard', '=', shardOf(expert))
      .where('expertId', '=', expert)
      .executeTakeFirst()
  )?.subjects ?? []

export const saveSubjects = (tx: Tx, expert: Uuid, subjects: string[]) =>
  tx
    .insertInto('recognitionExpert')
    .values({ shard: shardOf(expert), expertId: expert, subjects })
    .onConflict((conflict) => conflict.columns(['shard', 'expertId']).doUpdateSet({ subjects }))
    .execute()

export type InvitationRow = RecognitionInvitation

export const insertInvitations = (tx: Tx, rows: readonly Omit<InvitationRow, 'shard'>[]) =>
  tx
    .insertInto('recognitionInvitation')
    .values(rows.map((row) => ({ ...row, shard: shardOf(row.id) })))
    .execute()

export type OpinionRow = Pick<RecognitionOpinion, 'topics' | 'words' | 'at'>
export type Asked = InvitationRow & { opinion: OpinionRow | null }

/** Who was asked about the latest filing of a claim, and what they found. */
export async function invitationsOf(tx: Tx, claim: Uuid): Promise<Asked[]> {
  const rows = await asked(tx)
    .innerJoin('recognitionClaim as c', (join) =>
      join
        .onRef('c.shard', '=', 'i.shard')
        .onRef('c.id', '=', 'i.claimId')
        .onRef('c.submittedAt', '=', 'i.filedAt'),
    )
    .where('i.shard', '=', shardOf(claim))
    .where('i.claimId', '=', claim)
    .orderBy('i.askedAt')
    .orderBy('i.id')
    .execute()
  return rows.map(toAsked)
}

/** What an expert was asked, the nearest day first; what was answered comes last. */
export async function invitationsTo(tx: Tx, expert: Uuid): Promise<Asked[]> {
  const rows = await asked(tx)
    .where('i.expertId', '=', expert)
    .orderBy(sql`o.at is null`, 'desc')
    .orderBy('i.dueOn')
    .orderBy('i.id')
    .limit(100)
    .execute()
  return rows.map(toAsked)
}

const asked = (tx: Tx) =>
  tx
    .selectFrom('recognitionInvitation as i')
    .leftJoin('recognitionOpinion as o', (join) =>
      join.onRef('o.shard', '=', 'i.shard').onRef('o.invitationId', '=', 'i.id'),
    )
    .selectAll('i')
    .select(['o.topics', 'o.words', 'o.at'])

const toAsked = ({ topics, words, at, ...row }: InvitationRow & Nullable<OpinionRow>): Asked => ({
  ...row,
  opinion: topics !== null && words !== null && at !== null ? { topics, words, at } : null,
})
type Nullable<Row> = { [Key in keyof Row]: Row[Key] | null }

/** The opinions among them, as decisions go by them. */
export const opinionsIn = (rows: readonly Asked[]): ExpertOpinion[] =>
  rows.flatMap(({ expertId, opinion }) =>
    opinion ? [{ expert: expertId, topics: opinion.topics as Share }] : [],
  )

/** False where the opinion was given before. */
export async function insertOpinion(tx: Tx, row: Omit<RecognitionOpinion, 'shard'>): Promise<boolean> {
  const kept = await tx
    .insertInto('recognitionOpinion')
    .values({ ...row, shard: shardOf(row.claimId) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('at')
    .executeTakeFirst()
  return kept !== undefined
}
