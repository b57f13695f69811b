// audit/model.ts – 审计: what a record says, and the exact text of it that the tree holds.
import { csvLine } from '../values/csv.ts'
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

/** Records as CSV under the names of their fields, whole ids and all: what a checkpoint can be held against. */
export const auditCsv = (records: readonly AuditRecord[]): string =>
  [csvColumns, ...records.map((record) => csvColumns.map((column) => textOf(record[column])))]
    .map(csvLine)
    .join('')

function textOf(value: unknown): string {
  if (value === null) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'string' ? value : JSON.stringify(sorted(value))
}
