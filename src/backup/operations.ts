// backup/operations.ts – 备份与恢复: every table as of one moment, with the bank's keys, in one file; and back again,
// all of it or nothing. Our own, because the embedded PostgreSQL comes without pg_dump.
import { setTimeout as pause } from 'node:timers/promises'
import { escapeIdentifier, type Client } from 'pg'
import { copyIn, copyOut } from '../database/copy.ts'
import { asOwner, migrate, migrations, type Migration } from '../database/migrate.ts'
import { Problem } from '../values/problem.ts'
import { BackupDamage, readBackup, sha256, Tally, writeBackup, type Manifest, type Part } from './file.ts'

export { BackupDamage, checkBackup, sha256, type Manifest } from './file.ts'

/** A file of the keys' folder. Without them personal data cannot be read again, and the bank cannot go on signing. */
export type Key = { key: string; text: string }

/** Told of every table that is done. */
type OnTable = (table: string, rows: number) => void

/** Writes a backup of the bank as it is at one moment, while it goes on working. */
export async function backup(
  ownerUrl: string,
  path: string,
  { keys, onTable = () => undefined }: { keys: readonly Key[]; onTable?: OnTable },
): Promise<Manifest> {
  if (await isBlank(ownerUrl)) throw new Problem('bank_absent')
  return asOwner(ownerUrl, async (client) => {
    await client.query('begin isolation level repeatable read, read only')
    await client.query(sameTextEverywhere)
    const manifest = await manifestOf(client)
    await writeBackup(path, partsOf(client, manifest, keys, onTable))
    await client.query('commit')
    return manifest
  })
}

async function* partsOf(
  client: Client,
  manifest: Manifest,
  keys: readonly Key[],
  onTable: OnTable,
): AsyncGenerator<Part> {
  for (const { key, text } of keys) {
    yield { kind: 'key', key, text }
    manifest.keys.push({ key, sha256: sha256(text) })
  }
  for (const { table, columns } of await tablesOf(client)) {
    yield { kind: 'table', table, columns }
    const tally = new Tally()
    for await (const block of copyOut(client, `copy ${nameOf(table, columns)} to stdout`)) {
      tally.add(block)
      yield { kind: 'rows', block }
    }
    manifest.tables.push({ table, ...tally.result() })
    onTable(table, tally.rows)
  }
  yield { kind: 'manifest', manifest }
}

/** Rows as text are the same on every server when these are; and all shards' rows are seen. */
const sameTextEverywhere = `
  set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601'; set local bytea_output = 'hex';
  set local extra_float_digits = 1; set local timezone = 'UTC'; set local app.shard = 'all';
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`

async function manifestOf(client: Client): Promise<Manifest> {
  const { rows: migrations } = await client.query<Manifest['migrations'][number]>(
    'select name, sha256 from schema_migration order by name',
  )
  const { rows: heads } = await client.query<{ shard: number; seq: string; root: string }>(
    `select shard, seq, encode(root, 'hex') as root from ledger_head where seq > 0 order by shard`,
  )
  const { rows } = await client.query<{ at: Date; postgresql: string }>(
    `select now() as at, current_setting('server_version') as postgresql`,
  )
  const { at, postgresql } = rows[0]!
  return {
    at: at.toISOString(),
    postgresql,
    migrations,
    tables: [],
    keys: [],
    heads: heads.map(({ shard, seq, root }) => ({ shard, seq: Number(seq), root })),
  }
}

type TableShape = { table: string; columns: string[]; forced: boolean; needs: string[] }

/** Every table but the list of migrations, those that others refer to first. */
async function tablesOf(client: Client): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select c.relname as table, c.relforcerowsecurity as forced,
       array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
             and attgenerated = '' order by attnum) as columns,
       array(select f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
             where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'schema_migration'
     order by c.relname`,
  )
  const sorted: TableShape[] = []
  const rest = new Map(rows.map((row) => [row.table, row]))
  while (rest.size > 0) {
    const ready = [...rest.values()].filter(({ needs }) => !needs.some((name) => rest.has(name)))
    if (ready.length === 0)
      throw new Error(`Tables refer to each other in a circle: ${[...rest.keys()].join()}`)
    for (const row of ready) rest.delete(row.table)
    sorted.push(...ready)
  }
  return sorted
}

/**
 * Puts a backup in place of what a bank holds, in one transaction: whatever goes wrong, it is as it was before. The
 * manifest is what `checkBackup` found, so the file has been read whole once. Refuses a bank that has anything in it
 * unless told to replace it, and one that somebody is working with. Returns the keys of the file: putting them in their
 * folder is the caller's.
 */
export async function restore(
  ownerUrl: string,
  path: string,
  manifest: Manifest,
  {
    force = false,
    login,
    onTable = () => undefined,
  }: { force?: boolean; login?: string | undefined; onTable?: OnTable } = {},
): Promise<Key[]> {
  const files = filesOf(manifest)
  const roles = login === undefined ? {} : { login }
  // An empty database gets the schema that the backup has, then the rows, then what is newer in this program.
  await migrate(ownerUrl, { files: (await isBlank(ownerUrl)) ? files : migrations(), ...roles })
  const keys: Key[] = []
  await asOwner(ownerUrl, async (client) => {
    await refuseWhileUsed(client)
    await client.query('begin')
    await client.query(sameTextEverywhere)
    await refuseUnlessFree(client, { force, files })
    const shapes = await tablesOf(client)
    await client.query(shapes.map(opened).join(';'))
    await client.query(`truncate ${shapes.map(({ table }) => escapeIdentifier(table)).join(', ')}`)
    await fill(client, { path, manifest }, shapes, keys, onTable)
    await client.query(shapes.map(closed).join(';'))
    await client.query('commit')
  })
  await migrate(ownerUrl, roles)
  return keys
}

/** The migrations that a backup has seen, as files of this program; it cannot take a backup of a newer one. */
function filesOf(manifest: Manifest): Migration[] {
  const known = new Map(migrations().map((file) => [file.name, file]))
  return manifest.migrations.map(({ name, sha256 }) => {
    const file = known.get(name)
    if (file?.sha256 !== sha256) throw new Problem('backup_newer', { name })
    return file
  })
}

const isBlank = (ownerUrl: string): Promise<boolean> =>
  asOwner(ownerUrl, async (client) => {
    const { rowCount } = await client.query("select where to_regclass('schema_migration') is null")
    return rowCount === 1
  })

/** Each is filled by what a bank does and by no migration. */
const signsOfLife = ['identity_account', 'catalogue_institution', 'ledger_posting', 'audit_record']

/** The sessions of a server that has just ended may take a moment to end too. */
const endingMs = 3_000

async function refuseWhileUsed(client: Client): Promise<void> {
  for (const deadline = Date.now() + endingMs; ; await pause(100)) {
    const { rowCount } = await client.query(
      `select from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and application_name = 'credit-bank'`,
    )
    if (rowCount === 0) return
    if (Date.now() > deadline) throw new Problem('bank_in_use')
  }
}

async function refuseUnlessFree(client: Client, { force, files }: { force: boolean; files: Migration[] }) {
  const { rows: applied } = await client.query<{ name: string }>(
    'select name from schema_migration order by name',
  )
  const [has, wants] = [applied.map(({ name }) => name).join(), files.map(({ name }) => name).join()]
  if (has !== wants) throw new Problem('backup_other_schema', { name: files.at(-1)?.name ?? '' })
  const exists = signsOfLife.map((table) => `exists (select from ${table})`).join(' or ')
  const { rows } = await client.query<{ lives: boolean }>(`select ${exists} as lives`)
  if (rows[0]!.lives && !force) throw new Problem('bank_not_empty')
}

/** Rows come in past the walls against changes, which stand again before anybody can see the table. */
const opened = ({ table, forced }: TableShape): string =>
  `alter table ${escapeIdentifier(table)} disable trigger user` +
  (forced ? `; alter table ${escapeIdentifier(table)} no force row level security` : '')
const closed = ({ table, forced }: TableShape): string =>
  `alter table ${escapeIdentifier(table)} enable trigger user` +
  (forced ? `; alter table ${escapeIdentifier(table)} force row level security` : '')

async function fill(
  client: Client,
  { path, manifest }: { path: string; manifest: Manifest },
  shapes: readonly TableShape[],
  keys: Key[],
  onTable: OnTable,
): Promise<void> {
  const parts = readBackup(path)
  const known = new Set(shapes.map(({ table }) => table))
  let next = await parts.next()
  while (next.done !== true) {
    const part = next.value
    if (part.kind === 'key') keys.push({ key: part.key, text: part.text })
    // It was whole when it was checked; it may have been exchanged since.
    if (part.kind === 'manifest' && JSON.stringify(part.manifest) !== JSON.stringify(manifest))
      throw new BackupDamage('altered')
    if (part.kind === 'table' && !known.has(part.table))
      throw new Problem('backup_other_schema', { name: part.table })
    if (part.kind !== 'table') {
      next = await parts.next()
      continue
    }
    const tally = new Tally()
    const rows = async function* (): AsyncGenerator<Buffer> {
      for (next = await parts.next(); next.done !== true; next = await parts.next()) {
        if (next.value.kind !== 'rows') return
        tally.add(next.value.block)
        yield next.value.block
      }
    }
    await copyIn(client, `copy ${nameOf(part.table, part.columns)} from stdin`, rows())
    onTable(part.table, tally.rows)
  }
}

const nameOf = (table: string, columns: readonly string[]): string =>
  `${escapeIdentifier(table)} (${columns.map((column) => escapeIdentifier(column)).join(', ')})`
