// database/pipeline.ts – Kysely on pg so that statements cost little: prepared once a session, and sent together.
//
// A message to the database costs more than most statements do. A transaction's statements that do not need each
// other's rows are asked together, `Promise.all`, and travel together. They are carried out in the order in which they
// were asked; once one has failed the database refuses those after it.
import { Socket } from 'node:net'
import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, Transaction } from 'kysely'
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
} from 'kysely'
import { DatabaseError } from 'pg'
import type { Pool, PoolClient, QueryResultRow } from 'pg'

/** A socket that sends what is written in one turn of the event loop as one message. */
export function gatheringSocket(): Socket {
  const socket = new Socket()
  // Not as a subclass: Node puts its own `write` on the socket when it connects.
  socket.once('connect', () => {
    const write = socket.write.bind(socket)
    let gathering = false
    const gathered = (...given: Parameters<typeof write>): boolean => {
      if (!gathering) {
        gathering = true
        socket.cork()
        process.nextTick(() => {
          gathering = false
          socket.uncork()
        })
      }
      return write(...given)
    }
    socket.write = gathered as typeof write
  })
  return socket
}

/** For a pool whose clients pipeline (`pipeline: true`) through gathering sockets. */
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

/**
 * One transaction: all of `work` or nothing. Kysely's own sends each statement only when the one before was answered.
 * `begin` goes out with the first statement: it fails only with its connection, and then so does that statement.
 */
export function pipelined<D, T>(
  db: Kysely<D>,
  begin: string,
  work: (tx: Transaction<D>) => Promise<T>,
): Promise<T> {
  const executor = db.getExecutor()
  return executor.provideConnection(async (lease) => {
    if (!(lease instanceof Lease)) throw new Error('A database that was not opened by openDatabase')
    const inside = executor.withConnectionProvider({ provideConnection: (use) => use(lease) })
    const { dialect, driver } = lease
    const tx = new Transaction<D>({ executor: inside, dialect, driver, config: { dialect } })
    lease.client.query(begin).catch(() => undefined)
    try {
      const result = await work(tx)
      await lease.end('commit')
      return result
    } catch (error) {
      await lease.end('rollback').catch(() => lease.break())
      throw error
    }
  })
}

class PipeliningDriver implements Driver {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Lease> {
    return new Lease(await this.#pool.connect(), new PipeliningDialect(this.#pool), this)
  }

  async releaseConnection(lease: Lease): Promise<void> {
    lease.release()
  }

  beginTransaction = oneAtATime
  commitTransaction = oneAtATime
  rollbackTransaction = oneAtATime

  destroy(): Promise<void> {
    return this.#pool.end()
  }
}

const oneAtATime = async (): Promise<never> => {
  throw new Error('Transactions are transact and read of database/connection.ts')
}

/** A client from the pool, for as long as one transaction or one statement has it. */
class Lease implements DatabaseConnection {
  readonly client: PoolClient
  readonly dialect: Dialect
  readonly driver: Driver
  #ended = false
  #broken = false

  constructor(client: PoolClient, dialect: Dialect, driver: Driver) {
    this.client = client
    this.dialect = dialect
    this.driver = driver
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
      if (isStalePlan(error)) this.break()
      throw error
    }
  }

  // oxlint-disable-next-line require-yield -- nothing here reads in pieces
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Reading a result in pieces would block the pipeline')
  }

  /** Ends the transaction; nothing is taken after it. A commit after a statement that failed would undo in silence. */
  async end(text: 'commit' | 'rollback'): Promise<void> {
    this.#ended = true
    const { command } = await this.client.query(text)
    if (text === 'commit' && command !== 'COMMIT')
      throw new Error('A statement had failed: nothing was committed')
  }

  /** Keeps the session from being used again. */
  break(): void {
    this.#broken = true
  }

  release(): void {
    this.#ended = true
    this.client.release(this.#broken)
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
