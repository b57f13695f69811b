// rulebook/clauses.ts – 条款: single rules of an institution, a region or a national system, as data of a closed set of
// kinds. A clause says whom it is about by labels, never by code; its number is in it and nowhere else.
import { z } from 'zod'
import { Day } from '../values/dates.ts'

/** What something is called, by key: `source: certificate`, `type: [major, required]`. The keys are the pack's own. */
export type Labels = Readonly<Record<string, string | readonly string[]>>

const Name = z.string().min(1).max(120)
const Names = z.union([Name, z.array(Name).min(1).max(400)])

/** Which things: every key has to fit. A list means one of them; `not` means none of them. */
export const Where = z
  .record(z.string().regex(/^[a-z][A-Za-z]*$/), z.union([Names, z.strictObject({ not: Names })]))
  .describe('Labels that have to fit, every one; a list means one of them')
export type Where = z.infer<typeof Where>

const hundredths = (most: number) => z.number().min(0).max(most).multipleOf(0.01)
const Credits = hundredths(10_000).describe('Credits')
const Share = z.number().min(0).max(10).describe('Part of 1')
const Months = z.int().positive().max(1200)
const MonthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'month_day')

/** How much: any of them that is given binds. A share is of a named total of the programme, or of what is counted. */
const Amount = z.strictObject({
  credits: Credits.optional(),
  count: z.int().min(0).max(10_000).optional(),
  share: Share.optional(),
  countShare: Share.optional().describe('Part of the number of courses'),
  basis: Name.optional().describe(
    'The programme’s total that a share is of; `counted`, also when absent, is what counts so far',
  ),
})
export type Amount = z.infer<typeof Amount>

const CourseGiven = z.strictObject({ course: Name, credits: Credits.optional() })

/** What has to have been learnt: a course, all of several, or any of several. */
export type Learnt = { course: string; scoreMin?: number | undefined } | { all: Learnt[] } | { any: Learnt[] }
const Learnt: z.ZodType<Learnt> = z.union([
  z.strictObject({ course: Name, scoreMin: hundredths(100).optional() }),
  z.strictObject({
    get all() {
      return z.array(Learnt).min(1).max(40)
    },
  }),
  z.strictObject({
    get any() {
      return z.array(Learnt).min(1).max(40)
    },
  }),
])

const head = {
  id: Name.describe('Names the clause within its rules, such as CN-02'),
  zh: z.string().min(1).max(600),
  en: z.string().min(1).max(900),
  cites: z.string().max(300).optional().describe('Where the clause was read'),
  when: Where.optional().describe('Programmes it is for; every programme when absent'),
}

export const forbidCodes = [
  'FORBIDDEN',
  'CATEGORY_NOT_CONVERTIBLE',
  'DIRECTION_FORBIDDEN',
  'LEVEL_TOO_LOW',
] as const

/** Never: outcomes of a kind, or outcomes of a kind for courses of a kind. */
const Forbid = z.strictObject({
  kind: z.literal('forbid'),
  ...head,
  of: Where,
  target: Where.optional(),
  code: z.enum(forbidCodes).optional(),
})

/** What one outcome has to bring. */
const Require = z.strictObject({
  kind: z.literal('require'),
  ...head,
  of: Where.optional(),
  target: Where.optional(),
  scoreMin: hundredths(1000).optional(),
  scoreAbove: hundredths(1000).optional().describe('More than, not equal to'),
  attendanceMin: Share.optional(),
  overlapMin: Share.optional().describe('Least part of the target’s content'),
  monthsMax: Months.optional().describe('Not older when applied for, its last day included'),
  known: z
    .array(Name)
    .min(1)
    .max(20)
    .optional()
    .describe('Labels that have to be known of it, or `credits`: its own'),
  evidence: z.literal(true).optional().describe('A file has to prove it'),
  approval: Name.optional().describe('Whose approval has to come first'),
  level: z.literal('notBelow').optional().describe('Not below the target course'),
  credits: z.literal('notBelow').optional().describe('Credits not below those of the target course'),
  shortfallMax: Credits.optional().describe('With credits notBelow: so many may be missing'),
})

/** What an outcome is worth: by a table, the first fitting line, or by hours. */
const Value = z.strictObject({
  kind: z.literal('value'),
  ...head,
  of: Where,
  table: z
    .array(z.strictObject({ of: Where, from: Day.optional(), to: Day.optional(), credits: Credits }))
    .min(1)
    .max(1000)
    .optional()
    .describe('Lines for outcomes acquired in [from, to)'),
  hours: z.number().positive().max(10_000).optional().describe('So many hours …'),
  credits: Credits.optional().describe('… are so many credits'),
  creditsMax: Credits.optional(),
})

/** 免修: one outcome for courses of a list. */
const Exempt = z.strictObject({
  kind: z.literal('exempt'),
  ...head,
  of: Where,
  courses: z
    .array(CourseGiven)
    .min(1)
    .max(400)
    .optional()
    .describe(
      'Only these; every course when absent. Credits, where said, are counted instead of the course’s',
    ),
  countMax: z.int().positive().max(100).optional(),
  within: z
    .enum(['sum', 'each', 'free'])
    .optional()
    .describe(
      'Credits of the courses: their sum, or each of them, within the outcome’s own; `sum` when absent',
    ),
  leftover: z.enum(['keep', 'forfeit']).optional().describe('What the courses do not use'),
  record: z
    .strictObject({ grade: Name, score: hundredths(100).optional() })
    .optional()
    .describe('The grade that the courses get'),
  examNeeded: z.literal(true).optional().describe('免修不免考: no attendance, but the examination'),
  from: Day.optional().describe('Window of applications'),
  to: Day.optional().describe('Its last day'),
  steps: z.array(Name).min(1).max(10).optional().describe('Who reviews, one after the other'),
})

/** n:m: what was learnt counts as other courses. */
const Equivalent = z.strictObject({
  kind: z.literal('equivalent'),
  ...head,
  learnt: Learnt,
  gives: z.array(CourseGiven).min(1).max(40),
  yearFrom: Name.optional().describe('Agreement years as text that sorts, such as 2024/25'),
  yearTo: Name.optional(),
})

/** At most, or at least, of something: over a programme, or for each year, institution, … */
const Limit = z.strictObject({
  kind: z.literal('limit'),
  ...head,
  of: Where.optional(),
  max: Amount.optional(),
  min: Amount.optional(),
  per: Name.optional().describe('For each: year, semester, or a label such as institution'),
  over: z
    .enum(['converted', 'all'])
    .optional()
    .describe('What is converted, or all that counts; `all` when absent'),
})

/** When years and semesters begin; something belongs to the one that it ended in. */
const Calendar = z.strictObject({
  kind: z.literal('calendar'),
  ...head,
  years: MonthDay.optional(),
  semesters: z.array(MonthDay).min(1).max(4).optional(),
})

/** Counts once: the same outcome, or of those alike by a label only the best. */
const Once = z.strictObject({
  kind: z.literal('once'),
  ...head,
  of: Where.optional(),
  by: Name.describe('`outcome`, `title`, or a label such as ladder'),
  keep: z.enum(['first', 'mostCredits', 'bestScore']).optional(),
})

/** How long credits stay valid; the narrowest of several binds, the last day counts. */
const Validity = z.strictObject({
  kind: z.literal('validity'),
  ...head,
  of: Where.optional(),
  months: Months,
})

/** How units and grades are counted into others. */
const Rate = z.strictObject({
  kind: z.literal('rate'),
  ...head,
  from: Name,
  to: Name,
  numerator: hundredths(100_000).positive(),
  denominator: hundredths(100_000).positive(),
  numeratorMax: hundredths(100_000).positive().optional().describe('Where a range is allowed'),
  timesLevel: z.literal(true).optional().describe('Multiplied by the level’s weight as well'),
})

const Grade = z.strictObject({
  kind: z.literal('grade'),
  ...head,
  of: Where.optional(),
  bands: z
    .array(
      z.strictObject({
        from: hundredths(1000).optional(),
        above: hundredths(1000).optional(),
        grade: Name,
        score: hundredths(100).optional(),
      }),
    )
    .min(1)
    .max(40)
    .describe(
      'The first line, from the top, that the value reaches; a line with neither bound says what a word is in scores',
    ),
})

/** What is done by whom and by when. */
const Procedure = z.strictObject({
  kind: z.literal('procedure'),
  ...head,
  step: Name,
  by: z.array(Name).min(1).max(10).optional(),
  workingDays: z.int().positive().max(400).optional(),
  days: z.int().positive().max(4000).optional(),
  to: Day.optional().describe('The last day on which it may be done'),
  months: z
    .array(z.int().min(1).max(12))
    .min(1)
    .max(12)
    .optional()
    .describe('Months in which it may be done'),
  fee: z.strictObject({ amount: hundredths(1_000_000), currency: Name, per: Name }).optional(),
})

/** What institutions owe each other for what they exchange. */
const Settle = z.strictObject({
  kind: z.literal('settle'),
  ...head,
  share: Share.describe('Part of the fee that goes to the institution that taught'),
})

export const Clause = z.discriminatedUnion('kind', [
  Forbid,
  Require,
  Value,
  Exempt,
  Equivalent,
  Limit,
  Calendar,
  Once,
  Validity,
  Rate,
  Grade,
  Procedure,
  Settle,
])
export type Clause = z.infer<typeof Clause>
export type ClauseOf<K extends Clause['kind']> = Extract<Clause, { kind: K }>

export const Clauses = z
  .array(Clause)
  .max(2000)
  .refine((clauses) => new Set(clauses.map(({ id }) => id)).size === clauses.length, 'clause_twice')

/** Whether labels fit; what has no label of a key fits only a `not`. */
export function fits(where: Where | undefined, labels: Labels): boolean {
  return Object.entries(where ?? {}).every(([key, wanted]) => {
    const own = listed(labels[key])
    if (typeof wanted === 'object' && 'not' in wanted)
      return !listed(wanted.not).some((name) => own.includes(name))
    return listed(wanted).some((name) => own.includes(name))
  })
}

const listed = (names: string | readonly string[] | undefined): readonly string[] =>
  names === undefined ? [] : typeof names === 'string' ? [names] : names

/** The clauses of a kind that are for a programme. */
export const clausesOf = <K extends Clause['kind']>(
  clauses: readonly Clause[],
  kind: K,
  programme: Labels,
): ClauseOf<K>[] =>
  clauses.filter((clause): clause is ClauseOf<K> => clause.kind === kind && fits(clause.when, programme))
