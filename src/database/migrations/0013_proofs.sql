-- 找回码, 通行密钥: other ways for a person to prove who they are. Everything of a person lives on the person's shard.

create table identity_recovery (
  shard smallint not null,
  -- An HMAC of account and code: whoever reads the table can't try codes against it.
  code_hash bytea not null check (octet_length(code_hash) = 32),
  account_id uuid not null,
  issued_at timestamptz not null,
  -- An administrator handed it out, for a short while; null where the person made it.
  issued_by uuid,
  expires_at timestamptz,
  used_at timestamptz,
  -- Newer ones took its place.
  replaced_at timestamptz,
  primary key (shard, code_hash),
  foreign key (shard, account_id) references identity_account (shard, id),
  check ((issued_by is null) = (expires_at is null)),
  -- Nobody hands out a code to self.
  check (issued_by <> account_id),
  check (used_at is null or replaced_at is null)
);
create index on identity_recovery (shard, account_id);

create table identity_passkey (
  shard smallint not null,
  id uuid not null,
  account_id uuid not null,
  credential_id bytea not null check (octet_length(credential_id) between 1 and 1023),
  public_key bytea not null,
  -- How often the authenticator says that it has signed; many always say 0.
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  -- What its owner calls it.
  name text not null check (char_length(name) between 1 and 60),
  added_at timestamptz not null,
  used_at timestamptz,
  primary key (shard, id),
  unique (shard, credential_id),
  foreign key (shard, account_id) references identity_account (shard, id)
);
create index on identity_passkey (shard, account_id);

-- What counts once, however often it is shown: the answer to a challenge, a ticket. It lives where its own value says,
-- and may go when the thing itself is out of date.
create table identity_spent (
  shard smallint not null,
  mark bytea not null check (octet_length(mark) = 32),
  until timestamptz not null,
  primary key (shard, mark)
);
create index on identity_spent (shard, until);

grant select, insert on identity_recovery, identity_passkey, identity_spent to cb_app;
grant update (used_at, replaced_at) on identity_recovery to cb_app;
grant update (counter, used_at) on identity_passkey to cb_app;
grant delete on identity_passkey, identity_spent to cb_app;

-- 更换验证器: the new app's secret waits beside the old one, which counts until the new one has shown its first code.
alter table identity_factor add column next_secret bytea, alter column secret drop not null;
update identity_factor set next_secret = secret, secret = null where confirmed_at is null;
alter table identity_factor
  add check ((secret is null) = (confirmed_at is null)),
  add check (secret is not null or next_secret is not null);
grant update (next_secret) on identity_factor to cb_app;
