-- 规则草案: what is to become the next version of a rule set. Reference data, no shard.
create table rulebook_draft (
  id uuid primary key,
  number text not null check (number <> ''),
  institution_id uuid references catalogue_institution,
  title_zh text not null,
  title_en text,
  valid_from date not null,
  content jsonb not null,
  source text,
  -- Scenario files that have to pass before it is published.
  scenarios jsonb not null default '[]',
  state text not null check (state in ('draft', 'open', 'published', 'withdrawn')),
  -- 公示期: the last day on which people may say something.
  open_until date,
  published_version integer check (published_version > 0),
  created_at timestamptz not null,
  saved_at timestamptz not null,
  check ((state in ('open', 'published')) = (open_until is not null)),
  check ((state = 'published') = (published_version is not null))
);
create index rulebook_draft_institution on rulebook_draft (institution_id, saved_at desc);

-- Whoever wrote in it does not publish it.
create table rulebook_draft_maker (
  draft_id uuid not null references rulebook_draft,
  person_id uuid not null,
  primary key (draft_id, person_id)
);

create table rulebook_comment (
  id uuid primary key,
  draft_id uuid not null references rulebook_draft,
  person_id uuid not null,
  text text not null check (length(text) between 1 and 2000),
  at timestamptz not null
);
create index rulebook_comment_draft on rulebook_comment (draft_id, at);

grant select, insert on rulebook_draft, rulebook_draft_maker, rulebook_comment to cb_app;
grant update (title_zh, title_en, valid_from, content, source, scenarios, state, open_until, published_version, saved_at)
  on rulebook_draft to cb_app;
