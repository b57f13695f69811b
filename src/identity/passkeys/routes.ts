// identity/passkeys/routes.ts – contract to operation.
import type { FastifyInstance } from 'fastify'
import { serve } from '../../http/serve.ts'
import { publicId } from '../../values/ids.ts'
import { welcome } from '../arrival.ts'
import type { Identity } from '../bank.ts'
import { known } from '../wire.ts'
import * as contracts from './contract.ts'
import {
  askToEnter,
  askToProve,
  beginPasskey,
  enterByPasskey,
  keepPasskey,
  ownPasskeys,
  removePasskey,
} from './operations.ts'

export function passkeyRoutes(http: FastifyInstance, identity: Identity): void {
  serve(http, contracts.beginPasskey, async (_, call) => ({
    options: { ...(await beginPasskey(identity, call)) },
  }))

  serve(http, contracts.addPasskey, async (input, call) => ({
    id: publicId('passkey', await keepPasskey(identity, input, call)),
  }))

  serve(http, contracts.listPasskeys, async (_, call) => ({
    data: (await ownPasskeys(identity, call)).map(({ id, name, addedAt, usedAt }) => ({
      id: publicId('passkey', id),
      name,
      addedAt: addedAt.toISOString(),
      usedAt: usedAt?.toISOString() ?? null,
    })),
  }))

  serve(http, contracts.removePasskey, async ({ passkeyId, reason }, call) => {
    await removePasskey(identity, { id: known('passkey', passkeyId), reason }, call)
    return {}
  })

  serve(http, contracts.askPasskey, async () => ({ options: { ...(await askToEnter(identity)) } }))

  serve(http, contracts.enterByPasskey, async ({ answer }, call) =>
    welcome(identity, await enterByPasskey(identity, answer, call), call),
  )

  serve(http, contracts.askOwnPasskey, async (_, call) => ({
    options: { ...(await askToProve(identity, call)) },
  }))
}
