// scenarios/contract.ts – scenarios over HTTP: a demo bank takes up what one gives; anybody may have clauses judge a case.
import { z } from 'zod'
import { contract } from '../access/contract.ts'
import { Day } from '../values/dates.ts'
import { idOf } from '../values/ids.ts'
import { commands, Given } from './format.ts'

export const postWorld = contract({
  method: 'POST',
  path: '/api/v1/demo/worlds',
  permission: 'demo.enter',
  summary: 'Take up what a scenario gives, under fresh names, in a bank that is in demo mode; 404 elsewhere',
  input: z.strictObject({ given: Given }),
  reply: z.strictObject({
    institutions: z.record(z.string(), z.strictObject({ id: idOf('inst'), ruleSet: z.string().nullable() })),
    courses: z.record(z.string(), idOf('course')).describe('By institution/code'),
    people: z
      .record(
        z.string(),
        z.strictObject({ person: z.string(), user: idOf('user'), learner: idOf('learner') }),
      )
      .describe('`person` opens the door of /api/v1/demo/sessions'),
    lots: z.record(z.string(), idOf('lot')),
    password: z.string().describe('Of all these people: some acts ask for it again'),
  }),
})

const withoutRules = { rules: true } as const

export const postJudgement = contract({
  method: 'POST',
  path: '/api/v1/rule-sets/:number/judgements',
  permission: 'ruleset.read',
  summary:
    'Have the clauses of a published rule set judge a case (试算): an exchange, a set of courses, an award',
  input: z.strictObject({
    number: z.string().min(1).max(60),
    on: Day.optional().describe('As of this day; today when absent'),
    exchange: commands.exchange.omit(withoutRules).optional(),
    sets: commands.sets.omit(withoutRules).optional(),
    award: commands.award.omit(withoutRules).optional(),
  }),
  reply: z.strictObject({
    on: Day,
    version: z.int().describe('The version of the rule set that judged'),
    answer: z.record(z.string(), z.unknown()),
  }),
})
