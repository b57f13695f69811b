// scenarios/format.ts – 情景: a case as given, when, then. The same file runs in memory and against a server.
import { z } from 'zod'
import { givableRoles } from '../access/vocabulary.ts'
import { courseCategories, courseKinds, courseLevels, institutionKinds } from '../catalogue/model.ts'
import { decisionKinds, outcomes } from '../recognition/model.ts'
import { RuleSetContent } from '../rulebook/model.ts'
import { Day } from '../values/dates.ts'

const Name = z.string().min(1).max(60)
const Code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,15}$/, 'code')
const CourseName = z
  .string()
  .regex(/^[^/]{1,16}\/.{1,80}$/, 'course')
  .describe('Institution/code, such as A/A1')
const Amount = z.number().min(0).max(10_000).multipleOf(0.01)
const Labels = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'time')

const Course = z.strictObject({
  code: z.string().min(1).max(64),
  title: z.string().min(1).max(200),
  credits: Amount.optional(),
  hours: Amount.optional(),
  kind: z.enum(courseKinds).optional(),
  level: z.enum(courseLevels).optional(),
  category: z.enum(courseCategories).optional(),
  gradeMin: Amount.optional(),
  syllabus: z.record(z.string(), z.number().positive()).optional().describe('Topic: weight'),
})

const Institution = z.strictObject({
  nameZh: Name.optional(),
  nameEn: Name.optional(),
  kind: z.enum(institutionKinds).optional().describe('university when absent'),
  hoursPerCredit: z
    .union([z.number().positive(), z.partialRecord(z.enum([...courseKinds, 'other']), z.number().positive())])
    .optional()
    .describe('16 when absent'),
  scales: z
    .array(z.strictObject({ scale: Name, grades: z.array(Name).optional(), pass: Name }))
    .optional()
    .describe('percent with pass 60 when absent'),
  courses: z.array(Course).optional(),
  rules: RuleSetContent.optional().describe('Its own rules, in force all along'),
})

export const Given = z.strictObject({
  institutions: z.record(Code, Institution).optional(),
  people: z
    .record(Name, z.strictObject({ role: z.enum(givableRoles), at: Code.optional() }))
    .optional()
    .describe('By name; learners, teachers and administrators belong to an institution'),
  teaching: z.array(z.strictObject({ teacher: Name, learner: Name, at: Code })).optional(),
  consents: z
    .array(z.strictObject({ of: Name, to: Name }))
    .optional()
    .describe('Learners who let a teacher see their account'),
  lots: z
    .record(
      Name,
      z.strictObject({
        of: Name,
        issuer: Code,
        credits: Amount,
        earnedOn: Day,
        lastDay: Day.optional().describe('The last day on which they count'),
        course: CourseName.optional().describe('The course that they were earned in'),
        title: Name.optional(),
        grade: Name.optional(),
        category: z.enum(courseCategories).optional(),
      }),
    )
    .optional()
    .describe('Credits that accounts hold already'),
})
export type Given = z.infer<typeof Given>

const Counted = z.strictObject({
  outcome: Name,
  title: Name.optional(),
  course: Name.optional().describe('The course that it counts as; as itself when absent'),
  credits: Amount,
  labels: Labels.optional(),
  acquiredOn: Day.optional(),
  times: z.int().positive().max(200).optional().describe('So many alike'),
})

const Programme = z.strictObject({
  labels: Labels.optional(),
  totals: z.record(Name, Amount).optional(),
  counted: z.array(Counted).optional(),
})

const rules = Code.describe('The institution whose rules judge')

/** What can be asked for; exactly one in a step. */
export const commands = {
  ask: z
    .strictObject({ course: CourseName, grade: Name.optional(), at: Code, target: CourseName.optional() })
    .describe('值多少学分, asked by anybody'),
  file: z
    .strictObject({
      claim: Name,
      course: CourseName.optional(),
      lot: Name.optional(),
      grade: Name.optional(),
      earnedOn: Day.optional(),
      target: CourseName.optional().describe('Absent: the outcome is only deposited'),
      asElective: z.boolean().optional(),
      evidence: Name.optional().describe('The same word is the same file'),
    })
    .describe('提交申请'),
  decide: z
    .strictObject({
      claim: Name,
      decision: z.enum(decisionKinds),
      outcome: z.enum(outcomes).optional(),
      opinion: z.string().max(500).optional(),
      times: z.int().min(1).max(10).optional().describe('Sent so often with one key'),
    })
    .describe('审核'),
  withdraw: z.strictObject({ claim: Name }).describe('撤回'),
  account: z.strictObject({ of: Name, day: Day.optional() }).describe('读账户'),
  grant: z
    .strictObject({ to: Name, operation: Name, target: Name, until: Time, reason: Name.optional() })
    .describe('临时授权'),
  looks: z.strictObject({ of: Name }).describe('谁看过我的档案'),
  enter: z
    .strictObject({ record: Name, of: Name, course: CourseName, grade: Name })
    .describe('录入学分: a credit record, entered and submitted'),
  review: z.strictObject({ record: Name }).describe('审核录入的学分'),
  remove: z.strictObject({ record: Name }).describe('删除学分记录: nobody may'),
  reverse: z
    .strictObject({ record: Name, reason: z.string().max(500).optional(), request: Name })
    .describe('申请冲正'),
  confirm: z.strictObject({ request: Name }).describe('第二人确认'),
  exchange: z
    .strictObject({
      rules,
      outcome: z.strictObject({
        id: Name,
        title: Name.optional(),
        labels: Labels.optional(),
        credits: Amount.optional(),
        hours: Amount.optional(),
        score: Amount.optional(),
        attendance: z.number().min(0).max(1).optional(),
        acquiredOn: Day.optional(),
        evidence: z.boolean().optional(),
      }),
      courses: z
        .array(
          z.strictObject({
            course: Name,
            credits: Amount,
            labels: Labels.optional(),
            overlap: z.number().min(0).max(1).optional(),
          }),
        )
        .max(100),
      programme: Programme.optional(),
    })
    .describe('成果换课程, judged by clauses'),
  sets: z
    .strictObject({
      rules,
      taken: z.array(z.strictObject({ course: Name, year: Name.optional(), score: Amount.optional() })),
      wanted: z.array(Name).optional(),
    })
    .describe('n:m equivalencies'),
  award: z.strictObject({ rules, programme: Programme }).describe('兑现, judged by clauses'),
  net: z
    .strictObject({
      flows: z.array(z.strictObject({ from: Code, to: Code, credits: Amount })),
      price: Amount.optional(),
    })
    .describe('清算轧差'),
}
export type CommandName = keyof typeof commands

const Step = z
  .strictObject({
    say: z.string().max(300).optional().describe('What this step is about'),
    as: Name.optional().describe('Who acts; nobody signed in when absent'),
    today: Day.optional().describe('The day of this step; the scenario’s own when absent'),
    time: Time.optional().describe('The time of day; noon when absent'),
    ...Object.fromEntries(Object.entries(commands).map(([name, shape]) => [name, shape.optional()])),
    // oxlint-disable-next-line unicorn/no-thenable -- the third word of given, when, then
    then: z
      .record(z.string(), z.unknown())
      .describe('What has to be among the answer’s fields; `refused: CODE` for a no'),
  })
  .refine((step) => commandOf(step) !== undefined, 'one_command')

type StepBody = { [N in CommandName]?: z.infer<(typeof commands)[N]> | undefined }
export type Step = StepBody & {
  say?: string | undefined
  as?: string | undefined
  today?: string | undefined
  time?: string | undefined
  then: Record<string, unknown>
}

/** What is refused because nobody at all can do it. */
export const noOperation = 'no_such_operation'

/** The one command of a step; undefined when there is none or more than one. */
export function commandOf(step: object): CommandName | undefined {
  const named = Object.keys(step).filter((key): key is CommandName => Object.hasOwn(commands, key))
  return named.length === 1 ? named[0] : undefined
}

export const Scenario = z.strictObject({
  scenario: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'code'),
  zh: z.string().min(1).max(300),
  en: z.string().min(1).max(300),
  today: Day,
  given: Given.optional(),
  when: z.array(Step).min(1).max(500),
})
export type Scenario = Omit<z.infer<typeof Scenario>, 'when'> & { when: Step[] }

/** The published schema of scenario files, JSON Schema 2020-12. */
export const scenarioSchema = (): object => z.toJSONSchema(Scenario, { io: 'input' })

/** How a scenario is carried out: in memory, or on a server. */
export type World = {
  perform(step: Step): Promise<Record<string, unknown>>
  close(): Promise<void>
}

export type StepResult = { step: number; passed: boolean; said: string; differences: Difference[] }
export type Difference = { place: string; expected: unknown; found: unknown }

/** Carries the steps out one after the other; a step that is not as expected does not stop the next. */
export async function runScenario(scenario: Scenario, world: World): Promise<StepResult[]> {
  const results: StepResult[] = []
  try {
    for (const [at, step] of scenario.when.entries()) {
      const found = await world.perform(step)
      const differences = differencesOf(step.then, found, '')
      const said = step.say ?? `${step.as ?? ''} ${commandOf(step) ?? ''}`.trim()
      results.push({ step: at + 1, passed: differences.length === 0, said, differences })
    }
  } finally {
    await world.close()
  }
  return results
}

/** What is expected and not found. Objects may hold more than is expected, lists and `{}` may not. */
export function differencesOf(expected: unknown, found: unknown, place: string): Difference[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || found.length !== expected.length) return [{ place, expected, found }]
    return expected.flatMap((each, at) => differencesOf(each, found[at], `${place}[${at}]`))
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof found !== 'object' || found === null) return [{ place, expected, found }]
    if (Object.keys(expected).length === 0 && Object.keys(found).length > 0)
      return [{ place, expected, found }]
    return Object.entries(expected).flatMap(([key, each]) =>
      differencesOf(each, (found as Record<string, unknown>)[key], place === '' ? key : `${place}.${key}`),
    )
  }
  return expected === found ? [] : [{ place, expected, found }]
}
