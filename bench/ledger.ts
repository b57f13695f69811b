// npm run bench:ledger – the ledger against a naive one, a bare INSERT a commit and, when its SQL file is given,
// pgledger; in interleaved rounds on one PostgreSQL with fsync on, so that ratios of one run can be trusted.
// Options: --clients 64 --seconds 4 --rounds 3 --shards 2 --lanes 2 --learners 10000 --pool 16 --hot --pgledger FILE
// --url OWNER_URL (else the embedded server on a folder of its own) --only ours,floor --soak (ours alone, one round)
import { mkdtempSync, readdirSync, readFileSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Pool } from 'pg'
import { openDatabase } from '../src/database/connection.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import type { PlainCommand } from '../src/ledger/commands.ts'
import type { Provenance } from '../src/ledger/lots.ts'
import { verifyLedger } from '../src/ledger/verify.ts'
import { openWriter, type Writer } from '../src/ledger/writer.ts'
import { creditsFromHundredths } from '../src/values/credits.ts'
import { day, type LocalDate } from '../src/values/dates.ts'
import { newId, referenceShard, type Uuid } from '../src/values/ids.ts'
import { hours } from '../src/values/quantities.ts'
import { Refusal } from '../src/values/refusal.ts'

const { values: options } = parseArgs({
  options: {
    clients: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    shards: { type: 'string', default: '2' },
    lanes: { type: 'string', default: '2' },
    learners: { type: 'string', default: '10000' },
    pool: { type: 'string', default: '16' },
    hot: { type: 'boolean', default: false },
    verify: { type: 'boolean', default: false },
    pgledger: { type: 'string' },
    url: { type: 'string' },
    only: { type: 'string' },
  },
})
const [clients, seconds, rounds, shards] = [
  Number(options.clients),
  Number(options.seconds),
  Number(options.rounds),
  Number(options.shards),
]

/** One way to post: `run` does one posting of the workload and says whether it was a repeat or a refusal. */
type Contender = { name: string; run: (job: Job) => Promise<void>; close: () => Promise<void> }
type Job = {
  learner: Uuid
  issuer: Uuid
  receiver: Uuid
  deposits: boolean
  amount: number
  expiresOn: LocalDate
  key: string
}

const institutions = (count: number): Uuid[] => Array.from({ length: count }, () => newId(referenceShard))
const issuers = institutions(options.hot ? 1 : 200)
const receivers = institutions(options.hot ? 1 : 200)
const unit = newId(referenceShard)
const actor = newId(referenceShard)
const learners = Array.from({ length: Number(options.learners) }, (_, index) => newId(index % shards))
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)]!

let last: Job | undefined
function nextJob(): Job {
  if (last && Math.random() < 0.01) return last
  const deposits = Math.random() < 0.5
  last = {
    learner: pick(learners),
    issuer: pick(issuers),
    receiver: pick(receivers),
    deposits,
    amount: deposits ? 200 + Math.floor(Math.random() * 200) : 100 + Math.floor(Math.random() * 400),
    expiresOn: pick(expiries),
    key: newId(0),
  }
  return last
}

const provenance: Provenance = {
  title: '数据结构与算法',
  institution: unit,
  course: unit,
  grade: '82',
  hours: hours(72),
  level: 5,
  category: 'degree',
  evidence: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  rule: 'R-2026-1',
}
const expiries = Array.from({ length: 60 }, (_, index) => day(`20${27 + (index % 9)}-0${1 + (index % 9)}-15`))
const commandOf = ({ learner, issuer, receiver, deposits, amount, expiresOn }: Job): PlainCommand =>
  deposits
    ? {
        verb: 'deposit',
        learner,
        issuer,
        unit,
        amount: creditsFromHundredths(amount),
        earnedOn: day('2026-06-30'),
        expiresOn,
        provenance,
      }
    : { verb: 'redeem', learner, from: { unit, amount: creditsFromHundredths(amount) }, receiver }

const tally = { refused: 0, repeated: 0 }

function ours(writer: Writer, close: () => Promise<void>): Contender {
  return {
    name: 'ours',
    async run(job) {
      const reply = await writer.submit({ commands: [commandOf(job)], cause: job.key, actor, at: new Date() })
      if (reply instanceof Refusal) tally.refused++
      else if (reply.repeated) tally.repeated++
    },
    close,
  }
}

/** What one writes first: a transaction of some ten statements, rows locked in order. */
async function naive(url: string): Promise<Contender> {
  const pool = new Pool({ connectionString: url, max: Number(options.pool) })
  await pool.query(`drop schema if exists naive cascade; create schema naive;
    create table naive.balance (account uuid primary key, amount bigint not null);
    create table naive.lot (id uuid primary key, learner uuid not null, amount int not null, rest int not null check (rest >= 0),
      expires_on date, provenance jsonb not null);
    create index on naive.lot (learner) where rest > 0;
    create table naive.posting (id uuid primary key, key text unique not null, at timestamptz not null default now());
    create table naive.entry (posting uuid not null, lot uuid not null, account uuid not null, amount int not null,
      primary key (posting, lot, account));
    create index on naive.entry (account)`)
  await pool.query('insert into naive.balance select unnest($1::uuid[]), 1000', [learners])
  await pool.query('insert into naive.balance select unnest($1::uuid[]), 0', [[...issuers, ...receivers]])
  await pool.query(
    `insert into naive.lot select gen_random_uuid(), l, 200, 200, date '2027-01-01' + n * 100, $2
     from unnest($1::uuid[]) l, generate_series(1, 5) n`,
    [learners, provenance],
  )
  return {
    name: 'naive',
    async run({ learner, issuer, receiver, deposits, amount, expiresOn, key }) {
      const client = await pool.connect()
      const query = (name: string, text: string, values: unknown[]) => client.query({ name, text, values })
      try {
        await client.query('begin')
        const id = newId(0)
        const made = await query('n1', 'insert into naive.posting values ($1, $2) on conflict do nothing', [
          id,
          key,
        ])
        const other = deposits ? issuer : receiver
        const way = deposits ? 1 : -1
        const [first, second] = learner < other ? [learner, other] : [other, learner]
        await query('n2', 'select amount from naive.balance where account = $1 for update', [first])
        await query('n3', 'select amount from naive.balance where account = $1 for update', [second])
        const pieces: { id: string; amount: number }[] = []
        if (deposits) {
          pieces.push({ id: newId(0), amount })
          await query('n4', 'insert into naive.lot values ($1, $2, $3, $3, $4, $5)', [
            pieces[0]!.id,
            learner,
            amount,
            expiresOn,
            provenance,
          ])
        } else {
          const lots = await query(
            'n5',
            'select id, rest from naive.lot where learner = $1 and rest > 0 and expires_on >= now() order by expires_on for update',
            [learner],
          )
          let missing = amount
          for (const { id, rest } of lots.rows) {
            if (missing === 0) break
            pieces.push({ id, amount: Math.min(rest, missing) })
            missing -= Math.min(rest, missing)
          }
          if (missing > 0) {
            await client.query('rollback')
            return
          }
          for (const piece of pieces)
            await query('n6', 'update naive.lot set rest = rest - $2 where id = $1', [piece.id, piece.amount])
        }
        for (const piece of pieces)
          await query('n7', 'insert into naive.entry values ($1, $2, $3, $4), ($1, $2, $5, -$4::int)', [
            id,
            piece.id,
            learner,
            way * piece.amount,
            other,
          ])
        await query('n8', 'update naive.balance set amount = amount + $2 where account = $1', [
          learner,
          way * amount,
        ])
        await query('n8', 'update naive.balance set amount = amount + $2 where account = $1', [
          other,
          -way * amount,
        ])
        await client.query(made.rowCount === 0 ? 'rollback' : 'commit')
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

/** The physical floor of anything that commits one by one. */
async function floor(url: string): Promise<Contender> {
  const pool = new Pool({ connectionString: url, max: Number(options.pool) })
  await pool.query(
    'drop table if exists floor_row; create table floor_row (id uuid primary key, note text not null)',
  )
  return {
    name: 'floor',
    async run() {
      await pool.query({
        name: 'floor',
        text: 'insert into floor_row values ($1, $2)',
        values: [newId(0), 'x'],
      })
    },
    close: () => pool.end(),
  }
}

async function pgledger(url: string, file: string): Promise<Contender[]> {
  const pool = new Pool({ connectionString: url, max: Number(options.pool) })
  await pool.query(readFileSync(file, 'utf8'))
  const accounts = new Map<Uuid, string>()
  for (const owner of [...learners, ...issuers, ...receivers]) {
    const { rows } = await pool.query({
      name: 'account',
      text: 'select id from pgledger_create_account($1, $2)',
      values: [owner, 'USD'],
    })
    accounts.set(owner, rows[0].id)
  }
  const ends = ({ learner, issuer, receiver, deposits }: Job) =>
    deposits ? [accounts.get(issuer), accounts.get(learner)] : [accounts.get(learner), accounts.get(receiver)]
  const queue: { row: string; done: () => void; fail: (error: unknown) => void }[] = []
  const lane = { busy: 0 }
  const drain = async (): Promise<void> => {
    await new Promise(setImmediate)
    while (queue.length > 0) {
      const batch = queue.splice(0, 1000)
      try {
        await pool.query({
          name: 'batch',
          text: 'select count(*) from pgledger_create_transfers($1::transfer_request[])',
          values: [batch.map(({ row }) => row)],
        })
        for (const { done } of batch) done()
      } catch (error) {
        for (const { fail } of batch) fail(error)
      }
    }
    lane.busy--
  }
  return [
    {
      name: 'pgledger',
      async run(job) {
        const [from, to] = ends(job)
        await pool.query({
          name: 'transfer',
          text: 'select id from pgledger_create_transfer($1, $2, $3)',
          values: [from, to, job.amount / 100],
        })
      },
      close: () => pool.end(),
    },
    {
      name: 'pgl-batch',
      run(job) {
        const [from, to] = ends(job)
        return new Promise((done, fail) => {
          queue.push({ row: `(${from},${to},${job.amount / 100})`, done, fail })
          if (lane.busy === 0) {
            lane.busy = 1
            void drain()
          }
        })
      },
      close: async () => undefined,
    },
  ]
}

type Figures = { tps: number; p50: number; p99: number; server: number; node: number; wal: number }

async function round(contender: Contender, meter: Meter): Promise<Figures> {
  const latencies: number[] = []
  const before = await meter()
  const start = performance.now()
  const end = start + seconds * 1000
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const from = performance.now()
        await contender.run(nextJob())
        latencies.push(performance.now() - from)
      }
    }),
  )
  const elapsed = (performance.now() - start) / 1000
  const after = await meter()
  latencies.sort((a, b) => a - b)
  const count = latencies.length
  return {
    tps: count / elapsed,
    p50: latencies[Math.floor(count * 0.5)] ?? 0,
    p99: latencies[Math.floor(count * 0.99)] ?? 0,
    server: (after.server - before.server) / count,
    node: (after.node - before.node) / count,
    wal: (after.wal - before.wal) / count,
  }
}

type Meter = () => Promise<{ server: number; node: number; wal: number }>

/** CPU of the server's processes, ended ones included, from /proc; in microseconds. */
function newMeter(pool: Pool, postmaster: number | undefined): Meter {
  const serverCpu = (): number => {
    if (postmaster === undefined) return 0
    const children = readdirSync('/proc').filter((name) => {
      if (!/^\d+$/.test(name)) return false
      try {
        return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]!.split(' ')[1] === String(postmaster)
      } catch {
        return false // It ended while we looked; its time is in the postmaster's.
      }
    })
    return (
      (ticks(String(postmaster), false) + children.reduce((sum, pid) => sum + ticks(pid, true), 0)) * 10_000
    )
  }
  return async () => {
    const { rows } = await pool.query("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal")
    const { user, system } = process.cpuUsage()
    return { server: serverCpu(), node: user + system, wal: rows[0].wal }
  }
}

function ticks(pid: string, own: boolean): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  const at = (n: number): number => Number(fields[n])
  return own ? at(11) + at(12) : at(11) + at(12) + at(13) + at(14)
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

async function seed(writer: Writer): Promise<void> {
  await Promise.all(
    learners.map((learner) =>
      writer.submit({
        commands: Array.from({ length: 5 }, () =>
          commandOf({ ...nextJob(), learner, deposits: true, amount: 200 }),
        ),
        cause: `${learner}/seed`,
        actor,
        at: new Date(),
      }),
    ),
  )
}

async function main(): Promise<void> {
  if (options.url) return measure(options.url, undefined)
  const dataDir = mkdtempSync(join(tmpdir(), 'credit-bank-bench-'))
  chmodSync(dataDir, 0o711)
  const own = await startEmbedded({ dataDir })
  try {
    await measure(own.url, own.pid)
  } finally {
    await own.stop()
    rmSync(dataDir, { recursive: true, force: true })
    rmSync(own.place, { recursive: true, force: true })
  }
}

async function measure(url: string, postmaster: number | undefined): Promise<void> {
  await migrate(url)
  const owner = new Pool({ connectionString: url, max: 1 })
  const writing = openDatabase({ url, role: 'cb_writer', connectionsMax: Number(options.lanes) })
  const writer = openWriter({ pool: writing.pool, lanes: Number(options.lanes), queueMax: 100_000 })
  await seed(writer)
  const all = [
    ours(writer, async () => {
      await writer.close()
      await writing.close()
    }),
    await naive(url),
    await floor(url),
    ...(options.pgledger ? await pgledger(url, options.pgledger) : []),
  ]
  const chosen = all.filter(({ name }) => !options.only || options.only.split(',').includes(name))
  const meter = newMeter(owner, postmaster)
  const figures = new Map<string, Figures[]>(chosen.map(({ name }) => [name, []]))
  for (let n = 0; n < rounds; n++) {
    await owner.query('checkpoint')
    for (const contender of chosen) figures.get(contender.name)!.push(await round(contender, meter))
  }
  const version = (await owner.query('show server_version')).rows[0].server_version
  console.log(
    `PostgreSQL ${version}, node ${process.version}, ${clients} clients, ${shards} shards, ${options.lanes} lanes, ` +
      `${options.hot ? 'hot' : 'spread'}, ${rounds} rounds of ${seconds} s; medians; CPU in µs a posting`,
  )
  console.log('              tps    p50 ms   p99 ms   server     node    WAL B')
  const row = (name: string): Figures => {
    const own = figures.get(name)!
    const of = (key: keyof Figures): number => median(own.map((figure) => figure[key]))
    return {
      tps: of('tps'),
      p50: of('p50'),
      p99: of('p99'),
      server: of('server'),
      node: of('node'),
      wal: of('wal'),
    }
  }
  for (const { name } of chosen) {
    const { tps, p50, p99, server, node, wal } = row(name)
    const cells = [
      tps.toFixed(0),
      p50.toFixed(1),
      p99.toFixed(1),
      server.toFixed(0),
      node.toFixed(0),
      wal.toFixed(0),
    ]
    console.log(name.padEnd(10) + cells.map((cell) => cell.padStart(9)).join(''))
  }
  for (const { name } of chosen)
    if (name !== 'ours' && figures.has('ours'))
      console.log(`ours : ${name} = ${(row('ours').tps / row(name).tps).toFixed(2)}`)
  console.log(`refused ${tally.refused}, repeated ${tally.repeated}`)
  if (options.verify) {
    const reading = openDatabase({ url })
    const from = performance.now()
    const { postings, moves, findings } = await verifyLedger(reading.db)
    const took = ((performance.now() - from) / 1000).toFixed(1)
    console.log(`verified ${postings} postings, ${moves} moves in ${took} s: ${JSON.stringify(findings)}`)
    await reading.close()
  }
  for (const { close } of all) await close()
  await owner.end()
}

await main()
