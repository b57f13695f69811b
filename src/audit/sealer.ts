// audit/sealer.ts – 封存: takes records into their shard's tree within a second, and signs the new root.
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { transact, type Db, type Tx } from '../database/connection.ts'
import { append, emptyTree, leafHash, rootOf, type Tree } from '../sealing/merkle.ts'
import { checkpointText, type Signer } from '../sealing/signer.ts'
import { shardOf, type Uuid } from '../values/ids.ts'
import { auditOrigin, leafText, type AuditRecord } from './model.ts'

/** So many at once: a batch stays short, a backlog is worked off in several. */
const batchMax = 500

/**
 * Seals what is waiting, on every shard; returns how many records. Several servers may do it at the same time: a lock
 * makes one do it and the others leave it to that one.
 */
export async function sealPending(db: Db, signer: Signer): Promise<number> {
  let sealed = 0
  for (let taken = batchMax; taken === batchMax; sealed += taken) taken = await sealBatch(db, signer)
  return sealed
}

/** Every shard has its own tree, but one batch takes from all: what costs is the transaction. */
async function sealBatch(db: Db, signer: Signer): Promise<number> {
  const waiting = await db
    .selectFrom('auditPending')
    .select(['shard', 'id'])
    .orderBy('id')
    .limit(batchMax)
    .execute()
  if (waiting.length === 0) return 0
  return transact(db, {}, async (tx, at) => {
    if (!(await alone(tx))) return 0
    const records = await takeWaiting(tx, waiting)
    if (records.length === 0) return 0
    const trees = await lastTrees(tx, new Set(records.map(({ id }) => shardOf(id))))
    const leaves = records.map((record) => {
      const shard = shardOf(record.id)
      const tree = trees.get(shard) ?? emptyTree
      const hash = leafHash(leafText(record))
      trees.set(shard, append(tree, hash).tree)
      return { shard, place: tree.size, recordId: record.id, hash }
    })
    const seals = Array.from(trees, ([shard, { size, edge }]) => {
      const root = rootOf({ size, edge })
      const text = checkpointText({ origin: auditOrigin(shard), size, root, at })
      return { shard, size, root, edge, sealedAt: at, keyId: signer.keyId, signature: signer.sign(text) }
    })
    await Promise.all([
      tx.insertInto('auditLeaf').values(leaves).execute(),
      tx.insertInto('auditSeal').values(seals).execute(),
    ])
    return records.length
  })
}

async function alone(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(4907010) as got`.execute(tx)
  return rows[0]!.got
}

/** Whoever was quicker has taken some of them. */
async function takeWaiting(tx: Tx, waiting: readonly { shard: number; id: Uuid }[]): Promise<AuditRecord[]> {
  const shards = [...new Set(waiting.map(({ shard }) => shard))]
  const ids = waiting.map(({ id }) => id)
  const [taken, records] = await Promise.all([
    tx
      .deleteFrom('auditPending')
      .where('shard', 'in', shards)
      .where('id', 'in', ids)
      .returning('id')
      .execute(),
    tx
      .selectFrom('auditRecord')
      .selectAll()
      .where('shard', 'in', shards)
      .where('id', 'in', ids)
      .orderBy('id')
      .execute(),
  ])
  const mine = new Set(taken.map(({ id }) => id))
  return records.filter(({ id }) => mine.has(id))
}

async function lastTrees(tx: Tx, shards: ReadonlySet<number>): Promise<Map<number, Tree>> {
  const trees = await Promise.all(
    Array.from(shards, (shard) =>
      tx
        .selectFrom('auditSeal')
        .select(['shard', 'size', 'edge'])
        .where('shard', '=', shard)
        .orderBy('size', 'desc')
        .limit(1)
        .executeTakeFirst(),
    ),
  )
  return new Map(trees.flatMap((tree) => (tree ? [[tree.shard, tree]] : [])))
}

export type Sealer = { stop(): Promise<void> }

/** Seals twice a second until stopped. A failure is told and tried again: records wait, none is lost. */
export function startSealer(db: Db, signer: Signer, failed: (error: unknown) => void, everyMs = 500): Sealer {
  const stopping = new AbortController()
  const work = (async () => {
    while (!stopping.signal.aborted) {
      await sealPending(db, signer).catch(failed)
      await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await work
    },
  }
}
