-- 对账单与回单: papers handed out, so that whoever is shown one can ask whether the bank issued it and whether it was
-- changed. What a paper says is in the ledger; here are its place there, its bytes as a hash, and who had it made.
create table ledger_paper (
  shard smallint not null,
  id uuid not null,
  learner uuid not null,
  kind text not null check (kind in ('statement', 'receipt')),
  -- The code on the paper opens what it says to everybody, so the database has only its hash.
  code_hash bytea not null check (octet_length(code_hash) = 32),
  content_hash bytea not null check (octet_length(content_hash) = 32),
  -- The posting of a receipt; the last day of a statement, and its first when it has one.
  posting bigint,
  from_day date,
  to_day date,
  lines integer not null check (lines >= 0),
  -- What was available at the end, by unit, in hundredths.
  available jsonb not null check (jsonb_typeof(available) = 'array'),
  issued_at timestamptz not null,
  issued_by uuid not null,
  primary key (shard, id),
  unique (shard, code_hash),
  check ((kind = 'receipt') = (posting is not null)),
  check ((kind = 'statement') = (to_day is not null)),
  check (from_day is null or from_day <= to_day)
);
create index on ledger_paper (shard, learner);
alter table ledger_paper enable row level security;
alter table ledger_paper force row level security;
create policy own_shard on ledger_paper
  using ((select current_setting('app.shard', true)) in ('all', shard::text));
create trigger never before update or delete or truncate on ledger_paper
  for each statement execute function ledger_never();
grant select, insert on ledger_paper to cb_app;
