// 总账校验 finds every kind of damage. Only the owner with triggers switched off can do any; each is done once here.
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transact } from '../database/connection.ts'
import { openTestDatabase, type TestDatabase } from '../testing/bank.ts'
import { credits } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { newId, referenceShard } from '../values/ids.ts'
import type { Provenance } from './lots.ts'
import { post, signCheckpoint } from './operations.ts'
import { verifyLedger } from './verify.ts'

let bank: TestDatabase
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const signer = { name: 'bank.test', privateKey }
const verifier = { name: 'bank.test', publicKey }
const [school, other, actor] = [newId(referenceShard), newId(referenceShard), newId(referenceShard)]
const at = new Date('2026-11-24T04:00:00Z')
const provenance: Provenance = {
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

/** Deposits, holds and converts, signing a checkpoint now and then. */
function fill(shard: number, times: number): Promise<void> {
  const learner = newId(shard)
  const terms = { earnedOn: day('2026-06-30'), expiresOn: null, provenance }
  return transact(bank.db, { shard }, async (tx) => {
    for (let n = 0; n < times; n++) {
      const [lot, hold] = [`${learner}/${n}`, `${learner}/${n}/hold`]
      const amount = credits('2')
      await post(tx, [{ verb: 'deposit', learner, issuer: school, unit: school, amount, ...terms }], {
        cause: lot,
        actor,
        at,
      })
      const kept = { unit: school, amount: credits('1.5') }
      await post(tx, [{ verb: 'hold', learner, from: kept }], { cause: hold, actor, at })
      const convert = {
        verb: 'convert',
        learner,
        from: { hold, amount: credits('1') },
        countsAt: other,
        unit: other,
        rate: { numerator: 18, denominator: 16 },
        make: [{ amount: credits('1'), elective: false, ...terms }],
      } as const
      await post(tx, [{ ...convert, make: [...convert.make] }], { cause: `${lot}/convert`, actor, at })
      if (n % 50 === 0) await signCheckpoint(tx, shard, signer, at)
    }
  })
}

beforeAll(async () => {
  bank = await openTestDatabase()
  await fill(1, 90)
  await fill(2, 5)
}, 120_000)
afterAll(() => bank.close())

test('an untouched ledger agrees with itself in everything', async () => {
  expect(await verifyLedger(bank.db, { verifier })).toEqual({ postings: 285, moves: 451, findings: [] })
})

test.each([
  ['a balance', 'balances', 'update ledger_balance set posted = posted + 1 where shard = 1 and account = 1'],
  ['a lost movement', 'balances', 'delete from ledger_move where shard = 1 and seq = 40'],
  [
    'a running balance',
    'running',
    'update ledger_move set dst_balance = dst_balance + 1 where shard = 1 and seq = 7',
  ],
  ['a version', 'balances', 'update ledger_move set dst_version = 99999 where shard = 1 and seq = 7'],
  ['an inflated lot', 'issued', 'update ledger_lot set amount = 900 where shard = 1 and seq = 4'],
  ['an overdrawn lot', 'lots', 'update ledger_move set amount = 999 where shard = 1 and seq = 5'],
  ['a piece', 'holdings', 'update ledger_holding set amount = amount + 1 where shard = 1'],
  ['a vanished piece', 'holdings', 'delete from ledger_holding where shard = 1 and amount > 0'],
  ['a unit', 'units', `update ledger_account set unit = owner where shard = 1 and kind = 'held'`],
  ['a rate', 'conversions', 'update ledger_lot_source set numerator = 1 where shard = 1'],
  ['an empty posting', 'postings', 'delete from ledger_move where shard = 1 and seq = 40'],
  ['altered words', 'openings', `update ledger_opening set content = '{}' where shard = 1`],
  ['another cause', 'leaves', `update ledger_posting set cause = 'other' where shard = 1 and seq = 200`],
  ['another grade', 'leaves', `update ledger_lot set earned_on = '2020-01-01' where shard = 1 and seq = 4`],
  ['another leaf', 'leaves', `update ledger_posting set leaf = sha256('x') where shard = 1 and seq = 200`],
  ['a cut tail', 'heads', 'delete from ledger_posting where shard = 1 and seq = 270'],
  ['a root', 'roots', `update ledger_head set root = sha256('x') where shard = 1`],
  ['an edge', 'roots', `update ledger_head set edge = sha256('x') where shard = 1`],
  ['a tile', 'tiles', `update ledger_tile set hash = sha256('x') where shard = 1`],
  ['a lost tile', 'tiles', 'delete from ledger_tile where shard = 1'],
  [
    'a checkpoint',
    'checkpoints',
    `update ledger_checkpoint set root = sha256('x') where shard = 1 and size = 3`,
  ],
  [
    'a signature',
    'checkpoints',
    `update ledger_checkpoint set note = replace(note, '—', '–') where shard = 1`,
  ],
])('%s that was tampered with is found', async (_, rule, damage) => {
  const owner = await bank.ownerPool.connect()
  await owner.query("begin; set local session_replication_role = 'replica'")
  await owner.query('create schema kept')
  for (const table of tables) await owner.query(`create table kept.${table} as table ${table}`)
  expect((await owner.query(damage)).rowCount).toBeGreaterThan(0)
  await owner.query('commit')
  try {
    const { findings } = await verifyLedger(bank.db, { verifier })
    expect(findings.map(({ rule, shard }) => ({ rule, shard }))).toContainEqual({ rule, shard: 1 })
    expect(findings.filter(({ shard }) => shard === 2)).toEqual([])
  } finally {
    await owner.query("begin; set local session_replication_role = 'replica'")
    for (const table of tables)
      await owner.query(`delete from ${table}; insert into ${table} select * from kept.${table}`)
    await owner.query('drop schema kept cascade; commit')
    owner.release()
  }
})

const tables = [
  'ledger_head',
  'ledger_account',
  'ledger_balance',
  'ledger_posting',
  'ledger_move',
  'ledger_lot',
  'ledger_lot_source',
  'ledger_holding',
  'ledger_opening',
  'ledger_tile',
  'ledger_checkpoint',
]

test('and after all that was put right, it agrees again', async () => {
  expect((await verifyLedger(bank.db, { verifier })).findings).toEqual([])
})
