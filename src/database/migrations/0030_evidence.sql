-- 证明材料: files as they were uploaded, in chunks under the learner's own key, so that erasing the key erases them in
-- every copy; and which claim uses what, bank-wide.

create table evidence_file (
  shard smallint not null,
  id uuid not null,
  learner_id uuid not null,
  uploaded_by uuid not null,
  -- File names carry people's names, so they are sealed as the content is.
  name bytea not null,
  media_type text not null check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
  bytes integer not null check (bytes > 0),
  sha256 bytea not null check (octet_length(sha256) = 32),
  uploaded_at timestamptz not null,
  primary key (shard, id),
  unique (shard, learner_id, sha256)
);

create table evidence_chunk (
  shard smallint not null,
  file_id uuid not null,
  place smallint not null check (place >= 0),
  sealed bytea not null,
  primary key (shard, file_id, place),
  foreign key (shard, file_id) references evidence_file (shard, id)
);

-- L-04, L-05: one evidence, one outcome, one live claim in the whole bank. It lives where the value says, not on a
-- learner's shard: shard is taken from the value, an HMAC that nobody can compute without the bank's key. A claim that
-- was withdrawn or refused has released what it used; the row stays, so that a reviewer sees the earlier use.
create table evidence_claimed (
  shard smallint not null,
  kind text not null check (kind in ('file', 'certificate', 'outcome')),
  value bytea not null check (octet_length(value) = 32),
  claim_id uuid not null,
  learner_id uuid not null,
  taken_at timestamptz not null,
  released_at timestamptz check (released_at >= taken_at),
  primary key (shard, kind, value, claim_id)
);
create unique index evidence_claimed_once on evidence_claimed (shard, kind, value) where released_at is null;
create index on evidence_claimed (claim_id);

-- An uploaded file is never changed. Only what an open claim no longer uses is taken off it.
grant select, insert on evidence_file, evidence_chunk, evidence_claimed to cb_app;
grant update (released_at) on evidence_claimed to cb_app;
grant delete on evidence_claimed to cb_app;

do $$
declare
  name text;
begin
  foreach name in array array['evidence_file', 'evidence_chunk'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    -- A statement that forgets its shard sees nothing. Lists over the whole bank say so: 'all'.
    execute format('create policy own_shard on %I
      using ((select current_setting(''app.shard'', true)) in (''all'', shard::text))', name);
  end loop;
end $$;
