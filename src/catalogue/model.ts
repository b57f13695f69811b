// catalogue/model.ts – 目录: what institutions and courses are. Course facts are versioned; an answer names its version.
import type { Credits } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import type { Hours, Score } from '../values/quantities.ts'

export const institutionKinds = ['university', 'vocational', 'open', 'training', 'examination'] as const
/** Members that teach nothing: they verify, register trainings of others, or supervise. */
/** What takes part and teaches nothing. */
export const organisationKinds = ['authority', 'enterprise'] as const
export type OtherKind = (typeof organisationKinds)[number]
export type InstitutionKind = (typeof institutionKinds)[number]

/** 理论 · 实验 · 实践/实习 · 课程设计 · 研讨 · 毕业论文. */
export const courseKinds = ['theory', 'laboratory', 'practice', 'design', 'seminar', 'thesis'] as const
export type CourseKind = (typeof courseKinds)[number]

/** 培训 · 中职 · 专科 · 本科 · 研究生, from low to high. */
export const courseLevels = ['training', 'secondary', 'associate', 'bachelor', 'graduate'] as const
export type CourseLevel = (typeof courseLevels)[number]

/** 学历教育 · 职业培训 · 文化休闲: what kind of learning it is, where its institution’s kind does not say (source: CN-05). */
export const courseCategories = ['academic', 'vocational', 'leisure'] as const
export type CourseCategory = (typeof courseCategories)[number]

/** A topic of a syllabus with its weight; the weights of one syllabus need not add up to anything. */
export type Topic = { topic: string; weight: number }

/** How an institution counts hours and grades, in force for a period. `kind` null stands for every other kind. */
export type Terms = {
  version: number
  from: LocalDate
  to: LocalDate | null
  hoursPerCredit: { kind: CourseKind | null; hours: Hours }[]
  gradeScales: GradeScale[]
}

/** `percent`, or a scale of words from best to worst. `pass` is the lowest grade that passes. */
export type GradeScale = { scale: string; kind: CourseKind | null; grades: string[]; pass: string }

export type Institution = {
  id: Uuid
  code: string
  nameZh: string
  nameEn: string | null
  kind: InstitutionKind
  region: string
  member: boolean
}

/** What an institution says of a course; a change of any of it is a new version. */
export type CourseFacts = {
  code: string
  titleZh: string
  titleEn: string | null
  department: string | null
  kind: CourseKind | null
  level: CourseLevel | null
  category: CourseCategory | null
  credits: Credits | null
  hours: Hours | null
  gradeMin: Score | null
  description: string | null
  syllabus: Topic[]
}

export type Course = CourseFacts & {
  id: Uuid
  institutionId: Uuid
  version: number
  from: LocalDate
  to: LocalDate | null
}

/** The hours that one credit stands for at an institution, for a kind of course; undefined when it names none. */
export const hoursPerCredit = (terms: Terms, kind: CourseKind | null): Hours | undefined =>
  (
    terms.hoursPerCredit.find((row) => row.kind === kind) ??
    terms.hoursPerCredit.find((row) => row.kind === null)
  )?.hours

/** A grade that was read on one of the institution's scales. */
export type GradeRead = { scale: string; grade: string; passed: boolean }

/** Reads `82`, `良好` or `A-` on the institution's scales for the kind of course; undefined when it stands on none. */
export function readGrade(
  text: string,
  scales: GradeScale[],
  kind: CourseKind | null,
): GradeRead | undefined {
  const own = scales.filter((scale) => scale.kind === kind)
  const usable = own.length > 0 ? own : scales.filter((scale) => scale.kind === null)
  for (const { scale, grades, pass } of usable) {
    if (scale === 'percent') {
      if (!/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/.test(text)) continue
      return { scale, grade: text, passed: Number(text) >= Number(pass) }
    }
    const place =
      grades.indexOf(text.toUpperCase()) >= 0 ? grades.indexOf(text.toUpperCase()) : grades.indexOf(text)
    if (place >= 0) return { scale, grade: grades[place]!, passed: place <= grades.indexOf(pass) }
  }
  return undefined
}
