// How a browser is asked for a passkey. The library is fetched when somebody uses one.
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import type { addPasskey, enterByPasskey } from '../../identity/passkeys/contract.ts'
import type { InputOf } from '../api.ts'

export const usesPasskeys = (): boolean => 'PublicKeyCredential' in window

type Options = Record<string, unknown>

/** The options are the bank's own library's; this one is its other half, and takes its word. */
export async function makePasskey(options: Options): Promise<InputOf<typeof addPasskey>['answer']> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON
  return plain(await startRegistration({ optionsJSON }))
}

export async function showPasskey(options: Options): Promise<InputOf<typeof enterByPasskey>['answer']> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON
  return plain(await startAuthentication({ optionsJSON }))
}

/** As it travels: what is undefined is left out. */
const plain = (answer: object) => JSON.parse(JSON.stringify(answer)) as never

/** Its owner said no, or waited too long, or the device has it already. */
export const isUnfinished = (error: unknown): boolean =>
  error instanceof Error && ['NotAllowedError', 'AbortError', 'InvalidStateError'].includes(error.name)
