-- 认定: claims, what was decided about them, and what happened when. A claim lives on its learner's shard.

create table recognition_claim (
  shard smallint not null,
  id uuid not null,
  learner_id uuid not null,
  -- 受理号, given when it is submitted first.
  number text check (number ~ '^\d{8}-\d{2}-\d{5}$'),
  state text not null check (state in ('draft', 'submitted', 'returned', 'recognised', 'refused', 'withdrawn')),

  -- What the learner says. Free words that may name people are sealed under the learner's key.
  course_id uuid,
  lot_id uuid,
  issuer_id uuid,
  title text,
  credits integer check (credits > 0),
  hours integer check (hours > 0),
  kind text check (kind in ('theory', 'laboratory', 'practice', 'design', 'seminar', 'thesis')),
  level text check (level in ('training', 'secondary', 'associate', 'bachelor', 'graduate')),
  grade text,
  earned_on date,
  certificate_number bytea,
  target_institution_id uuid,
  target_course_id uuid,
  as_elective boolean not null,
  files uuid[] not null,
  note bytea,

  -- As it was compared when it was submitted: facts and versions of both courses, the terms and the rules. The claim
  -- keeps the versions that it began with, whatever is published later.
  filing jsonb,
  source_version integer,
  target_version integer,
  source_terms_version integer,
  target_terms_version integer,
  rule_set text,
  rule_set_version integer,
  equivalency text,
  equivalency_version integer,
  verdict text check (verdict in ('approved', 'needs_supplement', 'expert_review', 'rejected')),

  created_at timestamptz not null,
  saved_at timestamptz not null,
  submitted_at timestamptz,
  promised_on date,

  outcome text check (outcome in ('converted', 'elective', 'deposited', 'refused')),
  recorded integer check (recorded >= 0),
  elective integer check (elective >= 0),
  deposited integer check (deposited >= 0),
  decided_at timestamptz,

  primary key (shard, id),
  unique (shard, number),
  check (course_id is null or lot_id is null),
  check (target_course_id is null or target_institution_id is not null),
  -- A draft, submitted or not, may be withdrawn; whatever else has happened, it was submitted before.
  check (state in ('draft', 'withdrawn') or submitted_at is not null),
  check (state <> 'draft' or submitted_at is null),
  check ((submitted_at is null) = (number is null)),
  check ((submitted_at is null) = (filing is null)),
  check ((submitted_at is null) = (promised_on is null)),
  check ((filing is null) = (rule_set is null)),
  check ((state in ('recognised', 'refused')) = (decided_at is not null)),
  check ((decided_at is null) = (outcome is null)),
  check ((decided_at is null) = (recorded is null)),
  check ((decided_at is null) = (elective is null)),
  check ((decided_at is null) = (deposited is null)),
  check ((state = 'refused') = (coalesce(outcome, '') = 'refused')),
  check (outcome is distinct from 'refused' or recorded + elective + deposited = 0),
  check (outcome is distinct from 'converted' or recorded > 0)
);
create index on recognition_claim (shard, learner_id, saved_at desc);
create index recognition_claim_open on recognition_claim (promised_on, id) where state = 'submitted';
create index recognition_claim_alike on recognition_claim (course_id, target_course_id);
create index on recognition_claim (decided_at desc) where decided_at is not null;

-- L-08: by what a decision was made, whole: anybody can judge it again by the version that it names.
create table recognition_decision (
  shard smallint not null,
  id uuid not null,
  claim_id uuid not null,
  learner_id uuid not null,
  place smallint not null check (place > 0),
  kind text not null check (kind in ('approve', 'return', 'refuse')),
  outcome text check (outcome in ('converted', 'elective', 'deposited', 'refused')),
  opinion bytea,
  -- The rule that the opinion names.
  rule text not null,
  fields text[] not null,
  rule_set text not null,
  rule_set_version integer not null,
  equivalency text,
  equivalency_version integer,
  inputs jsonb not null,
  findings jsonb not null,
  recorded integer not null check (recorded >= 0),
  elective integer not null check (elective >= 0),
  deposited integer not null check (deposited >= 0),
  actor uuid not null,
  at timestamptz not null,
  primary key (shard, id),
  unique (shard, claim_id, place),
  foreign key (shard, claim_id) references recognition_claim (shard, id),
  check ((kind = 'return') = (outcome is null)),
  check ((kind = 'refuse') = (coalesce(outcome, '') = 'refused')),
  -- Who is sent back or refused is told why.
  check (kind = 'approve' or opinion is not null),
  -- L-10: nobody decides about their own outcome.
  check (actor <> learner_id)
);
create unique index recognition_decision_once on recognition_decision (shard, claim_id) where kind <> 'return';
create index on recognition_decision (actor, at desc);

create table recognition_event (
  shard smallint not null,
  id uuid not null,
  claim_id uuid not null,
  kind text not null check (kind in ('submitted', 'returned', 'supplemented', 'recognised', 'refused', 'withdrawn')),
  at timestamptz not null,
  actor uuid not null,
  opinion bytea,
  -- Places of the claim that a return names, or that a supplement changed.
  fields text[] not null,
  primary key (shard, id),
  foreign key (shard, claim_id) references recognition_claim (shard, id)
);
create index on recognition_event (shard, claim_id, at);

-- What a learner is at their school, so that nothing is typed twice.
create table recognition_profile (
  shard smallint not null,
  learner_id uuid not null,
  student_number bytea,
  major bytea,
  institution_id uuid,
  primary key (shard, learner_id)
);

-- Days that are not what their weekday says; every node has a copy. Source: 国务院办公厅关于2025年、2026年部分节假日安排的通知.
create table recognition_calendar (
  day date primary key,
  working boolean not null,
  name text not null
);
insert into recognition_calendar
  select d::date, false, name from (values
    ('2025-01-01', '2025-01-01', '元旦'), ('2025-01-28', '2025-02-04', '春节'), ('2025-04-04', '2025-04-06', '清明节'),
    ('2025-05-01', '2025-05-05', '劳动节'), ('2025-05-31', '2025-06-02', '端午节'),
    ('2025-10-01', '2025-10-08', '国庆节、中秋节'),
    ('2026-01-01', '2026-01-03', '元旦'), ('2026-02-15', '2026-02-23', '春节'), ('2026-04-04', '2026-04-06', '清明节'),
    ('2026-05-01', '2026-05-05', '劳动节'), ('2026-06-19', '2026-06-21', '端午节'), ('2026-09-25', '2026-09-27', '中秋节'),
    ('2026-10-01', '2026-10-07', '国庆节')
  ) as holiday (first, last, name), generate_series(first::date, last::date, interval '1 day') d;
insert into recognition_calendar
  select unnest(array['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11',
    '2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']::date[]), true, '调休上班';

-- 承诺时限: within how many working days a claim is decided, from a day on.
create table recognition_promise (
  valid_from date primary key,
  working_days smallint not null check (working_days > 0)
);
insert into recognition_promise values ('2020-01-01', 10);

-- The answer to a command with an Idempotency-Key is its effect; what is kept is that it was given, and for what body.
create table http_key (
  shard smallint not null,
  actor uuid not null,
  key text not null check (length(key) between 1 and 200),
  request_hash bytea not null check (octet_length(request_hash) = 32),
  at timestamptz not null,
  primary key (shard, actor, key)
);

grant select, insert on recognition_claim, recognition_decision, recognition_event, recognition_profile, http_key to cb_app;
grant select on recognition_calendar, recognition_promise to cb_app;
grant update on recognition_claim to cb_app;
grant update (student_number, major, institution_id) on recognition_profile to cb_app;

create function recognition_never() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger never before update or delete or truncate on recognition_decision
  for each statement execute function recognition_never();
create trigger never before update or delete or truncate on recognition_event
  for each statement execute function recognition_never();

do $$
declare
  name text;
begin
  foreach name in array array['recognition_claim', 'recognition_decision', 'recognition_event', 'recognition_profile'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_shard on %I
      using ((select current_setting(''app.shard'', true)) in (''all'', shard::text))', name);
  end loop;
end $$;
