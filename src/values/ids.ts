// values/ids.ts – ids made by the server: UUIDv7 whose last 12 bits name the shard, so that an id alone can be routed.
// Outside they are a kind and 26 letters, `course_01ky…`; in the database they are plain uuid.
import { z } from 'zod'

/** A uuid as the database holds it. */
export type Uuid = string & { readonly kind: 'uuid' }

/** 64 logical shards; the id has room for 4,096. */
export const shardCount = 64
/** The shard field of ids of reference data (institutions, courses, rules), which live on every node. */
export const referenceShard = 0xfff

/** The kinds of things that have ids, by the prefix that contracts show. */
export type IdKind =
  | 'inst'
  | 'course'
  | 'ruleset'
  | 'equivalency'
  | 'claim'
  | 'record'
  | 'user'
  | 'session'
  | 'role'
  | 'grant'
  | 'consent'
  | 'request'
  | 'passkey'
  | 'provider'
  | 'link'
  | 'key'
  | 'learner'
  | 'file'
  | 'lot'
  | 'case'
  | 'draft'

/**
 * Composes an id from an instant, a shard and 10 random bytes. Layout (RFC 9562 version 7): 48 bits milliseconds,
 * 4 bits version, 12 bits random, 2 bits variant, 50 bits random, 12 bits shard.
 */
export function composeId(milliseconds: number, shard: number, random: Uint8Array): Uuid {
  if (!Number.isInteger(shard) || shard < 0 || shard > referenceShard)
    throw new Error(`No such shard: ${shard}`)
  const bytes = new Uint8Array(16)
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(milliseconds / 2 ** (40 - 8 * i)) & 0xff
  bytes.set(random.subarray(0, 10), 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  bytes[14] = (bytes[14]! & 0xf0) | (shard >> 8)
  bytes[15] = shard & 0xff
  return uuidOf(bytes)
}

/** A fresh id on a shard. The only place where ids take the clock and randomness; nothing is decided by them. */
export const newId = (shard: number): Uuid =>
  composeId(Date.now(), shard, crypto.getRandomValues(new Uint8Array(10)))

/** The shard that an id names. */
export const shardOf = (id: Uuid): number => Number.parseInt(id.slice(-3), 16)

/** The logical shard of a learner who is being created: random, fixed for life inside the learner's id. */
export const newShard = (): number => crypto.getRandomValues(new Uint8Array(1))[0]! % shardCount

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** `inst` + uuid → `inst_0…`: Crockford base 32, sorts as the uuid sorts. */
export function publicId(kind: IdKind, id: Uuid): string {
  let rest = BigInt(`0x${id.replaceAll('-', '')}`)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = alphabet[Number(rest & 31n)]! + text
    rest >>= 5n
  }
  return `${kind}_${text}`
}

/** The uuid inside a public id; undefined when the text is no id of this kind. */
export function uuidFrom(kind: IdKind, text: string): Uuid | undefined {
  const body = text.startsWith(`${kind}_`) ? text.slice(kind.length + 1) : ''
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(body)) return undefined
  let value = 0n
  for (const letter of body) value = (value << 5n) | BigInt(alphabet.indexOf(letter))
  return dashed(value.toString(16).padStart(32, '0'))
}

/** The same for a part of an input that may be absent. */
export const uuidGiven = (kind: IdKind, text: string | undefined): Uuid | undefined =>
  text === undefined ? undefined : uuidFrom(kind, text)

/** The uuid inside a public id of whatever kind. */
export const anyUuidFrom = (text: string): Uuid | undefined => {
  const kind = text.slice(0, text.lastIndexOf('_'))
  return kind === '' ? undefined : uuidFrom(kind as IdKind, text)
}

/** The schema of one kind of id in a contract. */
export const idOf = (kind: IdKind) =>
  z
    .string()
    .refine((text) => uuidFrom(kind, text) !== undefined, 'id')
    .describe(`Id of the kind ${kind}_…`)

/** Brands text that the database gave as uuid. */
export const uuid = (text: string): Uuid => text as Uuid

const uuidOf = (bytes: Uint8Array): Uuid =>
  dashed(Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''))

const dashed = (hex: string): Uuid =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Uuid
