// backup/file.ts – 备份文件: gzip over sections, each a line of JSON; a table's rows follow it in blocks with their
// lengths before them, and the manifest, with what every table must hash to, comes last. A file that was cut short has
// none, one that was altered does not match it.
import { createHash, randomUUID, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'

export const Table = z.strictObject({ table: z.string(), columns: z.array(z.string()).min(1) })
export type Table = z.infer<typeof Table>

const Key = z.strictObject({ key: z.string().regex(/^[a-z]+\.[a-z]+$/), text: z.string() })

/** What is in the file, and of which moment: enough to know it whole without a database. */
export const Manifest = z.strictObject({
  at: z.iso.datetime(),
  postgresql: z.string(),
  migrations: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
  tables: z.array(z.strictObject({ table: z.string(), rows: z.int(), bytes: z.int(), sha256: z.string() })),
  keys: z.array(z.strictObject({ key: z.string(), sha256: z.string() })),
  /** The ledger at that moment: how many postings and which root on each shard that has any. */
  heads: z.array(z.strictObject({ shard: z.int(), seq: z.int(), root: z.string() })),
})
export type Manifest = z.infer<typeof Manifest>

const First = z.strictObject({ format: z.literal('credit-bank-backup'), version: z.literal(1) })
const Last = z.strictObject({ manifest: Manifest })

export type Part =
  | ({ kind: 'table' } & Table)
  | { kind: 'rows'; block: Buffer }
  | { kind: 'key'; key: string; text: string }
  | { kind: 'manifest'; manifest: Manifest }

export type BackupFlaw = 'foreign' | 'cut_short' | 'damaged' | 'altered'

/** Why a file is no whole backup, and which table that shows in. */
export class BackupDamage extends Error {
  readonly flaw: BackupFlaw
  readonly where: string
  constructor(flaw: BackupFlaw, where = '') {
    super(`The backup is ${flaw} ${where}`)
    this.flaw = flaw
    this.where = where
  }
}

/** Counts and hashes what passes; in COPY's text form a row is a line. */
export class Tally {
  rows = 0
  bytes = 0
  readonly #hash: Hash = createHash('sha256')
  add(block: Buffer): void {
    this.bytes += block.length
    this.#hash.update(block)
    for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10, at + 1)) this.rows++
  }
  result = () => ({ rows: this.rows, bytes: this.bytes, sha256: this.#hash.digest('hex') })
}

/** Writes the parts beside, for this user alone, and puts the file in place once all of it is on disk. */
export async function writeBackup(path: string, parts: AsyncIterable<Part>): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`
  try {
    const file = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(Readable.from(bytesOf(parts)), createGzip(), file)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  const folder = await open(dirname(path), 'r')
  await folder.sync()
  await folder.close()
}

async function* bytesOf(parts: AsyncIterable<Part>): AsyncGenerator<Buffer> {
  yield line({ format: 'credit-bank-backup', version: 1 })
  let inTable = false
  for await (const part of parts) {
    if (part.kind === 'rows') {
      yield Buffer.concat([Buffer.from(`${part.block.length}\n`), part.block])
      continue
    }
    if (inTable) yield Buffer.from('0\n')
    const { kind, ...content } = part
    inTable = kind === 'table'
    yield line(content)
  }
}

const line = (content: object): Buffer => Buffer.from(`${JSON.stringify(content)}\n`)

/** The parts of a file. The manifest comes only when everything before it is as it says; anything else is thrown. */
export async function* readBackup(path: string): AsyncGenerator<Part> {
  const file = createReadStream(path)
  const content = createGunzip()
  file.on('error', (error) => content.destroy(error)).pipe(content)
  try {
    yield* partsOf(new Bytes(content))
  } finally {
    file.destroy()
    content.destroy()
  }
}

async function* partsOf(bytes: Bytes): AsyncGenerator<Part> {
  if (!First.safeParse(await bytes.json(true)).success) throw new BackupDamage('foreign')
  const tables: Manifest['tables'] = []
  const keys: Manifest['keys'] = []
  for (;;) {
    const content = await bytes.json()
    const table = Table.safeParse(content).data
    const key = Key.safeParse(content).data
    const last = Last.safeParse(content).data
    if (table) {
      yield { kind: 'table', ...table }
      const tally = new Tally()
      for (let length = await bytes.length(); length > 0; length = await bytes.length()) {
        const block = await bytes.take(length)
        tally.add(block)
        yield { kind: 'rows', block }
      }
      tables.push({ table: table.table, ...tally.result() })
    } else if (key) {
      yield { kind: 'key', ...key }
      keys.push({ key: key.key, sha256: sha256(key.text) })
    } else if (last) {
      const { manifest } = last
      const differs = [...manifest.tables, ...tables].find(
        (each) => !isIn(tables, each) || !isIn(manifest.tables, each),
      )
      if (differs) throw new BackupDamage('altered', differs.table)
      if (JSON.stringify(keys) !== JSON.stringify(manifest.keys)) throw new BackupDamage('altered', 'keys')
      if (!(await bytes.isAtEnd())) throw new BackupDamage('altered')
      yield { kind: 'manifest', manifest }
      return
    } else throw new BackupDamage('altered')
  }
}

const isIn = (rows: Manifest['tables'], { table, rows: count, bytes, sha256 }: Manifest['tables'][number]) =>
  rows.some(
    (row) => row.table === table && row.rows === count && row.bytes === bytes && row.sha256 === sha256,
  )

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The manifest of a file that is whole; throws what is wrong with it otherwise. */
export async function checkBackup(path: string): Promise<Manifest> {
  for await (const part of readBackup(path)) if (part.kind === 'manifest') return part.manifest
  throw new BackupDamage('cut_short')
}

/** A line longer than this is none of ours. */
const lineMost = 10_000_000
/** A block is whole rows, so it is as long as the longest of them. */
const blockMost = 2 ** 28

/** Takes lines and blocks from a stream that may end or break anywhere. */
class Bytes {
  readonly #source: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)
  constructor(stream: AsyncIterable<Buffer>) {
    this.#source = stream[Symbol.asyncIterator]()
  }

  async json(first = false): Promise<unknown> {
    const text = await this.#line(first)
    try {
      const value: unknown = JSON.parse(text)
      return value
    } catch {
      throw new BackupDamage(first ? 'foreign' : 'altered')
    }
  }

  async length(): Promise<number> {
    const text = await this.#line(false)
    const length = Number(text)
    if (String(length) !== text || !(length >= 0 && length <= blockMost)) throw new BackupDamage('altered')
    return length
  }

  async take(length: number): Promise<Buffer> {
    while (this.#rest.length < length) await this.#more(false)
    const block = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return block
  }

  async isAtEnd(): Promise<boolean> {
    if (this.#rest.length > 0) return false
    return (await this.#next(false)) === undefined
  }

  async #line(first: boolean): Promise<string> {
    let end = this.#rest.indexOf(10)
    while (end < 0) {
      if (this.#rest.length > lineMost) throw new BackupDamage(first ? 'foreign' : 'altered')
      await this.#more(first)
      end = this.#rest.indexOf(10)
    }
    const text = this.#rest.toString('utf8', 0, end)
    this.#rest = this.#rest.subarray(end + 1)
    return text
  }

  async #more(first: boolean): Promise<void> {
    const chunk = await this.#next(first)
    if (!chunk) throw new BackupDamage(first ? 'foreign' : 'cut_short')
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
  }

  async #next(first: boolean): Promise<Buffer | undefined> {
    try {
      const { value, done } = await this.#source.next()
      return done === true ? undefined : value
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code === 'Z_BUF_ERROR') throw new BackupDamage('cut_short')
      if (String(code).startsWith('Z_')) throw new BackupDamage(first ? 'foreign' : 'damaged')
      throw error
    }
  }
}
