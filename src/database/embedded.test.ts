// The bank's own PostgreSQL through everything that a machine does to it: stops, kills, half-made files, closed folders.
import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { build } from 'vite'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { installedBinaries, restoreLinks, usableBinaries } from './binaries.ts'
import { runningEmbedded, startEmbedded } from './embedded.ts'
import type { Embedded, EmbeddedOptions } from './embedded.ts'
import { identityOf } from './processes.ts'

const asRoot = process.getuid?.() === 0
const repository = join(import.meta.dirname, '..', '..')

/** A folder that the server's account may enter, gone after the test. */
function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'credit-bank-embedded-'))
  chmodSync(folder, 0o711)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Only what is about durability waits for the disk. */
async function started(options: EmbeddedOptions): Promise<Embedded> {
  const server = await startEmbedded({ durable: false, ...options })
  onTestFinished(() => server.stop())
  return server
}

/** A data folder whose cluster is made, which takes a second or more: made once, copied for each test. */
function ready(): string {
  const folder = temporary()
  execFileSync('cp', ['-a', made, folder])
  const dataDir = join(folder, basename(made))
  const kept = join(dataDir, 'postgres', 'server.json')
  writeFileSync(kept, readFileSync(kept, 'utf8').replace(made, dataDir))
  return dataDir
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined) // A server that is killed under us says so twice.
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows[0] ?? {}
  } finally {
    await client.end()
  }
}

/** Built once: Node 20 does not read TypeScript. Below the repository, so that it finds its packages. */
const built = join(repository, 'node_modules', `.credit-bank-test-${process.pid}`)
const made = realpathSync(mkdtempSync(join(tmpdir(), 'credit-bank-made-')))
beforeAll(async () => {
  chmodSync(made, 0o711)
  await (await startEmbedded({ dataDir: made, durable: false })).stop()
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: join(import.meta.dirname, '../testing/embedded-process.ts'),
      outDir: built,
      target: 'node20',
    },
  })
})
afterAll(() => {
  rmSync(made, { recursive: true })
  rmSync(built, { recursive: true })
})

test('what was committed is there after a stop and a start, at the same address', async () => {
  const dataDir = ready()
  const first = await started({ dataDir, durable: true })
  await ask(first.url, 'create table kept (n int)')
  await first.stop()
  expect(identityOf(first.pid)).toBeUndefined()

  const second = await started({ dataDir })
  expect(second.url).toBe(first.url)
  expect(await ask(second.url, 'select count(*)::int as n from kept')).toEqual({ n: 0 })
})

test('it syncs to disk, speaks UTF-8, sorts the same everywhere and finds Chinese by its letters', async () => {
  const { url } = await started({ dataDir: temporary(), durable: true })
  const facts = `select current_setting('fsync') as fsync, current_setting('listen_addresses') as listens,
    current_setting('max_connections') as connections, current_setting('server_encoding') as encoding,
    (select datlocale from pg_database where datname = current_database()) as locale`
  expect(await ask(url, facts)).toEqual({
    fsync: 'on',
    listens: '127.0.0.1',
    connections: '100',
    encoding: 'UTF8',
    locale: 'C.UTF-8',
  })
  await ask(url, 'create extension pg_trgm')
  const { alike } = await ask(url, "select similarity('高等数学(一)', '高等数学A') as alike")
  expect(alike).toBeGreaterThan(0.4)
})

test('its password is in the data folder for the owner alone, and no other opens it', async () => {
  const dataDir = ready()
  const { url } = await started({ dataDir })
  expect(statSync(join(dataDir, 'postgres', 'server.json')).mode & 0o777).toBe(0o600)
  const address = new URL(url)
  expect(address.password).toHaveLength(32)
  address.password = 'postgres'
  await expect(ask(address.href, 'select 1')).rejects.toThrow('password authentication failed')
})

test('a second start on the same folder says who runs there, and changes nothing', async () => {
  const dataDir = ready()
  const first = await started({ dataDir })
  first.announce('http://localhost:8080')

  await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
    code: 'already_running',
    details: { pid: process.pid, address: 'http://localhost:8080' },
  })
  expect(runningEmbedded(dataDir)).toBe(first.url)
  expect(await ask(first.url, 'select 1 as one')).toEqual({ one: 1 })
})

test('of several that start at once, one gets the folder', async () => {
  const dataDir = ready()
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => started({ dataDir })))
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
})

test('the lock of a process that is gone counts for nothing, even when its number is used again', async () => {
  const dataDir = ready()
  const stale = JSON.stringify({ pid: process.pid, identity: 'of an earlier process' })
  writeFileSync(join(dataDir, 'postgres', 'running.json'), stale)
  expect(runningEmbedded(dataDir)).toBeUndefined()
  expect(await ask((await started({ dataDir })).url, 'select 1 as one')).toEqual({ one: 1 })
})

test('a note of a server whose number another program has now does not keep it from starting', async () => {
  const dataDir = ready()
  const cluster = join(dataDir, 'postgres', 'cluster')
  const note = `${process.pid}\n${cluster}\n0\n5432\n\n127.0.0.1\n\nready\n`
  writeFileSync(join(cluster, 'postmaster.pid'), note, { mode: 0o644 })
  expect(await ask((await started({ dataDir })).url, 'select 1 as one')).toEqual({ one: 1 })
})

test('data of another PostgreSQL is refused, not touched', async () => {
  const dataDir = ready()
  writeFileSync(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '14\n')
  await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
    code: 'cluster_version',
    details: { found: '14', need: '18' },
  })
})

test('a server that is killed under the bank is noticed', async () => {
  const lost: string[] = []
  const server = await started({ dataDir: ready(), onLost: (problem) => lost.push(problem.code) })
  process.kill(server.pid, 'SIGKILL')
  await expect.poll(() => lost, { timeout: 5000 }).toEqual(['database_failed'])
})

test('where npm has no PostgreSQL for the machine, it asks for DATABASE_URL', () => {
  expect(() => installedBinaries('plan9-mips')).toThrow(/plan9-mips.*DATABASE_URL/s)
})

/** The binaries as npm leaves them: without symbolic links. */
function unlinked(folder: string): string {
  const native = join(folder, 'package', 'native')
  cpSync(installedBinaries(), native, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !lstatSync(path).isSymbolicLink(),
  })
  cpSync(join(installedBinaries(), '..', 'package.json'), join(folder, 'package', 'package.json'))
  return native
}

test('shared libraries whose links npm dropped are linked again', () => {
  const folder = temporary()
  const native = unlinked(folder)
  expect(() => lstatSync(join(native, 'lib', 'libpq.so.5'))).toThrow('ENOENT')
  expect(restoreLinks(native)).toBe(true)
  expect(lstatSync(join(native, 'lib', 'libpq.so.5')).isSymbolicLink()).toBe(true)
  expect(usableBinaries(native, folder, undefined).version).toMatch(/^18\./)
})

test.skipIf(asRoot)('where the installed folder may not be written, a whole copy is used', () => {
  const folder = temporary()
  const native = unlinked(folder)
  chmodSync(join(native, 'lib'), 0o555)
  onTestFinished(() => chmodSync(join(native, 'lib'), 0o755))
  expect(usableBinaries(native, join(folder, 'stage'), undefined).postgres).toContain('stage')
})

test.runIf(asRoot)(
  'root below a closed home: binaries and data go where the server may enter, and stay there',
  async () => {
    const home = temporary()
    chmodSync(home, 0o700)
    const elsewhere = [join(temporary(), 'credit-bank')]
    const options = { dataDir: join(home, 'clone', 'data'), native: unlinked(home), elsewhere }

    const first = await started(options)
    expect(first.place.startsWith(elsewhere[0]!)).toBe(true)
    expect(first.account).not.toBe('root')
    await ask(first.url, 'create table kept (n int)')
    await first.stop()
    const again = await started(options)
    expect(again.place).toBe(first.place)
    expect(await ask(again.url, 'select count(*)::int as n from kept')).toEqual({ n: 0 })
  },
)

test.runIf(asRoot)('root with nowhere to go is told so, before anything is made', async () => {
  const home = temporary()
  chmodSync(home, 0o700)
  const dataDir = join(home, 'data')
  await expect(startEmbedded({ dataDir, elsewhere: [join(home, 'also-closed')] })).rejects.toMatchObject({
    code: 'no_place',
  })
})

const startProcess = (dataDir: string): ChildProcess =>
  spawn(process.execPath, [join(built, 'embedded-process.js'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const Said = z.object({ url: z.string(), pid: z.number() })

test('the server of a process killed with -9 is ended by the next start, and no commit is lost', async () => {
  const dataDir = ready()
  const child = startProcess(dataDir)
  const [line] = z.tuple([z.string()]).parse(await once(createInterface(child.stdout!), 'line'))
  const orphan = Said.parse(JSON.parse(line))
  await ask(orphan.url, 'create table kept (n int)')
  await killed(child)
  expect(identityOf(orphan.pid)).toBeDefined()

  const next = await started({ dataDir })
  expect(identityOf(orphan.pid)).toBeUndefined()
  expect(await ask(next.url, 'select count(*)::int as n from kept')).toEqual({ n: 0 })
})

test('a first start that is cut short is made again from nothing', async () => {
  const dataDir = temporary()
  const child = startProcess(dataDir)
  const folder = join(dataDir, 'postgres')
  const drafts = () =>
    (existsSync(folder) ? readdirSync(folder) : []).filter(
      (name) => name.startsWith('draft-') && !name.includes('.'),
    )
  await expect.poll(drafts, { interval: 5, timeout: 15_000 }).toHaveLength(1)
  await expect
    .poll(() => readdirSync(join(folder, drafts()[0]!)), { interval: 5, timeout: 15_000 })
    .toContain('base')
  await killed(child)
  expect(readdirSync(folder)).not.toContain('cluster')

  const server = await started({ dataDir })
  expect(await ask(server.url, 'select 1 as one')).toEqual({ one: 1 })
  expect(drafts()).toEqual([])
})

test('what an orphan still writes into its draft is swept away once it ends', async () => {
  const dataDir = ready()
  const place = join(dataDir, 'postgres')
  rmSync(join(place, 'cluster'), { recursive: true })
  const draft = join(place, 'draft-orphan')
  mkdirSync(draft)
  const write = `const end = Date.now() + 1500; let n = 0
    while (Date.now() < end) try { require('node:fs').writeFileSync(process.argv[1] + '/' + n++, '') } catch {}`
  const orphan = spawn(process.execPath, ['-e', write, draft], { stdio: 'ignore' })
  const ended = once(orphan, 'exit')
  await expect.poll(() => readdirSync(draft).length, { interval: 5, timeout: 15_000 }).toBeGreaterThan(50)

  await started({ dataDir })
  expect(existsSync(draft)).toBe(false)
  await ended
})
