-- Each business rule is judged once, here. What the program's sentence needs stands in the error itself, as JSON in DETAIL, beside the
-- name of the constraint (src/db/rule-errors.ts makes the sentence). Two rules hold for every DETAIL:
--   * It tells the caller nothing that they could not know otherwise. It holds what they sent, what stands in the row that they may write,
--     and what they can read: a trigger that looks at another row before the policies have judged runs as the caller, under row-level
--     security. Only how many records stand in the way of a deletion is counted past it, because the refusal says that there are some.
--   * It holds ids, counts, amounts, dates and the names of roles, but no name or address of a person: PostgreSQL writes DETAIL into the
--     server's log. The program looks the names of colleagues up afterwards.
-- The constraints that a trigger announces stay: they also hold between two transactions that cannot see each other's rows.

-- rule 1: a contract's commercial is its client's ------------------------------------------------------------------------------------------
-- Runs as the caller: the client's commercial is told only to somebody who can read the client. For everybody else, and when the client is
-- handed over at this moment, the foreign key contract_client_commercial refuses without a detail.
create function epic_events.rule_contract_commercial() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
declare owner integer;
begin
  select c.commercial_id into owner from client c where c.id = new.client_id;
  if owner <> new.commercial_id then
    raise foreign_key_violation using message = 'the commercial of a contract is its client''s',
      constraint = 'contract_client_commercial', table = 'contract', schema = 'epic_events',
      detail = json_build_object('client', new.client_id, 'commercial', owner, 'wanted', new.commercial_id)::text;
  end if;
  return new;
end $$;--> statement-breakpoint
-- Before a_fill: it gives a contract that changes its client the new client's commercial, and then nobody knows what the caller named.
create trigger a_commercial before insert or update of commercial_id on epic_events.contract
  for each row when (new.commercial_id is not null) execute function epic_events.rule_contract_commercial();--> statement-breakpoint

-- rule 2: 0 <= remaining <= total ----------------------------------------------------------------------------------------------------------
create function epic_events.rule_contract_amounts() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
begin
  if new.remaining_amount not between 0 and new.total_amount then
    raise check_violation using message = 'what remains lies between 0 and the total',
      constraint = 'contract_remaining_range', table = 'contract', schema = 'epic_events',
      detail = json_build_object('contract', case when tg_op = 'UPDATE' then new.id end,
        'remaining', new.remaining_amount::text, 'total', new.total_amount::text)::text;
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger c_rule_money before insert or update of total_amount, remaining_amount on epic_events.contract
  for each row execute function epic_events.rule_contract_amounts();--> statement-breakpoint

-- rule 3: an event needs a signed contract -------------------------------------------------------------------------------------------------
-- Runs as the caller: it fires before the policy for new events, so that somebody without event:create would hear from it of any contract
-- whether it is signed. For a contract that the caller cannot see, the foreign key event_contract_signed refuses, after the policy.
create function epic_events.rule_event_contract() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
begin
  if exists (select from contract k where k.id = new.contract_id and not k.is_signed) then
    raise foreign_key_violation using message = 'the contract is not signed',
      constraint = 'event_contract_signed', table = 'event', schema = 'epic_events',
      detail = json_build_object('contract', new.contract_id, 'signed', false)::text;
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger c_rule_contract_insert before insert on epic_events.event
  for each row execute function epic_events.rule_event_contract();--> statement-breakpoint
create trigger c_rule_contract_update before update of contract_id on epic_events.event for each row
  when (new.contract_id is distinct from old.contract_id) execute function epic_events.rule_event_contract();--> statement-breakpoint

-- rule 4: an event ends after it starts ----------------------------------------------------------------------------------------------------
create function epic_events.rule_event_dates() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
begin
  if new.end_date <= new.start_date then
    raise check_violation using message = 'an event ends after it starts',
      constraint = 'event_dates_order', table = 'event', schema = 'epic_events',
      detail = json_build_object('start', new.start_date, 'end', new.end_date)::text;
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger c_rule_when before insert or update of start_date, end_date on epic_events.event
  for each row execute function epic_events.rule_event_dates();--> statement-breakpoint

-- rule 5: only an active support runs an event, only an active commercial is handed a client --------------------------------------------------
create or replace function epic_events.rule_support() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  perform 1 from users u where u.id = new.support_contact_id and u.is_active and u.role_id = 3 for share;
  if not found then
    raise check_violation using message = 'not an active support',
      constraint = 'event_support_active', table = 'event', schema = 'epic_events',
      detail = json_build_object('support', new.support_contact_id)::text;
  end if;
  return new;
end $$;--> statement-breakpoint
create or replace function epic_events.rule_commercial() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  if tg_op = 'INSERT' and new.commercial_id is not distinct from epic_events.uid() then return new; end if;
  perform 1 from users u where u.id = new.commercial_id and u.is_active and u.role_id = 2 for share;
  if not found then
    raise check_violation using message = 'not an active commercial',
      constraint = 'client_commercial_active', table = 'client', schema = 'epic_events',
      detail = json_build_object('commercial', new.commercial_id)::text;
  end if;
  return new;
end $$;--> statement-breakpoint

-- rule 6: a contract with events stays signed ----------------------------------------------------------------------------------------------
-- Past row-level security, like the foreign key: whoever may unsign this contract hears that it has events, even unseen ones.
create function epic_events.rule_contract_signed() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  if exists (select from event e where e.contract_id = old.id) then
    raise foreign_key_violation using message = 'a contract with events stays signed',
      constraint = 'event_contract_signed', table = 'contract', schema = 'epic_events',
      detail = json_build_object('contract', old.id, 'signed', true)::text;
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger c_rule_signed before update of is_signed on epic_events.contract for each row
  when (old.is_signed and not new.is_signed) execute function epic_events.rule_contract_signed();--> statement-breakpoint

-- A contract with events is deleted only with them: `epic_events.with_events` is 'on'.
create or replace function epic_events.rule_delete_contract() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare events bigint;
begin
  if epic_events.uid() is null or current_setting('epic_events.with_events', true) = 'on' then return old; end if;
  select count(*) into events from event e where e.contract_id = old.id;
  if events > 0 then
    raise foreign_key_violation using message = 'the contract has events',
      constraint = 'contract_has_events', table = 'contract', schema = 'epic_events',
      detail = json_build_object('contract', old.id, 'events', events)::text;
  end if;
  return old;
end $$;--> statement-breakpoint

-- rule 7: the last active manager stays; whoever owns records is not deleted ------------------------------------------------------------------
create or replace function epic_events.rule_people() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  if old.role_id = 1 and old.is_active and (tg_op = 'DELETE' or new.role_id <> 1 or not new.is_active) then
    perform 1 from role r where r.id = 1 for update; -- two managers who deactivate each other wait here
    if not exists (select from users u where u.role_id = 1 and u.is_active) then
      raise check_violation using message = 'the last active manager',
        constraint = 'users_last_manager', table = 'users', schema = 'epic_events',
        detail = json_build_object('user', old.id)::text;
    end if;
  end if;
  if tg_op = 'UPDATE' and old.is_active and not new.is_active then
    update session s set revoked_at = clock_timestamp(), revoked_why = 'deactivated' where s.user_id = new.id and s.revoked_at is null;
  end if;
  return null;
end $$;--> statement-breakpoint
create or replace function epic_events.rule_delete_user() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare clients bigint; contracts bigint; events bigint;
begin
  select count(*) into clients from client c where c.commercial_id = old.id;
  select count(*) into contracts from contract k where k.commercial_id = old.id;
  select count(*) into events from event e where e.support_contact_id = old.id;
  if clients + contracts + events > 0 then
    raise foreign_key_violation using message = 'still owns records',
      constraint = 'users_owns_records', table = 'users', schema = 'epic_events',
      detail = json_build_object('user', old.id, 'clients', clients, 'contracts', contracts, 'events', events)::text;
  end if;
  return old;
end $$;--> statement-breakpoint

-- A client with contracts stays. Past row-level security, like the foreign key: whoever may delete this client hears of unseen contracts.
create function epic_events.rule_delete_client() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  if exists (select from contract k where k.client_id = old.id) then
    raise foreign_key_violation using message = 'the client has contracts',
      constraint = 'contract_client_fk', table = 'client', schema = 'epic_events',
      detail = json_build_object('client', old.id)::text;
  end if;
  return old;
end $$;--> statement-breakpoint
create trigger c_rule_delete before delete on epic_events.client
  for each row execute function epic_events.rule_delete_client();--> statement-breakpoint

-- roles: the default ones are fixed, and one that somebody has stays. Who has which role is everybody's to see (the view colleague). ---------
create or replace function epic_events.rule_default_role() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
begin
  if old.id <= 3 and (tg_op = 'DELETE' or new.name is distinct from old.name or new.id is distinct from old.id) then
    raise check_violation using message = 'a default role',
      constraint = 'role_default_fixed', table = 'role', schema = 'epic_events',
      detail = json_build_object('role', old.name)::text;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;--> statement-breakpoint
create function epic_events.rule_delete_role() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare holders bigint; first_ids json;
begin
  select count(*), coalesce(json_agg(h.id order by h.id) filter (where h.place <= 10), '[]') into holders, first_ids
  from (select u.id, row_number() over (order by u.id) as place from users u where u.role_id = old.id) h;
  if holders > 0 then
    raise foreign_key_violation using message = 'somebody has this role',
      constraint = 'users_role_fk', table = 'role', schema = 'epic_events',
      detail = json_build_object('role', old.name, 'count', holders, 'holders', first_ids)::text;
  end if;
  return old;
end $$;--> statement-breakpoint
create trigger c_rule_held before delete on epic_events.role
  for each row execute function epic_events.rule_delete_role();--> statement-breakpoint

revoke all on all functions in schema epic_events from public;--> statement-breakpoint
-- The version of a schema is the number of its migrations; the journal does not have this one yet.
update epic_events.meta set schema_version = 8;
