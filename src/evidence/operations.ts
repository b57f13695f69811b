// evidence/operations.ts – 证明材料: upload, read, and what each claim uses, so that nothing counts twice in the bank.
import { createHash } from 'node:crypto'
import type { Target } from '../access/model.ts'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { transact, type Db, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { learnerTarget, personKeyOf } from '../identity/operations.ts'
import { userOf } from '../identity/principal.ts'
import type { PersonKey, Vault } from '../identity/vault.ts'
import { newId, shardOf, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { inspect } from './inspection.ts'
import type { MediaType } from './model.ts'
import * as store from './store.ts'

export type EvidenceBank = { db: Db | Tx; vault: Vault }
export type ReadingBank = EvidenceBank & {
  /** Whose claims these are as permissions see them: the institution that issued, and the other side. */
  standingOf: (
    tx: Tx,
    claims: readonly Uuid[],
  ) => Promise<Pick<Target, 'institution' | 'parties'> | undefined>
}

/** Which file, and why, where that is asked for. */
export type FileAsked = { id: Uuid; reason?: string | undefined }
type Acting = Call & { at?: Date }

/** A file as its owner knows it. */
export type EvidenceKnown = {
  id: Uuid
  name: string
  mediaType: MediaType
  bytes: number
  sha256: Buffer
  uploadedAt: Date
}

const chunkBytes = 512 * 1024

/** Keeps a learner's file, sealed under their key. The same content again is the same file. */
export function uploadFile(
  { db, vault }: EvidenceBank,
  { name, content }: { name: string; content: Buffer },
  call: Acting,
): Promise<EvidenceKnown> {
  const learner = userOf(call.principal)
  permit(call.principal, 'file.upload', { subject: learner })
  const inspected = inspect(content)
  if ('flaw' in inspected) refuse('input_invalid', {}, [{ pointer: '/content', code: inspected.flaw }])
  const { mediaType } = inspected
  const sha256 = createHash('sha256').update(content).digest()
  const shard = shardOf(learner)
  return transact(db, { ...call, shard }, async (tx, at) => {
    const key = (await personKeyOf(tx, vault, learner)) ?? refuse('not_found')
    const before = await store.findSame(tx, learner, sha256)
    if (before) return known(before, key)
    const file = {
      id: newId(shard),
      learnerId: learner,
      uploadedBy: learner,
      name: key.seal('evidence/name', name),
      mediaType,
      bytes: content.length,
      sha256,
      uploadedAt: at,
    }
    await store.insertFile(tx, file, sealedChunks(key, file.id, content))
    await record(
      tx,
      { ...call, at },
      'evidence.uploaded',
      { id: file.id, subject: learner },
      { sha256: sha256.toString('hex'), bytes: file.bytes, mediaType },
    )
    return known(file, key)
  })
}

/** A file's facts, for its owner or whoever decides about a claim that uses it. */
export function readFile(bank: ReadingBank, asked: FileAsked, call: Acting): Promise<EvidenceKnown> {
  return opened(bank, asked, call, (_, file, key) => Promise.resolve(known(file, key)))
}

/** The file itself. Reading somebody else's is on record. */
export function readContent(
  bank: ReadingBank,
  asked: FileAsked,
  call: Acting,
): Promise<EvidenceKnown & { content: Buffer }> {
  const { id, reason } = asked
  return opened(bank, asked, call, async (tx, file, key, at) => {
    if (file.learnerId !== call.principal.user)
      await record(
        tx,
        { ...call, at },
        'evidence.read',
        { id, subject: file.learnerId },
        reason ? { reason } : {},
      )
    const chunks = await store.chunksOf(tx, id)
    const content = Buffer.concat(
      chunks.map((sealed, place) => key.openBytes(`evidence/${id}/${place}`, sealed)),
    )
    return { ...known(file, key), content }
  })
}

function opened<T>(
  { db, vault, standingOf }: ReadingBank,
  { id, reason }: FileAsked,
  call: Acting,
  use: (tx: Tx, file: store.FileRow, key: PersonKey, at: Date) => Promise<T>,
): Promise<T> {
  return transact(db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const file = (await store.findFile(tx, id)) ?? refuse('not_found')
    const uses = await store.usesOf(tx, fileValue(vault, file.sha256))
    const claims = uses.filter(({ learnerId }) => learnerId === file.learnerId).map(({ claimId }) => claimId)
    const target = await learnerTarget(tx, call.principal, file.learnerId, at)
    const standing = await standingOf(tx, claims)
    // What no submitted claim uses is its learner's own: for others a file of theirs that is not there yet.
    const state = claims.length > 0 || 'conflict'
    permit(call.principal, 'file.read', { ...target, ...standing, id }, { state, reason })
    const key = (await personKeyOf(tx, vault, file.learnerId)) ?? refuse('not_found')
    return use(tx, file, key, at)
  })
}

/** The files that a claim names, in its order; those that are not the learner's, or never open again, are left out. */
export async function filesOf(
  tx: Tx,
  vault: Vault,
  learner: Uuid,
  ids: readonly Uuid[],
): Promise<EvidenceKnown[]> {
  const files = await store.findFiles(tx, learner, ids)
  const key = files.length === 0 ? undefined : await personKeyOf(tx, vault, learner)
  if (!key) return []
  const byId = new Map(files.map((file) => [file.id, known(file, key)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** What a claim uses up: its files, the certificate by issuer and number, and the outcome that it is about. */
export type Used = {
  files: readonly Buffer[]
  certificate: { issuer: Uuid; number: string } | null
  /** The outcome in canonical words; none for credits that are in the account already. */
  outcome: string | null
}

/** One use of the same evidence or outcome by another claim. */
export type Use = { kind: store.Kind; claim: Uuid; learner: Uuid; live: boolean }

/**
 * Takes for a claim what it uses, and lets go of what it used before and no longer does. Returns the live claim of
 * somebody's that has any of it already; then the caller refuses, and all is undone.
 */
export async function takeEvidence(
  tx: Tx,
  vault: Vault,
  used: Used,
  by: { claim: Uuid; learner: Uuid; at: Date },
): Promise<Use | undefined> {
  const wanted = valuesFor(vault, used)
  for (const had of await store.valuesOf(tx, by.claim)) {
    if (!wanted.some(({ kind, value }) => kind === had.kind && value.equals(had.value)))
      await store.dropValue(tx, had, by.claim)
  }
  for (const value of wanted) {
    await store.takeValue(tx, value, by)
    const uses = await store.usesOf(tx, value)
    const live = uses.find(({ releasedAt }) => releasedAt === null)
    if (live && live.claimId !== by.claim)
      return { kind: value.kind, claim: live.claimId, learner: live.learnerId, live: true }
  }
  return undefined
}

/** A claim that is withdrawn or refused gives back what it used. */
export const releaseEvidence = async (tx: Tx, claim: Uuid, at: Date): Promise<void> => {
  await store.releaseValues(tx, claim, at)
}

/** Every other claim that uses, or has used, the same. */
export async function usedBefore(tx: Tx, vault: Vault, used: Used, claim: Uuid): Promise<Use[]> {
  const uses: Use[] = []
  for (const value of valuesFor(vault, used)) {
    for (const { claimId, learnerId, releasedAt } of await store.usesOf(tx, value)) {
      if (claimId !== claim && !uses.some((use) => use.claim === claimId))
        uses.push({ kind: value.kind, claim: claimId, learner: learnerId, live: releasedAt === null })
    }
  }
  return uses
}

const fileValue = (vault: Vault, sha256: Buffer): store.Value => ({
  kind: 'file',
  value: vault.blind('evidence/file', sha256.toString('hex')),
})

/** In one order for everybody, so that two claims that use the same never wait for one another. */
function valuesFor(vault: Vault, { files, certificate, outcome }: Used): store.Value[] {
  const values: store.Value[] = files.map((sha256) => fileValue(vault, sha256))
  if (certificate) {
    const number = certificate.number.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase()
    values.push({
      kind: 'certificate',
      value: vault.blind('evidence/certificate', `${certificate.issuer}/${number}`),
    })
  }
  if (outcome) values.push({ kind: 'outcome', value: vault.blind('evidence/outcome', outcome) })
  return values.sort((a, b) => Buffer.compare(a.value, b.value))
}

const known = (file: store.FileRow, key: PersonKey): EvidenceKnown => ({
  id: file.id,
  name: key.open('evidence/name', file.name),
  mediaType: file.mediaType,
  bytes: file.bytes,
  sha256: file.sha256,
  uploadedAt: file.uploadedAt,
})

function sealedChunks(key: PersonKey, id: Uuid, content: Buffer): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0; at < content.length; at += chunkBytes)
    chunks.push(key.seal(`evidence/${id}/${chunks.length}`, content.subarray(at, at + chunkBytes)))
  return chunks
}
export { pictureOf } from './picture.ts'
