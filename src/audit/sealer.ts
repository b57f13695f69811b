// audit/sealer.ts – 封存: takes records into their shard's tree within a second, and signs the new root.
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { transact, type Db, type Tx } from '../database/connection.ts'
import { append, emptyTree, leafHash, rootOf, type Tree } from '../sealing/merkle.ts'
import { checkpointText, type Signer } from '../sealing/signer.ts'
import { auditOrigin, leafText, type AuditRecord } from './model.ts'

/** So many at once: a batch stays short, a backlog is worked off in several. */
const batchMax = 500

/**
 * Seals what is waiting on every shard, once; returns how many records. Several servers may do it at the same time:
 * the shard's lock makes them take turns, and each batch takes only what is still waiting.
 */
export async function sealPending(db: Db, signer: Signer): Promise<number> {
  const waiting = await db.selectFrom('auditPending').select('shard').distinct().orderBy('shard').execute()
  let sealed = 0
  for (const { shard } of waiting) {
    for (let taken = batchMax; taken === batchMax; sealed += taken) taken = await sealShard(db, signer, shard)
  }
  return sealed
}

const sealShard = (db: Db, signer: Signer, shard: number): Promise<number> =>
  transact(db, {}, async (tx, at) => {
    if (!(await alone(tx, shard))) return 0
    const records = await takeWaiting(tx, shard)
    if (records.length === 0) return 0
    let tree = await lastTree(tx, shard)
    const leaves = records.map((record) => {
      const leaf = { shard, place: tree.size, recordId: record.id, hash: leafHash(leafText(record)) }
      tree = append(tree, leaf.hash).tree
      return leaf
    })
    await tx.insertInto('auditLeaf').values(leaves).execute()
    const root = rootOf(tree)
    await tx
      .insertInto('auditSeal')
      .values({
        shard,
        size: tree.size,
        root,
        edge: tree.edge,
        sealedAt: at,
        keyId: signer.keyId,
        signature: signer.sign(checkpointText({ origin: auditOrigin(shard), size: tree.size, root, at })),
      })
      .execute()
    return records.length
  })

/** One sealer a shard at a time; whoever comes second finds it busy and leaves it to the first. */
async function alone(tx: Tx, shard: number): Promise<boolean> {
  const { rows } = await sql<{
    got: boolean
  }>`select pg_try_advisory_xact_lock(4907010, ${shard}) as got`.execute(tx)
  return rows[0]!.got
}

async function takeWaiting(tx: Tx, shard: number): Promise<AuditRecord[]> {
  const taken = await tx
    .deleteFrom('auditPending')
    .where('shard', '=', shard)
    .where('id', 'in', (query) =>
      query.selectFrom('auditPending').select('id').where('shard', '=', shard).orderBy('id').limit(batchMax),
    )
    .returning('id')
    .execute()
  if (taken.length === 0) return []
  return tx
    .selectFrom('auditRecord')
    .selectAll()
    .where('shard', '=', shard)
    .where(
      'id',
      'in',
      taken.map(({ id }) => id),
    )
    .orderBy('id')
    .execute()
}

async function lastTree(tx: Tx, shard: number): Promise<Tree> {
  const last = await tx
    .selectFrom('auditSeal')
    .select(['size', 'edge'])
    .where('shard', '=', shard)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last ?? emptyTree
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
