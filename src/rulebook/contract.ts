// rulebook/contract.ts – 规则公示: what every institution's rules say, in every version that ever was in force.
import { z } from 'zod'
import { contract } from '../access/contract.ts'
import { Day } from '../values/dates.ts'
import { idOf } from '../values/ids.ts'
import { lintCodes } from './lint.ts'
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

const Draft = Named.extend({
  id: idOf('draft'),
  from: Day,
  state: z.enum(['draft', 'open', 'published', 'withdrawn']).describe('草稿 · 公示中 · 已公布 · 已撤回'),
  openUntil: Day.nullable().describe('公示期的最后一天'),
  publishedVersion: z.int().nullable(),
  savedAt: z.iso.datetime(),
})

const DraftInput = {
  titleZh: z.string().trim().min(1).max(200),
  titleEn: z.string().trim().min(1).max(200).nullable().optional(),
  from: Day.describe('The day from which the rules are to be in force'),
  text: z
    .string()
    .min(1)
    .max(500_000)
    .describe('The rules as YAML or JSON, in the form of a rule set’s content'),
  source: z.string().trim().max(300).nullable().optional(),
  scenarios: z
    .array(z.string().min(1).max(200_000))
    .max(50)
    .optional()
    .describe('Scenario files that have to pass'),
}
const Reason = z.string().max(500).optional().describe('Kept in the audit log')
const draftId = { draftId: idOf('draft') }

export const getDrafts = contract({
  method: 'GET',
  path: '/api/v1/rule-drafts',
  permission: 'ruleset.list_drafts',
  summary: 'Drafts in my reach, the latest first',
  input: z.strictObject({}),
  reply: z.strictObject({ data: z.array(Draft) }),
})

export const postDraft = contract({
  method: 'POST',
  path: '/api/v1/rule-drafts',
  permission: 'ruleset.propose',
  summary: 'Draft the next version of a rule set, or a new one',
  input: z.strictObject({
    number: z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,59}$/, 'rule_number'),
    institutionId: idOf('inst').nullable().describe('Null: the bank’s own'),
    ...DraftInput,
  }),
  reply: z.strictObject(draftId),
})

export const getDraft = contract({
  method: 'GET',
  path: '/api/v1/rule-drafts/:draftId',
  permission: 'ruleset.read_draft',
  summary: 'A draft with its faults, its scenarios as they run now, and what people said',
  input: z.strictObject(draftId),
  reply: Draft.extend({
    text: z.string().describe('The rules as YAML'),
    content: RuleSetContent,
    inForce: RuleSetContent.nullable().describe('What is in force under this number today'),
    source: z.string().nullable(),
    lint: z.array(
      z.strictObject({
        code: z.enum(lintCodes),
        level: z.enum(['error', 'warning']),
        where: z.string(),
        detail: z.string(),
      }),
    ),
    scenarios: z.array(
      z.strictObject({
        text: z.string(),
        scenario: z.string(),
        passed: z.boolean(),
        said: z.array(z.string()),
      }),
    ),
    comments: z.array(z.strictObject({ text: z.string(), at: z.iso.datetime(), own: z.boolean() })),
    may: z.strictObject({ edit: z.boolean(), publish: z.boolean() }),
  }),
})

export const putDraft = contract({
  method: 'PUT',
  path: '/api/v1/rule-drafts/:draftId',
  permission: 'ruleset.edit_draft',
  summary: 'Save a draft; replaces all it says',
  input: z.strictObject({ ...draftId, ...DraftInput, reason: Reason }),
  reply: z.strictObject({}),
})

export const postOpening = contract({
  method: 'POST',
  path: '/api/v1/rule-drafts/:draftId/opening',
  permission: 'ruleset.edit_draft',
  summary: '公示: show a draft to everybody until a day',
  input: z.strictObject({ ...draftId, until: Day, reason: Reason }),
  reply: z.strictObject({}),
})

export const postDraftWithdrawal = contract({
  method: 'POST',
  path: '/api/v1/rule-drafts/:draftId/withdrawal',
  permission: 'ruleset.edit_draft',
  summary: 'Withdraw a draft',
  input: z.strictObject({ ...draftId, reason: Reason }),
  reply: z.strictObject({}),
})

export const postPublication = contract({
  method: 'POST',
  path: '/api/v1/rule-drafts/:draftId/publication',
  permission: 'ruleset.publish',
  summary: 'Publish what was shown long enough as the next version; never by who wrote in it',
  input: z.strictObject({ ...draftId, reason: Reason }),
  reply: z.strictObject({ number: z.string(), version: z.int(), from: Day }),
})

export const getNotices = contract({
  method: 'GET',
  path: '/api/v1/rule-notices',
  permission: 'ruleset.read',
  summary: '公示中的规则: what is to become a rule, and until when one may say something',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(Draft.extend({ content: RuleSetContent, inForce: RuleSetContent.nullable() })),
  }),
})

export const postComment = contract({
  method: 'POST',
  path: '/api/v1/rule-drafts/:draftId/comments',
  permission: 'ruleset.comment',
  summary: 'Say something about rules that are being shown',
  input: z.strictObject({ ...draftId, text: z.string().trim().min(1).max(2000) }),
  reply: z.strictObject({}),
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
