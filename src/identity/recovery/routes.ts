// identity/recovery/routes.ts – contract to operation.
import type { FastifyInstance } from 'fastify'
import { serve } from '../../http/serve.ts'
import { welcome } from '../arrival.ts'
import type { Identity } from '../bank.ts'
import { known } from '../wire.ts'
import { handOutRecoveryCode, makeRecoveryCodes, readRecovery, recover } from './contract.ts'
import * as operations from './operations.ts'

export function recoveryRoutes(http: FastifyInstance, identity: Identity): void {
  serve(http, recover, async (input, call) =>
    welcome(identity, await operations.recover(identity, input, call), call),
  )

  serve(http, makeRecoveryCodes, async (_, call) => ({ codes: await operations.makeCodes(identity, call) }))

  serve(http, readRecovery, async (_, call) => {
    const { left, madeAt, recoveredAt } = await operations.ownRecovery(identity, call)
    return {
      left,
      madeAt: madeAt?.toISOString() ?? null,
      recoveredAt: recoveredAt?.toISOString() ?? null,
    }
  })

  serve(http, handOutRecoveryCode, async ({ userId, reason }, call) => {
    const { code, expiresAt } = await operations.handOut(identity, known('user', userId), reason, call)
    return { code, expiresAt: expiresAt.toISOString() }
  })
}
