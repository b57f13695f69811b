// ledger/memory.ts – what a writer remembers of a shard between batches. Safety does not rest on it: the database
// compares heads, versions and amounts, so that a memory that is behind is noticed there and brought up to date.
import type { Uuid } from '../values/ids.ts'
import { uuid } from '../values/ids.ts'
import type { PlainCommand } from './commands.ts'
import { emptyBooks, type Books } from './draft.ts'
import { edgeOf, loadHolds, loadLots, loadOwners, needsOf } from './loading.ts'
import type { Tree } from '../sealing/merkle.ts'
import { heads, ownersSince, type HeadRow, type Session } from './store.ts'

export type Memory = { books: Books; tree: Tree; owners: Set<Uuid> }
export type Memories = Map<number, Memory>

const remember = (head: HeadRow): Memory => ({
  books: { ...emptyBooks(head.shard), seq: head.seq, accountCount: head.accounts },
  tree: { size: head.seq, edge: edgeOf(head.edge) },
  owners: new Set(),
})

export const memoryOf = (memories: Memories, shard: number): Memory => {
  const memory = memories.get(shard)
  if (!memory) throw new Error(`Ledger: there is no shard ${shard}`)
  return memory
}

/** Loads what commands need and the memories lack: one query each for heads, accounts and pieces of all shards. */
export async function recall(
  session: Session,
  memories: Memories,
  wanted: Map<number, PlainCommand[]>,
): Promise<void> {
  const unknown = [...wanted.keys()].filter((shard) => !memories.has(shard))
  if (unknown.length > 0)
    for (const head of await session(heads, unknown)) memories.set(head.shard, remember(head))

  const missing = new Map<number, Set<Uuid>>()
  for (const [shard, commands] of wanted) {
    const { books, owners } = memoryOf(memories, shard)
    const needs = needsOf(commands)
    const absent = new Set([...needs.owners].filter((owner) => !owners.has(owner)))
    if (absent.size > 0) missing.set(shard, absent)
    await loadLots(session, books, needs.lots)
    await loadHolds(session, books, needs.causes)
  }
  const absent = new Set([...missing.values()].flatMap((owners) => [...owners]))
  const books = (shard: number): Books => memoryOf(memories, shard).books
  await loadOwners(session, books, [...missing.keys()], [...absent])
  for (const [shard, owners] of missing)
    for (const owner of owners) memoryOf(memories, shard).owners.add(owner)
}

/** Brings memories up to where their heads are now: forgets the owners that others' postings have touched. */
export async function catchUp(
  session: Session,
  memories: Memories,
  shards: readonly number[],
): Promise<void> {
  for (const head of await session(heads, shards)) {
    const memory = memoryOf(memories, head.shard)
    const { books } = memory
    if (head.seq < books.seq)
      throw new Error(`Ledger: shard ${head.shard} has gone back from ${books.seq} to ${head.seq}`)
    if (head.seq === books.seq) continue
    for (const { owner } of await session(ownersSince, head.shard, books.seq)) forget(memory, uuid(owner))
    books.seq = head.seq
    books.accountCount = head.accounts
    memory.tree = { size: head.seq, edge: edgeOf(head.edge) }
  }
}

function forget({ books, owners }: Memory, owner: Uuid): void {
  owners.delete(owner)
  for (const { label, number } of books.owned.get(owner) ?? []) {
    books.accounts.delete(label)
    books.byNumber.delete(number)
    books.holdings.delete(number)
  }
  books.owned.delete(owner)
}
