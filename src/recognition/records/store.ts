// recognition/records/store.ts – SQL of 学分记录. Every statement names a shard, except lists over the whole bank.
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { json, type Tx } from '../../database/connection.ts'
import type { RecognitionRecord, RecognitionRecordEvent } from '../../database/tables.ts'
import { day } from '../../values/dates.ts'
import { newId, shardOf, type Uuid } from '../../values/ids.ts'
import type { Filing, Findings } from '../model.ts'
import type { EntryWindow, RecordState } from './model.ts'

export type RecordRow = Omit<RecognitionRecord, 'filing'> & { filing: Filing | null }

/** The bank wrote it itself, with the very type. */
const toRecord = (row: RecognitionRecord): RecordRow => ({ ...row, filing: row.filing as Filing | null })

/** A record; `locked` until the transaction ends where it is to change. */
export async function findRecord(tx: Tx, id: Uuid, locked: boolean): Promise<RecordRow | undefined> {
  const row = await tx
    .selectFrom('recognitionRecord')
    .selectAll()
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .$if(locked, (query) => query.forUpdate())
    .executeTakeFirst()
  return row && toRecord(row)
}

export type NewRecord = Pick<
  RecordRow,
  | 'id'
  | 'number'
  | 'learnerId'
  | 'institutionId'
  | 'courseId'
  | 'grade'
  | 'hours'
  | 'earnedOn'
  | 'enteredBy'
  | 'makers'
  | 'enteredAt'
  | 'savedAt'
>

/** False when the learner has a live record of the course already. */
export async function insertRecord(tx: Tx, record: NewRecord): Promise<boolean> {
  const made = await tx
    .insertInto('recognitionRecord')
    .values({ ...record, shard: shardOf(record.id), state: 'draft' })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

export const changeRecord = (
  tx: Tx,
  id: Uuid,
  { filing, ...columns }: Partial<Omit<RecordRow, 'id' | 'number' | 'learnerId' | 'courseId'>>,
) =>
  tx
    .updateTable('recognitionRecord')
    .set(filing ? { ...columns, filing: json(filing) } : columns)
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .execute()

/** The live record of a learner about a course. */
export async function liveRecord(tx: Tx, learner: Uuid, course: Uuid): Promise<RecordRow | undefined> {
  const row = await tx
    .selectFrom('recognitionRecord')
    .selectAll()
    .where('shard', '=', shardOf(learner))
    .where('learnerId', '=', learner)
    .where('courseId', '=', course)
    .where('state', 'not in', ['refused', 'withdrawn'])
    .executeTakeFirst()
  return row && toRecord(row)
}

export const isNumberTaken = async (tx: Tx, shard: number, number: string): Promise<boolean> =>
  (await tx
    .selectFrom('recognitionRecord')
    .select('id')
    .where('shard', '=', shard)
    .where('number', '=', number)
    .executeTakeFirst()) !== undefined

/** By what a decision was made, whole. */
export type Decision = {
  inputs: Filing
  findings: Findings
  ruleSet: string
  ruleSetVersion: number
  credits: number | null
}
export type Happened = Pick<RecognitionRecordEvent, 'kind' | 'actor' | 'grantor' | 'at' | 'opinion'> & {
  decision?: Decision
}

export async function insertEvent(
  tx: Tx,
  record: Pick<RecordRow, 'id' | 'learnerId' | 'makers'>,
  { decision, ...event }: Happened,
): Promise<void> {
  const shard = shardOf(record.id)
  await tx
    .insertInto('recognitionRecordEvent')
    .values((e) => ({
      ...event,
      ...(decision ? { ...decision, inputs: json(decision.inputs), findings: json(decision.findings) } : {}),
      id: newId(shard),
      shard,
      recordId: record.id,
      learnerId: record.learnerId,
      makers: record.makers,
      place: e
        .selectFrom('recognitionRecordEvent as before')
        .where('before.shard', '=', shard)
        .where('before.recordId', '=', record.id)
        .select(sql<number>`(coalesce(max(before.place), 0) + 1)::smallint`.as('place')),
    }))
    .execute()
}

export type EventRow = Omit<RecognitionRecordEvent, 'inputs' | 'findings'> & {
  inputs: Filing | null
  findings: Findings | null
}

/** What happened to some records, in order. */
export async function eventsOf(tx: Tx, records: readonly Uuid[]): Promise<EventRow[]> {
  if (records.length === 0) return []
  const rows = await tx
    .selectFrom('recognitionRecordEvent')
    .selectAll()
    .where('shard', 'in', [...new Set(records.map(shardOf))])
    .where('recordId', 'in', records)
    .orderBy('recordId')
    .orderBy('place')
    .execute()
  return rows.map((row) => ({
    ...row,
    inputs: row.inputs as Filing | null,
    findings: row.findings as Findings | null,
  }))
}

export type RecordFilter = {
  reach: RawBuilder<SqlBool>
  /** A learner sees what was submitted about them, and drafts of nobody's. */
  user: Uuid
  state?: RecordState | undefined
  courseId?: Uuid | undefined
  number?: string | undefined
}

/** Records in reach, the latest first, with how many there are of each state. */
export async function findRecords(
  tx: Tx,
  { reach, user, state, courseId, number }: RecordFilter,
  page: { offset: number; limit: number },
): Promise<{ rows: RecordRow[]; total: number; counts: Partial<Record<RecordState, number>> }> {
  const within = tx
    .selectFrom('recognitionRecord')
    .where(reach)
    .where((e) => e.or([e('submittedAt', 'is not', null), e('learnerId', '<>', user)]))
    .$if(courseId !== undefined, (query) => query.where('courseId', '=', courseId!))
    .$if(number !== undefined, (query) => query.where('number', '=', number!))
  const counted = await within
    .select('state')
    .select((e) => e.fn.countAll<number>().as('n'))
    .groupBy('state')
    .execute()
  const rows = await within
    .$if(state !== undefined, (query) => query.where('state', '=', state!))
    .selectAll()
    .orderBy('savedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const counts = Object.fromEntries(counted.map((row) => [row.state, row.n]))
  const total = counted.reduce((sum, row) => sum + (state && row.state !== state ? 0 : row.n), 0)
  return { rows: rows.map(toRecord), total, counts }
}

/** Whom a teacher teaches now, by class. */
export const findClasses = (tx: Tx, teacher: Uuid, at: Date) =>
  tx
    .selectFrom('identityTeaching')
    .select(['learnerId', 'institutionId', 'section'])
    .where('teacherId', '=', teacher)
    .where('beginsAt', '<=', at)
    .where((e) => e.or([e('endsAt', 'is', null), e('endsAt', '>', at)]))
    .orderBy('section')
    .orderBy('id')
    .limit(classesMost)
    .execute()

/** Nobody teaches more. */
const classesMost = 5000

/** Live records of some learners. */
export const recordsOf = async (tx: Tx, learners: readonly Uuid[]): Promise<RecordRow[]> =>
  learners.length === 0
    ? []
    : (
        await tx
          .selectFrom('recognitionRecord')
          .selectAll()
          .where('shard', 'in', [...new Set(learners.map(shardOf))])
          .where('learnerId', 'in', learners)
          .where('state', 'not in', ['refused', 'withdrawn'])
          .orderBy('id')
          .execute()
      ).map(toRecord)

/** 学号 as learners gave them, sealed under their keys. */
export const studentNumbersOf = (tx: Tx, learners: readonly Uuid[]) =>
  learners.length === 0
    ? Promise.resolve([])
    : tx
        .selectFrom('recognitionProfile')
        .select(['learnerId', 'studentNumber'])
        .where('shard', 'in', [...new Set(learners.map(shardOf))])
        .where('learnerId', 'in', learners)
        .where('studentNumber', 'is not', null)
        .execute()

/** Learners who belong to an institution now. */
export const learnersAt = async (tx: Tx, institution: Uuid, at: Date): Promise<Uuid[]> =>
  (
    await tx
      .selectFrom('identityRole')
      .select('accountId')
      .where('institutionId', '=', institution)
      .where('role', '=', 'learner')
      .where('beginsAt', '<=', at)
      .where((e) => e.or([e('endsAt', 'is', null), e('endsAt', '>', at)]))
      .execute()
  ).map(({ accountId }) => accountId)

/** The entry window that counts now; null where an institution has named none. */
export async function windowOf(tx: Tx, institution: Uuid | null): Promise<EntryWindow | null> {
  if (institution === null) return null
  const row = await tx
    .selectFrom('recognitionWindow')
    .select(['opensOn', 'closesOn'])
    .where('institutionId', '=', institution)
    .orderBy('place', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { opensOn: day(row.opensOn), closesOn: day(row.closesOn) } : null
}

export const insertWindow = (
  tx: Tx,
  window: EntryWindow & { institutionId: Uuid; setBy: Uuid; setAt: Date },
) =>
  tx
    .insertInto('recognitionWindow')
    .values((e) => ({
      ...window,
      place: e
        .selectFrom('recognitionWindow as before')
        .where('before.institutionId', '=', window.institutionId)
        .select(sql<number>`coalesce(max(before.place), 0) + 1`.as('place')),
    }))
    .execute()
