// database/doctor.ts – what a bank needs from its machine and its database, looked at one by one.
import { existsSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { zone } from '../values/dates.ts'
import { Problem } from '../values/problem.ts'
import type { command } from '../words/zh/command.ts'
import { serverAccount } from './account.ts'
import { installedBinaries, usableBinaries } from './binaries.ts'
import { openDatabase } from './connection.ts'
import { readKept } from './cluster.ts'
import { missingMigrations } from './migrate.ts'
import { visitedSource } from './source.ts'
import type { SourceOptions } from './source.ts'

/** One thing looked at. A problem says what is wrong; `detail` is what was found. */
export type Finding = { check: keyof typeof command.checks; ok: boolean; detail: string; problem?: Problem }

const freeMin = 1_000_000_000
const postgresMin = 150_000
const clockDriftMaxMs = 5_000

/** Looks at everything that can be looked at; what a failed check makes impossible is left out. */
export async function examine(options: SourceOptions): Promise<Finding[]> {
  const machine = [nodeVersion(), zoneData(), freeSpace(options.dataDir)]
  const own = options.databaseUrl === undefined
  if (own) machine.push(await found('binaries', () => binariesVersion(options.dataDir)))
  if (machine.some(({ ok }) => !ok)) return machine
  if (own && !hasCluster(options.dataDir)) return [...machine, { check: 'database', ok: true, detail: '' }]
  return [...machine, ...(await databaseFindings(options))]
}

async function databaseFindings(options: SourceOptions): Promise<Finding[]> {
  const source = await visitedSource(options)
  try {
    const reached = await found('database', () => serverVersion(source.url))
    if (!reached.ok) return [reached]
    return [
      reached,
      await found('migrations', () => migrated(source.ownerUrl)),
      await found('roles', () => actsAsRole(source.url)),
      await found('letters', () => chineseLetters(source.url)),
      await found('clock', () => clockDrift(source.url)),
    ]
  } finally {
    await source.release()
  }
}

/** Runs one check. What it throws is its finding: a doctor reports, and goes on to the next. */
async function found(check: Finding['check'], look: () => string | Promise<string>): Promise<Finding> {
  try {
    return { check, ok: true, detail: await look() }
  } catch (error) {
    if (error instanceof Problem) return { check, ok: false, detail: error.message, problem: error }
    return { check, ok: false, detail: error instanceof Error ? error.message : String(error) }
  }
}

const nodeVersion = (): Finding => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return { check: 'node', ok: major > 20 || (major === 20 && minor >= 19), detail: process.versions.node }
}

/** A Node built without the world's time zones answers in UTC, and every day in the bank would be wrong by hours. */
const zoneData = (): Finding => {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit' }).format(0)
  return { check: 'zone', ok: hour === '08', detail: zone }
}

function freeSpace(dataDir: string): Finding {
  const folder = resolve(dataDir)
  const { bavail, bsize } = statfsSync(existsSync(folder) ? folder : '.')
  const free = bavail * bsize
  return { check: 'disk', ok: free >= freeMin, detail: `${(free / 1e9).toFixed(1)} GB` }
}

const hasCluster = (dataDir: string): boolean => {
  const kept = readKept(resolve(dataDir))
  return kept !== undefined && existsSync(join(kept.place, 'cluster'))
}

function binariesVersion(dataDir: string): string {
  const stage = readKept(resolve(dataDir))?.place ?? resolve(dataDir)
  return `PostgreSQL ${usableBinaries(installedBinaries(), stage, serverAccount()).version}`
}

async function serverVersion(url: string): Promise<string> {
  const { number, version, encoding } = await ask(
    url,
    `select current_setting('server_version_num')::int as number,
    current_setting('server_version') as version, current_setting('server_encoding') as encoding`,
  )
  if (Number(number) < postgresMin) throw new Problem('database_too_old', { found: String(version) })
  if (encoding !== 'UTF8') throw new Problem('database_not_utf8', { found: String(encoding) })
  return `PostgreSQL ${String(version)}`
}

async function migrated(ownerUrl: string): Promise<string> {
  const missing = await missingMigrations(ownerUrl)
  if (missing.length > 0) throw new Problem('database_behind', { count: missing.length })
  return '✓'
}

async function actsAsRole(url: string): Promise<string> {
  const database = openDatabase({ url, connectionsMax: 1 })
  try {
    const { rows } = await database.pool.query<{ role: string }>('select current_user as role')
    return rows[0]?.role ?? ''
  } finally {
    await database.close()
  }
}

/** Under the locale C, PostgreSQL takes Chinese characters for no letters, and a search for courses finds nothing. */
async function chineseLetters(url: string): Promise<string> {
  const { alike } = await ask(url, "select similarity('高等数学(一)', '高等数学A') as alike")
  if (Number(alike) === 0) throw new Problem('database_blind', {})
  return '高等数学'
}

async function clockDrift(url: string): Promise<string> {
  const { now } = await ask(url, 'select extract(epoch from clock_timestamp()) * 1000 as now')
  const drift = Math.abs(Number(now) - Date.now())
  if (drift > clockDriftMaxMs) throw new Problem('clock_differs', { seconds: Math.round(drift / 1000) })
  return `${Math.round(drift)} ms`
}

async function ask(url: string, question: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(question)).rows[0] ?? {}
  } finally {
    await client.end()
  }
}
