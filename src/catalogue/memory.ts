// catalogue/memory.ts – the catalogue in memory for finding candidates; facts are always read from the database.
// Kept fresh from the change table: a changed course counts within half a second on every server.
import { setInterval } from 'node:timers/promises'
import { read, type Db } from '../database/connection.ts'
import { changesSince, coursesForIndex, coursesOn, type CourseFound, namingProfiles } from './store.ts'
import {
  buildCatalogueIndex,
  type CatalogueIndex,
  type MatchCourse,
  putCourse,
  removeCourse,
} from '../matching/catalogue-index.ts'
import { defaultProfile, type NamingProfile } from '../matching/naming-profile.ts'
import { normalise } from '../matching/text.ts'
import { localDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'

export type CatalogueMemory = {
  index: CatalogueIndex
  profiles: Map<string, NamingProfile>
  /** Institution → topic → the courses that teach it. */
  topics: Map<Uuid, Map<string, Set<Uuid>>>
  /** First transaction not yet seen. */
  seen: string
}

/** How often the change table is looked at. */
const refreshEveryMs = 400

/** Loads the catalogue and keeps it fresh until stopped; a look that fails is reported, and the next one tries again. */
export async function keepCatalogue(db: Db, report: (error: unknown) => void) {
  let memory = await loadCatalogue(db)
  const ending = new AbortController()
  const keeping = (async () => {
    for await (const _ of setInterval(refreshEveryMs, undefined, { signal: ending.signal, ref: false })) {
      try {
        memory = await refreshCatalogue(db, memory)
      } catch (error) {
        report(error)
      }
    }
  })().catch((error: unknown) => {
    if (!ending.signal.aborted) report(error)
  })
  const stop = async () => {
    ending.abort()
    await keeping
  }
  return { memory: () => memory, stop }
}

export async function loadCatalogue(db: Db): Promise<CatalogueMemory> {
  return read(db, {}, async (tx, at) => {
    const { upTo } = await changesSince(tx, '0')
    const courses = await coursesForIndex(tx, localDate(at))
    const profiles = new Map(
      (await namingProfiles(tx)).map(({ id, namingProfile }) => [String(id), namingProfile as NamingProfile]),
    )
    return catalogueOf(courses, profiles, upTo)
  })
}

/** The memory of given courses. */
export function catalogueOf(
  courses: readonly CourseFound[],
  profiles: CatalogueMemory['profiles'],
  seen: string,
): CatalogueMemory {
  const index = buildCatalogueIndex(courses.map(toMatchCourse), (id) => profiles.get(id) ?? defaultProfile)
  const memory: CatalogueMemory = { index, profiles, topics: new Map(), seen }
  for (const course of courses) learnTopics(memory, course)
  return memory
}

/** Takes up what changed since the last look. A whole institution changed (an import): all is loaded anew. */
export async function refreshCatalogue(db: Db, memory: CatalogueMemory): Promise<CatalogueMemory> {
  const { upTo, changes, courses, wholly } = await read(db, {}, async (tx, at) => {
    const { upTo, changes } = await changesSince(tx, memory.seen)
    const wholly = changes.some(({ courseId }) => courseId === null)
    const ids = changes.flatMap(({ courseId }) => courseId ?? [])
    return { upTo, changes, wholly, courses: wholly ? [] : await coursesOn(tx, ids, localDate(at)) }
  })
  if (wholly) return loadCatalogue(db)
  const present = new Map(courses.map((course) => [course.id, course]))
  for (const { institutionId, courseId } of changes) {
    if (courseId === null) continue
    forgetTopics(memory, institutionId, courseId)
    const course = present.get(courseId)
    if (!course) removeCourse(memory.index, courseId)
    else {
      putCourse(memory.index, toMatchCourse(course))
      learnTopics(memory, course)
    }
  }
  memory.seen = upTo
  return memory
}

/** Courses of an institution that teach the most of the topics named, best first. */
export function coursesByTopics(
  memory: CatalogueMemory,
  institutionId: Uuid,
  topics: string[],
  most: number,
): Uuid[] {
  const taught = memory.topics.get(institutionId)
  if (!taught) return []
  const shared = new Map<Uuid, number>()
  for (const topic of topics) {
    for (const course of taught.get(topicKey(topic)) ?? []) shared.set(course, (shared.get(course) ?? 0) + 1)
  }
  return Array.from(shared)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([course]) => course)
}

const topicKey = (topic: string): string => normalise(topic, 'zh')

function learnTopics({ topics }: CatalogueMemory, { id, institutionId, syllabus }: CourseFound): void {
  if (syllabus.length === 0) return
  const taught = topics.get(institutionId) ?? new Map<string, Set<Uuid>>()
  topics.set(institutionId, taught)
  for (const { topic } of syllabus) {
    const key = topicKey(topic)
    taught.set(key, (taught.get(key) ?? new Set()).add(id))
  }
}

function forgetTopics({ topics }: CatalogueMemory, institutionId: Uuid, courseId: Uuid): void {
  for (const courses of topics.get(institutionId)?.values() ?? []) courses.delete(courseId)
}

const toMatchCourse = (course: CourseFound): MatchCourse => ({
  id: course.id,
  institution: course.institutionId,
  code: course.code,
  title: course.titleZh,
  titleEn: course.titleEn ?? undefined,
  credits: course.credits ?? undefined,
  hours: course.hours ?? undefined,
  department: course.department ?? undefined,
  kind: course.kind ?? undefined,
  description: course.description ?? undefined,
})
