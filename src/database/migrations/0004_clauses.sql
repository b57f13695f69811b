-- 规则包: rules of regions and systems as they were imported, by code and version. Reference data, no shard.
create table rulebook_pack (
  code text not null check (code ~ '^[a-z][a-z0-9-]{1,59}$'),
  version integer not null check (version > 0),
  title_zh text not null,
  title_en text not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  content jsonb not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  imported_at timestamptz not null default now(),
  primary key (code, version)
);
grant select, insert on rulebook_pack to cb_app;

-- 类别: academic, vocational or leisure learning; null: what its institution's kind says.
alter table catalogue_course_version add column category text
  check (category in ('academic', 'vocational', 'leisure'));
