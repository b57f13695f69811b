// recognition/store.ts – SQL of 认定. Every statement names a shard, except those that look across the bank on purpose.
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { json, type Tx } from '../database/connection.ts'
import type { RecognitionClaim, RecognitionDecision, RecognitionEvent } from '../database/tables.ts'
import { day, type LocalDate } from '../values/dates.ts'
import { newId, shardOf, type Uuid } from '../values/ids.ts'
import type { Calendar, ClaimState, Filing, Findings } from './model.ts'

export type ClaimRow = Omit<RecognitionClaim, 'filing'> & { filing: Filing | null }

/** The bank wrote it itself, with the very type. */
const toClaim = (row: RecognitionClaim): ClaimRow => ({ ...row, filing: row.filing as Filing | null })

/** Locks the claim until the transaction ends, so that nobody else can decide, change or withdraw it meanwhile. */
export async function lockClaim(tx: Tx, id: Uuid): Promise<ClaimRow | undefined> {
  const row = await tx
    .selectFrom('recognitionClaim')
    .selectAll()
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && toClaim(row)
}

export async function findClaim(tx: Tx, id: Uuid): Promise<ClaimRow | undefined> {
  const row = await tx
    .selectFrom('recognitionClaim')
    .selectAll()
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toClaim(row)
}

export const insertDraft = (
  tx: Tx,
  draft: Said & { id: Uuid; learnerId: Uuid; createdAt: Date; savedAt: Date },
) =>
  tx
    .insertInto('recognitionClaim')
    .values({ ...draft, shard: shardOf(draft.id), state: 'draft', round: 1 })
    .execute()

/** What the learner says, as it is kept. */
export type Said = Pick<
  RecognitionClaim,
  | 'courseId'
  | 'lotId'
  | 'issuerId'
  | 'title'
  | 'credits'
  | 'hours'
  | 'kind'
  | 'level'
  | 'grade'
  | 'earnedOn'
  | 'certificateNumber'
  | 'targetInstitutionId'
  | 'targetCourseId'
  | 'asElective'
  | 'files'
  | 'note'
>

export const changeClaim = (
  tx: Tx,
  id: Uuid,
  change: Partial<Omit<RecognitionClaim, 'filing'>> & { filing?: Filing },
) => {
  const { filing, ...columns } = change
  return tx
    .updateTable('recognitionClaim')
    .set(filing ? { ...columns, filing: json(filing) } : columns)
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .execute()
}

export const isNumberTaken = async (tx: Tx, shard: number, number: string): Promise<boolean> =>
  (await tx
    .selectFrom('recognitionClaim')
    .select('id')
    .where('shard', '=', shard)
    .where('number', '=', number)
    .executeTakeFirst()) !== undefined

/** The institutions on both sides of the latest of some claims of one learner. */
export async function standingOf(
  tx: Tx,
  claims: readonly Uuid[],
): Promise<{ institution: Uuid | null; parties: Uuid[] } | undefined> {
  if (claims.length === 0) return undefined
  const latest = await tx
    .selectFrom('recognitionClaim')
    .select(['issuerId', 'targetInstitutionId'])
    .where('shard', 'in', [...new Set(claims.map(shardOf))])
    .where('id', 'in', claims)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (
    latest && {
      institution: latest.issuerId,
      parties: latest.targetInstitutionId === null ? [] : [latest.targetInstitutionId],
    }
  )
}

/** All claims of a learner for one target course, locked in one order, and how much of it has been counted. */
export async function countedFor(
  tx: Tx,
  claim: Pick<ClaimRow, 'id' | 'learnerId' | 'targetCourseId'>,
  locked: boolean,
): Promise<number> {
  if (claim.targetCourseId === null) return 0
  const rows = await tx
    .selectFrom('recognitionClaim')
    .select(['id', 'recorded'])
    .where('shard', '=', shardOf(claim.learnerId))
    .where('learnerId', '=', claim.learnerId)
    .where('targetCourseId', '=', claim.targetCourseId)
    .orderBy('id')
    .$if(locked, (query) => query.forUpdate())
    .execute()
  return rows.reduce((sum, { id, recorded }) => (id === claim.id ? sum : sum + (recorded ?? 0)), 0)
}

export type NewDecision = Omit<RecognitionDecision, 'shard' | 'place' | 'inputs' | 'findings'> & {
  inputs: Filing
  findings: Findings
}

export async function insertDecision(tx: Tx, { inputs, findings, ...decision }: NewDecision): Promise<void> {
  const shard = shardOf(decision.id)
  await tx
    .insertInto('recognitionDecision')
    .values((e) => ({
      ...decision,
      shard,
      inputs: json(inputs),
      findings: json(findings),
      place: e
        .selectFrom('recognitionDecision as d')
        .where('d.shard', '=', shard)
        .where('d.claimId', '=', decision.claimId)
        .select(sql<number>`(coalesce(max(d.place), 0) + 1)::smallint`.as('place')),
    }))
    .execute()
}

export type DecisionRow = Omit<RecognitionDecision, 'inputs' | 'findings'> & {
  inputs: Filing
  findings: Findings
}

/** What was decided about a claim, in order. */
export async function decisionsOf(tx: Tx, claim: Uuid): Promise<DecisionRow[]> {
  const rows = await tx
    .selectFrom('recognitionDecision')
    .selectAll()
    .where('shard', '=', shardOf(claim))
    .where('claimId', '=', claim)
    .orderBy('place')
    .execute()
  return rows.map((row) => ({
    ...row,
    inputs: row.inputs as Filing,
    findings: row.findings as Findings,
  }))
}

export const insertEvent = (
  tx: Tx,
  event: Omit<RecognitionEvent, 'shard' | 'id' | 'hours'> & { hours?: number },
) => {
  const shard = shardOf(event.claimId)
  return tx
    .insertInto('recognitionEvent')
    .values({ hours: null, ...event, shard, id: newId(shard) })
    .execute()
}

export const eventsOf = (tx: Tx, claims: readonly Uuid[]) =>
  tx
    .selectFrom('recognitionEvent')
    .selectAll()
    .where('shard', 'in', [...new Set(claims.map(shardOf))])
    .where('claimId', 'in', claims)
    .orderBy('at')
    .orderBy('id')
    .execute()

export type Page = { offset: number; limit: number }
export type Reach = RawBuilder<SqlBool>

const listColumns = [
  'id',
  'learnerId',
  'number',
  'state',
  'courseId',
  'issuerId',
  'title',
  'credits',
  'grade',
  'targetInstitutionId',
  'targetCourseId',
  'asElective',
  'verdict',
  'outcome',
  'recorded',
  'elective',
  'savedAt',
  'submittedAt',
  'promisedOn',
  'decidedAt',
] as const
export type ListedClaim = Pick<RecognitionClaim, (typeof listColumns)[number]>

/** Claims in reach, returned ones first, then the latest. Drafts are their learner's own. */
export async function findClaims(
  tx: Tx,
  { reach, user, state }: { reach: Reach; user: Uuid; state: ClaimState | undefined },
  page: Page,
): Promise<{ rows: ListedClaim[]; total: number }> {
  let found = tx
    .selectFrom('recognitionClaim')
    .where(reach)
    .where((e) => e.or([e('number', 'is not', null), e('learnerId', '=', user)]))
  if (state) found = found.where('state', '=', state)
  const { total } = await found.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await found
    .select(listColumns)
    .orderBy(sql`state in ('returned', 'supplementing')`, 'desc')
    .orderBy('savedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { rows, total }
}

/** 初审 · 复审 · 申诉 · 已办. */
export type TaskState = 'open' | 'second' | 'appeal' | 'done'
const claimStateOf = { open: 'submitted', second: 'proposed' } as const

export type TaskFilter = {
  reach: Reach
  state: TaskState
  verdict?: ClaimRow['verdict'] | 'none' | undefined
  overdueOn?: LocalDate | undefined
  notOverdueOn?: LocalDate | undefined
  q?: string | undefined
  alike?: Pick<ClaimRow, 'courseId' | 'targetCourseId'> | undefined
  decidedBy?: Uuid | undefined
}

const appealWaits = sql<SqlBool>`exists (select from recognition_appeal a
  where a.shard = recognition_claim.shard and a.claim_id = recognition_claim.id and not exists
    (select from recognition_appeal_answer w where w.shard = a.shard and w.appeal_id = a.id))`

const taskQuery = (tx: Tx, filter: TaskFilter) => {
  const { verdict, alike, q } = filter
  let found = tx.selectFrom('recognitionClaim').where(filter.reach)
  if (filter.state === 'appeal') found = found.where(appealWaits)
  else if (filter.state !== 'done') found = found.where('state', '=', claimStateOf[filter.state])
  else
    found = found.where('decidedAt', 'is not', null).$if(filter.decidedBy !== undefined, (query) =>
      query.where((e) =>
        e.exists(
          e
            .selectFrom('recognitionDecision as d')
            .whereRef('d.shard', '=', 'recognitionClaim.shard')
            .whereRef('d.claimId', '=', 'recognitionClaim.id')
            .where((d) =>
              d.or([d('d.actor', '=', filter.decidedBy!), d('d.proposedBy', '=', filter.decidedBy!)]),
            )
            .select('d.id'),
        ),
      ),
    )
  if (verdict === 'none') found = found.where('verdict', 'is', null)
  else if (verdict) found = found.where('verdict', '=', verdict)
  if (filter.overdueOn) found = found.where('promisedOn', '<', filter.overdueOn)
  if (filter.notOverdueOn) found = found.where('promisedOn', '>=', filter.notOverdueOn)
  if (q) {
    const pattern = `%${q.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`)}%`
    found = found.where((e) => e.or([e('title', 'ilike', pattern), e('number', 'like', pattern)]))
  }
  if (alike)
    found = found
      .where('courseId', 'is not distinct from', alike.courseId)
      .where('targetCourseId', 'is not distinct from', alike.targetCourseId)
  return found
}

/** Open ones by promised day; decided ones newest first. */
export async function findTasks(
  tx: Tx,
  filter: TaskFilter,
  page: Page,
): Promise<{ rows: (ListedClaim & { alike: number })[]; total: number }> {
  const found = taskQuery(tx, filter)
  const { total } = await found.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await (
    filter.state === 'done'
      ? found.orderBy('decidedAt', 'desc').orderBy('id', 'desc')
      : found.orderBy('promisedOn').orderBy('id')
  )
    .select(listColumns)
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const alike = await countAlike(tx, filter, rows)
  return { total, rows: rows.map((row) => ({ ...row, alike: alike.get(pairOf(row)) ?? 1 })) }
}

const pairOf = ({ courseId, targetCourseId }: Pick<ListedClaim, 'courseId' | 'targetCourseId'>): string =>
  `${courseId}/${targetCourseId}`

async function countAlike(
  tx: Tx,
  { reach, state }: TaskFilter,
  rows: ListedClaim[],
): Promise<Map<string, number>> {
  const courses = [...new Set(rows.flatMap(({ courseId }) => courseId ?? []))]
  if (courses.length === 0) return new Map()
  const counted = await tx
    .selectFrom('recognitionClaim')
    .where(reach)
    .where('state', '=', claimStateOf[state === 'second' ? 'second' : 'open'])
    .where('courseId', 'in', courses)
    .select(['courseId', 'targetCourseId'])
    .select((e) => e.fn.countAll<number>().as('n'))
    .groupBy(['courseId', 'targetCourseId'])
    .execute()
  return new Map(counted.map((row) => [pairOf(row), row.n]))
}

/** Open tasks of both reviews by what the rules say of them, and how many are late; and how many the caller has decided. */
export async function countTasks(tx: Tx, reach: Reach, today: LocalDate, user: Uuid) {
  const open = await tx
    .selectFrom('recognitionClaim')
    .where(reach)
    .where('state', 'in', Object.values(claimStateOf))
    .select(['state', 'verdict'])
    .select((e) => e.fn.countAll<number>().as('n'))
    .select(sql<number>`count(*) filter (where promised_on < ${today}::date)`.as('late'))
    .groupBy(['state', 'verdict'])
    .execute()
  const { done } = await tx
    .selectFrom('recognitionDecision')
    .where((e) => e.or([e('actor', '=', user), e('proposedBy', '=', user)]))
    .where('kind', '<>', 'return')
    .select((e) => e.fn.countAll<number>().as('done'))
    .executeTakeFirstOrThrow()
  const { appeal } = await taskQuery(tx, { reach, state: 'appeal' })
    .select((e) => e.fn.countAll<number>().as('appeal'))
    .executeTakeFirstOrThrow()
  const counted = (state: keyof typeof claimStateOf) =>
    open.filter((row) => row.state === claimStateOf[state])
  return { open: counted('open'), second: counted('second'), appeal, done }
}

/** The open tasks of the same review right after and before a claim in the order of work; one's own are left out. */
export async function neighbours(
  tx: Tx,
  { reach, user, claim }: { reach: Reach; user: Uuid; claim: Pick<ClaimRow, 'id' | 'promisedOn' | 'state'> },
): Promise<{ nextId: Uuid | null; previousId: Uuid | null }> {
  const open = taskQuery(tx, { reach, state: claim.state === 'proposed' ? 'second' : 'open' })
    .where('learnerId', '<>', user)
    .where('id', '<>', claim.id)
    .select('id')
    .limit(1)
  const place = sql`(${claim.promisedOn}::date, ${claim.id}::uuid)`
  const next = await open
    .where(sql<SqlBool>`(promised_on, id) > ${place}`)
    .orderBy('promisedOn')
    .orderBy('id')
    .executeTakeFirst()
  const previous = await open
    .where(sql<SqlBool>`(promised_on, id) < ${place}`)
    .orderBy('promisedOn', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return { nextId: next?.id ?? null, previousId: previous?.id ?? null }
}

const shownMost = 10

/** Decided claims from the same course to the same course, newest first. */
export const findSimilar = (tx: Tx, claim: ClaimRow) =>
  claim.courseId === null
    ? Promise.resolve([])
    : tx
        .selectFrom('recognitionClaim')
        .select(['number', 'decidedAt', 'outcome', 'recorded', 'grade', 'ruleSet', 'ruleSetVersion'])
        .where('courseId', '=', claim.courseId)
        .where('targetCourseId', 'is not distinct from', claim.targetCourseId)
        .where('id', '<>', claim.id)
        .where('decidedAt', 'is not', null)
        .orderBy('decidedAt', 'desc')
        .orderBy('id', 'desc')
        .limit(shownMost)
        .execute()

/** Other claims of the same learner, newest first, drafts left out. */
export const findHistory = (tx: Tx, claim: ClaimRow): Promise<ListedClaim[]> =>
  tx
    .selectFrom('recognitionClaim')
    .select(listColumns)
    .where('shard', '=', shardOf(claim.learnerId))
    .where('learnerId', '=', claim.learnerId)
    .where('id', '<>', claim.id)
    .where('number', 'is not', null)
    .orderBy('submittedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(shownMost)
    .execute()

export const findByIds = (tx: Tx, ids: readonly Uuid[]): Promise<ListedClaim[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tx
        .selectFrom('recognitionClaim')
        .select(listColumns)
        .where('shard', 'in', [...new Set(ids.map(shardOf))])
        .where('id', 'in', ids)
        .execute()

const outcomesMost = 200

/** What a learner has learnt, by the claims about it: credits of the account are no new outcome. */
export const findOutcomes = async (tx: Tx, learner: Uuid): Promise<ClaimRow[]> =>
  (
    await tx
      .selectFrom('recognitionClaim')
      .selectAll()
      .where('shard', '=', shardOf(learner))
      .where('learnerId', '=', learner)
      .where('lotId', 'is', null)
      .where('state', '<>', 'withdrawn')
      .where('title', 'is not', null)
      .orderBy('earnedOn', (order) => order.desc().nullsLast())
      .orderBy('id', 'desc')
      .limit(outcomesMost)
      .execute()
  ).map(toClaim)

/** The days that are not what their weekday says, near a day. */
export async function calendarAround(tx: Tx, from: LocalDate, to: LocalDate): Promise<Calendar> {
  const rows = await tx
    .selectFrom('recognitionCalendar')
    .select(['day', 'working'])
    .where('day', '>=', from)
    .where('day', '<=', to)
    .execute()
  return new Map(rows.map((row) => [day(row.day), row.working]))
}

/** Within how many working days a claim is to be decided that comes on a day. */
export const promisedDays = async (tx: Tx, on: LocalDate): Promise<number> =>
  (
    await tx
      .selectFrom('recognitionPromise')
      .select('workingDays')
      .where('validFrom', '<=', on)
      .orderBy('validFrom', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
  ).workingDays

/** How many claims of a learner's somebody still has to decide, or the learner to put right. */
export async function openClaims(tx: Tx, learner: Uuid): Promise<number> {
  const { count } = await tx
    .selectFrom('recognitionClaim')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('shard', '=', shardOf(learner))
    .where('learnerId', '=', learner)
    .where('state', 'in', ['submitted', 'proposed', 'returned'])
    .executeTakeFirstOrThrow()
  return count
}

export const clearProfile = (tx: Tx, learner: Uuid) =>
  tx
    .updateTable('recognitionProfile')
    .set({ studentNumber: null, major: null, institutionId: null })
    .where('shard', '=', shardOf(learner))
    .where('learnerId', '=', learner)
    .execute()

export const findProfile = (tx: Tx, learner: Uuid) =>
  tx
    .selectFrom('recognitionProfile')
    .select(['studentNumber', 'major', 'institutionId'])
    .where('shard', '=', shardOf(learner))
    .where('learnerId', '=', learner)
    .executeTakeFirst()

export const saveProfile = (
  tx: Tx,
  learner: Uuid,
  profile: { studentNumber: Buffer | null; major: Buffer | null; institutionId: Uuid | null },
) =>
  tx
    .insertInto('recognitionProfile')
    .values({ shard: shardOf(learner), learnerId: learner, ...profile })
    .onConflict((conflict) => conflict.columns(['shard', 'learnerId']).doUpdateSet(profile))
    .execute()

/** Who has closed a claim in an earlier round. */
export const decidersOf = async (tx: Tx, claim: Uuid): Promise<Uuid[]> =>
  (
    await tx
      .selectFrom('recognitionDecision')
      .select('actor')
      .where('shard', '=', shardOf(claim))
      .where('claimId', '=', claim)
      .where('kind', '<>', 'return')
      .execute()
  ).map(({ actor }) => actor)

/** Filings that were judged under a rule set, or about an institution’s courses, the latest first. */
export async function filingsUnder(
  tx: Tx,
  { number, institutionId }: { number: string; institutionId: Uuid | null },
  limit: number,
): Promise<Filing[]> {
  const rows = await tx
    .selectFrom('recognitionClaim')
    .select('filing')
    .where('filing', 'is not', null)
    .where((e) =>
      e.or([
        e('ruleSet', '=', number),
        ...(institutionId === null ? [] : [e('targetInstitutionId', '=', institutionId)]),
      ]),
    )
    .orderBy('submittedAt', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ filing }) => filing as Filing)
}
