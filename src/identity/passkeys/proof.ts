// identity/passkeys/proof.ts – whether a passkey's answer is right: asked by this bank, here, just now, and the first time.
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { z } from 'zod'
import type { Tx } from '../../database/connection.ts'
import type { Uuid } from '../../values/ids.ts'
import type { Identity } from '../bank.ts'
import type { PasskeyAnswer } from '../contract.ts'
import { newQuestion, questionUntil, spendOnce } from '../spent.ts'
import { findPasskey, passkeysOf, usePasskey } from './store.ts'

export type Answer = z.output<typeof PasskeyAnswer>

/** What a question is for: to come in, whoever has a key here; or for one person, to prove a key or to add one. */
export type Purpose = 'enter' | `prove ${Uuid}` | `add ${Uuid}`

/** The name under which browsers keep this bank's keys: its host. */
export const hostOf = ({ settings }: Identity): string => new URL(settings.origin).hostname

export async function questionFor(identity: Identity, purpose: Purpose, account: Uuid | null, at: Date) {
  const keys = account === null ? [] : await passkeysOf(identity.db, account)
  return generateAuthenticationOptions({
    rpID: hostOf(identity),
    challenge: new Uint8Array(newQuestion(identity.vault, purpose, at)),
    allowCredentials: keys.map(({ credentialId, transports }) => ({
      id: credentialId.toString('base64url'),
      transports,
    })),
    userVerification: 'required',
  })
}

/** A test for the question that an answer repeats. The answer to one question is taken once. */
export function questionAsked(tx: Tx, { vault }: Identity, purpose: Purpose, at: Date) {
  return async (text: string): Promise<boolean> => {
    const question = Buffer.from(text, 'base64url')
    const until = questionUntil(vault, purpose, question, at)
    return until !== undefined && spendOnce(tx, vault.blind('spent', question.toString('hex')), until, at)
  }
}

/** Whether an answer is right. When the transaction commits, question and count are used up. */
export async function passkeyProves(
  tx: Tx,
  identity: Identity,
  given: { purpose: Purpose; account: Uuid; answer: Answer },
  at: Date,
): Promise<boolean> {
  const { purpose, account, answer } = given
  const found = await findPasskey(tx, account, Buffer.from(answer.id, 'base64url'))
  if (!found) return false
  const { publicKey, counter, transports } = found
  const judged = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: questionAsked(tx, identity, purpose, at),
    expectedOrigin: identity.settings.origin,
    expectedRPID: hostOf(identity),
    credential: { id: answer.id, publicKey: new Uint8Array(publicKey), counter, transports },
    requireUserVerification: true,
    // The library throws for whatever is wrong with an answer; to its sender all of it is one no.
  }).catch(() => ({ verified: false, authenticationInfo: { newCounter: 0 } }))
  return judged.verified && usePasskey(tx, found.id, judged.authenticationInfo.newCounter, at)
}
