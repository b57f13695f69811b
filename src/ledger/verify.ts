// ledger/verify.ts – 总账校验: recomputes everything that can be computed from entries, and every hash, and says what
// does not agree. It trusts no code that wrote them: sums are SQL's, leaves and roots are built again from the rows.
import { sql } from 'kysely'
import { read, type Db, type Tx } from '../database/connection.ts'
import { accountLabel } from './accounts.ts'
import { openNote, originOf, type Verifier } from './checkpoint.ts'
import { recorded } from './entries.ts'
import { accountKind, edgeOf } from './loading.ts'
import { append, emptyTree, leafHash, rootOf, type Tree } from '../sealing/merkle.ts'
import { uuid } from '../values/ids.ts'
import { leafContent } from './seal.ts'
import {
  allAccounts,
  checkpointsOf,
  heads,
  lotsBetween,
  movesBetween,
  postingsBetween,
  sessionOf,
  sourcesBetween,
  tilesOf,
  type HeadRow,
  type Session,
} from './store.ts'

/** What does not agree: which rule, on which shard, how often, and the first place. */
export type Finding = { rule: Rule; shard: number; count: number; first: string }
export type Verification = { postings: number; moves: number; findings: Finding[] }

/** Checks the whole ledger, or some shards of it, as of one moment. With a verifier, signatures too. */
export function verifyLedger(
  db: Db,
  { shards, verifier }: { shards?: readonly number[]; verifier?: Verifier } = {},
): Promise<Verification> {
  return read(db, {}, async (tx) => {
    await sql`select set_config('app.shard', 'all', true), set_config('statement_timeout', '10min', true),
      set_config('work_mem', '64MB', true), set_config('enable_nestloop', 'off', true)`.execute(tx)
    const session = sessionOf(tx)
    const all = (await sql<{ shard: number }>`select shard from ledger_head order by shard`.execute(tx)).rows
    const wanted = shards ?? all.map(({ shard }) => shard)
    const findings: Finding[] = []
    for (const rule of sumRules) findings.push(...(await sumRule(tx, rule, wanted)))
    let [postings, moves] = [0, 0]
    for (const head of await session(heads, wanted)) {
      const tree = await verifyTree(session, head, verifier)
      findings.push(...tree.findings)
      postings += tree.postings
      moves += tree.moves
    }
    return { postings, moves, findings }
  })
}

/** Each selects rows (shard, what) that must not exist. `$shards` are the shards asked about. */
const sums = {
  // Σ of an account's movements is its balance, and their number its version.
  balances: `
    select shard, 'account ' || account as what
    from (select shard, account, sum(amount) as posted, count(*) as moves, max(version) as last, sum(version) as versions
          from (select shard, src as account, -amount as amount, src_version as version from ledger_move
                where shard = any ($shards)
                union all select shard, dst, amount, dst_version from ledger_move where shard = any ($shards)) m
          group by shard, account) m
      full join (select * from ledger_balance where shard = any ($shards)) b using (shard, account)
    where b.posted is distinct from m.posted or b.version is distinct from m.moves
      or m.last is distinct from m.moves or m.versions is distinct from m.moves * (m.moves + 1) / 2`,
  // The balance written beside each movement is the sum up to it.
  running: `
    select shard, 'account ' || account || ' version ' || version as what
    from (select shard, account, version, balance,
            sum(amount) over (partition by shard, account order by version) as summed
          from (select shard, src as account, src_version as version, -amount as amount, src_balance as balance
                from ledger_move where shard = any ($shards)
                union all select shard, dst, dst_version, amount, dst_balance from ledger_move
                where shard = any ($shards)) m) m
    where balance <> summed`,
  // Pieces of lots are where movements have brought them; no account but the lot's origin has given more than it got.
  lots: `
    select shard, 'lot ' || lot as what
    from (select m.shard, m.lot, m.account, sum(m.amount) as amount
          from (select shard, lot, src as account, -amount as amount from ledger_move where shard = any ($shards)
                union all select shard, lot, dst, amount from ledger_move where shard = any ($shards)) m
          group by m.shard, m.lot, m.account) m
      left join ledger_lot l using (shard, lot)
    where l.lot is null or (m.account <> l.origin and m.amount < 0)
      or (m.account = l.origin and m.amount not between -l.amount and 0)`,
  issued: `
    select l.shard, 'lot ' || l.lot as what
    from ledger_lot l left join ledger_move m
      on m.shard = l.shard and m.seq = l.seq and m.lot = l.lot and m.src = l.origin and m.amount = l.amount
    where l.shard = any ($shards) and m.lot is null`,
  holdings: `
    select shard, 'account ' || account || ' lot ' || lot as what
    from (select m.shard, m.account, m.lot, case when a.kind = 'available' then 0 else m.hold end as hold,
            sum(m.amount) as amount
          from (select shard, lot, hold, src as account, -amount as amount from ledger_move where shard = any ($shards)
                union all select shard, lot, hold, dst, amount from ledger_move where shard = any ($shards)) m
            join ledger_account a on a.shard = m.shard and a.account = m.account
              and a.kind in ('available', 'held', 'frozen')
          group by 1, 2, 3, 4) m
      full join (select * from ledger_holding where shard = any ($shards)) h using (shard, account, lot, hold)
    where coalesce(m.amount, 0) <> coalesce(h.amount, 0)`,
  units: `
    select m.shard, 'posting ' || m.seq as what
    from ledger_move m
      left join ledger_lot l on l.shard = m.shard and l.lot = m.lot
      left join ledger_account s on s.shard = m.shard and s.account = m.src
      left join ledger_account d on d.shard = m.shard and d.account = m.dst
    where m.shard = any ($shards) and (s.unit is distinct from l.unit or d.unit is distinct from l.unit)`,
  // What a conversion made is not more than its rate gives, and its sources were given up in the same posting.
  conversions: `
    select c.shard, 'posting ' || c.seq as what
    from (select l.shard, l.seq, sum(l.amount) filter (where s.rank = 1) as made,
            max(s.taken) as taken, max(s.numerator) as numerator, max(s.denominator) as denominator
          from ledger_lot l join (
            select shard, lot, numerator, denominator, sum(amount) over (partition by shard, lot) as taken,
              row_number() over (partition by shard, lot order by source) as rank
            from ledger_lot_source where shard = any ($shards)) s on s.shard = l.shard and s.lot = l.lot
          where exists (select from ledger_move m where m.shard = l.shard and m.seq = l.seq and m.verb = 'convert')
          group by l.shard, l.seq) c
    where c.made * c.denominator > c.taken * c.numerator`,
  postings: `
    select p.shard, 'posting ' || p.seq as what
    from ledger_posting p
    where p.shard = any ($shards)
      and not exists (select from ledger_move m where m.shard = p.shard and m.seq = p.seq)
    union all
    select m.shard, 'posting ' || m.seq from ledger_move m
    where m.shard = any ($shards)
      and not exists (select from ledger_posting p where p.shard = m.shard and p.seq = m.seq)`,
  openings: `
    select shard, encode(commitment, 'hex') as what
    from ledger_opening
    where shard = any ($shards) and sha256(salt || convert_to(content, 'UTF8')) <> commitment`,
}
const sumRules = [
  'balances',
  'running',
  'lots',
  'issued',
  'holdings',
  'units',
  'conversions',
  'postings',
  'openings',
] as const satisfies (keyof typeof sums)[]
type SumRule = keyof typeof sums
export type Rule = SumRule | 'heads' | 'leaves' | 'roots' | 'tiles' | 'checkpoints'

async function sumRule(tx: Tx, rule: SumRule, shards: readonly number[]): Promise<Finding[]> {
  const wrong = sums[rule].replaceAll('$shards', `'{${shards.join(',')}}'::smallint[]`)
  const { rows } = await sql
    .raw<Omit<Finding, 'rule'>>(
      `select shard, count(*) as count, min(what) as first from (${wrong}) wrong group by shard order by shard`,
    )
    .execute(tx)
  return rows.map((row) => ({ rule, ...row }))
}

const pageSize = 5000

/** Builds a shard's tree again from its rows and compares leaves, tiles, checkpoints and the head with it. */
async function verifyTree(
  session: Session,
  head: HeadRow,
  verifier: Verifier | undefined,
): Promise<Verification> {
  const { shard } = head
  const findings = new Map<Rule, Finding>()
  const find = (rule: Rule, what: string): void => {
    const finding = findings.get(rule) ?? { rule, shard, count: 0, first: what }
    findings.set(rule, { ...finding, count: finding.count + 1 })
  }
  const labels = new Map(
    (await session(allAccounts, shard)).map((row) => [
      row.number,
      accountLabel({ kind: accountKind(row.kind), owner: uuid(row.owner), unit: uuid(row.unit) }),
    ]),
  )
  const tiles = new Map(
    (await session(tilesOf, shard)).map(({ level, index, hash }) => [`${level}/${index}`, hash]),
  )
  const checkpoints = new Map((await session(checkpointsOf, shard)).map((row) => [row.size, row]))

  let tree: Tree = emptyTree
  let moves = 0
  for (let from = 1; from <= head.seq; from += pageSize) {
    const page = await loadPage(session, shard, from, from + pageSize - 1)
    for (const { posting, moves: own, lots, sources } of page) {
      const entry = recorded(posting, own, lots, sources, (account) => labels.get(account) ?? '')
      if (posting.seq !== tree.size + 1) find('heads', `posting ${posting.seq} after ${tree.size}`)
      const leaf = leafHash(leafContent(entry))
      if (!leaf.equals(posting.leaf)) find('leaves', `posting ${posting.seq}`)
      const step = append(tree, leaf)
      tree = step.tree
      moves += own.length
      for (const { level, index, hash } of step.tiles) {
        if (!tiles.get(`${level}/${index}`)?.equals(hash)) find('tiles', `level ${level} index ${index}`)
        tiles.delete(`${level}/${index}`)
      }
      const checkpoint = checkpoints.get(tree.size)
      if (checkpoint && !isOf(checkpoint, tree, verifier)) find('checkpoints', `size ${tree.size}`)
      checkpoints.delete(tree.size)
    }
  }
  for (const tile of tiles.keys()) find('tiles', tile)
  for (const size of checkpoints.keys()) find('checkpoints', `size ${size}`)
  if (tree.size !== head.seq) find('heads', `head at ${head.seq}, ${tree.size} postings`)
  if (
    !rootOf(tree).equals(head.root) ||
    !rootOf({ size: head.seq, edge: edgeOf(head.edge) }).equals(head.root)
  )
    find('roots', `head at ${head.seq}`)
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

/** Postings with their movements, lots and sources, which all come in the order of their postings. */
async function loadPage(session: Session, shard: number, from: number, to: number) {
  const postings = await session(postingsBetween, shard, from, to)
  const moves = bySeq(await session(movesBetween, shard, from, to))
  const lots = bySeq(await session(lotsBetween, shard, from, to))
  const sources = bySeq(await session(sourcesBetween, shard, from, to))
  return postings.map((posting) => ({
    posting,
    moves: moves.get(posting.seq) ?? [],
    lots: lots.get(posting.seq) ?? [],
    sources: sources.get(posting.seq) ?? [],
  }))
}

function bySeq<Row extends { seq: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.seq)
    if (group) group.push(row)
    else groups.set(row.seq, [row])
  }
  return groups
}
