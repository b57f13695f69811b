// audit/operations.ts – 审计: recording, in the transaction of what is recorded; and refusals, in their own.
import type { RawBuilder, SqlBool } from 'kysely'
import type { Target } from '../access/model.ts'
import { json, transact, type Db, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { newId, newShard, shardCount, shardOf, type Uuid } from '../values/ids.ts'
import type { AuditRecord } from './model.ts'

/** Who acts, when: `at` is the instant that the transaction was given. */
export type Acting = Pick<Call, 'principal' | 'traceId'> & { at: Date }

/** Whom and what it is about, and in which right the caller did it, where that is known. */
export type About = Pick<Target, 'id' | 'subject' | 'institution'> & { role?: string; grantor?: Uuid | null }

/**
 * Records what was done, in the transaction that does it: both commit or neither. The action is a past participle
 * under its area, `recognition.decided`; `details` carry values and versions, never names or numbers of persons.
 */
export async function record(
  tx: Tx,
  call: Acting,
  action: string,
  about: About,
  details: Record<string, unknown> = {},
): Promise<Uuid> {
  return insert(tx, call, { action, outcome: 'done', status: null, about, details })
}

export type Denial = { endpointClass: string; method: string; route: string; status: number } & About

/** Records a refusal. The refused transaction was rolled back, so this one is its own. */
export async function recordDenial(
  db: Db,
  call: Pick<Call, 'principal' | 'traceId'>,
  denial: Denial,
): Promise<void> {
  const { endpointClass, method, route, status, ...about } = denial
  await transact(db, {}, (tx, at) =>
    insert(
      tx,
      { ...call, at },
      { action: endpointClass, outcome: 'denied', status, about, details: { method, route } },
    ),
  )
}

async function insert(
  tx: Tx,
  { principal, traceId, at }: Acting,
  what: {
    action: string
    outcome: 'done' | 'denied'
    status: number | null
    about: About
    details: Record<string, unknown>
  },
): Promise<Uuid> {
  const { about } = what
  const shard = homeOf(about.subject ?? principal.user)
  const id = newId(shard)
  const recorded = tx
    .insertInto('auditRecord')
    .values({
      shard,
      id,
      at,
      actor: principal.user,
      grantor: about.grantor ?? null,
      role: about.role ?? (principal.roles.join(' ') || null),
      action: what.action,
      outcome: what.outcome,
      status: what.status,
      target: about.id ?? null,
      subject: about.subject ?? null,
      institutionId: about.institution ?? null,
      details: json(what.details),
      traceId,
    })
    .execute()
  await Promise.all([recorded, tx.insertInto('auditPending').values({ shard, id }).execute()])
  return id
}

/** The shard of the person whom it is about, else of who acted; a stranger's goes anywhere, so that no shard is hot. */
function homeOf(person: Uuid | null): number {
  const shard = person === null ? newShard() : shardOf(person)
  return shard < shardCount ? shard : newShard()
}

export type Look = Pick<AuditRecord, 'id' | 'at' | 'role' | 'action' | 'institutionId'> & {
  reason: string | null
}

/** What others did with a person's records, the latest first. Names of staff stay out: their role answers for them. */
export async function looksAt(
  tx: Tx,
  subject: Uuid,
  { before, limit }: { before?: Uuid; limit: number },
): Promise<Look[]> {
  const found = await tx
    .selectFrom('auditRecord')
    .select(['id', 'at', 'role', 'action', 'institutionId', 'details'])
    .where('shard', '=', shardOf(subject))
    .where('subject', '=', subject)
    .where('outcome', '=', 'done')
    .where('actor', '<>', subject)
    .$if(before !== undefined, (query) => query.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return found.map(({ details, ...row }) => ({ ...row, reason: reasonIn(details) }))
}

const reasonIn = (details: unknown): string | null =>
  typeof details === 'object' && details !== null && 'reason' in details && typeof details.reason === 'string'
    ? details.reason
    : null

export type AuditQuery = {
  /** The rows that the caller may see; identity makes it from the table. */
  where: RawBuilder<SqlBool>
  action?: string | undefined
  actor?: Uuid | undefined
  subject?: Uuid | undefined
  outcome?: 'done' | 'denied' | undefined
  before?: Uuid | undefined
  limit: number
}

/** The log, the latest first. Ids sort by time, so that a page begins where the last one ended. */
export const auditRecords = (tx: Tx, query: AuditQuery): Promise<AuditRecord[]> =>
  tx
    .selectFrom('auditRecord')
    .selectAll()
    .where(query.where)
    .$if(query.action !== undefined, (q) => q.where('action', '=', query.action!))
    .$if(query.actor !== undefined, (q) => q.where('actor', '=', query.actor!))
    .$if(query.subject !== undefined, (q) => q.where('subject', '=', query.subject!))
    .$if(query.outcome !== undefined, (q) => q.where('outcome', '=', query.outcome!))
    .$if(query.before !== undefined, (q) => q.where('id', '<', query.before!))
    .orderBy('id', 'desc')
    .limit(query.limit)
    .execute()
