// identity/vault.ts – 加密: personal data under one key per person, so that destroying that key erases every copy.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Uuid } from '../values/ids.ts'

/** What guards the persons' keys: here a key of the bank's own; a hardware module or SM4 stands behind the same words. */
export type KeyProvider = {
  /** Wraps a key for one purpose; unwrapping for another fails. */
  wrap(key: Buffer, purpose: string): Buffer
  unwrap(wrapped: Buffer, purpose: string): Buffer
  /** A fingerprint that only the bank can compute: equal values give equal ones, and nothing can be guessed from it. */
  blind(kind: string, value: string): Buffer
}

export type Vault = {
  blind: KeyProvider['blind']
  /** A new key for a person, wrapped. */
  newKey(person: Uuid): Buffer
  open(wrappedKey: Buffer, person: Uuid): PersonKey
}

/** Seals and opens one person's fields. A text sealed as one field doesn't open as another, nor as another person's. */
export type PersonKey = {
  seal(field: string, content: string | Buffer): Buffer
  open(field: string, sealed: Buffer): string
  openBytes(field: string, sealed: Buffer): Buffer
}

export const vaultOf = (provider: KeyProvider): Vault => ({
  blind: (kind, value) => provider.blind(kind, value),
  newKey: (person) => provider.wrap(randomBytes(32), person),
  open(wrappedKey, person) {
    const key = provider.unwrap(wrappedKey, person)
    return {
      seal: (field, content) =>
        encrypt(key, typeof content === 'string' ? Buffer.from(content) : content, `${person}/${field}`),
      open: (field, sealed) => decrypt(key, sealed, `${person}/${field}`).toString(),
      openBytes: (field, sealed) => decrypt(key, sealed, `${person}/${field}`),
    }
  },
})

/** In place of a key that was destroyed: nothing opens any more, and nothing new is sealed. */
export const erasedKey = (instead: string): PersonKey => ({
  seal: () => {
    throw new Error('Nothing is sealed for a person whose key was destroyed')
  },
  open: () => instead,
  openBytes: () => Buffer.alloc(0),
})

/** Keys derived from one master key of 32 bytes. */
export function localKeys(master: Buffer): KeyProvider {
  const derived = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', master, '', `credit-bank/${purpose}`, 32))
  const wrapping = derived('wrap')
  const blinding = derived('blind')
  return {
    wrap: (key, purpose) => encrypt(wrapping, key, purpose),
    unwrap: (wrapped, purpose) => decrypt(wrapping, wrapped, purpose),
    blind: (kind, value) => createHmac('sha256', blinding).update(`${kind}\0${value}`).digest(),
  }
}

/** AES-256-GCM: a byte for the form, 12 of nonce, 16 of tag, then the text. */
const form = 1

function encrypt(key: Buffer, text: Buffer, context: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(text), cipher.final()])
  return Buffer.concat([Buffer.of(form), nonce, cipher.getAuthTag(), sealed])
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed[0] !== form) throw new Error(`Sealed in a form that is not known here: ${sealed[0]}`)
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13), { authTagLength: 16 })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(13, 29))
  return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()])
}
