// scenarios/given.ts – what a scenario gives, in the bank's own terms: the same for both worlds.
import type { CourseFacts, GradeScale, Terms } from '../catalogue/model.ts'
import { courseKinds } from '../catalogue/model.ts'
import type { Programme } from '../rulebook/model.ts'
import { creditsFromNumber } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { hours, score } from '../values/quantities.ts'
import type { CommandName, Given, Step } from './format.ts'

type InstitutionGiven = NonNullable<Given['institutions']>[string]
type CourseGiven = NonNullable<InstitutionGiven['courses']>[number]

const percent: GradeScale = { scale: 'percent', kind: null, grades: [], pass: '60' }
const usualHours = 16

export function termsOf({
  hoursPerCredit = usualHours,
  scales,
}: InstitutionGiven): Pick<Terms, 'hoursPerCredit' | 'gradeScales'> {
  const other = typeof hoursPerCredit === 'number' ? hoursPerCredit : (hoursPerCredit.other ?? usualHours)
  return {
    hoursPerCredit: [
      ...(typeof hoursPerCredit === 'number'
        ? []
        : courseKinds.flatMap((kind) => {
            const own = hoursPerCredit[kind]
            return own === undefined ? [] : [{ kind, hours: hours(own) }]
          })),
      { kind: null, hours: hours(other) },
    ],
    gradeScales: scales?.map(({ scale, grades = [], pass }) => ({ scale, kind: null, grades, pass })) ?? [
      percent,
    ],
  }
}

export const factsOf = (course: CourseGiven): CourseFacts => ({
  code: course.code,
  titleZh: course.title,
  titleEn: null,
  department: null,
  kind: course.kind ?? null,
  level: course.level ?? null,
  category: course.category ?? null,
  credits: course.credits === undefined ? null : creditsFromNumber(course.credits),
  hours: course.hours === undefined ? null : hours(course.hours),
  gradeMin: course.gradeMin === undefined ? null : score(course.gradeMin),
  description: null,
  syllabus: Object.entries(course.syllabus ?? {}).map(([topic, weight]) => ({ topic, weight })),
})

type ProgrammeGiven = NonNullable<NonNullable<Step['exchange']>['programme']>

/** `times: 5` makes five alike, each an outcome of its own. */
export const programmeOf = ({ labels = {}, totals = {}, counted = [] }: ProgrammeGiven): Programme => ({
  labels,
  totals: Object.fromEntries(
    Object.entries(totals).map(([name, amount]) => [name, creditsFromNumber(amount)]),
  ),
  counted: counted.flatMap(({ times = 1, ...each }) =>
    Array.from({ length: times }, (_, at) => ({
      outcome: times === 1 ? each.outcome : `${each.outcome} #${at + 1}`,
      title: each.title ?? each.outcome,
      course: each.course ?? null,
      credits: creditsFromNumber(each.credits),
      labels: each.labels ?? {},
      acquiredOn: each.acquiredOn === undefined ? null : day(each.acquiredOn),
    })),
  ),
})

/** Commands that clauses alone judge: the same answer in memory and over the API. */
export const judged = ['exchange', 'sets', 'award'] as const satisfies CommandName[]
