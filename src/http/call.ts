// http/call.ts – what one request carries through the house: who asks, in which language, under which trace number.
import type { Principal } from '../access/model.ts'
import type { Uuid } from '../values/ids.ts'
import type { Language } from '../words/language.ts'

/** `at` is the database's instant; it is there once a transaction has begun, see database/transact. */
export type Call = {
  principal: Principal
  language: Language
  traceId: string
  client: Client
  /** The Idempotency-Key of a command that takes one, with the digest of all that was asked. */
  key: { text: string; digest: Buffer } | null
  /** What the route adds to its answer beside the reply: cookies, or that only a request was filed (202). */
  answer: { cookies: string[]; filed?: true }
}

/** Where a request comes from, as it says itself. */
export type Client = { address: string; agent: string; cookies: Readonly<Record<string, string>> }

/** What the doorkeeper sees of a request. */
export type Knock = { method: string; headers: Record<string, string | string[] | undefined> }

/** Given by app.ts, because identity and audit stand above http. */
export type Doorkeeper = {
  /** Loads the principal anew for each request; a stranger is `anonymous`. */
  principalOf(request: Knock): Promise<Principal>
  /** Records a refusal of permission in a transaction of its own. */
  denied(
    call: Call,
    denial: { endpointClass: string; method: string; route: string; status: number; id?: Uuid },
  ): Promise<void>
}

/** The cookies of a request; of two with one name the first counts (RFC 6265 §5.4). */
export function cookiesOf(header: string | string[] | undefined): Record<string, string> {
  const pairs = [header ?? ''].flat().flatMap((text) => text.split(';'))
  const cookies: Record<string, string> = {}
  for (const pair of pairs) {
    const [name = '', ...value] = pair.trim().split('=')
    if (name && !Object.hasOwn(cookies, name)) cookies[name] = value.join('=')
  }
  return cookies
}
