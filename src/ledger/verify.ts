// ledger/verify.ts – 总账校验: recomputes everything that can be computed from entries, and every hash, and says what
// does not agree. It trusts no code that wrote them: books are counted again by recount.ts, leaves and roots are built
// again from the rows.
import { sql } from 'kysely'
import { read, type Db } from '../database/connection.ts'
import { append, emptyTree, leafHash, rootOf, type Tree } from '../sealing/merkle.ts'
import { uuid } from '../values/ids.ts'
import { accountLabel } from './accounts.ts'
import { openNote, type Verifier } from './checkpoint.ts'
import { recorded } from './entries.ts'
import { accountKind, edgeOf } from './loading.ts'
import { originOf } from './note.ts'
import { newRecount } from './recount.ts'
import { leafContent } from './seal.ts'
import {
  accountsOfShard,
  balancesOfShard,
  checkpointsOfShard,
  everyHead,
  holdingsOfShard,
  linesOf,
  lotsPacked,
  movesPacked,
  openingsThatDiffer,
  postingsPacked,
  sessionOf,
  sourcesOfShard,
  tilesOfShard,
  unpackLot,
  unpackMove,
  unpackPosting,
  type HeadRow,
  type Session,
} from './store.ts'

/** What does not agree: which rule, on which shard, how often, and the first place. */
export type Finding = { rule: Rule; shard: number; count: number; first: string }
export const rules = [
  'balances',
  'running',
  'lots',
  'issued',
  'holdings',
  'units',
  'conversions',
  'postings',
  'openings',
  'heads',
  'leaves',
  'roots',
  'tiles',
  'checkpoints',
  'truncated',
  'rewritten',
] as const
export type Rule = (typeof rules)[number]
export type Verification = { postings: number; moves: number; findings: Finding[] }

/** A root that the bank signed once, kept where the bank could not change it. */
export type KeptRoot = { shard: number; size: number; root: Buffer }

export type VerifyOptions = {
  shards?: readonly number[]
  /** Whose signatures under checkpoints count; without it they are not looked at. */
  verifier?: Verifier | undefined
  /** The ledger must still begin with what these say. */
  kept?: readonly KeptRoot[] | undefined
  /** Told now and then, after how many of how many postings. */
  onProgress?: ((done: number, total: number) => void) | undefined
}

/** Checks the whole ledger, or some shards of it, as of one moment. */
export function verifyLedger(db: Db, options: VerifyOptions = {}): Promise<Verification> {
  return read(db, { shard: 'all' }, async (tx) => {
    await sql`select set_config('statement_timeout', '10min', true), set_config('work_mem', '64MB', true),
      set_config('idle_in_transaction_session_timeout', '10min', true)`.execute(tx)
    const session = sessionOf(tx.withoutPlugins())
    const { shards } = options
    const rows = (await session(everyHead)).filter(({ shard }) => shards?.includes(shard) ?? true)
    const total = rows.reduce((sum, { seq }) => sum + seq, 0)
    const whole: Verification = { postings: 0, moves: 0, findings: [] }
    let coming = rows[0] && loadShard(session, rows[0])
    for (const [at, head] of rows.entries()) {
      const beside = await coming!
      const next = rows[at + 1]
      const { postings, moves, findings } = await verifyShard(session, head, beside, {
        ...options,
        onProgress: (done) => options.onProgress?.(whole.postings + done, total),
        // So that the database works ahead while the last page of this shard is looked at.
        onLastAsked: () => {
          coming = next && loadShard(session, next)
        },
      })
      whole.postings += postings
      whole.moves += moves
      whole.findings.push(...findings)
    }
    const known = new Set(rows.map(({ shard }) => shard))
    for (const { shard, size } of options.kept ?? [])
      if (!known.has(shard) && !shards)
        whole.findings.push({ rule: 'truncated', shard, count: 1, first: `size ${size}, no such shard` })
    return whole
  })
}

const pageSize = 5000

/** Counts a shard's books and builds its tree again from its rows, and compares all that is kept beside them. */
async function verifyShard(
  session: Session,
  head: HeadRow,
  beside: Awaited<ReturnType<typeof loadShard>>,
  options: VerifyOptions & { onLastAsked: () => void },
): Promise<Verification> {
  const { shard } = head
  const { verifier, onProgress } = options
  const findings = new Map<Rule, Finding>()
  const find = (rule: Rule, what: string): void => {
    const finding = findings.get(rule) ?? { rule, shard, count: 0, first: what }
    findings.set(rule, { ...finding, count: finding.count + 1 })
  }
  const { accounts, lots, sources, balances, holdings, differing } = beside
  for (const { commitment } of differing) find('openings', commitment)

  const named = accounts.map((row) => ({ ...row, kind: accountKind(row.kind) }))
  const labels = new Map(
    named.map(({ number, kind, owner, unit }) => [
      number,
      accountLabel({ kind, owner: uuid(owner), unit: uuid(unit) }),
    ]),
  )
  const label = (account: number): string => labels.get(account) ?? ''
  const made = groupedBy(lots, ({ seq }) => seq)
  const sourcesOf = groupedBy(sources, ({ lot }) => lot)
  const recount = newRecount(named, lots, find)
  const tiles = new Map(beside.tiles.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  const checkpoints = new Map(beside.checkpoints.map((row) => [row.size, row]))
  const kept = groupedBy(options.kept?.filter((root) => root.shard === shard) ?? [], ({ size }) => size)

  let tree: Tree = emptyTree
  let moves = 0
  for await (const page of pagesOf(session, head, options.onLastAsked)) {
    const own = groupedBy(page.moves, ({ seq }) => seq)
    for (const posting of page.postings) {
      const { seq } = posting
      const moved = own.of(seq)
      own.delete(seq)
      moves += moved.length
      const lotsMade = made.of(seq)
      recount.posting(seq, moved, lotsMade, sourcesOf.of)

      if (seq !== tree.size + 1) find('heads', `posting ${seq} after ${tree.size}`)
      const given = lotsMade.flatMap(({ lot }) => sourcesOf.of(lot))
      const leaf = leafHash(leafContent(recorded(posting, moved, lotsMade, given, label)))
      if (!leaf.equals(posting.leaf)) find('leaves', `posting ${seq}`)
      const step = append(tree, leaf)
      tree = step.tree
      for (const { level, index, hash } of step.tiles) {
        if (!tiles.get(`${level}/${index}`)?.equals(hash)) find('tiles', `level ${level} index ${index}`)
        tiles.delete(`${level}/${index}`)
      }
      const checkpoint = checkpoints.get(tree.size)
      if (checkpoint && !isOf(checkpoint, tree, verifier)) find('checkpoints', `size ${tree.size}`)
      checkpoints.delete(tree.size)
      for (const { size, root } of kept.of(tree.size))
        if (!root.equals(rootOf(tree))) find('rewritten', `before size ${size}`)
      kept.delete(tree.size)
    }
    for (const seq of own.keys()) find('postings', `posting ${seq}`)
    onProgress?.(tree.size, head.seq)
  }
  recount.end(balances, holdings)
  for (const tile of tiles.keys()) find('tiles', tile)
  for (const size of checkpoints.keys()) find('checkpoints', `size ${size}`)
  for (const size of kept.keys()) find('truncated', `size ${size}, now ${tree.size}`)
  if (tree.size !== head.seq) find('heads', `head at ${head.seq}, ${tree.size} postings`)
  const edge = { size: head.seq, edge: edgeOf(head.edge) }
  if (!rootOf(tree).equals(head.root) || !rootOf(edge).equals(head.root)) find('roots', `head at ${head.seq}`)
  return { postings: tree.size, moves, findings: [...findings.values()] }
}

function isOf(
  { shard, root, note }: { shard: number; root: Buffer; note: string },
  tree: Tree,
  verifier: Verifier | undefined,
): boolean {
  if (!root.equals(rootOf(tree))) return false
  if (!verifier) return true
  const signed = openNote(note, verifier)
  return (
    signed !== undefined &&
    signed.origin === originOf(verifier.name, shard) &&
    signed.size === tree.size &&
    signed.root.equals(root)
  )
}

/** All of a shard but its postings and movements; it is held in memory while those pass. */
function loadShard(session: Session, { shard }: HeadRow) {
  const loaded = Promise.all([
    session(accountsOfShard, shard),
    session(lotsPacked, shard),
    session(sourcesOfShard, shard),
    session(balancesOfShard, shard),
    session(holdingsOfShard, shard),
    session(tilesOfShard, shard),
    session(checkpointsOfShard, shard),
    session(openingsThatDiffer, shard),
  ]).then(([accounts, lots, sources, balances, holdings, tiles, checkpoints, differing]) => ({
    accounts,
    lots: linesOf(lots).map((line) => unpackLot(line, shard)),
    sources,
    balances,
    holdings,
    tiles,
    checkpoints,
    differing,
  }))
  loaded.catch(() => undefined) // It may fail before anybody waits for it; who waits still hears of it.
  return loaded
}

/** Postings with their movements, page by page; the next page is on its way while one is being looked at. */
async function* pagesOf(session: Session, { shard, seq }: HeadRow, onLastAsked: () => void) {
  const load = (from: number) => {
    const page = Promise.all([
      session(postingsPacked, shard, from, from + pageSize - 1),
      session(movesPacked, shard, from, from + pageSize - 1),
    ])
    page.catch(() => undefined)
    return page
  }
  const ask = (from: number) => {
    const page = load(from)
    if (from + pageSize > seq) onLastAsked()
    return page
  }
  let coming = ask(1)
  for (let from = 1; from <= seq; from += pageSize) {
    const [postings, moves] = await coming
    if (from + pageSize <= seq) coming = ask(from + pageSize)
    yield {
      postings: linesOf(postings).map((line) => unpackPosting(line, shard)),
      moves: linesOf(moves).map(unpackMove),
    }
  }
}

/** Rows by a key, in the order they came; no rows for a key that has none. */
function groupedBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key) {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return {
    of: (key: Key): readonly Row[] => groups.get(key) ?? [],
    delete: (key: Key) => groups.delete(key),
    keys: () => groups.keys(),
  }
}
