// ledger/writer.ts – the other shell of the state machine: postings of imports and partner systems, in small batches.
// While one batch commits the next one gathers, so that a hundred postings share one round trip and one fsync. A lane
// serves many shards on one connection. A human's decision may post on the same shards at any moment: the writer's
// compare-and-swap fails then, it catches up and runs its batch again.
import { setTimeout as pause } from 'node:timers/promises'
import { DatabaseError, type Pool, type PoolClient } from 'pg'
import { localDate, type LocalDate } from '../values/dates.ts'
import { shardOf, type Uuid } from '../values/ids.ts'
import { Refusal } from '../values/refusal.ts'
import { seal, write, type Sealed } from './appending.ts'
import type { Cause, PlainCommand } from './commands.ts'
import { advance, apply, retreat, type Context, type Entry } from './machine.ts'
import { catchUp, memoryOf, recall, type Memories } from './memory.ts'
import { postedFrom, postedOf, type Posted } from './posted.ts'
import { contextFor, type Opening } from './seal.ts'
import {
  directSession,
  heads,
  postingsByCause,
  postingsByKey,
  type PostingRow,
  type Session,
} from './store.ts'

export type WriteRequest = {
  commands: readonly PlainCommand[]
  cause: Cause
  actor: Uuid
  at: Date
  key?: string | undefined
  effectiveOn?: LocalDate | undefined
}

export type Writer = {
  /** Posts in its turn. A no comes back as a value, so that one row of an import does not end the others. */
  submit: (request: WriteRequest) => Promise<Posted | Refusal>
  /** Takes no more and resolves when everything taken has been answered. */
  close: () => Promise<void>
}

export type WriterOptions = {
  /** Sessions under cb_writer. A lane keeps one. */
  pool: Pool
  lanes?: number
  /** What waits in a lane at most; beyond it the writer is unavailable, which HTTP says as 503. */
  queueMax?: number
  batchMax?: number
}

export function openWriter({ pool, lanes = 2, queueMax = 10_000, batchMax = 1000 }: WriterOptions): Writer {
  const all = Array.from({ length: lanes }, () => newLane(pool, batchMax))
  let open = true
  return {
    submit(request) {
      const today = localDate(request.at)
      const { effectiveOn = today } = request
      if (effectiveOn > today) return Promise.resolve(new Refusal('day_not_reached', { day: effectiveOn }))
      const shard = shardOf(request.commands[0]?.learner ?? request.actor)
      const lane = all[shard % lanes]!
      if (!open || lane.queue.length >= queueMax) return Promise.resolve(new Refusal('unavailable'))
      return new Promise((answer, fail) => {
        lane.queue.push(newItem(shard, { ...request, day: effectiveOn }, answer, fail))
        lane.working ??= work(lane)
      })
    },
    async close() {
      open = false
      await Promise.all(all.map((lane) => lane.working ?? Promise.resolve()))
      for (const lane of all) disconnect(lane, false)
    },
  }
}

type Item = {
  shard: number
  commands: readonly PlainCommand[]
  context: Context
  openings: Opening[]
  answer: (result: Posted | Refusal) => void
  fail: (error: unknown) => void
}

type Lane = {
  pool: Pool
  batchMax: number
  queue: Item[]
  working: Promise<void> | undefined
  client: PoolClient | undefined
  memories: Memories
  /** Postings of late by cause and by key, to answer repeats without asking the database. */
  recent: Map<string, Known>
}

type Known = { requestHash: string; posted: Posted }

const newLane = (pool: Pool, batchMax: number): Lane => ({
  pool,
  batchMax,
  queue: [],
  working: undefined,
  client: undefined,
  memories: new Map(),
  recent: new Map(),
})

function newItem(
  shard: number,
  request: WriteRequest & { day: LocalDate },
  answer: Item['answer'],
  fail: Item['fail'],
): Item {
  const { context, openings } = contextFor(shard, request.commands, request)
  return { shard, commands: request.commands, context, openings, answer, fail }
}

/** Works until the queue is empty. Waits a turn first, so that whoever asks in the same moment is in the first batch. */
async function work(lane: Lane): Promise<void> {
  await new Promise(setImmediate)
  while (lane.queue.length > 0) await settle(lane, lane.queue.splice(0, lane.batchMax))
  lane.working = undefined
}

const attemptsMax = 40

/** Answers every item. What could not be written is tried again; a bug or a lasting fault ends in an error for each. */
async function settle(lane: Lane, items: Item[]): Promise<void> {
  let open = items
  for (let attempt = 1; open.length > 0; attempt++) {
    try {
      open = await attemptBatch(lane, open)
    } catch (error) {
      if (attempt >= attemptsMax || !(await recover(lane, error, attempt))) {
        lane.memories.clear()
        for (const { fail } of open) fail(error)
        return
      }
      open = await answerKnown(lane, open).catch(() => open)
    }
  }
}

/** One try: recall, draft, write, answer. Returns the items that are still without an answer. */
async function attemptBatch(lane: Lane, items: Item[]): Promise<Item[]> {
  const session = await connect(lane)
  await recall(session, lane.memories, commandsByShard(items))
  const draft = draftBatch(lane, items)
  const batches = sealBatches(lane, draft.drafted)
  try {
    if (batches.length > 0 && !(await write(session, batches))) {
      undo(lane, draft.drafted)
      await catchUp(session, lane.memories, [...new Set(items.map(({ shard }) => shard))])
      return items
    }
  } catch (error) {
    undo(lane, draft.drafted)
    throw error
  }
  for (const { shard, after } of batches) memoryOf(lane.memories, shard).tree = after
  for (const { item, entry } of draft.drafted) item.answer(keep(lane, entry))
  for (const { item, first } of draft.repeats) item.answer(repeatOf(item, first))
  return answerRefused(session, lane, draft.refused, new Set(batches.map(({ shard }) => shard)))
}

type Drafted = { item: Item; entry: Entry }
type Draft = {
  drafted: Drafted[]
  repeats: { item: Item; first: Known }[]
  refused: { item: Item; refusal: Refusal }[]
}

/** Runs the state machine over the items, one after another, each on the books as the one before left them. */
function draftBatch(lane: Lane, items: Item[]): Draft {
  const draft: Draft = { drafted: [], repeats: [], refused: [] }
  const now = new Map<string, Known>()
  for (const item of items) {
    const { shard, commands, context } = item
    const names = namesOf(shard, context)
    const first = names.map((name) => now.get(name) ?? lane.recent.get(name)).find(Boolean)
    if (first) {
      draft.repeats.push({ item, first })
      continue
    }
    const { books } = memoryOf(lane.memories, shard)
    item.openings.length = 0
    const entry = apply(books, commands, context)
    if (entry instanceof Refusal) {
      draft.refused.push({ item, refusal: entry })
      continue
    }
    advance(books, entry)
    draft.drafted.push({ item, entry })
    for (const name of names) now.set(name, { requestHash: entry.requestHash, posted: postedFrom(entry) })
  }
  return draft
}

function sealBatches(lane: Lane, drafted: Drafted[]): Sealed[] {
  const byShard = new Map<number, Drafted[]>()
  for (const made of drafted) {
    const own = byShard.get(made.item.shard)
    if (own) own.push(made)
    else byShard.set(made.item.shard, [made])
  }
  return Array.from(byShard, ([shard, own]) => {
    const { books, tree } = memoryOf(lane.memories, shard)
    const entries = own.map(({ entry }) => entry)
    const opened = entries.reduce((sum, entry) => sum + entry.opened.length, 0)
    const openings = own.flatMap(({ item }) => item.openings)
    return seal({ shard, tree, accountCount: books.accountCount - opened, entries, openings })
  })
}

function undo(lane: Lane, drafted: Drafted[]): void {
  for (const { item, entry } of drafted.toReversed())
    retreat(memoryOf(lane.memories, item.shard).books, entry)
}

/**
 * A refusal counts only if the books it was judged by were up to date: where nothing was written to the shard, which
 * would have shown it, its head is looked at. And whoever repeats a request gets its first answer, even if the same
 * could not be posted now.
 */
async function answerRefused(
  session: Session,
  lane: Lane,
  refused: Draft['refused'],
  confirmed: Set<number>,
): Promise<Item[]> {
  if (refused.length === 0) return []
  const behind = new Set<number>()
  const doubtful = new Set(refused.map(({ item }) => item.shard).filter((shard) => !confirmed.has(shard)))
  for (const { shard, seq } of doubtful.size === 0 ? [] : await session(heads, [...doubtful]))
    if (seq !== memoryOf(lane.memories, shard).books.seq) behind.add(shard)
  if (behind.size > 0) await catchUp(session, lane.memories, [...behind])
  const unknown = new Set(
    await answerKnown(
      lane,
      refused.map(({ item }) => item),
    ),
  )
  for (const { item, refusal } of refused)
    if (unknown.has(item) && !behind.has(item.shard)) item.answer(refusal)
  return [...unknown].filter(({ shard }) => behind.has(shard))
}

/** After a failed try: makes the next one possible, or says that there is no use. */
async function recover(lane: Lane, error: unknown, attempt: number): Promise<boolean> {
  const code = error instanceof DatabaseError ? (error.code ?? '') : 'lost'
  if (code === '23505' || code === '40001' || code === '40P01') return attempt < 10
  lane.memories.clear()
  if (code === outOfStep) return attempt < 10
  // Only the loss of the connection or of the server is worth waiting for; its commit may have happened or not.
  if (!(code === 'lost' && isConnectionLoss(error)) && !/^(08|57P|53)/.test(code)) return false
  disconnect(lane, true)
  await pause(Math.min(10 * 2 ** attempt, 1000) * (0.5 + Math.random()))
  return true
}

const outOfStep = 'CB001'

const isConnectionLoss = (error: unknown): boolean =>
  error instanceof Error &&
  ('code' in error || /connection|terminated|timeout|not queryable|closed/i.test(error.message))

/** Answers the items whose postings are on record after all, by cause and by key; returns the others. */
async function answerKnown(lane: Lane, items: Item[]): Promise<Item[]> {
  const session = await connect(lane)
  const shards = [...new Set(items.map(({ shard }) => shard))]
  const causes = items.map(({ context }) => context.cause)
  const keys = items.flatMap(({ context }) => context.key ?? [])
  const rows = [
    ...(await session(postingsByCause, shards, causes)),
    ...(await session(postingsByKey, shards, keys)),
  ]
  const known = new Map<string, PostingRow>()
  for (const row of rows) for (const name of namesOf(row.shard, row)) known.set(name, row)
  const open: Item[] = []
  for (const item of items) {
    const row = namesOf(item.shard, item.context)
      .map((name) => known.get(name))
      .find(Boolean)
    if (!row) {
      open.push(item)
      continue
    }
    const first = { requestHash: row.requestHash, posted: await postedOf(session, row) }
    for (const name of namesOf(row.shard, row)) remember(lane, name, first)
    item.answer(repeatOf(item, first))
  }
  return open
}

/** The names under which a posting is unique. */
const namesOf = (shard: number, { cause, key }: { cause: Cause; key: string | null }): string[] =>
  key === null ? [`${shard}/cause/${cause}`] : [`${shard}/cause/${cause}`, `${shard}/key/${key}`]

/** The first posting again for the same request, and a refusal for another one under its name. */
function repeatOf(item: Item, { requestHash, posted }: Known): Posted | Refusal {
  if (requestHash === item.context.requestHash) return { ...posted, repeated: true }
  return new Refusal(posted.cause === item.context.cause ? 'cause_taken' : 'key_reused')
}

function keep(lane: Lane, entry: Entry): Posted {
  const posted = postedFrom(entry)
  for (const name of namesOf(entry.shard, entry))
    remember(lane, name, { requestHash: entry.requestHash, posted })
  return posted
}

const recentMax = 50_000

function remember(lane: Lane, name: string, known: Known): void {
  lane.recent.set(name, known)
  if (lane.recent.size <= recentMax) return
  for (const oldest of lane.recent.keys()) {
    lane.recent.delete(oldest)
    break
  }
}

function commandsByShard(items: Item[]): Map<number, PlainCommand[]> {
  const byShard = new Map<number, PlainCommand[]>()
  for (const { shard, commands } of items) {
    const own = byShard.get(shard)
    if (own) own.push(...commands)
    else byShard.set(shard, [...commands])
  }
  return byShard
}

async function connect(lane: Lane): Promise<Session> {
  if (!lane.client) {
    const client = await lane.pool.connect()
    // A loss between batches is met by the next statement; without a listener it would end the process.
    client.on('error', () => undefined)
    lane.client = client
    await client.query("set app.shard = 'all'")
  }
  return directSession(lane.client)
}

function disconnect(lane: Lane, broken: boolean): void {
  lane.client?.release(broken)
  lane.client = undefined
}
