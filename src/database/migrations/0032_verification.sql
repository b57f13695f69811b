-- 校验记录: when the whole ledger was verified, and what was found. One row a run, only ever added; nothing in it is a
-- learner's, so every node may have a copy.
create table ledger_verification (
  id uuid primary key,
  began_at timestamptz not null,
  ended_at timestamptz not null check (ended_at >= began_at),
  -- Null for the run of the night.
  asked_by uuid,
  postings bigint not null check (postings >= 0),
  moves bigint not null check (moves >= 0),
  findings jsonb not null check (jsonb_typeof(findings) = 'array')
);
create index ledger_verification_began on ledger_verification (began_at);
create trigger never before update or delete or truncate on ledger_verification
  for each statement execute function ledger_never();
grant select, insert on ledger_verification to cb_app;
