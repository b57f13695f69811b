// sealing/signer.ts – 签名: who vouches for a root. Ed25519; another algorithm, such as SM2, stands behind the same words.
import { createHash, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'

/** Signs as one key. The key id is the start of the hash of its public half, so that nobody has to hand out numbers. */
export type Signer = { keyId: string; publicKey: KeyObject; sign(message: string): Buffer }

/** True when the named key, one that is trusted here, signed exactly this. */
export type Verifier = (keyId: string, message: string, signature: Buffer) => boolean

export function ed25519Signer(privateKey: KeyObject): Signer {
  const publicKey = createPublicKey(privateKey)
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (message) => sign(null, Buffer.from(message), privateKey),
  }
}

/** A key that lives as long as the process: for tests, and for a bank that is thrown away. */
export const freshSigner = (): Signer => ed25519Signer(generateKeyPairSync('ed25519').privateKey)

export function verifierOf(publicKeys: readonly KeyObject[]): Verifier {
  const trusted = new Map(publicKeys.map((key) => [keyIdOf(key), key]))
  return (keyId, message, signature) => {
    const key = trusted.get(keyId)
    return key !== undefined && verify(null, Buffer.from(message), key, signature)
  }
}

const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)

/** What is signed about a tree: which tree, how many leaves, their root, and when. Plain lines, as in C2SP checkpoints. */
export const checkpointText = (tree: { origin: string; size: number; root: Buffer; at: Date }): string =>
  [tree.origin, tree.size, tree.root.toString('base64'), tree.at.toISOString(), ''].join('\n')
