// worth/contract.ts – 值多少学分: courses learnt at one place, asked about at another; no log-in.
import { z } from 'zod'
import { contract } from '../access/contract.ts'
import { courseKinds, courseLevels } from '../catalogue/model.ts'
import { Verdict } from '../rulebook/model.ts'
import { CreditsText } from '../values/credits.ts'
import { Day } from '../values/dates.ts'
import { idOf } from '../values/ids.ts'

const Institution = z.strictObject({ id: idOf('inst'), nameZh: z.string(), nameEn: z.string().nullable() })

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

const Hours = z
  .strictObject({
    met: z.boolean().nullable().describe('null: hours of one side are unknown'),
    sourceHours: z.number().nullable(),
    sourceHoursPerCredit: z.number().nullable(),
    targetHours: z.number().nullable(),
    targetHoursPerCredit: z.number(),
    coverage: z.number().nullable().describe('Percent of the target’s hours'),
    coverageMin: z.number(),
    shortfallHours: z.number(),
    credits: CreditsText.nullable().describe(
      'The source’s hours in the target’s credits, rounded as the rule says',
    ),
    rounding: z.strictObject({ mode: z.enum(['down', 'nearest']), step: CreditsText }),
  })
  .describe('学时')

const Content = z
  .strictObject({
    met: z.boolean().nullable().describe('null: cannot be told by machine'),
    basis: z.enum(['equivalency', 'syllabus', 'title']),
    titleScore: z.number().describe('How alike the titles are, 0 to 1'),
    overlap: z.number().nullable().describe('Percent of the target’s weighted topics covered'),
    overlapMin: z.number(),
    covered: z.array(z.strictObject({ topic: z.string(), weight: z.number(), by: z.string() })),
    missing: z.array(z.strictObject({ topic: z.string(), weight: z.number() })),
    conflicts: z
      .array(z.enum(['kind', 'part', 'level', 'language']))
      .describe('Any of them forbids approval by machine'),
  })
  .describe('课程')

const Grade = z
  .strictObject({
    met: z.boolean().nullable().describe('null: no grade given, or the target names no minimum'),
    given: z.string().nullable(),
    scale: z.string().nullable(),
    score: z.number().nullable().describe('The grade on the scale of 100'),
    passedAtSource: z.boolean().nullable(),
    scoreMin: z.number().nullable(),
  })
  .describe('成绩')

const Rule = z.strictObject({
  kind: z.enum(['rule_set', 'equivalency']),
  number: z.string(),
  version: z.int(),
  titleZh: z.string(),
  titleEn: z.string().nullable(),
  from: Day,
  to: Day.nullable(),
})

export const WorthReason = z.enum([
  'HOURS_SHORT',
  'HOURS_UNKNOWN',
  'CONTENT_BELOW_MIN',
  'CONTENT_UNKNOWN',
  'CONFLICT',
  'GRADE_BELOW_MIN',
  'GRADE_MISSING',
  'FAILED_AT_SOURCE',
  'TOO_OLD',
  'REFUSED_BY_RULE',
  'NO_SIMILAR_COURSE',
  'NO_RULE_SET',
  'NOT_MEMBER',
])

export const WorthCandidate = z.strictObject({
  course: z.strictObject({
    id: idOf('course'),
    code: z.string(),
    titleZh: z.string(),
    titleEn: z.string().nullable(),
    credits: CreditsText.nullable(),
    hours: z.number().nullable(),
    version: z.int().describe('The version of the target course that was judged'),
  }),
  verdict: Verdict,
  reasons: z.array(WorthReason),
  recorded: CreditsText.describe('Credits counted for the target course'),
  surplus: CreditsText,
  surplusPolicy: z.enum(['elective', 'forfeit']),
  electiveOffer: CreditsText.nullable().describe('Credits offered as elective instead, on request'),
  supplementHours: z.number(),
  principles: z.strictObject({ hours: Hours, content: Content, grade: Grade }),
  rules: z.array(Rule).describe('Every rule that took part, the deciding one first'),
  note: z.string().nullable().describe('The reason that people gave in the rule'),
})

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
  candidates: z.array(WorthCandidate).describe('Best first, at most five'),
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
    totals: z.strictObject({ recorded: CreditsText, elective: CreditsText }),
  }),
})
