// evidence/store.ts – SQL of 证明材料.
import type { Tx } from '../database/connection.ts'
import type { EvidenceClaimed, EvidenceFile } from '../database/tables.ts'
import { shardCount, shardOf, type Uuid } from '../values/ids.ts'

export type FileRow = Omit<EvidenceFile, 'shard'>

export async function insertFile(tx: Tx, file: FileRow, chunks: Buffer[]): Promise<void> {
  const shard = shardOf(file.id)
  await tx
    .insertInto('evidenceFile')
    .values({ ...file, shard })
    .execute()
  await tx
    .insertInto('evidenceChunk')
    .values(chunks.map((sealed, place) => ({ shard, fileId: file.id, place, sealed })))
    .execute()
}

const fileColumns = [
  'id',
  'learnerId',
  'uploadedBy',
  'name',
  'mediaType',
  'bytes',
  'sha256',
  'uploadedAt',
] as const

export const findFile = (tx: Tx, id: Uuid): Promise<FileRow | undefined> =>
  tx
    .selectFrom('evidenceFile')
    .select(fileColumns)
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .executeTakeFirst()

/** A learner's file with this content, if it was uploaded before. */
export const findSame = (tx: Tx, learner: Uuid, sha256: Buffer): Promise<FileRow | undefined> =>
  tx
    .selectFrom('evidenceFile')
    .select(fileColumns)
    .where('shard', '=', shardOf(learner))
    .where('learnerId', '=', learner)
    .where('sha256', '=', sha256)
    .executeTakeFirst()

export const findFiles = async (tx: Tx, learner: Uuid, ids: readonly Uuid[]): Promise<FileRow[]> =>
  ids.length === 0
    ? []
    : tx
        .selectFrom('evidenceFile')
        .select(fileColumns)
        .where('shard', '=', shardOf(learner))
        .where('learnerId', '=', learner)
        .where('id', 'in', ids)
        .execute()

export const chunksOf = async (tx: Tx, id: Uuid): Promise<Buffer[]> =>
  (
    await tx
      .selectFrom('evidenceChunk')
      .select('sealed')
      .where('shard', '=', shardOf(id))
      .where('fileId', '=', id)
      .orderBy('place')
      .execute()
  ).map(({ sealed }) => sealed)

export type Kind = EvidenceClaimed['kind']
export type Value = { kind: Kind; value: Buffer }

/** Where a value that must be unique in the whole bank lives: by the value itself. */
const shardOfValue = (value: Buffer): number => value[0]! % shardCount

/** Takes a value for a claim unless another live claim has it. */
export const takeValue = (tx: Tx, { kind, value }: Value, by: { claim: Uuid; learner: Uuid; at: Date }) =>
  tx
    .insertInto('evidenceClaimed')
    .values({
      shard: shardOfValue(value),
      kind,
      value,
      claimId: by.claim,
      learnerId: by.learner,
      takenAt: by.at,
      releasedAt: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()

/** Who has used a value, the live use first, then the latest. */
export const usesOf = (tx: Tx, { kind, value }: Value) =>
  tx
    .selectFrom('evidenceClaimed')
    .select(['claimId', 'learnerId', 'releasedAt'])
    .where('shard', '=', shardOfValue(value))
    .where('kind', '=', kind)
    .where('value', '=', value)
    .orderBy('releasedAt', (order) => order.desc().nullsFirst())
    .limit(20)
    .execute()

export const valuesOf = (tx: Tx, claim: Uuid): Promise<Value[]> =>
  tx
    .selectFrom('evidenceClaimed')
    .select(['kind', 'value'])
    .where('claimId', '=', claim)
    .where('releasedAt', 'is', null)
    .execute()

export const dropValue = (tx: Tx, { kind, value }: Value, claim: Uuid) =>
  tx
    .deleteFrom('evidenceClaimed')
    .where('shard', '=', shardOfValue(value))
    .where('kind', '=', kind)
    .where('value', '=', value)
    .where('claimId', '=', claim)
    .execute()

export const releaseValues = (tx: Tx, claim: Uuid, at: Date) =>
  tx
    .updateTable('evidenceClaimed')
    .set({ releasedAt: at })
    .where('claimId', '=', claim)
    .where('releasedAt', 'is', null)
    .execute()
