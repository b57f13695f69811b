// 总账 of the centre: who may look, who may ask; what a run finds stays on record. And 校验点 for everybody.
import type { FastifyInstance } from 'fastify'
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transact } from '../database/connection.ts'
import { createServer } from '../http/server.ts'
import { doorkeeperOf } from '../identity/principal.ts'
import { isConsistent } from '../sealing/merkle.ts'
import { openTestDatabase, type TestDatabase } from '../testing/bank.ts'
import { identityOn, person, send, type Person } from '../testing/people.ts'
import { credits } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { newId, referenceShard } from '../values/ids.ts'
import { centerRoutes } from './center-routes.ts'
import { openKept, signRoots } from './kept.ts'
import { isDue, runVerification } from './nightly.ts'
import { post } from './operations.ts'
import { proofRoutes } from './proof-routes.ts'

let bank: TestDatabase
let http: FastifyInstance
let finance: Person
let learner: Person
const signer = { name: 'bank.test', privateKey: generateKeyPairSync('ed25519').privateKey }

beforeAll(async () => {
  bank = await openTestDatabase()
  const identity = identityOn(bank.db)
  http = await createServer({ logLevel: 'silent', doorkeeper: doorkeeperOf(identity) })
  centerRoutes(http, { db: bank.db, signer })
  proofRoutes(http, { db: bank.db, signer })
  finance = await person(identity, [{ role: 'finance' }])
  learner = await person(identity, [{ role: 'learner' }])
  await deposit(7, 3)
})
afterAll(async () => {
  await http.close()
  await bank.close()
})

async function deposit(shard: number, times: number): Promise<void> {
  const [school, owner] = [newId(referenceShard), newId(shard)]
  await transact(bank.db, { shard }, async (tx, at) => {
    for (let n = 0; n < times; n++) {
      const provenance = {
        title: '电工基础',
        institution: school,
        course: null,
        grade: null,
        hours: null,
        level: null,
        category: null,
        evidence: null,
        rule: null,
      }
      const terms = { earnedOn: day('2026-06-30'), expiresOn: null, provenance }
      const command = { verb: 'deposit', learner: owner, issuer: school, unit: school, ...terms } as const
      await post(tx, [{ ...command, amount: credits('2') }], { cause: `${owner}/${n}`, actor: school, at })
    }
  })
}

const look = () => send(http, finance, 'GET', '/api/v1/center/ledger')

test('who answers for the ledger asks for a run, and finds it on record', async () => {
  expect(await look()).toMatchObject({ status: 200, body: { postings: 3, running: false, runs: [] } })
  expect(await send(http, finance, 'POST', '/api/v1/center/ledger/verifications', {})).toMatchObject({
    status: 200,
    body: { began: true },
  })
  await expect
    .poll(look)
    .toMatchObject({ body: { runs: [{ nightly: false, postings: 3, moves: 3, findings: [] }] } })
  const { shards } = (await look()).body as { shards: { shard: number }[] }
  expect(shards.find(({ shard }) => shard === 7)).toMatchObject({ postings: 3, checkpoint: { size: 3 } })
  expect(shards.find(({ shard }) => shard === 8)).toMatchObject({ postings: 0, checkpoint: null })
  const asked = await bank.db
    .selectFrom('auditRecord')
    .selectAll()
    .where('action', '=', 'ledger.verification_asked')
    .execute()
  expect(asked).toMatchObject([{ actor: finance.id, outcome: 'done' }])
})

test('learners and strangers neither look nor ask', async () => {
  for (const [method, path] of [
    ['GET', '/api/v1/center/ledger'],
    ['POST', '/api/v1/center/ledger/verifications'],
  ] as const) {
    expect((await send(http, learner, method, path, method === 'POST' ? {} : undefined)).status).toBe(403)
    expect((await send(http, null, method, path, method === 'POST' ? {} : undefined)).status).toBe(401)
  }
})

test('of two that start together one runs; what it finds is kept, and no one can take it back', async () => {
  const owner = await bank.ownerPool.connect()
  await owner.query("begin; set local session_replication_role = 'replica'")
  await owner.query('update ledger_balance set posted = posted + 1 where shard = 7 and account = 1; commit')
  owner.release()
  const runs = await Promise.all([
    runVerification(bank.db, signer, null),
    runVerification(bank.db, signer, null),
  ])
  expect(runs.filter(Boolean)).toHaveLength(1)
  const { body } = await look()
  expect(body).toMatchObject({
    runs: [{ nightly: true, findings: [{ rule: 'balances', shard: 7, count: 1, first: 'account 1' }] }, {}],
  })
  await expect(bank.pool.query('delete from ledger_verification')).rejects.toThrow('permission denied')
  await expect(bank.ownerPool.query('delete from ledger_verification')).rejects.toThrow('append-only')
})

test.each([
  ['before three nothing is due yet', '2026-11-24T02:59:00+08:00', '2026-11-23T03:01:00+08:00', false],
  ['at three it is', '2026-11-24T03:00:00+08:00', '2026-11-23T03:01:00+08:00', true],
  ['once a night is enough', '2026-11-24T23:00:00+08:00', '2026-11-24T03:00:05+08:00', false],
  ['a night that was missed is made up for', '2026-11-24T02:00:00+08:00', '2026-11-22T03:01:00+08:00', true],
])('%s', (_, now, last, due) => {
  expect(isDue(new Date(last), new Date(now))).toBe(due)
})

test('anybody may keep a checkpoint, and be shown later that the ledger has only grown', async () => {
  await signRoots(bank.db, signer)
  const first = await send(http, null, 'GET', '/api/v1/ledger/checkpoints')
  expect(first.status).toBe(200)
  await deposit(7, 300)
  await signRoots(bank.db, signer)
  const second = await send(http, null, 'GET', '/api/v1/ledger/checkpoints')
  const [from, to] = [first, second].map(({ body }) => openKept(JSON.stringify(body))!.roots[0]!)
  expect([from, to]).toMatchObject([
    { shard: 7, size: 3 },
    { shard: 7, size: 303 },
  ])
  const consistency = (query: string) => send(http, null, 'GET', `/api/v1/ledger/shards/${query}`)
  const { body } = await consistency('7/consistency?first=3&second=303')
  const proof = (body as { proof: string[] }).proof.map((hash) => Buffer.from(hash, 'hex'))
  expect(isConsistent(from!, to!, proof)).toBe(true)
  expect(isConsistent({ ...from!, root: to!.root }, to!, proof)).toBe(false)
  expect((await consistency('7/consistency?first=3&second=304')).status).toBe(404)
  expect((await consistency('4095/consistency?first=1&second=1')).status).toBe(404)
  expect((await consistency('7/consistency?first=x&second=1')).status).toBe(422)
})
