// identity/sso/voucher.ts – what a browser keeps between leaving for a school and being signed in: sealed, for ten minutes.
import { z } from 'zod'
import { uuid, type Uuid } from '../../values/ids.ts'
import type { Vault } from '../vault.ts'

export const voucherCookie = 'cb_sso'
export const voucherMinutes = 10

const Content = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('departure'),
    state: z.string(),
    nonce: z.string(),
    verifier: z.string(),
    until: z.number(),
  }),
  z.strictObject({ kind: z.literal('arrival'), subject: z.string(), until: z.number() }),
])
type Content = z.output<typeof Content>

export type Departed = Extract<Content, { kind: 'departure' }>
export type Arrival = Extract<Content, { kind: 'arrival' }>
type Unfinished = Omit<Departed, 'until'> | Omit<Arrival, 'until'>

/** `provider.key.content`: a key of its own, wrapped by the bank for this provider. */
export function seal(vault: Vault, provider: Uuid, content: Unfinished, at: Date): string {
  const key = vault.newKey(provider)
  const text = JSON.stringify({ ...content, until: at.getTime() + voucherMinutes * 60_000 })
  const sealed = vault.open(key, provider).seal('voucher', text)
  return [provider, key.toString('base64url'), sealed.toString('base64url')].join('.')
}

/** What was sealed; undefined when it is not the bank's, or too old. */
export function unseal(
  vault: Vault,
  voucher: string | undefined,
  at: Date,
): (Content & { providerId: Uuid }) | undefined {
  const [provider = '', key = '', sealed = ''] = (voucher ?? '').split('.')
  const providerId = uuid(provider)
  const text = opened(vault, providerId, Buffer.from(key, 'base64url'), Buffer.from(sealed, 'base64url'))
  if (text === undefined) return undefined
  const content = Content.parse(JSON.parse(text))
  return content.until > at.getTime() ? { ...content, providerId } : undefined
}

function opened(vault: Vault, provider: Uuid, key: Buffer, sealed: Buffer): string | undefined {
  try {
    return vault.open(key, provider).open('voucher', sealed)
  } catch {
    return undefined // Sealed by somebody else, or changed on the way.
  }
}
