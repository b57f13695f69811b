// identity/throttle.ts – slows guessing. Counts before the password is looked at, so that a hundred at once are counted too.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Client } from '../http/call.ts'
import { refuse } from '../values/refusal.ts'
import type { Identity } from './bank.ts'
import { placeOf } from './model.ts'
import { countFailure, forgive } from './store.ts'

/** The cookie of a device on which the login has signed in before: strangers in the same network don't slow it down. */
export const deviceCookie = 'cb_device'

export type Attempt = { succeeded(): Promise<void> }

/**
 * Counts an attempt as failed until it says otherwise. Refuses (429) when too many failed: of this login from this
 * place, or from this place at all; on a device known to the login, of this login on this device alone. Each door
 * counts for itself: whoever has failed at one may still use another.
 */
export async function attempt(
  { db, vault, settings }: Identity,
  loginBlind: Buffer,
  client: Client,
  door: 'proof' | 'recovery' = 'proof',
): Promise<Attempt> {
  const { windowMinutes, perLoginAndPlace, perPlace } = settings.failures
  const place = placeOf(client.address)
  const known = isKnownDevice(vault.blind, loginBlind, client.cookies[deviceCookie])
  const buckets = known
    ? [{ key: bucket(door, 'device', loginBlind, client.cookies[deviceCookie]!), limit: perLoginAndPlace }]
    : [
        { key: bucket(door, 'login', loginBlind, place), limit: perLoginAndPlace },
        { key: bucket('place', place), limit: perPlace },
      ]
  for (const { key, limit } of buckets) {
    const { failures, secondsLeft } = await countFailure(db, key, windowMinutes)
    if (failures > limit) refuse('too_many_attempts', { minutes: Math.ceil(secondsLeft / 60) })
  }
  return {
    async succeeded() {
      for (const [index, { key }] of buckets.entries()) await forgive(db, key, index === 0)
    },
  }
}

const bucket = (...parts: (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part).update('\0'), createHash('sha256')).digest()

type Blind = Identity['vault']['blind']

/** A device cookie is a random word and the bank's fingerprint of it and the login: it can't be made elsewhere. */
export const newDevice = (blind: Blind, loginBlind: Buffer): string => {
  const word = crypto.randomUUID()
  return `${word}.${fingerprint(blind, loginBlind, word).toString('base64url')}`
}

export function isKnownDevice(blind: Blind, loginBlind: Buffer, cookie: string | undefined): boolean {
  const [word = '', mark = ''] = (cookie ?? '').split('.')
  const given = Buffer.from(mark, 'base64url')
  const right = fingerprint(blind, loginBlind, word)
  return given.length === right.length && timingSafeEqual(given, right)
}

const fingerprint = (blind: Blind, loginBlind: Buffer, word: string): Buffer =>
  blind('device', `${loginBlind.toString('hex')} ${word}`)
