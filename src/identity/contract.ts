// identity/contract.ts – signing in and out, who I am, my sessions, my password, 切换身份; the people of the demo.
import { z } from 'zod'
import { contract } from '../access/contract.ts'
import { departments, roles, type Department, type Role } from '../access/vocabulary.ts'
import { idOf } from '../values/ids.ts'

const roleWords = Object.keys(roles) as [Role, ...Role[]]

/** A role as held: where, and at the centre in which department. */
export const HeldRole = z.strictObject({
  role: z.enum(roleWords),
  institution: idOf('inst').nullable(),
  department: z.enum(departments as readonly [Department, ...Department[]]).nullable(),
})

export const Me = z.strictObject({
  user: idOf('user'),
  learner: idOf('learner').nullable().describe('The learner account, when the learner role is held'),
  name: z.string(),
  verified: z.boolean().describe('已实名'),
  steppedUp: z.boolean().describe('A second factor was proven within the last five minutes'),
  roles: z.array(HeldRole),
  acting: HeldRole.nullable().describe('Whose pages are shown; rights are those of all roles held'),
})

export const signIn = contract({
  method: 'POST',
  path: '/api/v1/sessions',
  permission: 'auth.login',
  summary: 'Sign in; the session comes as a cookie',
  input: z.strictObject({
    login: z.string().min(1).max(254).describe('Name, mobile number or e-mail address'),
    password: z.string().min(1).max(400),
  }),
  reply: Me,
})

export const readMe = contract({
  method: 'GET',
  path: '/api/v1/me',
  permission: 'me.read',
  summary: 'Who am I: name, roles, and which role acts',
  input: z.strictObject({}),
  reply: Me,
})

export const chooseRole = contract({
  method: 'PUT',
  path: '/api/v1/me/acting',
  permission: 'me.act_as',
  summary: 'Choose whose pages are shown (切换身份)',
  input: z.strictObject({ role: z.enum(roleWords), institution: idOf('inst').nullable() }),
  reply: HeldRole,
})

export const changePassword = contract({
  method: 'PUT',
  path: '/api/v1/me/password',
  permission: 'auth.password.change',
  summary: 'Change my password; my other sessions end',
  input: z.strictObject({ current: z.string().min(1).max(400), next: z.string().min(1).max(400) }),
  reply: z.strictObject({}),
})

export const listSessions = contract({
  method: 'GET',
  path: '/api/v1/sessions',
  permission: 'session.list',
  summary: 'My open sessions, the last used first',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        id: idOf('session'),
        device: z.string(),
        beganAt: z.iso.datetime(),
        seenAt: z.iso.datetime(),
        current: z.boolean(),
      }),
    ),
  }),
})

export const endSession = contract({
  method: 'DELETE',
  path: '/api/v1/sessions/:sessionId',
  permission: 'session.revoke',
  summary: 'Sign out, or end another session of mine',
  input: z.strictObject({
    sessionId: z.union([z.literal('current'), idOf('session')]).describe('An id, or `current`'),
  }),
  reply: z.strictObject({}),
})

export const DemoPerson = z.strictObject({
  person: z.string(),
  name: z.string(),
  role: z.enum(roleWords),
  place: z.string().nullable(),
  finds: z.string().describe('What this person finds to do'),
})

export const listDemoPeople = contract({
  method: 'GET',
  path: '/api/v1/demo/people',
  permission: 'demo.people',
  summary: 'The fictitious people of the demo; 404 outside it',
  input: z.strictObject({}),
  reply: z.strictObject({ data: z.array(DemoPerson) }),
})

export const enterDemo = contract({
  method: 'POST',
  path: '/api/v1/demo/sessions',
  permission: 'demo.enter',
  summary: 'Enter as one of the people of the demo; 404 outside it',
  input: z.strictObject({ person: z.string().min(1).max(64) }),
  reply: Me,
})
