-- What the migrations come to, for reading. Written by `npm run schema`; a test fails when it is not current.

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
  constraint catalogue_institution_kind_check CHECK ((kind = ANY (ARRAY['university'::text, 'vocational'::text, 'open'::text, 'training'::text, 'examination'::text]))),
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
