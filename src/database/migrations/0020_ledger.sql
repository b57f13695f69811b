-- 账务: the ledger. Entries are only ever added, all of them through ledger_append; what can be computed from entries
-- (heads, balances, holdings) changes there too and nowhere else. Amounts are whole hundredths of a credit. Every key
-- begins with the shard of the learner, so that the tables can be spread over nodes as they are (citus/distribute.sql).

-- One row a shard, locked by whoever appends: how many postings, and the Merkle tree over them.
create table ledger_head (
  shard smallint primary key check (shard >= 0),
  seq bigint not null check (seq >= 0),
  accounts integer not null check (accounts >= 0),
  root bytea not null check (octet_length(root) = 32),
  -- Hashes of the full subtrees, from the largest: what is needed to add the next leaf.
  edge bytea not null check (octet_length(edge) % 32 = 0)
) with (fillfactor = 50);

insert into ledger_head select n, 0, 0, sha256(''), '' from generate_series(0, 63) n;

create table ledger_account (
  shard smallint not null,
  account integer not null check (account > 0),
  kind text not null check (kind in
    ('available', 'held', 'frozen', 'issuer', 'receiver', 'conversion', 'forfeited', 'expired', 'transit')),
  owner uuid not null,
  unit uuid not null,
  primary key (shard, account),
  unique (shard, owner, unit, kind)
);

-- Computed from ledger_move; ledger_append keeps it, `cb verify ledger` recomputes it.
create table ledger_balance (
  shard smallint not null,
  account integer not null,
  -- Issuing accounts alone may stand below zero: credits come into being there.
  issuing boolean not null,
  posted bigint not null,
  version bigint not null check (version > 0),
  day date not null,
  primary key (shard, account),
  check (posted >= 0 or issuing)
) with (fillfactor = 70);

create table ledger_posting (
  shard smallint not null,
  seq bigint not null check (seq > 0),
  cause text not null check (length(cause) between 1 and 200),
  key text check (length(key) between 1 and 200),
  request_hash bytea not null check (octet_length(request_hash) = 32),
  actor uuid not null,
  effective_on date not null,
  recorded_at timestamptz not null,
  reverses bigint check (reverses < seq),
  -- Commitment to the reason; its words are in ledger_opening.
  reason bytea check (octet_length(reason) = 32),
  leaf bytea not null check (octet_length(leaf) = 32),
  primary key (shard, seq),
  unique (shard, cause),
  check (reverses is null or reason is not null)
);
create unique index ledger_posting_key on ledger_posting (shard, key) where key is not null;
create unique index ledger_posting_reverses on ledger_posting (shard, reverses) where reverses is not null;

-- Debit and credit in one row: what leaves one account enters another, lot by lot, by construction. Versions are dense
-- per account and side, so that a lost update cannot be written.
create table ledger_move (
  shard smallint not null,
  seq bigint not null,
  line smallint not null check (line >= 0),
  verb text not null check (verb in
    ('deposit', 'hold', 'freeze', 'release', 'convert', 'transfer', 'redeem', 'expire', 'revoke', 'reverse')),
  lot uuid not null,
  -- The posting that made the hold this piece goes into or comes from; 0 for none.
  hold bigint not null check (hold >= 0),
  amount integer not null check (amount > 0),
  src integer not null,
  dst integer not null,
  src_version bigint not null check (src_version > 0),
  dst_version bigint not null check (dst_version > 0),
  src_balance bigint not null,
  dst_balance bigint not null,
  primary key (shard, seq, line),
  unique (shard, src, src_version),
  unique (shard, dst, dst_version),
  check (src <> dst)
);
create index ledger_move_lot on ledger_move (shard, lot, seq);

create table ledger_lot (
  shard smallint not null,
  lot uuid not null,
  seq bigint not null,
  learner uuid not null,
  unit uuid not null,
  amount integer not null check (amount > 0),
  issuer uuid not null,
  counts_at uuid not null,
  elective boolean not null,
  earned_on date not null,
  -- Last valid day, inclusive. Expiry is a question about a day; nothing happens to the row.
  expires_on date check (expires_on >= earned_on),
  origin integer not null,
  commitment bytea not null check (octet_length(commitment) = 32),
  primary key (shard, lot)
);
create index ledger_lot_learner on ledger_lot (shard, learner, lot);

-- Lineage: what a converted or transferred lot was made from, and by which exact ratio.
create table ledger_lot_source (
  shard smallint not null,
  lot uuid not null,
  source uuid not null check (source <> lot),
  amount integer not null check (amount > 0),
  numerator integer not null check (numerator > 0),
  denominator integer not null check (denominator > 0),
  primary key (shard, lot, source)
);
create index ledger_lot_source_source on ledger_lot_source (shard, source);

-- What lies in learners' accounts, piece by piece. Computed, as balances are. Other accounts are summed only: they can
-- hold any number of lots.
create table ledger_holding (
  shard smallint not null,
  account integer not null,
  lot uuid not null,
  hold bigint not null,
  amount integer not null check (amount >= 0),
  primary key (shard, account, lot, hold)
) with (fillfactor = 70);

-- The words behind commitments: provenance of lots, reasons. Erasable; entries and receipts stay valid without them.
create table ledger_opening (
  shard smallint not null,
  commitment bytea not null check (octet_length(commitment) = 32),
  learner uuid not null,
  salt bytea not null check (octet_length(salt) = 16),
  content text not null,
  primary key (shard, commitment)
);
create index ledger_opening_learner on ledger_opening (shard, learner);

-- Roots of full subtrees of 256^level postings, so that a proof reads a few hundred hashes at any size.
create table ledger_tile (
  shard smallint not null,
  level smallint not null check (level > 0),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (shard, level, index)
);

-- Signed statements of a root (C2SP tlog-checkpoint): what the bank has committed itself to.
create table ledger_checkpoint (
  shard smallint not null,
  size bigint not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  signed_at timestamptz not null,
  primary key (shard, size)
);

create function ledger_never() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['ledger_account', 'ledger_posting', 'ledger_move', 'ledger_lot', 'ledger_lot_source',
    'ledger_tile', 'ledger_checkpoint'] loop
    execute format('create trigger never before update or delete or truncate on %I
      for each statement execute function ledger_never()', name);
  end loop;
  foreach name in array array['ledger_head', 'ledger_account', 'ledger_balance', 'ledger_posting', 'ledger_move',
    'ledger_lot', 'ledger_lot_source', 'ledger_holding', 'ledger_opening', 'ledger_tile', 'ledger_checkpoint'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    -- A statement that forgets its shard sees nothing. Readers of the whole bank say so: 'all'.
    execute format('create policy own_shard on %I
      using ((select current_setting(''app.shard'', true)) in (''all'', shard::text))', name);
    execute format('grant select on %I to cb_app, cb_writer', name);
  end loop;
end $$;

-- Locks heads until the transaction ends, in order of shards, and says where they are.
create function ledger_lock(of_shard smallint[])
returns setof ledger_head language plpgsql security definer set search_path = public, pg_temp set app.shard = 'all' as $$
begin
  return query select * from ledger_head where shard = any (of_shard) order by shard for update;
end $$;

-- Appends postings to any number of shards, all or none. False: a head was not where the caller thought, so nothing was
-- written; load anew and ask again. Several statements, not one: after the wait for a head each sees what was committed
-- meanwhile. Runs with the owner's rights: nobody else may write these tables.
create function ledger_append(
  head_shard smallint[], head_before bigint[], head_seq bigint[], head_accounts integer[], head_root bytea[], head_edge bytea[],
  posting_shard smallint[], posting_seq bigint[], posting_cause text[], posting_key text[], posting_request bytea[],
  posting_actor uuid[], posting_effective date[], posting_recorded timestamptz[], posting_reverses bigint[],
  posting_reason bytea[], posting_leaf bytea[],
  move_shard smallint[], move_seq bigint[], move_line smallint[], move_verb text[], move_lot uuid[], move_hold bigint[],
  move_amount integer[], move_src integer[], move_dst integer[], move_src_version bigint[], move_dst_version bigint[],
  move_src_balance bigint[], move_dst_balance bigint[],
  balance_shard smallint[], balance_account integer[], balance_before bigint[], balance_version bigint[],
  balance_posted bigint[], balance_day date[], balance_issuing boolean[],
  holding_shard smallint[], holding_account integer[], holding_lot uuid[], holding_hold bigint[], holding_before integer[],
  holding_amount integer[],
  account_shard smallint[], account_number integer[], account_kind text[], account_owner uuid[], account_unit uuid[],
  lot_shard smallint[], lot_id uuid[], lot_seq bigint[], lot_learner uuid[], lot_unit uuid[], lot_amount integer[],
  lot_issuer uuid[], lot_counts_at uuid[], lot_elective boolean[], lot_earned date[], lot_expires date[],
  lot_origin integer[], lot_commitment bytea[],
  source_shard smallint[], source_lot uuid[], source_source uuid[], source_amount integer[], source_numerator integer[],
  source_denominator integer[],
  opening_shard smallint[], opening_commitment bytea[], opening_learner uuid[], opening_salt bytea[], opening_content text[],
  tile_shard smallint[], tile_level smallint[], tile_index bigint[], tile_hash bytea[]
) returns boolean language plpgsql security definer set search_path = public, pg_temp set app.shard = 'all' as $$
declare
  written integer;
  expected integer;
begin
  -- In order of shards, so that two callers with several shards wait for one another instead of forever.
  perform from ledger_head where shard = any (head_shard) order by shard for update;
  select count(*) into written from ledger_head h
    join unnest(head_shard, head_before) v(shard, before) on h.shard = v.shard and h.seq = v.before;
  if written <> cardinality(head_shard) then return false; end if;
  update ledger_head h set seq = v.seq, accounts = v.accounts, root = v.root, edge = v.edge
    from unnest(head_shard, head_seq, head_accounts, head_root, head_edge) v(shard, seq, accounts, root, edge)
    where h.shard = v.shard;

  insert into ledger_posting
    (shard, seq, cause, key, request_hash, actor, effective_on, recorded_at, reverses, reason, leaf)
    select * from unnest(posting_shard, posting_seq, posting_cause, posting_key, posting_request, posting_actor,
      posting_effective, posting_recorded, posting_reverses, posting_reason, posting_leaf);
  insert into ledger_move
    (shard, seq, line, verb, lot, hold, amount, src, dst, src_version, dst_version, src_balance, dst_balance)
    select * from unnest(move_shard, move_seq, move_line, move_verb, move_lot, move_hold, move_amount, move_src, move_dst,
      move_src_version, move_dst_version, move_src_balance, move_dst_balance);

  if cardinality(account_shard) > 0 then
    insert into ledger_account (shard, account, kind, owner, unit)
      select * from unnest(account_shard, account_number, account_kind, account_owner, account_unit);
    insert into ledger_balance (shard, account, issuing, posted, version, day)
      select shard, account, issuing, posted, version, day
      from unnest(balance_shard, balance_account, balance_before, balance_version, balance_posted, balance_day,
        balance_issuing) v(shard, account, before, version, posted, day, issuing)
      where before = 0;
  end if;
  update ledger_balance b set posted = v.posted, version = v.version, day = v.day
    from unnest(balance_shard, balance_account, balance_before, balance_version, balance_posted, balance_day)
      v(shard, account, before, version, posted, day)
    where b.shard = v.shard and b.account = v.account and b.version = v.before;
  get diagnostics written = row_count;
  expected := cardinality(balance_shard) - cardinality(account_shard);
  if written <> expected then
    raise exception 'ledger: % of % balances were where the caller thought', written, expected using errcode = 'CB001';
  end if;

  update ledger_holding h set amount = v.amount
    from unnest(holding_shard, holding_account, holding_lot, holding_hold, holding_before, holding_amount)
      v(shard, account, lot, hold, before, amount)
    where v.before > 0 and h.shard = v.shard and h.account = v.account and h.lot = v.lot and h.hold = v.hold
      and h.amount = v.before;
  get diagnostics written = row_count;
  expected := cardinality(holding_shard) - written;
  insert into ledger_holding as h (shard, account, lot, hold, amount)
    select shard, account, lot, hold, amount
    from unnest(holding_shard, holding_account, holding_lot, holding_hold, holding_before, holding_amount)
      v(shard, account, lot, hold, before, amount)
    where before = 0
    on conflict (shard, account, lot, hold) do update set amount = excluded.amount where h.amount = 0;
  get diagnostics written = row_count;
  if written <> expected then
    raise exception 'ledger: % of % pieces were where the caller thought', written, expected using errcode = 'CB001';
  end if;

  if cardinality(lot_shard) > 0 then
    insert into ledger_lot
      (shard, lot, seq, learner, unit, amount, issuer, counts_at, elective, earned_on, expires_on, origin, commitment)
      select * from unnest(lot_shard, lot_id, lot_seq, lot_learner, lot_unit, lot_amount, lot_issuer, lot_counts_at,
        lot_elective, lot_earned, lot_expires, lot_origin, lot_commitment);
  end if;
  if cardinality(source_shard) > 0 then
    insert into ledger_lot_source (shard, lot, source, amount, numerator, denominator)
      select * from unnest(source_shard, source_lot, source_source, source_amount, source_numerator, source_denominator);
  end if;
  if cardinality(opening_shard) > 0 then
    insert into ledger_opening (shard, commitment, learner, salt, content)
      select * from unnest(opening_shard, opening_commitment, opening_learner, opening_salt, opening_content);
  end if;
  if cardinality(tile_shard) > 0 then
    insert into ledger_tile (shard, level, index, hash)
      select * from unnest(tile_shard, tile_level, tile_index, tile_hash);
  end if;
  return true;
end $$;

-- Keeps a signed checkpoint, once; it must be of the shard's present tree.
create function ledger_sign(at_shard smallint, at_size bigint, at_root bytea, signed_note text, at timestamptz)
returns boolean language plpgsql security definer set search_path = public, pg_temp set app.shard = 'all' as $$
begin
  insert into ledger_checkpoint (shard, size, root, note, signed_at)
    select shard, seq, root, signed_note, at from ledger_head
    where shard = at_shard and seq = at_size and root = at_root
    on conflict do nothing;
  return found;
end $$;

-- Forgets the words behind a learner's entries. The entries stay, and say nothing about the person any more.
create function ledger_erase(of_shard smallint, of_learner uuid)
returns integer language plpgsql security definer set search_path = public, pg_temp set app.shard = 'all' as $$
declare
  erased integer;
begin
  delete from ledger_opening where shard = of_shard and learner = of_learner;
  get diagnostics erased = row_count;
  return erased;
end $$;

grant execute on function ledger_lock, ledger_append, ledger_sign to cb_app, cb_writer;
grant execute on function ledger_erase to cb_app;
