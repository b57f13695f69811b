-- 目录: institutions and courses. Reference data: no shard, the same on every node.
create table catalogue_institution (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$'),
  name_zh text not null check (name_zh <> ''),
  name_en text,
  kind text not null check (kind in ('university', 'vocational', 'open', 'training', 'examination', 'enterprise', 'authority')),
  region text not null,
  member boolean not null,
  -- How letters, numerals and suffixes in this institution's course titles are to be read; null: as everywhere.
  naming_profile jsonb,
  -- Name, pinyin, initials, English and code in one text, for search.
  search_key text not null,
  recorded_at timestamptz not null default now()
);

-- How an institution counts hours and grades, by version: a past answer names the one it saw.
create table catalogue_terms (
  institution_id uuid not null references catalogue_institution,
  version integer not null check (version > 0),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  hours_per_credit jsonb not null,
  grade_scales jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (institution_id, version)
);

create table catalogue_course (
  id uuid primary key,
  institution_id uuid not null references catalogue_institution,
  code text not null check (code <> ''),
  unique (institution_id, code)
);

-- Facts of a course by version; the newest has no valid_to unless the course was retired.
create table catalogue_course_version (
  course_id uuid not null references catalogue_course,
  version integer not null check (version > 0),
  institution_id uuid not null references catalogue_institution,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  title_zh text not null check (title_zh <> ''),
  title_en text,
  department text,
  kind text check (kind in ('theory', 'laboratory', 'practice', 'design', 'seminar', 'thesis')),
  level text check (level in ('training', 'secondary', 'associate', 'bachelor', 'graduate')),
  credits integer check (credits between 0 and 1000000),
  hours integer check (hours between 0 and 1000000),
  grade_min integer check (grade_min between 0 and 10000),
  description text,
  syllabus jsonb not null default '[]',
  search_key text not null,
  recorded_at timestamptz not null default now(),
  primary key (course_id, version)
);
create index catalogue_course_version_institution on catalogue_course_version (institution_id, title_zh, course_id);
create index catalogue_course_version_search on catalogue_course_version using gin (search_key gin_trgm_ops);

-- What changed, for the in-memory index. Read up to the oldest transaction still running, so that none is missed.
create table catalogue_change (
  tx xid8 not null default pg_current_xact_id(),
  institution_id uuid not null,
  course_id uuid
);
create index catalogue_change_tx on catalogue_change (tx);

grant select, insert on catalogue_institution, catalogue_terms, catalogue_course, catalogue_course_version, catalogue_change to cb_app;
grant update (name_zh, name_en, kind, region, member, naming_profile, search_key) on catalogue_institution to cb_app;
-- Of a version only its end may be set, once the next one begins.
grant update (valid_to) on catalogue_terms, catalogue_course_version to cb_app;
