// database/embedded.ts – the bank's own PostgreSQL: made at the first start, kept in the data folder, never two at once.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { Problem } from '../values/problem.ts'
import { nameOf } from './account.ts'
import { installedBinaries, usableBinaries } from './binaries.ts'
import {
  assertVersion,
  cleanEnvironment,
  ended,
  keep,
  lockFile,
  logFile,
  makeCluster,
  readKept,
  settle,
  tail,
  urlOf,
} from './cluster.ts'
import type { Kept, Start } from './cluster.ts'
import { lockHolder, takeLock } from './lock.ts'
import type { Lock } from './lock.ts'
import { codeOf, identityOf, servesCluster } from './processes.ts'

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
const startTimeoutMs = 300_000
const stopTimeoutS = 60

/**
 * Starts the server of a data folder; one that an earlier, killed process left running is stopped first.
 * Throws the problem `already_running` when a living process has it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, lock } = takeFolder(options.dataDir)
  try {
    return await startLocked(dataDir, lock, options)
  } catch (error) {
    lock.release()
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
  const start: Start = { dataDir, kept, cluster, binaries, account, durable: options.durable ?? true }

  await stopOrphan(start)
  if (!existsSync(cluster)) await makeCluster(start)
  assertVersion(cluster, binaries)
  const server = await startServer(start)

  let stopping = false
  server.child.once('exit', () => {
    const log = tail(logFile(kept.place))
    if (!stopping) options.onLost?.(new Problem('database_failed', { step: 'keep running', log }))
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
      await stopServer(start)
      lock.release()
    },
  }
}

function takeFolder(path: string): { dataDir: string; lock: Lock } {
  const folder = resolve(path)
  try {
    mkdirSync(dirname(lockFile(folder)), { recursive: true })
    const dataDir = realpathSync(folder)
    const taken = takeLock(lockFile(dataDir))
    if ('lock' in taken) return { dataDir, lock: taken.lock }
    const { pid, address = '' } = taken.holder
    throw new Problem('already_running', { pid, address, folder: dataDir })
  } catch (error) {
    const reason = codeOf(error)
    if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST'].includes(reason)) {
      throw new Problem('folder_unusable', { folder, reason })
    }
    throw error
  }
}

/** The server of a process that was killed lives on, perhaps with older settings or libraries: it is stopped, not kept. */
async function stopOrphan(start: Start): Promise<void> {
  const pid = postmaster(start.cluster)?.pid
  if (pid === undefined) return
  if (servesCluster(pid, start.cluster)) return stopServer(start)
  // The number may belong to another program by now. PostgreSQL would take that one for a server and refuse to start.
  if (identityOf(pid)) rmSync(join(start.cluster, 'postmaster.pid'))
}

/** Keeps the port of the last time while it is free; somebody may take a free port before the server does. */
async function startServer(start: Start): Promise<{ child: ChildProcess; kept: Kept }> {
  const log = logFile(start.kept.place)
  if (existsSync(log) && statSync(log).size > 10_000_000) renameSync(log, `${log}.old`)
  for (let attempt = 1; ; attempt++) {
    const kept = { ...start.kept, port: await freePort(attempt === 1 ? start.kept.port : 0) }
    keep(start.dataDir, kept)
    const child = launch(start, kept.port, log)
    if (await becameReady(child, start.cluster)) {
      await createDatabase(kept)
      return { child, kept }
    }
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
async function stopServer({ cluster, binaries, account, kept }: Start): Promise<void> {
  const pid = postmaster(cluster)?.pid
  if (pid === undefined || !servesCluster(pid, cluster)) return
  const stop = ['stop', '--pgdata', cluster, '--mode', 'fast', '--wait', '--timeout', String(stopTimeoutS)]
  const code = await ended(
    spawn(binaries.pgCtl, stop, { cwd: '/', env: cleanEnvironment(), stdio: 'ignore', ...account?.ids }),
  )
  if (code !== 0 && servesCluster(pid, cluster)) {
    throw new Problem('database_failed', { step: 'stop', log: tail(logFile(kept.place)) })
  }
  // Its note goes a moment before the process does.
  while (identityOf(pid)) await pause(5)
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
