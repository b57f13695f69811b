// sealing/keyring.ts – 密钥: the bank's own keys in a folder of their own: one wraps personal data, one signs roots.
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { ed25519Signer, type Signer } from './signer.ts'

/** `sealKey` is the key that `signer` signs with, for signatures of another form. */
export type Keyring = { master: Buffer; signer: Signer; sealKey: KeyObject }

/**
 * Reads the keys, and makes those that are missing, readable by this user alone. Whoever loses `master.key` loses all
 * personal data; it belongs in a backup, apart from the database's.
 */
export function openKeyring(folder: string): Keyring {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const master = keyFile(join(folder, 'master.key'), () => randomBytes(32).toString('base64'))
  const seal = keyFile(join(folder, 'seal.pem'), () => pem(generateKeyPairSync('ed25519').privateKey))
  const bytes = Buffer.from(master, 'base64')
  if (bytes.length !== 32) throw new Error(`${join(folder, 'master.key')} is not a key of 32 bytes in base64`)
  const sealKey = createPrivateKey(seal)
  return { master: bytes, signer: ed25519Signer(sealKey), sealKey }
}

/** `wx`: two servers that start together agree on the key that was written first. */
function keyFile(path: string, make: () => string): string {
  if (!existsSync(path)) {
    try {
      writeFileSync(path, make(), { flag: 'wx', mode: 0o600 })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
  chmodSync(path, 0o600)
  return readFileSync(path, 'utf8').trim()
}

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

/** The key that signs roots, where there is one; unlike `openKeyring` it makes none, for whoever only reads. */
export function sealKeyIn(folder: string): KeyObject | undefined {
  const path = join(folder, 'seal.pem')
  return existsSync(path) ? createPrivateKey(readFileSync(path, 'utf8')) : undefined
}

/** A file of the folder, as a backup carries it. */
export type KeyText = { key: string; text: string }

export const keyTexts = (folder: string): KeyText[] =>
  ['master.key', 'seal.pem']
    .filter((key) => existsSync(join(folder, key)))
    .map((key) => ({ key, text: readFileSync(join(folder, key), 'utf8') }))

/** Puts keys in their folder. One that is there and differs is kept under another name: a key is never lost. */
export function placeKeys(folder: string, keys: readonly KeyText[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const { key, text } of keys) {
    const path = join(folder, key)
    if (existsSync(path)) {
      if (readFileSync(path, 'utf8') === text) continue
      const earlier = readdirSync(folder).filter((name) => name.startsWith(`${key}.replaced-`)).length
      renameSync(path, `${path}.replaced-${earlier + 1}`)
    }
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 })
  }
}
