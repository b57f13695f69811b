// recognition/contract.ts – 认定 over HTTP: claims and their filing, review tasks and decisions, outcomes, the learner's profile.
import { z } from 'zod'
import { contract, pageOf, paging } from '../access/contract.ts'
import { courseKinds, courseLevels } from '../catalogue/model.ts'
import { EvidenceFile } from '../evidence/contract.ts'
import { findingCodes, Verdict } from '../rulebook/model.ts'
import { CreditsText } from '../values/credits.ts'
import { Day } from '../values/dates.ts'
import { idOf } from '../values/ids.ts'
import { categories, decisionKinds, claimStates, outcomes, secondReviews, stages } from './model.ts'

export const Institution = z.strictObject({
  id: idOf('inst'),
  nameZh: z.string(),
  nameEn: z.string().nullable(),
})

export const Reason = z.enum([
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
  'CATEGORY_NOT_CONVERTIBLE',
  'CLAUSE_UNMET',
  'CLAUSE_UNKNOWN',
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

export const Rule = z.strictObject({
  kind: z.enum(['rule_set', 'equivalency']),
  number: z.string(),
  version: z.int(),
  titleZh: z.string(),
  titleEn: z.string().nullable(),
  from: Day,
  to: Day.nullable(),
})

export const Candidate = z.strictObject({
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
  reasons: z.array(Reason),
  recorded: CreditsText.describe('Credits counted for the target course'),
  surplus: CreditsText,
  surplusPolicy: z.enum(['elective', 'forfeit']),
  electiveOffer: CreditsText.nullable().describe('Credits offered as elective instead, on request'),
  supplementHours: z.number(),
  principles: z.strictObject({ hours: Hours, content: Content, grade: Grade }),
  clauses: z
    .array(
      z.strictObject({
        id: z.string(),
        textZh: z.string(),
        textEn: z.string(),
        code: z.enum(findingCodes),
        met: z.boolean().nullable(),
      }),
    )
    .describe('Single clauses of the rule set that are about such courses'),
  rules: z.array(Rule).describe('Every rule that took part, the deciding one first'),
  note: z.string().nullable().describe('The reason that people gave in the rule'),
})

/** 认定: whether the outcome counts in its issuer's own scheme. */
const Recognition = z
  .strictObject({
    met: z.boolean(),
    credits: CreditsText.nullable().describe('Credits in the issuer’s scheme'),
    reasons: z.array(Reason),
  })
  .describe('认定: in the issuer’s scheme')

/** What a learner says was learnt. */
const Learnt = {
  courseId: idOf('course').nullable().optional().describe('A course of the catalogue; its facts are fixed'),
  institutionId: idOf('inst').nullable().optional().describe('Issuer of a course that is in no catalogue'),
  title: z.string().trim().min(1).max(200).nullable().optional(),
  credits: CreditsText.nullable().optional().describe('For a catalogue course: not more than it has'),
  hours: z.number().positive().max(10_000).multipleOf(0.01).nullable().optional(),
  kind: z.enum(courseKinds).nullable().optional(),
  level: z.enum(courseLevels).nullable().optional(),
  lotId: idOf('lot').nullable().optional().describe('Credits already in the account, instead of a course'),
  grade: z.string().trim().min(1).max(20).nullable().optional(),
  earnedOn: Day.nullable().optional(),
  certificateNumber: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .nullable()
    .optional()
    .describe('Number on the certificate, if it has one'),
}

const Target = {
  targetInstitutionId: idOf('inst').nullable().optional().describe('None: recognition alone (存入)'),
  targetCourseId: idOf('course').nullable().optional(),
  asElective: z
    .boolean()
    .optional()
    .describe('Take the elective credits that are offered instead of the course'),
}

/** A draft says as much as is known yet; submitting says what is missing. */
const ClaimInput = {
  ...Learnt,
  ...Target,
  files: z.array(idOf('file')).max(10).optional().describe('Evidence, in the order of reading'),
  note: z.string().trim().max(500).nullable().optional(),
}

export const postClaim = contract({
  method: 'POST',
  path: '/api/v1/recognition/claims',
  permission: 'transfer.apply',
  summary: 'Begin a claim: a draft that survives a reload',
  input: z.strictObject(ClaimInput),
  reply: z.strictObject({ id: idOf('claim') }),
})

export const putClaim = contract({
  method: 'PUT',
  path: '/api/v1/recognition/claims/:claimId',
  permission: 'transfer.edit',
  summary: 'Save a draft, or put right a claim that was returned (补正); replaces all it says',
  input: z.strictObject({ claimId: idOf('claim'), ...ClaimInput }),
  reply: z.strictObject({ savedAt: z.iso.datetime() }),
})

const ClaimState = z
  .enum(claimStates)
  .describe('草稿 · 已提交 · 补修中 · 复审中 · 退回补正 · 已认定 · 不予认定 · 已撤回')
const Outcome = z
  .enum(outcomes)
  .describe('converted 已转换 · elective 计为选修 · deposited 仅存入 · refused 不予认定')

const Learner = z.strictObject({
  id: idOf('learner'),
  name: z.string(),
  studentNumber: z.string().nullable(),
  major: z.string().nullable(),
})

/** The subject of a claim in one line. */
const ClaimSubject = {
  id: idOf('claim'),
  number: z.string().nullable().describe('受理号; none while a draft'),
  state: ClaimState,
  stage: z.enum(stages).describe('Who has it: 本人 · 中心审核 · 中心复审 · 已办结'),
  title: z.string(),
  issuer: Institution.nullable(),
  credits: CreditsText.nullable().describe('In the issuer’s scheme'),
  grade: z.string().nullable(),
  target: z
    .strictObject({
      institution: Institution,
      course: z
        .strictObject({
          id: idOf('course'),
          code: z.string(),
          titleZh: z.string(),
          titleEn: z.string().nullable(),
        })
        .nullable(),
    })
    .nullable(),
  asElective: z.boolean(),
  verdict: Verdict.nullable().describe('By machine; none for recognition alone'),
  outcome: Outcome.nullable(),
  recorded: CreditsText.nullable().describe('Credits counted for the course, once decided'),
  elective: CreditsText.nullable().describe('Credits counted as elective, once decided'),
  savedAt: z.iso.datetime(),
  submittedAt: z.iso.datetime().nullable(),
  promisedOn: Day.nullable().describe('承诺日期, in working days'),
  daysLeft: z.int().nullable().describe('Working days left; negative when overdue'),
  decidedAt: z.iso.datetime().nullable(),
}

export const ClaimRow = z.strictObject({
  ...ClaimSubject,
  opinion: z.string().nullable().describe('The last opinion, when the claim was returned or refused'),
})

const Event = z.strictObject({
  kind: z.enum([
    'submitted',
    'supplement_asked',
    'made_up',
    'experts_asked',
    'expert_heard',
    'proposed',
    'sent_back',
    'returned',
    'supplemented',
    'recognised',
    'refused',
    'withdrawn',
    'appealed',
    'appeal_upheld',
    'appeal_dismissed',
  ]),
  at: z.iso.datetime(),
  by: z.strictObject({ role: z.enum(['learner', 'reviewer', 'expert']), name: z.string().nullable() }),
  opinion: z.string().nullable(),
  fields: z
    .array(z.string())
    .describe('Places in the claim that were named, or that were changed: `grade`, `files`'),
  hours: z.number().nullable().describe('补修: asked for, or made up'),
})

/** What would be used up and what would be counted. */
const Preview = z.strictObject({
  uses: z
    .strictObject({
      credits: CreditsText,
      issuer: Institution,
      existing: z
        .boolean()
        .describe('True: credits of the account; false: deposited and used in one posting'),
    })
    .nullable(),
  recognition: Recognition,
  recorded: CreditsText.describe('Counted for the course'),
  elective: CreditsText,
  forfeited: CreditsText.describe('Surplus in the target’s credits that counts for nothing'),
  deposited: CreditsText.describe('Stays available in the issuer’s scheme'),
  cap: z
    .strictObject({ limit: CreditsText, used: CreditsText, left: CreditsText })
    .nullable()
    .describe('What the target course can still take in this account'),
})

export const Claim = z.strictObject({
  ...ClaimSubject,
  learner: Learner,
  course: z
    .strictObject({ id: idOf('course'), code: z.string(), version: z.int() })
    .nullable()
    .describe('The source course of the catalogue'),
  lotId: idOf('lot').nullable(),
  titleEn: z.string().nullable(),
  hours: z.number().nullable(),
  kind: z.enum(courseKinds).nullable(),
  level: z.enum(courseLevels).nullable(),
  earnedOn: Day.nullable(),
  certificateNumber: z.string().nullable(),
  note: z.string().nullable(),
  supplementHours: z.number().nullable().describe('补修: hours that are to be made up'),
  appealUntil: Day.nullable().describe('The last day for an appeal; none while nothing is decided'),
  appeal: z
    .strictObject({
      filedAt: z.iso.datetime(),
      promisedOn: Day,
      grounds: z.string(),
      answer: z
        .strictObject({ words: z.string(), at: z.iso.datetime() })
        .nullable()
        .describe('Why it was dismissed; null: it waits. Upheld, the claim goes into another round'),
      why: z.string().nullable().describe('Code of the refusal that stands against your answering it'),
    })
    .nullable()
    .describe('申诉 against the last decision'),
  files: z.array(EvidenceFile),
  candidate: Candidate.nullable().describe(
    'Claim and rule compared: the three principles, by the rule version it began with',
  ),
  preview: Preview.nullable().describe('Null while too little is known'),
  timeline: z.array(Event).describe('Oldest first'),
  posting: z.strictObject({ number: z.string() }).nullable().describe('The receipt of the posting'),
  may: z.strictObject({
    edit: z.boolean(),
    submit: z.boolean(),
    withdraw: z.boolean(),
    decide: z.boolean(),
    appeal: z.boolean().describe('申诉: against the last decision'),
    makeUp: z.boolean().describe('补修: hand in proof of the hours that were set as a task'),
    confirm: z.boolean().describe('复审: confirm what was proposed, or send it back'),
  }),
})

export const getClaims = contract({
  method: 'GET',
  path: '/api/v1/recognition/claims',
  permission: 'transfer.list',
  summary: 'My claims; for staff those in their reach. Returned ones first, then the newest',
  input: z.strictObject({ state: z.enum(claimStates).optional(), ...paging }),
  reply: pageOf(ClaimRow),
})

export const getClaim = contract({
  method: 'GET',
  path: '/api/v1/recognition/claims/:claimId',
  permission: 'transfer.read',
  summary: 'A claim with its comparison, preview, timeline and opinions',
  input: z.strictObject({ claimId: idOf('claim') }),
  reply: Claim,
})

export const postSubmission = contract({
  method: 'POST',
  path: '/api/v1/recognition/claims/:claimId/submission',
  permission: 'claim.submit',
  summary: 'Submit a draft, or send a returned claim again',
  keyed: true,
  input: z.strictObject({ claimId: idOf('claim') }),
  reply: z.strictObject({ number: z.string(), state: ClaimState, promisedOn: Day }),
})

export const postWithdrawal = contract({
  method: 'POST',
  path: '/api/v1/recognition/claims/:claimId/withdrawal',
  permission: 'transfer.withdraw',
  summary: 'Withdraw a claim before it is decided; its evidence becomes free again',
  input: z.strictObject({ claimId: idOf('claim') }),
  reply: z.strictObject({ state: ClaimState }),
})

export const TaskRow = z.strictObject({
  ...ClaimSubject,
  learner: z.strictObject({ name: z.string() }),
  arrivedAt: z.iso.datetime(),
  overdue: z.boolean(),
  supplemented: z.boolean().describe('Came back after 退回补正'),
  alike: z.int().describe('How many open tasks have the same source and target course, this one included'),
  mine: z.boolean().describe('Blocked: one’s own claim'),
})

export const getTasks = contract({
  method: 'GET',
  path: '/api/v1/recognition/tasks',
  permission: 'task.list',
  summary: 'Review tasks: open ones by promised date, done ones newest first; with counts for the filters',
  input: z.strictObject({
    state: z
      .enum(['open', 'second', 'appeal', 'done'])
      .optional()
      .describe('open 初审, when absent · second 复审 · appeal 申诉 · done 已办'),
    verdict: z
      .enum([...Verdict.options, 'none'])
      .optional()
      .describe('What the rules say; none: recognition alone'),
    overdue: z.enum(['true', 'false']).optional(),
    q: z.string().trim().max(100).optional().describe('Number, or part of the title'),
    alike: idOf('claim').optional().describe('Only those like this one'),
    ...paging,
  }),
  reply: pageOf(TaskRow).extend({
    counts: z.strictObject({
      open: z.int(),
      second: z.int().describe('Proposed, waiting for a second person'),
      appeal: z.int().describe('Appeals that wait for an answer'),
      overdue: z.int().describe('Of those asked for'),
      done: z.int().describe('Decided, proposed or confirmed by me'),
      verdicts: z.record(z.enum([...Verdict.options, 'none']), z.int()).describe('Of those asked for'),
    }),
  }),
})

export const getCase = contract({
  method: 'GET',
  path: '/api/v1/recognition/tasks/:claimId',
  permission: 'transfer.read',
  summary:
    'The case page: claim against rule, evidence used before, similar cases, what may be decided, next task',
  input: z.strictObject({ claimId: idOf('claim') }),
  reply: z.strictObject({
    claim: Claim,
    changed: z.array(z.string()).describe('What the learner changed after the last return'),
    usedBefore: z
      .array(
        z.strictObject({
          number: z.string(),
          state: ClaimState,
          title: z.string(),
          same: z.enum(['file', 'certificate', 'outcome']),
        }),
      )
      .describe('Other claims with the same evidence or outcome'),
    history: z
      .array(z.strictObject({ ...ClaimSubject }))
      .describe('Other claims of this learner, newest first, at most ten'),
    similar: z
      .array(
        z.strictObject({
          number: z.string(),
          decidedAt: z.iso.datetime(),
          outcome: Outcome,
          recorded: CreditsText,
          grade: z.string().nullable(),
          rule: z.string().describe('Number and version'),
        }),
      )
      .describe('Decided claims from the same source course to the same target, newest first, at most ten'),
    options: z
      .array(
        z.strictObject({
          decision: z.enum(decisionKinds),
          outcome: Outcome.nullable(),
          allowed: z.boolean(),
          why: z.string().nullable().describe('Code of the refusal that would be answered'),
          second: z.boolean().describe('Whether a second person has to confirm it'),
          recorded: CreditsText,
          elective: CreditsText,
          deposited: CreditsText,
        }),
      )
      .describe('Every decision that can be posted, and whether it would be accepted'),
    proposal: z
      .strictObject({
        decision: z.enum(['approve', 'refuse']),
        outcome: Outcome,
        recorded: CreditsText,
        elective: CreditsText,
        deposited: CreditsText,
        opinion: z.string().nullable(),
        by: z.string().nullable(),
        at: z.iso.datetime(),
        why: z
          .string()
          .nullable()
          .describe('Code of the refusal that stands against your confirming it; null when you may'),
      })
      .nullable()
      .describe('初审: what the first reviewer proposes, while it waits for a second person'),
    experts: z
      .strictObject({
        asked: z.array(
          z.strictObject({
            name: z.string(),
            dueOn: Day,
            opinion: z
              .strictObject({ percent: z.number(), words: z.string(), at: z.iso.datetime() })
              .nullable()
              .describe('Percent of the target’s topics that the expert finds covered'),
          }),
        ),
        opinionsMin: z
          .int()
          .nullable()
          .describe('So many opinions may stand for the comparison; null: advice only'),
        percentMin: z.number().nullable().describe('…when they find so much covered on the average'),
        days: z.int().describe('Working days within which they are asked to answer'),
        percent: z.number().nullable().describe('What they find covered on the average'),
        suffices: z.boolean(),
        mayAsk: z.boolean(),
      })
      .describe('专家评审'),
    supplementHours: z.number().nullable().describe('补修: hours that can be set as a task; null: none'),
    nextId: idOf('claim').nullable().describe('The next open task in order'),
    previousId: idOf('claim').nullable(),
  }),
})

export const postDecision = contract({
  method: 'POST',
  path: '/api/v1/recognition/claims/:claimId/decision',
  permission: 'transfer.review',
  summary: '通过, 退回补正 or 不予通过: decision, audit record and posting together or not at all',
  keyed: true,
  input: z.strictObject({
    claimId: idOf('claim'),
    decision: z.enum(decisionKinds).describe('approve 通过 · return 退回补正 · refuse 不予通过'),
    outcome: z
      .enum(['converted', 'elective', 'deposited'])
      .optional()
      .describe('Of an approval; what the claim asks for when absent'),
    opinion: z.string().trim().max(1000).optional().describe('Needed to return or refuse'),
    rule: z
      .string()
      .trim()
      .max(60)
      .optional()
      .describe(
        'The rule that a refusal names: number, or number and version; the one that was judged by when absent',
      ),
    fields: z
      .array(
        z.enum([
          'courseId',
          'title',
          'credits',
          'hours',
          'grade',
          'earnedOn',
          'certificateNumber',
          'files',
          'targetCourseId',
        ]),
      )
      .max(9)
      .optional()
      .describe('Of a return: the places to put right'),
  }),
  reply: z.strictObject({
    state: ClaimState,
    outcome: Outcome.nullable(),
    recorded: CreditsText,
    elective: CreditsText,
    deposited: CreditsText,
    posting: z.strictObject({ number: z.string() }).nullable(),
  }),
})

export const postSupplement = contract({
  method: 'POST',
  path: '/api/v1/recognition/claims/:claimId/supplement',
  permission: 'transfer.review',
  summary: '补修: set the hours that are missing as a task; how many is what the rules say',
  input: z.strictObject({ claimId: idOf('claim'), opinion: z.string().trim().min(1).max(1000) }),
  reply: z.strictObject({ state: ClaimState, hours: z.number() }),
})

export const postMadeUp = contract({
  method: 'POST',
  path: '/api/v1/recognition/claims/:claimId/made-up',
  permission: 'transfer.edit',
  summary:
    '补修: hand in hours made up, with proof; at most those of the task count, and the claim is judged again',
  keyed: true,
  input: z.strictObject({
    claimId: idOf('claim'),
    hours: z.number().positive().max(10_000).multipleOf(0.01),
    files: z.array(idOf('file')).min(1).max(10),
    note: z.string().trim().max(500).optional(),
  }),
  reply: z.strictObject({ state: ClaimState, promisedOn: Day }),
})

export const postSecondReview = contract({
  method: 'POST',
  path: '/api/v1/recognition/claims/:claimId/second-review',
  permission: 'claim.second_review',
  summary: '复审: confirm what was proposed, and it is posted; or send it back to first review',
  keyed: true,
  input: z.strictObject({
    claimId: idOf('claim'),
    confirm: z.boolean(),
    opinion: z.string().trim().max(1000).optional().describe('Needed to send back'),
  }),
  reply: postDecision.reply,
})

const Setting = {
  second: z
    .strictObject({
      when: z.enum(secondReviews).describe('never 不复审 · some 部分复审 · always 全部复审'),
      above: CreditsText.nullable().describe('Of some: above so many credits counted'),
      categories: z.array(z.enum(categories)).max(4).describe('Of some: where the outcome is of such a kind'),
    })
    .describe('复审: which decisions a second person confirms before they are posted'),
  experts: z
    .strictObject({
      rule: z
        .strictObject({
          opinionsMin: z.int().min(1).max(10).describe('Least number of opinions'),
          percentMin: z
            .number()
            .min(1)
            .max(100)
            .multipleOf(0.01)
            .describe('Least percent of topics on the average'),
        })
        .nullable()
        .describe('When opinions may stand for the comparison of content; null: they are advice'),
      days: z.int().min(1).max(10).describe('Working days to answer'),
    })
    .describe('专家评审'),
  appealDays: z
    .int()
    .min(1)
    .max(365)
    .describe('申诉: days after a decision within which its learner may appeal'),
}
const SettingKept = z.strictObject({
  from: Day,
  ...Setting,
  reason: z.string().nullable().describe('None for what the bank began with'),
  setAt: z.iso.datetime(),
})

export const getSettings = contract({
  method: 'GET',
  path: '/api/v1/recognition/settings',
  permission: 'recognition_setting.read',
  summary:
    'How an institution wants claims decided: every setting by the day it counts from, and the one in force',
  input: z.strictObject({ institutionId: idOf('inst').optional().describe('The bank’s own when absent') }),
  reply: z.strictObject({
    data: z.array(SettingKept).describe('Latest day first'),
    inForce: SettingKept.extend({ own: z.boolean().describe('False: the bank’s own counts here') }),
  }),
})

export const postSetting = contract({
  method: 'POST',
  path: '/api/v1/recognition/settings',
  permission: 'recognition_setting.change',
  summary: 'Set how claims are decided from a day to come; what was filed before keeps what it began with',
  input: z.strictObject({
    institutionId: idOf('inst')
      .nullable()
      .describe('Null: the bank’s own, for institutions that have set nothing'),
    from: Day,
    ...Setting,
    reason: z.string().trim().max(500).optional(),
  }),
  reply: z.strictObject({}),
})

export const postAppeal = contract({
  method: 'POST',
  path: '/api/v1/recognition/claims/:claimId/appeal',
  permission: 'appeal.create',
  summary:
    '申诉: against the last decision, once, within the days of the setting; what was decided stands meanwhile',
  input: z.strictObject({ claimId: idOf('claim'), grounds: z.string().trim().min(1).max(2000) }),
  reply: z.strictObject({ promisedOn: Day }),
})

export const postAppealAnswer = contract({
  method: 'POST',
  path: '/api/v1/recognition/claims/:claimId/appeal/answer',
  permission: 'appeal.decide',
  summary:
    'Answer an appeal: dismissed, the decision stands; upheld, what was posted is reversed and the claim is decided anew',
  input: z.strictObject({
    claimId: idOf('claim'),
    uphold: z.boolean(),
    opinion: z.string().trim().max(1000).optional(),
  }),
  reply: z.strictObject({}),
})

export const getExperts = contract({
  method: 'GET',
  path: '/api/v1/recognition/experts',
  permission: 'expert.list',
  summary: 'Experts whom one can ask for an opinion, the least busy first',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        id: idOf('user'),
        name: z.string(),
        institution: Institution.nullable(),
        subjects: z.array(z.string()),
        open: z.int().describe('Opinions still owed'),
      }),
    ),
  }),
})

export const putExpertise = contract({
  method: 'PUT',
  path: '/api/v1/me/expertise',
  permission: 'expert.describe',
  summary: 'What I am an expert for',
  input: z.strictObject({ subjects: z.array(z.string().trim().min(1).max(40)).min(1).max(10) }),
  reply: z.strictObject({}),
})

export const postInvitations = contract({
  method: 'POST',
  path: '/api/v1/recognition/claims/:claimId/invitations',
  permission: 'claim.invite_expert',
  summary:
    '专家评审: ask experts about the content of a claim; each may read it and answer once until the day named',
  input: z.strictObject({
    claimId: idOf('claim'),
    experts: z.array(idOf('user')).min(1).max(10),
    question: z.string().trim().max(1000).optional(),
  }),
  reply: z.strictObject({ dueOn: Day }),
})

export const getInvitations = contract({
  method: 'GET',
  path: '/api/v1/recognition/invitations',
  permission: 'task.list',
  summary: 'What I was asked about as an expert, the nearest day first',
  input: z.strictObject({}),
  reply: z.strictObject({
    subjects: z.array(z.string()).describe('What I am an expert for'),
    data: z.array(
      z.strictObject({
        claimId: idOf('claim'),
        number: z.string(),
        title: z.string(),
        issuer: Institution.nullable(),
        target: z.strictObject({ titleZh: z.string(), titleEn: z.string().nullable() }).nullable(),
        dueOn: Day,
        percent: z.number().nullable().describe('What I found; null while I owe it'),
      }),
    ),
  }),
})

const ComparedCourse = z.strictObject({
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string().nullable(),
  hours: z.number().nullable(),
  credits: CreditsText.nullable(),
  description: z.string().nullable(),
  syllabus: z.array(z.strictObject({ topic: z.string(), weight: z.number() })),
})

export const getExpertCase = contract({
  method: 'GET',
  path: '/api/v1/recognition/claims/:claimId/opinion',
  permission: 'claim.opinion',
  summary: 'Two courses side by side, for the opinion of an expert; not whose claim it is',
  input: z.strictObject({ claimId: idOf('claim') }),
  reply: z.strictObject({
    claimId: idOf('claim'),
    number: z.string(),
    dueOn: Day,
    question: z.string().nullable(),
    title: z.string(),
    hours: z.number().nullable(),
    grade: z.string().nullable(),
    issuer: Institution.nullable(),
    school: Institution.nullable(),
    source: ComparedCourse.nullable().describe('None for a course of no catalogue'),
    target: ComparedCourse.nullable(),
    covered: z
      .array(z.strictObject({ topic: z.string(), by: z.string() }))
      .describe('What the machine found covered, by which topic of the source'),
    overlap: z.number().nullable().describe('Percent, by machine'),
    opinion: z.strictObject({ percent: z.number(), words: z.string(), at: z.iso.datetime() }).nullable(),
    open: z.boolean().describe('False: given, or the claim is no longer in review'),
  }),
})

export const postOpinion = contract({
  method: 'POST',
  path: '/api/v1/recognition/claims/:claimId/opinion',
  permission: 'claim.opinion',
  summary: 'An expert’s opinion: how much of the target is covered, and why. Given once, never edited',
  input: z.strictObject({
    claimId: idOf('claim'),
    percent: z.number().min(0).max(100).multipleOf(0.01),
    words: z.string().trim().min(1).max(2000),
  }),
  reply: z.strictObject({}),
})

export const getOutcomes = contract({
  method: 'GET',
  path: '/api/v1/recognition/outcomes',
  permission: 'transfer.list',
  summary: 'My learning outcomes (学习成果档案): what I declared, what was recognised, what is left to use',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        claimId: idOf('claim'),
        number: z.string().nullable(),
        title: z.string(),
        issuer: Institution.nullable(),
        category: z
          .enum(['degree', 'certificate', 'training', 'other'])
          .describe('学历 · 证书 · 培训 · 其他'),
        hours: z.number().nullable(),
        credits: CreditsText.nullable(),
        grade: z.string().nullable(),
        earnedOn: Day.nullable(),
        verified: z.boolean().describe('False: 未核实, declared by the learner only'),
        state: ClaimState,
        lots: z.array(
          z.strictObject({
            id: idOf('lot'),
            unit: Institution,
            credits: CreditsText,
            available: CreditsText,
            elective: z.boolean(),
          }),
        ),
      }),
    ),
  }),
})

const Profile = {
  studentNumber: z.string().trim().max(40).nullable(),
  major: z.string().trim().max(80).nullable(),
  institutionId: idOf('inst').nullable().describe('Where one studies'),
}

export const getProfile = contract({
  method: 'GET',
  path: '/api/v1/me/profile',
  permission: 'me.read',
  summary: 'Name, student number and major, so that nothing is typed twice',
  input: z.strictObject({}),
  reply: z
    .strictObject({ name: z.string(), ...Profile, institution: Institution.nullable() })
    .omit({ institutionId: true }),
})

export const putProfile = contract({
  method: 'PUT',
  path: '/api/v1/me/profile',
  permission: 'me.preference',
  summary: 'Change student number, major and school; the name is the verified one',
  input: z.strictObject(Profile),
  reply: z.strictObject({}),
})

const TrialOutcome = z.strictObject({ verdict: Verdict, credits: CreditsText })

export const postSimulation = contract({
  method: 'POST',
  path: '/api/v1/rule-drafts/:draftId/simulation',
  permission: 'ruleset.simulate',
  summary: 'Past claims judged once more by a draft: who would gain, who would lose; names nobody',
  input: z.strictObject({ draftId: idOf('draft') }),
  reply: z.strictObject({
    cases: z.int(),
    same: z.int(),
    gain: z.int(),
    lose: z.int(),
    more: CreditsText,
    fewer: CreditsText,
    differences: z
      .array(
        z.strictObject({
          learnt: z.string(),
          counted: z.string(),
          on: Day,
          before: TrialOutcome,
          after: TrialOutcome,
        }),
      )
      .describe('A hundred at most; the sums count them all'),
  }),
})
