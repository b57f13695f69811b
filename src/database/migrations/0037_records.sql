-- 学分记录: what those who teach enter about a learner's outcome, and what was decided about it. A record lives on its
-- learner's shard. Nobody deletes one.
create table recognition_record (
  shard smallint not null,
  id uuid not null,
  number text not null check (number ~ '^\d{8}-\d{2}-\d{5}$'),
  learner_id uuid not null,
  institution_id uuid not null,
  course_id uuid not null,
  grade text not null check (grade <> ''),
  -- Only where the course states none.
  hours integer check (hours > 0),
  earned_on date not null,
  state text not null check (state in ('draft', 'submitted', 'returned', 'recognised', 'refused', 'withdrawn')),
  entered_by uuid not null,
  -- Who entered, imported or edited it, and in whose place they did: none of them reviews it.
  makers uuid[] not null check (entered_by = any(makers)),
  entered_at timestamptz not null,
  saved_at timestamptz not null,

  -- As it was judged when it was submitted; it keeps the versions that it began with.
  filing jsonb,
  rule_set text,
  rule_set_version integer,
  terms_version integer,
  submitted_at timestamptz,
  credits integer check (credits > 0),
  decided_at timestamptz,

  primary key (shard, id),
  unique (shard, number),
  -- SOD-2: nobody enters the own outcome.
  check (not learner_id = any(makers)),
  check ((filing is null) = (submitted_at is null)),
  check ((filing is null) = (rule_set is null)),
  check ((filing is null) = (rule_set_version is null)),
  check ((filing is null) = (credits is null)),
  check (state in ('draft', 'withdrawn') or submitted_at is not null),
  check ((state in ('recognised', 'refused')) = (decided_at is not null))
);
-- L-04: one outcome of a learner's, one live record.
create unique index recognition_record_once on recognition_record (shard, learner_id, course_id)
  where state not in ('refused', 'withdrawn');
create index on recognition_record (institution_id, state, saved_at desc);
create index on recognition_record (saved_at desc);

-- What happened to a record, in order. A decision keeps all that it was made by, so that anybody can judge it again.
create table recognition_record_event (
  shard smallint not null,
  id uuid not null,
  record_id uuid not null,
  learner_id uuid not null,
  place smallint not null check (place > 0),
  kind text not null check (kind in (
    'entered', 'saved', 'submitted', 'returned', 'recognised', 'refused', 'withdrawn')),
  actor uuid not null,
  grantor uuid,
  makers uuid[] not null,
  at timestamptz not null,
  opinion bytea,
  inputs jsonb,
  findings jsonb,
  rule_set text,
  rule_set_version integer,
  credits integer,
  primary key (shard, id),
  unique (shard, record_id, place),
  foreign key (shard, record_id) references recognition_record (shard, id),
  check ((kind in ('returned', 'recognised', 'refused')) = (inputs is not null)),
  check ((inputs is null) = (findings is null)),
  check ((inputs is null) = (rule_set is null)),
  check ((inputs is null) = (rule_set_version is null)),
  check ((kind = 'recognised') = (credits is not null)),
  -- Who is sent back or refused is told why.
  check (kind not in ('returned', 'refused') or opinion is not null),
  -- L-10, SOD-1: who entered does not decide, nor does anybody in their place; nobody decides about himself.
  check (inputs is null or not (actor = any(makers) or coalesce(grantor = any(makers), false))),
  check (actor <> learner_id)
);
create unique index recognition_record_event_once on recognition_record_event (shard, record_id)
  where kind in ('recognised', 'refused');

-- 录入窗口: the days on which an institution's grades may be entered. The latest row counts; without one, always.
create table recognition_window (
  institution_id uuid not null,
  place integer not null check (place > 0),
  opens_on date not null,
  closes_on date not null check (closes_on >= opens_on),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (institution_id, place)
);

grant select, insert on recognition_record, recognition_record_event, recognition_window to cb_app;
grant update (grade, hours, earned_on, state, makers, saved_at, filing, rule_set, rule_set_version, terms_version,
  submitted_at, credits, decided_at) on recognition_record to cb_app;

-- Makers are only ever added, and what is decided stays as it is.
create function recognition_record_kept() returns trigger language plpgsql as $$
begin
  if old.decided_at is not null then
    raise exception 'a decided record is never changed' using errcode = 'insufficient_privilege';
  end if;
  if not new.makers @> old.makers then
    raise exception 'who made a record stays its maker' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger kept before update on recognition_record for each row execute function recognition_record_kept();

-- The makers that a decision names are those of its record.
create function recognition_record_duties() returns trigger language plpgsql as $$
begin
  if new.makers is distinct from
    (select makers from recognition_record where shard = new.shard and id = new.record_id) then
    raise exception 'the makers of a record are not as it says' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger duties before insert on recognition_record_event
  for each row execute function recognition_record_duties();
create trigger never before update or delete or truncate on recognition_record_event
  for each statement execute function recognition_never();
create trigger never before delete or truncate on recognition_record
  for each statement execute function recognition_never();

do $$
declare
  name text;
begin
  foreach name in array array['recognition_record', 'recognition_record_event'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_shard on %I
      using ((select current_setting(''app.shard'', true)) in (''all'', shard::text))', name);
  end loop;
end $$;
