// database/migrate.ts – brings a database to this program's schema: numbered SQL files, each once, each whole.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, DatabaseError, escapeIdentifier } from 'pg'
import { Problem } from '../values/problem.ts'

export type Migration = { name: string; text: string; sha256: string }

/** One number for all who migrate, so that two servers starting together do not. */
const lockKey = 4_907_001

const folder = join(import.meta.dirname, 'migrations')

/** The migrations of this program, in order. Line ends don't count: git may change them. */
export function migrations(from: string = folder): Migration[] {
  return readdirSync(from)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(from, name), 'utf8').replaceAll('\r\n', '\n')
      return { name: name.slice(0, -4), text, sha256: createHash('sha256').update(text).digest('hex') }
    })
}

/**
 * Runs what is missing, as the owner, and returns its names. `login` is the application's own user where it has one:
 * it becomes a member of the application roles. Refuses when a migration that ran was edited, or is unknown here.
 */
export async function migrate(
  ownerUrl: string,
  { files = migrations(), login }: { files?: Migration[]; login?: string } = {},
): Promise<string[]> {
  return asOwner(ownerUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(
      `create table if not exists schema_migration (
        name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    )
    const missing = pending(files, await applied(client))
    for (const migration of missing) await run(client, migration)
    if (login) await client.query(`grant cb_app, cb_writer to ${escapeIdentifier(login)}`)
    return missing.map(({ name }) => name)
  })
}

/** Takes away everything that migrations made, for a demo bank that starts anew. */
export const emptyDatabase = (ownerUrl: string): Promise<void> =>
  asOwner(ownerUrl, async (client) => {
    await client.query('drop schema public cascade')
    await client.query('create schema public')
  })

/** The names of migrations that a database has yet to run. Throws as `migrate` does. */
export async function missingMigrations(
  ownerUrl: string,
  files: Migration[] = migrations(),
): Promise<string[]> {
  return asOwner(ownerUrl, async (client) => {
    const known = await client.query("select where to_regclass('schema_migration') is not null")
    return pending(files, known.rowCount === 0 ? [] : await applied(client)).map(({ name }) => name)
  })
}

type Applied = { name: string; sha256: string }

const applied = async (client: Client): Promise<Applied[]> =>
  (await client.query<Applied>('select name, sha256 from schema_migration order by name')).rows

function pending(files: Migration[], ran: Applied[]): Migration[] {
  const byName = new Map(files.map((file) => [file.name, file]))
  for (const { name, sha256 } of ran) {
    const file = byName.get(name)
    if (!file) throw new Problem('database_newer', { name })
    if (file.sha256 !== sha256) throw new Problem('migration_edited', { name })
  }
  const done = new Set(ran.map(({ name }) => name))
  return files.filter(({ name }) => !done.has(name))
}

async function run(client: Client, { name, text, sha256 }: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(text)
    await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    if (!(error instanceof DatabaseError)) throw error
    throw new Problem('migration_failed', {
      name,
      reason: `${error.message} (${place(text, error.position)})`,
    })
  }
}

/** Where in the file, for an editor. */
const place = (text: string, position: string | undefined): string =>
  position ? `line ${text.slice(0, Number(position)).split('\n').length}` : 'no line known'

/** Runs work in a session of the owner's. */
export async function asOwner<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // The end of a session fails the statement that runs; without a listener it would end the process too.
  client.on('error', () => undefined)
  await connect(client)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function connect(client: Client): Promise<void> {
  try {
    await client.connect()
  } catch (error) {
    const server = `${client.host}:${client.port}/${client.database ?? ''}`
    throw new Problem('database_unreachable', { server, reason: reasonOf(error) })
  }
}

/** Node reports a host with several addresses as one error that holds the others. */
const reasonOf = (error: unknown): string =>
  error instanceof AggregateError
    ? error.errors.map(reasonOf).join(', ')
    : error instanceof Error
      ? error.message
      : String(error)
