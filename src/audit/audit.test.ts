// 审计: one record per act, in the act's own transaction; sealed, and every change afterwards is found.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { anonymous, holding } from '../access/model.ts'
import { transact } from '../database/connection.ts'
import { openTestDatabase, type TestDatabase } from '../testing/bank.ts'
import { newId } from '../values/ids.ts'
import { freshSigner, verifierOf } from '../sealing/signer.ts'
import { record, recordDenial } from './operations.ts'
import { sealPending, startSealer } from './sealer.ts'
import { verifyAudit } from './verify.ts'

let bank: TestDatabase
beforeAll(async () => {
  bank = await openTestDatabase()
})
afterAll(() => bank.close())
// As the owner, with the guard down for a moment, which nobody else can.
beforeEach(() => asOwner('truncate audit_record, audit_pending, audit_leaf, audit_seal'))

async function asOwner(statement: string): Promise<void> {
  const client = await bank.ownerPool.connect()
  try {
    await client.query("set session_replication_role = 'replica'")
    await client.query(statement)
  } finally {
    await client.query("set session_replication_role = 'origin'")
    client.release()
  }
}

const teacher = holding(newId(5), [{ role: 'teacher', institution: null }])
const learner = newId(7)
const call = { principal: teacher, traceId: 'trace-1' }
const signer = freshSigner()
const verifier = verifierOf([signer.publicKey])

const act = (details: Record<string, unknown> = {}, subject = learner) =>
  transact(bank.db, {}, (tx, at) =>
    record(tx, { ...call, at }, 'recognition.decided', { id: newId(7), subject }, details),
  )

test('a record lives on the shard of whom it is about, and commits with the act or not at all', async () => {
  await act({ credits: '2.50' })
  await expect(
    transact(bank.db, {}, async (tx, at) => {
      await record(tx, { ...call, at }, 'recognition.decided', { subject: learner })
      throw new Error('the act failed')
    }),
  ).rejects.toThrow('the act failed')
  const rows = await bank.db.selectFrom('auditRecord').selectAll().execute()
  expect(rows).toMatchObject([
    { shard: 7, actor: teacher.user, role: 'teacher', outcome: 'done', details: { credits: '2.50' } },
  ])
})

test('a refusal is a record too, of strangers as well', async () => {
  await recordDenial(
    bank.db,
    { principal: anonymous, traceId: 't' },
    {
      endpointClass: 'credit.read',
      method: 'GET',
      route: '/api/v1/credits/:id',
      status: 401,
    },
  )
  const rows = await bank.db.selectFrom('auditRecord').selectAll().execute()
  expect(rows).toMatchObject([{ actor: null, action: 'credit.read', outcome: 'denied', status: 401 }])
})

test('nobody can change or remove a record: not the application, not the owner by a slip', async () => {
  await act()
  for (const statement of [
    'update audit_record set actor = null',
    'delete from audit_record',
    'truncate audit_record',
    'update audit_leaf set place = 1',
    'delete from audit_seal',
  ]) {
    await expect(bank.pool.query(statement), statement).rejects.toThrow('permission denied')
    await expect(bank.ownerPool.query(statement), statement).rejects.toThrow('append-only')
  }
})

test('what waits is sealed in one signed tree per shard, and verifies', async () => {
  for (let i = 0; i < 5; i++) await act({ i })
  expect(await sealPending(bank.db, signer)).toBe(5)
  await act({ b: 1, a: [{ z: 1, y: 2 }] }, newId(9))
  expect(await verifyAudit(bank.db, verifier)).toEqual({ records: 5, seals: 1, waiting: 1, faults: [] })
  for (let i = 0; i < 3; i++) await act({ i })
  expect(await sealPending(bank.db, signer)).toBe(4)
  expect(await sealPending(bank.db, signer)).toBe(0)
  expect(await verifyAudit(bank.db, verifier)).toEqual({ records: 9, seals: 3, waiting: 0, faults: [] })
})

test('a record that commits after a later one was sealed is not passed over', async () => {
  const slow = transact(bank.db, {}, async (tx, at) => {
    await record(tx, { ...call, at }, 'recognition.decided', { subject: learner }, { slow: true })
    await act()
    expect(await sealPending(bank.db, signer)).toBe(1)
  })
  await slow
  expect(await sealPending(bank.db, signer)).toBe(1)
  expect(await verifyAudit(bank.db, verifier)).toMatchObject({ records: 2, waiting: 0, faults: [] })
})

test('sealers of two servers at once seal each record once', async () => {
  for (let i = 0; i < 20; i++) await act({ i })
  const sealed = await Promise.all([1, 2, 3].map(() => sealPending(bank.db, signer)))
  const rest = await sealPending(bank.db, signer)
  expect(sealed.reduce((sum, n) => sum + n, rest)).toBe(20)
  expect(await verifyAudit(bank.db, verifier)).toMatchObject({ records: 20, faults: [] })
})

test('the background sealer needs less than a second', async () => {
  const failures: unknown[] = []
  const sealer = startSealer(bank.db, signer, (error) => failures.push(error), 100)
  await act()
  await expect
    .poll(async () => (await bank.db.selectFrom('auditLeaf').select('place').execute()).length, {
      timeout: 1_000,
    })
    .toBe(1)
  await sealer.stop()
  expect(failures).toEqual([])
})

test.each([
  [
    'a changed word',
    "update audit_record set details = '{\"i\": 9}' where details->>'i' = '1'",
    'record_changed',
  ],
  ['another actor', "update audit_record set actor = null where details->>'i' = '1'", 'record_changed'],
  ['a removed record', "delete from audit_record where details->>'i' = '1'", 'record_missing'],
  ['a removed leaf', 'delete from audit_leaf where place = 1', 'leaf_missing'],
  ['a record with its leaf cut off at the end', 'delete from audit_leaf where place = 2', 'leaf_missing'],
  ['a forged root', "update audit_seal set root = decode(repeat('00', 32), 'hex')", 'root_wrong'],
  ['a forged signature', "update audit_seal set signature = 'x'", 'signature_wrong'],
  [
    'a record slipped past the tree',
    'update audit_leaf set record_id = gen_random_uuid() where place = 1',
    'record_unsealed',
  ],
])('%s is found', async (_, tampering, fault) => {
  for (let i = 0; i < 3; i++) await act({ i })
  await sealPending(bank.db, signer)
  await asOwner(tampering)
  const { faults } = await verifyAudit(bank.db, verifier)
  expect(faults.map((each) => each.fault)).toContain(fault)
})

test('a seal by a key that is not trusted here is no seal', async () => {
  await act()
  await sealPending(bank.db, freshSigner())
  const { faults } = await verifyAudit(bank.db, verifier)
  expect(faults).toMatchObject([{ fault: 'signature_wrong', at: 1 }])
})
