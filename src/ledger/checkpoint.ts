// ledger/checkpoint.ts – a signed statement of a shard's root, in the C2SP forms tlog-checkpoint and signed-note, so
// that any tool for transparency logs can read and co-sign it.
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

/** The bank's name as a signer, and its key. Ed25519 today; another algorithm has another `algorithm` byte. */
export type Signer = { name: string; privateKey: KeyObject }

/** Who is believed, and by which key. */
export type Verifier = { name: string; publicKey: KeyObject }

export type Checkpoint = { origin: string; size: number; root: Buffer }

/** One log a shard; the origin tells which. */
export const originOf = (name: string, shard: number): string => `${name}/ledger/${shard}`

export function signNote(checkpoint: Checkpoint, { name, privateKey }: Signer): string {
  const text = noteText(checkpoint)
  const signature = sign(null, Buffer.from(text), privateKey)
  const line = Buffer.concat([keyHash(name, createPublicKey(privateKey)), signature]).toString('base64')
  return `${text}\n— ${name} ${line}\n`
}

/** The checkpoint of a note that the verifier's key has signed; undefined otherwise. Other signatures are passed over. */
export function openNote(note: string, { name, publicKey }: Verifier): Checkpoint | undefined {
  const end = note.lastIndexOf('\n\n')
  if (end < 0) return undefined
  const text = note.slice(0, end + 1)
  const hash = keyHash(name, publicKey)
  const signed = note
    .slice(end + 2)
    .split('\n')
    .map((line) => /^— (\S+) (\S+)$/.exec(line))
    .filter((line) => line?.[1] === name)
    .map((line) => Buffer.from(line?.[2] ?? '', 'base64'))
    .some(
      (bytes) =>
        bytes.subarray(0, 4).equals(hash) && verify(null, Buffer.from(text), publicKey, bytes.subarray(4)),
    )
  return signed ? parse(text) : undefined
}

const noteText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`

function parse(text: string): Checkpoint | undefined {
  const [origin = '', size = '', root = ''] = text.split('\n')
  const checkpoint = { origin, size: Number(size), root: Buffer.from(root, 'base64') }
  // Written back it must be the same text: no second way to write a number or a hash.
  return checkpoint.root.length === 32 && noteText(checkpoint) === text ? checkpoint : undefined
}

const ed25519 = 1

function keyHash(name: string, publicKey: KeyObject): Buffer {
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const algorithm = Buffer.of(ed25519)
  return createHash('sha256')
    .update(`${name}\n`)
    .update(algorithm)
    .update(Buffer.from(x, 'base64url'))
    .digest()
    .subarray(0, 4)
}
