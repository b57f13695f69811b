// app.ts – all routes joined.
import type { FastifyInstance } from 'fastify'
import { anonymous } from './access/model.ts'
import { createServer } from './http/server.ts'
import type { Parts } from './serve.ts'

/** Builds the bank's server, not listening yet. */
export async function buildApp({ config }: Parts): Promise<FastifyInstance> {
  return createServer({
    logLevel: config.logLevel,
    doorkeeper: { principalOf: async () => anonymous, denied: async () => undefined },
  })
}
