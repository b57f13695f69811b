// npm run bench:verify – how long 总账校验 takes: fills a bank through the batching writer and verifies it, several
// times. Options: --moves 1000000 --shards 64 --learners 10000 --rounds 3 --data FOLDER (filled once, and kept)
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Pool } from 'pg'
import { openDatabase } from '../src/database/connection.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import type { PlainCommand } from '../src/ledger/commands.ts'
import { verifyLedger } from '../src/ledger/verify.ts'
import { openWriter } from '../src/ledger/writer.ts'
import { creditsFromHundredths } from '../src/values/credits.ts'
import { day } from '../src/values/dates.ts'
import { newId, referenceShard, type Uuid } from '../src/values/ids.ts'

const { values: options } = parseArgs({
  options: {
    moves: { type: 'string', default: '1000000' },
    shards: { type: 'string', default: '64' },
    learners: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    data: { type: 'string' },
  },
})
const [movesWanted, shards] = [Number(options.moves), Number(options.shards)]

const institutions = Array.from({ length: 200 }, () => newId(referenceShard))
const learners = Array.from({ length: Number(options.learners) }, (_, index) => newId(index % shards))
const unit = newId(referenceShard)
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)]!
const terms = (expiresOn: string) => ({
  earnedOn: day('2026-06-30'),
  expiresOn: day(expiresOn),
  provenance: {
    title: '数据结构与算法',
    institution: unit,
    course: unit,
    grade: '82',
    hours: null,
    level: 5,
    category: 'degree',
    evidence: null,
    rule: 'R-2026-1',
  },
})

/** Half deposits, the rest redemptions of one to three lots and conversions. */
function command(learner: Uuid): PlainCommand {
  const kind = Math.random()
  const amount = creditsFromHundredths(100 + Math.floor(Math.random() * 300))
  if (kind < 0.5)
    return {
      verb: 'deposit',
      learner,
      issuer: pick(institutions),
      unit,
      amount,
      ...terms(`20${27 + Math.floor(Math.random() * 9)}-06-15`),
    }
  if (kind < 0.9) return { verb: 'redeem', learner, from: { unit, amount }, receiver: pick(institutions) }
  const rate = { numerator: 1, denominator: 1 }
  const make = [{ amount, elective: false, ...terms('2035-06-15') }]
  return {
    verb: 'convert',
    learner,
    from: { unit, amount },
    countsAt: pick(institutions),
    unit: institutions[0]!,
    rate,
    make,
  }
}

async function fill(url: string): Promise<void> {
  const writing = openDatabase({ url, role: 'cb_writer', connectionsMax: 2 })
  const owner = new Pool({ connectionString: url, max: 1 })
  const writer = openWriter({ pool: writing.pool, lanes: 2, queueMax: 100_000 })
  const [actor, at] = [newId(referenceShard), new Date()]
  const count = async (): Promise<number> =>
    (await owner.query('select count(*)::int as moves from ledger_move')).rows[0].moves
  for (let moves = await count(); moves < movesWanted; moves = await count()) {
    const wanted = Math.min(20_000, movesWanted - moves)
    await Promise.all(
      Array.from({ length: wanted }, () =>
        writer.submit({ commands: [command(pick(learners))], cause: newId(0), actor, at }),
      ),
    )
  }
  await owner.query('vacuum analyze')
  await writer.close()
  await writing.close()
  await owner.end()
}

const dataDir = options.data ?? mkdtempSync(join(tmpdir(), 'credit-bank-bench-'))
mkdirSync(dataDir, { recursive: true })
chmodSync(dataDir, 0o711)
const own = await startEmbedded({ dataDir })
try {
  await migrate(own.url)
  await fill(own.url)
  const { db, close } = openDatabase({ url: own.url })
  console.log('     s  Node CPU s    moves  postings  findings')
  for (let round = 0; round < Number(options.rounds); round++) {
    const [from, cpu] = [performance.now(), process.cpuUsage()]
    const { postings, moves, findings } = await verifyLedger(db)
    const { user, system } = process.cpuUsage(cpu)
    const seconds = [(performance.now() - from) / 1000, (user + system) / 1e6].map((s) => s.toFixed(1))
    const cells = [...seconds, moves, postings, findings.length].map(String)
    console.log(cells.map((cell, at) => cell.padStart([6, 12, 9, 10, 10][at]!)).join(''))
  }
  await close()
} finally {
  await own.stop()
  if (options.data === undefined) {
    rmSync(dataDir, { recursive: true, force: true })
    rmSync(own.place, { recursive: true, force: true })
  }
}
