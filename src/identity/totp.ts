// identity/totp.ts – 动态口令 (RFC 6238): six digits, a new one every thirty seconds.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export const newSecret = (): Buffer => randomBytes(20)

const secondsPerStep = 30

export const stepAt = (at: Date): number => Math.floor(at.getTime() / 1000 / secondsPerStep)

export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.at(-1)! & 0xf
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The step that a code belongs to, one early or late allowed; a step used before counts no more. */
export function stepOf(secret: Buffer, code: string, at: Date, lastStep: number): number | undefined {
  const given = Buffer.from(code)
  return [-1, 0, 1]
    .map((shift) => stepAt(at) + shift)
    .filter((step) => step > lastStep)
    .find((step) => given.length === 6 && timingSafeEqual(given, Buffer.from(codeAt(secret, step))))
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base 32 (RFC 4648), as authenticator apps want the secret. */
export function base32(bytes: Buffer): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]!)
    .join('')
}

/** What an app does with the secret it was given. */
export function fromBase32(text: string): Buffer {
  const letters = Array.from(text.replaceAll(/\s/g, ''))
  const bits = letters.map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

export const otpauthUri = (secret: Buffer, account: string): string =>
  `otpauth://totp/${encodeURIComponent(`学分银行:${account}`)}?secret=${base32(secret)}&issuer=${encodeURIComponent('学分银行')}`
