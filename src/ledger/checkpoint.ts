// ledger/checkpoint.ts – a signed statement of a shard's root, in the C2SP forms tlog-checkpoint and signed-note, so
// that any tool for transparency logs can read and co-sign it.
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { noteText, readNote, type Note } from './note.ts'

/** The bank's name as a signer, and its key. Ed25519 today; another algorithm has another `algorithm` byte. */
export type Signer = { name: string; privateKey: KeyObject }

/** Who is believed, and by which key. */
export type Verifier = { name: string; publicKey: KeyObject }

export type Checkpoint = { origin: string; size: number; root: Buffer }

export const verifierOf = ({ name, privateKey }: Signer): Verifier => ({
  name,
  publicKey: createPublicKey(privateKey),
})

export function signNote({ origin, size, root }: Checkpoint, { name, privateKey }: Signer): string {
  const text = noteText({ origin, size, root: root.toString('base64') })
  const signature = sign(null, Buffer.from(text), privateKey)
  const line = Buffer.concat([keyHash(name, createPublicKey(privateKey)), signature]).toString('base64')
  return `${text}\n— ${name} ${line}\n`
}

/** The checkpoint of a note that the verifier's key has signed; undefined otherwise. Other signatures are passed over. */
export function openNote(note: string, { name, publicKey }: Verifier): Checkpoint | undefined {
  const parts = readNote(note)
  if (!parts || !isSigned(parts, { name, publicKey })) return undefined
  const { origin, size, root } = parts
  return { origin, size, root: Buffer.from(root, 'base64') }
}

export function isSigned({ text, signatures }: Note, { name, publicKey }: Verifier): boolean {
  const hash = keyHash(name, publicKey)
  return signatures
    .filter((signature) => signature.name === name)
    .map(({ signed }) => Buffer.from(signed, 'base64'))
    .some(
      (bytes) =>
        bytes.subarray(0, 4).equals(hash) && verify(null, Buffer.from(text), publicKey, bytes.subarray(4)),
    )
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
