// rulebook/contract.ts – 规则公示: what every institution's rules say, in every version that ever was in force.
import { z } from 'zod'
import { contract } from '../access/contract.ts'
import { Day } from '../values/dates.ts'
import { idOf } from '../values/ids.ts'
import { RuleSetContent } from './model.ts'
import { Pack } from './pack.ts'

const Named = z.strictObject({
  number: z.string(),
  titleZh: z.string(),
  titleEn: z.string().nullable(),
  institution: z
    .strictObject({ id: idOf('inst'), nameZh: z.string(), nameEn: z.string().nullable() })
    .nullable()
    .describe('Null: the bank’s own, for institutions that have none'),
})

const Version = z.strictObject({ version: z.int(), from: Day, to: Day.nullable() })

export const getRuleSets = contract({
  method: 'GET',
  path: '/api/v1/rule-sets',
  permission: 'ruleset.read',
  summary: 'The published rule sets with their latest versions',
  input: z.strictObject({}),
  reply: z.strictObject({ data: z.array(Named.extend({ latest: Version })) }),
})

export const getRuleSet = contract({
  method: 'GET',
  path: '/api/v1/rule-sets/:number',
  permission: 'ruleset.read',
  summary: 'A rule set in all its versions, the latest first',
  input: z.strictObject({ number: z.string().min(1).max(60) }),
  reply: Named.extend({
    versions: z.array(
      Version.extend({
        inForce: z.boolean(),
        contentHash: z.string().describe('SHA-256 of the content with its keys in order'),
        source: z.string().nullable(),
        content: RuleSetContent,
      }),
    ),
  }),
})

const PackNamed = z.strictObject({
  code: z.string(),
  version: z.int(),
  titleZh: z.string(),
  titleEn: z.string(),
  from: Day,
  to: Day.nullable(),
})

export const getRulePacks = contract({
  method: 'GET',
  path: '/api/v1/rule-packs',
  permission: 'ruleset.read',
  summary: 'The library of rule packs, each in its latest version',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(PackNamed.extend({ clauses: z.int().describe('How many clauses it has') })),
  }),
})

export const getRulePackSchema = contract({
  method: 'GET',
  path: '/api/v1/rule-packs/schema',
  permission: 'ruleset.read',
  summary: 'The JSON Schema of rule packs, for whoever writes one',
  input: z.strictObject({}),
  reply: z.record(z.string(), z.unknown()),
})

export const getRulePack = contract({
  method: 'GET',
  path: '/api/v1/rule-packs/:code',
  permission: 'ruleset.read',
  summary: 'A rule pack as it was imported, with its sources and what it does not express',
  input: z.strictObject({
    code: z.string().min(1).max(60),
    version: z.coerce.number().int().positive().max(1_000_000).optional().describe('The latest when absent'),
  }),
  reply: PackNamed.extend({
    contentHash: z.string().describe('SHA-256 of the content with its keys in order'),
    content: Pack,
  }),
})
