// audit/verify.ts – 校验审计链: reads everything again and says what is not as it was sealed.
import type { Db } from '../database/connection.ts'
import { append, emptyTree, leafHash, rootOf, type Tree } from '../sealing/merkle.ts'
import { checkpointText, type Verifier } from '../sealing/signer.ts'
import type { Uuid } from '../values/ids.ts'
import { auditOrigin, leafText, type AuditRecord } from './model.ts'

/** One thing that is wrong, and where. */
export type AuditFault = {
  shard: number
  fault:
    | 'record_changed'
    | 'record_missing'
    | 'record_unsealed'
    | 'leaf_missing'
    | 'root_wrong'
    | 'signature_wrong'
  /** The place in the tree, the size of a seal, or nothing for a record that is not in the tree. */
  at: number | null
  record: string | null
}

export type AuditVerdict = { records: number; seals: number; waiting: number; faults: AuditFault[] }

const pageSize = 2_000

/** Every shard, leaf by leaf, root by root. `faults` is empty when nobody touched anything. */
export async function verifyAudit(db: Db, verifier: Verifier): Promise<AuditVerdict> {
  const verdict: AuditVerdict = { records: 0, seals: 0, waiting: 0, faults: [] }
  const shards = await db.selectFrom('auditRecord').select('shard').distinct().orderBy('shard').execute()
  for (const { shard } of shards) await verifyShard(db, verifier, shard, verdict)
  return verdict
}

async function verifyShard(db: Db, verifier: Verifier, shard: number, verdict: AuditVerdict): Promise<void> {
  const seals = await db
    .selectFrom('auditSeal')
    .selectAll()
    .where('shard', '=', shard)
    .orderBy('size')
    .execute()
  let tree: Tree = emptyTree
  let next = 0
  const fault = (kind: AuditFault['fault'], at: number | null, record: string | null = null) =>
    verdict.faults.push({ shard, fault: kind, at, record })

  const checkSeals = () => {
    for (let seal = seals[next]; seal && seal.size === tree.size; seal = seals[++next]) {
      const { size, root, sealedAt: at } = seal
      if (!rootOf(tree).equals(root)) fault('root_wrong', size)
      const text = checkpointText({ origin: auditOrigin(shard), size, root, at })
      if (!verifier(seal.keyId, text, seal.signature)) fault('signature_wrong', size)
      verdict.seals++
    }
  }

  for (;;) {
    const page = await leavesFrom(db, shard, tree.size)
    const records = await recordsOf(db, shard, page)
    for (const { place, hash, recordId } of page) {
      if (place !== tree.size) {
        fault('leaf_missing', tree.size)
        return
      }
      const record = records.get(recordId)
      if (!record) fault('record_missing', place, recordId)
      else if (!leafHash(leafText(record)).equals(hash)) fault('record_changed', place, recordId)
      tree = append(tree, hash).tree
      verdict.records++
      checkSeals()
    }
    if (page.length < pageSize) break
  }
  if (next < seals.length) fault('leaf_missing', tree.size)
  const outside = await db
    .selectFrom('auditRecord as r')
    .leftJoin('auditLeaf as l', (join) =>
      join.onRef('l.shard', '=', 'r.shard').onRef('l.recordId', '=', 'r.id'),
    )
    .leftJoin('auditPending as p', (join) => join.onRef('p.shard', '=', 'r.shard').onRef('p.id', '=', 'r.id'))
    .select(['r.id', 'p.id as waiting'])
    .where('r.shard', '=', shard)
    .where('l.recordId', 'is', null)
    .execute()
  for (const { id, waiting } of outside) {
    if (waiting) verdict.waiting++
    else fault('record_unsealed', null, id)
  }
}

type Leaf = { place: number; hash: Buffer; recordId: Uuid }

const leavesFrom = (db: Db, shard: number, place: number): Promise<Leaf[]> =>
  db
    .selectFrom('auditLeaf')
    .select(['place', 'hash', 'recordId'])
    .where('shard', '=', shard)
    .where('place', '>=', place)
    .orderBy('place')
    .limit(pageSize)
    .execute()

async function recordsOf(db: Db, shard: number, leaves: Leaf[]): Promise<Map<Uuid, AuditRecord>> {
  if (leaves.length === 0) return new Map()
  const records = await db
    .selectFrom('auditRecord')
    .selectAll()
    .where('shard', '=', shard)
    .where(
      'id',
      'in',
      leaves.map(({ recordId }) => recordId),
    )
    .execute()
  return new Map(records.map((record) => [record.id, record]))
}
