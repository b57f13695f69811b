-- 弹性授权, 同意, 二次认证, 激活, 双人复核. Everything of a person lives on the person's shard.

-- Finds a whole name without reading any.
alter table identity_person add column name_blind bytea;
alter table identity_person add check (erased_at is null or name_blind is null);
create index on identity_person (name_blind);
grant update (name_blind) on identity_person to cb_app;

-- 临时授权: one operation on named targets, for a while. Lives with the grantee, whose requests ask for it.
create table identity_grant (
  shard smallint not null,
  id uuid not null,
  grantee_id uuid not null,
  grantor_id uuid not null,
  institution_id uuid,
  operation text not null,
  targets uuid[] not null check (cardinality(targets) between 1 and 1000),
  reason text not null check (reason <> ''),
  begins_at timestamptz not null,
  -- Outside [begins_at, ends_at) it does not exist (EL-1).
  ends_at timestamptz not null,
  granted_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid,
  primary key (shard, id),
  foreign key (shard, grantee_id) references identity_account (shard, id),
  check (begins_at < ends_at),
  -- A delegation lasts thirty days at most, and nobody delegates to self.
  check (ends_at <= begins_at + interval '30 days'),
  check (grantee_id <> grantor_id),
  check ((revoked_at is null) = (revoked_by is null))
);
create index on identity_grant (shard, grantee_id) where revoked_at is null;
create index on identity_grant (grantor_id);

-- 同意: to whom, for what, which parts, until when. Withdrawing ends it; the row stays as proof that it was given.
create table identity_consent (
  shard smallint not null,
  id uuid not null,
  person_id uuid not null,
  purpose text not null check (purpose in ('account', 'teacher_view', 'enterprise_view', 'assisted_filing')),
  -- The text that was agreed to, by version; and to whom, where it is not the bank itself.
  text_version text not null,
  to_id uuid,
  parts text[] not null default '{}',
  given_at timestamptz not null,
  ends_at timestamptz,
  withdrawn_at timestamptz,
  primary key (shard, id),
  foreign key (shard, person_id) references identity_account (shard, id),
  check (ends_at > given_at),
  check (withdrawn_at >= given_at)
);
create index on identity_consent (shard, person_id);

-- 二次认证: the secret is sealed under the person's key; the last step used is kept, so that a code works once.
create table identity_factor (
  shard smallint not null,
  account_id uuid not null,
  secret bytea not null,
  enrolled_at timestamptz not null,
  -- Null until the first code has shown that the app has the secret.
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  primary key (shard, account_id),
  foreign key (shard, account_id) references identity_account (shard, id)
);

-- 激活码: of accounts opened by an institution. Shown once, kept as a hash, used once.
create table identity_activation (
  shard smallint not null,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  account_id uuid not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (shard, code_hash),
  foreign key (shard, account_id) references identity_account (shard, id)
);

-- 双人复核: what a first person asks for and a second confirms. `payload` is the request as it would be carried out.
create table identity_request (
  shard smallint not null,
  id uuid not null,
  operation text not null,
  target uuid,
  subject uuid,
  institution_id uuid,
  payload jsonb not null,
  reason text not null,
  filed_by uuid not null,
  filed_at timestamptz not null,
  state text not null default 'filed' check (state in ('filed', 'confirmed', 'refused')),
  decided_by uuid,
  decided_at timestamptz,
  primary key (shard, id),
  check ((state = 'filed') = (decided_by is null)),
  check ((state = 'filed') = (decided_at is null)),
  -- SOD-3: two persons, and neither is whom it is about.
  check (decided_by <> filed_by),
  check (filed_by <> subject),
  check (decided_by <> subject)
);
create index on identity_request (operation, id) where state = 'filed';

grant select, insert on identity_grant, identity_consent, identity_factor, identity_activation, identity_request to cb_app;
grant update (revoked_at, revoked_by) on identity_grant to cb_app;
grant update (withdrawn_at) on identity_consent to cb_app;
grant update (secret, enrolled_at, confirmed_at, last_step) on identity_factor to cb_app;
grant delete on identity_factor to cb_app;
grant update (used_at) on identity_activation to cb_app;
grant update (state, decided_by, decided_at) on identity_request to cb_app;
