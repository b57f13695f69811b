// audit/contract.ts – reading the log, and checking that nobody touched it.
import { z } from 'zod'
import { contract, paging } from '../access/contract.ts'
import { idOf } from '../values/ids.ts'

const wanted = {
  action: z.string().max(64).optional(),
  actor: idOf('user').optional(),
  subject: idOf('user').optional(),
  outcome: z.enum(['done', 'denied']).optional(),
}

const ShownName = z.string().nullable().describe('As much of the name as I may see')

export const listAuditRecords = contract({
  method: 'GET',
  path: '/api/v1/audit/records',
  permission: 'audit.read',
  summary: 'The audit log in my scope, the latest first',
  input: z.strictObject({
    ...wanted,
    ...paging,
  }),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        id: z.string(),
        at: z.iso.datetime(),
        actor: idOf('user').nullable(),
        actorName: ShownName,
        grantor: idOf('user').nullable().describe('In whose place, under a grant'),
        role: z.string().nullable(),
        action: z.string(),
        outcome: z.enum(['done', 'denied']),
        status: z.int().nullable(),
        target: z.uuid().nullable(),
        subject: idOf('user').nullable(),
        subjectName: ShownName,
        institution: idOf('inst').nullable(),
        details: z.unknown(),
        traceId: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
})

/** Rows of one export at most; whoever needs more asks for a narrower part. */
export const exportedRowsMax = 5000

export const exportAuditRecords = contract({
  method: 'POST',
  path: '/api/v1/audit/exports',
  permission: 'audit.export',
  summary: 'The audit log in my scope as CSV, for a purpose; the export is recorded too',
  input: z.strictObject({ ...wanted, purpose: z.string().max(500).optional() }),
  reply: z.strictObject({
    csv: z.string(),
    rows: z.int(),
    cut: z.boolean().describe('There were more rows than an export holds'),
  }),
})

export const verifyAuditLog = contract({
  method: 'GET',
  path: '/api/v1/audit/verification',
  permission: 'audit.verify',
  summary: 'Read the whole log again and say what is not as it was sealed',
  input: z.strictObject({}),
  reply: z.strictObject({
    records: z.int(),
    seals: z.int(),
    waiting: z.int().describe('Written within the last second, not sealed yet'),
    faults: z.array(
      z.strictObject({
        shard: z.int(),
        fault: z.string(),
        at: z.int().nullable(),
        record: z.string().nullable(),
      }),
    ),
  }),
})
