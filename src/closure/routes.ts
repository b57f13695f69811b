// closure/routes.ts – 销户: contract to operation.
import type { FastifyInstance } from 'fastify'
import { serve } from '../http/serve.ts'
import { namesShown } from '../identity/accounts.ts'
import type { Identity } from '../identity/bank.ts'
import { known } from '../identity/wire.ts'
import { publicId } from '../values/ids.ts'
import * as contracts from './contract.ts'
import {
  askToClose,
  fileClosing,
  fileHold,
  fileRelease,
  listClosings,
  ownClosing,
  takeBackClosing,
} from './operations.ts'

export function closureRoutes(http: FastifyInstance, identity: Identity): void {
  serve(http, contracts.getOwnClosing, async (_, call) => {
    const { request, ...closing } = await ownClosing(identity, call)
    return { ...closing, request: request && { ...request, filedAt: request.filedAt.toISOString() } }
  })

  serve(http, contracts.askToClose, async (_, call) => {
    await askToClose(identity, call)
    return {}
  })

  serve(http, contracts.takeBackClosing, async (_, call) => {
    await takeBackClosing(identity, call)
    return {}
  })

  serve(http, contracts.listClosings, async (_, call) => {
    const { requests, holds } = await listClosings(identity, call)
    const persons = [...requests, ...holds].map(({ account }) => account)
    const names = await namesShown(identity, persons, call)
    return {
      requests: requests.map(({ account, filedAt, ...request }) => ({
        user: publicId('user', account),
        name: names.get(account) ?? null,
        filedAt: filedAt.toISOString(),
        ...request,
      })),
      holds: holds.map(({ account, reason, setAt }) => ({
        user: publicId('user', account),
        name: names.get(account) ?? null,
        reason,
        setAt: setAt.toISOString(),
      })),
    }
  })

  for (const [exchange, file] of [
    [contracts.closeAccount, fileClosing],
    [contracts.holdAccount, fileHold],
    [contracts.releaseAccount, fileRelease],
  ] as const)
    serve(http, exchange, async ({ userId, reason = '' }, call) => {
      const request = await file(identity, known('user', userId), reason, call)
      call.answer.filed = true
      return { request: publicId('request', request) }
    })
}
