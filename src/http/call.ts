// http/call.ts – what one request carries through the house: who asks, in which language, under which trace number.
import type { Principal } from '../access/model.ts'
import type { Language } from '../words/language.ts'

/** `at` is the database's instant; it is there once a transaction has begun, see database/transact. */
export type Call = { principal: Principal; language: Language; traceId: string }

/** Given by app.ts, because identity and audit stand above http. */
export type Doorkeeper = {
  /** Loads the principal anew for each request; a stranger is `anonymous`. */
  principalOf(request: { headers: Record<string, string | string[] | undefined> }): Promise<Principal>
  /** Records a refusal of permission in a transaction of its own. */
  denied(
    call: Call,
    denial: { endpointClass: string; method: string; route: string; status: number },
  ): Promise<void>
}
