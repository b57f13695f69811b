// identity/administration-routes.ts – 用户管理: accounts, roles, lent rights, second persons; contract to operation.
import type { FastifyInstance } from 'fastify'
import { serve } from '../http/serve.ts'
import { anyUuidFrom, publicId } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import {
  carryRoleGrant,
  createUser,
  disableUser,
  enableUser,
  grantRole,
  listUsers,
  namesShown,
  readPlainProfile,
  readProfile,
  revokeRole,
  roleAsked,
  type Profile,
} from './accounts.ts'
import type { Identity } from './bank.ts'
import * as contracts from './contract.ts'
import { grantsInScope, lend, takeBack } from './grants.ts'
import { openMany } from './registration.ts'
import { decideRequest, requestsInScope, type Carriers } from './requests.ts'
import { viewersOf } from './viewers.ts'
import { from, known, optional, pageSize, toHeldRole } from './wire.ts'

/** Accounts, roles, lent rights and second persons. `carriers` say how a confirmed request is carried out. */
export function administrationRoutes(http: FastifyInstance, identity: Identity, carriers: Carriers): void {
  serve(http, contracts.listUsers, async ({ role, institution, search, cursor, limit }, call) => {
    const wanted = {
      role,
      institution: optional('inst', institution),
      search,
      after: cursor === undefined ? undefined : from(cursor, 'user'),
      limit: pageSize(limit),
    }
    const { rows, total, next } = await listUsers(identity, wanted, call)
    return {
      data: rows.map(({ id, name, state, verified, roles }) => ({
        id: publicId('user', id),
        name,
        state,
        verified,
        roles: roles.map(toHeldRole),
      })),
      total,
      nextCursor: next && publicId('user', next),
    }
  })

  serve(http, contracts.readUser, async ({ userId }, call) =>
    toProfile(await readProfile(identity, known('user', userId), call)),
  )

  serve(http, contracts.listViewers, async ({ userId }, call) => {
    const viewers = await viewersOf(identity, known('user', userId), call)
    const names = await namesShown(
      identity,
      viewers.map(({ user }) => user),
      call,
    )
    return {
      data: viewers.map(({ user, institution, until, ...viewer }) => ({
        ...viewer,
        user: publicId('user', user),
        name: names.get(user) ?? null,
        institution: institution && publicId('inst', institution),
        until: until?.toISOString() ?? null,
      })),
    }
  })

  serve(http, contracts.readUserInPlain, async ({ userId, reason }, call) =>
    toProfile(await readPlainProfile(identity, known('user', userId), reason, call)),
  )

  serve(http, contracts.createUser, async ({ role, institution, login, ...person }, call) => {
    const given = { ...personFrom(person), ...(login ? { logins: [login] } : {}) }
    const held = institution === null ? { role } : { role, institution: known('inst', institution) }
    const { id, activationCode } = await createUser(identity, given, held, call)
    return { id: publicId('user', id), activationCode }
  })

  serve(http, contracts.setUserState, async ({ userId, state, reason = '' }, call) => {
    const change = state === 'disabled' ? disableUser : enableUser
    await change(identity, known('user', userId), reason, call)
    return {}
  })

  serve(http, contracts.grantRole, async ({ userId, role, institution, department, reason = '' }, call) => {
    const given = {
      role,
      institution: institution === null ? null : known('inst', institution),
      department: department ?? null,
      reason,
    }
    const made = await grantRole(identity, known('user', userId), given, call)
    if ('role' in made) return { role: publicId('role', made.role), request: null }
    call.answer.filed = true
    return { role: null, request: publicId('request', made.request) }
  })

  serve(http, contracts.revokeRole, async ({ userId, roleId, reason = '' }, call) => {
    await revokeRole(identity, known('user', userId), known('role', roleId), reason, call)
    return {}
  })

  serve(http, contracts.lend, async ({ to, operation, targets, beginsAt, endsAt, reason = '' }, call) => {
    const given = {
      to: known('user', to),
      operation,
      targets: targets.map((target) => anyUuidFrom(target) ?? refuse('not_found')),
      beginsAt: beginsAt === undefined ? null : new Date(beginsAt),
      endsAt: new Date(endsAt),
      reason,
    }
    return { id: publicId('grant', await lend(identity, given, call)) }
  })

  serve(http, contracts.takeBack, async ({ grantId }, call) => {
    await takeBack(identity, known('grant', grantId), call)
    return {}
  })

  serve(http, contracts.listGrants, async (_, call) => {
    const grants = await grantsInScope(identity, call)
    const persons = grants.flatMap(({ grantee, grantor }) => [grantee, grantor])
    const names = await namesShown(identity, persons, call)
    return {
      data: grants.map((grant) => ({
        id: publicId('grant', grant.id),
        to: publicId('user', grant.grantee),
        toName: names.get(grant.grantee) ?? null,
        from: publicId('user', grant.grantor),
        fromName: names.get(grant.grantor) ?? null,
        operation: grant.operation,
        targets: grant.targets.length,
        reason: grant.reason,
        beginsAt: grant.beginsAt.toISOString(),
        endsAt: grant.endsAt.toISOString(),
        revokedAt: grant.revokedAt?.toISOString() ?? null,
        live: grant.live,
      })),
    }
  })

  serve(http, contracts.listRequests, async (_, call) => {
    const requests = await requestsInScope(identity, call)
    const persons = requests.flatMap(({ subject, filedBy }) => [subject, filedBy])
    const names = await namesShown(identity, persons, call)
    return {
      data: requests.map((request) => {
        const role = roleAsked(request)
        return {
          id: publicId('request', request.id),
          operation: request.operation,
          subject: request.subject && publicId('user', request.subject),
          subjectName: (request.subject && names.get(request.subject)) ?? null,
          institution: request.institutionId && publicId('inst', request.institutionId),
          role: role && toHeldRole(role),
          about: numberIn(request.payload),
          reason: request.reason,
          filedBy: publicId('user', request.filedBy),
          filedByName: names.get(request.filedBy) ?? null,
          filedAt: request.filedAt.toISOString(),
        }
      }),
    }
  })

  serve(http, contracts.decideRequest, async ({ requestId, confirm }, call) => {
    const all = { 'role.grant': carryRoleGrant, ...carriers }
    await decideRequest(identity, all, { id: known('request', requestId), confirm }, call)
    return {}
  })

  serve(http, contracts.openAccounts, async ({ institution, rows }, call) => ({
    data: (await openMany(identity, known('inst', institution), rows.map(personFrom), call)).map(
      (opened) => ({
        line: opened.line,
        result: opened.result,
        user: opened.result === 'refused' ? null : publicId('user', opened.account),
        activationCode: opened.result === 'opened' ? opened.activationCode : null,
        code: opened.result === 'refused' ? opened.code : null,
        errors:
          opened.result === 'refused' ? opened.flaws.map(({ pointer, code }) => ({ pointer, code })) : [],
      }),
    ),
  }))
}

/** A request of another module may say by a number what it is about. */
const numberIn = (payload: unknown): string | null =>
  typeof payload === 'object' && payload !== null && 'about' in payload && typeof payload.about === 'string'
    ? payload.about
    : null

/** What the contract left out is left out, not undefined. */
const personFrom = ({ name, idNumber, phone, email }: PersonFields) => ({
  name,
  ...(idNumber ? { idNumber } : {}),
  ...(phone ? { phone } : {}),
  ...(email ? { email } : {}),
})
type PersonFields = {
  name: string
  idNumber?: string | undefined
  phone?: string | undefined
  email?: string | undefined
}

const toProfile = ({ id, roles, ...rest }: Profile) => ({
  ...rest,
  id: publicId('user', id),
  roles: roles.map((role) => ({ ...toHeldRole(role), id: publicId('role', role.id) })),
})
