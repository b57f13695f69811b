-- What the migrations come to, for reading. Written by `npm run schema`; a test fails when it is not current.

CREATE OR REPLACE FUNCTION public.audit_never()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'The audit log is append-only' using errcode = 'insufficient_privilege';
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
  constraint catalogue_course_version_pkey PRIMARY KEY (course_id, version),
  constraint catalogue_course_version_course_id_fkey FOREIGN KEY (course_id) REFERENCES catalogue_course(id),
  constraint catalogue_course_version_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES catalogue_institution(id),
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
  constraint identity_person_pkey PRIMARY KEY (shard, id),
  constraint identity_person_shard_id_fkey FOREIGN KEY (shard, id) REFERENCES identity_account(shard, id),
  constraint identity_person_check CHECK (((wrapped_key IS NULL) = (erased_at IS NOT NULL))),
  constraint identity_person_check1 CHECK (((erased_at IS NULL) OR (COALESCE(name, id_number, phone, email) IS NULL))),
  constraint identity_person_check2 CHECK (((verified_at IS NULL) = (verified_by IS NULL))),
  constraint identity_person_verified_by_check CHECK ((verified_by = ANY (ARRAY['institution'::text, 'authority'::text, 'demo'::text])))
);
grant insert, select on identity_person to cb_app;
grant update (wrapped_key, name, id_number, phone, email, verified_at, verified_by, erased_at) on identity_person to cb_app;

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
