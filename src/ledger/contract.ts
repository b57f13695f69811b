// ledger/contract.ts – 账户 over HTTP: balance as of any day, statement, receipt with its proof; 校验点 for everybody.
import { z } from 'zod'
import { contract, pageOf, paging } from '../access/contract.ts'
import { CreditsText } from '../values/credits.ts'
import { Day } from '../values/dates.ts'
import { idOf } from '../values/ids.ts'
import { accountKinds } from './accounts.ts'

/** The credit scheme that credits are counted in: its institution. Units never mix. */
const Unit = z.strictObject({ id: idOf('inst'), nameZh: z.string(), nameEn: z.string().nullable() })
const learnerId = z.union([z.literal('me'), idOf('learner')]).describe('A learner, or `me`')
/** A number in an address or a query is text. */
const Count = z.string().regex(/^(0|[1-9]\d{0,14})$/, 'count')
const PostingNumber = z.string().regex(/^\d{2}-\d{6,15}$/, 'posting_number')
const lineKinds = [
  'deposit',
  'hold',
  'freeze',
  'release',
  'convert',
  'transfer',
  'redeem',
  'revoke',
  'reverse',
  'lapse',
] as const

export const getAccount = contract({
  method: 'GET',
  path: '/api/v1/learners/:learnerId/account',
  permission: 'account.read',
  summary:
    'Balances per unit: 可用, 待审, 冻结, 已转换 …; they add up to the total. Of today, or of any past day',
  input: z.strictObject({
    learnerId,
    on: Day.optional().describe('What counted on this day (effective); today when absent'),
    recordedUntil: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('By what was on record at this instant; now when absent'),
  }),
  reply: z.strictObject({
    learner: z.strictObject({ id: idOf('learner'), name: z.string() }),
    on: Day,
    recordedUntil: z.iso.datetime().nullable(),
    units: z.array(
      z.strictObject({
        unit: Unit,
        total: CreditsText,
        available: CreditsText.describe('可用'),
        held: CreditsText.describe('待审'),
        frozen: CreditsText.describe('冻结'),
        converted: CreditsText.describe('已转换'),
        redeemed: CreditsText.describe('已兑现'),
        forfeited: CreditsText.describe('放弃'),
        expired: CreditsText.describe('失效'),
        reversed: CreditsText.describe('已冲正'),
        moved: CreditsText.describe('已移出'),
        elective: CreditsText.describe('Of the available ones: counted as elective'),
      }),
    ),
  }),
})

/** What is known of a lot's origin; each part is null where it never was or has been erased. */
const Provenance = z.strictObject({
  title: z.string(),
  institution: Unit.nullable(),
  grade: z.string().nullable(),
  hours: z.number().nullable(),
  level: z.int().nullable(),
  evidence: z.string().nullable().describe('SHA-256 of the evidence file'),
  rule: z.string().nullable(),
})

export const getLots = contract({
  method: 'GET',
  path: '/api/v1/learners/:learnerId/account/lots',
  permission: 'account.read',
  summary: 'Every lot as it stands on a day, with where it comes from',
  input: z.strictObject({ learnerId, on: Day.optional().describe('Today when absent') }),
  reply: z.strictObject({
    lots: z.array(
      z.strictObject({
        id: idOf('lot'),
        unit: Unit,
        issuer: Unit,
        countsAt: Unit,
        credits: CreditsText,
        available: CreditsText.describe('可用'),
        held: CreditsText.describe('待审'),
        frozen: CreditsText.describe('冻结'),
        elective: z.boolean(),
        earnedOn: Day,
        expiresOn: Day.nullable(),
        expired: z.boolean().describe('Its last day has passed'),
        posting: z.string().describe('Number of the posting that made it'),
        provenance: Provenance.nullable().describe('Null once erased'),
      }),
    ),
  }),
})

export const getStatement = contract({
  method: 'GET',
  path: '/api/v1/learners/:learnerId/account/statement',
  permission: 'ledger.entries',
  summary: 'The statement, newest first, with the running balance, and sums by month of all that is filtered',
  input: z.strictObject({
    learnerId,
    unit: idOf('inst').optional(),
    from: Day.optional(),
    to: Day.optional(),
    kind: z.enum(lineKinds).optional(),
    ...paging,
  }),
  reply: pageOf(
    z.strictObject({
      day: Day,
      kind: z.enum(lineKinds).describe('lapse: credits whose last day has passed; it has no posting'),
      unit: Unit,
      in: CreditsText,
      out: CreditsText,
      available: CreditsText.describe('Balance in this unit after the line'),
      held: CreditsText,
      title: z.string().nullable().describe('The outcome behind it; null once erased'),
      posting: z
        .strictObject({
          number: z.string(),
          recordedAt: z.iso.datetime(),
          reverses: z.string().nullable(),
          reversedBy: z.string().nullable().describe('Shown struck through, with a link'),
        })
        .nullable(),
    }),
  ).extend({
    months: z
      .array(
        z.strictObject({
          month: z.string(),
          unit: Unit,
          in: CreditsText,
          out: CreditsText,
          closing: CreditsText,
        }),
      )
      .describe('Newest first'),
  }),
})

export const getReceipt = contract({
  method: 'GET',
  path: '/api/v1/learners/:learnerId/account/receipts/:number',
  permission: 'ledger.entries',
  summary: '回单: a posting with outcome, evidence, rule, people, and the proof that it stands in the ledger',
  input: z.strictObject({
    learnerId,
    number: PostingNumber,
  }),
  reply: z.strictObject({
    number: z.string().describe('流水号: shard and place in its tree'),
    effectiveOn: Day,
    recordedAt: z.iso.datetime(),
    learner: z.strictObject({ id: idOf('learner'), name: z.string() }),
    lines: z.array(
      z.strictObject({ kind: z.enum(lineKinds), unit: Unit, in: CreditsText, out: CreditsText }),
    ),
    lots: z
      .array(
        z.strictObject({
          id: idOf('lot'),
          unit: Unit,
          credits: CreditsText,
          elective: z.boolean(),
          earnedOn: Day,
          expiresOn: Day.nullable(),
          title: z.string().nullable(),
          grade: z.string().nullable(),
        }),
      )
      .describe('What the posting made'),
    behind: z
      .strictObject({
        claim: z.strictObject({ id: idOf('claim'), number: z.string() }).nullable(),
        record: z
          .strictObject({ id: idOf('record'), number: z.string() })
          .nullable()
          .describe('学分记录: entered by the school, not claimed'),
        outcome: z.strictObject({
          title: z.string(),
          issuer: Unit,
          hours: z.number().nullable(),
          grade: z.string().nullable(),
          earnedOn: Day.nullable(),
        }),
        evidence: z.array(z.strictObject({ fileId: idOf('file'), name: z.string(), sha256: z.string() })),
        rules: z.array(
          z.strictObject({
            number: z.string(),
            version: z.int(),
            titleZh: z.string(),
            titleEn: z.string().nullable(),
          }),
        ),
        people: z.array(
          z.strictObject({
            did: z.enum(['filed', 'entered', 'proposed', 'decided']),
            name: z.string(),
            at: z.iso.datetime(),
          }),
        ),
      })
      .nullable()
      .describe('The claim or the record that the posting is for'),
    reverses: z.string().nullable(),
    reversedBy: z.string().nullable(),
    proof: z.strictObject({
      verified: z.boolean().describe('Checked just now, from this very content'),
      size: z.int().describe('Postings under the signed root'),
      content: z
        .string()
        .describe('The receipt file: anybody can check it offline with the bank’s public key'),
    }),
  }),
})

export const getFreezes = contract({
  method: 'GET',
  path: '/api/v1/learners/:learnerId/account/freezes',
  permission: 'account.read',
  summary: 'What is frozen now, by the posting that froze it',
  input: z.strictObject({ learnerId }),
  reply: z.strictObject({
    freezes: z.array(
      z.strictObject({
        posting: z.string(),
        frozenAt: z.iso.datetime(),
        lots: z.array(z.strictObject({ id: idOf('lot'), unit: Unit, credits: CreditsText })),
      }),
    ),
  }),
})

const Reason = z.string().max(500).optional().describe('Asked for; kept in the audit log')

export const postFreeze = contract({
  method: 'POST',
  path: '/api/v1/learners/:learnerId/account/freezes',
  permission: 'credit.freeze',
  summary: '冻结: keeps disputed credits from being used: those of one lot, or all that are available now',
  input: z.strictObject({ learnerId, lotId: idOf('lot').optional(), reason: Reason }),
  reply: z.strictObject({ posting: z.string() }),
})

export const postRelease = contract({
  method: 'POST',
  path: '/api/v1/learners/:learnerId/account/freezes/:number/release',
  permission: 'credit.freeze',
  summary: '解冻: what a freeze still keeps is available again',
  input: z.strictObject({ learnerId, number: PostingNumber, reason: Reason }),
  reply: z.strictObject({ posting: z.string() }),
})

/** Where credits lie, as the places of an account are called. */
const Place = z.enum(accountKinds)

export const getCorrectionPreview = contract({
  method: 'GET',
  path: '/api/v1/learners/:learnerId/account/corrections/preview',
  permission: 'ledger.entries',
  summary: 'What a reversal of a posting, or the revocation of a lot, would do now; nothing is done',
  input: z.strictObject({
    learnerId,
    posting: PostingNumber.optional().describe('To be reversed'),
    lotId: idOf('lot').optional().describe('To be revoked, where no posting is named'),
  }),
  reply: z.strictObject({
    effects: z.array(
      z.strictObject({
        lotId: idOf('lot'),
        title: z.string().nullable(),
        unit: Unit,
        credits: CreditsText,
        from: Place,
        to: Place,
      }),
    ),
    cases: z
      .array(z.strictObject({ lotId: idOf('lot'), title: z.string().nullable(), credits: CreditsText }))
      .describe('Used for an award: not taken back, a person has to decide (L-12)'),
  }),
})

const Filed = z.strictObject({ request: idOf('request').describe('A second person confirms it') })

export const postReversal = contract({
  method: 'POST',
  path: '/api/v1/learners/:learnerId/account/reversals',
  permission: 'credit.adjust.request',
  summary: '冲正: asks that a posting be taken back whole; a second person confirms (202)',
  mayFile: true,
  input: z.strictObject({ learnerId, posting: PostingNumber, reason: Reason }),
  reply: Filed,
})

export const postRevocation = contract({
  method: 'POST',
  path: '/api/v1/learners/:learnerId/account/revocations',
  permission: 'credit.void',
  summary: '撤销: asks that a lot and what was made from it be taken back; a second person confirms (202)',
  mayFile: true,
  input: z.strictObject({ learnerId, lotId: idOf('lot'), reason: Reason }),
  reply: Filed,
})

export const getCases = contract({
  method: 'GET',
  path: '/api/v1/learners/:learnerId/account/cases',
  permission: 'account.read',
  summary: 'Credits that a revocation could not take back, because they had been used for an award',
  input: z.strictObject({ learnerId }),
  reply: z.strictObject({
    cases: z.array(
      z.strictObject({
        id: idOf('case'),
        lotId: idOf('lot'),
        title: z.string().nullable(),
        unit: Unit,
        credits: CreditsText,
        openedAt: z.iso.datetime(),
        closedAt: z.iso.datetime().nullable(),
        outcome: z.string().nullable(),
      }),
    ),
  }),
})

export const postCaseOutcome = contract({
  method: 'POST',
  path: '/api/v1/learners/:learnerId/account/cases/:caseId/outcome',
  permission: 'credit.adjust.approve',
  summary: 'Closes a case with what was decided; never by who opened it',
  input: z.strictObject({ learnerId, caseId: idOf('case'), outcome: Reason }),
  reply: z.strictObject({}),
})

const Pdf = z.any().describe('application/pdf')

export const postStatementPaper = contract({
  method: 'POST',
  path: '/api/v1/learners/:learnerId/account/papers',
  permission: 'ledger.entries',
  summary:
    '对账单: the statement of a period as a sealed PDF, in the language asked for; anybody can verify it',
  file: true,
  input: z.strictObject({
    learnerId,
    unit: idOf('inst').optional(),
    from: Day.optional().describe('From the first movement when absent'),
    to: Day.optional().describe('Up to today when absent'),
  }),
  reply: Pdf,
})

export const postReceiptPaper = contract({
  method: 'POST',
  path: '/api/v1/learners/:learnerId/account/receipts/:number/papers',
  permission: 'ledger.entries',
  summary: '回单 as a sealed PDF, in the language asked for; anybody can verify it',
  file: true,
  input: z.strictObject({ learnerId, number: PostingNumber }),
  reply: Pdf,
})

export const getPaper = contract({
  method: 'GET',
  path: '/api/v1/papers/:code',
  permission: 'paper.verify',
  summary: 'Whether the bank issued a statement or receipt, by the code on it, and what was on it',
  input: z.strictObject({ code: z.string().max(100) }),
  reply: z.strictObject({
    kind: z.enum(['statement', 'receipt']),
    issuedAt: z.iso.datetime(),
    holder: z.string().nullable().describe('Masked; null once the person is erased'),
    posting: z.string().nullable().describe('The number of the posting, of a receipt'),
    reversed: z.boolean().describe('The posting of the receipt has been reversed since'),
    from: Day.nullable(),
    to: Day.nullable(),
    lines: z.int(),
    available: z.array(z.strictObject({ unit: Unit, credits: CreditsText })).describe('At the end'),
    sha256: z.string().describe('Of the file as it was issued, hexadecimal'),
  }),
})

export const getCheckpoints = contract({
  method: 'GET',
  path: '/api/v1/ledger/checkpoints',
  permission: 'ledger.checkpoint',
  summary: 'The latest signed root of every shard, with the public key: a file to keep outside (校验点)',
  input: z.strictObject({}),
  reply: z.strictObject({
    version: z.literal(1),
    bank: z.string().describe('Under which name it signs'),
    publicKey: z.string().describe('Ed25519, as PEM'),
    checkpoints: z.array(z.string()).describe('C2SP signed notes'),
  }),
})

export const getConsistency = contract({
  method: 'GET',
  path: '/api/v1/ledger/shards/:shard/consistency',
  permission: 'ledger.checkpoint',
  summary: 'The proof (RFC 9162) that the tree of `second` postings only adds to that of `first`',
  input: z.strictObject({ shard: Count, first: Count, second: Count }),
  reply: z.strictObject({ proof: z.array(z.string()).describe('Hashes in hex') }),
})

/** Of which rule, on which shard, how often, and where first. */
const Finding = z.strictObject({ rule: z.string(), shard: z.int(), count: z.int(), first: z.string() })

export const getLedger = contract({
  method: 'GET',
  path: '/api/v1/center/ledger',
  permission: 'ledger.verify',
  summary: '总账: postings and signed roots per shard, and the history of verifications',
  input: z.strictObject({}),
  reply: z.strictObject({
    postings: z.int(),
    shards: z.array(
      z.strictObject({
        shard: z.int(),
        postings: z.int(),
        root: z.string().describe('SHA-256 in hex'),
        checkpoint: z.strictObject({ size: z.int(), signedAt: z.iso.datetime() }).nullable(),
      }),
    ),
    running: z.boolean().describe('A verification is going on'),
    runs: z
      .array(
        z.strictObject({
          id: z.uuid(),
          beganAt: z.iso.datetime(),
          endedAt: z.iso.datetime(),
          nightly: z.boolean(),
          postings: z.int(),
          moves: z.int(),
          findings: z.array(Finding),
        }),
      )
      .describe('The latest 30, the newest first'),
  }),
})

export const postVerification = contract({
  method: 'POST',
  path: '/api/v1/center/ledger/verifications',
  permission: 'ledger.verify',
  summary: 'Begins to verify the whole ledger; the outcome joins the history',
  input: z.strictObject({}),
  reply: z.strictObject({ began: z.boolean().describe('False: one is going on already') }),
})
