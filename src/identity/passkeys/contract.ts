// identity/passkeys/contract.ts – 通行密钥 (WebAuthn): added, named and removed by its owner; signs in by itself.
import { z } from 'zod'
import { contract } from '../../access/contract.ts'
import { idOf } from '../../values/ids.ts'
import { Attachment, Base64Url, Extensions, Me, PasskeyAnswer } from '../contract.ts'

/** What a browser says of a key that it has made (RegistrationResponseJSON). */
const NewPasskey = z.strictObject({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  response: z.strictObject({
    attestationObject: Base64Url,
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url.optional(),
    transports: z.array(z.string().max(20)).max(10).optional(),
    publicKeyAlgorithm: z.int().optional(),
    publicKey: Base64Url.optional(),
  }),
  clientExtensionResults: Extensions,
  authenticatorAttachment: Attachment,
})

/** What a browser is asked, as `navigator.credentials` takes it. */
const Options = z.strictObject({ options: z.record(z.string(), z.unknown()) })

export const beginPasskey = contract({
  method: 'POST',
  path: '/api/v1/me/passkeys/beginnings',
  permission: 'auth.mfa.enrol',
  summary: 'What my browser needs to make a passkey; good for five minutes',
  input: z.strictObject({}),
  reply: Options,
})

export const addPasskey = contract({
  method: 'POST',
  path: '/api/v1/me/passkeys',
  permission: 'auth.mfa.enrol',
  summary: 'Keep the passkey that my browser has made, under a name of my own',
  input: z.strictObject({ name: z.string().trim().min(1).max(60), answer: NewPasskey }),
  reply: z.strictObject({ id: idOf('passkey') }),
})

export const listPasskeys = contract({
  method: 'GET',
  path: '/api/v1/me/passkeys',
  permission: 'me.read',
  summary: 'My passkeys, the oldest first',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        id: idOf('passkey'),
        name: z.string(),
        addedAt: z.iso.datetime(),
        usedAt: z.iso.datetime().nullable(),
      }),
    ),
  }),
})

export const removePasskey = contract({
  method: 'DELETE',
  path: '/api/v1/me/passkeys/:passkeyId',
  permission: 'auth.mfa.remove',
  summary: 'Remove a passkey of mine; it signs in no more',
  input: z.strictObject({
    passkeyId: idOf('passkey'),
    reason: z.string().max(500).optional().describe('Kept in the audit log'),
  }),
  reply: z.strictObject({}),
})

export const askPasskey = contract({
  method: 'POST',
  path: '/api/v1/passkeys/questions',
  permission: 'auth.login',
  summary: 'What a browser needs to sign in by a passkey; good for five minutes',
  input: z.strictObject({}),
  reply: Options,
})

export const enterByPasskey = contract({
  method: 'POST',
  path: '/api/v1/passkeys/sessions',
  permission: 'auth.login',
  summary: 'Sign in by a passkey; it counts as second factor too',
  input: z.strictObject({ answer: PasskeyAnswer }),
  reply: Me,
})

export const askOwnPasskey = contract({
  method: 'POST',
  path: '/api/v1/me/passkeys/questions',
  permission: 'auth.stepup',
  summary: 'What my browser needs to prove anew who I am by a passkey',
  input: z.strictObject({}),
  reply: Options,
})
