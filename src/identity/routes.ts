// identity/routes.ts – contract to operation. Tokens travel in cookies only; no reply ever carries one.
import type { FastifyInstance } from 'fastify'
import { serve } from '../http/serve.ts'
import type { Verifier } from '../sealing/signer.ts'
import { anyUuidFrom, publicId, referenceShard, shardOf } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { administrationRoutes } from './administration-routes.ts'
import { welcome } from './arrival.ts'
import { auditRoutes } from './audit-routes.ts'
import type { Identity } from './bank.ts'
import { accessLog, giveConsent, ownConsents, withdrawConsent } from './consents.ts'
import * as contracts from './contract.ts'
import { demoPeople, demoPlaces } from './demo-people.ts'
import {
  actAs,
  changePassword,
  endSession,
  enterDemo,
  enterNew,
  ownSessions,
  signIn,
  whoAmI,
} from './operations.ts'
import { cookieText, sessionCookie } from './principal.ts'
import { passkeyRoutes } from './passkeys/routes.ts'
import { recoveryRoutes } from './recovery/routes.ts'
import { activate, register } from './registration.ts'
import type { Carriers } from './requests.ts'
import { ssoRoutes } from './sso/routes.ts'
import { confirmFactor, enrolFactor, ownFactor, removeFactor, stepUp } from './step-up.ts'
import { from, known, pageSize, toHeldRole, toMe } from './wire.ts'

/** All exchanges of 身份 and 审计. `carriers` say how a confirmed request of another module is carried out. */
export function identityRoutes(
  http: FastifyInstance,
  identity: Identity,
  { carriers = {}, verifier }: { carriers?: Carriers; verifier: Verifier },
): void {
  sessionRoutes(http, identity)
  personRoutes(http, identity)
  recoveryRoutes(http, identity)
  passkeyRoutes(http, identity)
  ssoRoutes(http, identity)
  administrationRoutes(http, identity, carriers)
  auditRoutes(http, identity, verifier)
}

function sessionRoutes(http: FastifyInstance, identity: Identity): void {
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

  serve(http, contracts.endSession, async ({ sessionId, reason }, call) => {
    const own = call.principal.session ?? refuse('not_found')
    const session = sessionId === 'current' ? own : known('session', sessionId)
    await endSession(identity, { session, reason }, call)
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

/** Opening and activating one's own account, second factor, consent, and who looked. */
function personRoutes(http: FastifyInstance, identity: Identity): void {
  serve(http, contracts.register, async (input, call) => {
    const account = await register(identity, input, call)
    return welcome(identity, await enterNew(identity, account, input.phone, call), call)
  })

  serve(http, contracts.activate, async (input, call) => {
    const account = await activate(identity, input, call)
    return welcome(identity, await enterNew(identity, account, input.phone, call), call)
  })

  serve(http, contracts.enrolFactor, (input, call) => enrolFactor(identity, input, call))

  serve(http, contracts.readFactor, async (_, call) => ({
    enrolledAt: (await ownFactor(identity, call)).enrolledAt?.toISOString() ?? null,
  }))

  serve(http, contracts.removeFactor, async ({ reason }, call) => {
    await removeFactor(identity, reason, call)
    return {}
  })

  serve(http, contracts.confirmFactor, async ({ code }, call) => {
    await confirmFactor(identity, code, call)
    return {}
  })

  serve(http, contracts.stepUp, async (input, call) => {
    await stepUp(identity, input, call)
    return toMe(await whoAmI(identity, { ...call, principal: { ...call.principal, steppedUp: true } }))
  })

  serve(http, contracts.giveConsent, async ({ to, endsAt, ...given }, call) => {
    const consent = {
      ...given,
      to: to === null ? null : (anyUuidFrom(to) ?? refuse('not_found')),
      endsAt: endsAt === null ? null : new Date(endsAt),
    }
    return { id: publicId('consent', await giveConsent(identity, consent, call)) }
  })

  serve(http, contracts.withdrawConsent, async ({ consentId }, call) => {
    await withdrawConsent(identity, known('consent', consentId), call)
    return {}
  })

  serve(http, contracts.listConsents, async (_, call) => ({
    data: (await ownConsents(identity, call)).map((consent) => ({
      id: publicId('consent', consent.id),
      purpose: consent.purpose,
      textVersion: consent.textVersion,
      parts: [...consent.parts],
      to: consent.to && publicId(shardOf(consent.to) === referenceShard ? 'inst' : 'user', consent.to),
      givenAt: consent.givenAt.toISOString(),
      endsAt: consent.endsAt?.toISOString() ?? null,
      withdrawnAt: consent.withdrawnAt?.toISOString() ?? null,
      live: consent.live,
    })),
  }))

  serve(http, contracts.readAccessLog, async ({ cursor, limit }, call) => {
    const size = pageSize(limit)
    const before = cursor === undefined ? {} : { before: from(cursor, 'user') }
    const looks = await accessLog(identity, { ...before, limit: size }, call)
    return {
      data: looks.map(({ at, role, institutionId, action, reason }) => ({
        at: at.toISOString(),
        role,
        institution: institutionId && publicId('inst', institutionId),
        action,
        reason,
      })),
      nextCursor: looks.length === size ? publicId('user', looks.at(-1)!.id) : null,
    }
  })
}
