-- The house: two application roles that own nothing, and a schema that grants nothing by itself.

-- Roles belong to the whole server, so another database may have made them, or may be making them right now.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['cb_app', 'cb_writer'] loop
    begin
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I nologin', wanted);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
    -- The owner's sessions become the role with SET ROLE; a superuser may without being a member.
    if not pg_has_role(current_user, wanted, 'member') then
      execute format('grant %I to %I', wanted, current_user);
    end if;
  end loop;
end $$;

-- Before the defaults below, which would take its functions away from the roles.
do $$ begin
  if exists (select from pg_available_extensions where name = 'pg_trgm') then
    create extension if not exists pg_trgm;
  end if;
end $$;

revoke all on schema public from public;
grant usage on schema public to cb_app, cb_writer;
alter default privileges revoke execute on functions from public;
