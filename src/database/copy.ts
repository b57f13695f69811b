// database/copy.ts – COPY as streams: whole tables out of the database and into it, with no more of them in memory than
// a few blocks. The driver carries the protocol's messages; here they become something to iterate over.
import type { ClientBase, Connection, DatabaseError } from 'pg'

/** Rows come one a message; so many bytes of them make a block. */
const blockBytes = 64 * 1024
/** So many blocks may wait to be taken before the database is asked to pause. */
const blocksMost = 8

/** What `copy … to stdout` gives, in blocks of whole rows. */
export async function* copyOut(client: ClientBase, statement: string): AsyncGenerator<Buffer> {
  const blocks: Buffer[] = []
  let rows: Buffer[] = []
  let bytes = 0
  let state: { ended: boolean; error?: Error } = { ended: false }
  let wake = nobodyWaits
  let connection: Connection | undefined
  const flush = () => {
    if (bytes > 0) blocks.push(Buffer.concat(rows, bytes))
    rows = []
    bytes = 0
    wake()
  }
  client.query({
    submit(on: Connection) {
      connection = on
      on.query(statement)
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      rows.push(Buffer.from(chunk)) // A copy: the driver uses its buffer again.
      bytes += chunk.length
      if (bytes < blockBytes) return
      flush()
      if (blocks.length >= blocksMost) connection?.stream.pause()
    },
    handleError(error: DatabaseError) {
      state = { ended: true, error }
      wake()
    },
    handleCommandComplete: flush,
    handleReadyForQuery() {
      state = { ...state, ended: true }
      wake()
    },
  })
  for (;;) {
    const block = blocks.shift()
    if (block) yield block
    else if (state.error) throw state.error
    else if (state.ended) return
    else {
      connection?.stream.resume()
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
}

const nobodyWaits = (): void => undefined

/** Feeds `copy … from stdin`. When the source fails, the statement fails with it. */
export function copyIn(client: ClientBase, statement: string, source: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined
    client.query({
      submit: (on: Connection) => on.query(statement),
      handleCopyInResponse: (on: CopyConnection) =>
        void feed(on, source).catch((error: Error) => {
          failure = error
          on.sendCopyFail('the source failed')
        }),
      handleError: (error: DatabaseError) => reject(failure ?? error),
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
    })
  })
}

/** Messages of the driver's that its types leave out. */
type CopyConnection = Connection & {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

async function feed(on: CopyConnection, source: AsyncIterable<Buffer>): Promise<void> {
  for await (const block of source) {
    on.sendCopyFromChunk(block)
    if (on.stream.writableNeedDrain) await new Promise((resolve) => on.stream.once('drain', resolve))
  }
  on.endCopyFrom()
}
