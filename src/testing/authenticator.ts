// testing/authenticator.ts – a passkey in software: makes a key and signs what it is asked, rightly or as a test wants.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** `origin`: where the browser believes to be. `counter`: what the key counts. */
type Given = { origin: string; challenge?: string; counter?: number; verified?: boolean; userHandle?: string }

export type Options = { challenge: string; rpId?: string; rp?: { id: string }; user?: { id: string } }

const text = (bytes: Buffer) => bytes.toString('base64url')

const seen = (type: string, { challenge }: Options, given: Given) =>
  Buffer.from(
    JSON.stringify({
      type,
      challenge: given.challenge ?? challenge,
      origin: given.origin,
      crossOrigin: false,
    }),
  )

/** Hash of the host, flags (present, verified, with a key), and how often it has signed. */
function data(host: string, { counter = 1, verified = true }: Given, withKey: boolean): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  const flags = 0x01 | (verified ? 0x04 : 0) | (withKey ? 0x40 : 0)
  return Buffer.concat([createHash('sha256').update(host).digest(), Buffer.of(flags), count])
}

export function authenticator() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  let owner = ''

  /** The public key in COSE: EC2, ES256, P-256, x, y. */
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ])

  const frame = { id: text(id), rawId: text(id), type: 'public-key' as const, clientExtensionResults: {} }

  return {
    /** What a browser answers to a question for a new key. */
    made(options: Options, given: Given) {
      owner = options.user?.id ?? ''
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, cose])
      const authData = Buffer.concat([data(options.rp?.id ?? '', given, true), credential])
      // A map of three: fmt none, an empty attStmt, authData.
      const attestation = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068', 'hex'),
        Buffer.from('authData'),
        Buffer.of(0x58, authData.length),
        authData,
      ])
      const response = {
        clientDataJSON: text(seen('webauthn.create', options, given)),
        attestationObject: text(attestation),
        transports: ['internal'],
      }
      return { ...frame, response }
    },

    /** What it answers to a question for a key that it has. */
    signed(options: Options, given: Given) {
      const clientData = seen('webauthn.get', options, given)
      const authenticatorData = data(options.rpId ?? '', given, false)
      const hash = createHash('sha256').update(clientData).digest()
      const response = {
        clientDataJSON: text(clientData),
        authenticatorData: text(authenticatorData),
        signature: text(sign('sha256', Buffer.concat([authenticatorData, hash]), privateKey)),
        userHandle: given.userHandle ?? owner,
      }
      return { ...frame, response }
    },
  }
}
