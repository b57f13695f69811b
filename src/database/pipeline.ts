// database/pipeline.ts – Kysely on pg so that statements cost little: prepared once a session, and sent together.
//
// A message to the database costs more than most statements do. A transaction's statements that do not need each
// other's rows are asked together, `Promise.all`, and travel together. They are carried out in the order in which they
// were asked; once one has failed the database refuses those after it.
import { Socket } from 'node:net'
import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type {
  CompiledQuery,
  DatabaseConnection,
  DatabaseIntrospector,
  Dialect,
  DialectAdapter,
  Driver,
  Kysely,
  QueryCompiler,
  QueryResult,
  TransactionSettings,
} from 'kysely'
import { DatabaseError } from 'pg'
import type { Pool, PoolClient, QueryResultRow } from 'pg'

type Written = (error?: Error | null) => void

/** Sends what is written in one turn of the event loop as one message. */
export class GatheringSocket extends Socket {
  #gathering = false

  override write(
    chunk: Uint8Array | string,
    encoding?: BufferEncoding | Written,
    written?: Written,
  ): boolean {
    if (!this.#gathering) {
      this.#gathering = true
      this.cork()
      process.nextTick(() => {
        this.#gathering = false
        this.uncork()
      })
    }
    return super.write(chunk, encoding as BufferEncoding, written)
  }
}

/** For a pool whose clients pipeline (`pipeline: true`). */
export class PipeliningDialect implements Dialect {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  createDriver(): Driver {
    return new PipeliningDriver(this.#pool)
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler()
  }

  createAdapter(): DialectAdapter {
    return new PostgresAdapter()
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- Kysely's own signature
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new PostgresIntrospector(db)
  }
}

class PipeliningDriver implements Driver {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Lease> {
    return new Lease(await this.#pool.connect())
  }

  /** Goes out with the first statement: it fails only with its connection, and then so does that statement. */
  async beginTransaction(lease: Lease, { isolationLevel, accessMode }: TransactionSettings): Promise<void> {
    const modes = [isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean)
    lease.client.query(['begin', ...modes].join(' ')).catch(() => undefined)
  }

  async commitTransaction(lease: Lease): Promise<void> {
    await lease.last('commit')
  }

  async rollbackTransaction(lease: Lease): Promise<void> {
    await lease.last('rollback')
  }

  async releaseConnection(lease: Lease): Promise<void> {
    lease.release()
  }

  destroy(): Promise<void> {
    return this.#pool.end()
  }
}

/** A client from the pool, as long as one transaction or statement has it. */
class Lease implements DatabaseConnection {
  readonly client: PoolClient
  #ended = false
  #stale = false

  constructor(client: PoolClient) {
    this.client = client
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    // It would run outside of its transaction, perhaps in somebody else's.
    if (this.#ended) throw new Error(`A statement after the end of its transaction: ${sql}`)
    try {
      const name = parameters.length > 0 ? nameFor(sql) : undefined
      const result = await this.client.query<R & QueryResultRow>({
        text: sql,
        values: [...parameters],
        ...(name === undefined ? {} : { name }),
      })
      const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command)
      return {
        rows: result.rows ?? [],
        ...(changes ? { numAffectedRows: BigInt(result.rowCount ?? 0) } : {}),
      }
    } catch (error) {
      this.#stale ||= isStalePlan(error)
      throw error
    }
  }

  // oxlint-disable-next-line require-yield -- nothing here reads in pieces
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Reading a result in pieces would block the pipeline')
  }

  /** Ends the transaction; nothing is taken after it. */
  async last(text: 'commit' | 'rollback'): Promise<void> {
    this.#ended = true
    await this.client.query(text)
  }

  release(): void {
    this.#ended = true
    this.client.release(this.#stale)
  }
}

/** A statement that was prepared before a migration changed its columns. Its session must go; a new one prepares anew. */
export const isStalePlan = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'

/** So many are prepared a session. Texts differ by the length of a list, so there is no end to them. */
const namesMost = 500
const names = new Map<string, string>()

function nameFor(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= namesMost) return known
  const name = `q${names.size}`
  names.set(text, name)
  return name
}
