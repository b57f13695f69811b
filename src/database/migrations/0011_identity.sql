-- 身份: accounts, the persons behind them, their roles, sessions and teaching relations. An account's id is the
-- learner's id everywhere; its last bits name the shard.

create table identity_account (
  shard smallint not null,
  id uuid not null,
  kind text not null check (kind in ('person', 'service')),
  state text not null check (state in ('unactivated', 'active', 'disabled', 'closed')),
  -- The institution of a service account; persons have theirs through roles.
  institution_id uuid,
  created_at timestamptz not null,
  primary key (shard, id),
  check ((kind = 'service') = (institution_id is not null))
);

-- Personal data, each field encrypted under the person's own key, which is itself wrapped by the bank's. Erasing the
-- wrapped key makes every copy unreadable, backups included (个人信息保护法 第四十七条).
create table identity_person (
  shard smallint not null,
  id uuid not null,
  wrapped_key bytea,
  name bytea,
  id_number bytea,
  phone bytea,
  email bytea,
  -- 实名: when and how the identity number was found to be this person's.
  verified_at timestamptz,
  verified_by text check (verified_by in ('institution', 'authority', 'demo')),
  erased_at timestamptz,
  primary key (shard, id),
  foreign key (shard, id) references identity_account (shard, id),
  check ((wrapped_key is null) = (erased_at is not null)),
  check (erased_at is null or coalesce(name, id_number, phone, email) is null),
  check ((verified_at is null) = (verified_by is null))
);

-- What must be unique in the whole bank lives where its own value says, not on a learner's shard: shard is taken from
-- the blind index, an HMAC that nobody can compute without the bank's key.
create table identity_login (
  shard smallint not null,
  blind bytea not null check (octet_length(blind) = 32),
  kind text not null check (kind in ('name', 'phone', 'email')),
  account_shard smallint not null,
  account_id uuid not null,
  primary key (shard, blind)
);
create index on identity_login (account_id);

-- 证件号: one verified identity, one account (SOD-4).
create table identity_number (
  shard smallint not null,
  blind bytea not null check (octet_length(blind) = 32),
  account_shard smallint not null,
  account_id uuid not null,
  primary key (shard, blind)
);
create index on identity_number (account_id);

create table identity_password (
  shard smallint not null,
  account_id uuid not null,
  hash text not null check (hash like '$argon2id$%'),
  changed_at timestamptz not null,
  primary key (shard, account_id),
  foreign key (shard, account_id) references identity_account (shard, id)
);

create table identity_role (
  shard smallint not null,
  id uuid not null,
  account_id uuid not null,
  role text not null check (role in (
    'learner', 'teacher', 'inst_admin', 'reviewer', 'second_reviewer', 'standards_manager', 'finance', 'expert',
    'enterprise', 'sys_admin', 'security_admin', 'audit_admin', 'regulator', 'api_client')),
  institution_id uuid,
  department text check (department in ('credit', 'technology', 'finance', 'business')),
  begins_at timestamptz not null,
  ends_at timestamptz,
  -- Null only for roles that the installation or a registry made. Nobody grants to self (SOD-4).
  granted_by uuid,
  revoked_by uuid,
  primary key (shard, id),
  foreign key (shard, account_id) references identity_account (shard, id),
  check (ends_at is null or ends_at >= begins_at),
  check (granted_by <> account_id),
  check (role not in ('teacher', 'inst_admin', 'enterprise', 'api_client') or institution_id is not null)
);
create unique index identity_role_once on identity_role (shard, account_id, role, institution_id)
  nulls not distinct where ends_at is null;
create index on identity_role (institution_id, role);

-- 教学关系: who teaches whom, on the learner's shard. It is a teacher's data scope, so nobody writes their own (T7).
create table identity_teaching (
  shard smallint not null,
  id uuid not null,
  learner_id uuid not null,
  teacher_id uuid not null,
  institution_id uuid not null,
  section text not null,
  begins_at timestamptz not null,
  ends_at timestamptz,
  -- Set with the end: until then the teacher still reads, and writes no more (EL-3).
  reads_until timestamptz,
  entered_by uuid,
  primary key (shard, id),
  foreign key (shard, learner_id) references identity_account (shard, id),
  check (ends_at is null or ends_at >= begins_at),
  check ((ends_at is null) = (reads_until is null)),
  check (reads_until >= ends_at),
  check (teacher_id <> learner_id),
  check (entered_by <> teacher_id)
);
create unique index identity_teaching_once on identity_teaching (shard, learner_id, teacher_id, institution_id, section)
  where ends_at is null;
create index on identity_teaching (teacher_id);

-- 会话: the token is shown once, only its hash is kept; its first letters name the shard.
create table identity_session (
  shard smallint not null,
  id uuid not null,
  account_id uuid not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  began_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  device text not null,
  -- 切换身份: whose pages are shown; null until chosen.
  acting_role text,
  acting_institution_id uuid,
  stepped_up_at timestamptz,
  primary key (shard, id),
  unique (shard, token_hash),
  foreign key (shard, account_id) references identity_account (shard, id),
  check (ended_at is not null or ended_by is null)
);
create index on identity_session (shard, account_id) where ended_at is null;

-- Failed sign-ins in a window, counted by what failed: a pair of login and place, or a place. Keys are blind.
create table identity_failure (
  shard smallint not null,
  bucket bytea not null check (octet_length(bucket) = 32),
  window_began_at timestamptz not null,
  failures integer not null check (failures > 0),
  primary key (shard, bucket)
);

-- Only what may change can be changed: a role is ended, not rewritten; a session is ended, not prolonged by hand.
grant select, insert on identity_account, identity_person, identity_login, identity_number, identity_password,
  identity_role, identity_teaching, identity_session, identity_failure to cb_app;
grant update (state) on identity_account to cb_app;
grant update (wrapped_key, name, id_number, phone, email, verified_at, verified_by, erased_at) on identity_person to cb_app;
grant update (hash, changed_at) on identity_password to cb_app;
grant update (ends_at, revoked_by) on identity_role to cb_app;
grant update (ends_at, reads_until) on identity_teaching to cb_app;
grant update (seen_at, expires_at, ended_at, ended_by, acting_role, acting_institution_id, stepped_up_at)
  on identity_session to cb_app;
grant update (window_began_at, failures) on identity_failure to cb_app;
grant delete on identity_login, identity_number, identity_failure to cb_app;
