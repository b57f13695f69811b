// Sessions, transactions and values as the database gives them, on a real server.
import { EventEmitter, once } from 'node:events'
import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../testing/bank.ts'
import type { TestDatabase } from '../testing/bank.ts'
import { newId } from '../values/ids.ts'
import { json, openDatabase, read, transact } from './connection.ts'
import type { Tx } from './connection.ts'

let bank: TestDatabase
beforeAll(async () => {
  bank = await openTestDatabase()
  await bank.ownerPool.query(
    'create table counter (id int primary key, n int not null); grant all on counter to cb_app',
  )
  await bank.ownerPool.query('insert into counter select id, 0 from generate_series(1, 100) id')
})
afterAll(() => bank.close())

const one = async (tx: Tx, text: string): Promise<unknown> =>
  Object.values((await tx.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text))).rows[0] ?? {})[0]

test('every session acts as the application, which owns nothing and may not undo the wall', async () => {
  const { rows } = await bank.pool.query('select current_user as me, current_setting($1) as zone', [
    'timezone',
  ])
  expect(rows).toEqual([{ me: 'cb_app', zone: 'UTC' }])
  await expect(bank.pool.query('create table mine ()')).rejects.toThrow('permission denied')
  await expect(bank.pool.query('alter table counter disable row level security')).rejects.toThrow(
    'must be owner',
  )
})

test('the batch writer acts as a role of its own', async () => {
  const writer = openDatabase({ url: bank.url, role: 'cb_writer', connectionsMax: 1 })
  const { rows } = await writer.pool.query('select current_user as me')
  await writer.close()
  expect(rows).toEqual([{ me: 'cb_writer' }])
})

test('an address that carries options of its own keeps them', async () => {
  const url = `${bank.url}?options=${encodeURIComponent('-c geqo=off')}&application_name=mine`
  const database = openDatabase({ url, connectionsMax: 1 })
  const { rows } = await database.pool.query(
    'select current_user as me, current_setting($1) as geqo, current_setting($2) as name',
    ['geqo', 'application_name'],
  )
  await database.close()
  expect(rows).toEqual([{ me: 'cb_app', geqo: 'off', name: 'mine' }])
})

test('days stay text, whole numbers are exact or refused, decimals stay text', async () => {
  const { rows } = await bank.pool.query(`select '2026-02-28'::date as day, array['2026-02-28'::date] as days,
    9007199254740991::int8 as most, array[1::int8, 2] as several, 1.10::numeric as hours`)
  expect(rows).toEqual([
    { day: '2026-02-28', days: ['2026-02-28'], most: 9_007_199_254_740_991, several: [1, 2], hours: '1.10' },
  ])
  await expect(bank.pool.query('select 9007199254740993::int8 as n')).rejects.toThrow('Not exact')
})

test('keys inside a document stay as they were written, and a list is a list', async () => {
  const made = { snake_key: [{ camelKey: 1 }] }
  const { rows } = await sql<{ madeOf: unknown; list: unknown }>`
    select ${json(made)} as made_of, ${json([1, 'two'])} as list`.execute(bank.db)
  expect(rows).toEqual([{ madeOf: made, list: [1, 'two'] }])
})

test('a transaction knows who acts, where and when, and leaves nothing of it behind', async () => {
  const user = newId(7)
  const seen = await transact(bank.db, { principal: { user }, shard: 7 }, async (tx, at) => ({
    user: await one(tx, "select current_setting('app.principal')"),
    shard: await one(tx, "select current_setting('app.shard')"),
    now: await one(tx, 'select now()'),
    at,
  }))
  expect(seen).toEqual({ user, shard: '7', now: seen.at, at: seen.at })
  const after = await bank.pool.query("select nullif(current_setting('app.principal', true), '') as user")
  expect(after.rows).toEqual([{ user: null }])
})

test('a stranger acts as nobody, also on a session that somebody used before', async () => {
  const single = openDatabase({ url: bank.url, connectionsMax: 1 })
  await transact(single.db, { principal: { user: newId(1) } }, async () => undefined)
  const user = await transact(single.db, { principal: { user: null } }, (tx) =>
    one(tx, "select nullif(current_setting('app.principal', true), '')"),
  )
  await single.close()
  expect(user).toBeNull()
})

test('tests set the instant', async () => {
  const at = new Date('2026-01-01T00:00:00Z')
  expect(await transact(bank.db, { at }, async (_, instant) => instant)).toBe(at)
})

test('what fails half-way has done nothing', async () => {
  const failing = transact(bank.db, {}, async (tx) => {
    await one(tx, 'update counter set n = 99 where id = 1')
    throw new Error('half-way')
  })
  await expect(failing).rejects.toThrow('half-way')
  expect((await bank.pool.query('select n from counter where id = 1')).rows).toEqual([{ n: 0 }])
})

test('two that lock in opposite order both get through: the deadlock is run again', async () => {
  let attempts = 0
  let arrived = 0
  const gate = new EventEmitter()
  const both = once(gate, 'open')
  const add = (first: number, second: number) =>
    transact(bank.db, {}, async (tx) => {
      attempts++
      await one(tx, `update counter set n = n + 1 where id = ${first}`)
      if (++arrived === 2) gate.emit('open')
      await both
      await one(tx, `update counter set n = n + 1 where id = ${second}`)
    })
  await Promise.all([add(2, 3), add(3, 2)])
  expect(attempts).toBeGreaterThan(2)
  expect((await bank.pool.query('select n from counter where id in (2, 3)')).rows).toEqual([
    { n: 2 },
    { n: 2 },
  ])
})

test('a failure that stays is run six times in all, any other once', async () => {
  const attempts = { serialization: 0, unique: 0 }
  const fails = (kind: keyof typeof attempts, state: string) =>
    transact(bank.db, {}, async (tx) => {
      attempts[kind]++
      await one(tx, `do $$ begin raise exception 'no' using errcode = '${state}'; end $$`)
    })
  await expect(fails('serialization', '40001')).rejects.toThrow('no')
  await expect(fails('unique', '23505')).rejects.toThrow('no')
  expect(attempts).toEqual({ serialization: 6, unique: 1 })
})

test('reading writes nothing', async () => {
  const writing = read(bank.db, {}, (tx) => one(tx, 'update counter set n = 1 where id = 1'))
  await expect(writing).rejects.toThrow('read-only transaction')
  expect(await read(bank.db, {}, (tx) => one(tx, 'select count(*) from counter'))).toBe(100)
})

test('what is asked together is carried out in the order it was asked, however it was written', async () => {
  const asked = (tx: Tx) => [
    sql`update counter set n = n + 1 where id = 60`.execute(tx),
    tx.executeQuery(CompiledQuery.raw('update counter set n = n * 10 where id = $1', [60])),
    tx
      .withTables<{ counter: { id: number; n: number } }>()
      .updateTable('counter')
      .set((e) => ({ n: e('n', '+', 2) }))
      .where('id', '=', 60)
      .execute(),
    sql`update counter set n = n * 10 where id = ${60}`.execute(tx),
    one(tx, 'update counter set n = n + 3 where id = 60'),
  ]
  await transact(bank.db, {}, (tx) => Promise.all(asked(tx)))
  await transact(bank.db, {}, (tx) => Promise.all(asked(tx)))
  expect(await read(bank.db, {}, (tx) => one(tx, 'select n from counter where id = 60'))).toBe(12_423)
})

test('once one of several asked together has failed, none counts, and its error is told', async () => {
  const together = transact(bank.db, {}, (tx) =>
    Promise.all([
      one(tx, 'update counter set n = 7 where id = 61'),
      one(tx, 'select 1 / 0'),
      one(tx, 'update counter set n = 8 where id = 61'),
    ]),
  )
  await expect(together).rejects.toThrow('division by zero')
  expect(await read(bank.db, {}, (tx) => one(tx, 'select n from counter where id = 61'))).toBe(0)
})

test('a statement that comes after the end of its transaction is not carried out', async () => {
  let late: Tx | undefined
  await transact(bank.db, {}, async (tx) => void (late = tx))
  await expect(one(late!, 'update counter set n = 9 where id = 62')).rejects.toThrow(
    /already committed|after the end/,
  )
  const still = transact(bank.db, {}, async (tx) => {
    const slow = one(tx, 'select pg_sleep(0.05)').then(() =>
      one(tx, 'update counter set n = 9 where id = 62'),
    )
    void slow.catch(() => undefined)
    throw new Error('given up')
  })
  await expect(still).rejects.toThrow('given up')
  expect(await read(bank.db, {}, (tx) => one(tx, 'select n from counter where id = 62'))).toBe(0)
})

test('a plan that a migration made stale is made anew', async () => {
  await bank.ownerPool.query('create table plan (n int); insert into plan values (1)')
  await bank.ownerPool.query('grant select on plan to cb_app')
  const rows = () =>
    read(bank.db, {}, (tx) => tx.executeQuery(CompiledQuery.raw('select * from plan where n = $1', [1])))
  for (let time = 0; time < 6; time++) expect((await rows()).rows).toEqual([{ n: 1 }])
  await bank.ownerPool.query('alter table plan add column m int')
  expect((await rows()).rows).toEqual([{ n: 1, m: null }])
  await bank.ownerPool.query('drop table plan')
})

test('the server ending idle sessions ends no process; the next use gets a new one', async () => {
  await bank.pool.query('select 1')
  await bank.ownerPool.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await expect.poll(() => bank.pool.totalCount).toBe(0)
  expect((await bank.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('a session that the server ends between two statements fails its transaction, not the process', async () => {
  const working = transact(bank.db, {}, async (tx) => {
    const pid = await one(tx, 'select pg_backend_pid()')
    await bank.ownerPool.query('select pg_terminate_backend($1)', [pid])
    // Until the end has been noticed, by nobody who waits for an answer.
    for (let noticed = false; !noticed;) {
      const { rows } = await bank.ownerPool.query('select 1 from pg_stat_activity where pid = $1', [pid])
      noticed = rows.length === 0
    }
    await bank.ownerPool.query('select pg_sleep(0.1)')
    return one(tx, 'select 1')
  })
  await expect(working).rejects.toThrow(/connection|terminat/i)
  expect(await transact(bank.db, {}, (tx) => one(tx, 'select 1'))).toBe(1)
})
