// database/embedded.ts – the bank's own PostgreSQL: made at the first start, kept in the data folder, never two at once.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { z } from 'zod'
import { Problem } from '../values/problem.ts'
import { accountOf, mayEnter, nameOf, serverAccount } from './account.ts'
import type { Account } from './account.ts'
import { installedBinaries, usableBinaries } from './binaries.ts'
import type { Binaries } from './binaries.ts'
import { lockHolder, takeLock } from './lock.ts'
import type { Lock } from './lock.ts'
import { codeOf, servesCluster } from './processes.ts'

/** A running server of our own. `place` is where its files are, which is not the data folder when root's is closed. */
export type Embedded = {
  url: string
  place: string
  pid: number
  account: string
  /** Lets a second start say where the first one answers. */
  announce(address: string): void
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  /** Where npm put the binaries. */
  native?: string
  /** Folders root may use when the server's account cannot enter the data folder. */
  elsewhere?: string[]
  /** False only for a server whose data may be lost, such as a test's. */
  durable?: boolean
  /** The server ended although nobody stopped it. */
  onLost?: (problem: Problem) => void
}

const database = 'credit_bank'
const owner = 'postgres'
const startTimeoutMs = 300_000
const stopTimeoutS = 60

/**
 * Starts the server of a data folder; one that an earlier, killed process left running is stopped first.
 * Throws the problem `already_running` when a living process has it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = usableFolder(options.dataDir)
  const taken = takeLock(lockFile(dataDir))
  if ('holder' in taken) {
    const { pid, address = '' } = taken.holder
    throw new Problem('already_running', { pid, address, folder: dataDir })
  }
  try {
    return await startLocked(dataDir, taken.lock, options)
  } catch (error) {
    taken.lock.release()
    throw error
  }
}

/** The address of the server that another living process has started on this data folder. */
export function runningEmbedded(dataDir: string): string | undefined {
  const folder = resolve(dataDir)
  if (!lockHolder(lockFile(folder))) return undefined
  const kept = readKept(folder)
  return kept && isReady(join(kept.place, 'cluster')) ? urlOf(kept, database) : undefined
}

async function startLocked(dataDir: string, lock: Lock, options: EmbeddedOptions): Promise<Embedded> {
  const { kept, account } = settle(dataDir, options.elsewhere ?? ['/var/lib/credit-bank', '/opt/credit-bank'])
  const cluster = join(kept.place, 'cluster')
  const binaries = usableBinaries(options.native ?? installedBinaries(), kept.place, account)

  await stopOrphan(cluster, binaries, account)
  if (!existsSync(cluster)) await makeCluster(kept, cluster, binaries, account)
  assertVersion(cluster, binaries)
  const server = await startServer({
    dataDir,
    kept,
    cluster,
    binaries,
    account,
    durable: options.durable ?? true,
  })
  await createDatabase(server.kept)

  let stopping = false
  const log = logFile(kept.place)
  server.child.once('exit', () => {
    if (!stopping) options.onLost?.(new Problem('database_failed', { step: 'keep running', log: tail(log) }))
  })
  return {
    url: urlOf(server.kept, database),
    place: kept.place,
    pid: server.child.pid ?? 0,
    account: account?.name ?? nameOf(process.getuid?.() ?? 0),
    announce: (address) => lock.announce(address),
    async stop() {
      if (stopping) return
      stopping = true
      await stopServer(cluster, binaries, account)
      lock.release()
    },
  }
}

/** What is kept between starts, readable for the owner alone. */
const Kept = z.object({ place: z.string(), password: z.string(), port: z.number() })
type Kept = z.infer<typeof Kept>

const folderOf = (dataDir: string) => join(dataDir, 'postgres')
const lockFile = (dataDir: string) => join(folderOf(dataDir), 'running.json')
const keptFile = (dataDir: string) => join(folderOf(dataDir), 'server.json')
const logFile = (place: string) => join(place, 'server.log')

const urlOf = (kept: Kept, name: string) =>
  `postgresql://${owner}:${kept.password}@127.0.0.1:${kept.port}/${name}`

function readKept(dataDir: string): Kept | undefined {
  try {
    return Kept.parse(JSON.parse(readFileSync(keptFile(dataDir), 'utf8')))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function keep(dataDir: string, kept: Kept): void {
  const draft = `${keptFile(dataDir)}.${randomUUID()}`
  writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, keptFile(dataDir))
}

function usableFolder(dataDir: string): string {
  const folder = resolve(dataDir)
  try {
    mkdirSync(folderOf(folder), { recursive: true })
    return realpathSync(folder)
  } catch (error) {
    if (codeOf(error) === '') throw error
    throw new Problem('folder_unusable', { folder, reason: codeOf(error) })
  }
}

/** Where the cluster is and who runs it: as found, or decided at the first start and written down before it is made. */
function settle(dataDir: string, elsewhere: string[]): { kept: Kept; account: Account | undefined } {
  const found = readKept(dataDir)
  const cluster = join(found?.place ?? folderOf(dataDir), 'cluster')
  if (existsSync(cluster)) {
    if (!found) throw new Problem('cluster_locked_out', { folder: cluster })
    return { kept: found, account: accountOfCluster(cluster) }
  }
  const account = serverAccount()
  const place = account ? enterable(dataDir, account, elsewhere) : folderOf(dataDir)
  const kept = { place, password: randomBytes(24).toString('base64url'), port: found?.port ?? 0 }
  keep(dataDir, kept)
  return { kept, account }
}

/** A cluster is served by its owner: root becomes that user, everybody else must be it. */
function accountOfCluster(cluster: string): Account | undefined {
  if (!process.getuid) return undefined
  const { uid, gid } = statSync(cluster)
  if (uid === process.getuid()) return undefined
  if (process.getuid() !== 0) throw new Problem('not_ours', { folder: cluster, account: nameOf(uid) })
  return accountOf(uid, gid)
}

/** The data folder itself, or a folder of its own below the first of `elsewhere` that the account can enter. */
function enterable(dataDir: string, account: Account, elsewhere: string[]): string {
  const inside = folderOf(dataDir)
  chmodSync(inside, 0o711)
  if (mayEnter(account, inside)) return inside
  for (const folder of elsewhere) {
    const place = join(folder, randomUUID())
    mkdirSync(place, { recursive: true })
    chmodSync(folder, 0o755)
    chmodSync(place, 0o711)
    if (mayEnter(account, place)) return place
    rmSync(place, { recursive: true })
  }
  throw new Problem('no_place', { folder: dataDir, account: account.name })
}

/**
 * Letters are told apart by the machine's locale (without one, pg_trgm finds none in Chinese); C.UTF-8 is the same
 * everywhere it exists, the others are for machines without it. Sorting is PostgreSQL's own and needs none of them.
 */
const letters = ['C.UTF-8', 'UTF-8', 'en_US.UTF-8']

async function makeCluster(
  kept: Kept,
  cluster: string,
  binaries: Binaries,
  account: Account | undefined,
): Promise<void> {
  for (const name of readdirSync(kept.place)) {
    if (name.startsWith('draft-')) rmSync(join(kept.place, name), { recursive: true })
  }
  for (const locale of letters) {
    const draft = join(kept.place, `draft-${randomUUID()}`)
    const said = await initialize({ draft, locale, kept, binaries, account })
    if (said === undefined) return renameSync(draft, cluster)
    rmSync(draft, { recursive: true, force: true })
    if (!said.includes('invalid locale name') || locale === letters.at(-1)) {
      throw new Problem('database_failed', { step: 'make its files', log: said })
    }
  }
}

type Initialize = {
  draft: string
  locale: string
  kept: Kept
  binaries: Binaries
  account: Account | undefined
}

/** Works on a draft, which is renamed when whole: one that was cut short is thrown away at the next start. */
async function initialize({
  draft,
  locale,
  kept,
  binaries,
  account,
}: Initialize): Promise<string | undefined> {
  const password = `${draft}.password`
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(password, kept.password, { mode: 0o600 })
  if (account) for (const path of [draft, password]) chownSync(path, account.ids.uid, account.ids.gid)

  const access = ['--username', owner, '--auth', 'scram-sha-256', '--pwfile', password]
  const text = ['--encoding', 'UTF8', '--locale', 'C', '--lc-ctype', locale]
  const order = ['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8']
  const log = logFile(kept.place)
  const output = openSync(log, 'a', 0o600)
  const code = await ended(
    spawn(binaries.initdb, ['--pgdata', draft, ...access, ...text, ...order], {
      cwd: kept.place,
      env: cleanEnvironment(),
      stdio: ['ignore', output, output],
      ...account?.ids,
    }),
  )
  closeSync(output)
  rmSync(password)
  return code === 0 ? undefined : tail(log)
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })

/** PostgreSQL and the library's variables of the machine do not reach our server; messages stay English for the log. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(PG|LD_|DYLD_|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(own), LC_ALL: 'C' }
}

function assertVersion(cluster: string, binaries: Binaries): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  const need = binaries.version.split('.')[0] ?? ''
  if (found !== need) throw new Problem('cluster_version', { folder: cluster, found, need })
}

/** The server of a process that was killed lives on, perhaps with older settings or libraries: it is stopped, not kept. */
async function stopOrphan(cluster: string, binaries: Binaries, account: Account | undefined): Promise<void> {
  const pid = postmaster(cluster)?.pid
  if (pid === undefined) return
  if (servesCluster(pid, cluster)) return stopServer(cluster, binaries, account)
  // The number belongs to another program by now. PostgreSQL would take that one for a server and refuse to start.
  rmSync(join(cluster, 'postmaster.pid'))
}

type Start = {
  dataDir: string
  kept: Kept
  cluster: string
  binaries: Binaries
  account: Account | undefined
  durable: boolean
}

/** Keeps the port of the last time while it is free; somebody may take a free port before the server does. */
async function startServer(start: Start): Promise<{ child: ChildProcess; kept: Kept }> {
  const log = logFile(start.kept.place)
  if (existsSync(log) && statSync(log).size > 10_000_000) renameSync(log, `${log}.old`)
  for (let attempt = 1; ; attempt++) {
    const kept = { ...start.kept, port: await freePort(attempt === 1 ? start.kept.port : 0) }
    keep(start.dataDir, kept)
    const child = launch(start, kept.port, log)
    if (await becameReady(child, start.cluster)) return { child, kept }
    const said = tail(log)
    if (!said.includes('could not bind') || attempt === 3) {
      throw new Problem('database_failed', { step: 'start', log: said })
    }
  }
}

function launch(
  { kept, cluster, binaries, account, durable }: Start,
  port: number,
  log: string,
): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    cluster_name: 'credit-bank',
  }
  const output = openSync(log, 'a', 0o600)
  // Its own process group: Ctrl-C in the terminal is for us, who let requests finish before we stop it. Its messages
  // go to a file, because a pipe would break with us.
  const child = spawn(
    binaries.postgres,
    ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      cwd: kept.place,
      env: cleanEnvironment(),
      stdio: ['ignore', output, output],
      detached: true,
      ...account?.ids,
    },
  )
  closeSync(output)
  child.unref()
  return child
}

async function becameReady(child: ChildProcess, cluster: string): Promise<boolean> {
  const gone = ended(child).then(() => true)
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    if (await Promise.race([gone, pause(20, false)])) return false
    const found = postmaster(cluster)
    if (found?.pid === child.pid && found?.ready) return true
  }
  return false
}

const isReady = (cluster: string): boolean => postmaster(cluster)?.ready ?? false

/** The server's own note: its process on the first line, its state on the eighth. */
function postmaster(cluster: string): { pid: number; ready: boolean } | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Fast shutdown: sessions are ended, everything committed is on disk. */
async function stopServer(cluster: string, { pgCtl }: Binaries, account: Account | undefined): Promise<void> {
  if (!existsSync(join(cluster, 'postmaster.pid'))) return
  const stop = ['stop', '--pgdata', cluster, '--mode', 'fast', '--wait', '--timeout', String(stopTimeoutS)]
  const child = spawn(pgCtl, stop, { cwd: '/', env: cleanEnvironment(), stdio: 'ignore', ...account?.ids })
  const code = await ended(child)
  if (code !== 0 && existsSync(join(cluster, 'postmaster.pid'))) {
    throw new Problem('database_failed', { step: 'stop', log: tail(logFile(join(cluster, '..'))) })
  }
}

/** The wanted port when nobody has it, otherwise any free one. */
async function freePort(wanted: number): Promise<number> {
  const listener = createServer()
  const port = await new Promise<number>((resolve, reject) => {
    listener.once('error', (error) => (wanted === 0 ? reject(error) : resolve(0)))
    listener.listen(wanted, '127.0.0.1', () => {
      const address = listener.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  await new Promise((resolve) => listener.close(resolve))
  return port === 0 ? freePort(0) : port
}

async function createDatabase(kept: Kept): Promise<void> {
  const client = new Client({ connectionString: urlOf(kept, 'postgres') })
  await client.connect()
  const found = await client.query('select from pg_database where datname = $1', [database])
  if (found.rowCount === 0) await client.query(`create database ${database}`)
  await client.end()
}

const tail = (log: string): string =>
  existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n') : ''
