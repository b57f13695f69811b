// ledger/store.ts – the ledger's SQL. Columns come back under the names that the code uses, whichever driver asks.
import { CompiledQuery } from 'kysely'
import type { ClientBase, Pool, QueryResultRow } from 'pg'
import type { Tx } from '../database/connection.ts'

/** A named statement. `Row` is what it returns. */
export type Query<Row extends QueryResultRow> = { name: string; text: string; row?: Row }

/** Runs a query where the caller is: in a human's transaction, or on the writer's own connection. */
export type Session = <Row extends QueryResultRow>(query: Query<Row>, ...values: unknown[]) => Promise<Row[]>

/** In a transaction of Kysely's. */
export const sessionOf =
  (tx: Tx): Session =>
  async <Row extends QueryResultRow>({ text }: Query<Row>, ...values: unknown[]) =>
    (await tx.executeQuery<Row>(CompiledQuery.raw(text, values))).rows

/** On a connection of the driver's, where the statement is planned once. */
export const directSession =
  (on: Pool | ClientBase): Session =>
  async <Row extends QueryResultRow>({ name, text }: Query<Row>, ...values: unknown[]) =>
    (await on.query<Row>({ name, text, values })).rows

const query = <Row extends QueryResultRow>(name: string, text: string): Query<Row> => ({ name, text })

/** Row-level security shows one shard at a time. */
export const onlyShard = query<{ shard: string }>(
  'ledger_shard',
  `select set_config('app.shard', $1::text, true) as shard`,
)

export type HeadRow = { shard: number; seq: number; accounts: number; root: Buffer; edge: Buffer }

export const headsLocked = query<HeadRow>('ledger_lock', 'select * from ledger_lock($1::smallint[])')
export const heads = query<HeadRow>(
  'ledger_heads',
  'select shard, seq, accounts, root, edge from ledger_head where shard = any ($1::smallint[])',
)

export const everyHead = query<HeadRow>(
  'ledger_every_head',
  'select shard, seq, accounts, root, edge from ledger_head order by shard',
)

export type AccountRow = {
  shard: number
  number: number
  kind: string
  owner: string
  unit: string
  posted: number
  version: number
  day: string
}
const accountColumns = `a.shard, a.account as number, a.kind, a.owner, a.unit, b.posted, b.version, b.day
  from ledger_account a join ledger_balance b on b.shard = a.shard and b.account = a.account`
export const accountsByOwner = query<AccountRow>(
  'ledger_accounts_by_owner',
  `select ${accountColumns} where a.shard = any ($1::smallint[]) and a.owner = any ($2::uuid[])`,
)
export const accountsByNumber = query<AccountRow>(
  'ledger_accounts_by_number',
  `select ${accountColumns} where a.shard = $1 and a.account = any ($2::integer[])`,
)

/** Whose accounts postings after a given one have touched. */
export const ownersSince = query<{ owner: string }>(
  'ledger_owners_since',
  `select distinct a.owner from ledger_move m
     join ledger_account a on a.shard = m.shard and a.account in (m.src, m.dst)
   where m.shard = $1 and m.seq > $2`,
)

export type LotRow = {
  shard: number
  lot: string
  seq: number
  learner: string
  unit: string
  amount: number
  issuer: string
  countsAt: string
  elective: boolean
  earnedOn: string
  expiresOn: string | null
  origin: number
  /** In hex, as the two of a posting are. */
  commitment: string
}
const lotColumns = `l.shard, l.lot, l.seq, l.learner, l.unit, l.amount, l.issuer, l.counts_at as "countsAt", l.elective,
  l.earned_on as "earnedOn", l.expires_on as "expiresOn", l.origin, encode(l.commitment, 'hex') as commitment`
export const lotsById = query<LotRow>(
  'ledger_lots_by_id',
  `select ${lotColumns} from ledger_lot l where l.shard = $1 and l.lot = any ($2::uuid[])`,
)

export type PieceRow = LotRow & { account: number; hold: number; left: number }
export const piecesByOwner = query<PieceRow>(
  'ledger_pieces_by_owner',
  `select h.account, h.hold, h.amount as left, ${lotColumns}
   from ledger_account a
     join ledger_holding h on h.shard = a.shard and h.account = a.account and h.amount > 0
     join ledger_lot l on l.shard = h.shard and l.lot = h.lot
   where a.shard = any ($1::smallint[]) and a.owner = any ($2::uuid[])
     and a.kind in ('available', 'held', 'frozen')`,
)

export type PostingRow = {
  shard: number
  seq: number
  cause: string
  key: string | null
  requestHash: string
  actor: string
  effectiveOn: string
  recordedAt: Date
  reverses: number | null
  reversed: boolean
  reason: string | null
  leaf: Buffer
}
const postingColumns = `p.shard, p.seq, p.cause, p.key, encode(p.request_hash, 'hex') as "requestHash", p.actor,
  p.effective_on as "effectiveOn", p.recorded_at as "recordedAt", p.reverses, encode(p.reason, 'hex') as reason, p.leaf,
  exists (select from ledger_posting r where r.shard = p.shard and r.reverses = p.seq) as reversed
  from ledger_posting p`
export const postingsByCause = query<PostingRow>(
  'ledger_postings_by_cause',
  `select ${postingColumns} where p.shard = any ($1::smallint[]) and p.cause = any ($2::text[])`,
)
export const postingsByKey = query<PostingRow>(
  'ledger_postings_by_key',
  `select ${postingColumns} where p.shard = any ($1::smallint[]) and p.key = any ($2::text[])`,
)
export const postingBySeq = query<PostingRow>(
  'ledger_posting_by_seq',
  `select ${postingColumns} where p.shard = $1 and p.seq = $2`,
)

export type MoveRow = {
  seq: number
  line: number
  verb: string
  lot: string
  hold: number
  amount: number
  src: number
  dst: number
  srcVersion: number
  dstVersion: number
  srcBalance: number
  dstBalance: number
}
const moveColumns = `m.seq, m.line, m.verb, m.lot, m.hold, m.amount, m.src, m.dst, m.src_version as "srcVersion",
  m.dst_version as "dstVersion", m.src_balance as "srcBalance", m.dst_balance as "dstBalance" from ledger_move m`
export const movesBySeq = query<MoveRow>(
  'ledger_moves_by_seq',
  `select ${moveColumns} where m.shard = $1 and m.seq = any ($2::bigint[]) order by m.seq, m.line`,
)
export const movesByLot = query<MoveRow>(
  'ledger_moves_by_lot',
  `select ${moveColumns} where m.shard = $1 and m.lot = any ($2::uuid[]) order by m.seq, m.line`,
)

/** Every conversion that a lot went into, directly or by way of others, with all its sources. */
export type LineageRow = { lot: string; source: string; seq: number }
export const lineageOf = query<LineageRow>(
  'ledger_lineage',
  `with recursive made(lot) as (
     select unnest($2::uuid[])
     union select s.lot from ledger_lot_source s join made on made.lot = s.source where s.shard = $1)
   select s.lot, s.source, l.seq
   from ledger_lot_source s join ledger_lot l on l.shard = s.shard and l.lot = s.lot
   where s.shard = $1 and s.lot in (select lot from made)`,
)

export type SourceRow = {
  lot: string
  source: string
  amount: number
  numerator: number
  denominator: number
}
export const sourcesOfLots = query<SourceRow>(
  'ledger_sources',
  `select lot, source, amount, numerator, denominator from ledger_lot_source
   where shard = $1 and lot = any ($2::uuid[]) order by lot, source`,
)

export type HistoryLotRow = LotRow & { content: string | null }
export const lotsOfLearner = query<HistoryLotRow>(
  'ledger_lots_of_learner',
  `select ${lotColumns}, o.content
   from ledger_lot l left join ledger_opening o on o.shard = l.shard and o.commitment = l.commitment
   where l.shard = $1 and l.learner = $2 order by l.lot`,
)

export type HistoryMoveRow = {
  seq: number
  line: number
  cause: string
  effectiveOn: string
  recordedAt: Date
  actor: string
  reverses: number | null
  verb: string
  lot: string
  hold: number
  amount: number
  src: number
  srcKind: string
  srcOwner: string
  dst: number
  dstKind: string
  dstOwner: string
}
export const movesOfLearner = query<HistoryMoveRow>(
  'ledger_moves_of_learner',
  `select m.seq, m.line, p.cause, p.effective_on as "effectiveOn", p.recorded_at as "recordedAt", p.actor, p.reverses,
     m.verb, m.lot, m.hold, m.amount, m.src, s.kind as "srcKind", s.owner as "srcOwner",
     m.dst, d.kind as "dstKind", d.owner as "dstOwner"
   from ledger_lot l
     join ledger_move m on m.shard = l.shard and m.lot = l.lot
     join ledger_posting p on p.shard = m.shard and p.seq = m.seq
     join ledger_account s on s.shard = m.shard and s.account = m.src
     join ledger_account d on d.shard = m.shard and d.account = m.dst
   where l.shard = $1 and l.learner = $2
   order by m.seq, m.line`,
)

export type OpeningRow = { commitment: string; salt: string; content: string }
export const openings = query<OpeningRow>(
  'ledger_openings',
  `select encode(commitment, 'hex') as commitment, encode(salt, 'hex') as salt, content from ledger_opening
   where shard = $1 and commitment in (select decode(unnest($2::text[]), 'hex'))`,
)

export type HashRow = { index: number; hash: Buffer }
export const leafHashes = query<HashRow>(
  'ledger_leaf_hashes',
  `select seq - 1 as index, leaf as hash from ledger_posting
   where shard = $1 and seq = any (select unnest($2::bigint[]) + 1)`,
)
export const tileHashes = query<HashRow>(
  'ledger_tile_hashes',
  'select index, hash from ledger_tile where shard = $1 and level = $2 and index = any ($3::bigint[])',
)

/** What a posting says; whether it was reversed later is said by that other one. */
export type PostingText = Omit<PostingRow, 'reversed'>

/** Rows as lines of words, for whoever reads very many: the driver's own rows cost five times as much to read. */
export const linesOf = ([row]: { lines: string | null }[]): string[] => row?.lines?.split('\n') ?? []

export const postingsPacked = query<{ lines: string | null }>(
  'ledger_postings_packed',
  `select string_agg(concat_ws(E'\\t', seq, to_json(cause), coalesce(to_json(key)::text, 'null'),
     encode(request_hash, 'hex'), actor, effective_on, floor(extract(epoch from recorded_at) * 1000)::bigint,
     coalesce(reverses::text, '-'), coalesce(encode(reason, 'hex'), '-'), encode(leaf, 'hex')),
     E'\\n' order by seq) as lines
   from ledger_posting where shard = $1 and seq between $2 and $3`,
)
/** Free text travels as JSON, which has neither tabs nor line ends. */
export function unpackPosting(line: string, shard: number): PostingText {
  const words = line.split('\t')
  const word = (at: number): string => words[at] ?? ''
  return {
    shard,
    seq: Number(word(0)),
    cause: JSON.parse(word(1)) as string,
    key: JSON.parse(word(2)) as string | null,
    requestHash: word(3),
    actor: word(4),
    effectiveOn: word(5),
    recordedAt: new Date(Number(word(6))),
    reverses: word(7) === '-' ? null : Number(word(7)),
    reason: word(8) === '-' ? null : word(8),
    leaf: Buffer.from(word(9), 'hex'),
  }
}
export const movesPacked = query<{ lines: string | null }>(
  'ledger_moves_packed',
  `select string_agg(concat_ws(E'\\t', seq, line, verb, lot, hold, amount, src, dst, src_version, dst_version,
     src_balance, dst_balance), E'\\n' order by seq, line) as lines
   from ledger_move where shard = $1 and seq between $2 and $3`,
)
export function unpackMove(line: string): MoveRow {
  const words = line.split('\t')
  const number = (at: number): number => Number(words[at])
  return {
    seq: number(0),
    line: number(1),
    verb: words[2] ?? '',
    lot: words[3] ?? '',
    hold: number(4),
    amount: number(5),
    src: number(6),
    dst: number(7),
    srcVersion: number(8),
    dstVersion: number(9),
    srcBalance: number(10),
    dstBalance: number(11),
  }
}

// Whole shards, for verification.
export const lotsPacked = query<{ lines: string | null }>(
  'ledger_lots_packed',
  `select string_agg(concat_ws(E'\\t', lot, seq, learner, unit, amount, issuer, counts_at, elective, earned_on,
     coalesce(expires_on::text, '-'), origin, encode(commitment, 'hex')), E'\\n') as lines
   from ledger_lot where shard = $1`,
)
export function unpackLot(line: string, shard: number): LotRow {
  const words = line.split('\t')
  const word = (at: number): string => words[at] ?? ''
  return {
    shard,
    lot: word(0),
    seq: Number(word(1)),
    learner: word(2),
    unit: word(3),
    amount: Number(word(4)),
    issuer: word(5),
    countsAt: word(6),
    elective: word(7) === 't',
    earnedOn: word(8),
    expiresOn: word(9) === '-' ? null : word(9),
    origin: Number(word(10)),
    commitment: word(11),
  }
}
export const sourcesOfShard = query<SourceRow>(
  'ledger_sources_of_shard',
  `select lot, source, amount, numerator, denominator from ledger_lot_source where shard = $1 order by lot, source`,
)
export const accountsOfShard = query<{ number: number; kind: string; owner: string; unit: string }>(
  'ledger_accounts_of_shard',
  'select account as number, kind, owner, unit from ledger_account where shard = $1',
)
export const balancesOfShard = query<{ account: number; posted: number; version: number }>(
  'ledger_balances_of_shard',
  'select account, posted, version from ledger_balance where shard = $1',
)
export const holdingsOfShard = query<{ account: number; lot: string; hold: number; amount: number }>(
  'ledger_holdings_of_shard',
  'select account, lot, hold, amount from ledger_holding where shard = $1',
)
export const openingsThatDiffer = query<{ commitment: string }>(
  'ledger_openings_that_differ',
  `select encode(commitment, 'hex') as commitment from ledger_opening
   where shard = $1 and sha256(salt || convert_to(content, 'UTF8')) <> commitment`,
)
export const tilesOfShard = query<HashRow & { level: number }>(
  'ledger_tiles_of_shard',
  'select level, index, hash from ledger_tile where shard = $1',
)
export const checkpointsOfShard = query<CheckpointRow>(
  'ledger_checkpoints_of_shard',
  `select shard, size, root, note, signed_at as "signedAt" from ledger_checkpoint where shard = $1`,
)

export type CheckpointRow = { shard: number; size: number; root: Buffer; note: string; signedAt: Date }
/** The first checkpoint that covers a posting: the smallest tree that has it. */
export const checkpointCovering = query<CheckpointRow>(
  'ledger_checkpoint_covering',
  `select shard, size, root, note, signed_at as "signedAt" from ledger_checkpoint
   where shard = $1 and size >= $2 order by size limit 1`,
)
export const latestCheckpoints = query<CheckpointRow>(
  'ledger_latest_checkpoints',
  `select distinct on (shard) shard, size, root, note, signed_at as "signedAt" from ledger_checkpoint
   order by shard, size desc`,
)
export const keepCheckpoint = query<{ signed: boolean }>(
  'ledger_sign',
  'select ledger_sign($1::smallint, $2::bigint, $3::bytea, $4::text, $5::timestamptz) as signed',
)
export const eraseOpenings = query<{ erased: number }>(
  'ledger_erase',
  'select ledger_erase($1::smallint, $2::uuid) as erased',
)
