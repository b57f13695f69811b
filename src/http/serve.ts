// http/serve.ts – joins a contract to an operation: permission first, then the form of the input, then the work.
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Contract } from '../access/contract.ts'
import { functionPermission } from '../access/model.ts'
import { endpointClasses } from '../access/table.ts'
import { anyUuidFrom } from '../values/ids.ts'
import { Refusal, refuse, refusalStatus, type RefusalCode } from '../values/refusal.ts'
import { languageFrom } from '../words/language.ts'
import { cookiesOf, type Call, type Doorkeeper } from './call.ts'

declare module 'fastify' {
  interface FastifyRequest {
    call: Call
  }
  interface FastifyInstance {
    doorkeeper: Doorkeeper
  }
  interface FastifyContextConfig {
    /** A route without one is refused at start: default deny. */
    endpointClass?: Contract['permission']
  }
}

/** A file as an answer: shown in a page when `inline`, else downloaded. */
export type ServedFile = { name: string; mediaType: string; bytes: Buffer; inline: boolean }

/**
 * Registers one exchange. The principal is loaded and its function permission judged before the body is read, so that
 * a stranger learns nothing from 422s. The reply is parsed by its schema too, so that nothing unnamed leaks.
 */
export function serve<C extends Contract>(
  http: FastifyInstance,
  exchange: C,
  work: (input: z.output<C['input']>, call: Call) => Promise<z.input<C['reply']>>,
): void {
  const response: Record<number, z.ZodType> = { 200: exchange.reply }
  if (exchange.mayFile) response[202] = exchange.reply
  register(http, exchange, work, response)
}

/** The same for an exchange that answers with a file. */
export function serveFile<C extends Contract>(
  http: FastifyInstance,
  exchange: C,
  work: (input: z.output<C['input']>, call: Call) => Promise<ServedFile>,
): void {
  register(http, exchange, async (input, call, reply) => {
    const { name, mediaType, bytes, inline } = await work(input, call)
    void reply
      .type(mediaType)
      .header('content-disposition', `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded(name)}`)
      .header('cache-control', 'private, no-store')
    return bytes
  })
}

/** RFC 8187: what encodeURIComponent leaves, less the characters that the form does not allow. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)

function register<C extends Contract>(
  http: FastifyInstance,
  exchange: C,
  work: (input: z.output<C['input']>, call: Call, reply: FastifyReply) => Promise<unknown>,
  response?: Record<number, z.ZodType>,
): void {
  const inAddress = new Set(Array.from(exchange.path.matchAll(/:(\w+)/g), (match) => match[1]!))
  const shape = Object.entries(exchange.input.shape)
  const part = (wanted: boolean) =>
    z.strictObject(Object.fromEntries(shape.filter(([key]) => inAddress.has(key) === wanted)))
  const hasBody = exchange.method === 'POST' || exchange.method === 'PUT'

  const schema = {
    summary: exchange.summary,
    tags: [exchange.path.split('/')[3] ?? 'api'],
    'x-endpoint-class': exchange.permission,
    params: part(true),
    ...(exchange.keyed ? { headers: KeyHeader } : {}),
    ...(hasBody ? { body: part(false) } : { querystring: part(false) }),
    ...(response ? { response } : {}),
  }

  http.route({
    method: exchange.method,
    url: exchange.path,
    config: { endpointClass: exchange.permission },
    ...(exchange.bodyLimit === undefined ? {} : { bodyLimit: exchange.bodyLimit }),
    schema,
    onRequest: (request) => admit(http, exchange, request),
    handler: async (request, reply) => {
      const { call } = request
      // The parts were parsed by the schemas above; together they are the contract's input.
      const given = { ...((hasBody ? request.body : request.query) as object), ...(request.params as object) }
      if (exchange.keyed) call.key = keyOf(request, exchange, given)
      const answer = await work(given as z.output<C['input']>, call, reply).catch((error: unknown) =>
        refused(http, exchange, request, error),
      )
      if (call.answer.cookies.length > 0) void reply.header('set-cookie', call.answer.cookies)
      if (call.answer.filed) void reply.code(202)
      return answer
    },
  })
}

/** Refusals of permission that an operation finds only at the record; each is in the audit log like those at the door. */
const denials = new Set<RefusalCode>([
  'not_permitted',
  'not_found',
  'own_record',
  'own_work',
  'consent_missing',
  'identity_not_verified',
  'over_ceiling',
  'step_up_required',
])

async function refused(
  http: FastifyInstance,
  exchange: Contract,
  request: FastifyRequest,
  error: unknown,
): Promise<never> {
  const open = endpointClasses[exchange.permission].grid === 'everybody'
  if (error instanceof Refusal && denials.has(error.code) && !open) {
    const named = Object.values(request.params as Record<string, string>).map(anyUuidFrom)
    const id = named.find((each) => each !== undefined)
    await http.doorkeeper.denied(request.call, {
      endpointClass: exchange.permission,
      method: exchange.method,
      route: exchange.path,
      status: refusalStatus[error.code],
      ...(id ? { id } : {}),
    })
  }
  throw error
}

const KeyHeader = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'key')
    .optional()
    .describe('Any text of your own; the same key gives the same answer, and does nothing twice'),
})

/** The parts were parsed by their schemas, so their keys have one order and equal commands equal digests. */
function keyOf(request: FastifyRequest, { method, path }: Contract, given: object): Call['key'] {
  const text = request.headers['idempotency-key']
  if (typeof text !== 'string') return null
  const digest = createHash('sha256')
    .update(JSON.stringify([method, path, given]))
    .digest()
  return { text, digest }
}

async function admit(http: FastifyInstance, exchange: Contract, request: FastifyRequest): Promise<void> {
  const principal = await http.doorkeeper.principalOf(request)
  request.call = {
    principal,
    language: languageFrom(request.headers['accept-language']),
    traceId: request.id,
    client: {
      address: request.ip,
      agent: request.headers['user-agent'] ?? '',
      cookies: cookiesOf(request.headers.cookie),
    },
    key: null,
    answer: { cookies: [] },
  }
  const permission = functionPermission(principal, exchange.permission)
  if (permission === 'permitted') return
  await http.doorkeeper.denied(request.call, {
    endpointClass: exchange.permission,
    method: exchange.method,
    route: exchange.path,
    status: refusalStatus[permission],
  })
  refuse(permission)
}
