-- 审计: who did what to which record. Written in the effect's own transaction, sealed into a tree right after, never
-- changed. A record lives on the shard of whom it is about, else of who acted: no head of a chain that everyone locks.

create table audit_record (
  shard smallint not null,
  id uuid not null,
  at timestamptz not null,
  -- Who acted; null for a stranger. grantor: in whose place, under a live grant.
  actor uuid,
  grantor uuid,
  role text,
  action text not null check (action ~ '^[a-z_]+(\.[a-z_]+)+$'),
  outcome text not null check (outcome in ('done', 'denied')),
  -- A denial says with which status; what was done has none.
  status smallint,
  target uuid,
  -- The person whom it is about: what 谁看过我 shows them.
  subject uuid,
  institution_id uuid,
  details jsonb not null,
  trace_id text not null,
  primary key (shard, id),
  check ((outcome = 'denied') = (status is not null))
);
comment on table audit_record is 'Append-only: no role may update or delete.';
create index on audit_record (shard, subject, id) where subject is not null;
create index on audit_record (institution_id, id) where institution_id is not null;
create index on audit_record (actor, id) where actor is not null;

-- Records not yet in the tree. Apart, so that a record that commits late is never passed over, whatever its id.
create table audit_pending (
  shard smallint not null,
  id uuid not null,
  primary key (shard, id)
);

-- The tree: one leaf per record, in the order of sealing.
create table audit_leaf (
  shard smallint not null,
  place bigint not null check (place >= 0),
  record_id uuid not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (shard, place),
  unique (shard, record_id)
);

-- A signed root after each batch. Its `edge` is all that is needed to go on.
create table audit_seal (
  shard smallint not null,
  size bigint not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  edge bytea[] not null,
  sealed_at timestamptz not null,
  key_id text not null,
  signature bytea not null,
  primary key (shard, size)
);

grant select, insert on audit_record, audit_leaf, audit_seal to cb_app;
grant select, insert, delete on audit_pending to cb_app;
-- A batch of the ledger writes its audit record in the same transaction.
grant insert on audit_record, audit_pending to cb_writer;

-- The grants above forbid it already; the trigger tells an owner's slip of the hand as well.
create function audit_never() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_record_stays before update or delete or truncate on audit_record
  for each statement execute function audit_never();
create trigger audit_leaf_stays before update or delete or truncate on audit_leaf
  for each statement execute function audit_never();
create trigger audit_seal_stays before update or delete or truncate on audit_seal
  for each statement execute function audit_never();
