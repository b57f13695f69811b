// audit/model.ts – 审计: what a record says, and the exact text of it that the tree holds.
import type { Uuid } from '../values/ids.ts'

/** One record as it is stored. `details` says what was decided, never personal data: records outlive an erasure. */
export type AuditRecord = {
  id: Uuid
  at: Date
  actor: Uuid | null
  grantor: Uuid | null
  role: string | null
  action: string
  outcome: 'done' | 'denied'
  status: number | null
  target: Uuid | null
  subject: Uuid | null
  institutionId: Uuid | null
  details: unknown
  traceId: string
}

/** The leaf of a record: every field, in this order for ever, keys of `details` sorted. */
export const leafText = (record: AuditRecord): string =>
  JSON.stringify([
    1,
    record.id,
    record.at.toISOString(),
    record.actor,
    record.grantor,
    record.role,
    record.action,
    record.outcome,
    record.status,
    record.target,
    record.subject,
    record.institutionId,
    sorted(record.details),
    record.traceId,
  ])

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  )
}

/** Which tree a checkpoint is about. */
export const auditOrigin = (shard: number): string => `credit-bank/audit/${shard}`

const csvColumns = [
  'id',
  'at',
  'actor',
  'grantor',
  'role',
  'action',
  'outcome',
  'status',
  'target',
  'subject',
  'institutionId',
  'details',
  'traceId',
] as const satisfies readonly (keyof AuditRecord)[]

/** Records as CSV (RFC 4180) under the names of their fields, whole ids and all: what a checkpoint can be held against. */
export const auditCsv = (records: readonly AuditRecord[]): string =>
  [
    csvColumns.join(','),
    ...records.map((record) => csvColumns.map((column) => cell(record[column])).join(',')),
    '',
  ].join('\r\n')

/** A cell that a spreadsheet would take for a formula becomes text. */
function cell(value: unknown): string {
  const text =
    value instanceof Date
      ? value.toISOString()
      : typeof value === 'string'
        ? value
        : value === null
          ? ''
          : JSON.stringify(sorted(value))
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
