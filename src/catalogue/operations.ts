// catalogue/operations.ts – the verbs of the catalogue: find, show, import.
import { read, transact, type Db, type Tx } from '../database/connection.ts'
import { type LocalDate, localDate } from '../values/dates.ts'
import { newId, referenceShard, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { FileFlaw } from '../words/language.ts'
export { type CatalogueMemory, catalogueOf, coursesByTopics, keepCatalogue, loadCatalogue } from './memory.ts'

export { type Cells, readTable, utf8 } from './table-file.ts'
import { readCourseFile } from './course-file.ts'
import type { Course, CourseFacts } from './model.ts'
import * as store from './store.ts'

export {
  coursesForIndex,
  coursesOn,
  institutionByCode,
  memberInstitutions,
  institutionById,
  institutionsNamed,
  termsInForce,
  type CourseFound,
} from './store.ts'

/** Places in a list are offsets in base 10; a list of public data may shift between two pages. */
export function pageFrom(cursor: string | undefined, limit: string | undefined): store.PageRequest {
  if (cursor !== undefined && !/^\d{1,7}$/.test(cursor))
    refuse('input_invalid', {}, [{ pointer: '/cursor', code: 'cursor' }])
  return { offset: Number(cursor ?? 0), limit: Number(limit ?? 20) }
}

export const nextCursor = ({ offset, limit }: store.PageRequest, total: number): string | null =>
  offset + limit < total ? String(offset + limit) : null

export function findInstitutions(db: Db, filter: store.InstitutionFilter, page: store.PageRequest) {
  return read(db, {}, (tx, at) => store.findInstitutions(tx, filter, localDate(at), page))
}

export const listOrganisations = (db: Db) => read(db, {}, (tx) => store.organisations(tx))

export function showInstitution(db: Db, id: Uuid) {
  return read(db, {}, async (tx, at) => {
    const institution = (await store.institutionById(tx, id)) ?? refuse('not_found')
    const terms = (await store.termsInForce(tx, [id], localDate(at))).get(id) ?? refuse('not_found')
    return { ...institution, terms, courseCount: await store.countCourses(tx, id, localDate(at)) }
  })
}

export function findCourses(db: Db, filter: store.CourseFilter, page: store.PageRequest) {
  return read(db, {}, (tx, at) => store.findCourses(tx, filter, localDate(at), page))
}

/** The course as it is today, as it was on a day, or in a version. */
export function showCourse(
  db: Db,
  id: Uuid,
  wanted: { on?: LocalDate | undefined; version?: number | undefined },
) {
  return read(db, {}, async (tx, at) => {
    const [course] = wanted.version
      ? await store.coursesByVersion(tx, [{ courseId: id, version: wanted.version }])
      : await store.coursesOn(tx, [id], wanted.on ?? localDate(at))
    return { course: course ?? refuse('not_found'), versions: await store.versionsOf(tx, id) }
  })
}

/** Opens an institution with its first terms, or without any when it teaches nothing. Throws when its code is taken. */
export async function openInstitution(tx: Tx, made: Omit<store.NewInstitution, 'id'>): Promise<Uuid> {
  const id = newId(referenceShard)
  await store.insertInstitution(tx, { ...made, id })
  return id
}

export type ImportReport = {
  rows: number
  added: number
  changed: number
  unchanged: number
  flaws: FileFlaw[]
  imported: boolean
}

/**
 * Imports a file of courses for an institution, known by its code. Good rows are written in one transaction, or none on
 * a dry run; wrong rows are reported and left out. The same file again changes nothing.
 */
export function importCourses(
  db: Db,
  { org, bytes, dryRun, from }: { org: string; bytes: Uint8Array; dryRun: boolean; from?: LocalDate },
): Promise<ImportReport> {
  const { rows, flaws } = readCourseFile(bytes)
  return transact(db, {}, async (tx, at) => {
    const institution = (await store.institutionByCode(tx, org)) ?? refuse('institution_unknown', { org })
    const written = await writeCourses(
      tx,
      institution.id,
      rows.map(({ facts }) => facts),
      from ?? localDate(at),
      dryRun,
    )
    const total = rows.length + new Set(flaws.filter(({ line }) => line > 0).map(({ line }) => line)).size
    return { rows: total, ...written, flaws, imported: !dryRun && rows.length > 0 }
  })
}

/** Writes what is new or different; answers how many of each. */
export async function writeCourses(
  tx: Tx,
  institutionId: Uuid,
  courses: CourseFacts[],
  from: LocalDate,
  dryRun = false,
): Promise<{ added: number; changed: number; unchanged: number }> {
  const known = await store.newestByCode(tx, institutionId)
  const versions = courses.flatMap((facts): store.NewVersion[] => {
    const before = known.get(facts.code)
    if (!before) return [{ id: newId(referenceShard), isNew: true, version: 1, facts }]
    return isSame(before, facts) ? [] : [{ id: before.id, isNew: false, version: before.version + 1, facts }]
  })
  if (!dryRun) await store.insertVersions(tx, institutionId, from, versions)
  const added = versions.filter(({ isNew }) => isNew).length
  return { added, changed: versions.length - added, unchanged: courses.length - versions.length }
}

const isSame = (before: Course, facts: CourseFacts): boolean =>
  before.titleZh === facts.titleZh &&
  before.titleEn === facts.titleEn &&
  before.department === facts.department &&
  before.kind === facts.kind &&
  before.level === facts.level &&
  before.category === facts.category &&
  before.credits === facts.credits &&
  before.hours === facts.hours &&
  before.gradeMin === facts.gradeMin &&
  before.description === facts.description &&
  before.syllabus.length === facts.syllabus.length &&
  before.syllabus.every(
    ({ topic, weight }, at) => topic === facts.syllabus[at]!.topic && weight === facts.syllabus[at]!.weight,
  )
