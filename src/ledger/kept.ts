// ledger/kept.ts – 留存的校验点: the bank's signed roots and its public key in a file. Whoever keeps one where the bank
// cannot reach it can later show that the ledger was cut short or written anew.
import { createPublicKey } from 'node:crypto'
import { z } from 'zod'
import { read, transact, type Db } from '../database/connection.ts'
import { openNote, verifierOf, type Signer, type Verifier } from './checkpoint.ts'
import { originOf } from './note.ts'
import { signCheckpoint } from './operations.ts'
import { everyHead, sessionOf } from './store.ts'
import type { KeptRoot } from './verify.ts'

const KeptFile = z.strictObject({
  version: z.literal(1),
  bank: z.string(),
  publicKey: z.string(),
  checkpoints: z.array(z.string()),
})
export type KeptFile = z.infer<typeof KeptFile>

/** Signs the root of every shard that has postings, as it is now. */
export async function signRoots(db: Db, signer: Signer): Promise<KeptFile> {
  const shards = await read(db, { shard: 'all' }, (tx) => sessionOf(tx)(everyHead))
  const checkpoints: string[] = []
  for (const { shard } of shards) {
    const signed = await transact(db, {}, (tx, at) => signCheckpoint(tx, shard, signer, at))
    if (signed) checkpoints.push(signed.note)
  }
  return keptFile(signer, checkpoints)
}

export const keptFile = (signer: Signer, checkpoints: string[]): KeptFile => ({
  version: 1,
  bank: signer.name,
  publicKey: pemOf(verifierOf(signer)),
  checkpoints,
})

const pemOf = ({ publicKey }: Verifier): string =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString().trim()

/** What a file that was kept says, by its own key; undefined when it is none, or a signature in it is not good. */
export function openKept(text: string): { verifier: Verifier; roots: KeptRoot[] } | undefined {
  const file = KeptFile.safeParse(jsonOf(text)).data
  const publicKey = publicKeyOf(file?.publicKey ?? '')
  if (!file || !publicKey) return undefined
  const verifier = { name: file.bank, publicKey }
  const roots: KeptRoot[] = []
  for (const note of file.checkpoints) {
    const checkpoint = openNote(note, verifier)
    const shard = Number(checkpoint?.origin.split('/').at(-1))
    if (!checkpoint || checkpoint.origin !== originOf(file.bank, shard)) return undefined
    roots.push({ shard, size: checkpoint.size, root: checkpoint.root })
  }
  return { verifier, roots }
}

/** Whom to believe by a file: a kept one, or a bare public key in PEM of the bank that is named. */
export function openKey(text: string, bank: string): Verifier | undefined {
  const publicKey = publicKeyOf(text)
  return publicKey ? { name: bank, publicKey } : openKept(text)?.verifier
}

function publicKeyOf(pem: string) {
  try {
    // A private key would pass too, and its public half be taken; but nobody should hand one out to be checked with.
    return pem.includes('PRIVATE') ? undefined : createPublicKey(pem)
  } catch {
    return undefined
  }
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
