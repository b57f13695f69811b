// The worth question as an address and as an exchange: whoever opens the link asks exactly the same.
import { type CourseKind, type CourseLevel, courseKinds, courseLevels } from '../../catalogue/model.ts'
import type { postWorthComparison, postWorthQuestion } from '../../worth/contract.ts'
import type { InputOf } from '../api.ts'
import { paths, withQuery } from '../paths.ts'

export type WorthInput = InputOf<typeof postWorthQuestion>

/** One course as the form holds it: everything is text, empty when not given. */
export type CourseDraft = {
  courseId: string
  title: string
  institutionId: string
  hours: string
  credits: string
  kind: CourseKind | ''
  level: CourseLevel | ''
  grade: string
  earnedOn: string
  targetCourseId: string
}

export type WorthDraft = { targetId: string; courses: CourseDraft[] }

export const blankCourse: CourseDraft = {
  courseId: '',
  title: '',
  institutionId: '',
  hours: '',
  credits: '',
  kind: '',
  level: '',
  grade: '',
  earnedOn: '',
  targetCourseId: '',
}

/** The names that the fields of a course have in an address: `c=id.course_…*grade.82`. */
const names = [
  ['id', 'courseId'],
  ['title', 'title'],
  ['at', 'institutionId'],
  ['hours', 'hours'],
  ['credits', 'credits'],
  ['kind', 'kind'],
  ['level', 'level'],
  ['grade', 'grade'],
  ['on', 'earnedOn'],
  ['for', 'targetCourseId'],
] as const satisfies [string, keyof CourseDraft][]

const courseText = (course: CourseDraft): string =>
  names
    .filter(([, field]) => course[field] !== '')
    // The title of a course that the catalogue knows comes from there.
    .filter(([, field]) => field !== 'title' || course.courseId === '')
    .map(([name, field]) => `${name}.${course[field].replaceAll('*', '×')}`)
    .join('*')

function courseFrom(text: string): CourseDraft {
  const given = new Map(
    text.split('*').map((part) => {
      const dot = part.indexOf('.')
      return [part.slice(0, dot), part.slice(dot + 1)] as const
    }),
  )
  const plain = Object.fromEntries(names.map(([name, field]) => [field, given.get(name) ?? '']))
  return {
    ...blankCourse,
    ...plain,
    kind: courseKinds.find((kind) => kind === given.get('kind')) ?? '',
    level: courseLevels.find((level) => level === given.get('level')) ?? '',
  }
}

export const draftFrom = (query: URLSearchParams): WorthDraft => ({
  targetId: query.get('to') ?? '',
  courses: query.getAll('c').map(courseFrom),
})

const queryOf = ({ targetId, courses }: WorthDraft) => ({
  to: targetId,
  c: courses.map(courseText).filter((text) => text !== ''),
})

/** Puts the draft into the query of the page that holds the form. */
export function writeDraft(query: URLSearchParams, draft: WorthDraft): void {
  const { to, c } = queryOf(draft)
  query.delete('to')
  query.delete('c')
  if (to) query.set('to', to)
  for (const course of c) query.append('c', course)
}

export const formAddress = (path: string, draft: WorthDraft): string => withQuery(path, queryOf(draft))

/** `on` fixes the day of the rules, so that the link still shows the same answer next year. */
export const resultAddress = (draft: WorthDraft, on?: string): string =>
  withQuery(paths.worthResult, { ...queryOf(draft), on })

/** The same courses at every school: what each shall count for is for each school to find. */
export const comparisonOf = (draft: WorthDraft): InputOf<typeof postWorthComparison> => ({
  courses: inputOf({ ...draft, courses: draft.courses.map((course) => ({ ...course, targetCourseId: '' })) })
    .courses,
})

export const compareAddress = (draft: WorthDraft): string =>
  formAddress(paths.worthCompare, { ...draft, targetId: '' })

/** What is sent. A course of the catalogue brings its own facts; the rest is what the reader wrote. */
export const inputOf = (draft: WorthDraft, on?: string): WorthInput => ({
  targetInstitutionId: draft.targetId,
  ...(on ? { on } : {}),
  courses: draft.courses.map((course) => ({
    ...(course.courseId
      ? { courseId: course.courseId }
      : {
          title: course.title.trim(),
          ...given('institutionId', course.institutionId),
          ...given('credits', course.credits.trim()),
          ...(course.hours.trim() ? { hours: Number(course.hours) } : {}),
          ...(course.kind ? { kind: course.kind } : {}),
          ...(course.level ? { level: course.level } : {}),
        }),
    ...given('grade', course.grade.trim()),
    ...given('earnedOn', course.earnedOn),
    ...given('targetCourseId', course.targetCourseId),
  })),
})

const given = <Key extends string>(key: Key, value: string): Partial<Record<Key, string>> => {
  const part: Partial<Record<Key, string>> = {}
  if (value !== '') part[key] = value
  return part
}
