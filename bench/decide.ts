// npm run bench:decide – reviewers who decide claims over HTTP as fast as they can: decision, audit record and posting in
// one transaction each, at a pace and as fast as they can. Goal: p95 <= 30 ms at 16 reviewers.
// Options: --reviewers 16 --learners 120 --pause 1000 --json. `pause`: how long each waits after a decision in the first row.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startEmbedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import { verifyLedger } from '../src/ledger/verify.ts'
import { openDatabase } from '../src/database/connection.ts'
import type { Person } from '../src/testing/people.ts'
import { ask, percentile } from './client.ts'
import { fillBank, kill, startServer } from './claims.ts'

const { values: options } = parseArgs({
  options: {
    reviewers: { type: 'string', default: '16' },
    learners: { type: 'string', default: '120' },
    pause: { type: 'string', default: '1000' },
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

const shuffled = claims.toSorted((a, b) => (a.slice(-9) < b.slice(-9) ? -1 : 1))
let next = 0

async function decide(reviewer: Person): Promise<number> {
  const place = next++
  const url = `${server.address}/api/v1/recognition/claims/${shuffled[place]}/decision`
  const headers = { ...reviewer.headers, 'idempotency-key': `bench-${place}` }
  const { status, text, ms } = await ask(url, { decision: 'approve' }, headers)
  if (status !== 200) throw new Error(`${status} ${text}`)
  return ms
}

/** Each reviewer decides one after the other, waiting `pauseMs` after each, until `end` claims are decided. */
async function round(end: number, pauseMs: number) {
  const times: number[] = []
  const from = performance.now()
  await Promise.all(
    reviewers.map(async (reviewer) => {
      await pause(Math.random() * pauseMs)
      while (next < end) {
        times.push(await decide(reviewer))
        if (pauseMs > 0) await pause(pauseMs)
      }
    }),
  )
  return {
    decisions: times.length,
    perSecond: Math.round((times.length / (performance.now() - from)) * 1000),
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    p99Ms: percentile(times, 0.99),
  }
}

await round(Math.floor(shuffled.length / 10), 0) // Warms up.
const paced = await round(Math.floor(shuffled.length / 2), Number(options.pause))
const saturated = await round(shuffled.length, 0)
await kill(server)

const reading = openDatabase({ url: database.url })
const { postings, findings } = await verifyLedger(reading.db)
await reading.close()
await database.stop()
rmSync(dataDir, { recursive: true, force: true })
rmSync(database.place, { recursive: true, force: true })

const figures = { reviewers: reviewers.length, paced, saturated, postings, ledgerFindings: findings.length }
if (options.json) console.log(JSON.stringify(figures))
else {
  console.log(`${reviewers.length} reviewers; goal p95 <= 30 ms`)
  row(`one each ${options.pause} ms`, paced)
  row('as fast as they can', saturated)
  console.log(`the ledger has ${postings} postings and ${findings.length} findings`)
}
process.exitCode = findings.length === 0 ? 0 : 1

function row(name: string, { decisions, perSecond, p50Ms, p95Ms, p99Ms }: typeof paced): void {
  const figure = `p50 ${p50Ms} ms  p95 ${p95Ms} ms  p99 ${p99Ms} ms`
  console.log(`${name.padEnd(22)} ${figure.padEnd(44)} ${perSecond} a second (${decisions} decisions)`)
}
