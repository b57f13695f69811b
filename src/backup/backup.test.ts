// 备份与恢复: a bank comes back whole or not at all, and a file that is not what it was changes nothing.
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { Client, Pool } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openDatabase } from '../database/connection.ts'
import { verifyLedger } from '../ledger/operations.ts'
import { keyTexts, openKeyring, placeKeys } from '../sealing/keyring.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { databaseUrl, onServer } from '../testing/server.ts'
import { readBackup, Tally, writeBackup, type Manifest, type Part } from './file.ts'
import { backup, checkBackup, restore } from './operations.ts'

let bank: TestBank
let folder: string
let file: string
let made: Manifest
const databases: string[] = []
const keys = [{ key: 'master.key', text: 'secret\n' }]

beforeAll(async () => {
  bank = await openTestBank()
  folder = mkdtempSync(join(tmpdir(), 'cb-backup-'))
  file = join(folder, 'bank.backup')
  await sealed()
  made = await backup(bank.url, file, { keys })
}, 120_000)
afterAll(async () => {
  await bank.close()
  const { url } = inject('testServer')
  for (const name of databases) await onServer(url, `drop database ${name} with (force)`)
  rmSync(folder, { recursive: true })
})

/** The sealer works beside: what it still has to do would come between the backup and the comparison. */
async function sealed(): Promise<void> {
  for (;;) {
    const { rows } = await bank.ownerPool.query<{ waiting: number }>(
      'select count(*)::int as waiting from audit_pending',
    )
    if (rows[0]!.waiting === 0) return
    await pause(50)
  }
}

async function emptyDatabase(): Promise<string> {
  const { url } = inject('testServer')
  const name = `cb_restored_${randomUUID().replaceAll('-', '')}`
  await onServer(url, `create database ${name}`)
  databases.push(name)
  return databaseUrl(url, name)
}

/** Every table with its rows, as one hash each. */
async function contentOf(url: string): Promise<Record<string, string>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
    )
    const content: Record<string, string> = {}
    for (const { name } of rows.filter(({ name }) => name !== 'schema_migration')) {
      const { rows: all } = await client.query<{ row: string }>(
        `select t::text as row from ${name} t order by 1`,
      )
      content[name] = createHash('sha256').update(JSON.stringify(all)).digest('hex')
    }
    return content
  } finally {
    await client.end()
  }
}

test('a bank comes back in an empty database, row by row, and its walls stand again', async () => {
  const url = await emptyDatabase()
  const found = await checkBackup(file)
  expect(found).toEqual(made)
  expect(await restore(url, file, found)).toEqual(keys)
  expect(await contentOf(url)).toEqual(await contentOf(bank.url))

  const { db, pool, close } = openDatabase({ url })
  const { postings, findings } = await verifyLedger(db)
  expect(findings).toEqual([])
  expect(postings).toBe(made.heads.reduce((sum, { seq }) => sum + seq, 0))
  expect(postings).toBeGreaterThan(10)
  expect((await pool.query('select from ledger_posting')).rowCount).toBe(0)
  await close()
  const owner = new Pool({ connectionString: url, max: 1 })
  await expect(owner.query('update ledger_posting set cause = cause')).rejects.toThrow('append-only')
  const walls = `select relname, relrowsecurity, relforcerowsecurity, array(select (tgname, tgenabled)::text
    from pg_trigger where tgrelid = c.oid and not tgisinternal order by 1)
    from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`
  expect((await owner.query(walls)).rows).toEqual((await bank.ownerPool.query(walls)).rows)
  await owner.end()
})

test('a backup is readable for its owner alone, and nothing half made is left beside it', () => {
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['bank.backup'])
  expect(made.tables.find(({ table }) => table === 'ledger_posting')?.rows).toBeGreaterThan(10)
})

test('a bank that has anything in it, or is in use, is replaced only when told so, and not at all while in use', async () => {
  const url = await emptyDatabase()
  await restore(url, file, made)
  const owner = new Pool({ connectionString: url, max: 1 })
  await owner.query(`delete from http_key; update ledger_balance set posted = posted + 1`)
  const before = await contentOf(url)
  await expect(restore(url, file, made)).rejects.toMatchObject({ code: 'bank_not_empty' })
  const { db, close } = openDatabase({ url })
  await sql`select 1`.execute(db)
  await expect(restore(url, file, made, { force: true })).rejects.toMatchObject({ code: 'bank_in_use' })
  await close()
  expect(await contentOf(url)).toEqual(before)
  await restore(url, file, made, { force: true })
  expect(await contentOf(url)).toEqual(await contentOf(bank.url))
  await owner.end()
})

const written = (name: string, content: Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test('a file that was cut short anywhere is found', async () => {
  const whole = readFileSync(file)
  expect(whole.length).toBeGreaterThan(10_000)
  for (const length of [0, 20, 100, 5_000, Math.floor(whole.length / 2), whole.length - 9, whole.length - 1])
    await expect(checkBackup(written('cut', whole.subarray(0, length)))).rejects.toMatchObject({
      flaw: 'cut_short',
    })
})

test('a single bit that turned over anywhere is found', async () => {
  const whole = readFileSync(file)
  for (let at = 12; at < whole.length; at += Math.floor(whole.length / 40)) {
    const flipped = Buffer.from(whole)
    flipped[at]! ^= 1 << (at % 8)
    await expect(checkBackup(written('flipped', flipped)), `byte ${at}`).rejects.toMatchObject({
      flaw: expect.stringMatching(/damaged|cut_short|foreign|altered/),
    })
  }
})

test('a file that was opened and changed is found, with the table', async () => {
  const text = gunzipSync(readFileSync(file)).toString('latin1')
  const changed = (from: string | RegExp, to: string) => {
    expect(text).toMatch(from)
    return checkBackup(written('altered', gzipSync(Buffer.from(text.replace(from, to), 'latin1'))))
  }
  await expect(changed('2026', '2027')).rejects.toMatchObject({ flaw: 'altered' })
  await expect(changed('\tdeposit\t', '\tconvert\t')).rejects.toMatchObject({
    flaw: 'altered',
    where: 'ledger_move',
  })
  await expect(changed('secret', 'public')).rejects.toMatchObject({ flaw: 'altered', where: 'keys' })
  await expect(changed(/\n\{"manifest".*\n$/, '\n')).rejects.toMatchObject({ flaw: 'cut_short' })
  await expect(changed('credit-bank-backup', 'something-else')).rejects.toMatchObject({ flaw: 'foreign' })
})

test('rows that the database refuses change nothing, however far the rest had come', async () => {
  const path = join(folder, 'refused')
  const tables: Manifest['tables'] = []
  await writeBackup(
    path,
    (async function* (): AsyncGenerator<Part> {
      let tally = new Tally()
      let table = ''
      for await (const part of readBackup(file)) {
        if (part.kind !== 'rows' && table !== '') tables.push({ table, ...tally.result() })
        if (part.kind !== 'rows') [table, tally] = [part.kind === 'table' ? part.table : '', new Tally()]
        if (part.kind === 'manifest') yield { kind: 'manifest', manifest: { ...part.manifest, tables } }
        else if (part.kind === 'rows') {
          const twice = table === 'recognition_event' ? Buffer.concat([part.block, part.block]) : part.block
          tally.add(twice)
          yield { kind: 'rows', block: twice }
        } else yield part
      }
    })(),
  )
  const url = await emptyDatabase()
  await restore(url, file, made)
  const before = await contentOf(url)
  await expect(restore(url, path, await checkBackup(path), { force: true })).rejects.toThrow('duplicate key')
  expect(await contentOf(url)).toEqual(before)
})

test('a file that is exchanged after it was checked changes nothing either', async () => {
  const url = await emptyDatabase()
  await restore(url, file, made)
  const before = await contentOf(url)
  const cut = written('exchanged', readFileSync(file).subarray(0, 60_000))
  await expect(restore(url, cut, made, { force: true })).rejects.toThrow('cut_short')
  const other = { ...made, at: '2020-01-01T00:00:00.000Z' }
  await expect(restore(url, file, other, { force: true })).rejects.toThrow('altered')
  expect(await contentOf(url)).toEqual(before)
})

test('a backup of a newer program, or of another schema, is refused by name', async () => {
  const url = await emptyDatabase()
  const newer = { ...made, migrations: [...made.migrations, { name: '9999_later', sha256: '' }] }
  await expect(restore(url, file, newer)).rejects.toMatchObject({ code: 'backup_newer' })
  const older = { ...made, migrations: made.migrations.slice(0, -1) }
  const other = await emptyDatabase()
  await restore(other, file, made)
  await expect(restore(other, file, older, { force: true })).rejects.toMatchObject({
    code: 'backup_other_schema',
  })
  await expect(backup(url, file, { keys })).rejects.toMatchObject({ code: 'bank_absent' })
})

test('keys come back for their owner alone; other keys are kept, never overwritten', () => {
  const place = join(folder, 'keys')
  openKeyring(place)
  const own = keyTexts(place)
  expect(own.map(({ key }) => key)).toEqual(['master.key', 'seal.pem'])
  placeKeys(place, own)
  expect(readdirSync(place)).toHaveLength(2)
  placeKeys(place, keys)
  expect(keyTexts(place)[0]).toEqual(keys[0])
  expect(readFileSync(join(place, 'master.key.replaced-1'), 'utf8')).toBe(own[0]!.text)
  expect(statSync(join(place, 'master.key')).mode & 0o777).toBe(0o600)
  mkdirSync(join(folder, 'new'))
  placeKeys(join(folder, 'new', 'keys'), own)
  expect(keyTexts(join(folder, 'new', 'keys'))).toEqual(own)
})
