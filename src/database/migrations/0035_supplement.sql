-- 补修: where only hours are missing, a reviewer sets them as a task; the learner hands in proof, and the same claim is judged
-- again with the hours made up.

alter table recognition_claim
  drop constraint recognition_claim_state_check,
  add constraint recognition_claim_state_check check (state in
    ('draft', 'submitted', 'supplementing', 'proposed', 'returned', 'recognised', 'refused', 'withdrawn')),
  -- Hours that are to be made up, in hundredths.
  add column supplement_hours integer check (supplement_hours > 0),
  add check ((state = 'supplementing') = (supplement_hours is not null));

alter table recognition_event
  drop constraint recognition_event_kind_check,
  add constraint recognition_event_kind_check check (kind in
    ('submitted', 'supplement_asked', 'made_up', 'experts_asked', 'expert_heard', 'proposed', 'sent_back', 'returned',
     'supplemented', 'recognised', 'refused', 'withdrawn')),
  -- Asked for, or made up.
  add column hours integer check (hours > 0),
  add check ((hours is not null) = (kind in ('supplement_asked', 'made_up')));
