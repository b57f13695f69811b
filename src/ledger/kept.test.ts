// 留存的校验点: what is kept outside shows what a ledger that agrees with itself cannot: that it is not the same one.
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transact } from '../database/connection.ts'
import { openTestDatabase, type TestDatabase } from '../testing/bank.ts'
import { credits } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { newId, referenceShard } from '../values/ids.ts'
import { openKept, openKey, signRoots, type KeptFile } from './kept.ts'
import { post, receipt, verifyReceipt } from './operations.ts'
import { verifyLedger } from './verify.ts'

let bank: TestDatabase
beforeAll(async () => {
  bank = await openTestDatabase()
})
afterAll(() => bank.close())

const signer = { name: 'bank.test', privateKey: generateKeyPairSync('ed25519').privateKey }
const [school, actor] = [newId(referenceShard), newId(referenceShard)]
const at = new Date('2026-11-24T04:00:00Z')

async function deposit(shard: number, times: number): Promise<void> {
  const learner = newId(shard)
  await transact(bank.db, { shard }, async (tx) => {
    for (let n = 0; n < times; n++) {
      const provenance = {
        title: '电工基础',
        institution: school,
        course: null,
        grade: '90',
        hours: null,
        level: 4,
        category: null,
        evidence: null,
        rule: null,
      }
      const terms = { earnedOn: day('2026-06-30'), expiresOn: null, provenance }
      await post(
        tx,
        [{ verb: 'deposit', learner, issuer: school, unit: school, amount: credits('2'), ...terms }],
        { cause: `${learner}/${n}`, actor, at },
      )
    }
  })
}

async function asOwner(...statements: string[]): Promise<void> {
  const owner = await bank.ownerPool.connect()
  try {
    await owner.query("begin; set local session_replication_role = 'replica'")
    for (const statement of statements) await owner.query(statement)
    await owner.query('commit')
  } finally {
    owner.release()
  }
}

const tables = (
  'ledger_head ledger_account ledger_balance ledger_posting ledger_move ledger_lot ledger_lot_source ledger_holding ' +
  'ledger_opening ledger_tile ledger_checkpoint'
).split(' ')

const against = async (file: KeptFile) => {
  const { verifier, roots } = openKept(JSON.stringify(file))!
  const { findings } = await verifyLedger(bank.db, { verifier, kept: roots })
  return findings.map(({ rule, shard, first }) => ({ rule, shard, first }))
}

test('a ledger put back to an earlier state agrees with itself, and is shown to be cut short; then, to be another', async () => {
  await deposit(1, 3)
  await deposit(2, 300)
  const early = await signRoots(bank.db, signer)
  expect(early.checkpoints).toHaveLength(2)
  await asOwner('create schema kept', ...tables.map((name) => `create table kept.${name} as table ${name}`))
  await deposit(2, 5)
  const late = await signRoots(bank.db, signer)
  await deposit(2, 1)
  expect(await against(early)).toEqual([])
  expect(await against(late)).toEqual([])

  await asOwner(
    ...tables.map((name) => `delete from ${name}`),
    ...tables.map((name) => `insert into ${name} select * from kept.${name}`),
  )
  expect(await against(early)).toEqual([])
  expect(await against(late)).toEqual([{ rule: 'truncated', shard: 2, first: 'size 305, now 300' }])

  await deposit(2, 8)
  expect(await against(early)).toEqual([])
  expect(await against(late)).toEqual([{ rule: 'rewritten', shard: 2, first: 'before size 305' }])
})

test('a file of another key, or with a letter changed, is not believed; another bank’s key shows in every checkpoint', async () => {
  const file = await signRoots(bank.db, signer)
  const [note = ''] = file.checkpoints
  expect(openKept(JSON.stringify(file))?.roots).toHaveLength(2)
  expect(openKept('{')).toBeUndefined()
  expect(openKept(JSON.stringify({ ...file, more: 1 }))).toBeUndefined()
  expect(
    openKept(JSON.stringify({ ...file, checkpoints: [note.replace('/ledger/1\n', '/ledger/2\n')] })),
  ).toBeUndefined()
  const other = { ...signer, privateKey: generateKeyPairSync('ed25519').privateKey }
  const { publicKey } = await signRoots(bank.db, other)
  expect(openKept(JSON.stringify({ ...file, publicKey }))).toBeUndefined()
  const { verifier } = openKept(JSON.stringify({ ...file, publicKey, checkpoints: [] }))!
  const { findings } = await verifyLedger(bank.db, { verifier })
  expect(findings.map(({ rule, shard }) => ({ rule, shard }))).toEqual([
    { rule: 'checkpoints', shard: 1 },
    { rule: 'checkpoints', shard: 2 },
  ])
})

test('a receipt is checked by the file’s key or by a bare public key; never by a private one', async () => {
  const file = await signRoots(bank.db, signer)
  const content = JSON.stringify(
    await transact(bank.db, {}, (tx) => receipt(tx, { shard: 1, seq: 2 }, signer, at)),
  )
  for (const key of [JSON.stringify(file), file.publicKey])
    expect(await verifyReceipt(content, openKey(key, 'bank.test')!)).toMatchObject({ valid: true, seq: 2 })
  const privatePem = signer.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  expect(openKey(privatePem, 'bank.test')).toBeUndefined()
  expect(openKey('nothing', 'bank.test')).toBeUndefined()
})
