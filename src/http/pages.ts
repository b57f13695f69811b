// http/pages.ts – the web: its files as built, and one shell page for every address, with this response's nonce.
import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { refuse } from '../values/refusal.ts'
import { pagePolicy } from './server.ts'

const yearSeconds = 31_536_000

/** Serves the folder that the build made. Without one (tests of the API alone) there are no pages, and none is promised. */
export async function servePages(http: FastifyInstance, root: string): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) return
  const shell = await readFile(join(root, 'index.html'), 'utf8')
  await http.register(fastifyStatic, {
    root: join(root, 'assets'),
    prefix: '/assets/',
    index: false,
    preCompressed: true,
    immutable: true,
    maxAge: yearSeconds * 1000,
  })
  http.get('/*', { schema: { hide: true } }, async (request, reply) => {
    if (request.url.startsWith('/api/') || request.url.startsWith('/assets/')) refuse('not_found')
    const { nonce, policy } = pagePolicy()
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('cache-control', 'no-store')
      .send(shell.replaceAll('__NONCE__', nonce))
  })
}
