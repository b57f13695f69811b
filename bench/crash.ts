// npm run check:crash – kills server processes, database connections and PostgreSQL itself (kill -9) under load, and
// then asks: is everything that was acknowledged on record, once, without a gap, and does the whole ledger agree?
// Options: --seconds 60 --workers 2
import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Pool } from 'pg'
import { openDatabase } from '../src/database/connection.ts'
import { startEmbedded, type Embedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import { verifyLedger } from '../src/ledger/verify.ts'
import { newId } from '../src/values/ids.ts'

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, workers: { type: 'string', default: '2' } },
})
const learners = Array.from({ length: 60 }, (_, index) => newId(index % 3))
const acknowledged = new Map<string, string>()
const disagreeing: string[] = []
const kills = { servers: 0, connections: 0, databases: 0 }

/** Resolves when the worker's first posting is acknowledged, so that there is something to break. */
function startWorker(url: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, 'crash-worker.js')
  const worker = spawn(process.execPath, [script, url, learners.join(',')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const lines = createInterface({ input: worker.stdout })
  lines.on('line', (line) => {
    const [shard = '', seq = '', cause = ''] = line.split(' ')
    // The last line of a killed process may be cut.
    if (cause.length !== 36) return
    const place = `${shard} ${seq}`
    if ((acknowledged.get(cause) ?? place) !== place) disagreeing.push(cause)
    acknowledged.set(cause, place)
  })
  return new Promise((resolve) => {
    lines.once('line', () => resolve(worker))
    worker.once('exit', () => resolve(worker))
  })
}

const startWorkers = (url: string): Promise<ChildProcess[]> =>
  Promise.all(Array.from({ length: Number(options.workers) }, () => startWorker(url)))

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  const gone = new Promise((resolve) => worker.once('exit', resolve))
  worker.kill('SIGKILL')
  await gone
}

async function torture(dataDir: string): Promise<Embedded> {
  let server = await startEmbedded({ dataDir, onLost: () => undefined })
  await migrate(server.url)
  let owner = ownerOf(server)
  let workers = await startWorkers(server.url)
  const end = Date.now() + Number(options.seconds) * 1000
  for (let round = 1; Date.now() < end; round++) {
    await pause(100 + Math.random() * 200)
    if (round % 40 === 0) {
      await owner.end()
      process.kill(server.pid, 'SIGKILL')
      await pause(200)
      await server.stop()
      server = await startEmbedded({ dataDir, onLost: () => undefined })
      owner = ownerOf(server)
      await Promise.all(workers.map(kill))
      workers = await startWorkers(server.url)
      kills.databases++
    } else if (round % 12 === 0) {
      const victim = round % workers.length
      await kill(workers[victim]!)
      workers[victim] = await startWorker(server.url)
      kills.servers++
    } else {
      const { rowCount } = await owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' limit 2`,
      )
      kills.connections += rowCount ?? 0
    }
  }
  await Promise.all(workers.map(kill))
  await owner.end()
  return server
}

function ownerOf({ url }: Embedded): Pool {
  const pool = new Pool({ connectionString: url, max: 1 })
  pool.on('error', () => undefined)
  return pool
}

async function judge(url: string): Promise<[string, boolean][]> {
  const owner = new Pool({ connectionString: url, max: 1 })
  const { rows } = await owner.query<{ cause: string; place: string }>(
    `select cause, shard || ' ' || seq as place from ledger_posting`,
  )
  const recorded = new Map(rows.map(({ cause, place }) => [cause, place]))
  await owner.end()
  const lost = [...acknowledged].filter(([cause, place]) => recorded.get(cause) !== place)
  const reading = openDatabase({ url })
  const { postings, findings } = await verifyLedger(reading.db)
  await reading.close()
  console.log(
    `${kills.servers} servers, ${kills.connections} connections, ${kills.databases} databases killed; ` +
      `${acknowledged.size} acknowledged, ${postings} on record; ${JSON.stringify(findings)}`,
  )
  return [
    ['something was acknowledged', acknowledged.size > 100],
    ['every kind of thing was killed', Object.values(kills).every((count) => count > 0)],
    ['nothing acknowledged is lost or elsewhere', lost.length === 0],
    ['no two answers about one posting disagree', disagreeing.length === 0],
    ['nothing is on record twice', recorded.size === rows.length],
    ['every sum, number, leaf and root agrees', findings.length === 0],
  ]
}

const dataDir = mkdtempSync(join(tmpdir(), 'credit-bank-crash-'))
chmodSync(dataDir, 0o711)
const server = await torture(dataDir)
const outcomes = await judge(server.url)
await server.stop()
rmSync(dataDir, { recursive: true, force: true })
rmSync(server.place, { recursive: true, force: true })
for (const [what, held] of outcomes) console.log(`${held ? 'ok' : 'FAILED'}: ${what}`)
const failed = outcomes.filter(([, held]) => !held).length
console.log(`${outcomes.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
