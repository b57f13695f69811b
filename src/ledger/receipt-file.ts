// ledger/receipt-file.ts – 回单文件: the form of a receipt and how it is checked, with nothing but the bank's name and a
// way to hash and to check the bank's signature. Pure, so that the command, the server and the learner's own browser
// all do the same.
import { inclusionSides } from '../sealing/path.ts'
import { originOf, readNote, type Note } from './note.ts'

/** A receipt as it travels. `entry` is the exact text that was hashed; `openings` are the words behind commitments. */
export type Receipt = {
  version: 1
  entry: string
  openings: { commitment: string; salt: string; content: string }[]
  leafIndex: number
  proof: string[]
  checkpoint: string
}

export type ReceiptCheck =
  | { valid: true; shard: number; seq: number; entry: unknown; openings: unknown[]; size: number }
  | { valid: false; reason: ReceiptFlaw }
export type ReceiptFlaw = 'malformed' | 'signature' | 'origin' | 'proof' | 'opening'

/** 流水号: the shard and the place in its tree. */
export const postingNumber = (shard: number, seq: number): string =>
  `${String(shard).padStart(2, '0')}-${String(seq).padStart(6, '0')}`

type Bytes = Uint8Array<ArrayBuffer>

/** What is done differently here and there. */
export type Crypto = {
  sha256: (bytes: Bytes) => Bytes | Promise<Bytes>
  /** True when the bank's key has signed the note. */
  isSigned: (note: Note) => boolean | Promise<boolean>
}

export async function checkReceipt(file: string, bank: string, crypto: Crypto): Promise<ReceiptCheck> {
  const receipt = receiptOf(parsed(file))
  const entry = parsed(receipt?.entry ?? '')
  // Just what is needed to know which posting it is; all else is read from the entry after the check.
  const place = isRecord(entry) ? { shard: entry['shard'], seq: entry['seq'] } : {}
  const { shard, seq } = place
  if (!receipt || !isCount(shard) || !isCount(seq) || seq !== receipt.leafIndex + 1)
    return { valid: false, reason: 'malformed' }

  const note = readNote(receipt.checkpoint)
  if (!note || !(await crypto.isSigned(note))) return { valid: false, reason: 'signature' }
  if (note.origin !== originOf(bank, shard)) return { valid: false, reason: 'origin' }

  const sides = inclusionSides({ index: receipt.leafIndex, size: note.size }, receipt.proof.length)
  let root = await crypto.sha256(joined(leafMark, utf8(receipt.entry)))
  for (const [at, side] of (sides ?? []).entries()) {
    const hash = bytesOf(receipt.proof[at]!)
    root = await crypto.sha256(side === 'left' ? joined(nodeMark, hash, root) : joined(nodeMark, root, hash))
  }
  if (!sides || hex(root) !== hex(base64Bytes(note.root))) return { valid: false, reason: 'proof' }

  for (const { commitment, salt, content } of receipt.openings) {
    const made = hex(await crypto.sha256(joined(bytesOf(salt), utf8(content))))
    if (made !== commitment || !receipt.entry.includes(`"${commitment}"`))
      return { valid: false, reason: 'opening' }
  }
  const openings = receipt.openings.map(({ content }) => parsed(content))
  return { valid: true, shard, seq, entry, openings, size: note.size }
}

const leafMark = Uint8Array.of(0)
const nodeMark = Uint8Array.of(1)

const proofMost = 64

/** The receipt that a value is, with exactly the keys of one. Written by hand: a page carries no schema library. */
function receiptOf(value: unknown): Receipt | undefined {
  if (!isRecord(value) || !hasKeys(value, 'version entry openings leafIndex proof checkpoint'))
    return undefined
  const { version, entry, openings, leafIndex, proof, checkpoint } = value
  if (version !== 1 || typeof entry !== 'string' || typeof checkpoint !== 'string') return undefined
  if (!isCount(leafIndex) || !Array.isArray(proof) || proof.length > proofMost) return undefined
  if (!Array.isArray(openings) || !openings.every(isOpening)) return undefined
  if (!proof.every((hash) => isHex(hash, 64))) return undefined
  return { version, entry, openings, leafIndex, proof, checkpoint }
}

const isOpening = (value: unknown): value is Receipt['openings'][number] =>
  isRecord(value) &&
  hasKeys(value, 'commitment salt content') &&
  isHex(value['commitment'], 64) &&
  isHex(value['salt'], 32) &&
  typeof value['content'] === 'string'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const hasKeys = (value: object, names: string): boolean =>
  Object.keys(value).toSorted().join(' ') === names.split(' ').toSorted().join(' ')
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isHex = (value: unknown, length: number): value is string =>
  typeof value === 'string' && value.length === length && /^[0-9a-f]+$/.test(value)

/** JSON from outside; undefined when it is none. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

const utf8 = (text: string): Bytes => new TextEncoder().encode(text)
const hex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const bytesOf = (text: string): Bytes =>
  Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
export const base64Bytes = (text: string): Bytes =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

function joined(...parts: Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
