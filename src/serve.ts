// serve.ts – the life of one serving process: database, migrations, address, and an orderly end.
import { EventEmitter } from 'node:events'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import type { Config } from './config.ts'
import { openDatabase } from './database/connection.ts'
import type { Database } from './database/connection.ts'
import { migrate } from './database/migrate.ts'
import { codeOf } from './database/processes.ts'
import { ownSource } from './database/source.ts'
import type { Source } from './database/source.ts'
import { Problem } from './values/problem.ts'

/** All that the routes are built from. */
export type Parts = Database & { config: Config }
export type Build = (parts: Parts) => Promise<FastifyInstance>

/** What to tell whoever started it, while it happens. */
export type Progress = {
  databaseStarting(): void
  databaseReady(source: Source, migrated: string[]): void
  listening(address: string): void
  stopping(): void
}

/** Serves until it is told to stop, or its database is gone: that is thrown. Everything is closed either way. */
export async function serveBank(config: Config, build: Build, progress: Progress): Promise<void> {
  const { ended, lose } = untilTold()
  if (config.databaseUrl === undefined) progress.databaseStarting()
  const source = await ownSource({ ...config, onLost: lose })
  try {
    const migrated = await migrate(source.ownerUrl, source.login === undefined ? {} : { login: source.login })
    progress.databaseReady(source, migrated)
    const database = openDatabase({ url: source.url })
    try {
      const http = await build({ ...database, config })
      healthRoutes(http, database.pool)
      try {
        const address = await listen(http, config)
        source.own?.announce(address)
        progress.listening(address)
        await ended
        progress.stopping()
      } finally {
        await http.close()
      }
    } finally {
      await database.close()
    }
  } finally {
    await source.release()
  }
}

/** Alive: the process answers. Ready: its database does too; a balancer sends no requests until then. */
function healthRoutes(http: FastifyInstance, pool: Pool): void {
  http.get('/healthz', async () => ({ status: 'ok' }))
  http.get('/readyz', async (_, reply) => {
    try {
      await pool.query('select 1')
      return { status: 'ok' }
    } catch (error) {
      http.log.error({ err: error }, 'the database does not answer')
      return reply.code(503).header('retry-after', '2').send({ status: 'unavailable' })
    }
  })
}

async function listen(http: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await http.listen({ host, port })
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') throw new Problem('port_taken', { port })
    throw error
  }
}

/** Ctrl-C reaches a whole terminal group, and `npm start` hands it on: several within this time are one. */
const oneSignalMs = 2_000

/** The first signal ends in order; a later one, from somebody who won't wait, ends at once. */
function untilTold(): { ended: Promise<void>; lose: (problem: Problem) => void } {
  const life = new EventEmitter<{ told: []; lost: [Problem] }>()
  const ended = new Promise<void>((resolve, reject) => {
    life.once('told', resolve)
    life.once('lost', reject)
  })
  ended.catch(() => undefined) // It may be lost before anybody waits for it; who waits still hears of it.
  let firstMs: number | undefined
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      firstMs ??= performance.now()
      if (performance.now() - firstMs > oneSignalMs) process.exit(1)
      life.emit('told')
    })
  }
  return { ended, lose: (problem) => void life.emit('lost', problem) }
}
