// ledger/case-store.ts – SQL of 个案: used credits that a revocation could not take back.
import type { Tx } from '../database/connection.ts'
import { newId, shardOf, uuid, type Uuid } from '../values/ids.ts'
import type { Case } from './undo.ts'

export async function openCases(
  tx: Tx,
  learner: Uuid,
  cases: readonly Case[],
  opened: { posting: number | null; at: Date; by: Uuid },
): Promise<void> {
  if (cases.length === 0) return
  const shard = shardOf(learner)
  const rows = cases.map(({ lot, amount }) => ({
    shard,
    id: newId(shard),
    learner,
    lot,
    amount,
    posting: opened.posting,
    openedAt: opened.at,
    openedBy: opened.by,
  }))
  await tx.insertInto('ledgerCase').values(rows).execute()
}

/** A learner's cases, the newest first. */
export async function casesOf(tx: Tx, learner: Uuid) {
  const rows = await tx
    .selectFrom('ledgerCase')
    .selectAll()
    .where('shard', '=', shardOf(learner))
    .where('learner', '=', learner)
    .orderBy('openedAt', 'desc')
    .orderBy('id')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({ ...row, id: uuid(row.id), lot: uuid(row.lot), openedBy: uuid(row.openedBy) }))
}

/** Locks the case, so that it is decided once. */
export async function findCase(tx: Tx, learner: Uuid, id: Uuid) {
  const row = await tx
    .selectFrom('ledgerCase')
    .selectAll()
    .where('shard', '=', shardOf(learner))
    .where('id', '=', id)
    .where('learner', '=', learner)
    .forUpdate()
    .executeTakeFirst()
  return row && { ...row, id: uuid(row.id), lot: uuid(row.lot), openedBy: uuid(row.openedBy) }
}

export const closeCase = (tx: Tx, id: Uuid, closed: { outcome: string; at: Date; by: Uuid }) =>
  tx
    .updateTable('ledgerCase')
    .set({ closedAt: closed.at, closedBy: closed.by, outcome: closed.outcome })
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .execute()
