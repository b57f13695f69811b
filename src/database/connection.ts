// database/connection.ts – sessions under the application's role, transactions that know who acts and when.
import { setTimeout as pause } from 'node:timers/promises'
import { CamelCasePlugin, CompiledQuery, Kysely, sql, Transaction } from 'kysely'
import type { RawBuilder } from 'kysely'
import { DatabaseError, Pool, escapeLiteral, types } from 'pg'
import type { CustomTypesConfig } from 'pg'
import type { Uuid } from '../values/ids.ts'
import { gatheringSocket, isStalePlan, pipelined, PipeliningDialect } from './pipeline.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

export type Database = { db: Db; pool: Pool; close: () => Promise<void> }

/** cb_app: everything with a principal. cb_writer: batches of the ledger. Neither owns anything. */
export type ApplicationRole = 'cb_app' | 'cb_writer'

export type DatabaseOptions = { url: string; role?: ApplicationRole; connectionsMax?: number }

const sessionSettings = {
  timezone: 'UTC',
  statement_timeout: '15s',
  lock_timeout: '10s',
  idle_in_transaction_session_timeout: '15s',
}

/** Opens a pool whose every session has put down its owner's rights for the role's. */
export function openDatabase({ url, role = 'cb_app', connectionsMax = 20 }: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: withOptions(url, { role, ...sessionSettings }),
    application_name: 'credit-bank',
    max: connectionsMax,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser },
    pipeline: true,
    stream: gatheringSocket,
  })
  // An idle session that the server ends is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  // So would one that ends inside of a transaction, between two statements; there the next statement fails.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Tables>({
    dialect: new PipeliningDialect(pool),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return {
    db,
    pool,
    async close() {
      await db.destroy()
      if (!pool.ending) await pool.end() // Kysely ends it only if it ever used it.
    },
  }
}

/** Adds settings to those an address may already carry: the driver would let one replace the other. */
function withOptions(url: string, settings: Record<string, string>): string {
  const added = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const [address = '', query = ''] = url.split('?')
  const parameters = new URLSearchParams(query)
  parameters.set('options', [parameters.get('options') ?? '', ...added].join(' ').trim())
  return `${address}?${parameters.toString().replaceAll('+', '%20')}`
}

const parsers: Record<number, (text: string) => unknown> = {
  [types.builtins.DATE]: (text) => text, // A day is no instant: as a Date it would shift with the zone.
  [types.builtins.INT8]: exactNumber,
  1182: elements, // date[]
  1016: (text) => elements(text).map(exactNumber), // int8[]
}

const getTypeParser: CustomTypesConfig['getTypeParser'] = (oid, format) =>
  parsers[oid] ?? types.getTypeParser(oid, format)

/** An array of what is never quoted: `{2026-01-01,2026-02-01}`. */
function elements(text: string): string[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',')
}

function exactNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError(`Not exact as a number: ${text}`)
  return number
}

/** On whose behalf, for row-level security: a request's `Call` is one. `at` only where a test sets the clock. */
export type Acting = { principal?: { user: Uuid | null }; shard?: number | 'all'; at?: Date }

/**
 * One transaction for a verb: all of `work` or nothing. `at` is the database's instant, read with its first statement.
 * Runs again when the database asks for it (serialization failure, deadlock), so `work` touches nothing else.
 * Called inside a transaction, `work` becomes part of that one.
 * When the connection breaks during commit the outcome is unknown: look it up by its key, never send it again blindly.
 */
export function transact<T>(db: Db | Tx, call: Acting, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> {
  if (db instanceof Transaction) return begin(db, call).then((at) => work(db, at))
  return again(() => pipelined(db, 'begin', (tx) => begin(tx, call).then((at) => work(tx, at))))
}

/** Like `transact`, for reading: every statement sees the same moment, and none can write. */
export function read<T>(db: Db, call: Acting, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> {
  const mode = 'begin isolation level repeatable read, read only'
  return again(() => pipelined(db, mode, (tx) => begin(tx, call).then((at) => work(tx, at))))
}

/** The settings go by SET LOCAL because Citus hands on only those. */
async function begin(tx: Tx, { principal, shard, at }: Acting): Promise<Date> {
  const settings = [
    ...(principal?.user ? [`set local app.principal = ${escapeLiteral(principal.user)}`] : []),
    ...(shard === undefined ? [] : [`set local app.shard = ${escapeLiteral(String(shard))}`]),
  ]
  const [{ rows }] = await Promise.all([
    sql<{ now: Date }>`select now()`.execute(tx),
    ...(settings.length > 0 ? [tx.executeQuery(CompiledQuery.raw(settings.join('; ')))] : []),
  ])
  return at ?? rows[0]!.now
}

const retriesMax = 5

async function again<T>(run: () => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await run()
    } catch (error) {
      if (retries === retriesMax || !mayRunAgain(error)) throw error
      await pause(Math.random() * 10 * 2 ** retries)
    }
  }
}

/** Serialization failure and deadlock: the database has undone everything and says that it may work next time. */
const mayRunAgain = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.code === '40001' || error.code === '40P01' || isStalePlan(error))

/** A value for a jsonb column. The driver would send an array as a PostgreSQL array. */
export const json = (value: unknown): RawBuilder<unknown> => sql`${JSON.stringify(value)}::jsonb`
