// Migrations on a real, empty database: each once, each whole, none edited, none unknown.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { databaseUrl, onServer } from '../testing/server.ts'
import { migrate, migrations, missingMigrations } from './migrate.ts'
import type { Migration } from './migrate.ts'

let url: string
beforeEach(async () => {
  const { url: server } = inject('testServer')
  const name = `cb_migrate_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name}`)
  url = databaseUrl(server, name)
  return () => onServer(server, `drop database ${name} with (force)`)
})

const file = (name: string, text: string): Migration => ({ name, text, sha256: `hash of ${text}` })
const first = file('0001_first', 'create table first (n int)')
const second = file('0002_second', 'create table second (n int)')

async function rows(text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

test('each migration runs once, in order', async () => {
  expect(await missingMigrations(url, [first])).toEqual(['0001_first'])
  expect(await migrate(url, { files: [first] })).toEqual(['0001_first'])
  expect(await migrate(url, { files: [first, second] })).toEqual(['0002_second'])
  expect(await migrate(url, { files: [first, second] })).toEqual([])
  expect(await missingMigrations(url, [first, second])).toEqual([])
  expect(await rows('select name from schema_migration order by name')).toHaveLength(2)
})

test('servers that start together migrate once', async () => {
  const outcomes = await Promise.all([1, 2, 3].map(() => migrate(url, { files: [first, second] })))
  expect(outcomes.flat().sort()).toEqual(['0001_first', '0002_second'])
})

test('one that fails leaves nothing behind, and says where', async () => {
  const broken = file('0002_broken', 'create table half (n int);\ncreate table half (n int);')
  await expect(migrate(url, { files: [first, broken] })).rejects.toMatchObject({
    code: 'migration_failed',
    details: { name: '0002_broken' },
  })
  expect(
    await rows("select to_regclass('first') is not null as first, to_regclass('half') is null as undone"),
  ).toEqual([{ first: true, undone: true }])
  expect(await migrate(url, { files: [first, second] })).toEqual(['0002_second'])
})

test('one that was edited after it ran is refused, and nothing else runs', async () => {
  await migrate(url, { files: [first] })
  const edited = file('0001_first', 'create table first (n bigint)')
  await expect(migrate(url, { files: [edited, second] })).rejects.toMatchObject({ code: 'migration_edited' })
  expect(await rows("select to_regclass('second') is null as untouched")).toEqual([{ untouched: true }])
})

test('a database that is newer than the program is refused', async () => {
  await migrate(url, { files: [first, second] })
  await expect(migrate(url, { files: [first] })).rejects.toMatchObject({
    code: 'database_newer',
    details: { name: '0002_second' },
  })
})

test('a server that is away is a problem in words, without its password', async () => {
  const away = new URL(url)
  away.port = '1'
  const failure = await migrate(away.href, { files: [] }).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'database_unreachable' })
  expect(String(failure)).not.toContain(away.password || 'password')
})

test('an application that logs in as itself becomes a member, and owns nothing', async () => {
  const login = `cb_login_${crypto.randomUUID().slice(0, 8)}`
  await onServer(inject('testServer').url, `create role ${login} login password 'secret'`)
  onTestFinished(() => onServer(inject('testServer').url, `drop role ${login}`))
  await migrate(url, { login })
  expect(
    await rows(`select pg_has_role('${login}', 'cb_app', 'member') as app, pg_has_role('${login}', 'cb_writer', 'member') as writer,
    pg_has_role('${login}', current_user, 'member') as owner`),
  ).toEqual([{ app: true, writer: true, owner: false }])
})

test('no two of the bank’s own migrations have one number', () => {
  const numbers = migrations().map(({ name }) => name.slice(0, 4))
  expect(numbers.length).toBeGreaterThan(0)
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('line ends, which git may change, are no edit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'credit-bank-migrations-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, '0001_first.sql'), 'select 1;\nselect 2;\n')
  const [unix] = migrations(folder)
  writeFileSync(join(folder, '0001_first.sql'), 'select 1;\r\nselect 2;\r\n')
  expect(migrations(folder)).toEqual([unix])
})
