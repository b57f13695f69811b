// recognition/records/contract.ts – 学分记录 over HTTP: entered by those who teach, reviewed by somebody else.
import { z } from 'zod'
import { contract, pageOf, paging } from '../../access/contract.ts'
import { CreditsText } from '../../values/credits.ts'
import { Day } from '../../values/dates.ts'
import { idOf } from '../../values/ids.ts'
import { decisionKinds } from '../model.ts'
import { recordStates } from './model.ts'

const recordId = idOf('record')
const reason = z.string().max(500).optional().describe('Needed from administrators; kept in the audit log')
const Named = z.strictObject({ id: idOf('inst'), nameZh: z.string(), nameEn: z.string().nullable() })
const Said = {
  grade: z.string().trim().min(1).max(20).describe('As the institution writes it: 82, 良好, A-'),
  earnedOn: Day,
  hours: z
    .number()
    .positive()
    .max(10_000)
    .multipleOf(0.01)
    .optional()
    .describe('Only where the catalogue states neither credits nor hours'),
}

export const RecordState = z
  .enum(recordStates)
  .describe('草稿 · 待审核 · 已退回 · 已入账 · 未通过 · 已撤回; `recognised` has been posted')

export const RecordRow = z.strictObject({
  id: recordId,
  number: z.string(),
  state: RecordState,
  learner: z.strictObject({ id: idOf('learner'), name: z.string() }),
  institution: Named,
  course: z.strictObject({
    id: idOf('course'),
    code: z.string(),
    titleZh: z.string(),
    titleEn: z.string().nullable(),
  }),
  grade: z.string(),
  hours: z.number().nullable(),
  earnedOn: Day,
  credits: CreditsText.nullable().describe('In the institution’s own scheme; null until it is submitted'),
  savedAt: z.iso.datetime(),
  mine: z.boolean().describe('Entered, imported or edited by the caller, who therefore cannot review it'),
  opinion: z.string().nullable().describe('Why it was returned or refused last'),
})

export const postRecord = contract({
  method: 'POST',
  path: '/api/v1/credit-records',
  permission: 'credit.enter',
  summary: 'Enters the outcome of a learner whom one teaches, as a draft',
  input: z.strictObject({ learnerId: idOf('learner'), courseId: idOf('course'), ...Said, reason }),
  reply: z.strictObject({ id: recordId, number: z.string() }),
  keyed: true,
})

export const putRecord = contract({
  method: 'PUT',
  path: '/api/v1/credit-records/:recordId',
  permission: 'credit.edit_draft',
  summary: 'Saves a draft, or puts right what was returned; all that it says is replaced',
  input: z.strictObject({ recordId, ...Said, reason }),
  reply: z.strictObject({ savedAt: z.iso.datetime() }),
})

export const postRecordSubmission = contract({
  method: 'POST',
  path: '/api/v1/credit-records/:recordId/submission',
  permission: 'credit.submit',
  summary: 'Submits a record for review; a grade that fails on the institution’s own scale is refused',
  input: z.strictObject({ recordId }),
  reply: z.strictObject({ state: RecordState }),
  keyed: true,
})

export const postRecordWithdrawal = contract({
  method: 'POST',
  path: '/api/v1/credit-records/:recordId/withdrawal',
  permission: 'credit.withdraw_draft',
  summary: 'Takes a record back before it is decided; the row stays',
  input: z.strictObject({ recordId, reason }),
  reply: z.strictObject({ state: RecordState }),
})

export const postRecordDecision = contract({
  method: 'POST',
  path: '/api/v1/credit-records/:recordId/decision',
  permission: 'credit.review',
  summary: 'Approves, returns or refuses what somebody else entered; decision, audit and posting together',
  input: z.strictObject({
    recordId,
    decision: z.enum(decisionKinds),
    opinion: z.string().max(500).optional().describe('Needed to return or refuse'),
  }),
  reply: z.strictObject({
    state: RecordState,
    credits: CreditsText,
    posting: z.strictObject({ number: z.string() }).nullable(),
  }),
  keyed: true,
})

export const getRecords = contract({
  method: 'GET',
  path: '/api/v1/credit-records',
  permission: 'credit.list',
  summary: 'Credit records in the caller’s reach, the latest first, with how many there are of each state',
  input: z.strictObject({
    state: RecordState.optional(),
    courseId: idOf('course').optional(),
    number: z.string().max(40).optional(),
    ...paging,
  }),
  reply: pageOf(RecordRow).extend({
    counts: z.strictObject(
      Object.fromEntries(recordStates.map((state) => [state, z.int()])) as Record<
        (typeof recordStates)[number],
        z.ZodInt
      >,
    ),
  }),
})

export const getRecord = contract({
  method: 'GET',
  path: '/api/v1/credit-records/:recordId',
  permission: 'credit.read',
  summary: 'One credit record, what has happened to it, and what the caller may do now',
  input: z.strictObject({ recordId }),
  reply: RecordRow.extend({
    rule: z.strictObject({ number: z.string(), version: z.int() }).nullable(),
    timeline: z.array(
      z.strictObject({
        kind: z.enum(['entered', 'saved', 'submitted', 'returned', 'recognised', 'refused', 'withdrawn']),
        at: z.iso.datetime(),
        by: z.string().nullable(),
        opinion: z.string().nullable(),
      }),
    ),
    posting: z.strictObject({ number: z.string() }).nullable(),
    may: z.strictObject({
      edit: z.boolean(),
      submit: z.boolean(),
      withdraw: z.boolean(),
      review: z.boolean(),
    }),
  }),
})

export const getClasses = contract({
  method: 'GET',
  path: '/api/v1/credit-records/classes',
  permission: 'credit.list',
  summary: 'The caller’s own classes with their learners, and the records of each',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        section: z.string(),
        institution: Named,
        window: z
          .strictObject({ opensOn: Day, closesOn: Day, open: z.boolean() })
          .nullable()
          .describe('录入窗口; null: always open'),
        learners: z.array(
          z.strictObject({
            id: idOf('learner'),
            name: z.string(),
            studentNumber: z.string().nullable(),
            records: z.array(
              z.strictObject({
                id: recordId,
                courseId: idOf('course'),
                number: z.string(),
                state: RecordState,
                grade: z.string(),
                hours: z.number().nullable(),
                earnedOn: Day,
                mine: z.boolean(),
              }),
            ),
          }),
        ),
      }),
    ),
  }),
})

export const postRecordBatch = contract({
  method: 'POST',
  path: '/api/v1/credit-records/batches',
  permission: 'credit.import',
  summary:
    'A CSV class list with grades of one course becomes drafts; wrong rows are told by line and column',
  input: z.strictObject({
    courseId: idOf('course'),
    earnedOn: Day.describe('For rows that name no day'),
    content: z.base64('base64').max(2_700_000).describe('The file, UTF-8, at most 2 MB and 2,000 rows'),
    dryRun: z.boolean().optional().describe('Says what would happen, and changes nothing'),
    reason,
  }),
  reply: z.strictObject({
    rows: z.int(),
    imported: z.boolean(),
    data: z.array(
      z.strictObject({
        line: z.int(),
        name: z.string(),
        grade: z.string(),
        result: z.enum(['added', 'unchanged']),
        number: z.string().nullable(),
      }),
    ),
    flaws: z.array(
      z.strictObject({
        line: z.int().describe('0: the file as a whole'),
        column: z.string().nullable(),
        code: z.string(),
        message: z.string(),
      }),
    ),
  }),
  bodyLimit: 3_000_000,
})

export const postEntryWindow = contract({
  method: 'POST',
  path: '/api/v1/institutions/:institutionId/entry-windows',
  permission: 'credit.window',
  summary: 'Sets the days on which an institution’s grades may be entered (录入窗口); the latest counts',
  input: z.strictObject({ institutionId: idOf('inst'), opensOn: Day, closesOn: Day }),
  reply: z.strictObject({}),
})
