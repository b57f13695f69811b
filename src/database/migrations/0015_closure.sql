-- 销户: what a person asks, what stands against it, and what is destroyed in the end. On the person's shard.

-- 注销申请: asked by the person, carried out when its day has come, unless it was taken back.
create table closure_request (
  shard smallint not null,
  id uuid not null,
  account_id uuid not null,
  filed_at timestamptz not null,
  -- The first day on which it can be carried out.
  due_on date not null,
  state text not null default 'filed' check (state in ('filed', 'withdrawn', 'closed')),
  ended_at timestamptz check (ended_at >= filed_at),
  primary key (shard, id),
  foreign key (shard, account_id) references identity_account (shard, id),
  check ((state = 'filed') = (ended_at is null))
);
create unique index closure_request_open on closure_request (shard, account_id) where state = 'filed';

-- 法定保留: while one stands, the account is not closed. Set and lifted by two persons each.
create table closure_hold (
  shard smallint not null,
  id uuid not null,
  account_id uuid not null,
  reason text not null check (reason <> ''),
  set_at timestamptz not null,
  set_by uuid not null,
  set_with uuid not null,
  lifted_at timestamptz check (lifted_at >= set_at),
  lifted_by uuid,
  lifted_with uuid,
  lifted_reason text check (lifted_reason <> ''),
  primary key (shard, id),
  foreign key (shard, account_id) references identity_account (shard, id),
  check (set_by <> set_with),
  check (account_id not in (set_by, set_with)),
  check (lifted_by <> lifted_with),
  check ((lifted_at is null) = (lifted_by is null)),
  check ((lifted_at is null) = (lifted_with is null)),
  check ((lifted_at is null) = (lifted_reason is null))
);
create unique index closure_hold_standing on closure_hold (shard, account_id) where lifted_at is null;

-- 冷静期: how many days a person can think again, from a day on. Every node has a copy.
create table closure_terms (
  valid_from date primary key,
  cooling_days smallint not null check (cooling_days >= 0)
);
insert into closure_terms values ('2020-01-01', 15);

grant select, insert on closure_request, closure_hold to cb_app;
grant select on closure_terms to cb_app;
grant update (state, ended_at) on closure_request to cb_app;
grant update (lifted_at, lifted_by, lifted_with, lifted_reason) on closure_hold to cb_app;

do $$
declare
  name text;
begin
  foreach name in array array['closure_request', 'closure_hold'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_shard on %I
      using ((select current_setting(''app.shard'', true)) in (''all'', shard::text))', name);
  end loop;
end $$;

-- Closes an account for good: what is sealed under the person's key never opens again, in no copy; nobody signs in any
-- more; logins and the identity number are free again. Runs with the owner's rights, because nobody else may delete
-- these, and only for an account whose owner asked and whose day has come, with nothing standing against it.
create function closure_carry_out(of_shard smallint, of_account uuid, at timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp set app.shard = 'all' as $$
begin
  update closure_request set state = 'closed', ended_at = at
    where shard = of_shard and account_id = of_account and state = 'filed'
      and due_on <= (at at time zone 'Asia/Shanghai')::date
      and not exists (select from closure_hold h
        where h.shard = of_shard and h.account_id = of_account and h.lifted_at is null);
  if not found then
    raise exception 'No request to close this account is due' using errcode = 'insufficient_privilege';
  end if;
  update identity_account set state = 'closed' where shard = of_shard and id = of_account;
  update identity_person
    set wrapped_key = null, name = null, name_blind = null, id_number = null, phone = null, email = null,
      verified_at = null, verified_by = null, erased_at = at
    where shard = of_shard and id = of_account;
  delete from identity_login where account_id = of_account;
  delete from identity_number where account_id = of_account;
  delete from identity_password where shard = of_shard and account_id = of_account;
  delete from identity_factor where shard = of_shard and account_id = of_account;
  delete from identity_recovery where shard = of_shard and account_id = of_account;
  delete from identity_passkey where shard = of_shard and account_id = of_account;
  delete from identity_activation where shard = of_shard and account_id = of_account;
  delete from identity_session where shard = of_shard and account_id = of_account;
  update identity_role set ends_at = greatest(at, begins_at)
    where shard = of_shard and account_id = of_account and (ends_at is null or ends_at > at);
  update identity_teaching set ends_at = greatest(at, begins_at), reads_until = greatest(at, begins_at)
    where shard = of_shard and learner_id = of_account and (reads_until is null or reads_until > at);
  update identity_consent set withdrawn_at = at
    where shard = of_shard and person_id = of_account and withdrawn_at is null;
end $$;
grant execute on function closure_carry_out to cb_app;
