-- 销户 waits for a hold that is being set at the same moment, so that no account is both kept by law and closed.
create or replace function closure_carry_out(of_shard smallint, of_account uuid, at timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp set app.shard = 'all' as $$
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
end $$;
