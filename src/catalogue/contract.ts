// catalogue/contract.ts – 目录 over HTTP: institutions, their courses, and suggestions while one types.
import { z } from 'zod'
import { contract, pageOf, paging } from '../access/contract.ts'
import { CreditsText } from '../values/credits.ts'
import { Day } from '../values/dates.ts'
import { idOf } from '../values/ids.ts'
import { courseCategories, courseKinds, courseLevels, institutionKinds, organisationKinds } from './model.ts'

const Named = { nameZh: z.string(), nameEn: z.string().nullable() }

export const InstitutionRow = z.strictObject({
  id: idOf('inst'),
  code: z.string(),
  ...Named,
  kind: z.enum(institutionKinds),
  region: z.string(),
  member: z.boolean().describe('Takes part in the bank; others are listed so that one can say so'),
  courseCount: z.int(),
})

export const getInstitutions = contract({
  method: 'GET',
  path: '/api/v1/institutions',
  permission: 'inst.read_public',
  summary: 'Institutions, by name (Chinese, English, pinyin or its initials)',
  input: z.strictObject({
    q: z.string().max(100).optional(),
    kind: z.enum(institutionKinds).optional(),
    member: z.enum(['true', 'false']).optional(),
    ...paging,
  }),
  reply: pageOf(InstitutionRow),
})

export const getInstitution = contract({
  method: 'GET',
  path: '/api/v1/institutions/:institutionId',
  permission: 'inst.read_public',
  summary: 'One institution with its hours per credit and grade scales',
  input: z.strictObject({ institutionId: idOf('inst') }),
  reply: InstitutionRow.extend({
    terms: z.strictObject({
      version: z.int(),
      from: Day,
      to: Day.nullable(),
      hoursPerCredit: z.array(
        z.strictObject({
          kind: z.enum(courseKinds).nullable().describe('null: every other kind'),
          hours: z.number(),
        }),
      ),
      gradeScales: z.array(
        z.strictObject({
          scale: z.string().describe('percent, or the name of a scale of words'),
          kind: z.enum(courseKinds).nullable(),
          grades: z.array(z.string()).describe('Words from best to worst; empty for percent'),
          pass: z.string(),
        }),
      ),
    }),
  }),
})

export const getOrganisations = contract({
  method: 'GET',
  path: '/api/v1/organisations',
  permission: 'inst.read_public',
  summary: 'Members that teach nothing: centres, authorities, enterprises',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(z.strictObject({ id: idOf('inst'), ...Named, kind: z.enum(organisationKinds) })),
  }),
})

export const CourseRow = z.strictObject({
  id: idOf('course'),
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string().nullable(),
  institution: z.strictObject({ id: idOf('inst'), ...Named }),
  department: z.string().nullable(),
  kind: z.enum(courseKinds).nullable(),
  level: z.enum(courseLevels).nullable(),
  category: z.enum(courseCategories).nullable().describe('Null: what the kind of its institution says'),
  credits: CreditsText.nullable(),
  hours: z.number().nullable(),
  version: z.int(),
})

export const getCourses = contract({
  method: 'GET',
  path: '/api/v1/courses',
  permission: 'course.read',
  summary: 'Courses in force, filtered by words, institution, kind and level',
  input: z.strictObject({
    q: z.string().max(100).optional(),
    institutionId: idOf('inst').optional(),
    kind: z.enum(courseKinds).optional(),
    level: z.enum(courseLevels).optional(),
    ...paging,
  }),
  reply: pageOf(CourseRow),
})

export const getCourse = contract({
  method: 'GET',
  path: '/api/v1/courses/:courseId',
  permission: 'course.read',
  summary: 'One course as it is, or as it was on a day or in a version',
  input: z.strictObject({
    courseId: idOf('course'),
    on: Day.optional().describe('The day asked about; today when absent'),
    version: z
      .string()
      .regex(/^[1-9]\d{0,5}$/, 'version')
      .optional(),
  }),
  reply: CourseRow.extend({
    from: Day,
    to: Day.nullable(),
    recordedAt: z.iso.datetime(),
    gradeMin: z
      .number()
      .nullable()
      .describe('The least score, of 100, for which other courses count as this one'),
    syllabus: z.array(z.strictObject({ topic: z.string(), weight: z.number() })),
    versions: z.array(
      z.strictObject({ version: z.int(), from: Day, to: Day.nullable(), recordedAt: z.iso.datetime() }),
    ),
  }),
})

export const getCourseSuggestions = contract({
  method: 'GET',
  path: '/api/v1/courses/suggestions',
  permission: 'course.read',
  summary:
    'At most ten courses whose title or code begins like the words typed: Chinese, pinyin, initials or English',
  input: z.strictObject({ q: z.string().min(1).max(100), institutionId: idOf('inst').optional() }),
  reply: z.strictObject({ data: z.array(CourseRow) }),
})
