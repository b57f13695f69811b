// The batching writer on a real database: many at once, races with a human's decision, lost connections, repeats.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, transact, type Database } from '../database/connection.ts'
import { openTestDatabase, type TestDatabase } from '../testing/bank.ts'
import { credits } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { newId, referenceShard, shardOf, type Uuid } from '../values/ids.ts'
import { Refusal } from '../values/refusal.ts'
import type { Deposit, Redeem } from './commands.ts'
import { balance, post } from './operations.ts'
import { openWriter, type Writer, type WriteRequest } from './writer.ts'

let bank: TestDatabase
let writing: Database
let writer: Writer
beforeAll(async () => {
  bank = await openTestDatabase()
  writing = openDatabase({ url: bank.url, role: 'cb_writer', connectionsMax: 6 })
  writer = openWriter({ pool: writing.pool })
})
afterAll(async () => {
  await writer.close()
  await writing.close()
  await bank.close()
})

const [school, actor] = [newId(referenceShard), newId(referenceShard)]
const at = new Date('2026-11-24T04:00:00Z')
const deposit = (learner: Uuid, amount = '1.0'): Deposit => ({
  verb: 'deposit',
  learner,
  issuer: school,
  unit: school,
  amount: credits(amount),
  earnedOn: day('2026-06-30'),
  expiresOn: null,
  provenance: {
    title: 'O\'Neil "工"\\学, {x}',
    institution: school,
    course: null,
    grade: null,
    hours: null,
    level: null,
    category: null,
    evidence: null,
    rule: null,
  },
})
const redeem = (learner: Uuid, amount: string): Redeem => ({
  verb: 'redeem',
  learner,
  from: { unit: school, amount: credits(amount) },
  receiver: school,
})
const request = (command: Deposit | Redeem, change: Partial<WriteRequest> = {}): WriteRequest => ({
  commands: [command],
  cause: newId(shardOf(command.learner)),
  actor,
  at,
  ...change,
})

const available = async (learner: Uuid): Promise<number> =>
  (await transact(bank.db, {}, (tx) => balance(tx, learner, { effectiveDay: day('2026-11-24') })))[0]
    ?.available ?? 0

test('each of many postings over many shards is answered by itself', async () => {
  const learners = Array.from({ length: 40 }, (_, index) => newId(index))
  const into = await Promise.all(learners.map((learner) => writer.submit(request(deposit(learner, '2.0')))))
  expect(into.every((reply) => !(reply instanceof Refusal) && reply.seq === 1)).toBe(true)
  const out = await Promise.all(
    learners
      .flatMap((learner) => [redeem(learner, '1.5'), redeem(learner, '1.5')])
      .map((one) => writer.submit(request(one))),
  )
  expect(out.filter((reply) => reply instanceof Refusal)).toHaveLength(40)
  expect(await Promise.all(learners.map(available))).toEqual(learners.map(() => 50))
})

test('a repeat posts nothing, in the same batch, later, and after the writer has forgotten', async () => {
  const learner = newId(50)
  const one = request(deposit(learner), { key: `${learner}/key` })
  const replies = await Promise.all([writer.submit(one), writer.submit(one), writer.submit(one)])
  replies.push(await writer.submit(one))
  const fresh = openWriter({ pool: writing.pool })
  replies.push(...(await Promise.all([fresh.submit(one), fresh.submit(request(deposit(learner)))])))
  expect(replies.map((reply) => !(reply instanceof Refusal) && reply.seq)).toEqual([1, 1, 1, 1, 1, 2])
  const other = { ...one, commands: [deposit(learner, '9')] }
  expect(await fresh.submit(other)).toMatchObject({ code: 'cause_taken' })
  expect(await fresh.submit({ ...other, cause: `${learner}/new` })).toMatchObject({ code: 'key_reused' })
  const spent = request(redeem(learner, '2.0'))
  expect(await writer.submit(spent)).toMatchObject({ seq: 3, repeated: false })
  expect(await fresh.submit(spent)).toMatchObject({ seq: 3, repeated: true })
  await fresh.close()
  expect(await available(learner)).toBe(0)
})

test('two writers and human decisions race on one shard: everything counts once, nothing is overdrawn', async () => {
  const learner = newId(51)
  const other = openWriter({ pool: writing.pool })
  await writer.submit(request(deposit(learner, '10.0')))
  const replies = await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const { commands, cause } = request(redeem(learner, '0.3'))
      if (index % 3 === 0) return writer.submit({ commands, cause, actor, at })
      if (index % 3 === 1) return other.submit({ commands, cause, actor, at })
      return transact(bank.db, { shard: 51 }, (tx) => post(tx, commands, { cause, actor, at })).catch(
        (error: unknown) => (error instanceof Refusal ? error : Promise.reject(error)),
      )
    }),
  )
  const posted = replies.filter((reply) => !(reply instanceof Refusal))
  expect(posted).toHaveLength(33)
  expect(await available(learner)).toBe(10)
  await other.close()
})

test('a refusal is never given by books that are behind', async () => {
  const learner = newId(52)
  expect(await writer.submit(request(redeem(learner, '1.0')))).toMatchObject({ code: 'credits_insufficient' })
  await transact(bank.db, { shard: 52 }, (tx) =>
    post(tx, [deposit(learner)], { cause: `${learner}/in`, actor, at }),
  )
  expect(await writer.submit(request(redeem(learner, '1.0')))).toMatchObject({ seq: 2 })
})

test('a full queue refuses at once, and what was taken is answered', async () => {
  const small = openWriter({ pool: writing.pool, lanes: 1, queueMax: 5 })
  const learner = newId(53)
  const replies = await Promise.all(Array.from({ length: 8 }, () => small.submit(request(deposit(learner)))))
  expect(
    replies
      .filter((reply) => reply instanceof Refusal)
      .map((reply) => reply instanceof Refusal && reply.code),
  ).toEqual(['unavailable', 'unavailable', 'unavailable'])
  expect(await available(learner)).toBe(500)
  await small.close()
})

test('connections that break under load lose nothing and post nothing twice', async () => {
  const broken = { kills: 0, posted: 0, postedThen: -1 }
  // Only after something was posted since: on a slow machine one would else break each try, for ever.
  const breakConnections = async (): Promise<void> => {
    if (broken.posted === broken.postedThen) return
    broken.postedThen = broken.posted
    const { rowCount } = await bank.ownerPool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and query like 'select ledger_append%'`,
    )
    broken.kills += rowCount ?? 0
  }
  const timer = setInterval(() => void breakConnections(), 40)
  const working = Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const learner = newId(54 + (index % 4))
      const causes = new Set<string>()
      while (broken.kills < 12) {
        const reply = await writer.submit(request(deposit(learner, '0.5')))
        if (!(reply instanceof Refusal)) causes.add(reply.cause)
        broken.posted++
      }
      return { learner, posted: causes.size }
    }),
  )
  const outcomes = await working.finally(() => clearInterval(timer))
  expect(outcomes.every(({ posted }) => posted > 0)).toBe(true)
  for (const { learner, posted } of outcomes) expect(await available(learner)).toBe(posted * 50)
}, 60_000)
