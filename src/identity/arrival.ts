// identity/arrival.ts – hands over the cookies of a session that has just begun, and says who has come in.
import type { Call } from '../http/call.ts'
import type { Identity } from './bank.ts'
import { whoAmI, type SignedIn } from './operations.ts'
import { cookieText, principalOf, sessionCookie } from './principal.ts'
import { deviceCookie } from './throttle.ts'
import { toMe } from './wire.ts'

export async function welcome(identity: Identity, { token, device }: SignedIn, call: Call) {
  const { sessionHours } = identity.settings
  call.answer.cookies.push(cookieText(identity, sessionCookie, token, sessionHours * 3600))
  if (device) call.answer.cookies.push(cookieText(identity, deviceCookie, device, knownDays * 86_400))
  const principal = await principalOf(identity, {
    method: 'GET',
    headers: { authorization: `Bearer ${token}` },
  })
  return toMe(await whoAmI(identity, { ...call, principal }))
}

/** A device is known for so long after it was last signed in on; browsers keep no cookie longer. */
const knownDays = 400
