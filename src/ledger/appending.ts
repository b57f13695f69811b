// ledger/appending.ts – writes postings: batches of one or more shards as the arguments of one ledger_append call.
import type { Account } from './accounts.ts'
import { isIssuing } from './accounts.ts'
import type { Change } from './draft.ts'
import type { Holding } from './lots.ts'
import type { Entry } from './machine.ts'
import { append, rootOf, type Tile, type Tree } from '../sealing/merkle.ts'
import { leafOf, type Opening } from './seal.ts'
import type { Query, Session } from './store.ts'

/** Postings of one shard that follow one another, and the tree before them. */
export type Batch = {
  shard: number
  tree: Tree
  accountCount: number
  entries: Entry[]
  openings: Opening[]
}

/** A batch with its place in the tree: what a head becomes, once it is written. */
export type Sealed = Batch & { after: Tree; root: Buffer; leaves: Buffer[]; tiles: Tile[] }

export function seal(batch: Batch): Sealed {
  let after = batch.tree
  const tiles: Tile[] = []
  const leaves = batch.entries.map(leafOf)
  for (const leaf of leaves) {
    const step = append(after, leaf)
    after = step.tree
    tiles.push(...step.tiles)
  }
  return { ...batch, after, root: rootOf(after), leaves, tiles }
}

/** False when a head was not where the batch thought: nothing was written. */
export async function write(session: Session, batches: Sealed[]): Promise<boolean> {
  const [row] = await session(appendQuery, ...columns(batches))
  return row?.appended === true
}

function columns(batches: Sealed[]): string[] {
  const table: Columns = new Map()
  for (const batch of batches) {
    const { shard, tree, entries } = batch
    const opened = entries.reduce((sum, entry) => sum + entry.opened.length, 0)
    add(table, 'head', [
      shard,
      tree.size,
      batch.after.size,
      batch.accountCount + opened,
      hex(batch.root),
      `\\x${Buffer.concat(batch.after.edge).toString('hex')}`,
    ])
    for (const [index, entry] of entries.entries()) addEntry(table, entry, batch.leaves[index]!)
    for (const { before, after } of last(
      entries.flatMap(({ accounts }) => accounts),
      accountKey,
    ))
      add(table, 'balance', [
        shard,
        after.number,
        before?.version ?? 0,
        after.version,
        after.posted,
        after.day,
        isIssuing(after.kind),
      ])
    for (const { before, after } of last(
      entries.flatMap(({ holdings }) => holdings),
      holdingKey,
    ))
      add(table, 'holding', [shard, after.account, after.lot, after.hold, before?.amount ?? 0, after.amount])
    for (const { commitment, learner, salt, content } of batch.openings)
      add(table, 'opening', [shard, `\\x${commitment}`, learner, hex(salt), content])
    for (const { level, index, hash } of batch.tiles) add(table, 'tile', [shard, level, index, hex(hash)])
  }
  return columnsOf(table)
}

function addEntry(table: Columns, entry: Entry, leaf: Buffer): void {
  const { shard, seq } = entry
  add(table, 'posting', [
    shard,
    seq,
    entry.cause,
    entry.key,
    `\\x${entry.requestHash}`,
    entry.actor,
    entry.effectiveOn,
    entry.recordedAt.toISOString(),
    entry.reverses,
    entry.reason === null ? null : `\\x${entry.reason}`,
    hex(leaf),
  ])
  for (const [line, { verb, lot, hold, amount, from, to }] of entry.moves.entries())
    add(table, 'move', [
      shard,
      seq,
      line,
      verb,
      lot,
      hold,
      amount,
      from.account,
      to.account,
      from.version,
      to.version,
      from.balance,
      to.balance,
    ])
  for (const { number, kind, owner, unit } of entry.opened)
    add(table, 'account', [shard, number, kind, owner, unit])
  for (const lot of entry.lots) {
    add(table, 'lot', [
      shard,
      lot.lot,
      seq,
      lot.learner,
      lot.unit,
      lot.amount,
      lot.issuer,
      lot.countsAt,
      lot.elective,
      lot.earnedOn,
      lot.expiresOn,
      lot.origin,
      `\\x${lot.commitment}`,
    ])
    for (const { lot: source, amount, rate } of lot.sources)
      add(table, 'source', [shard, lot.lot, source, amount, rate.numerator, rate.denominator])
  }
}

/** Several changes of one thing come to one: from before the first to after the last. */
function last<Thing>(changes: Change<Thing>[], key: (thing: Thing) => string | number): Change<Thing>[] {
  const merged = new Map<string | number, Change<Thing>>()
  for (const { before, after } of changes) {
    const earlier = merged.get(key(after))
    merged.set(key(after), { before: earlier ? earlier.before : before, after })
  }
  return [...merged.values()]
}

const accountKey = ({ number }: Account): number => number
const holdingKey = ({ account, lot, hold }: Holding): string => `${account}/${lot}/${hold}`
const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`

const groupNames = [
  'head',
  'posting',
  'move',
  'balance',
  'holding',
  'account',
  'lot',
  'source',
  'opening',
  'tile',
] as const
type Group = (typeof groupNames)[number]

/** The arguments of ledger_append, in its order, with the types of their columns. */
const columnTypes: Record<Group, string> = {
  head: 'smallint bigint bigint integer bytea bytea',
  posting: 'smallint bigint text text bytea uuid date timestamptz bigint bytea bytea',
  move: 'smallint bigint smallint text uuid bigint integer integer integer bigint bigint bigint bigint',
  balance: 'smallint integer bigint bigint bigint date boolean',
  holding: 'smallint integer uuid bigint integer integer',
  account: 'smallint integer text uuid uuid',
  lot: 'smallint uuid bigint uuid uuid integer uuid uuid boolean date date integer bytea',
  source: 'smallint uuid uuid integer integer integer',
  opening: 'smallint bytea uuid bytea text',
  tile: 'smallint smallint bigint bytea',
}
const types = groupNames.flatMap((group) => columnTypes[group].split(' '))
const width = (group: Group): number => columnTypes[group].split(' ').length

const appendQuery: Query<{ appended: boolean }> = {
  name: 'ledger_append',
  text: `select ledger_append(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')}) as appended`,
}

type Cell = string | number | boolean | null

/** Rows turned into columns, each the text of one array argument: a third of what the driver's own way costs. */
type Columns = Map<Group, string[]>

function add(table: Columns, group: Group, row: Cell[]): void {
  const columns = table.get(group)
  if (columns) for (let i = 0; i < row.length; i++) columns[i] += `,${cellText(row[i]!)}`
  else table.set(group, row.map(cellText))
}

const columnsOf = (table: Columns): string[] =>
  groupNames.flatMap((group) => {
    const columns = table.get(group)
    return columns ? columns.map((cells) => `{${cells}}`) : Array<string>(width(group)).fill('{}')
  })

/** One element of an array as PostgreSQL reads it. Words of one's own making need no quotes; any other text may. */
function cellText(cell: Cell): string {
  if (cell === null) return 'NULL'
  if (typeof cell !== 'string') return String(cell)
  return plainWord.test(cell) ? cell : `"${cell.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

const plainWord = /^(?!null$)[\w:.-]+$/i
