// identity/sso/contract.ts – 统一认证: to one's school and back, links between its accounts and ours, the schools that have it.
import { z } from 'zod'
import { contract } from '../../access/contract.ts'
import { idOf } from '../../values/ids.ts'
import { Me } from '../contract.ts'

const Reason = z.string().max(500).optional().describe('Kept in the audit log')

const Provider = z.strictObject({
  id: idOf('provider'),
  institution: idOf('inst'),
  kind: z.enum(['oidc', 'cas']),
})

export const listProviders = contract({
  method: 'GET',
  path: '/api/v1/sso/providers',
  permission: 'sso.list',
  summary: 'The institutions whose people sign in there (统一认证)',
  input: z.strictObject({}),
  reply: z.strictObject({ data: z.array(Provider) }),
})

export const depart = contract({
  method: 'POST',
  path: '/api/v1/sso/departures',
  permission: 'auth.login',
  summary: 'Where to send the browser to sign in at an institution; good for ten minutes, in this browser',
  input: z.strictObject({ provider: idOf('provider') }),
  reply: z.strictObject({ to: z.url() }),
})

export const arrive = contract({
  method: 'POST',
  path: '/api/v1/sso/arrivals',
  permission: 'auth.login',
  summary:
    'What the institution has sent back with the browser: is checked there, and says whether it is linked',
  input: z.strictObject({
    provider: idOf('provider'),
    answer: z.string().max(8192).describe('The query of the address that the browser was sent back to'),
  }),
  reply: z.strictObject({
    institution: idOf('inst'),
    linked: z.boolean().describe('It belongs to an account; else its owner may link it to one'),
    needsCode: z.boolean().describe('The account has an authenticator app, whose code is asked for as well'),
  }),
})

export const enterBySso = contract({
  method: 'POST',
  path: '/api/v1/sso/sessions',
  permission: 'auth.login',
  summary: 'Sign in as whom the institution has vouched for in this browser',
  input: z.strictObject({ code: z.string().max(10).optional() }),
  reply: Me,
})

export const listLinks = contract({
  method: 'GET',
  path: '/api/v1/me/links',
  permission: 'me.read',
  summary: 'The institutions that I sign in by',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        id: idOf('link'),
        institution: idOf('inst'),
        linkedAt: z.iso.datetime(),
        waiting: z.boolean().describe('Linked by number; counts for good with the first arrival'),
      }),
    ),
  }),
})

export const linkMe = contract({
  method: 'POST',
  path: '/api/v1/me/links',
  permission: 'auth.link.own',
  summary: 'Link the account that an institution has vouched for in this browser to mine',
  input: z.strictObject({}),
  reply: z.strictObject({ id: idOf('link') }),
})

export const unlinkMe = contract({
  method: 'DELETE',
  path: '/api/v1/me/links/:linkId',
  permission: 'auth.link.own',
  summary: 'Undo a link of mine',
  input: z.strictObject({ linkId: idOf('link') }),
  reply: z.strictObject({}),
})

export const linkByNumber = contract({
  method: 'POST',
  path: '/api/v1/users/:userId/links',
  permission: 'auth.link.other',
  summary: 'Link a student or staff number of the institution to somebody who belongs there',
  input: z.strictObject({
    userId: idOf('user'),
    provider: idOf('provider'),
    number: z.string().trim().min(1).max(64),
    reason: Reason,
  }),
  reply: z.strictObject({ id: idOf('link') }),
})

export const addProvider = contract({
  method: 'POST',
  path: '/api/v1/sso/providers',
  permission: 'sso.manage',
  summary: 'Let the people of an institution sign in there',
  input: z.strictObject({
    institution: idOf('inst'),
    kind: z.enum(['oidc', 'cas']),
    address: z.url().max(500).describe('OIDC: the issuer; CAS: the address before /login'),
    clientId: z.string().min(1).max(200).optional().describe('OIDC only'),
    clientSecret: z.string().min(1).max(500).optional().describe('OIDC only; kept sealed, shown to nobody'),
    numberClaim: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe('The claim or attribute with the student or staff number'),
    reason: Reason,
  }),
  reply: z.strictObject({ id: idOf('provider') }),
})

export const removeProvider = contract({
  method: 'DELETE',
  path: '/api/v1/sso/providers/:providerId',
  permission: 'sso.manage',
  summary: 'Nobody signs in there any more',
  input: z.strictObject({ providerId: idOf('provider'), reason: Reason }),
  reply: z.strictObject({}),
})
