// identity/principal.ts – 身份认证: who a request comes from, read from the database each time it is asked.
import { createHash, randomBytes } from 'node:crypto'
import { anonymous, holding, suspended, type Grant, type Principal } from '../access/model.ts'
import { recordDenial } from '../audit/operations.ts'
import { cookiesOf, type Doorkeeper, type Knock } from '../http/call.ts'
import { shardCount, type Uuid } from '../values/ids.ts'
import type { Identity } from './bank.ts'
import { actingAs } from './model.ts'
import { findAccount, findSession, touchSession } from './store.ts'

export const sessionCookie = 'cb_session'

/** What app.ts gives to http: who comes in, and where a refusal is recorded. */
export const doorkeeperOf = (identity: Identity): Doorkeeper => ({
  principalOf: (request) => principalOf(identity, request),
  denied: (call, denial) => recordDenial(identity.db, call, denial),
})

/** A token says its shard, then 32 random bytes; the database holds only its hash. */
export const newToken = (shard: number): { token: string; hash: Buffer } => {
  const token = shard.toString(16).padStart(3, '0') + randomBytes(32).toString('base64url')
  return { token, hash: hashOf(token) }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/**
 * The principal of a request by its session cookie or bearer token. Without one, with a forged, ended or expired one:
 * a stranger. With a live one of an account that was disabled or lost its last role: suspended. A browser that was led
 * here by another site is a stranger when it would change something.
 */
export async function principalOf(identity: Identity, request: Knock): Promise<Principal> {
  const token = bearer(request) ?? cookieToken(request)
  const shard = Number.parseInt(token?.slice(0, 3) ?? '', 16)
  if (token === undefined || !(shard < shardCount)) return anonymous
  const { db, settings } = identity
  const found = await findSession(db, shard, hashOf(token), settings.idleMinutes)
  if (!found) return anonymous
  if (found.state !== 'active' || found.roles.length === 0) return suspended

  const stale = found.at.getTime() - found.seenAt.getTime() > (settings.idleMinutes * 60_000) / 10
  if (stale) await touchSession(db, found.id, found.at)
  const chosen = found.actingRole && { role: found.actingRole, institution: found.actingInstitutionId }
  return {
    ...holding(found.accountId, found.roles, settings.profile),
    grants: await withCapacity(db, found.grants),
    verified: found.verified,
    steppedUp: isRecent(found.steppedUpAt, found.at, settings.stepUpMinutes),
    session: found.id,
    acting: actingAs(found.roles, chosen) ?? null,
  }
}

/** Grants with what their grantors hold now: a grantor who was disabled lends nothing any more (EL-4). */
async function withCapacity(
  db: Identity['db'],
  grants: readonly Omit<Grant, 'capacity'>[],
): Promise<Grant[]> {
  return Promise.all(
    grants.map(async (grant) => {
      const grantor = await findAccount(db, grant.grantor)
      return { ...grant, capacity: grantor?.state === 'active' ? grantor.roles : [] }
    }),
  )
}

const isRecent = (instant: Date | null, now: Date, minutes: number): boolean =>
  instant !== null && now.getTime() - instant.getTime() < minutes * 60_000

function bearer({ headers }: Knock): string | undefined {
  const given = headers['authorization']
  return typeof given === 'string' ? /^Bearer ([\w-]{20,100})$/.exec(given)?.[1] : undefined
}

function cookieToken({ method, headers }: Knock): string | undefined {
  const changes = method !== 'GET' && method !== 'HEAD'
  if (changes && headers['sec-fetch-site'] === 'cross-site') return undefined
  return cookiesOf(headers['cookie'])[sessionCookie]
}

/** The Set-Cookie text of a token, or of its end. Never readable by scripts, never sent along by other sites' forms. */
export function cookieText(
  identity: Pick<Identity, 'settings'>,
  name: string,
  value: string,
  seconds: number,
): string {
  const secure = identity.settings.secureCookies ? '; Secure' : ''
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`
}

/** The user of a call that must have one; the permission row let nobody else through. */
export function userOf(principal: Principal): Uuid {
  if (principal.user === null) throw new Error('A stranger got past the permission row')
  return principal.user
}
