// bench/crash-worker.ts – a server process to be killed: posts through the writer and through transactions of its own,
// sends some requests again, and says on stdout what was acknowledged.
import { openDatabase, transact } from '../src/database/connection.ts'
import type { PlainCommand } from '../src/ledger/commands.ts'
import { post } from '../src/ledger/operations.ts'
import { openWriter } from '../src/ledger/writer.ts'
import { creditsFromHundredths } from '../src/values/credits.ts'
import { day } from '../src/values/dates.ts'
import { newId, shardOf, uuid } from '../src/values/ids.ts'
import { Refusal } from '../src/values/refusal.ts'

const [url = '', people = ''] = process.argv.slice(2)
const learners = people.split(',').map(uuid)
const school = uuid('01900000-0000-7000-8000-000000000fff')
const writing = openDatabase({ url, role: 'cb_writer', connectionsMax: 2 })
const deciding = openDatabase({ url, connectionsMax: 4 })
const writer = openWriter({ pool: writing.pool })

function command(): PlainCommand {
  const learner = learners[Math.floor(Math.random() * learners.length)]!
  const amount = creditsFromHundredths(1 + Math.floor(Math.random() * 30))
  if (Math.random() < 0.5)
    return { verb: 'redeem', learner, from: { unit: school, amount }, receiver: school }
  const provenance = {
    title: '课程',
    institution: school,
    course: null,
    grade: null,
    hours: null,
    level: null,
    category: null,
    evidence: null,
    rule: null,
  }
  const [earnedOn, expiresOn] = [day('2026-06-30'), day('2030-06-30')]
  return { verb: 'deposit', learner, issuer: school, unit: school, amount, earnedOn, expiresOn, provenance }
}

async function client(): Promise<void> {
  for (;;) {
    const commands = [command()]
    const shard = shardOf(commands[0]!.learner)
    const call = { cause: newId(shard), actor: school, at: new Date() }
    const times = Math.random() < 0.3 ? 2 : 1
    const ask = () =>
      Math.random() < 0.15
        ? transact(deciding.db, { shard }, (tx) => post(tx, commands, call))
        : writer.submit({ commands, ...call })
    for (const reply of await Promise.allSettled(Array.from({ length: times }, ask))) {
      // What was refused, or broke with its connection, is not acknowledged; anything else must be on record for good.
      if (reply.status === 'fulfilled' && !(reply.value instanceof Refusal))
        process.stdout.write(`${reply.value.shard} ${reply.value.seq} ${reply.value.cause}\n`)
    }
  }
}

await Promise.all(Array.from({ length: 24 }, client))
