// http/server.ts – a hardened Fastify: limits, headers, trace numbers, problems, and no route without a permission row.
import { randomBytes, randomUUID } from 'node:crypto'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { jsonSchemaTransform, serializerCompiler } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { refuse, Refusal } from '../values/refusal.ts'
import type { Doorkeeper } from './call.ts'
import { answerError, flawsOf } from './problem.ts'

export type ServerOptions = { logLevel: string; trustProxy?: boolean; doorkeeper: Doorkeeper }

/** Routes that carry no record and no person: liveness, the shell page and its files. */
const open = new Set(['GET /healthz', 'GET /readyz', 'GET /*', 'GET /assets/*', 'GET /api/v1/openapi.json'])

/** Builds the server without routes. Times and sizes are limited because Fastify's own defaults wait for ever. */
export async function createServer({
  logLevel,
  trustProxy = false,
  doorkeeper,
}: ServerOptions): Promise<FastifyInstance> {
  const http = Fastify({
    logger: { level: logLevel },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceId' }),
    genReqId: () => randomUUID(),
    trustProxy,
    bodyLimit: 1_048_576,
    requestTimeout: 15_000,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 200 },
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  })
  http.setValidatorCompiler<z.ZodType>(({ schema }) => (input) => {
    const { data, error } = schema.safeParse(input)
    return error
      ? { error: new Refusal('input_invalid', {}, error.issues.flatMap(flawsOf)) }
      : { value: data }
  })
  http.setSerializerCompiler(serializerCompiler)
  http.removeContentTypeParser('text/plain')
  http.decorate('doorkeeper', doorkeeper)
  http.decorateRequest('call')
  http.setErrorHandler(answerError)
  http.setNotFoundHandler(() => refuse('not_found'))

  http.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      if (method === 'HEAD' || method === 'OPTIONS' || route.config?.endpointClass) continue
      if (!open.has(`${method} ${route.url}`)) {
        throw new Error(`${method} ${route.url} names no endpoint class: default deny`)
      }
    }
  })
  http.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...securityHeaders, 'x-trace-id': request.id })
  })
  http.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'answered',
    )
  })

  await http.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Credit Bank 学分银行',
        version: '1',
        description: 'Problems are application/problem+json with a stable `code`.',
      },
    },
    transform: jsonSchemaTransform,
  })
  return http
}

/** The OpenAPI document, of everything served but itself. */
export const serveDocument = (http: FastifyInstance): void =>
  void http.get('/api/v1/openapi.json', { schema: { hide: true } }, () => http.swagger())

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** The policy of a page: own files, and inline style or script only with this response's nonce. */
export function pagePolicy(): { nonce: string; policy: string } {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
  return { nonce, policy }
}
