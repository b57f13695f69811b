// catalogue/store.ts – SQL of the catalogue. A course in force on a day is its newest version that covers the day.
import { type SelectQueryBuilder, sql } from 'kysely'
import { json, type Tx } from '../database/connection.ts'
import type { Tables } from '../database/tables.ts'
import { type Credits } from '../values/credits.ts'
import { day, type LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import type { Hours, Score } from '../values/quantities.ts'
import {
  institutionKinds,
  organisationKinds,
  type Course,
  type CourseFacts,
  type CourseKind,
  type CourseLevel,
  type Institution,
  type InstitutionKind,
  type Terms,
  type Topic,
  type OtherKind,
} from './model.ts'
import { searchKey, searchPattern } from './search-key.ts'

export type PageRequest = { offset: number; limit: number }

const institutionColumns = ['id', 'code', 'nameZh', 'nameEn', 'kind', 'region', 'member'] as const

type Teaching = { kind: InstitutionKind }

/** Institutions that teach; enterprises and authorities are in the same table but in no catalogue. */
const teaching = (tx: Tx) => tx.selectFrom('catalogueInstitution').where('kind', 'in', institutionKinds)

export const institutionById = (tx: Tx, id: Uuid): Promise<Institution | undefined> =>
  teaching(tx).select(institutionColumns).where('id', '=', id).$narrowType<Teaching>().executeTakeFirst()

/** Those that have joined the bank and teach, by name. */
export const memberInstitutions = (tx: Tx): Promise<Institution[]> =>
  teaching(tx)
    .select(institutionColumns)
    .where('member', '=', true)
    .orderBy('nameZh')
    .orderBy('id')
    .$narrowType<Teaching>()
    .execute()

/** By id, or by the code that institutions are known under on the command line. */
export const institutionByCode = (tx: Tx, code: string): Promise<Institution | undefined> =>
  teaching(tx).select(institutionColumns).where('code', '=', code).$narrowType<Teaching>().executeTakeFirst()

/** Names of any institutions, those that teach nothing as well. */
export async function institutionsNamed(
  tx: Tx,
  ids: readonly Uuid[],
): Promise<Map<Uuid, { id: Uuid; nameZh: string; nameEn: string | null }>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('catalogueInstitution')
    .select(['id', 'nameZh', 'nameEn'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Members that teach nothing. They are few: those who run the bank, answer for it or hire by it. */
export const organisations = (tx: Tx) =>
  tx
    .selectFrom('catalogueInstitution')
    .select(['id', 'nameZh', 'nameEn', 'kind'])
    .where('kind', 'in', organisationKinds)
    .$narrowType<{ kind: OtherKind }>()
    .where('member', '=', true)
    .orderBy('kind')
    .orderBy('nameZh')
    .orderBy('id')
    .limit(500)
    .execute()

export type InstitutionFilter = {
  q?: string | undefined
  kind?: InstitutionKind | undefined
  member?: boolean | undefined
}

/** Members first, then by name; with the number of courses in force on the day. */
export async function findInstitutions(tx: Tx, filter: InstitutionFilter, on: LocalDate, page: PageRequest) {
  let found = tx.selectFrom('catalogueInstitution as i').where('i.kind', 'in', institutionKinds)
  if (filter.q) found = found.where('i.searchKey', 'like', searchPattern(filter.q))
  if (filter.kind) found = found.where('i.kind', '=', filter.kind)
  if (filter.member !== undefined) found = found.where('i.member', '=', filter.member)
  const { total } = await found.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await found
    .select(institutionColumns.map((column) => `i.${column}` as const))
    .select((e) =>
      coursesInForce(e.selectFrom('catalogueCourseVersion as v'), on)
        .whereRef('v.institutionId', '=', 'i.id')
        .select((c) => c.fn.count<number>('v.courseId').distinct().as('n'))
        .as('courseCount'),
    )
    .orderBy('i.member', 'desc')
    .orderBy('i.nameZh')
    .orderBy('i.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return {
    total,
    rows: rows.map((row) => ({
      ...row,
      kind: row.kind as InstitutionKind,
      courseCount: row.courseCount ?? 0,
    })),
  }
}

export const countCourses = async (tx: Tx, institutionId: Uuid, on: LocalDate): Promise<number> =>
  (
    await coursesInForce(tx.selectFrom('catalogueCourseVersion as v'), on)
      .where('v.institutionId', '=', institutionId)
      .select((e) => e.fn.count<number>('v.courseId').distinct().as('n'))
      .executeTakeFirstOrThrow()
  ).n

/** The terms in force on a day at each of the institutions that have any. */
export async function termsInForce(tx: Tx, institutionIds: Uuid[], on: LocalDate): Promise<Map<Uuid, Terms>> {
  if (institutionIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('catalogueTerms')
    .distinctOn('institutionId')
    .select(['institutionId', 'version', 'validFrom', 'validTo', 'hoursPerCredit', 'gradeScales'])
    .where('institutionId', 'in', institutionIds)
    .where('validFrom', '<=', on)
    .where((e) => e.or([e('validTo', 'is', null), e('validTo', '>', on)]))
    .orderBy('institutionId')
    .orderBy('version', 'desc')
    .execute()
  return new Map(
    rows.map((row) => [
      row.institutionId,
      {
        version: row.version,
        from: day(row.validFrom),
        to: row.validTo === null ? null : day(row.validTo),
        hoursPerCredit: row.hoursPerCredit as Terms['hoursPerCredit'],
        gradeScales: row.gradeScales as Terms['gradeScales'],
      },
    ]),
  )
}

type Versions = SelectQueryBuilder<Tables & { v: Tables['catalogueCourseVersion'] }, 'v', object>
const coursesInForce = <Q extends Versions>(versions: Q, on: LocalDate): Q =>
  versions
    .where('v.validFrom', '<=', on)
    .where((e) => e.or([e('v.validTo', 'is', null), e('v.validTo', '>', on)])) as Q

const versionColumns = [
  'v.courseId',
  'v.institutionId',
  'v.version',
  'v.validFrom',
  'v.validTo',
  'v.titleZh',
  'v.titleEn',
  'v.department',
  'v.kind',
  'v.level',
  'v.category',
  'v.credits',
  'v.hours',
  'v.gradeMin',
  'v.syllabus',
  'v.description',
  'v.recordedAt',
] as const

const courseRows = (tx: Tx) =>
  tx
    .selectFrom('catalogueCourseVersion as v')
    .innerJoin('catalogueCourse as c', 'c.id', 'v.courseId')
    .innerJoin('catalogueInstitution as i', 'i.id', 'v.institutionId')
    .select(versionColumns)
    .select(['c.code', 'i.nameZh as institutionZh', 'i.nameEn as institutionEn'])

type CourseRow = Awaited<ReturnType<ReturnType<typeof courseRows>['execute']>>[number]
export type CourseFound = Course & {
  recordedAt: Date
  institution: { id: Uuid; nameZh: string; nameEn: string | null }
}

const toCourse = (row: CourseRow): CourseFound => ({
  id: row.courseId,
  institutionId: row.institutionId,
  code: row.code,
  version: row.version,
  titleZh: row.titleZh,
  titleEn: row.titleEn,
  department: row.department,
  kind: row.kind,
  level: row.level,
  category: row.category,
  credits: row.credits as Credits | null,
  hours: row.hours as Hours | null,
  gradeMin: row.gradeMin as Score | null,
  description: row.description,
  syllabus: row.syllabus as Topic[],
  from: day(row.validFrom),
  to: row.validTo === null ? null : day(row.validTo),
  recordedAt: row.recordedAt,
  institution: { id: row.institutionId, nameZh: row.institutionZh, nameEn: row.institutionEn },
})

export type CourseFilter = {
  q?: string | undefined
  institutionId?: Uuid | undefined
  kind?: CourseKind | undefined
  level?: CourseLevel | undefined
}

/** Courses in force on the day. With words: those that begin with them first, then the shorter title. */
export async function findCourses(tx: Tx, filter: CourseFilter, on: LocalDate, page: PageRequest) {
  let found = tx
    .selectFrom('catalogueCourseVersion as v')
    .where('v.validFrom', '<=', on)
    .where((e) => e.or([e('v.validTo', 'is', null), e('v.validTo', '>', on)]))
  if (filter.q) found = found.where('v.searchKey', 'like', searchPattern(filter.q))
  if (filter.institutionId) found = found.where('v.institutionId', '=', filter.institutionId)
  if (filter.kind) found = found.where('v.kind', '=', filter.kind)
  if (filter.level) found = found.where('v.level', '=', filter.level)
  const { total } = await found.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const prefix = filter.q ? searchPattern(filter.q).slice(1) : '%'
  const keys = await found
    .select(['v.courseId', 'v.version'])
    .orderBy(sql`v.search_key like ${prefix} or v.search_key like ${`% ${prefix}`}`, 'desc')
    .orderBy(sql`case when ${filter.q ?? ''} = '' then 0 else length(v.title_zh) end`)
    .orderBy('v.titleZh')
    .orderBy('v.courseId')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { total, rows: await coursesByVersion(tx, keys) }
}

type VersionKey = { courseId: Uuid; version: number }

/** Named versions of courses, in the order asked; a course that does not exist is left out. */
export async function coursesByVersion(tx: Tx, keys: VersionKey[]): Promise<CourseFound[]> {
  if (keys.length === 0) return []
  const rows = await courseRows(tx)
    .where((e) =>
      e(
        e.refTuple('v.courseId', 'v.version'),
        'in',
        keys.map(({ courseId, version }) => e.tuple(courseId, version)),
      ),
    )
    .execute()
  const byKey = new Map(rows.map((row) => [`${row.courseId} ${row.version}`, toCourse(row)]))
  return keys.flatMap(({ courseId, version }) => byKey.get(`${courseId} ${version}`) ?? [])
}

/** The courses as they are on a day; those not in force then are left out. */
export async function coursesOn(tx: Tx, courseIds: Uuid[], on: LocalDate): Promise<CourseFound[]> {
  if (courseIds.length === 0) return []
  const rows = await courseRows(tx)
    .distinctOn('v.courseId')
    .where('v.courseId', 'in', courseIds)
    .where('v.validFrom', '<=', on)
    .where((e) => e.or([e('v.validTo', 'is', null), e('v.validTo', '>', on)]))
    .orderBy('v.courseId')
    .orderBy('v.version', 'desc')
    .execute()
  return rows.map(toCourse)
}

/** Every course of every institution in force on a day, for the in-memory index; or only the ones named. */
export async function coursesForIndex(tx: Tx, on: LocalDate, institutionId?: Uuid): Promise<CourseFound[]> {
  let rows = courseRows(tx)
    .distinctOn('v.courseId')
    .where('v.validFrom', '<=', on)
    .where((e) => e.or([e('v.validTo', 'is', null), e('v.validTo', '>', on)]))
    .orderBy('v.courseId')
    .orderBy('v.version', 'desc')
  if (institutionId) rows = rows.where('v.institutionId', '=', institutionId)
  return (await rows.execute()).map(toCourse)
}

export const versionsOf = (tx: Tx, courseId: Uuid) =>
  tx
    .selectFrom('catalogueCourseVersion')
    .select(['version', 'validFrom', 'validTo', 'recordedAt'])
    .where('courseId', '=', courseId)
    .orderBy('version', 'desc')
    .limit(100)
    .execute()

export const namingProfiles = (tx: Tx) =>
  tx
    .selectFrom('catalogueInstitution')
    .select(['id', 'namingProfile'])
    .where('namingProfile', 'is not', null)
    .execute()

/** Courses changed since `since` in transactions that can no longer be joined by a later commit. Null course: all of them. */
export async function changesSince(tx: Tx, since: string) {
  const { upTo } = (
    await sql<{ upTo: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as "upTo"`.execute(tx)
  ).rows[0]!
  const rows = await sql<{ institutionId: Uuid; courseId: Uuid | null }>`
    select distinct institution_id as "institutionId", course_id as "courseId" from catalogue_change
    where tx >= ${since}::xid8 and tx < ${upTo}::xid8`.execute(tx)
  return { upTo, changes: rows.rows }
}

/** The institution's courses by code, as their newest versions say; locks the institution against a second import. */
export async function newestByCode(tx: Tx, institutionId: Uuid): Promise<Map<string, Course>> {
  await tx
    .selectFrom('catalogueInstitution')
    .select('id')
    .where('id', '=', institutionId)
    .forUpdate()
    .execute()
  const rows = await courseRows(tx)
    .distinctOn('v.courseId')
    .where('v.institutionId', '=', institutionId)
    .orderBy('v.courseId')
    .orderBy('v.version', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.code, toCourse(row)]))
}

export type NewVersion = { id: Uuid; isNew: boolean; version: number; facts: CourseFacts }

/** Writes new versions that begin on a day, and ends the ones before; in two statements whatever their number. */
export async function insertVersions(
  tx: Tx,
  institutionId: Uuid,
  from: LocalDate,
  versions: NewVersion[],
): Promise<void> {
  if (versions.length === 0) return
  const rows = json(
    versions.map(({ id, isNew, version, facts }) => ({
      id,
      isNew,
      version,
      code: facts.code,
      title_zh: facts.titleZh,
      title_en: facts.titleEn,
      department: facts.department,
      kind: facts.kind,
      level: facts.level,
      category: facts.category,
      credits: facts.credits,
      hours: facts.hours,
      grade_min: facts.gradeMin,
      description: facts.description,
      syllabus: facts.syllabus,
      search_key: searchKey(facts.titleZh, facts.titleEn, facts.code),
    })),
  )
  await sql`
    insert into catalogue_course (id, institution_id, code)
    select id, ${institutionId}, code from jsonb_to_recordset(${rows}) as r (id uuid, "isNew" boolean, code text)
    where "isNew"`.execute(tx)
  await sql`
    update catalogue_course_version v set valid_to = greatest(v.valid_from, ${from}::date)
    from jsonb_to_recordset(${rows}) as r (id uuid, version integer)
    where v.course_id = r.id and v.version = r.version - 1`.execute(tx)
  await sql`
    insert into catalogue_course_version (course_id, version, institution_id, valid_from, title_zh, title_en, department,
      kind, level, category, credits, hours, grade_min, description, syllabus, search_key)
    select id, version, ${institutionId}, ${from}::date, title_zh, title_en, department,
      kind, level, category, credits, hours, grade_min, description, syllabus, search_key
    from jsonb_to_recordset(${rows}) as r (id uuid, version integer, title_zh text, title_en text, department text, kind text,
      level text, category text, credits integer, hours integer, grade_min integer, description text, syllabus jsonb, search_key text)`.execute(
    tx,
  )
  await tx
    .insertInto('catalogueChange')
    .values({ institutionId, courseId: versions.length === 1 ? versions[0]!.id : null })
    .execute()
}

export type NewInstitution = Omit<Institution, 'kind'> & {
  kind: InstitutionKind | OtherKind
  namingProfile: unknown
  from: LocalDate
  terms: Pick<Terms, 'hoursPerCredit' | 'gradeScales'> | null
}

export async function insertInstitution(tx: Tx, made: NewInstitution): Promise<void> {
  const { from, terms, namingProfile, ...institution } = made
  await tx
    .insertInto('catalogueInstitution')
    .values({
      ...institution,
      namingProfile: namingProfile === null ? null : json(namingProfile),
      searchKey: searchKey(institution.nameZh, institution.nameEn, institution.code),
    })
    .execute()
  if (terms === null) return
  await tx
    .insertInto('catalogueTerms')
    .values({
      institutionId: institution.id,
      version: 1,
      validFrom: from,
      hoursPerCredit: json(terms.hoursPerCredit),
      gradeScales: json(terms.gradeScales),
    })
    .execute()
  await tx.insertInto('catalogueChange').values({ institutionId: institution.id, courseId: null }).execute()
}
