// identity/contract.ts – signing in and out, who I am, my sessions, my password, 切换身份; the people of the demo.
import { z } from 'zod'
import { contract, paging } from '../access/contract.ts'
import { departments, givableRoles, roles, type Role } from '../access/vocabulary.ts'
import { idOf } from '../values/ids.ts'

const roleWords = Object.keys(roles) as [Role, ...Role[]]

/** A role as held: where, and at the centre in which department. */
export const HeldRole = z.strictObject({
  role: z.enum(roleWords),
  institution: idOf('inst').nullable(),
  department: z.enum(departments).nullable(),
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
    code: z.string().max(10).optional().describe('Six digits, where an authenticator app is enrolled'),
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
  summary: 'Sign out, or end another session; an administrator ends those of others, with a reason',
  input: z.strictObject({
    sessionId: z.union([z.literal('current'), idOf('session')]).describe('An id, or `current`'),
    reason: z.string().max(500).optional().describe('Needed for a session of somebody else'),
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

const Password = z.string().min(1).max(400)
const Reason = z.string().max(500).optional().describe('Kept in the audit log')
const PersonName = z.string().trim().min(1).max(100)
const PersonFields = {
  name: PersonName,
  idNumber: z.string().max(40).optional().describe('公民身份号码, checked by its last character'),
  phone: z.string().max(20).optional(),
  email: z.string().max(254).optional(),
}

export const register = contract({
  method: 'POST',
  path: '/api/v1/registrations',
  permission: 'user.register',
  summary: 'Open my own learner account (自助开户)',
  input: z.strictObject({
    name: PersonName,
    idNumber: z.string().max(40),
    phone: z.string().max(20),
    password: Password,
    consent: z.string().min(1).max(40).describe('Version of the text that was agreed to'),
  }),
  reply: Me,
})

export const activate = contract({
  method: 'POST',
  path: '/api/v1/activations',
  permission: 'user.activate',
  summary: 'Activate an account that an institution opened (激活)',
  input: z.strictObject({
    code: z.string().min(8).max(40),
    phone: z.string().max(20),
    password: Password,
    consent: z.string().min(1).max(40),
  }),
  reply: Me,
})

export const openAccounts = contract({
  method: 'POST',
  path: '/api/v1/users/batches',
  permission: 'user.import',
  summary: 'Open learner accounts for many (集体开户); each row for itself',
  input: z.strictObject({
    institution: idOf('inst'),
    rows: z.array(z.strictObject(PersonFields)).min(1).max(500),
  }),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        line: z.int(),
        result: z.enum(['opened', 'joined', 'refused']),
        user: idOf('user').nullable(),
        activationCode: z.string().nullable().describe('Shown this once'),
        code: z.string().nullable(),
        errors: z.array(z.strictObject({ pointer: z.string(), code: z.string() })),
      }),
    ),
  }),
})

const ShownName = z.string().nullable().describe('As much of the name as I may see')

const AccountState = z.enum(['unactivated', 'active', 'disabled', 'closed'])

export const listUsers = contract({
  method: 'GET',
  path: '/api/v1/users',
  permission: 'user.list',
  summary: 'Accounts in my scope; searched by whole name, login or identity number',
  input: z.strictObject({
    role: z.enum(roleWords).optional(),
    institution: idOf('inst').optional(),
    search: z.string().min(1).max(254).optional(),
    ...paging,
  }),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        id: idOf('user'),
        name: z.string().nullable(),
        state: AccountState,
        verified: z.boolean(),
        roles: z.array(HeldRole),
      }),
    ),
    total: z.int(),
    nextCursor: z.string().nullable(),
  }),
})

export const Profile = z.strictObject({
  id: idOf('user'),
  state: AccountState,
  verified: z.boolean(),
  name: z.string().nullable(),
  idNumber: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  roles: z.array(HeldRole.extend({ id: idOf('role') })),
})

export const readUser = contract({
  method: 'GET',
  path: '/api/v1/users/:userId',
  permission: 'user.read',
  summary: 'A profile, as much of it as I may see; the person sees who looked',
  input: z.strictObject({ userId: idOf('user') }),
  reply: Profile,
})

export const readUserInPlain = contract({
  method: 'POST',
  path: '/api/v1/users/:userId/disclosures',
  permission: 'user.read_pii',
  summary: 'Identity number and contacts in full, for a reason; the person sees it',
  input: z.strictObject({ userId: idOf('user'), reason: Reason }),
  reply: Profile,
})

export const listViewers = contract({
  method: 'GET',
  path: '/api/v1/users/:userId/viewers',
  permission: 'user.read',
  summary: 'Who can see this person now, and by what',
  input: z.strictObject({ userId: idOf('user') }),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        user: idOf('user'),
        name: ShownName,
        role: z.enum(roleWords).nullable().describe('By this role; null: by a right that was lent'),
        institution: idOf('inst').nullable(),
        operation: z.string().describe('The endpoint class that lets them see'),
        masked: z.boolean(),
        until: z.iso.datetime().nullable(),
      }),
    ),
  }),
})

export const createUser = contract({
  method: 'POST',
  path: '/api/v1/users',
  permission: 'user.create',
  summary: 'Open an account for somebody, with one role',
  input: z.strictObject({
    ...PersonFields,
    login: z.string().max(64).optional(),
    role: z.enum(givableRoles),
    institution: idOf('inst').nullable(),
  }),
  reply: z.strictObject({ id: idOf('user'), activationCode: z.string().describe('Shown this once') }),
})

export const setUserState = contract({
  method: 'PUT',
  path: '/api/v1/users/:userId/state',
  permission: 'user.disable',
  summary: 'Disable an account, or allow it again; disabling ends its sessions',
  input: z.strictObject({
    userId: idOf('user'),
    state: z.enum(['active', 'disabled']),
    reason: Reason,
  }),
  reply: z.strictObject({}),
})

export const grantRole = contract({
  method: 'POST',
  path: '/api/v1/users/:userId/roles',
  permission: 'role.grant',
  summary: 'Give a role; an administrator’s takes a second person (202)',
  mayFile: true,
  input: z.strictObject({
    userId: idOf('user'),
    role: z.enum(givableRoles),
    institution: idOf('inst').nullable(),
    department: z.enum(departments).nullable().optional(),
    reason: Reason,
  }),
  reply: z.strictObject({ role: idOf('role').nullable(), request: idOf('request').nullable() }),
})

export const revokeRole = contract({
  method: 'DELETE',
  path: '/api/v1/users/:userId/roles/:roleId',
  permission: 'role.revoke',
  summary: 'Take a role back; it counts with the next request',
  input: z.strictObject({
    userId: idOf('user'),
    roleId: idOf('role'),
    reason: Reason,
  }),
  reply: z.strictObject({}),
})

const Instant = z.iso.datetime()

export const lend = contract({
  method: 'POST',
  path: '/api/v1/grants',
  permission: 'grant.delegate',
  summary: 'Lend a right: one operation, named targets, thirty days at most (临时授权)',
  input: z.strictObject({
    to: idOf('user'),
    operation: z.string().max(64),
    targets: z
      .array(z.string().max(80))
      .min(1)
      .max(1000)
      .describe('Ids of records, or of the persons they are about'),
    beginsAt: Instant.optional(),
    endsAt: Instant,
    reason: Reason,
  }),
  reply: z.strictObject({ id: idOf('grant') }),
})

export const takeBack = contract({
  method: 'DELETE',
  path: '/api/v1/grants/:grantId',
  permission: 'grant.revoke',
  summary: 'Take a lent right back at once',
  input: z.strictObject({ grantId: idOf('grant') }),
  reply: z.strictObject({}),
})

export const listGrants = contract({
  method: 'GET',
  path: '/api/v1/grants',
  permission: 'grant.list',
  summary: 'Rights lent to me, by me and in my scope',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        id: idOf('grant'),
        to: idOf('user'),
        toName: ShownName,
        from: idOf('user'),
        fromName: ShownName,
        operation: z.string(),
        targets: z.int(),
        reason: z.string(),
        beginsAt: Instant,
        endsAt: Instant,
        revokedAt: Instant.nullable(),
        live: z.boolean(),
      }),
    ),
  }),
})

export const listRequests = contract({
  method: 'GET',
  path: '/api/v1/requests',
  permission: 'request.list',
  summary: 'What waits for a second person (双人复核), the oldest first',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        id: idOf('request'),
        operation: z.string(),
        subject: idOf('user').nullable(),
        subjectName: ShownName,
        institution: idOf('inst').nullable(),
        role: HeldRole.nullable().describe('The role that is to be given, where that is what is asked'),
        about: z.string().nullable().describe('What it is about, where that has a number'),
        reason: z.string(),
        filedBy: idOf('user'),
        filedByName: ShownName,
        filedAt: Instant,
      }),
    ),
  }),
})

export const decideRequest = contract({
  method: 'POST',
  path: '/api/v1/requests/:requestId/decision',
  permission: 'request.decide',
  summary: 'Confirm or refuse as the second person',
  input: z.strictObject({ requestId: idOf('request'), confirm: z.boolean() }),
  reply: z.strictObject({}),
})

export const enrolFactor = contract({
  method: 'POST',
  path: '/api/v1/me/factor',
  permission: 'auth.mfa.enrol',
  summary: 'Begin to enrol an authenticator app; the secret is shown this once',
  input: z.strictObject({ password: Password }),
  reply: z.strictObject({ secret: z.string(), uri: z.string() }),
})

export const readFactor = contract({
  method: 'GET',
  path: '/api/v1/me/factor',
  permission: 'me.read',
  summary: 'Since when an authenticator app is enrolled; null while none is',
  input: z.strictObject({}),
  reply: z.strictObject({ enrolledAt: z.iso.datetime().nullable() }),
})

export const removeFactor = contract({
  method: 'DELETE',
  path: '/api/v1/me/factor',
  permission: 'auth.mfa.remove',
  summary: 'Remove my authenticator app; signing in asks for no code any more',
  input: z.strictObject({ reason: Reason }),
  reply: z.strictObject({}),
})

export const confirmFactor = contract({
  method: 'PUT',
  path: '/api/v1/me/factor',
  permission: 'auth.stepup',
  summary: 'Give the first code of the app; from now on signing in asks for one',
  input: z.strictObject({ code: z.string().max(10) }),
  reply: z.strictObject({}),
})

export const Base64Url = z.string().regex(/^[\w-]{1,8192}$/, 'invalid')
export const Attachment = z.enum(['cross-platform', 'platform']).optional()
export const Extensions = z.record(z.string().max(64), z.unknown())

/** What a browser says of a key that has signed (AuthenticationResponseJSON). */
export const PasskeyAnswer = z.strictObject({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  response: z.strictObject({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Base64Url.optional(),
  }),
  clientExtensionResults: Extensions,
  authenticatorAttachment: Attachment,
})

export const stepUp = contract({
  method: 'POST',
  path: '/api/v1/me/step-up',
  permission: 'auth.stepup',
  summary: 'Prove anew who I am: by code, by passkey, or by password while no app is enrolled',
  input: z.strictObject({
    code: z.string().max(10).optional(),
    password: Password.optional(),
    passkey: PasskeyAnswer.optional(),
  }),
  reply: Me,
})

const ConsentFields = {
  purpose: z.enum(['account', 'teacher_view', 'enterprise_view', 'assisted_filing']),
  textVersion: z.string().min(1).max(40),
  parts: z.array(z.string().max(40)).max(40),
}

export const giveConsent = contract({
  method: 'POST',
  path: '/api/v1/me/consents',
  permission: 'consent.set',
  summary: 'Allow somebody to see parts of my record, until a day',
  input: z.strictObject({
    ...ConsentFields,
    to: z.union([idOf('inst'), idOf('user')]).nullable(),
    endsAt: Instant.nullable(),
  }),
  reply: z.strictObject({ id: idOf('consent') }),
})

export const withdrawConsent = contract({
  method: 'DELETE',
  path: '/api/v1/me/consents/:consentId',
  permission: 'consent.set',
  summary: 'Withdraw a consent at once',
  input: z.strictObject({ consentId: idOf('consent') }),
  reply: z.strictObject({}),
})

export const listConsents = contract({
  method: 'GET',
  path: '/api/v1/me/consents',
  permission: 'consent.set',
  summary: 'What I allow or allowed, to whom, until when',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        id: idOf('consent'),
        ...ConsentFields,
        to: z.union([idOf('inst'), idOf('user')]).nullable(),
        givenAt: Instant,
        endsAt: Instant.nullable(),
        withdrawnAt: Instant.nullable(),
        live: z.boolean(),
      }),
    ),
  }),
})

export const readAccessLog = contract({
  method: 'GET',
  path: '/api/v1/me/access-log',
  permission: 'privacy.access_log',
  summary: 'Who looked at my record (谁看过我), the latest first',
  input: z.strictObject({ ...paging }),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        at: Instant,
        role: z.string().nullable(),
        institution: idOf('inst').nullable(),
        action: z.string(),
        reason: z.string().nullable(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
})
