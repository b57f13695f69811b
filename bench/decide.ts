// npm run bench:decide – reviewers who decide claims over HTTP as fast as they can: decision, audit record and posting in
// one transaction each. Prints decisions a second and how long one takes. Goal: p95 <= 30 ms at 16 reviewers.
// Options: --reviewers 16 --learners 120 --json
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import { verifyLedger } from '../src/ledger/verify.ts'
import { openDatabase } from '../src/database/connection.ts'
import { fillBank, kill, startServer } from './claims.ts'

const { values: options } = parseArgs({
  options: {
    reviewers: { type: 'string', default: '16' },
    learners: { type: 'string', default: '120' },
    json: { type: 'boolean', default: false },
  },
})

const dataDir = mkdtempSync(join(tmpdir(), 'credit-bank-decide-'))
chmodSync(dataDir, 0o711)
const database = await startEmbedded({ dataDir })
await migrate(database.url)
const { reviewers, claims } = await fillBank(database.url, dataDir, {
  learners: Number(options.learners),
  reviewers: Number(options.reviewers),
})
const server = await startServer(database.url, dataDir)

const times: number[] = []
const shuffled = claims.toSorted((a, b) => (a.slice(-9) < b.slice(-9) ? -1 : 1))
/** Each keeps one connection busy; the first tenth warms up and is not counted. */
const warming = Math.floor(shuffled.length / 10)
let next = 0
let beganAt = 0
await Promise.all(
  reviewers.map(async ({ headers }) => {
    for (let place = next++; place < shuffled.length; place = next++) {
      if (place === warming) beganAt = performance.now()
      const from = performance.now()
      const reply = await fetch(`${server.address}/api/v1/recognition/claims/${shuffled[place]}/decision`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': `bench-${place}` },
        body: JSON.stringify({ decision: 'approve' }),
      })
      if (reply.status !== 200) throw new Error(`${reply.status} ${await reply.text()}`)
      await reply.arrayBuffer()
      if (place > warming) times.push(performance.now() - from)
    }
  }),
)
const seconds = (performance.now() - beganAt) / 1000
await kill(server)

const reading = openDatabase({ url: database.url })
const { postings, findings } = await verifyLedger(reading.db)
await reading.close()
await database.stop()
rmSync(dataDir, { recursive: true, force: true })
rmSync(database.place, { recursive: true, force: true })

const sorted = times.toSorted((a, b) => a - b)
const at = (part: number): number => Math.round((sorted[Math.floor(sorted.length * part)] ?? 0) * 10) / 10
const figures = {
  reviewers: reviewers.length,
  decisions: times.length,
  decisionsPerSecond: Math.round(times.length / seconds),
  p50Ms: at(0.5),
  p95Ms: at(0.95),
  p99Ms: at(0.99),
  postings,
  ledgerFindings: findings.length,
}
if (options.json) console.log(JSON.stringify(figures))
else {
  console.log(
    `${figures.decisions} decisions by ${figures.reviewers} reviewers: ${figures.decisionsPerSecond} a second; ` +
      `p50 ${figures.p50Ms} ms, p95 ${figures.p95Ms} ms, p99 ${figures.p99Ms} ms; the ledger has ${postings} postings and ${findings.length} findings`,
  )
}
process.exitCode = findings.length === 0 ? 0 : 1
