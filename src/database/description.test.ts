// The two generated files say what the migrations say. `npm run schema` writes them.
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../testing/bank.ts'
import type { TestDatabase } from '../testing/bank.ts'
import { describe } from './description.ts'
import type { Description } from './description.ts'

let bank: TestDatabase
let described: Description
beforeAll(async () => {
  bank = await openTestDatabase()
  const client = new Client({ connectionString: bank.url })
  await client.connect()
  try {
    described = await describe(client)
  } finally {
    await client.end()
  }
})
afterAll(() => bank.close())

test('schema.sql, which people read, is current', async () => {
  await expect(described.schemaSql).toMatchFileSnapshot('schema.sql')
})

test('tables.ts, which tsc reads, is current', async () => {
  await expect(described.tablesTs).toMatchFileSnapshot('tables.ts')
})
