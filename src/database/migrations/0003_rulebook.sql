-- 标准与规则: versioned, effective-dated data; the only source of rules at run time. Reference data, no shard.
create table rulebook_rule_set (
  id uuid primary key,
  number text not null check (number <> ''),
  version integer not null check (version > 0),
  -- Whose rules these are; null: the bank's own, for institutions that have none.
  institution_id uuid references catalogue_institution,
  title_zh text not null,
  title_en text,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  content jsonb not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  source text,
  recorded_at timestamptz not null default now(),
  unique (number, version)
);
create index rulebook_rule_set_institution on rulebook_rule_set (institution_id, valid_from);

-- 课程等效: people decided that one course counts, or does not count, as another.
create table rulebook_equivalency (
  id uuid primary key,
  number text not null check (number <> ''),
  version integer not null check (version > 0),
  source_course_id uuid not null references catalogue_course,
  target_course_id uuid references catalogue_course,
  target_institution_id uuid not null references catalogue_institution,
  outcome text not null check (outcome in ('accepted', 'refused')),
  credits integer check (credits between 0 and 1000000),
  score_min integer check (score_min between 0 and 10000),
  years_max integer check (years_max > 0),
  note text,
  title_zh text not null,
  title_en text,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  recorded_at timestamptz not null default now(),
  unique (number, version),
  check (outcome = 'refused' or (credits is not null and target_course_id is not null)),
  check (outcome = 'accepted' or note is not null)
);
create index rulebook_equivalency_source on rulebook_equivalency (source_course_id, target_institution_id, valid_from);

grant select, insert on rulebook_rule_set, rulebook_equivalency to cb_app;
grant update (valid_to) on rulebook_rule_set, rulebook_equivalency to cb_app;
