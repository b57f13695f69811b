-- What the migrations come to, for reading. Written by `npm run schema`; a test fails when it is not current.

CREATE OR REPLACE FUNCTION public.audit_never()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'The audit log is append-only' using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION public.closure_carry_out(of_shard smallint, of_account uuid, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET "app.shard" TO 'all'
AS $function$
begin
  -- A hold that is being set has this row too, by its foreign key: whichever is first, the other sees it.
  perform from identity_account where shard = of_shard and id = of_account for update;
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
  delete from identity_link where account_id = of_account;
  delete from identity_activation where shard = of_shard and account_id = of_account;
  delete from identity_session where shard = of_shard and account_id = of_account;
  update identity_role set ends_at = greatest(at, begins_at)
    where shard = of_shard and account_id = of_account and (ends_at is null or ends_at > at);
  update identity_teaching set ends_at = greatest(at, begins_at), reads_until = greatest(at, begins_at)
    where shard = of_shard and learner_id = of_account and (reads_until is null or reads_until > at);
  update identity_consent set withdrawn_at = at
    where shard = of_shard and person_id = of_account and withdrawn_at is null;
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_append(head_shard smallint[], head_before bigint[], head_seq bigint[], head_accounts integer[], head_root bytea[], head_edge bytea[], posting_shard smallint[], posting_seq bigint[], posting_cause text[], posting_key text[], posting_request bytea[], posting_actor uuid[], posting_effective date[], posting_recorded timestamp with time zone[], posting_reverses bigint[], posting_reason bytea[], posting_leaf bytea[], move_shard smallint[], move_seq bigint[], move_line smallint[], move_verb text[], move_lot uuid[], move_hold bigint[], move_amount integer[], move_src integer[], move_dst integer[], move_src_version bigint[], move_dst_version bigint[], move_src_balance bigint[], move_dst_balance bigint[], balance_shard smallint[], balance_account integer[], balance_before bigint[], balance_version bigint[], balance_posted bigint[], balance_day date[], balance_issuing boolean[], holding_shard smallint[], holding_account integer[], holding_lot uuid[], holding_hold bigint[], holding_before integer[], holding_amount integer[], account_shard smallint[], account_number integer[], account_kind text[], account_owner uuid[], account_unit uuid[], lot_shard smallint[], lot_id uuid[], lot_seq bigint[], lot_learner uuid[], lot_unit uuid[], lot_amount integer[], lot_issuer uuid[], lot_counts_at uuid[], lot_elective boolean[], lot_earned date[], lot_expires date[], lot_origin integer[], lot_commitment bytea[], source_shard smallint[], source_lot uuid[], source_source uuid[], source_amount integer[], source_numerator integer[], source_denominator integer[], opening_shard smallint[], opening_commitment bytea[], opening_learner uuid[], opening_salt bytea[], opening_content text[], tile_shard smallint[], tile_level smallint[], tile_index bigint[], tile_hash bytea[])
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET "app.shard" TO 'all'
AS $function$
declare
  written integer;
  expected integer;
begin
  -- In order of shards, so that two callers with several shards wait for one another instead of forever.
  perform from ledger_head where shard = any (head_shard) order by shard for update;
  select count(*) into written from ledger_head h
    join unnest(head_shard, head_before) v(shard, before) on h.shard = v.shard and h.seq = v.before;
  if written <> cardinality(head_shard) then return false; end if;
  update ledger_head h set seq = v.seq, accounts = v.accounts, root = v.root, edge = v.edge
    from unnest(head_shard, head_seq, head_accounts, head_root, head_edge) v(shard, seq, accounts, root, edge)
    where h.shard = v.shard;

  insert into ledger_posting
    (shard, seq, cause, key, request_hash, actor, effective_on, recorded_at, reverses, reason, leaf)
    select * from unnest(posting_shard, posting_seq, posting_cause, posting_key, posting_request, posting_actor,
      posting_effective, posting_recorded, posting_reverses, posting_reason, posting_leaf);
  insert into ledger_move
    (shard, seq, line, verb, lot, hold, amount, src, dst, src_version, dst_version, src_balance, dst_balance)
    select * from unnest(move_shard, move_seq, move_line, move_verb, move_lot, move_hold, move_amount, move_src, move_dst,
      move_src_version, move_dst_version, move_src_balance, move_dst_balance);

  if cardinality(account_shard) > 0 then
    insert into ledger_account (shard, account, kind, owner, unit)
      select * from unnest(account_shard, account_number, account_kind, account_owner, account_unit);
    insert into ledger_balance (shard, account, issuing, posted, version, day)
      select shard, account, issuing, posted, version, day
      from unnest(balance_shard, balance_account, balance_before, balance_version, balance_posted, balance_day,
        balance_issuing) v(shard, account, before, version, posted, day, issuing)
      where before = 0;
  end if;
  update ledger_balance b set posted = v.posted, version = v.version, day = v.day
    from unnest(balance_shard, balance_account, balance_before, balance_version, balance_posted, balance_day)
      v(shard, account, before, version, posted, day)
    where b.shard = v.shard and b.account = v.account and b.version = v.before;
  get diagnostics written = row_count;
  expected := cardinality(balance_shard) - cardinality(account_shard);
  if written <> expected then
    raise exception 'ledger: % of % balances were where the caller thought', written, expected using errcode = 'CB001';
  end if;

  update ledger_holding h set amount = v.amount
    from unnest(holding_shard, holding_account, holding_lot, holding_hold, holding_before, holding_amount)
      v(shard, account, lot, hold, before, amount)
    where v.before > 0 and h.shard = v.shard and h.account = v.account and h.lot = v.lot and h.hold = v.hold
      and h.amount = v.before;
  get diagnostics written = row_count;
  expected := cardinality(holding_shard) - written;
  insert into ledger_holding as h (shard, account, lot, hold, amount)
    select shard, account, lot, hold, amount
    from unnest(holding_shard, holding_account, holding_lot, holding_hold, holding_before, holding_amount)
      v(shard, account, lot, hold, before, amount)
    where before = 0
    on conflict (shard, account, lot, hold) do update set amount = excluded.amount where h.amount = 0;
  get diagnostics written = row_count;
  if written <> expected then
    raise exception 'ledger: % of % pieces were where the caller thought', written, expected using errcode = 'CB001';
  end if;

  if cardinality(lot_shard) > 0 then
    insert into ledger_lot
      (shard, lot, seq, learner, unit, amount, issuer, counts_at, elective, earned_on, expires_on, origin, commitment)
      select * from unnest(lot_shard, lot_id, lot_seq, lot_learner, lot_unit, lot_amount, lot_issuer, lot_counts_at,
        lot_elective, lot_earned, lot_expires, lot_origin, lot_commitment);
  end if;
  if cardinality(source_shard) > 0 then
    insert into ledger_lot_source (shard, lot, source, amount, numerator, denominator)
      select * from unnest(source_shard, source_lot, source_source, source_amount, source_numerator, source_denominator);
  end if;
  if cardinality(opening_shard) > 0 then
    insert into ledger_opening (shard, commitment, learner, salt, content)
      select * from unnest(opening_shard, opening_commitment, opening_learner, opening_salt, opening_content);
  end if;
  if cardinality(tile_shard) > 0 then
    insert into ledger_tile (shard, level, index, hash)
      select * from unnest(tile_shard, tile_level, tile_index, tile_hash);
  end if;
  return true;
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_erase(of_shard smallint, of_learner uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET "app.shard" TO 'all'
AS $function$
declare
  erased integer;
begin
  delete from ledger_opening where shard = of_shard and learner = of_learner;
  get diagnostics erased = row_count;
  return erased;
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_lock(of_shard smallint[])
 RETURNS SETOF ledger_head
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET "app.shard" TO 'all'
AS $function$
begin
  return query select * from ledger_head where shard = any (of_shard) order by shard for update;
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_never()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_sign(at_shard smallint, at_size bigint, at_root bytea, signed_note text, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET "app.shard" TO 'all'
AS $function$
begin
  insert into ledger_checkpoint (shard, size, root, note, signed_at)
    select shard, seq, root, signed_note, at from ledger_head
    where shard = at_shard and seq = at_size and root = at_root
    on conflict do nothing;
  return found;
end $function$;

CREATE OR REPLACE FUNCTION public.recognition_never()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION public.recognition_record_duties()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.makers is distinct from
    (select makers from recognition_record where shard = new.shard and id = new.record_id) then
    raise exception 'the makers of a record are not as it says' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.recognition_record_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.decided_at is not null then
    raise exception 'a decided record is never changed' using errcode = 'insufficient_privilege';
  end if;
  if not new.makers @> old.makers then
    raise exception 'who made a record stays its maker' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$;

create table audit_leaf (
  shard smallint not null,
  place bigint not null,
  record_id uuid not null,
  hash bytea not null,
  constraint audit_leaf_pkey PRIMARY KEY (shard, place),
  constraint audit_leaf_shard_record_id_key UNIQUE (shard, record_id),
  constraint audit_leaf_hash_check CHECK ((octet_length(hash) = 32)),
  constraint audit_leaf_place_check CHECK ((place >= 0))
);
CREATE TRIGGER audit_leaf_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_leaf FOR EACH STATEMENT EXECUTE FUNCTION audit_never();
grant insert, select on audit_leaf to cb_app;

create table audit_pending (
  shard smallint not null,
  id uuid not null,
  constraint audit_pending_pkey PRIMARY KEY (shard, id)
);
grant delete, insert, select on audit_pending to cb_app;
grant insert on audit_pending to cb_writer;

create table audit_record (
  shard smallint not null,
  id uuid not null,
  at timestamp with time zone not null,
  actor uuid,
  grantor uuid,
  role text,
  action text not null,
  outcome text not null,
  status smallint,
  target uuid,
  subject uuid,
  institution_id uuid,
  details jsonb not null,
  trace_id text not null,
  constraint audit_record_pkey PRIMARY KEY (shard, id),
  constraint audit_record_action_check CHECK ((action ~ '^[a-z_]+(\.[a-z_]+)+$'::text)),
  constraint audit_record_check CHECK (((outcome = 'denied'::text) = (status IS NOT NULL))),
  constraint audit_record_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'denied'::text])))
);
CREATE INDEX audit_record_actor_id_idx ON public.audit_record USING btree (actor, id) WHERE (actor IS NOT NULL);
CREATE INDEX audit_record_institution_id_id_idx ON public.audit_record USING btree (institution_id, id) WHERE (institution_id IS NOT NULL);
CREATE INDEX audit_record_shard_subject_id_idx ON public.audit_record USING btree (shard, subject, id) WHERE (subject IS NOT NULL);
CREATE TRIGGER audit_record_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_record FOR EACH STATEMENT EXECUTE FUNCTION audit_never();
grant insert, select on audit_record to cb_app;
grant insert on audit_record to cb_writer;

create table audit_seal (
  shard smallint not null,
  size bigint not null,
  root bytea not null,
  edge bytea[] not null,
  sealed_at timestamp with time zone not null,
  key_id text not null,
  signature bytea not null,
  constraint audit_seal_pkey PRIMARY KEY (shard, size),
  constraint audit_seal_root_check CHECK ((octet_length(root) = 32)),
  constraint audit_seal_size_check CHECK ((size > 0))
);
CREATE TRIGGER audit_seal_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_seal FOR EACH STATEMENT EXECUTE FUNCTION audit_never();
grant insert, select on audit_seal to cb_app;

create table catalogue_change (
  tx xid8 not null default pg_current_xact_id(),
  institution_id uuid not null,
  course_id uuid
);
CREATE INDEX catalogue_change_tx ON public.catalogue_change USING btree (tx);
grant insert, select on catalogue_change to cb_app;

create table catalogue_course (
  id uuid not null,
  institution_id uuid not null,
  code text not null,
  constraint catalogue_course_pkey PRIMARY KEY (id),
  constraint catalogue_course_institution_id_code_key UNIQUE (institution_id, code),
  constraint catalogue_course_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES catalogue_institution(id),
  constraint catalogue_course_code_check CHECK ((code <> ''::text))
);
grant insert, select on catalogue_course to cb_app;

create table catalogue_course_version (
  course_id uuid not null,
  version integer not null,
  institution_id uuid not null,
  valid_from date not null,
  valid_to date,
  title_zh text not null,
  title_en text,
  department text,
  kind text,
  level text,
  credits integer,
  hours integer,
  grade_min integer,
  description text,
  syllabus jsonb not null default '[]'::jsonb,
  search_key text not null,
  recorded_at timestamp with time zone not null default now(),
  category text,
  constraint catalogue_course_version_pkey PRIMARY KEY (course_id, version),
  constraint catalogue_course_version_course_id_fkey FOREIGN KEY (course_id) REFERENCES catalogue_course(id),
  constraint catalogue_course_version_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES catalogue_institution(id),
  constraint catalogue_course_version_category_check CHECK ((category = ANY (ARRAY['academic'::text, 'vocational'::text, 'leisure'::text]))),
  constraint catalogue_course_version_check CHECK ((valid_to >= valid_from)),
  constraint catalogue_course_version_credits_check CHECK (((credits >= 0) AND (credits <= 1000000))),
  constraint catalogue_course_version_grade_min_check CHECK (((grade_min >= 0) AND (grade_min <= 10000))),
  constraint catalogue_course_version_hours_check CHECK (((hours >= 0) AND (hours <= 1000000))),
  constraint catalogue_course_version_kind_check CHECK ((kind = ANY (ARRAY['theory'::text, 'laboratory'::text, 'practice'::text, 'design'::text, 'seminar'::text, 'thesis'::text]))),
  constraint catalogue_course_version_level_check CHECK ((level = ANY (ARRAY['training'::text, 'secondary'::text, 'associate'::text, 'bachelor'::text, 'graduate'::text]))),
  constraint catalogue_course_version_title_zh_check CHECK ((title_zh <> ''::text)),
  constraint catalogue_course_version_version_check CHECK ((version > 0))
);
CREATE INDEX catalogue_course_version_institution ON public.catalogue_course_version USING btree (institution_id, title_zh, course_id);
CREATE INDEX catalogue_course_version_search ON public.catalogue_course_version USING gin (search_key gin_trgm_ops);
grant insert, select on catalogue_course_version to cb_app;
grant update (valid_to) on catalogue_course_version to cb_app;

create table catalogue_institution (
  id uuid not null,
  code text not null,
  name_zh text not null,
  name_en text,
  kind text not null,
  region text not null,
  member boolean not null,
  naming_profile jsonb,
  search_key text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint catalogue_institution_pkey PRIMARY KEY (id),
  constraint catalogue_institution_code_key UNIQUE (code),
  constraint catalogue_institution_code_check CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$'::text)),
  constraint catalogue_institution_kind_check CHECK ((kind = ANY (ARRAY['university'::text, 'vocational'::text, 'open'::text, 'training'::text, 'examination'::text, 'enterprise'::text, 'authority'::text]))),
  constraint catalogue_institution_name_zh_check CHECK ((name_zh <> ''::text))
);
grant insert, select on catalogue_institution to cb_app;
grant update (name_zh, name_en, kind, region, member, naming_profile, search_key) on catalogue_institution to cb_app;

create table catalogue_terms (
  institution_id uuid not null,
  version integer not null,
  valid_from date not null,
  valid_to date,
  hours_per_credit jsonb not null,
  grade_scales jsonb not null,
  recorded_at timestamp with time zone not null default now(),
  constraint catalogue_terms_pkey PRIMARY KEY (institution_id, version),
  constraint catalogue_terms_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES catalogue_institution(id),
  constraint catalogue_terms_check CHECK ((valid_to > valid_from)),
  constraint catalogue_terms_version_check CHECK ((version > 0))
);
grant insert, select on catalogue_terms to cb_app;
grant update (valid_to) on catalogue_terms to cb_app;

create table closure_hold (
  shard smallint not null,
  id uuid not null,
  account_id uuid not null,
  reason text not null,
  set_at timestamp with time zone not null,
  set_by uuid not null,
  set_with uuid not null,
  lifted_at timestamp with time zone,
  lifted_by uuid,
  lifted_with uuid,
  lifted_reason text,
  constraint closure_hold_pkey PRIMARY KEY (shard, id),
  constraint closure_hold_shard_account_id_fkey FOREIGN KEY (shard, account_id) REFERENCES identity_account(shard, id),
  constraint closure_hold_check CHECK ((lifted_at >= set_at)),
  constraint closure_hold_check1 CHECK ((set_by <> set_with)),
  constraint closure_hold_check2 CHECK (((account_id <> set_by) AND (account_id <> set_with))),
  constraint closure_hold_check3 CHECK ((lifted_by <> lifted_with)),
  constraint closure_hold_check4 CHECK (((lifted_at IS NULL) = (lifted_by IS NULL))),
  constraint closure_hold_check5 CHECK (((lifted_at IS NULL) = (lifted_with IS NULL))),
  constraint closure_hold_check6 CHECK (((lifted_at IS NULL) = (lifted_reason IS NULL))),
  constraint closure_hold_lifted_reason_check CHECK ((lifted_reason <> ''::text)),
  constraint closure_hold_reason_check CHECK ((reason <> ''::text))
);
CREATE UNIQUE INDEX closure_hold_standing ON public.closure_hold USING btree (shard, account_id) WHERE (lifted_at IS NULL);
create policy own_shard on closure_hold as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table closure_hold enable row level security;
alter table closure_hold force row level security;
grant insert, select on closure_hold to cb_app;
grant update (lifted_at, lifted_by, lifted_with, lifted_reason) on closure_hold to cb_app;

create table closure_request (
  shard smallint not null,
  id uuid not null,
  account_id uuid not null,
  filed_at timestamp with time zone not null,
  due_on date not null,
  state text not null default 'filed'::text,
  ended_at timestamp with time zone,
  constraint closure_request_pkey PRIMARY KEY (shard, id),
  constraint closure_request_shard_account_id_fkey FOREIGN KEY (shard, account_id) REFERENCES identity_account(shard, id),
  constraint closure_request_check CHECK ((ended_at >= filed_at)),
  constraint closure_request_check1 CHECK (((state = 'filed'::text) = (ended_at IS NULL))),
  constraint closure_request_state_check CHECK ((state = ANY (ARRAY['filed'::text, 'withdrawn'::text, 'closed'::text])))
);
CREATE UNIQUE INDEX closure_request_open ON public.closure_request USING btree (shard, account_id) WHERE (state = 'filed'::text);
create policy own_shard on closure_request as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table closure_request enable row level security;
alter table closure_request force row level security;
grant insert, select on closure_request to cb_app;
grant update (state, ended_at) on closure_request to cb_app;

create table closure_terms (
  valid_from date not null,
  cooling_days smallint not null,
  constraint closure_terms_pkey PRIMARY KEY (valid_from),
  constraint closure_terms_cooling_days_check CHECK ((cooling_days >= 0))
);
grant select on closure_terms to cb_app;

create table evidence_chunk (
  shard smallint not null,
  file_id uuid not null,
  place smallint not null,
  sealed bytea not null,
  constraint evidence_chunk_pkey PRIMARY KEY (shard, file_id, place),
  constraint evidence_chunk_shard_file_id_fkey FOREIGN KEY (shard, file_id) REFERENCES evidence_file(shard, id),
  constraint evidence_chunk_place_check CHECK ((place >= 0))
);
create policy own_shard on evidence_chunk as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table evidence_chunk enable row level security;
alter table evidence_chunk force row level security;
grant insert, select on evidence_chunk to cb_app;

create table evidence_claimed (
  shard smallint not null,
  kind text not null,
  value bytea not null,
  claim_id uuid not null,
  learner_id uuid not null,
  taken_at timestamp with time zone not null,
  released_at timestamp with time zone,
  constraint evidence_claimed_pkey PRIMARY KEY (shard, kind, value, claim_id),
  constraint evidence_claimed_check CHECK ((released_at >= taken_at)),
  constraint evidence_claimed_kind_check CHECK ((kind = ANY (ARRAY['file'::text, 'certificate'::text, 'outcome'::text]))),
  constraint evidence_claimed_value_check CHECK ((octet_length(value) = 32))
);
CREATE INDEX evidence_claimed_claim_id_idx ON public.evidence_claimed USING btree (claim_id);
CREATE UNIQUE INDEX evidence_claimed_once ON public.evidence_claimed USING btree (shard, kind, value) WHERE (released_at IS NULL);
grant delete, insert, select on evidence_claimed to cb_app;
grant update (released_at) on evidence_claimed to cb_app;

create table evidence_file (
  shard smallint not null,
  id uuid not null,
  learner_id uuid not null,
  uploaded_by uuid not null,
  name bytea not null,
  media_type text not null,
  bytes integer not null,
  sha256 bytea not null,
  uploaded_at timestamp with time zone not null,
  constraint evidence_file_pkey PRIMARY KEY (shard, id),
  constraint evidence_file_shard_learner_id_sha256_key UNIQUE (shard, learner_id, sha256),
  constraint evidence_file_bytes_check CHECK ((bytes > 0)),
  constraint evidence_file_media_type_check CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'application/pdf'::text]))),
  constraint evidence_file_sha256_check CHECK ((octet_length(sha256) = 32))
);
create policy own_shard on evidence_file as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table evidence_file enable row level security;
alter table evidence_file force row level security;
grant insert, select on evidence_file to cb_app;

create table http_key (
  shard smallint not null,
  actor uuid not null,
  key text not null,
  request_hash bytea not null,
  at timestamp with time zone not null,
  constraint http_key_pkey PRIMARY KEY (shard, actor, key),
  constraint http_key_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  constraint http_key_request_hash_check CHECK ((octet_length(request_hash) = 32))
);
grant insert, select on http_key to cb_app;

create table identity_account (
  shard smallint not null,
  id uuid not null,
  kind text not null,
  state text not null,
  institution_id uuid,
  created_at timestamp with time zone not null,
  constraint identity_account_pkey PRIMARY KEY (shard, id),
  constraint identity_account_check CHECK (((kind = 'service'::text) = (institution_id IS NOT NULL))),
  constraint identity_account_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'service'::text]))),
  constraint identity_account_state_check CHECK ((state = ANY (ARRAY['unactivated'::text, 'active'::text, 'disabled'::text, 'closed'::text])))
);
grant insert, select on identity_account to cb_app;
grant update (state) on identity_account to cb_app;

create table identity_activation (
  shard smallint not null,
  code_hash bytea not null,
  account_id uuid not null,
  issued_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint identity_activation_pkey PRIMARY KEY (shard, code_hash),
  constraint identity_activation_shard_account_id_fkey FOREIGN KEY (shard, account_id) REFERENCES identity_account(shard, id),
  constraint identity_activation_code_hash_check CHECK ((octet_length(code_hash) = 32))
);
grant insert, select on identity_activation to cb_app;
grant update (used_at) on identity_activation to cb_app;

create table identity_consent (
  shard smallint not null,
  id uuid not null,
  person_id uuid not null,
  purpose text not null,
  text_version text not null,
  to_id uuid,
  parts text[] not null default '{}'::text[],
  given_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  constraint identity_consent_pkey PRIMARY KEY (shard, id),
  constraint identity_consent_shard_person_id_fkey FOREIGN KEY (shard, person_id) REFERENCES identity_account(shard, id),
  constraint identity_consent_check CHECK ((ends_at > given_at)),
  constraint identity_consent_check1 CHECK ((withdrawn_at >= given_at)),
  constraint identity_consent_purpose_check CHECK ((purpose = ANY (ARRAY['account'::text, 'teacher_view'::text, 'enterprise_view'::text, 'assisted_filing'::text])))
);
CREATE INDEX identity_consent_shard_person_id_idx ON public.identity_consent USING btree (shard, person_id);
grant insert, select on identity_consent to cb_app;
grant update (withdrawn_at) on identity_consent to cb_app;

create table identity_factor (
  shard smallint not null,
  account_id uuid not null,
  secret bytea,
  enrolled_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  last_step bigint not null default 0,
  next_secret bytea,
  constraint identity_factor_pkey PRIMARY KEY (shard, account_id),
  constraint identity_factor_shard_account_id_fkey FOREIGN KEY (shard, account_id) REFERENCES identity_account(shard, id),
  constraint identity_factor_check CHECK (((secret IS NULL) = (confirmed_at IS NULL))),
  constraint identity_factor_check1 CHECK (((secret IS NOT NULL) OR (next_secret IS NOT NULL)))
);
grant delete, insert, select on identity_factor to cb_app;
grant update (secret, enrolled_at, confirmed_at, last_step, next_secret) on identity_factor to cb_app;

create table identity_failure (
  shard smallint not null,
  bucket bytea not null,
  window_began_at timestamp with time zone not null,
  failures integer not null,
  constraint identity_failure_pkey PRIMARY KEY (shard, bucket),
  constraint identity_failure_bucket_check CHECK ((octet_length(bucket) = 32)),
  constraint identity_failure_failures_check CHECK ((failures > 0))
);
grant delete, insert, select on identity_failure to cb_app;
grant update (window_began_at, failures) on identity_failure to cb_app;

create table identity_grant (
  shard smallint not null,
  id uuid not null,
  grantee_id uuid not null,
  grantor_id uuid not null,
  institution_id uuid,
  operation text not null,
  targets uuid[] not null,
  reason text not null,
  begins_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  granted_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  constraint identity_grant_pkey PRIMARY KEY (shard, id),
  constraint identity_grant_shard_grantee_id_fkey FOREIGN KEY (shard, grantee_id) REFERENCES identity_account(shard, id),
  constraint identity_grant_check CHECK ((begins_at < ends_at)),
  constraint identity_grant_check1 CHECK ((ends_at <= (begins_at + '30 days'::interval))),
  constraint identity_grant_check2 CHECK ((grantee_id <> grantor_id)),
  constraint identity_grant_check3 CHECK (((revoked_at IS NULL) = (revoked_by IS NULL))),
  constraint identity_grant_reason_check CHECK ((reason <> ''::text)),
  constraint identity_grant_targets_check CHECK (((cardinality(targets) >= 1) AND (cardinality(targets) <= 1000)))
);
CREATE INDEX identity_grant_grantor_id_idx ON public.identity_grant USING btree (grantor_id);
CREATE INDEX identity_grant_shard_grantee_id_idx ON public.identity_grant USING btree (shard, grantee_id) WHERE (revoked_at IS NULL);
grant insert, select on identity_grant to cb_app;
grant update (revoked_at, revoked_by) on identity_grant to cb_app;

create table identity_link (
  shard smallint not null,
  blind bytea not null,
  id uuid not null,
  provider_id uuid not null,
  kind text not null,
  account_shard smallint not null,
  account_id uuid not null,
  linked_at timestamp with time zone not null,
  linked_by uuid not null,
  constraint identity_link_pkey PRIMARY KEY (shard, blind),
  constraint identity_link_blind_check CHECK ((octet_length(blind) = 32)),
  constraint identity_link_kind_check CHECK ((kind = ANY (ARRAY['subject'::text, 'number'::text])))
);
CREATE INDEX identity_link_account_id_idx ON public.identity_link USING btree (account_id);
grant delete, insert, select on identity_link to cb_app;

create table identity_login (
  shard smallint not null,
  blind bytea not null,
  kind text not null,
  account_shard smallint not null,
  account_id uuid not null,
  constraint identity_login_pkey PRIMARY KEY (shard, blind),
  constraint identity_login_blind_check CHECK ((octet_length(blind) = 32)),
  constraint identity_login_kind_check CHECK ((kind = ANY (ARRAY['name'::text, 'phone'::text, 'email'::text])))
);
CREATE INDEX identity_login_account_id_idx ON public.identity_login USING btree (account_id);
grant delete, insert, select on identity_login to cb_app;

create table identity_number (
  shard smallint not null,
  blind bytea not null,
  account_shard smallint not null,
  account_id uuid not null,
  constraint identity_number_pkey PRIMARY KEY (shard, blind),
  constraint identity_number_blind_check CHECK ((octet_length(blind) = 32))
);
CREATE INDEX identity_number_account_id_idx ON public.identity_number USING btree (account_id);
grant delete, insert, select on identity_number to cb_app;

create table identity_passkey (
  shard smallint not null,
  id uuid not null,
  account_id uuid not null,
  credential_id bytea not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  added_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint identity_passkey_pkey PRIMARY KEY (shard, id),
  constraint identity_passkey_shard_credential_id_key UNIQUE (shard, credential_id),
  constraint identity_passkey_shard_account_id_fkey FOREIGN KEY (shard, account_id) REFERENCES identity_account(shard, id),
  constraint identity_passkey_counter_check CHECK ((counter >= 0)),
  constraint identity_passkey_credential_id_check CHECK (((octet_length(credential_id) >= 1) AND (octet_length(credential_id) <= 1023))),
  constraint identity_passkey_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60)))
);
CREATE INDEX identity_passkey_shard_account_id_idx ON public.identity_passkey USING btree (shard, account_id);
grant delete, insert, select on identity_passkey to cb_app;
grant update (counter, used_at) on identity_passkey to cb_app;

create table identity_password (
  shard smallint not null,
  account_id uuid not null,
  hash text not null,
  changed_at timestamp with time zone not null,
  constraint identity_password_pkey PRIMARY KEY (shard, account_id),
  constraint identity_password_shard_account_id_fkey FOREIGN KEY (shard, account_id) REFERENCES identity_account(shard, id),
  constraint identity_password_hash_check CHECK ((hash ~~ '$argon2id$%'::text))
);
grant insert, select on identity_password to cb_app;
grant update (hash, changed_at) on identity_password to cb_app;

create table identity_person (
  shard smallint not null,
  id uuid not null,
  wrapped_key bytea,
  name bytea,
  id_number bytea,
  phone bytea,
  email bytea,
  verified_at timestamp with time zone,
  verified_by text,
  erased_at timestamp with time zone,
  name_blind bytea,
  constraint identity_person_pkey PRIMARY KEY (shard, id),
  constraint identity_person_shard_id_fkey FOREIGN KEY (shard, id) REFERENCES identity_account(shard, id),
  constraint identity_person_check CHECK (((wrapped_key IS NULL) = (erased_at IS NOT NULL))),
  constraint identity_person_check1 CHECK (((erased_at IS NULL) OR (COALESCE(name, id_number, phone, email) IS NULL))),
  constraint identity_person_check2 CHECK (((verified_at IS NULL) = (verified_by IS NULL))),
  constraint identity_person_check3 CHECK (((erased_at IS NULL) OR (name_blind IS NULL))),
  constraint identity_person_verified_by_check CHECK ((verified_by = ANY (ARRAY['institution'::text, 'authority'::text, 'demo'::text])))
);
CREATE INDEX identity_person_name_blind_idx ON public.identity_person USING btree (name_blind);
grant insert, select on identity_person to cb_app;
grant update (wrapped_key, name, id_number, phone, email, verified_at, verified_by, erased_at, name_blind) on identity_person to cb_app;

create table identity_provider (
  id uuid not null,
  institution_id uuid not null,
  kind text not null,
  address text not null,
  client_id text,
  wrapped_key bytea,
  client_secret bytea,
  number_claim text,
  added_at timestamp with time zone not null,
  added_by uuid not null,
  removed_at timestamp with time zone,
  removed_by uuid,
  constraint identity_provider_pkey PRIMARY KEY (id),
  constraint identity_provider_address_check CHECK (((address ~ '^https?://[^ ]+$'::text) AND (address !~ '/$'::text))),
  constraint identity_provider_check CHECK (((kind = 'oidc'::text) = (client_id IS NOT NULL))),
  constraint identity_provider_check1 CHECK (((client_secret IS NULL) = (wrapped_key IS NULL))),
  constraint identity_provider_check2 CHECK (((removed_at IS NULL) = (removed_by IS NULL))),
  constraint identity_provider_kind_check CHECK ((kind = ANY (ARRAY['oidc'::text, 'cas'::text])))
);
CREATE UNIQUE INDEX identity_provider_institution_id_address_idx ON public.identity_provider USING btree (institution_id, address) WHERE (removed_at IS NULL);
grant insert, select on identity_provider to cb_app;
grant update (removed_at, removed_by) on identity_provider to cb_app;

create table identity_recovery (
  shard smallint not null,
  code_hash bytea not null,
  account_id uuid not null,
  issued_at timestamp with time zone not null,
  issued_by uuid,
  expires_at timestamp with time zone,
  used_at timestamp with time zone,
  replaced_at timestamp with time zone,
  constraint identity_recovery_pkey PRIMARY KEY (shard, code_hash),
  constraint identity_recovery_shard_account_id_fkey FOREIGN KEY (shard, account_id) REFERENCES identity_account(shard, id),
  constraint identity_recovery_check CHECK (((issued_by IS NULL) = (expires_at IS NULL))),
  constraint identity_recovery_check1 CHECK ((issued_by <> account_id)),
  constraint identity_recovery_check2 CHECK (((used_at IS NULL) OR (replaced_at IS NULL))),
  constraint identity_recovery_code_hash_check CHECK ((octet_length(code_hash) = 32))
);
CREATE INDEX identity_recovery_shard_account_id_idx ON public.identity_recovery USING btree (shard, account_id);
grant insert, select on identity_recovery to cb_app;
grant update (used_at, replaced_at) on identity_recovery to cb_app;

create table identity_request (
  shard smallint not null,
  id uuid not null,
  operation text not null,
  target uuid,
  subject uuid,
  institution_id uuid,
  payload jsonb not null,
  reason text not null,
  filed_by uuid not null,
  filed_at timestamp with time zone not null,
  state text not null default 'filed'::text,
  decided_by uuid,
  decided_at timestamp with time zone,
  constraint identity_request_pkey PRIMARY KEY (shard, id),
  constraint identity_request_check CHECK (((state = 'filed'::text) = (decided_by IS NULL))),
  constraint identity_request_check1 CHECK (((state = 'filed'::text) = (decided_at IS NULL))),
  constraint identity_request_check2 CHECK ((decided_by <> filed_by)),
  constraint identity_request_check3 CHECK ((filed_by <> subject)),
  constraint identity_request_check4 CHECK ((decided_by <> subject)),
  constraint identity_request_state_check CHECK ((state = ANY (ARRAY['filed'::text, 'confirmed'::text, 'refused'::text])))
);
CREATE INDEX identity_request_operation_id_idx ON public.identity_request USING btree (operation, id) WHERE (state = 'filed'::text);
grant insert, select on identity_request to cb_app;
grant update (state, decided_by, decided_at) on identity_request to cb_app;

create table identity_role (
  shard smallint not null,
  id uuid not null,
  account_id uuid not null,
  role text not null,
  institution_id uuid,
  department text,
  begins_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  granted_by uuid,
  revoked_by uuid,
  constraint identity_role_pkey PRIMARY KEY (shard, id),
  constraint identity_role_shard_account_id_fkey FOREIGN KEY (shard, account_id) REFERENCES identity_account(shard, id),
  constraint identity_role_check CHECK (((ends_at IS NULL) OR (ends_at >= begins_at))),
  constraint identity_role_check1 CHECK ((granted_by <> account_id)),
  constraint identity_role_check2 CHECK (((role <> ALL (ARRAY['teacher'::text, 'inst_admin'::text, 'enterprise'::text, 'api_client'::text])) OR (institution_id IS NOT NULL))),
  constraint identity_role_department_check CHECK ((department = ANY (ARRAY['credit'::text, 'technology'::text, 'finance'::text, 'business'::text]))),
  constraint identity_role_role_check CHECK ((role = ANY (ARRAY['learner'::text, 'teacher'::text, 'inst_admin'::text, 'reviewer'::text, 'second_reviewer'::text, 'standards_manager'::text, 'finance'::text, 'expert'::text, 'enterprise'::text, 'sys_admin'::text, 'security_admin'::text, 'audit_admin'::text, 'regulator'::text, 'api_client'::text])))
);
CREATE INDEX identity_role_institution_id_role_idx ON public.identity_role USING btree (institution_id, role);
CREATE UNIQUE INDEX identity_role_once ON public.identity_role USING btree (shard, account_id, role, institution_id) NULLS NOT DISTINCT WHERE (ends_at IS NULL);
grant insert, select on identity_role to cb_app;
grant update (ends_at, revoked_by) on identity_role to cb_app;

create table identity_session (
  shard smallint not null,
  id uuid not null,
  account_id uuid not null,
  token_hash bytea not null,
  began_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  device text not null,
  acting_role text,
  acting_institution_id uuid,
  stepped_up_at timestamp with time zone,
  constraint identity_session_pkey PRIMARY KEY (shard, id),
  constraint identity_session_shard_token_hash_key UNIQUE (shard, token_hash),
  constraint identity_session_shard_account_id_fkey FOREIGN KEY (shard, account_id) REFERENCES identity_account(shard, id),
  constraint identity_session_check CHECK (((ended_at IS NOT NULL) OR (ended_by IS NULL))),
  constraint identity_session_token_hash_check CHECK ((octet_length(token_hash) = 32))
);
CREATE INDEX identity_session_shard_account_id_idx ON public.identity_session USING btree (shard, account_id) WHERE (ended_at IS NULL);
grant insert, select on identity_session to cb_app;
grant update (seen_at, expires_at, ended_at, ended_by, acting_role, acting_institution_id, stepped_up_at) on identity_session to cb_app;

create table identity_spent (
  shard smallint not null,
  mark bytea not null,
  until timestamp with time zone not null,
  constraint identity_spent_pkey PRIMARY KEY (shard, mark),
  constraint identity_spent_mark_check CHECK ((octet_length(mark) = 32))
);
CREATE INDEX identity_spent_shard_until_idx ON public.identity_spent USING btree (shard, until);
grant delete, insert, select on identity_spent to cb_app;

create table identity_teaching (
  shard smallint not null,
  id uuid not null,
  learner_id uuid not null,
  teacher_id uuid not null,
  institution_id uuid not null,
  section text not null,
  begins_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  reads_until timestamp with time zone,
  entered_by uuid,
  constraint identity_teaching_pkey PRIMARY KEY (shard, id),
  constraint identity_teaching_shard_learner_id_fkey FOREIGN KEY (shard, learner_id) REFERENCES identity_account(shard, id),
  constraint identity_teaching_check CHECK (((ends_at IS NULL) OR (ends_at >= begins_at))),
  constraint identity_teaching_check1 CHECK (((ends_at IS NULL) = (reads_until IS NULL))),
  constraint identity_teaching_check2 CHECK ((reads_until >= ends_at)),
  constraint identity_teaching_check3 CHECK ((teacher_id <> learner_id)),
  constraint identity_teaching_check4 CHECK ((entered_by <> teacher_id))
);
CREATE UNIQUE INDEX identity_teaching_once ON public.identity_teaching USING btree (shard, learner_id, teacher_id, institution_id, section) WHERE (ends_at IS NULL);
CREATE INDEX identity_teaching_teacher_id_idx ON public.identity_teaching USING btree (teacher_id);
grant insert, select on identity_teaching to cb_app;
grant update (ends_at, reads_until) on identity_teaching to cb_app;

create table ledger_account (
  shard smallint not null,
  account integer not null,
  kind text not null,
  owner uuid not null,
  unit uuid not null,
  constraint ledger_account_pkey PRIMARY KEY (shard, account),
  constraint ledger_account_shard_owner_unit_kind_key UNIQUE (shard, owner, unit, kind),
  constraint ledger_account_account_check CHECK ((account > 0)),
  constraint ledger_account_kind_check CHECK ((kind = ANY (ARRAY['available'::text, 'held'::text, 'frozen'::text, 'issuer'::text, 'receiver'::text, 'conversion'::text, 'forfeited'::text, 'expired'::text, 'transit'::text])))
);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_account FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();
create policy own_shard on ledger_account as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_account enable row level security;
alter table ledger_account force row level security;
grant select on ledger_account to cb_app;
grant select on ledger_account to cb_writer;

create table ledger_balance (
  shard smallint not null,
  account integer not null,
  issuing boolean not null,
  posted bigint not null,
  version bigint not null,
  day date not null,
  constraint ledger_balance_pkey PRIMARY KEY (shard, account),
  constraint ledger_balance_check CHECK (((posted >= 0) OR issuing)),
  constraint ledger_balance_version_check CHECK ((version > 0))
);
create policy own_shard on ledger_balance as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_balance enable row level security;
alter table ledger_balance force row level security;
grant select on ledger_balance to cb_app;
grant select on ledger_balance to cb_writer;

create table ledger_case (
  shard smallint not null,
  id uuid not null,
  learner uuid not null,
  lot uuid not null,
  amount integer not null,
  posting bigint,
  opened_at timestamp with time zone not null,
  opened_by uuid not null,
  closed_at timestamp with time zone,
  closed_by uuid,
  outcome text,
  constraint ledger_case_pkey PRIMARY KEY (shard, id),
  constraint ledger_case_amount_check CHECK ((amount > 0)),
  constraint ledger_case_check CHECK ((closed_at >= opened_at)),
  constraint ledger_case_check1 CHECK ((closed_by <> opened_by)),
  constraint ledger_case_check2 CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
  constraint ledger_case_check3 CHECK (((closed_at IS NULL) = (outcome IS NULL))),
  constraint ledger_case_check4 CHECK ((closed_by <> learner)),
  constraint ledger_case_outcome_check CHECK ((outcome <> ''::text))
);
CREATE INDEX ledger_case_shard_learner_idx ON public.ledger_case USING btree (shard, learner);
create policy own_shard on ledger_case as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_case enable row level security;
alter table ledger_case force row level security;
grant insert, select on ledger_case to cb_app;
grant update (closed_at, closed_by, outcome) on ledger_case to cb_app;

create table ledger_checkpoint (
  shard smallint not null,
  size bigint not null,
  root bytea not null,
  note text not null,
  signed_at timestamp with time zone not null,
  constraint ledger_checkpoint_pkey PRIMARY KEY (shard, size),
  constraint ledger_checkpoint_root_check CHECK ((octet_length(root) = 32)),
  constraint ledger_checkpoint_size_check CHECK ((size > 0))
);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();
create policy own_shard on ledger_checkpoint as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_checkpoint enable row level security;
alter table ledger_checkpoint force row level security;
grant select on ledger_checkpoint to cb_app;
grant select on ledger_checkpoint to cb_writer;

create table ledger_head (
  shard smallint not null,
  seq bigint not null,
  accounts integer not null,
  root bytea not null,
  edge bytea not null,
  constraint ledger_head_pkey PRIMARY KEY (shard),
  constraint ledger_head_accounts_check CHECK ((accounts >= 0)),
  constraint ledger_head_edge_check CHECK (((octet_length(edge) % 32) = 0)),
  constraint ledger_head_root_check CHECK ((octet_length(root) = 32)),
  constraint ledger_head_seq_check CHECK ((seq >= 0)),
  constraint ledger_head_shard_check CHECK ((shard >= 0))
);
create policy own_shard on ledger_head as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_head enable row level security;
alter table ledger_head force row level security;
grant select on ledger_head to cb_app;
grant select on ledger_head to cb_writer;

create table ledger_holding (
  shard smallint not null,
  account integer not null,
  lot uuid not null,
  hold bigint not null,
  amount integer not null,
  constraint ledger_holding_pkey PRIMARY KEY (shard, account, lot, hold),
  constraint ledger_holding_amount_check CHECK ((amount >= 0))
);
create policy own_shard on ledger_holding as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_holding enable row level security;
alter table ledger_holding force row level security;
grant select on ledger_holding to cb_app;
grant select on ledger_holding to cb_writer;

create table ledger_lot (
  shard smallint not null,
  lot uuid not null,
  seq bigint not null,
  learner uuid not null,
  unit uuid not null,
  amount integer not null,
  issuer uuid not null,
  counts_at uuid not null,
  elective boolean not null,
  earned_on date not null,
  expires_on date,
  origin integer not null,
  commitment bytea not null,
  constraint ledger_lot_pkey PRIMARY KEY (shard, lot),
  constraint ledger_lot_amount_check CHECK ((amount > 0)),
  constraint ledger_lot_check CHECK ((expires_on >= earned_on)),
  constraint ledger_lot_commitment_check CHECK ((octet_length(commitment) = 32))
);
CREATE INDEX ledger_lot_learner ON public.ledger_lot USING btree (shard, learner, lot);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_lot FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();
create policy own_shard on ledger_lot as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_lot enable row level security;
alter table ledger_lot force row level security;
grant select on ledger_lot to cb_app;
grant select on ledger_lot to cb_writer;

create table ledger_lot_source (
  shard smallint not null,
  lot uuid not null,
  source uuid not null,
  amount integer not null,
  numerator integer not null,
  denominator integer not null,
  constraint ledger_lot_source_pkey PRIMARY KEY (shard, lot, source),
  constraint ledger_lot_source_amount_check CHECK ((amount > 0)),
  constraint ledger_lot_source_check CHECK ((source <> lot)),
  constraint ledger_lot_source_denominator_check CHECK ((denominator > 0)),
  constraint ledger_lot_source_numerator_check CHECK ((numerator > 0))
);
CREATE INDEX ledger_lot_source_source ON public.ledger_lot_source USING btree (shard, source);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_lot_source FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();
create policy own_shard on ledger_lot_source as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_lot_source enable row level security;
alter table ledger_lot_source force row level security;
grant select on ledger_lot_source to cb_app;
grant select on ledger_lot_source to cb_writer;

create table ledger_move (
  shard smallint not null,
  seq bigint not null,
  line smallint not null,
  verb text not null,
  lot uuid not null,
  hold bigint not null,
  amount integer not null,
  src integer not null,
  dst integer not null,
  src_version bigint not null,
  dst_version bigint not null,
  src_balance bigint not null,
  dst_balance bigint not null,
  constraint ledger_move_pkey PRIMARY KEY (shard, seq, line),
  constraint ledger_move_shard_dst_dst_version_key UNIQUE (shard, dst, dst_version),
  constraint ledger_move_shard_src_src_version_key UNIQUE (shard, src, src_version),
  constraint ledger_move_amount_check CHECK ((amount > 0)),
  constraint ledger_move_check CHECK ((src <> dst)),
  constraint ledger_move_dst_version_check CHECK ((dst_version > 0)),
  constraint ledger_move_hold_check CHECK ((hold >= 0)),
  constraint ledger_move_line_check CHECK ((line >= 0)),
  constraint ledger_move_src_version_check CHECK ((src_version > 0)),
  constraint ledger_move_verb_check CHECK ((verb = ANY (ARRAY['deposit'::text, 'hold'::text, 'freeze'::text, 'release'::text, 'convert'::text, 'transfer'::text, 'redeem'::text, 'expire'::text, 'revoke'::text, 'reverse'::text])))
);
CREATE INDEX ledger_move_lot ON public.ledger_move USING btree (shard, lot, seq);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_move FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();
create policy own_shard on ledger_move as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_move enable row level security;
alter table ledger_move force row level security;
grant select on ledger_move to cb_app;
grant select on ledger_move to cb_writer;

create table ledger_opening (
  shard smallint not null,
  commitment bytea not null,
  learner uuid not null,
  salt bytea not null,
  content text not null,
  constraint ledger_opening_pkey PRIMARY KEY (shard, commitment),
  constraint ledger_opening_commitment_check CHECK ((octet_length(commitment) = 32)),
  constraint ledger_opening_salt_check CHECK ((octet_length(salt) = 16))
);
CREATE INDEX ledger_opening_learner ON public.ledger_opening USING btree (shard, learner);
create policy own_shard on ledger_opening as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_opening enable row level security;
alter table ledger_opening force row level security;
grant select on ledger_opening to cb_app;
grant select on ledger_opening to cb_writer;

create table ledger_paper (
  shard smallint not null,
  id uuid not null,
  learner uuid not null,
  kind text not null,
  code_hash bytea not null,
  content_hash bytea not null,
  posting bigint,
  from_day date,
  to_day date,
  lines integer not null,
  available jsonb not null,
  issued_at timestamp with time zone not null,
  issued_by uuid not null,
  constraint ledger_paper_pkey PRIMARY KEY (shard, id),
  constraint ledger_paper_shard_code_hash_key UNIQUE (shard, code_hash),
  constraint ledger_paper_available_check CHECK ((jsonb_typeof(available) = 'array'::text)),
  constraint ledger_paper_check CHECK (((kind = 'receipt'::text) = (posting IS NOT NULL))),
  constraint ledger_paper_check1 CHECK (((kind = 'statement'::text) = (to_day IS NOT NULL))),
  constraint ledger_paper_check2 CHECK (((from_day IS NULL) OR (from_day <= to_day))),
  constraint ledger_paper_code_hash_check CHECK ((octet_length(code_hash) = 32)),
  constraint ledger_paper_content_hash_check CHECK ((octet_length(content_hash) = 32)),
  constraint ledger_paper_kind_check CHECK ((kind = ANY (ARRAY['statement'::text, 'receipt'::text]))),
  constraint ledger_paper_lines_check CHECK ((lines >= 0))
);
CREATE INDEX ledger_paper_shard_learner_idx ON public.ledger_paper USING btree (shard, learner);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_paper FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();
create policy own_shard on ledger_paper as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_paper enable row level security;
alter table ledger_paper force row level security;
grant insert, select on ledger_paper to cb_app;

create table ledger_posting (
  shard smallint not null,
  seq bigint not null,
  cause text not null,
  key text,
  request_hash bytea not null,
  actor uuid not null,
  effective_on date not null,
  recorded_at timestamp with time zone not null,
  reverses bigint,
  reason bytea,
  leaf bytea not null,
  constraint ledger_posting_pkey PRIMARY KEY (shard, seq),
  constraint ledger_posting_shard_cause_key UNIQUE (shard, cause),
  constraint ledger_posting_cause_check CHECK (((length(cause) >= 1) AND (length(cause) <= 200))),
  constraint ledger_posting_check CHECK ((reverses < seq)),
  constraint ledger_posting_check1 CHECK (((reverses IS NULL) OR (reason IS NOT NULL))),
  constraint ledger_posting_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  constraint ledger_posting_leaf_check CHECK ((octet_length(leaf) = 32)),
  constraint ledger_posting_reason_check CHECK ((octet_length(reason) = 32)),
  constraint ledger_posting_request_hash_check CHECK ((octet_length(request_hash) = 32)),
  constraint ledger_posting_seq_check CHECK ((seq > 0))
);
CREATE UNIQUE INDEX ledger_posting_key ON public.ledger_posting USING btree (shard, key) WHERE (key IS NOT NULL);
CREATE UNIQUE INDEX ledger_posting_reverses ON public.ledger_posting USING btree (shard, reverses) WHERE (reverses IS NOT NULL);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_posting FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();
create policy own_shard on ledger_posting as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_posting enable row level security;
alter table ledger_posting force row level security;
grant select on ledger_posting to cb_app;
grant select on ledger_posting to cb_writer;

create table ledger_tile (
  shard smallint not null,
  level smallint not null,
  index bigint not null,
  hash bytea not null,
  constraint ledger_tile_pkey PRIMARY KEY (shard, level, index),
  constraint ledger_tile_hash_check CHECK ((octet_length(hash) = 32)),
  constraint ledger_tile_index_check CHECK ((index >= 0)),
  constraint ledger_tile_level_check CHECK ((level > 0))
);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_tile FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();
create policy own_shard on ledger_tile as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table ledger_tile enable row level security;
alter table ledger_tile force row level security;
grant select on ledger_tile to cb_app;
grant select on ledger_tile to cb_writer;

create table ledger_verification (
  id uuid not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  asked_by uuid,
  postings bigint not null,
  moves bigint not null,
  findings jsonb not null,
  constraint ledger_verification_pkey PRIMARY KEY (id),
  constraint ledger_verification_check CHECK ((ended_at >= began_at)),
  constraint ledger_verification_findings_check CHECK ((jsonb_typeof(findings) = 'array'::text)),
  constraint ledger_verification_moves_check CHECK ((moves >= 0)),
  constraint ledger_verification_postings_check CHECK ((postings >= 0))
);
CREATE INDEX ledger_verification_began ON public.ledger_verification USING btree (began_at);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_verification FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();
grant insert, select on ledger_verification to cb_app;

create table recognition_appeal (
  shard smallint not null,
  id uuid not null,
  claim_id uuid not null,
  learner_id uuid not null,
  decision_id uuid not null,
  decided_by uuid not null,
  grounds bytea not null,
  filed_at timestamp with time zone not null,
  promised_on date not null,
  constraint recognition_appeal_pkey PRIMARY KEY (shard, id),
  constraint recognition_appeal_shard_decision_id_key UNIQUE (shard, decision_id),
  constraint recognition_appeal_shard_id_claim_id_learner_id_decided_by_key UNIQUE (shard, id, claim_id, learner_id, decided_by),
  constraint recognition_appeal_shard_decision_id_claim_id_decided_by_fkey FOREIGN KEY (shard, decision_id, claim_id, decided_by) REFERENCES recognition_decision(shard, id, claim_id, actor)
);
CREATE INDEX recognition_appeal_shard_claim_id_idx ON public.recognition_appeal USING btree (shard, claim_id);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.recognition_appeal FOR EACH STATEMENT EXECUTE FUNCTION recognition_never();
create policy own_shard on recognition_appeal as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_appeal enable row level security;
alter table recognition_appeal force row level security;
grant insert, select on recognition_appeal to cb_app;

create table recognition_appeal_answer (
  shard smallint not null,
  appeal_id uuid not null,
  claim_id uuid not null,
  learner_id uuid not null,
  decided_by uuid not null,
  upheld boolean not null,
  words bytea not null,
  actor uuid not null,
  at timestamp with time zone not null,
  constraint recognition_appeal_answer_pkey PRIMARY KEY (shard, appeal_id),
  constraint recognition_appeal_answer_shard_appeal_id_claim_id_learner_fkey FOREIGN KEY (shard, appeal_id, claim_id, learner_id, decided_by) REFERENCES recognition_appeal(shard, id, claim_id, learner_id, decided_by),
  constraint recognition_appeal_other_person CHECK (((actor <> decided_by) AND (actor <> learner_id)))
);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.recognition_appeal_answer FOR EACH STATEMENT EXECUTE FUNCTION recognition_never();
create policy own_shard on recognition_appeal_answer as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_appeal_answer enable row level security;
alter table recognition_appeal_answer force row level security;
grant insert, select on recognition_appeal_answer to cb_app;

create table recognition_calendar (
  day date not null,
  working boolean not null,
  name text not null,
  constraint recognition_calendar_pkey PRIMARY KEY (day)
);
grant select on recognition_calendar to cb_app;

create table recognition_claim (
  shard smallint not null,
  id uuid not null,
  learner_id uuid not null,
  number text,
  state text not null,
  course_id uuid,
  lot_id uuid,
  issuer_id uuid,
  title text,
  credits integer,
  hours integer,
  kind text,
  level text,
  grade text,
  earned_on date,
  certificate_number bytea,
  target_institution_id uuid,
  target_course_id uuid,
  as_elective boolean not null,
  files uuid[] not null,
  note bytea,
  filing jsonb,
  source_version integer,
  target_version integer,
  source_terms_version integer,
  target_terms_version integer,
  rule_set text,
  rule_set_version integer,
  equivalency text,
  equivalency_version integer,
  verdict text,
  created_at timestamp with time zone not null,
  saved_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  promised_on date,
  outcome text,
  recorded integer,
  elective integer,
  deposited integer,
  decided_at timestamp with time zone,
  proposal_id uuid,
  supplement_hours integer,
  round smallint not null,
  constraint recognition_claim_pkey PRIMARY KEY (shard, id),
  constraint recognition_claim_shard_number_key UNIQUE (shard, number),
  constraint recognition_claim_check CHECK (((course_id IS NULL) OR (lot_id IS NULL))),
  constraint recognition_claim_check1 CHECK (((target_course_id IS NULL) OR (target_institution_id IS NOT NULL))),
  constraint recognition_claim_check10 CHECK (((decided_at IS NULL) = (recorded IS NULL))),
  constraint recognition_claim_check11 CHECK (((decided_at IS NULL) = (elective IS NULL))),
  constraint recognition_claim_check12 CHECK (((decided_at IS NULL) = (deposited IS NULL))),
  constraint recognition_claim_check13 CHECK (((state = 'refused'::text) = (COALESCE(outcome, ''::text) = 'refused'::text))),
  constraint recognition_claim_check14 CHECK (((outcome IS DISTINCT FROM 'refused'::text) OR (((recorded + elective) + deposited) = 0))),
  constraint recognition_claim_check15 CHECK (((outcome IS DISTINCT FROM 'converted'::text) OR (recorded > 0))),
  constraint recognition_claim_check16 CHECK (((state = 'proposed'::text) = (proposal_id IS NOT NULL))),
  constraint recognition_claim_check17 CHECK (((state = 'supplementing'::text) = (supplement_hours IS NOT NULL))),
  constraint recognition_claim_check2 CHECK (((state = ANY (ARRAY['draft'::text, 'withdrawn'::text])) OR (submitted_at IS NOT NULL))),
  constraint recognition_claim_check3 CHECK (((state <> 'draft'::text) OR (submitted_at IS NULL))),
  constraint recognition_claim_check4 CHECK (((submitted_at IS NULL) = (number IS NULL))),
  constraint recognition_claim_check5 CHECK (((submitted_at IS NULL) = (filing IS NULL))),
  constraint recognition_claim_check6 CHECK (((submitted_at IS NULL) = (promised_on IS NULL))),
  constraint recognition_claim_check7 CHECK (((filing IS NULL) = (rule_set IS NULL))),
  constraint recognition_claim_check8 CHECK (((state = ANY (ARRAY['recognised'::text, 'refused'::text])) = (decided_at IS NOT NULL))),
  constraint recognition_claim_check9 CHECK (((decided_at IS NULL) = (outcome IS NULL))),
  constraint recognition_claim_credits_check CHECK ((credits > 0)),
  constraint recognition_claim_deposited_check CHECK ((deposited >= 0)),
  constraint recognition_claim_elective_check CHECK ((elective >= 0)),
  constraint recognition_claim_hours_check CHECK ((hours > 0)),
  constraint recognition_claim_kind_check CHECK ((kind = ANY (ARRAY['theory'::text, 'laboratory'::text, 'practice'::text, 'design'::text, 'seminar'::text, 'thesis'::text]))),
  constraint recognition_claim_level_check CHECK ((level = ANY (ARRAY['training'::text, 'secondary'::text, 'associate'::text, 'bachelor'::text, 'graduate'::text]))),
  constraint recognition_claim_number_check CHECK ((number ~ '^\d{8}-\d{2}-\d{5}$'::text)),
  constraint recognition_claim_outcome_check CHECK ((outcome = ANY (ARRAY['converted'::text, 'elective'::text, 'deposited'::text, 'refused'::text]))),
  constraint recognition_claim_recorded_check CHECK ((recorded >= 0)),
  constraint recognition_claim_round_check CHECK ((round > 0)),
  constraint recognition_claim_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'supplementing'::text, 'proposed'::text, 'returned'::text, 'recognised'::text, 'refused'::text, 'withdrawn'::text]))),
  constraint recognition_claim_supplement_hours_check CHECK ((supplement_hours > 0)),
  constraint recognition_claim_verdict_check CHECK ((verdict = ANY (ARRAY['approved'::text, 'needs_supplement'::text, 'expert_review'::text, 'rejected'::text])))
);
CREATE INDEX recognition_claim_alike ON public.recognition_claim USING btree (course_id, target_course_id);
CREATE INDEX recognition_claim_decided_at_idx ON public.recognition_claim USING btree (decided_at DESC) WHERE (decided_at IS NOT NULL);
CREATE INDEX recognition_claim_open ON public.recognition_claim USING btree (promised_on, id) WHERE (state = 'submitted'::text);
CREATE INDEX recognition_claim_second ON public.recognition_claim USING btree (promised_on, id) WHERE (state = 'proposed'::text);
CREATE INDEX recognition_claim_shard_learner_id_saved_at_idx ON public.recognition_claim USING btree (shard, learner_id, saved_at DESC);
create policy own_shard on recognition_claim as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_claim enable row level security;
alter table recognition_claim force row level security;
grant insert, select, update on recognition_claim to cb_app;

create table recognition_decision (
  shard smallint not null,
  id uuid not null,
  claim_id uuid not null,
  learner_id uuid not null,
  place smallint not null,
  kind text not null,
  outcome text,
  opinion bytea,
  rule text not null,
  fields text[] not null,
  rule_set text not null,
  rule_set_version integer not null,
  equivalency text,
  equivalency_version integer,
  inputs jsonb not null,
  findings jsonb not null,
  recorded integer not null,
  elective integer not null,
  deposited integer not null,
  actor uuid not null,
  at timestamp with time zone not null,
  proposal_id uuid,
  proposed_by uuid,
  experts uuid[] not null,
  round smallint not null,
  constraint recognition_decision_pkey PRIMARY KEY (shard, id),
  constraint recognition_decision_shard_claim_id_place_key UNIQUE (shard, claim_id, place),
  constraint recognition_decision_shard_id_claim_id_actor_key UNIQUE (shard, id, claim_id, actor),
  constraint recognition_decision_shard_claim_id_fkey FOREIGN KEY (shard, claim_id) REFERENCES recognition_claim(shard, id),
  constraint recognition_decision_shard_proposal_id_claim_id_proposed_b_fkey FOREIGN KEY (shard, proposal_id, claim_id, proposed_by) REFERENCES recognition_proposal(shard, id, claim_id, actor),
  constraint recognition_decision_check CHECK (((kind = 'return'::text) = (outcome IS NULL))),
  constraint recognition_decision_check1 CHECK (((kind = 'refuse'::text) = (COALESCE(outcome, ''::text) = 'refused'::text))),
  constraint recognition_decision_check2 CHECK (((kind = 'approve'::text) OR (opinion IS NOT NULL))),
  constraint recognition_decision_check3 CHECK ((actor <> learner_id)),
  constraint recognition_decision_check4 CHECK (((proposal_id IS NULL) = (proposed_by IS NULL))),
  constraint recognition_decision_check5 CHECK (((proposal_id IS NULL) OR (kind <> 'return'::text))),
  constraint recognition_decision_deposited_check CHECK ((deposited >= 0)),
  constraint recognition_decision_elective_check CHECK ((elective >= 0)),
  constraint recognition_decision_kind_check CHECK ((kind = ANY (ARRAY['approve'::text, 'return'::text, 'refuse'::text]))),
  constraint recognition_decision_no_expert CHECK (((actor <> ALL (experts)) AND (proposed_by <> ALL (experts)))),
  constraint recognition_decision_outcome_check CHECK ((outcome = ANY (ARRAY['converted'::text, 'elective'::text, 'deposited'::text, 'refused'::text]))),
  constraint recognition_decision_place_check CHECK ((place > 0)),
  constraint recognition_decision_recorded_check CHECK ((recorded >= 0)),
  constraint recognition_decision_round_check CHECK ((round > 0)),
  constraint recognition_decision_second_person CHECK ((proposed_by <> actor))
);
CREATE INDEX recognition_decision_actor_at_idx ON public.recognition_decision USING btree (actor, at DESC);
CREATE UNIQUE INDEX recognition_decision_once ON public.recognition_decision USING btree (shard, claim_id, round) WHERE (kind <> 'return'::text);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.recognition_decision FOR EACH STATEMENT EXECUTE FUNCTION recognition_never();
create policy own_shard on recognition_decision as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_decision enable row level security;
alter table recognition_decision force row level security;
grant insert, select on recognition_decision to cb_app;

create table recognition_event (
  shard smallint not null,
  id uuid not null,
  claim_id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  actor uuid not null,
  opinion bytea,
  fields text[] not null,
  hours integer,
  constraint recognition_event_pkey PRIMARY KEY (shard, id),
  constraint recognition_event_shard_claim_id_fkey FOREIGN KEY (shard, claim_id) REFERENCES recognition_claim(shard, id),
  constraint recognition_event_check CHECK (((hours IS NOT NULL) = (kind = ANY (ARRAY['supplement_asked'::text, 'made_up'::text])))),
  constraint recognition_event_hours_check CHECK ((hours > 0)),
  constraint recognition_event_kind_check CHECK ((kind = ANY (ARRAY['submitted'::text, 'supplement_asked'::text, 'made_up'::text, 'experts_asked'::text, 'expert_heard'::text, 'proposed'::text, 'sent_back'::text, 'returned'::text, 'supplemented'::text, 'recognised'::text, 'refused'::text, 'withdrawn'::text, 'appealed'::text, 'appeal_upheld'::text, 'appeal_dismissed'::text])))
);
CREATE INDEX recognition_event_shard_claim_id_at_idx ON public.recognition_event USING btree (shard, claim_id, at);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.recognition_event FOR EACH STATEMENT EXECUTE FUNCTION recognition_never();
create policy own_shard on recognition_event as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_event enable row level security;
alter table recognition_event force row level security;
grant insert, select on recognition_event to cb_app;

create table recognition_expert (
  shard smallint not null,
  expert_id uuid not null,
  subjects text[] not null,
  constraint recognition_expert_pkey PRIMARY KEY (shard, expert_id),
  constraint recognition_expert_subjects_check CHECK (((cardinality(subjects) >= 1) AND (cardinality(subjects) <= 10)))
);
create policy own_shard on recognition_expert as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_expert enable row level security;
alter table recognition_expert force row level security;
grant insert, select on recognition_expert to cb_app;
grant update (subjects) on recognition_expert to cb_app;

create table recognition_invitation (
  shard smallint not null,
  id uuid not null,
  claim_id uuid not null,
  learner_id uuid not null,
  expert_id uuid not null,
  filed_at timestamp with time zone not null,
  asked_by uuid not null,
  asked_at timestamp with time zone not null,
  due_on date not null,
  question bytea,
  constraint recognition_invitation_pkey PRIMARY KEY (shard, id),
  constraint recognition_invitation_shard_claim_id_expert_id_filed_at_key UNIQUE (shard, claim_id, expert_id, filed_at),
  constraint recognition_invitation_shard_id_claim_id_expert_id_key UNIQUE (shard, id, claim_id, expert_id),
  constraint recognition_invitation_shard_claim_id_fkey FOREIGN KEY (shard, claim_id) REFERENCES recognition_claim(shard, id),
  constraint recognition_invitation_check CHECK ((expert_id <> learner_id)),
  constraint recognition_invitation_check1 CHECK ((expert_id <> asked_by))
);
CREATE INDEX recognition_invitation_expert_id_due_on_idx ON public.recognition_invitation USING btree (expert_id, due_on);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.recognition_invitation FOR EACH STATEMENT EXECUTE FUNCTION recognition_never();
create policy own_shard on recognition_invitation as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_invitation enable row level security;
alter table recognition_invitation force row level security;
grant insert, select on recognition_invitation to cb_app;

create table recognition_opinion (
  shard smallint not null,
  invitation_id uuid not null,
  claim_id uuid not null,
  expert_id uuid not null,
  topics integer not null,
  words bytea not null,
  at timestamp with time zone not null,
  constraint recognition_opinion_pkey PRIMARY KEY (shard, invitation_id),
  constraint recognition_opinion_shard_invitation_id_claim_id_expert_id_fkey FOREIGN KEY (shard, invitation_id, claim_id, expert_id) REFERENCES recognition_invitation(shard, id, claim_id, expert_id),
  constraint recognition_opinion_topics_check CHECK (((topics >= 0) AND (topics <= 10000)))
);
CREATE INDEX recognition_opinion_shard_claim_id_idx ON public.recognition_opinion USING btree (shard, claim_id);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.recognition_opinion FOR EACH STATEMENT EXECUTE FUNCTION recognition_never();
create policy own_shard on recognition_opinion as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_opinion enable row level security;
alter table recognition_opinion force row level security;
grant insert, select on recognition_opinion to cb_app;

create table recognition_profile (
  shard smallint not null,
  learner_id uuid not null,
  student_number bytea,
  major bytea,
  institution_id uuid,
  constraint recognition_profile_pkey PRIMARY KEY (shard, learner_id)
);
create policy own_shard on recognition_profile as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_profile enable row level security;
alter table recognition_profile force row level security;
grant insert, select on recognition_profile to cb_app;
grant update (student_number, major, institution_id) on recognition_profile to cb_app;

create table recognition_promise (
  valid_from date not null,
  working_days smallint not null,
  constraint recognition_promise_pkey PRIMARY KEY (valid_from),
  constraint recognition_promise_working_days_check CHECK ((working_days > 0))
);
grant select on recognition_promise to cb_app;

create table recognition_proposal (
  shard smallint not null,
  id uuid not null,
  claim_id uuid not null,
  learner_id uuid not null,
  kind text not null,
  outcome text not null,
  opinion bytea,
  rule text not null,
  recorded integer not null,
  elective integer not null,
  deposited integer not null,
  actor uuid not null,
  at timestamp with time zone not null,
  constraint recognition_proposal_pkey PRIMARY KEY (shard, id),
  constraint recognition_proposal_shard_id_claim_id_actor_key UNIQUE (shard, id, claim_id, actor),
  constraint recognition_proposal_shard_claim_id_fkey FOREIGN KEY (shard, claim_id) REFERENCES recognition_claim(shard, id),
  constraint recognition_proposal_check CHECK (((kind = 'refuse'::text) = (outcome = 'refused'::text))),
  constraint recognition_proposal_check1 CHECK (((kind = 'approve'::text) OR (opinion IS NOT NULL))),
  constraint recognition_proposal_check2 CHECK ((actor <> learner_id)),
  constraint recognition_proposal_deposited_check CHECK ((deposited >= 0)),
  constraint recognition_proposal_elective_check CHECK ((elective >= 0)),
  constraint recognition_proposal_kind_check CHECK ((kind = ANY (ARRAY['approve'::text, 'refuse'::text]))),
  constraint recognition_proposal_outcome_check CHECK ((outcome = ANY (ARRAY['converted'::text, 'elective'::text, 'deposited'::text, 'refused'::text]))),
  constraint recognition_proposal_recorded_check CHECK ((recorded >= 0))
);
CREATE INDEX recognition_proposal_shard_claim_id_at_idx ON public.recognition_proposal USING btree (shard, claim_id, at);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.recognition_proposal FOR EACH STATEMENT EXECUTE FUNCTION recognition_never();
create policy own_shard on recognition_proposal as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_proposal enable row level security;
alter table recognition_proposal force row level security;
grant insert, select on recognition_proposal to cb_app;

create table recognition_record (
  shard smallint not null,
  id uuid not null,
  number text not null,
  learner_id uuid not null,
  institution_id uuid not null,
  course_id uuid not null,
  grade text not null,
  hours integer,
  earned_on date not null,
  state text not null,
  entered_by uuid not null,
  makers uuid[] not null,
  entered_at timestamp with time zone not null,
  saved_at timestamp with time zone not null,
  filing jsonb,
  rule_set text,
  rule_set_version integer,
  terms_version integer,
  submitted_at timestamp with time zone,
  credits integer,
  decided_at timestamp with time zone,
  constraint recognition_record_pkey PRIMARY KEY (shard, id),
  constraint recognition_record_shard_number_key UNIQUE (shard, number),
  constraint recognition_record_check CHECK ((entered_by = ANY (makers))),
  constraint recognition_record_check1 CHECK ((NOT (learner_id = ANY (makers)))),
  constraint recognition_record_check2 CHECK (((filing IS NULL) = (submitted_at IS NULL))),
  constraint recognition_record_check3 CHECK (((filing IS NULL) = (rule_set IS NULL))),
  constraint recognition_record_check4 CHECK (((filing IS NULL) = (rule_set_version IS NULL))),
  constraint recognition_record_check5 CHECK (((filing IS NULL) = (credits IS NULL))),
  constraint recognition_record_check6 CHECK (((state = ANY (ARRAY['draft'::text, 'withdrawn'::text])) OR (submitted_at IS NOT NULL))),
  constraint recognition_record_check7 CHECK (((state = ANY (ARRAY['recognised'::text, 'refused'::text])) = (decided_at IS NOT NULL))),
  constraint recognition_record_credits_check CHECK ((credits > 0)),
  constraint recognition_record_grade_check CHECK ((grade <> ''::text)),
  constraint recognition_record_hours_check CHECK ((hours > 0)),
  constraint recognition_record_number_check CHECK ((number ~ '^\d{8}-\d{2}-\d{5}$'::text)),
  constraint recognition_record_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text, 'recognised'::text, 'refused'::text, 'withdrawn'::text])))
);
CREATE INDEX recognition_record_institution_id_state_saved_at_idx ON public.recognition_record USING btree (institution_id, state, saved_at DESC);
CREATE UNIQUE INDEX recognition_record_once ON public.recognition_record USING btree (shard, learner_id, course_id) WHERE (state <> ALL (ARRAY['refused'::text, 'withdrawn'::text]));
CREATE INDEX recognition_record_saved_at_idx ON public.recognition_record USING btree (saved_at DESC);
CREATE TRIGGER kept BEFORE UPDATE ON public.recognition_record FOR EACH ROW EXECUTE FUNCTION recognition_record_kept();
CREATE TRIGGER never BEFORE DELETE OR TRUNCATE ON public.recognition_record FOR EACH STATEMENT EXECUTE FUNCTION recognition_never();
create policy own_shard on recognition_record as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_record enable row level security;
alter table recognition_record force row level security;
grant insert, select on recognition_record to cb_app;
grant update (grade, hours, earned_on, state, makers, saved_at, filing, rule_set, rule_set_version, terms_version, submitted_at, credits, decided_at) on recognition_record to cb_app;

create table recognition_record_event (
  shard smallint not null,
  id uuid not null,
  record_id uuid not null,
  learner_id uuid not null,
  place smallint not null,
  kind text not null,
  actor uuid not null,
  grantor uuid,
  makers uuid[] not null,
  at timestamp with time zone not null,
  opinion bytea,
  inputs jsonb,
  findings jsonb,
  rule_set text,
  rule_set_version integer,
  credits integer,
  constraint recognition_record_event_pkey PRIMARY KEY (shard, id),
  constraint recognition_record_event_shard_record_id_place_key UNIQUE (shard, record_id, place),
  constraint recognition_record_event_shard_record_id_fkey FOREIGN KEY (shard, record_id) REFERENCES recognition_record(shard, id),
  constraint recognition_record_event_check CHECK (((kind = ANY (ARRAY['returned'::text, 'recognised'::text, 'refused'::text])) = (inputs IS NOT NULL))),
  constraint recognition_record_event_check1 CHECK (((inputs IS NULL) = (findings IS NULL))),
  constraint recognition_record_event_check2 CHECK (((inputs IS NULL) = (rule_set IS NULL))),
  constraint recognition_record_event_check3 CHECK (((inputs IS NULL) = (rule_set_version IS NULL))),
  constraint recognition_record_event_check4 CHECK (((kind = 'recognised'::text) = (credits IS NOT NULL))),
  constraint recognition_record_event_check5 CHECK (((kind <> ALL (ARRAY['returned'::text, 'refused'::text])) OR (opinion IS NOT NULL))),
  constraint recognition_record_event_check6 CHECK (((inputs IS NULL) OR (NOT ((actor = ANY (makers)) OR COALESCE((grantor = ANY (makers)), false))))),
  constraint recognition_record_event_check7 CHECK ((actor <> learner_id)),
  constraint recognition_record_event_kind_check CHECK ((kind = ANY (ARRAY['entered'::text, 'saved'::text, 'submitted'::text, 'returned'::text, 'recognised'::text, 'refused'::text, 'withdrawn'::text]))),
  constraint recognition_record_event_place_check CHECK ((place > 0))
);
CREATE UNIQUE INDEX recognition_record_event_once ON public.recognition_record_event USING btree (shard, record_id) WHERE (kind = ANY (ARRAY['recognised'::text, 'refused'::text]));
CREATE TRIGGER duties BEFORE INSERT ON public.recognition_record_event FOR EACH ROW EXECUTE FUNCTION recognition_record_duties();
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.recognition_record_event FOR EACH STATEMENT EXECUTE FUNCTION recognition_never();
create policy own_shard on recognition_record_event as permissive for all to public using (((( SELECT current_setting('app.shard'::text, true) AS current_setting) = 'all'::text) OR (( SELECT current_setting('app.shard'::text, true) AS current_setting) = (shard)::text)));
alter table recognition_record_event enable row level security;
alter table recognition_record_event force row level security;
grant insert, select on recognition_record_event to cb_app;

create table recognition_setting (
  institution_id uuid,
  valid_from date not null,
  second_review text not null,
  second_above integer,
  second_categories text[] not null,
  reason text,
  set_by uuid,
  set_at timestamp with time zone not null,
  experts_min smallint,
  topics_min integer,
  expert_days smallint not null,
  appeal_days smallint not null,
  constraint recognition_setting_institution_id_valid_from_key UNIQUE NULLS NOT DISTINCT (institution_id, valid_from),
  constraint recognition_setting_appeal_days_check CHECK ((appeal_days > 0)),
  constraint recognition_setting_check CHECK (((second_review = 'some'::text) = ((second_above IS NOT NULL) OR (second_categories <> '{}'::text[])))),
  constraint recognition_setting_check1 CHECK (((reason IS NULL) = (set_by IS NULL))),
  constraint recognition_setting_check2 CHECK (((experts_min IS NULL) = (topics_min IS NULL))),
  constraint recognition_setting_expert_days_check CHECK (((expert_days >= 1) AND (expert_days <= 10))),
  constraint recognition_setting_experts_min_check CHECK ((experts_min > 0)),
  constraint recognition_setting_reason_check CHECK ((reason <> ''::text)),
  constraint recognition_setting_second_above_check CHECK ((second_above >= 0)),
  constraint recognition_setting_second_categories_check CHECK ((second_categories <@ ARRAY['degree'::text, 'certificate'::text, 'training'::text, 'other'::text])),
  constraint recognition_setting_second_review_check CHECK ((second_review = ANY (ARRAY['never'::text, 'some'::text, 'always'::text]))),
  constraint recognition_setting_topics_min_check CHECK (((topics_min >= 1) AND (topics_min <= 10000)))
);
CREATE TRIGGER never BEFORE DELETE OR UPDATE OR TRUNCATE ON public.recognition_setting FOR EACH STATEMENT EXECUTE FUNCTION recognition_never();
grant insert, select on recognition_setting to cb_app;

create table recognition_window (
  institution_id uuid not null,
  place integer not null,
  opens_on date not null,
  closes_on date not null,
  set_by uuid not null,
  set_at timestamp with time zone not null,
  constraint recognition_window_pkey PRIMARY KEY (institution_id, place),
  constraint recognition_window_check CHECK ((closes_on >= opens_on)),
  constraint recognition_window_place_check CHECK ((place > 0))
);
grant insert, select on recognition_window to cb_app;

create table rulebook_comment (
  id uuid not null,
  draft_id uuid not null,
  person_id uuid not null,
  text text not null,
  at timestamp with time zone not null,
  constraint rulebook_comment_pkey PRIMARY KEY (id),
  constraint rulebook_comment_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES rulebook_draft(id),
  constraint rulebook_comment_text_check CHECK (((length(text) >= 1) AND (length(text) <= 2000)))
);
CREATE INDEX rulebook_comment_draft ON public.rulebook_comment USING btree (draft_id, at);
grant insert, select on rulebook_comment to cb_app;

create table rulebook_draft (
  id uuid not null,
  number text not null,
  institution_id uuid,
  title_zh text not null,
  title_en text,
  valid_from date not null,
  content jsonb not null,
  source text,
  scenarios jsonb not null default '[]'::jsonb,
  state text not null,
  open_until date,
  published_version integer,
  created_at timestamp with time zone not null,
  saved_at timestamp with time zone not null,
  constraint rulebook_draft_pkey PRIMARY KEY (id),
  constraint rulebook_draft_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES catalogue_institution(id),
  constraint rulebook_draft_check CHECK (((state = ANY (ARRAY['open'::text, 'published'::text])) = (open_until IS NOT NULL))),
  constraint rulebook_draft_check1 CHECK (((state = 'published'::text) = (published_version IS NOT NULL))),
  constraint rulebook_draft_number_check CHECK ((number <> ''::text)),
  constraint rulebook_draft_published_version_check CHECK ((published_version > 0)),
  constraint rulebook_draft_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text, 'published'::text, 'withdrawn'::text])))
);
CREATE INDEX rulebook_draft_institution ON public.rulebook_draft USING btree (institution_id, saved_at DESC);
grant insert, select on rulebook_draft to cb_app;
grant update (title_zh, title_en, valid_from, content, source, scenarios, state, open_until, published_version, saved_at) on rulebook_draft to cb_app;

create table rulebook_draft_maker (
  draft_id uuid not null,
  person_id uuid not null,
  constraint rulebook_draft_maker_pkey PRIMARY KEY (draft_id, person_id),
  constraint rulebook_draft_maker_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES rulebook_draft(id)
);
grant insert, select on rulebook_draft_maker to cb_app;

create table rulebook_equivalency (
  id uuid not null,
  number text not null,
  version integer not null,
  source_course_id uuid not null,
  target_course_id uuid,
  target_institution_id uuid not null,
  outcome text not null,
  credits integer,
  score_min integer,
  years_max integer,
  note text,
  title_zh text not null,
  title_en text,
  valid_from date not null,
  valid_to date,
  recorded_at timestamp with time zone not null default now(),
  constraint rulebook_equivalency_pkey PRIMARY KEY (id),
  constraint rulebook_equivalency_number_version_key UNIQUE (number, version),
  constraint rulebook_equivalency_source_course_id_fkey FOREIGN KEY (source_course_id) REFERENCES catalogue_course(id),
  constraint rulebook_equivalency_target_course_id_fkey FOREIGN KEY (target_course_id) REFERENCES catalogue_course(id),
  constraint rulebook_equivalency_target_institution_id_fkey FOREIGN KEY (target_institution_id) REFERENCES catalogue_institution(id),
  constraint rulebook_equivalency_check CHECK ((valid_to >= valid_from)),
  constraint rulebook_equivalency_check1 CHECK (((outcome = 'refused'::text) OR ((credits IS NOT NULL) AND (target_course_id IS NOT NULL)))),
  constraint rulebook_equivalency_check2 CHECK (((outcome = 'accepted'::text) OR (note IS NOT NULL))),
  constraint rulebook_equivalency_credits_check CHECK (((credits >= 0) AND (credits <= 1000000))),
  constraint rulebook_equivalency_number_check CHECK ((number <> ''::text)),
  constraint rulebook_equivalency_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'refused'::text]))),
  constraint rulebook_equivalency_score_min_check CHECK (((score_min >= 0) AND (score_min <= 10000))),
  constraint rulebook_equivalency_version_check CHECK ((version > 0)),
  constraint rulebook_equivalency_years_max_check CHECK ((years_max > 0))
);
CREATE INDEX rulebook_equivalency_source ON public.rulebook_equivalency USING btree (source_course_id, target_institution_id, valid_from);
grant insert, select on rulebook_equivalency to cb_app;
grant update (valid_to) on rulebook_equivalency to cb_app;

create table rulebook_pack (
  code text not null,
  version integer not null,
  title_zh text not null,
  title_en text not null,
  valid_from date not null,
  valid_to date,
  content jsonb not null,
  content_hash text not null,
  imported_at timestamp with time zone not null default now(),
  constraint rulebook_pack_pkey PRIMARY KEY (code, version),
  constraint rulebook_pack_check CHECK ((valid_to > valid_from)),
  constraint rulebook_pack_code_check CHECK ((code ~ '^[a-z][a-z0-9-]{1,59}$'::text)),
  constraint rulebook_pack_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint rulebook_pack_version_check CHECK ((version > 0))
);
grant insert, select on rulebook_pack to cb_app;

create table rulebook_rule_set (
  id uuid not null,
  number text not null,
  version integer not null,
  institution_id uuid,
  title_zh text not null,
  title_en text,
  valid_from date not null,
  valid_to date,
  content jsonb not null,
  content_hash text not null,
  source text,
  recorded_at timestamp with time zone not null default now(),
  constraint rulebook_rule_set_pkey PRIMARY KEY (id),
  constraint rulebook_rule_set_number_version_key UNIQUE (number, version),
  constraint rulebook_rule_set_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES catalogue_institution(id),
  constraint rulebook_rule_set_check CHECK ((valid_to >= valid_from)),
  constraint rulebook_rule_set_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint rulebook_rule_set_number_check CHECK ((number <> ''::text)),
  constraint rulebook_rule_set_version_check CHECK ((version > 0))
);
CREATE INDEX rulebook_rule_set_institution ON public.rulebook_rule_set USING btree (institution_id, valid_from);
grant insert, select on rulebook_rule_set to cb_app;
grant update (valid_to) on rulebook_rule_set to cb_app;
