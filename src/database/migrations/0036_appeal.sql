-- 申诉: once per decision, within days that are the institution's, decided by somebody else. Upheld, what was posted is reversed
-- and the claim goes into another round; nothing that was decided is edited.

alter table recognition_setting
  add column appeal_days smallint not null default 15 check (appeal_days > 0);
alter table recognition_setting alter column appeal_days drop default;

alter table recognition_claim add column round smallint not null default 1 check (round > 0);
alter table recognition_claim alter column round drop default;

-- A claim is decided once a round.
alter table recognition_decision
  add column round smallint not null default 1 check (round > 0),
  add unique (shard, id, claim_id, actor);
alter table recognition_decision alter column round drop default;
drop index recognition_decision_once;
create unique index recognition_decision_once on recognition_decision (shard, claim_id, round) where kind <> 'return';

create table recognition_appeal (
  shard smallint not null,
  id uuid not null,
  claim_id uuid not null,
  learner_id uuid not null,
  decision_id uuid not null,
  decided_by uuid not null,
  grounds bytea not null,
  filed_at timestamptz not null,
  promised_on date not null,
  primary key (shard, id),
  unique (shard, decision_id),
  -- For its answer.
  unique (shard, id, claim_id, learner_id, decided_by),
  foreign key (shard, decision_id, claim_id, decided_by) references recognition_decision (shard, id, claim_id, actor)
);
create index on recognition_appeal (shard, claim_id);

create table recognition_appeal_answer (
  shard smallint not null,
  appeal_id uuid not null,
  claim_id uuid not null,
  learner_id uuid not null,
  decided_by uuid not null,
  upheld boolean not null,
  words bytea not null,
  actor uuid not null,
  at timestamptz not null,
  primary key (shard, appeal_id),
  foreign key (shard, appeal_id, claim_id, learner_id, decided_by)
    references recognition_appeal (shard, id, claim_id, learner_id, decided_by),
  -- 职责分离: not who decided, nor whom it is about.
  constraint recognition_appeal_other_person check (actor <> decided_by and actor <> learner_id)
);

alter table recognition_event
  drop constraint recognition_event_kind_check,
  add constraint recognition_event_kind_check check (kind in
    ('submitted', 'supplement_asked', 'made_up', 'experts_asked', 'expert_heard', 'proposed', 'sent_back', 'returned',
     'supplemented', 'recognised', 'refused', 'withdrawn', 'appealed', 'appeal_upheld', 'appeal_dismissed'));

grant select, insert on recognition_appeal, recognition_appeal_answer to cb_app;

do $$
declare
  name text;
begin
  foreach name in array array['recognition_appeal', 'recognition_appeal_answer'] loop
    execute format('create trigger never before update or delete or truncate on %I
      for each statement execute function recognition_never()', name);
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_shard on %I
      using ((select current_setting(''app.shard'', true)) in (''all'', shard::text))', name);
  end loop;
end $$;
