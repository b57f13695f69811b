-- L-12: credits that a revocation could not take back, because they had been used for an award. Never settled by
-- itself: somebody else than who revoked closes the case, with words.
create table ledger_case (
  shard smallint not null,
  id uuid not null,
  learner uuid not null,
  lot uuid not null,
  amount integer not null check (amount > 0),
  -- The posting of the revocation; null when there was nothing left to take back and none was made.
  posting bigint,
  opened_at timestamptz not null,
  opened_by uuid not null,
  closed_at timestamptz check (closed_at >= opened_at),
  closed_by uuid check (closed_by <> opened_by),
  outcome text check (outcome <> ''),
  primary key (shard, id),
  check ((closed_at is null) = (closed_by is null)),
  check ((closed_at is null) = (outcome is null)),
  check (closed_by <> learner)
);
create index on ledger_case (shard, learner);
alter table ledger_case enable row level security;
alter table ledger_case force row level security;
create policy own_shard on ledger_case
  using ((select current_setting('app.shard', true)) in ('all', shard::text));
grant select, insert on ledger_case to cb_app;
grant update (closed_at, closed_by, outcome) on ledger_case to cb_app;
