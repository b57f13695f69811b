// identity/recovery/contract.ts – 找回: recovery codes of one's own, a code handed out in person, and what they open.
import { z } from 'zod'
import { contract } from '../../access/contract.ts'
import { idOf } from '../../values/ids.ts'
import { Me } from '../contract.ts'

export const recover = contract({
  method: 'POST',
  path: '/api/v1/recoveries',
  permission: 'auth.reset.complete',
  summary: 'Set a new password by a recovery code; every other session ends, and one begins here',
  input: z.strictObject({
    login: z.string().min(1).max(254).describe('Name, mobile number or e-mail address'),
    code: z.string().min(1).max(40).describe('A recovery code; each opens once'),
    password: z.string().min(1).max(400).describe('The new password'),
    factorCode: z.string().max(10).optional().describe('Six digits, where an authenticator app is enrolled'),
  }),
  reply: Me,
})

export const makeRecoveryCodes = contract({
  method: 'POST',
  path: '/api/v1/me/recovery-codes',
  permission: 'auth.recovery.make',
  summary: 'Make ten recovery codes, shown this once; those made before open nothing any more',
  input: z.strictObject({}),
  reply: z.strictObject({ codes: z.array(z.string()) }),
})

export const readRecovery = contract({
  method: 'GET',
  path: '/api/v1/me/recovery-codes',
  permission: 'me.read',
  summary: 'How many of my recovery codes are left, and when one last opened my account',
  input: z.strictObject({}),
  reply: z.strictObject({
    left: z.int(),
    madeAt: z.iso.datetime().nullable(),
    recoveredAt: z.iso.datetime().nullable(),
  }),
})

export const handOutRecoveryCode = contract({
  method: 'POST',
  path: '/api/v1/users/:userId/recovery-codes',
  permission: 'auth.recovery.hand_out',
  summary:
    'A recovery code for somebody who stands before me: opens once, for half an hour; the person sees it',
  input: z.strictObject({
    userId: idOf('user'),
    reason: z.string().max(500).optional().describe('Kept in the audit log'),
  }),
  reply: z.strictObject({
    code: z.string().describe('Shown this once'),
    expiresAt: z.iso.datetime(),
  }),
})
