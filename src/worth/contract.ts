// worth/contract.ts – 值多少学分: courses learnt at one place, asked about at another; no log-in.
import { z } from 'zod'
import { contract } from '../access/contract.ts'
import { courseKinds, courseLevels } from '../catalogue/model.ts'
import { Candidate, Institution, Reason, Rule } from '../recognition/contract.ts'
import { CreditsText } from '../values/credits.ts'
import { Day } from '../values/dates.ts'
import { idOf } from '../values/ids.ts'

/** A course from a catalogue, or one described in free words. */
export const CourseLearnt = z.strictObject({
  courseId: idOf('course')
    .optional()
    .describe('A course of the catalogue; title, credits and hours come from it'),
  institutionId: idOf('inst').optional().describe('Where it was learnt, when the course is in no catalogue'),
  title: z.string().trim().min(1).max(200).optional(),
  credits: CreditsText.optional(),
  hours: z.number().positive().max(10_000).multipleOf(0.01).optional(),
  kind: z.enum(courseKinds).optional(),
  level: z.enum(courseLevels).optional(),
  grade: z
    .string()
    .trim()
    .min(1)
    .max(20)
    .optional()
    .describe('A score of 100, or a word of the scale: 82, 良好, A-'),
  earnedOn: Day.optional(),
  targetCourseId: idOf('course')
    .optional()
    .describe('The course it shall count for; the best ones are sought when absent'),
})

/** Five different texts on the page, and expert review between them. */
export const WorthState = z.enum([
  'convertible',
  'partly',
  'expert_review',
  'not_assessed',
  'refused',
  'not_member',
])

export const WorthReason = z.enum([...Reason.options, 'NO_SIMILAR_COURSE', 'NO_RULE_SET', 'NOT_MEMBER'])

export const WorthAnswer = z.strictObject({
  course: z.strictObject({
    id: idOf('course').nullable(),
    title: z.string(),
    titleEn: z.string().nullable(),
    institution: Institution.nullable(),
    credits: CreditsText.nullable(),
    hours: z.number().nullable(),
    grade: z.string().nullable(),
    version: z.int().nullable(),
  }),
  state: WorthState,
  reasons: z.array(WorthReason),
  refusal: z
    .strictObject({ rule: Rule, note: z.string() })
    .nullable()
    .describe('People looked and refused the course as a whole'),
  candidates: z.array(Candidate).describe('Best first, at most five'),
})

const Totals = z.strictObject({ recorded: CreditsText, elective: CreditsText })

export const postWorthComparison = contract({
  method: 'POST',
  path: '/api/v1/worth/comparisons',
  permission: 'worth.ask',
  summary: 'Which member institution counts most of some courses (哪所学校认得最多), the most first',
  input: z.strictObject({
    courses: z
      .array(CourseLearnt.omit({ targetCourseId: true }))
      .min(1)
      .max(60),
    on: Day.optional().describe('Judged as of this day; today when absent'),
  }),
  reply: z.strictObject({
    on: Day,
    institutions: z.array(
      z.strictObject({
        institution: Institution,
        totals: Totals,
        states: z.partialRecord(WorthState, z.int()).describe('How many courses are in which state'),
      }),
    ),
  }),
})

export const postWorthQuestion = contract({
  method: 'POST',
  path: '/api/v1/worth/questions',
  permission: 'worth.ask',
  summary: 'What courses are worth at another institution, by the three principles: 学时, 课程, 成绩',
  input: z.strictObject({
    targetInstitutionId: idOf('inst'),
    courses: z.array(CourseLearnt).min(1).max(100),
    on: Day.optional().describe('Judged as of this day; today when absent'),
  }),
  reply: z.strictObject({
    target: Institution,
    on: Day,
    answers: z.array(WorthAnswer).describe('In the order of the question'),
    totals: Totals,
  }),
})
