// testing/bank.ts – a migrated bank of a test file's own, on a real server, under the application's role.
import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { inject } from 'vitest'
import { openDatabase } from '../database/connection.ts'
import type { Db } from '../database/connection.ts'
import { databaseUrl, onServer } from './server.ts'

export type TestDatabase = {
  db: Db
  /** Sessions under cb_app, as the server has them. */
  pool: Pool
  /** Sessions of the owner, who may do everything: to look behind the walls, not to arrange what a verb should. */
  ownerPool: Pool
  /** The owner's address. */
  url: string
  close: () => Promise<void>
}

/** A copy of the migrated database. Open one per test file in beforeAll, and close it in afterAll. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { url: server, template } = inject('testServer')
  const name = `cb_test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name} template ${template}`)
  const url = databaseUrl(server, name)
  const { db, pool, close } = openDatabase({ url, connectionsMax: 10 })
  const ownerPool = new Pool({ connectionString: url, max: 3 })
  return {
    db,
    pool,
    ownerPool,
    url,
    async close() {
      await close()
      await ownerPool.end()
      await onServer(server, `drop database ${name} with (force)`)
    },
  }
}
