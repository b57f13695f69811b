// npm run check:kill-decision – kills servers, connections and database processes (kill -9) while reviewers decide, and
// then asks of every claim: are decision, event, audit record, key and posting all there, or none of them?
// Options: --kills 220 --learners 100 --servers 3
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Pool } from 'pg'
import { openDatabase } from '../src/database/connection.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import { verifyLedger } from '../src/ledger/verify.ts'
import { uuidFrom } from '../src/values/ids.ts'
import { fillBank, kill, startServer, type Server } from './claims.ts'

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '220' },
    learners: { type: 'string', default: '100' },
    servers: { type: 'string', default: '3' },
  },
})
const kills = { servers: 0, connections: 0, databases: 0 }
const killed = (): number => kills.servers + kills.connections + kills.databases

const dataDir = mkdtempSync(join(tmpdir(), 'credit-bank-kill-'))
chmodSync(dataDir, 0o711)
const database = await startEmbedded({ dataDir })
await migrate(database.url)
const { reviewers, claims } = await fillBank(database.url, dataDir, {
  learners: Number(options.learners),
  reviewers: 8,
})
console.log(`${claims.length} claims wait to be decided`)

const servers: Server[] = []
for (let place = 0; place < Number(options.servers); place++)
  servers.push(await startServer(database.url, dataDir))

/** What a server has acknowledged: the number of the posting. */
const acknowledged = new Map<string, string>()
const wrong: string[] = []
const ahead = 24
let next = 0
const work = { stopping: false }

/** Sends one decision until it is answered: an unknown outcome is asked again with the same key. */
async function decide(claim: string, cookie: string): Promise<void> {
  for (let attempt = 0; !work.stopping; attempt++) {
    const server = servers[Math.floor(Math.random() * servers.length)]!
    const reply = await fetch(`${server.address}/api/v1/recognition/claims/${claim}/decision`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': claim },
      body: JSON.stringify({ decision: 'approve' }),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined)
    const text = await reply?.text().catch(() => undefined)
    if (reply?.status === 200 && text !== undefined) {
      const { posting } = JSON.parse(text) as { posting: { number: string } | null }
      acknowledged.set(claim, posting?.number ?? 'none')
      return
    }
    // With the same key there is no other answer than the first one, or that something broke.
    if (reply && text !== undefined && reply.status < 500) {
      wrong.push(`${claim}: ${reply.status} ${text.slice(0, 200)}`)
      return
    }
    await pause(20 + Math.random() * 50)
  }
}

const deciding = reviewers.map(async ({ headers }) => {
  while (!work.stopping && next < claims.length) {
    // Work for every kill there is to be, and always something in the middle of it.
    if (next > ((claims.length - ahead) * killed()) / Number(options.kills) + ahead) await pause(2)
    else await decide(claims[next++]!, headers.cookie)
  }
})

const owner = new Pool({ connectionString: database.url, max: 1 })
owner.on('error', () => undefined)
/** Backends of servers that are in the middle of something. */
const busy = async (): Promise<number[]> =>
  (
    await owner
      .query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
         and application_name = 'credit-bank' and state <> 'idle' and xact_start is not null order by random() limit 1`,
      )
      .catch(() => ({ rows: [] }))
  ).rows.map(({ pid }) => pid)

const starting = new Set<Promise<void>>()
function restart(place: number): void {
  const started = startAgain(place)
  starting.add(started)
  void started.finally(() => starting.delete(started))
}

/** As whatever keeps servers running does: one that finds the database in recovery ends, and is started again. */
async function startAgain(place: number): Promise<void> {
  let server: Server | undefined
  while (!server) {
    server = await startServer(database.url, dataDir, 'quiet').catch(() => undefined)
    if (!server) await pause(300)
  }
  servers[place] = server
}

for (let round = 1; killed() < Number(options.kills) && next < claims.length; round++) {
  await pause(80 + Math.random() * 160)
  if (round % 25 === 0) {
    const [pid] = await busy()
    if (pid === undefined) continue
    process.kill(pid, 'SIGKILL') // PostgreSQL ends every session and recovers from its log.
    kills.databases++
    await pause(1_500)
  } else if (round % 5 === 0 && starting.size === 0) {
    const place = kills.servers % servers.length
    await kill(servers[place]!)
    kills.servers++
    restart(place) // The others are killed meanwhile.
  } else {
    for (const pid of await busy()) {
      const ended = await owner.query('select pg_terminate_backend($1)', [pid]).catch(() => undefined)
      if (ended) kills.connections++
    }
  }
}
work.stopping = true
await Promise.all([...deciding, ...starting])
await Promise.all(servers.map(kill))
await owner.end()

const judging = new Pool({ connectionString: database.url, max: 1 })
const { rows } = await judging.query<{
  id: string
  state: string
  decisions: number
  events: number
  audited: number
  postings: number
  keys: number
  number: string | null
}>(
  `select c.id, c.state,
    (select count(*)::int from recognition_decision d where d.claim_id = c.id) as decisions,
    (select count(*)::int from recognition_event e where e.claim_id = c.id and e.kind = 'recognised') as events,
    (select count(*)::int from audit_record a where a.target = c.id and a.action = 'recognition.decided') as audited,
    (select count(*)::int from ledger_posting p where p.cause = c.id::text) as postings,
    (select count(*)::int from http_key k where k.key = ($2::text[])[array_position($1::uuid[], c.id)]) as keys,
    (select lpad(p.shard::text, 2, '0') || '-' || lpad(p.seq::text, 6, '0') from ledger_posting p where p.cause = c.id::text) as number
   from recognition_claim c where c.id = any ($1::uuid[])`,
  [claims.map((claim) => uuidFrom('claim', claim)), claims],
)
await judging.end()
const reading = openDatabase({ url: database.url })
const { findings } = await verifyLedger(reading.db)
await reading.close()
await database.stop()
rmSync(dataDir, { recursive: true, force: true })
rmSync(database.place, { recursive: true, force: true })

const byClaim = new Map(rows.map((row) => [row.id, row]))
const whole = (row: (typeof rows)[number]): string =>
  [row.decisions, row.events, row.audited, row.postings, row.keys].join()
const done = rows.filter((row) => row.state === 'recognised')
const halfDone = rows.filter((row) => whole(row) !== (row.state === 'recognised' ? '1,1,1,1,1' : '0,0,0,0,0'))
const lost = [...acknowledged].filter(
  ([claim, number]) => byClaim.get(uuidFrom('claim', claim) ?? '')?.number !== number,
)
console.log(
  `${kills.servers} servers, ${kills.connections} connections, ${kills.databases} databases killed; ` +
    `${acknowledged.size} decisions acknowledged, ${done.length} on record, ${halfDone.length} half done`,
)
for (const line of [...wrong.slice(0, 5), ...halfDone.slice(0, 5).map((row) => JSON.stringify(row))])
  console.log(line)
const outcomes: [string, boolean][] = [
  [`at least ${options.kills} kills`, killed() >= Number(options.kills)],
  ['every kind of thing was killed', Object.values(kills).every((count) => count > 0)],
  ['something was decided meanwhile', acknowledged.size > 50],
  ['nothing is half done', halfDone.length === 0],
  ['nothing acknowledged is lost or elsewhere', lost.length === 0],
  ['a repeated command got no other answer', wrong.length === 0],
  ['every sum, number, leaf and root of the ledger agrees', findings.length === 0],
]
for (const [what, held] of outcomes) console.log(`${held ? 'ok' : 'FAILED'}: ${what}`)
const failed = outcomes.filter(([, held]) => !held).length
console.log(`${outcomes.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
