// identity/routes.ts – contract to operation. Tokens travel in cookies only; no reply ever carries one.
import type { FastifyInstance } from 'fastify'
import type { Assignment } from '../access/model.ts'
import type { Call } from '../http/call.ts'
import { serve } from '../http/serve.ts'
import { publicId, uuidFrom, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { Identity } from './bank.ts'
import * as contracts from './contract.ts'
import { demoPeople, demoPlaces } from './demo-people.ts'
import {
  actAs,
  changePassword,
  endSession,
  enterDemo,
  ownSessions,
  signIn,
  whoAmI,
  type SignedIn,
  type WhoIAm,
} from './operations.ts'
import { cookieText, principalOf, sessionCookie } from './principal.ts'
import { deviceCookie } from './throttle.ts'

export function identityRoutes(http: FastifyInstance, identity: Identity): void {
  serve(http, contracts.signIn, async (input, call) =>
    welcome(identity, await signIn(identity, input, call), call),
  )

  serve(http, contracts.readMe, async (_, call) => toMe(await whoAmI(identity, call)))

  serve(http, contracts.chooseRole, async ({ role, institution }, call) =>
    toHeldRole(
      await actAs(
        identity,
        { role, institution: institution === null ? null : known('inst', institution) },
        call,
      ),
    ),
  )

  serve(http, contracts.changePassword, async (input, call) => {
    await changePassword(identity, input, call)
    return {}
  })

  serve(http, contracts.listSessions, async (_, call) => ({
    data: (await ownSessions(identity, call)).map(({ id, device, beganAt, seenAt, current }) => ({
      id: publicId('session', id),
      device,
      beganAt: beganAt.toISOString(),
      seenAt: seenAt.toISOString(),
      current,
    })),
  }))

  serve(http, contracts.endSession, async ({ sessionId }, call) => {
    const own = call.principal.session ?? refuse('not_found')
    const session = sessionId === 'current' ? own : known('session', sessionId)
    await endSession(identity, session, call)
    if (session === own) call.answer.cookies.push(cookieText(identity, sessionCookie, '', 0))
    return {}
  })

  serve(http, contracts.listDemoPeople, async () => {
    if (!identity.settings.demo) refuse('not_found')
    return {
      data: demoPeople().map(({ person, name, roles: [first], finds }) => ({
        person,
        name,
        role: first!.role,
        place: first!.place ? demoPlaces[first!.place] : null,
        finds,
      })),
    }
  })

  serve(http, contracts.enterDemo, async ({ person }, call) =>
    welcome(identity, await enterDemo(identity, person, call), call),
  )
}

/** Hands over the cookies, and says who has come in. */
async function welcome(identity: Identity, { token, device }: SignedIn, call: Call) {
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

const toMe = ({ user, name, verified, steppedUp, roles, acting }: WhoIAm) => ({
  user: publicId('user', user),
  learner: roles.some(({ role }) => role === 'learner') ? publicId('learner', user) : null,
  name,
  verified,
  steppedUp,
  roles: roles.map(toHeldRole),
  acting: acting && toHeldRole(acting),
})

const toHeldRole = ({ role, institution, department }: Assignment) => ({
  role,
  institution: institution && publicId('inst', institution),
  department: department ?? null,
})

/** The uuid of an id that the contract has checked. */
const known = (kind: 'inst' | 'session', text: string): Uuid => uuidFrom(kind, text) ?? refuse('not_found')
