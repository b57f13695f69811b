// ledger/receipt.ts – 回单: a posting that proves itself. Whoever has the bank's public key can check it offline.
import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { openNote, originOf } from './checkpoint.ts'
import { leafHash, rootFromInclusion } from '../sealing/merkle.ts'
import { commitmentOf } from './seal.ts'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/** A receipt as it travels. `entry` is the exact text that was hashed; `openings` are the words behind commitments. */
export const Receipt = z.strictObject({
  version: z.literal(1),
  entry: z.string(),
  openings: z.array(
    z.strictObject({ commitment: Hash, salt: z.string().regex(/^[0-9a-f]{32}$/), content: z.string() }),
  ),
  leafIndex: z.int().min(0),
  proof: z.array(Hash).max(64),
  checkpoint: z.string(),
})
export type Receipt = z.infer<typeof Receipt>

/** Just what is needed to know which posting an entry is; all else is read from it after the check. */
const EntryHead = z.object({ shard: z.int(), seq: z.int() })

export type ReceiptCheck =
  | { valid: true; shard: number; seq: number; entry: unknown; openings: unknown[]; size: number }
  | { valid: false; reason: 'malformed' | 'signature' | 'origin' | 'proof' | 'opening' }

/** Checks a receipt with nothing but the bank's name and public key. */
export function verifyReceipt(file: string, bank: { name: string; publicKey: KeyObject }): ReceiptCheck {
  const receipt = Receipt.safeParse(parsed(file)).data
  const entry = parsed(receipt?.entry ?? '')
  const head = EntryHead.safeParse(entry).data
  if (!receipt || !head || head.seq !== receipt.leafIndex + 1) return { valid: false, reason: 'malformed' }

  const checkpoint = openNote(receipt.checkpoint, bank)
  if (!checkpoint) return { valid: false, reason: 'signature' }
  if (checkpoint.origin !== originOf(bank.name, head.shard)) return { valid: false, reason: 'origin' }

  const at = { index: receipt.leafIndex, size: checkpoint.size }
  const proof = receipt.proof.map((hash) => Buffer.from(hash, 'hex'))
  const root = rootFromInclusion(leafHash(receipt.entry), at, proof)
  if (!root?.equals(checkpoint.root)) return { valid: false, reason: 'proof' }

  const opened = receipt.openings.every(
    ({ commitment, salt, content }) =>
      commitmentOf(Buffer.from(salt, 'hex'), content) === commitment &&
      receipt.entry.includes(`"${commitment}"`),
  )
  if (!opened) return { valid: false, reason: 'opening' }
  const openings = receipt.openings.map(({ content }) => parsed(content))
  return { valid: true, shard: head.shard, seq: head.seq, entry, openings, size: checkpoint.size }
}

/** JSON from outside; undefined when it is none. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
