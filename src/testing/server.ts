// testing/server.ts – one PostgreSQL for a whole test run, with a migrated database to copy from.
import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../database/embedded.ts'
import { migrate, migrations } from '../database/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's address of the server, and the database that tests copy. */
    testServer: { url: string; template: string }
  }
}

/** TEST_DATABASE_URL names a server to use instead; its user must be allowed to create databases and roles. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL']
  const own = given === undefined ? await ownServer() : undefined
  const url = given ?? own?.url ?? ''
  const template = `cb_template_${process.pid}_${fingerprint()}`
  await onServer(url, `create database ${template}`)
  await migrate(databaseUrl(url, template))
  project.provide('testServer', { url, template })
  return async () => {
    await onServer(url, `drop database ${template} with (force)`)
    await own?.stop()
  }
}

async function ownServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'credit-bank-test-'))
  chmodSync(dataDir, 0o711) // As root the server runs as somebody else, who has to get in.
  const server = await startEmbedded({ dataDir, durable: false })
  return {
    url: server.url,
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true })
      rmSync(server.place, { recursive: true, force: true })
    },
  }
}

const fingerprint = (): string =>
  createHash('sha256')
    .update(
      migrations()
        .map(({ sha256 }) => sha256)
        .join(),
    )
    .digest('hex')
    .slice(0, 8)

/** The address of another database on the same server. */
export function databaseUrl(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}

/** Runs one statement that no transaction may hold, as the owner. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
