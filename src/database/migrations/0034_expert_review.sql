-- 专家评审: who was asked about a claim, until when, and what each expert found. An opinion is given once and never edited.

alter table recognition_setting
  -- So many opinions, finding so much of the topics covered on the average (basis points), may stand for the comparison
  -- of content; without them opinions are advice.
  add column experts_min smallint check (experts_min > 0),
  add column topics_min integer check (topics_min between 1 and 10000),
  -- What is lent to an expert ends within thirty days, with every holiday between.
  add column expert_days smallint not null default 10 check (expert_days between 1 and 10),
  add check ((experts_min is null) = (topics_min is null));
alter table recognition_setting alter column expert_days drop default;

-- What an expert says to be one for; they say it themselves.
create table recognition_expert (
  shard smallint not null,
  expert_id uuid not null,
  subjects text[] not null check (cardinality(subjects) between 1 and 10),
  primary key (shard, expert_id)
);

create table recognition_invitation (
  shard smallint not null,
  id uuid not null,
  claim_id uuid not null,
  learner_id uuid not null,
  expert_id uuid not null,
  -- Which filing of the claim it is about: an opinion on what was put right since counts no more.
  filed_at timestamptz not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  due_on date not null,
  question bytea,
  primary key (shard, id),
  unique (shard, claim_id, expert_id, filed_at),
  -- For the opinion that answers it.
  unique (shard, id, claim_id, expert_id),
  foreign key (shard, claim_id) references recognition_claim (shard, id),
  check (expert_id <> learner_id),
  check (expert_id <> asked_by)
);
create index on recognition_invitation (expert_id, due_on);

create table recognition_opinion (
  shard smallint not null,
  invitation_id uuid not null,
  claim_id uuid not null,
  expert_id uuid not null,
  -- Part of the target's topics that the expert finds covered, in basis points.
  topics integer not null check (topics between 0 and 10000),
  words bytea not null,
  at timestamptz not null,
  primary key (shard, invitation_id),
  foreign key (shard, invitation_id, claim_id, expert_id)
    references recognition_invitation (shard, id, claim_id, expert_id)
);
create index on recognition_opinion (shard, claim_id);

-- 职责分离: whose opinion a decision rests on neither decides nor proposes.
alter table recognition_decision
  add column experts uuid[] not null default '{}',
  add constraint recognition_decision_no_expert check (actor <> all (experts) and proposed_by <> all (experts));
alter table recognition_decision alter column experts drop default;

alter table recognition_event
  drop constraint recognition_event_kind_check,
  add constraint recognition_event_kind_check check (kind in
    ('submitted', 'experts_asked', 'expert_heard', 'proposed', 'sent_back', 'returned', 'supplemented', 'recognised',
     'refused', 'withdrawn'));

grant select, insert on recognition_expert, recognition_invitation, recognition_opinion to cb_app;
grant update (subjects) on recognition_expert to cb_app;

do $$
declare
  name text;
begin
  foreach name in array array['recognition_invitation', 'recognition_opinion'] loop
    execute format('create trigger never before update or delete or truncate on %I
      for each statement execute function recognition_never()', name);
  end loop;
  foreach name in array array['recognition_expert', 'recognition_invitation', 'recognition_opinion'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_shard on %I
      using ((select current_setting(''app.shard'', true)) in (''all'', shard::text))', name);
  end loop;
end $$;
