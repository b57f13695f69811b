// identity/sso/routes.ts – contract to operation. The voucher travels in a cookie, for this bank's own pages alone.
import type { FastifyInstance } from 'fastify'
import type { Call } from '../../http/call.ts'
import { serve } from '../../http/serve.ts'
import { publicId } from '../../values/ids.ts'
import { welcome } from '../arrival.ts'
import type { Identity } from '../bank.ts'
import { cookieText } from '../principal.ts'
import { known } from '../wire.ts'
import * as contracts from './contract.ts'
import { addProvider, removeProvider } from './management.ts'
import {
  arrive,
  depart,
  enterBySso,
  linkByNumber,
  linkMe,
  listProviders,
  ownLinks,
  unlinkMe,
} from './operations.ts'
import { voucherCookie, voucherMinutes } from './voucher.ts'

const voucherOf = (call: Call) => call.client.cookies[voucherCookie]

export function ssoRoutes(http: FastifyInstance, identity: Identity): void {
  const keep = (call: Call, voucher: string) =>
    call.answer.cookies.push(
      cookieText(identity, voucherCookie, voucher, voucher === '' ? 0 : voucherMinutes * 60),
    )

  serve(http, contracts.listProviders, async () => ({
    data: (await listProviders(identity)).map(({ id, institutionId, kind }) => ({
      id: publicId('provider', id),
      institution: publicId('inst', institutionId),
      kind,
    })),
  }))

  serve(http, contracts.depart, async ({ provider }, call) => {
    const { to, voucher } = await depart(
      identity,
      { id: known('provider', provider), publicId: provider },
      call,
    )
    keep(call, voucher)
    return { to }
  })

  serve(http, contracts.arrive, async ({ provider, answer }, call) => {
    const given = { id: known('provider', provider), publicId: provider, answer, voucher: voucherOf(call) }
    const { institution, linked, needsCode, voucher } = await arrive(identity, given, call)
    keep(call, voucher)
    return { institution: publicId('inst', institution), linked, needsCode }
  })

  serve(http, contracts.enterBySso, async ({ code }, call) => {
    const signedIn = await enterBySso(identity, { voucher: voucherOf(call), code }, call)
    keep(call, '')
    return welcome(identity, signedIn, call)
  })

  serve(http, contracts.listLinks, async (_, call) => ({
    data: (await ownLinks(identity, call)).map(({ id, kind, linkedAt, institutionId }) => ({
      id: publicId('link', id),
      institution: publicId('inst', institutionId),
      linkedAt: linkedAt.toISOString(),
      waiting: kind === 'number',
    })),
  }))

  serve(http, contracts.linkMe, async (_, call) => {
    const id = await linkMe(identity, voucherOf(call), call)
    keep(call, '')
    return { id: publicId('link', id) }
  })

  serve(http, contracts.unlinkMe, async ({ linkId }, call) => {
    await unlinkMe(identity, known('link', linkId), call)
    return {}
  })

  serve(http, contracts.linkByNumber, async ({ userId, provider, number, reason }, call) => {
    const given = {
      account: known('user', userId),
      provider: known('provider', provider),
      number,
      reason,
    }
    return { id: publicId('link', await linkByNumber(identity, given, call)) }
  })

  serve(http, contracts.addProvider, async (input, call) => {
    const given = {
      institution: known('inst', input.institution),
      kind: input.kind,
      address: input.address,
      clientId: input.clientId,
      clientSecret: input.clientSecret,
      numberClaim: input.numberClaim,
      reason: input.reason,
    }
    return { id: publicId('provider', await addProvider(identity, given, call)) }
  })

  serve(http, contracts.removeProvider, async ({ providerId, reason }, call) => {
    await removeProvider(identity, { id: known('provider', providerId), reason }, call)
    return {}
  })
}
