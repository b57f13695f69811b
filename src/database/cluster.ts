// database/cluster.ts – the files of the bank's own PostgreSQL: where they are, whose they are, made whole or not at all.
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
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Problem } from '../values/problem.ts'
import { accountOf, mayEnter, nameOf, serverAccount } from './account.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { codeOf } from './processes.ts'

const owner = 'postgres'

/** What is kept between starts, readable for the owner alone. */
const Kept = z.object({ place: z.string(), password: z.string(), port: z.number() })
export type Kept = z.infer<typeof Kept>

const folderOf = (dataDir: string) => join(dataDir, 'postgres')
export const lockFile = (dataDir: string) => join(folderOf(dataDir), 'running.json')
const keptFile = (dataDir: string) => join(folderOf(dataDir), 'server.json')
export const logFile = (place: string) => join(place, 'server.log')

export const urlOf = (kept: Kept, name: string) =>
  `postgresql://${owner}:${kept.password}@127.0.0.1:${kept.port}/${name}`

export function readKept(dataDir: string): Kept | undefined {
  try {
    return Kept.parse(JSON.parse(readFileSync(keptFile(dataDir), 'utf8')))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

export function keep(dataDir: string, kept: Kept): void {
  const draft = `${keptFile(dataDir)}.${randomUUID()}`
  writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, keptFile(dataDir))
}

/** Where the cluster is and who runs it: as found, or decided at the first start and written down before it is made. */
export function settle(dataDir: string, elsewhere: string[]): { kept: Kept; account: Account | undefined } {
  const found = readKept(dataDir)
  const cluster = join(found?.place ?? folderOf(dataDir), 'cluster')
  if (existsSync(cluster)) {
    if (!found) throw new Problem('cluster_locked_out', { folder: cluster })
    return { kept: found, account: accountOfCluster(cluster) }
  }
  const account = serverAccount()
  const place = account ? enterable(dataDir, account, elsewhere, found?.place) : folderOf(dataDir)
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
function enterable(dataDir: string, account: Account, elsewhere: string[], before?: string): string {
  const inside = folderOf(dataDir)
  chmodSync(inside, 0o711)
  if (before && mayEnter(account, before)) return before // A first start that was cut short had chosen it.
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

/** What every step of a start needs. */
export type Start = {
  dataDir: string
  kept: Kept
  cluster: string
  binaries: Binaries
  account: Account | undefined
  durable: boolean
}

/**
 * Letters are told apart by the machine's locale (without one, pg_trgm finds none in Chinese); C.UTF-8 is the same
 * everywhere it exists, the others are for machines without it. Sorting is PostgreSQL's own and needs none of them.
 */
const letters = ['C.UTF-8', 'UTF-8', 'en_US.UTF-8']

export async function makeCluster(start: Start): Promise<void> {
  const { place } = start.kept
  for (const name of readdirSync(place)) {
    if (name.startsWith('draft-')) await sweep(join(place, name))
  }
  for (const locale of letters) {
    const draft = join(place, `draft-${randomUUID()}`)
    const said = await initialize(start, draft, locale)
    if (said === undefined) return renameSync(draft, start.cluster)
    await sweep(draft)
    if (!said.includes('invalid locale name') || locale === letters.at(-1)) {
      throw new Problem('database_failed', { step: 'make its files', log: said })
    }
  }
}

/** Goes on while the orphan of a start that was killed still writes; it fails by itself once its folder is gone. */
async function sweep(draft: string): Promise<void> {
  for (const deadline = Date.now() + 10_000; ; await sleep(50)) {
    try {
      return rmSync(draft, { recursive: true, force: true })
    } catch (error) {
      if (codeOf(error) !== 'ENOTEMPTY' || Date.now() > deadline) throw error
    }
  }
}

/** Works on a draft, which is renamed when whole: one that was cut short is thrown away at the next start. */
async function initialize(
  { kept, binaries, account, durable }: Start,
  draft: string,
  locale: string,
): Promise<string | undefined> {
  const password = `${draft}.password`
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(password, kept.password, { mode: 0o600 })
  if (account) for (const path of [draft, password]) chownSync(path, account.ids.uid, account.ids.gid)

  const access = ['--username', owner, '--auth', 'scram-sha-256', '--pwfile', password]
  const text = ['--encoding', 'UTF8', '--locale', 'C', '--lc-ctype', locale]
  const order = ['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8']
  const sync = durable ? [] : ['--no-sync']
  const log = logFile(kept.place)
  const output = openSync(log, 'a', 0o600)
  const code = await ended(
    spawn(binaries.initdb, ['--pgdata', draft, ...access, ...text, ...order, ...sync], {
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

export function assertVersion(cluster: string, binaries: Binaries): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  const need = binaries.version.split('.')[0] ?? ''
  if (found !== need) throw new Problem('cluster_version', { folder: cluster, found, need })
}

export const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })

/** PostgreSQL and the library's variables of the machine do not reach our server; messages stay English for the log. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(PG|LD_|DYLD_|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(own), LC_ALL: 'C' }
}

/** The end of a log, for whoever has to find out why. */
export const tail = (log: string): string =>
  existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n') : ''
