// 个人信息清单: every column of the database is accounted for, and what the inventory says of it is so.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { getInventory } from './contract.ts'
import { impersonalTables, kinds, personalTables, viewersOf } from './model.ts'

let bank: TestBank
beforeAll(async () => {
  bank = await openTestBank()
})
afterAll(() => bank.close())

type Column = { column: string; table: string; type: string }
async function catalogue(): Promise<Column[]> {
  const { rows } = await bank.ownerPool.query<Column>(
    `select c.relname as table, c.relname || '.' || a.attname as column, format_type(a.atttypid, null) as type
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migration'`,
  )
  return rows
}

const listed = () =>
  Object.entries(personalTables).flatMap(([table, lines]) =>
    Object.entries(lines).map(([name, line]) => ({ column: `${table}.${name}`, ...line })),
  )

/** What the database has and the inventory has not, and the other way round. */
async function differences() {
  const found = (await catalogue()).filter(({ table }) => !(table in impersonalTables))
  const lines = new Set(listed().map(({ column }) => column))
  const there = new Set(found.map(({ column }) => column))
  return {
    unlisted: found.flatMap(({ column }) => (lines.has(column) ? [] : [column])).sort(),
    absent: [...lines].filter((column) => !there.has(column)).sort(),
  }
}

test('every column of a table that holds personal data is in the inventory, and every line has its column', async () => {
  expect(await differences()).toEqual({ unlisted: [], absent: [] })
  expect(Object.keys(impersonalTables).filter((table) => table in personalTables)).toEqual([])
})

test('a table is either personal or said to be none; a new one is found, a new column too', async () => {
  await bank.ownerPool.query(
    'create table points_gift (id uuid primary key, phone text); alter table identity_role add column nickname text',
  )
  expect((await differences()).unlisted).toEqual([
    'identity_role.nickname',
    'points_gift.id',
    'points_gift.phone',
  ])
  await bank.ownerPool.query('drop table points_gift; alter table identity_role drop column nickname')
})

test('what is said to be sealed is bytes that open only with a key; names, numbers and contacts are never readable', async () => {
  const types = new Map((await catalogue()).map(({ column, type }) => [column, type]))
  for (const { column, protection } of listed())
    if (protection === 'sealed')
      expect({ column, type: types.get(column) }).toEqual({ column, type: 'bytea' })
  const readable = listed().filter(
    ({ kind, protection }) => ['name', 'id_number', 'contact'].includes(kind) && protection === 'guarded',
  )
  expect(readable).toEqual([])
  // 陈静 of the demo is in many tables; her name in plain is in none.
  for (const { table, column } of await catalogue()) {
    const { rows } = await bank.ownerPool.query<{ n: number }>(
      `select count(*)::integer as n from ${table} where position('陈静' in ${column}::text) > 0
         or position(encode('陈静'::bytea, 'hex') in ${column}::text) > 0`,
    )
    expect({ column, n: rows[0]!.n }).toEqual({ column, n: 0 })
  }
})

test('anybody reads it, with who sees what by the permission table as it is', async () => {
  const { status, data } = await bank.call(getInventory, {})
  expect(status).toBe(200)
  expect(data.map(({ kind }) => kind)).toEqual(Object.keys(kinds))
  expect(data.filter(({ columns }) => columns.length === 0)).toEqual([])
  expect(data.find(({ kind }) => kind === 'id_number')).toMatchObject({
    seenBy: expect.arrayContaining([{ role: 'inst_admin', masked: true }]),
    columns: expect.arrayContaining([{ column: 'identity_person.id_number', protection: 'sealed' }]),
  })
  expect(viewersOf('credentials')).toEqual([])
  expect(viewersOf('credits')).toContainEqual({ role: 'sys_admin', masked: true })
  expect(viewersOf('claims').map(({ role }) => role)).not.toContain('learner')
})
