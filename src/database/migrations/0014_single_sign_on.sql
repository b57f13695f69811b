-- 统一认证: at which address an institution answers for its people. An institution has few; they are reference data.

create table identity_provider (
  id uuid primary key,
  institution_id uuid not null,
  kind text not null check (kind in ('oidc', 'cas')),
  -- OIDC: the issuer, exactly as its answers must name it. CAS: the address below which the server stands.
  address text not null check (address ~ '^https?://[^ ]+$' and address !~ '/$'),
  client_id text,
  -- Sealed under a key of this row, which is itself wrapped by the bank's.
  wrapped_key bytea,
  client_secret bytea,
  -- The claim or attribute that holds the student or staff number.
  number_claim text,
  added_at timestamptz not null,
  added_by uuid not null,
  removed_at timestamptz,
  removed_by uuid,
  check ((kind = 'oidc') = (client_id is not null)),
  check ((client_secret is null) = (wrapped_key is null)),
  check ((removed_at is null) = (removed_by is null))
);
create unique index on identity_provider (institution_id, address) where removed_at is null;

-- 绑定: whom a provider's answer means. By its subject, once the person has come that way; until then by a number that an
-- administrator has entered, which the first arrival turns into the subject, so that a number given out again later opens
-- nothing. Lives where the blind value says, so that it is unique in the whole bank.
create table identity_link (
  shard smallint not null,
  blind bytea not null check (octet_length(blind) = 32),
  id uuid not null,
  provider_id uuid not null,
  kind text not null check (kind in ('subject', 'number')),
  account_shard smallint not null,
  account_id uuid not null,
  linked_at timestamptz not null,
  linked_by uuid not null,
  primary key (shard, blind)
);
create index on identity_link (account_id);

grant select, insert on identity_provider, identity_link to cb_app;
grant update (removed_at, removed_by) on identity_provider to cb_app;
grant delete on identity_link to cb_app;
