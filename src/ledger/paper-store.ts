// ledger/paper-store.ts – SQL of the papers that were handed out.
import { createHash, randomBytes } from 'node:crypto'
import { json, type Tx } from '../database/connection.ts'
import type { LedgerPaper } from '../database/tables.ts'
import { shardCount, shardOf, uuid, type Uuid } from '../values/ids.ts'

/** The code on a paper says its shard, then 16 random bytes. */
export const newPaperCode = (shard: number): string =>
  shard.toString(16).padStart(3, '0') + randomBytes(16).toString('base64url')

export const hashOf = (content: string | Buffer): Buffer => createHash('sha256').update(content).digest()

/** Where to look for the paper with a code; undefined when no paper can have it. */
export function shardOfCode(code: string): number | undefined {
  const shard = /^[0-9a-f]{3}[\w-]{22}$/.test(code) ? Number.parseInt(code.slice(0, 3), 16) : shardCount
  return shard < shardCount ? shard : undefined
}

export type Paper = Omit<LedgerPaper, 'shard' | 'available'> & {
  id: Uuid
  learner: Uuid
  available: { unit: Uuid; hundredths: number }[]
}

export const keepPaper = (tx: Tx, { available, ...paper }: Paper) =>
  tx
    .insertInto('ledgerPaper')
    .values({ ...paper, shard: shardOf(paper.id), available: json(available) })
    .execute()

/** With whether the posting of a receipt has been reversed since. */
export async function paperByCode(tx: Tx, shard: number, code: string) {
  const row = await tx
    .selectFrom('ledgerPaper as p')
    .leftJoin('ledgerPosting as r', (join) =>
      join.onRef('r.shard', '=', 'p.shard').onRef('r.reverses', '=', 'p.posting'),
    )
    .selectAll('p')
    .select('r.seq as reversedBy')
    .where('p.shard', '=', shard)
    .where('p.codeHash', '=', hashOf(code))
    .executeTakeFirst()
  return row && { ...row, learner: uuid(row.learner), available: row.available as Paper['available'] }
}
