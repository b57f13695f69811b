// The ledger on a real database, under the application's role: the worked cases, and what must not be possible.
import { generateKeyPairSync } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transact } from '../database/connection.ts'
import { openTestDatabase, type TestDatabase } from '../testing/bank.ts'
import { credits, creditsText } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { newId, referenceShard, shardOf, type Uuid } from '../values/ids.ts'
import { hours } from '../values/quantities.ts'
import type { Command, Deposit } from './commands.ts'
import type { Provenance } from './lots.ts'
import { isConsistent } from '../sealing/merkle.ts'
import {
  balance,
  consistency,
  eraseWords,
  lots,
  post,
  receipt,
  signCheckpoint,
  statement,
  verifyReceipt,
  type PostCall,
  type Posted,
} from './operations.ts'

let bank: TestDatabase
beforeAll(async () => {
  bank = await openTestDatabase()
})
afterAll(() => bank.close())

const [schoolA, schoolB, registrar] = [newId(referenceShard), newId(referenceShard), newId(referenceShard)]
const newLearner = (shard = 7): Uuid => newId(shard)
const noon = (date: string): Date => new Date(`${date}T04:00:00Z`)

const provenance: Provenance = {
  title: '数据结构与算法',
  institution: schoolA,
  course: null,
  grade: '82',
  hours: hours(72),
  level: 5,
  category: null,
  evidence: null,
  rule: null,
}

const deposit = (learner: Uuid, amount: string, change: Partial<Deposit> = {}): Deposit => ({
  verb: 'deposit',
  learner,
  issuer: schoolA,
  unit: schoolA,
  amount: credits(amount),
  earnedOn: day('2026-06-30'),
  expiresOn: null,
  provenance,
  ...change,
})

function posting(learner: Uuid, commands: Command[], change: Partial<PostCall> = {}): Promise<Posted> {
  const call = { cause: newId(shardOf(learner)), actor: registrar, at: noon('2026-11-24'), ...change }
  return transact(bank.db, { shard: shardOf(learner) }, (tx) => post(tx, commands, call))
}

const balances = (learner: Uuid, effectiveDay = '2026-11-24', recordedUntil?: Date) =>
  transact(bank.db, {}, (tx) => balance(tx, learner, { effectiveDay: day(effectiveDay), recordedUntil }))

/** The balance of one unit, without what is nothing. */
async function standings(
  learner: Uuid,
  unit = schoolA,
  effectiveDay?: string,
): Promise<Record<string, string>> {
  const found = (await balances(learner, effectiveDay)).find((balance) => balance.unit === unit)
  const { unit: _, ...amounts } = found ?? { unit }
  return Object.fromEntries(
    Object.entries(amounts)
      .filter(([, amount]) => amount !== 0)
      .map(([name, amount]) => [name, creditsText(amount)]),
  )
}

const available = async (learner: Uuid, unit = schoolA, on?: string): Promise<string> =>
  (await standings(learner, unit, on))['available'] ?? '0.00'

test('W1: one posting deposits at A and converts to B, 4.0 recorded and 0.5 elective', async () => {
  const xiaoming = newLearner()
  const posted = await posting(xiaoming, [
    deposit(xiaoming, '4.0'),
    {
      verb: 'convert',
      learner: xiaoming,
      from: { pieces: [{ lot: { made: 0 }, amount: credits('4.0') }] },
      countsAt: schoolB,
      unit: schoolB,
      rate: { numerator: 18, denominator: 16 },
      make: [
        { amount: credits('4.0'), elective: false, earnedOn: day('2026-06-30'), expiresOn: null, provenance },
        { amount: credits('0.5'), elective: true, earnedOn: day('2026-06-30'), expiresOn: null, provenance },
      ],
    },
  ])
  expect(
    posted.lots.map(({ unit, amount, elective }) => [unit === schoolB, creditsText(amount), elective]),
  ).toEqual([
    [false, '4.00', false],
    [true, '4.00', false],
    [true, '0.50', true],
  ])
  expect(await standings(xiaoming, schoolA)).toEqual({ total: '4.00', converted: '4.00' })
  expect(await standings(xiaoming, schoolB)).toEqual({ total: '4.50', available: '4.50' })
  const { lines } = await transact(bank.db, {}, (tx) => statement(tx, xiaoming, day('2026-11-24')))
  expect(lines.map(({ verb, in: into, out, available }) => [verb, into, out, available])).toEqual([
    ['convert', 450, 0, 450],
    ['convert', 0, 400, 0],
    ['deposit', 400, 0, 400],
  ])
})

test('W2: what the rule forfeits is shown as forfeited, not lost', async () => {
  const learner = newLearner()
  await posting(learner, [deposit(learner, '6.0')], { cause: `${learner}/in` })
  await posting(learner, [
    {
      verb: 'convert',
      learner,
      from: { unit: schoolA, amount: credits('6.0') },
      countsAt: schoolB,
      unit: schoolB,
      rate: { numerator: 1, denominator: 1 },
      forfeit: credits('2.0'),
      make: [
        { amount: credits('4.0'), elective: false, earnedOn: day('2026-06-30'), expiresOn: null, provenance },
      ],
    },
  ])
  expect(await standings(learner)).toEqual({ total: '6.00', converted: '4.00', forfeited: '2.00' })
})

/** W4: A 20 (X, 2019), B 22 (X, 2020), C 40 (Y, 2023), seven years each, last day inclusive. */
async function indianLots(learner: Uuid): Promise<Record<'A' | 'B' | 'C', Uuid>> {
  const ids: Uuid[] = []
  for (const [amount, earned, expires] of [
    ['20', '2019-06-30', '2026-06-30'],
    ['22', '2020-06-30', '2027-06-30'],
    ['40', '2023-06-30', '2030-06-30'],
  ] as const) {
    const command = deposit(learner, amount, { earnedOn: day(earned), expiresOn: day(expires) })
    ids.push((await posting(learner, [command], { at: noon(earned) })).lots[0]!.lot)
  }
  return { A: ids[0]!, B: ids[1]!, C: ids[2]! }
}

test('W4: credits expire by the day asked about, and are spent earliest expiry first, for good', async () => {
  const learner = newLearner()
  const { B } = await indianLots(learner)
  expect(await available(learner, schoolA, '2026-06-30')).toBe('82.00')
  expect(await available(learner, schoolA, '2026-07-15')).toBe('62.00')

  const award = { cause: `${learner}/award`, at: noon('2026-07-15') }
  const redeem: Command = {
    verb: 'redeem',
    learner,
    from: { unit: schoolA, amount: credits('40') },
    receiver: schoolB,
  }
  await posting(learner, [redeem], award)
  const left = await transact(bank.db, {}, (tx) => lots(tx, learner, { effectiveDay: day('2026-07-15') }))
  expect(left.map(({ available, isExpired }) => [creditsText(available), isExpired])).toEqual([
    ['0.00', true],
    ['0.00', false],
    ['22.00', false],
  ])
  const again: Command = { ...redeem, from: { pieces: [{ lot: B, amount: credits('1') }] } }
  await expect(posting(learner, [again])).rejects.toMatchObject({ code: 'lot_unavailable' })
  const undo: Command = { verb: 'reverse', learner, cause: award.cause, reason: '误操作' }
  await expect(posting(learner, [undo])).rejects.toMatchObject({ code: 'redemption_final' })
  expect(await available(learner, schoolA, '2026-06-30')).toBe('82.00')
})

test('a chosen lot that has expired is refused, and on its last day it is not', async () => {
  const learner = newLearner()
  const { A } = await indianLots(learner)
  const redeem: Command = {
    verb: 'redeem',
    learner,
    from: { pieces: [{ lot: A, amount: credits('1') }] },
    receiver: schoolB,
  }
  await posting(learner, [redeem], { at: noon('2026-06-30') })
  await expect(posting(learner, [redeem], { at: noon('2026-07-01') })).rejects.toMatchObject({
    code: 'lot_expired',
    details: { day: '2026-06-30' },
  })
})

test('booking what has lapsed changes no balance of any day, and the statement has one dated line for it', async () => {
  const learner = newLearner()
  await indianLots(learner)
  const days = ['2026-06-30', '2026-07-01', '2026-07-20', '2026-11-24']
  const before = await Promise.all(days.map((on) => standings(learner, schoolA, on)))
  await posting(learner, [{ verb: 'expire', learner }], { at: noon('2026-07-20') })
  expect(await Promise.all(days.map((on) => standings(learner, schoolA, on)))).toEqual(before)
  expect(before[1]).toEqual({ total: '82.00', available: '62.00', expired: '20.00' })
  await expect(posting(learner, [{ verb: 'expire', learner }])).rejects.toMatchObject({
    code: 'nothing_to_post',
  })
  const { lines } = await transact(bank.db, {}, (tx) => statement(tx, learner, day('2026-11-24')))
  expect(lines[0]).toMatchObject({
    day: '2026-07-01',
    verb: 'lapse',
    out: 2000,
    available: 6200,
    posting: null,
  })
  expect(lines).toHaveLength(4)
})

test('W5: two applications for the same credits: one gets the hold; release, hold again, approve once', async () => {
  const learner = newLearner()
  await posting(learner, [deposit(learner, '3.0')])
  const ask = (cause: string) =>
    posting(learner, [{ verb: 'hold', learner, from: { unit: schoolA, amount: credits('3.0') } }], { cause })
  const outcomes = await Promise.allSettled([ask(`${learner}/1`), ask(`${learner}/2`)])
  const [won, lost] = outcomes[0].status === 'fulfilled' ? [1, 2] : [2, 1]
  expect(outcomes[lost - 1]).toMatchObject({
    status: 'rejected',
    reason: { code: 'credits_insufficient', details: { needed: 3, available: 0, held: 3 } },
  })
  expect(await standings(learner)).toEqual({ total: '3.00', held: '3.00' })

  await posting(learner, [{ verb: 'release', learner, hold: `${learner}/${won}` }])
  await ask(`${learner}/${lost}`)
  const approve = () =>
    posting(
      learner,
      [
        {
          verb: 'convert',
          learner,
          from: { hold: `${learner}/${lost}` },
          countsAt: schoolB,
          unit: schoolB,
          rate: { numerator: 1, denominator: 1 },
          make: [
            {
              amount: credits('3.0'),
              elective: false,
              earnedOn: day('2026-06-30'),
              expiresOn: null,
              provenance,
            },
          ],
        },
      ],
      { cause: `${learner}/approved`, key: `${learner}/key` },
    )
  const replies = await Promise.all([approve(), approve(), approve()])
  expect(new Set(replies.map(({ seq }) => seq)).size).toBe(1)
  expect(replies.filter(({ repeated }) => !repeated)).toHaveLength(1)
  expect(await standings(learner)).toEqual({ total: '3.00', converted: '3.00' })
  const { lines } = await transact(bank.db, {}, (tx) => statement(tx, learner, day('2026-11-24')))
  expect(lines.toReversed().map(({ verb }) => verb)).toEqual([
    'deposit',
    'hold',
    'release',
    'hold',
    'convert',
    'convert',
  ])
  await expect(
    posting(learner, [{ verb: 'release', learner, hold: `${learner}/${lost}` }]),
  ).rejects.toMatchObject({
    code: 'hold_closed',
  })
})

test('the same cause or key with other content is refused', async () => {
  const learner = newLearner()
  const first = { cause: `${learner}/a`, key: `${learner}/key` }
  const { seq } = await posting(learner, [deposit(learner, '1')], first)
  expect(await posting(learner, [deposit(learner, '1')], first)).toMatchObject({ seq, repeated: true })
  await expect(posting(learner, [deposit(learner, '2')], first)).rejects.toMatchObject({
    code: 'cause_taken',
  })
  await expect(
    posting(learner, [deposit(learner, '2')], { ...first, cause: `${learner}/b` }),
  ).rejects.toMatchObject({ code: 'key_reused' })
  expect(await available(learner)).toBe('1.00')
})

test('a reversal takes a posting back whole, once, and only while nothing of it is used', async () => {
  const learner = newLearner()
  const cause = `${learner}/in`
  await posting(learner, [deposit(learner, '3.0')], { cause })
  const undo: Command = { verb: 'reverse', learner, cause, reason: '成绩录入有误' }
  await posting(learner, [{ verb: 'hold', learner, from: { unit: schoolA, amount: credits('0.01') } }], {
    cause: `${learner}/hold`,
  })
  await expect(posting(learner, [undo])).rejects.toMatchObject({ code: 'reversal_spent' })
  await posting(learner, [{ verb: 'release', learner, hold: `${learner}/hold` }])
  const { seq } = await posting(learner, [undo])
  expect(await standings(learner)).toEqual({ total: '3.00', reversed: '3.00' })
  await expect(posting(learner, [undo])).rejects.toMatchObject({ code: 'already_reversed' })
  const { lines } = await transact(bank.db, {}, (tx) => statement(tx, learner, day('2026-11-24')))
  expect(lines.at(-1)?.posting).toMatchObject({ cause, reversedBy: seq })
})

const convertAll = (
  learner: Uuid,
  amount: string,
  change: Partial<{ unit: Uuid; countsAt: Uuid }> = {},
): Command => ({
  verb: 'convert',
  learner,
  from: { unit: schoolA, amount: credits(amount) },
  countsAt: schoolB,
  unit: schoolB,
  rate: { numerator: 1, denominator: 1 },
  make: [
    { amount: credits(amount), elective: false, earnedOn: day('2026-06-30'), expiresOn: null, provenance },
  ],
  ...change,
})

test('a reversed conversion gives back the source, even after its hold is over', async () => {
  const learner = newLearner()
  await posting(learner, [deposit(learner, '2.0')])
  await posting(learner, [{ verb: 'hold', learner, from: { unit: schoolA, amount: credits('2.0') } }], {
    cause: `${learner}/hold`,
  })
  const cause = `${learner}/convert`
  const convert = { ...convertAll(learner, '2.0'), from: { hold: `${learner}/hold` } } as Command
  await posting(learner, [convert], { cause })
  await posting(learner, [{ verb: 'reverse', learner, cause, reason: '规则适用错误' }])
  expect(await standings(learner, schoolA)).toEqual({ total: '2.00', available: '2.00' })
  expect(await standings(learner, schoolB)).toEqual({ total: '2.00', reversed: '2.00' })
})

test('L-12: a revoked outcome takes its unused conversions with it and gives other sources back', async () => {
  const learner = newLearner()
  const [revoked] = (await posting(learner, [deposit(learner, '2.0', { expiresOn: day('2027-01-01') })])).lots
  await posting(learner, [deposit(learner, '3.0')])
  await posting(learner, [convertAll(learner, '4.0')]) // all of the first lot, 2.0 of the second
  await posting(learner, [{ verb: 'hold', learner, from: { unit: schoolB, amount: credits('1.0') } }])
  const { cases } = await posting(learner, [
    { verb: 'revoke', learner, lot: revoked!.lot, reason: '证书系伪造' },
  ])
  expect(cases).toEqual([])
  expect(await standings(learner, schoolA)).toEqual({ total: '5.00', available: '3.00', reversed: '2.00' })
  expect(await standings(learner, schoolB)).toEqual({ total: '4.00', reversed: '4.00' })
})

test('L-12: credits already used for an award stay, and open a case', async () => {
  const learner = newLearner()
  const [revoked] = (await posting(learner, [deposit(learner, '5.0')])).lots
  const [made] = (await posting(learner, [convertAll(learner, '4.0')])).lots
  await posting(learner, [
    { verb: 'redeem', learner, from: { unit: schoolB, amount: credits('1.5') }, receiver: schoolB },
  ])
  const { cases } = await posting(learner, [
    { verb: 'revoke', learner, lot: revoked!.lot, reason: '证书系伪造' },
  ])
  expect(cases).toEqual([{ lot: made!.lot, amount: 150 }])
  expect(await standings(learner, schoolA)).toEqual({ total: '5.00', converted: '4.00', reversed: '1.00' })
  expect(await standings(learner, schoolB)).toEqual({ total: '4.00', available: '2.50', redeemed: '1.50' })
})

test('the right to count credits passes on with their dates, and comes back by reversal', async () => {
  const learner = newLearner()
  await posting(learner, [deposit(learner, '2.0', { expiresOn: day('2027-01-01') })])
  const cause = `${learner}/transfer`
  const from = { unit: schoolA, amount: credits('1.5') }
  const { lots: moved } = await posting(learner, [{ verb: 'transfer', learner, from, countsAt: schoolB }], {
    cause,
  })
  const all = await transact(bank.db, {}, (tx) => lots(tx, learner, { effectiveDay: day('2026-11-24') }))
  expect(all.find(({ lot }) => lot === moved[0]!.lot)).toMatchObject({
    countsAt: schoolB,
    issuer: schoolA,
    unit: schoolA,
    expiresOn: '2027-01-01',
    available: 150,
    provenance: { title: '数据结构与算法' },
  })
  await posting(learner, [{ verb: 'reverse', learner, cause, reason: '误转' }])
  expect(await available(learner)).toBe('2.00')
})

test('both days are kept: when something counts from, and when it became known', async () => {
  const learner = newLearner()
  const effectiveOn = day('2026-09-01')
  await posting(learner, [deposit(learner, '2.0')], { at: noon('2026-10-08'), effectiveOn })
  expect(await available(learner, schoolA, '2026-09-01')).toBe('2.00')
  expect(await available(learner, schoolA, '2026-08-31')).toBe('0.00')
  expect(await balances(learner, '2026-11-24', noon('2026-10-07'))).toEqual([])
  expect(await balances(learner, '2026-11-24', noon('2026-10-08'))).toHaveLength(1)
  await expect(
    posting(learner, [deposit(learner, '2.0')], { effectiveOn: day('2026-11-25') }),
  ).rejects.toMatchObject({ code: 'day_not_reached' })
})

test('credits are never spent on a day before they last moved', async () => {
  const learner = newLearner()
  await posting(learner, [deposit(learner, '2.0')], { at: noon('2026-11-20') })
  const redeem: Command = {
    verb: 'redeem',
    learner,
    from: { unit: schoolA, amount: credits('1') },
    receiver: schoolB,
  }
  expect((await posting(learner, [redeem], { at: noon('2026-11-01') })).effectiveOn).toBe('2026-11-20')
})

test("another's lots and unknown holds are as absent", async () => {
  const [owner, stranger] = [newLearner(), newLearner()]
  const [lot] = (await posting(owner, [deposit(owner, '2.0')])).lots
  const steal: Command = {
    verb: 'redeem',
    learner: stranger,
    from: { pieces: [{ lot: lot!.lot, amount: credits('1') }] },
    receiver: schoolB,
  }
  await expect(posting(stranger, [steal])).rejects.toMatchObject({ code: 'not_found' })
  await expect(
    posting(stranger, [{ verb: 'revoke', learner: stranger, lot: lot!.lot, reason: 'x' }]),
  ).rejects.toMatchObject({ code: 'not_found' })
  await expect(
    posting(stranger, [{ verb: 'release', learner: stranger, hold: 'none' }]),
  ).rejects.toMatchObject({
    code: 'not_found',
  })
})

async function postingsOn(shard: number): Promise<number> {
  const { rows } = await bank.ownerPool.query('select seq::int from ledger_posting where shard = $1', [shard])
  return rows.length
}

test('a refused posting leaves nothing behind', async () => {
  const learner = newLearner(9)
  await posting(learner, [deposit(learner, '1')])
  const before = await postingsOn(9)
  const tooMuch: Command = {
    verb: 'redeem',
    learner,
    from: { unit: schoolA, amount: credits('9') },
    receiver: schoolB,
  }
  await expect(posting(learner, [deposit(learner, '5'), tooMuch])).rejects.toMatchObject({
    code: 'credits_insufficient',
  })
  expect(await postingsOn(9)).toBe(before)
  expect(await available(learner)).toBe('1.00')
})

test('twenty racing postings on one shard all count, once, without a gap', async () => {
  const learner = newLearner(11)
  await Promise.all(Array.from({ length: 20 }, () => posting(learner, [deposit(learner, '0.5')])))
  expect(await available(learner)).toBe('10.00')
  const { rows } = await bank.ownerPool.query(
    'select count(*)::int as n, max(seq)::int as last from ledger_posting where shard = 11',
  )
  expect(rows).toEqual([{ n: 20, last: 20 }])
})

test('erased words leave balances, statement and entries as they are', async () => {
  const learner = newLearner()
  await posting(learner, [deposit(learner, '2.0')])
  expect(await eraseWords(bank.db, learner)).toBe(1)
  const [lot] = await transact(bank.db, {}, (tx) => lots(tx, learner, { effectiveDay: day('2026-11-24') }))
  expect(lot).toMatchObject({ available: 200, provenance: null })
})

test.each([
  ['ledger_posting', 'cause', "'x'"],
  ['ledger_move', 'amount', '1'],
  ['ledger_lot', 'amount', '1'],
  ['ledger_lot_source', 'amount', '1'],
  ['ledger_account', 'kind', "'held'"],
  ['ledger_tile', 'hash', "''"],
  ['ledger_checkpoint', 'note', "''"],
])(
  'no entry of %s is ever changed or deleted: not by the application, not by the owner',
  async (table, column, value) => {
    const learner = newLearner()
    await posting(learner, [deposit(learner, '2.0')])
    for (const statement of [
      `update ${table} set ${column} = ${value}`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]) {
      await expect(bank.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
      await expect(bank.ownerPool.query(statement)).rejects.toMatchObject({ code: '42501' })
    }
  },
)

test.each([
  'ledger_head',
  'ledger_balance',
  'ledger_holding',
  'ledger_opening',
  'ledger_posting',
  'ledger_move',
])('the application writes %s through ledger_append only, and sees one shard', async (table) => {
  const learner = newLearner(13)
  await posting(learner, [deposit(learner, '2.0')])
  for (const statement of [
    `insert into ${table} default values`,
    `delete from ${table}`,
    `update ${table} set shard = 1`,
  ])
    await expect(bank.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
  const shards = `select distinct shard from ${table}`
  expect((await bank.pool.query(shards)).rows).toEqual([])
  const seen = await transact(bank.db, { shard: 13 }, (tx) => sql.raw<{ shard: number }>(shards).execute(tx))
  expect(seen.rows).toEqual([{ shard: 13 }])
})

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const signer = { name: 'bank.test', privateKey }
const verifier = { name: 'bank.test', publicKey }
const receiptOf = (shard: number, seq: number) =>
  transact(bank.db, {}, (tx) => receipt(tx, { shard, seq }, signer, noon('2026-11-24')))

test('a receipt proves its posting to whoever has the public key, through two tiles and erasure', async () => {
  const learner = newLearner(15)
  await transact(bank.db, { shard: 15 }, async (tx) => {
    for (let n = 0; n < 530; n++) {
      const call = { cause: `${learner}/${n}`, actor: registrar, at: noon('2026-11-24') }
      await post(tx, [deposit(learner, '0.01')], call)
    }
  })
  for (const seq of [1, 256, 257, 512, 513, 530]) {
    const file = await receiptOf(15, seq)
    const check = await verifyReceipt(JSON.stringify(file), verifier)
    expect(check).toMatchObject({ valid: true, seq, openings: [{ title: '数据结构与算法' }], size: 530 })
  }
  await eraseWords(bank.db, learner)
  expect(await verifyReceipt(JSON.stringify(await receiptOf(15, 300)), verifier)).toMatchObject({
    valid: true,
    openings: [],
  })
  expect(await receiptOf(15, 531)).toBeUndefined()
}, 60_000)

test('a receipt with anything changed, or of another bank, is refused', async () => {
  const learner = newLearner(17)
  for (let n = 0; n < 3; n++) await posting(learner, [deposit(learner, '2.0')])
  const file = (await receiptOf(17, 2))!
  const check = (change: object, by = verifier) => verifyReceipt(JSON.stringify({ ...file, ...change }), by)
  const opening = file.openings[0]!
  const content = opening.content.replace('82', '92')
  expect(await check({})).toMatchObject({ valid: true })
  expect(await check({ entry: file.entry.replace('"amount":200', '"amount":900') })).toMatchObject({
    reason: 'proof',
  })
  expect(await check({ openings: [{ ...opening, content }] })).toMatchObject({ reason: 'opening' })
  expect(await check({ proof: file.proof.slice(1) })).toMatchObject({ reason: 'proof' })
  expect(await check({ leafIndex: 2 })).toMatchObject({ reason: 'malformed' })
  expect(await check({ checkpoint: file.checkpoint.replace('\n3\n', '\n4\n') })).toMatchObject({
    reason: 'signature',
  })
  expect(await check({}, { ...verifier, publicKey: generateKeyPairSync('ed25519').publicKey })).toMatchObject(
    {
      reason: 'signature',
    },
  )
  expect(await verifyReceipt('{', verifier)).toMatchObject({ reason: 'malformed' })
})

const rootIn = (note = ''): Buffer => Buffer.from(note.split('\n')[2] ?? '', 'base64')

test('checkpoints continue one another', async () => {
  const learner = newLearner(19)
  const sign = () => transact(bank.db, {}, (tx) => signCheckpoint(tx, 19, signer, noon('2026-11-24')))
  expect(await sign()).toBeUndefined()
  await posting(learner, [deposit(learner, '2.0')])
  const first = await sign()
  for (let n = 0; n < 4; n++) await posting(learner, [deposit(learner, '2.0')])
  const second = await sign()
  expect([first?.size, second?.size]).toEqual([1, 5])
  const proof = await transact(bank.db, {}, (tx) => consistency(tx, 19, { first: 1, second: 5 }))
  expect(
    isConsistent({ size: 1, root: rootIn(first?.note) }, { size: 5, root: rootIn(second?.note) }, proof),
  ).toBe(true)
})
