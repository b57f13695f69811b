// What grows with learners is spread by shard: the catalogue is asked whether every key starts with it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../testing/bank.ts'
import type { TestDatabase } from '../testing/bank.ts'

/** Tables of modules whose records come with learners. A new one here without a shard has to be named below. */
const growing =
  /^(ledger|recognition|conversion|redemption|evidence|points|messages|activities|certificates|closure)_/

/** Of such a module, and no learner's: every node has a copy; why. */
const copied: Record<string, string> = {
  closure_terms: 'how long one can think again before an account is closed',
  ledger_verification: 'one row a night, of all shards together',
  recognition_calendar: 'the working days of a year',
  recognition_promise: 'how fast the bank promises to be',
  recognition_setting: 'how an institution wants claims decided',
  recognition_window: 'the days on which an institution takes grades',
}

type Key = { table: string; name: string; columns: string[]; target: string | null; targetColumns: string[] }

let bank: TestDatabase
beforeAll(async () => {
  bank = await openTestDatabase()
})
afterAll(() => bank.close())

const keysQuery = `
  select c.conrelid::regclass::text as table, c.conname as name,
    array(select a.attname::text from unnest(c.conkey) with ordinality k(n, i)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.i) as columns,
    nullif(c.confrelid, 0)::regclass::text as target,
    array(select a.attname::text from unnest(c.confkey) with ordinality k(n, i)
      join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by k.i) as "targetColumns"
  from pg_constraint c where c.contype in ('p', 'u', 'f') and c.connamespace = 'public'::regnamespace
  union all
  select i.indrelid::regclass::text, i.indexrelid::regclass::text,
    array(select coalesce(a.attname::text, '(expression)') from unnest(i.indkey::int2[]) with ordinality k(n, p)
      left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.n and k.n > 0 order by k.p), null, '{}'
  from pg_index i join pg_class c on c.oid = i.indrelid
  where i.indisunique and c.relnamespace = 'public'::regnamespace
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`

const tablesQuery = `
  select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'shard'
    and not a.attisdropped) as sharded
  from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`

/** Every key that would bind a growing table to one machine, in words. */
async function unspread(): Promise<string[]> {
  const { rows: tables } = await bank.ownerPool.query<{ name: string; sharded: boolean }>(tablesQuery)
  const { rows: keys } = await bank.ownerPool.query<Key>(keysQuery)
  expect(tables.length).toBeGreaterThan(1)
  expect(keys.length).toBeGreaterThan(1)
  const sharded = new Set(tables.flatMap(({ name, sharded }) => (sharded ? [name] : [])))
  return [
    ...tables
      .filter(({ name }) => growing.test(name) && !sharded.has(name) && !(name in copied))
      .map(({ name }) => `${name} grows with learners and has no shard`),
    ...[...sharded]
      .filter((name) => !keys.some(({ table, target }) => table === name && target === null))
      .map((name) => `${name} has no key`),
    ...keys
      .filter((key) => breaks(key, sharded))
      .map(({ table, name, columns }) => `${table}: ${name} (${columns.join(', ')})`),
  ]
}

/** A foreign key may also point at what every machine has a copy of, never the other way. */
function breaks({ table, columns, target, targetColumns }: Key, sharded: Set<string>): boolean {
  const fromGrowing = sharded.has(table)
  if (target === null) return fromGrowing && columns[0] !== 'shard'
  if (!sharded.has(target)) return false
  return !fromGrowing || columns[0] !== 'shard' || targetColumns[0] !== 'shard'
}

test('every primary, unique and foreign key of a growing table starts with the shard', async () => {
  expect(await unspread()).toEqual([])
})

test('a table that would not spread is found', async () => {
  await bank.ownerPool.query(`
    create table ledger_flat (id uuid primary key);
    create table wrong (shard smallint, id uuid, institution uuid, primary key (id, shard), unique (shard, id));
    create unique index wrong_expression on wrong (lower(id::text));
    create table beside (id uuid primary key, shard_of smallint, foreign key (shard_of, id) references wrong (shard, id));
    create table right_one (shard smallint, id uuid, beside uuid references beside, primary key (shard, id),
      foreign key (shard, id) references wrong (shard, id))`)
  expect((await unspread()).sort()).toEqual([
    'beside: beside_shard_of_id_fkey (shard_of, id)',
    'ledger_flat grows with learners and has no shard',
    'wrong: wrong_expression ((expression))',
    'wrong: wrong_pkey (id, shard)',
  ])
})
