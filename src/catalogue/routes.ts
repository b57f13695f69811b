// catalogue/routes.ts – contract to operation.
import type { FastifyInstance } from 'fastify'
import type { Db } from '../database/connection.ts'
import { serve } from '../http/serve.ts'
import { creditsText } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { publicId, uuidFrom, uuidGiven } from '../values/ids.ts'
import { plain } from '../values/quantities.ts'
import { refuse } from '../values/refusal.ts'
import {
  getCourse,
  getCourses,
  getCourseSuggestions,
  getInstitution,
  getInstitutions,
  getOrganisations,
} from './contract.ts'
import type { Institution } from './model.ts'
import {
  type CourseFound,
  findCourses,
  findInstitutions,
  listOrganisations,
  nextCursor,
  pageFrom,
  showCourse,
  showInstitution,
} from './operations.ts'

const suggestionsMax = 10

export function catalogueRoutes(http: FastifyInstance, db: Db): void {
  serve(http, getInstitutions, async ({ q, kind, member, cursor, limit }) => {
    const page = pageFrom(cursor, limit)
    const isMember = member === undefined ? undefined : member === 'true'
    const { rows, total } = await findInstitutions(db, { q, kind, member: isMember }, page)
    return { data: rows.map(toInstitutionRow), total, nextCursor: nextCursor(page, total) }
  })

  serve(http, getOrganisations, async () => ({
    data: (await listOrganisations(db)).map((each) => ({ ...each, id: publicId('inst', each.id) })),
  }))

  serve(http, getInstitution, async ({ institutionId }) => {
    const { terms, ...institution } = await showInstitution(
      db,
      uuidFrom('inst', institutionId) ?? refuse('not_found'),
    )
    return {
      ...toInstitutionRow(institution),
      terms: {
        ...terms,
        hoursPerCredit: terms.hoursPerCredit.map((row) => ({ ...row, hours: plain(row.hours) })),
      },
    }
  })

  serve(http, getCourses, async ({ q, institutionId, kind, level, cursor, limit }) => {
    const page = pageFrom(cursor, limit)
    const filter = { q, kind, level, institutionId: uuidGiven('inst', institutionId) }
    const { rows, total } = await findCourses(db, filter, page)
    return { data: rows.map(toCourseRow), total, nextCursor: nextCursor(page, total) }
  })

  serve(http, getCourseSuggestions, async ({ q, institutionId }) => {
    const filter = { q, institutionId: uuidGiven('inst', institutionId) }
    const { rows } = await findCourses(db, filter, { offset: 0, limit: suggestionsMax })
    return { data: rows.map(toCourseRow) }
  })

  serve(http, getCourse, async ({ courseId, on, version }) => {
    const id = uuidFrom('course', courseId) ?? refuse('not_found')
    const { course, versions } = await showCourse(db, id, {
      on: on === undefined ? undefined : day(on),
      version: version === undefined ? undefined : Number(version),
    })
    return {
      ...toCourseRow(course),
      from: course.from,
      to: course.to,
      recordedAt: course.recordedAt.toISOString(),
      gradeMin: course.gradeMin === null ? null : plain(course.gradeMin),
      syllabus: course.syllabus,
      versions: versions.map((row) => ({
        version: row.version,
        from: row.validFrom,
        to: row.validTo,
        recordedAt: row.recordedAt.toISOString(),
      })),
    }
  })
}

const toInstitutionRow = (row: Institution & { courseCount: number }) => ({
  ...row,
  id: publicId('inst', row.id),
})

const toCourseRow = (course: CourseFound) => ({
  id: publicId('course', course.id),
  code: course.code,
  titleZh: course.titleZh,
  titleEn: course.titleEn,
  institution: { ...course.institution, id: publicId('inst', course.institution.id) },
  department: course.department,
  kind: course.kind,
  level: course.level,
  category: course.category,
  credits: course.credits === null ? null : creditsText(course.credits),
  hours: course.hours === null ? null : plain(course.hours),
  version: course.version,
})
