-- 初审与复审: which decisions need a second person is an institution's setting, by the day a claim was filed; the first
-- reviewer's decision is then a proposal, and only what somebody else confirms is posted.

-- Institution null: for every institution that has said nothing itself. Every node has a copy.
create table recognition_setting (
  institution_id uuid,
  valid_from date not null,
  second_review text not null check (second_review in ('never', 'some', 'always')),
  -- Of `some`: above so many credits counted, or where the outcome is of such a kind.
  second_above integer check (second_above >= 0),
  second_categories text[] not null check (second_categories <@ array['degree', 'certificate', 'training', 'other']),
  -- Nobody set what the bank began with.
  reason text check (reason <> ''),
  set_by uuid,
  set_at timestamptz not null,
  unique nulls not distinct (institution_id, valid_from),
  check ((second_review = 'some') = (second_above is not null or second_categories <> '{}')),
  check ((reason is null) = (set_by is null))
);
insert into recognition_setting values (null, '2020-01-01', 'never', null, '{}', null, null, now());

create table recognition_proposal (
  shard smallint not null,
  id uuid not null,
  claim_id uuid not null,
  learner_id uuid not null,
  kind text not null check (kind in ('approve', 'refuse')),
  outcome text not null check (outcome in ('converted', 'elective', 'deposited', 'refused')),
  opinion bytea,
  rule text not null,
  recorded integer not null check (recorded >= 0),
  elective integer not null check (elective >= 0),
  deposited integer not null check (deposited >= 0),
  actor uuid not null,
  at timestamptz not null,
  primary key (shard, id),
  -- For the decision that confirms it.
  unique (shard, id, claim_id, actor),
  foreign key (shard, claim_id) references recognition_claim (shard, id),
  check ((kind = 'refuse') = (outcome = 'refused')),
  check (kind = 'approve' or opinion is not null),
  -- L-10: nobody decides about their own outcome.
  check (actor <> learner_id)
);
create index on recognition_proposal (shard, claim_id, at);

alter table recognition_claim
  drop constraint recognition_claim_state_check,
  add constraint recognition_claim_state_check
    check (state in ('draft', 'submitted', 'proposed', 'returned', 'recognised', 'refused', 'withdrawn')),
  add column proposal_id uuid, -- A proposal names its claim; a constraint back would tie the two tables in a circle.
  add check ((state = 'proposed') = (proposal_id is not null));
create index recognition_claim_second on recognition_claim (promised_on, id) where state = 'proposed';

-- 职责分离: what one person proposed, another one confirms.
alter table recognition_decision
  add column proposal_id uuid,
  add column proposed_by uuid,
  add foreign key (shard, proposal_id, claim_id, proposed_by) references recognition_proposal (shard, id, claim_id, actor),
  add check ((proposal_id is null) = (proposed_by is null)),
  add constraint recognition_decision_second_person check (proposed_by <> actor),
  add check (proposal_id is null or kind <> 'return');

alter table recognition_event
  drop constraint recognition_event_kind_check,
  add constraint recognition_event_kind_check check (kind in
    ('submitted', 'proposed', 'sent_back', 'returned', 'supplemented', 'recognised', 'refused', 'withdrawn'));

grant select, insert on recognition_proposal, recognition_setting to cb_app;
create trigger never before update or delete or truncate on recognition_proposal
  for each statement execute function recognition_never();
create trigger never before update or delete or truncate on recognition_setting
  for each statement execute function recognition_never();

alter table recognition_proposal enable row level security;
alter table recognition_proposal force row level security;
create policy own_shard on recognition_proposal
  using ((select current_setting('app.shard', true)) in ('all', shard::text));
