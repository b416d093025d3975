-- Rules that a constraint cannot say, the audit log, and who may call what. Order of the BEFORE triggers, by name:
-- a_anybody, a_fill, b_guard (0003), c_rule, d_touch. A refusal names a constraint, so that the program finds its sentence.

-- anybody: a change has an author, before it is made and once the whole statement is over (after `audit`, by name). Both, because what a
-- policy judged once a statement is not asked again, and whoever wrote the statement can empty or exchange `epic_events.session` meanwhile.
create function epic_events.must_be_somebody() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
begin
  if epic_events.uid() is null and not epic_events.as_owner() then
    raise insufficient_privilege using message = 'nobody is signed in', detail = 'session', table = tg_table_name, schema = tg_table_schema;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;--> statement-breakpoint
do $do$
declare t text;
begin
  foreach t in array array['users', 'role', 'company', 'client', 'contract', 'event', 'role_permission'] loop
    execute format('create trigger a_anybody before insert or update or delete on epic_events.%I for each row execute function epic_events.must_be_somebody()', t);
    execute format('create trigger signed after insert or update or delete on epic_events.%I for each %s execute function epic_events.must_be_somebody()',
      t, case t when 'role_permission' then 'statement' else 'row' end); -- after its mirror, which is audited as a change of the role
  end loop;
end $do$;--> statement-breakpoint

-- fill: what follows from another row is copied under a lock on it, so that policies need not read it ---------------------------------
create function epic_events.fill_client() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  new.commercial_id := coalesce(new.commercial_id, epic_events.uid());
  return new;
end $$;--> statement-breakpoint
create trigger a_fill before insert on epic_events.client for each row execute function epic_events.fill_client();--> statement-breakpoint

create function epic_events.fill_contract() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare owner integer;
begin
  select c.commercial_id into owner from client c where c.id = new.client_id for key share;
  if not found then raise foreign_key_violation using message = 'no such client', constraint = 'contract_client_fk', table = 'contract', schema = 'epic_events'; end if;
  if tg_op = 'INSERT' then new.commercial_id := coalesce(new.commercial_id, owner); new.remaining_amount := coalesce(new.remaining_amount, new.total_amount);
  elsif new.commercial_id is not distinct from old.commercial_id then new.commercial_id := owner; end if;
  return new;
end $$;--> statement-breakpoint
create trigger a_fill_insert before insert on epic_events.contract for each row execute function epic_events.fill_contract();--> statement-breakpoint
create trigger a_fill_update before update of client_id on epic_events.contract for each row
  when (new.client_id is distinct from old.client_id) execute function epic_events.fill_contract();--> statement-breakpoint

create function epic_events.fill_event() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  select k.commercial_id into new.commercial_id from contract k where k.id = new.contract_id for key share;
  if not found then raise foreign_key_violation using message = 'no such contract', constraint = 'event_contract_fk', table = 'event', schema = 'epic_events'; end if;
  return new;
end $$;--> statement-breakpoint
create trigger a_fill_insert before insert on epic_events.event for each row execute function epic_events.fill_event();--> statement-breakpoint
create trigger a_fill_update before update of contract_id on epic_events.event for each row
  when (new.contract_id is distinct from old.contract_id) execute function epic_events.fill_event();--> statement-breakpoint

-- rule 5: only an active support can be made an event's contact, only an active commercial be handed a client --------------------------
create function epic_events.rule_support() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  perform 1 from users u where u.id = new.support_contact_id and u.is_active and u.role_id = 3 for share;
  if not found then raise check_violation using message = 'not an active support', constraint = 'event_support_active', table = 'event', schema = 'epic_events'; end if;
  return new;
end $$;--> statement-breakpoint
create trigger c_rule_insert before insert on epic_events.event for each row
  when (new.support_contact_id is not null) execute function epic_events.rule_support();--> statement-breakpoint
create trigger c_rule_update before update of support_contact_id on epic_events.event for each row
  when (new.support_contact_id is not null and new.support_contact_id is distinct from old.support_contact_id) execute function epic_events.rule_support();--> statement-breakpoint

create function epic_events.rule_commercial() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  if tg_op = 'INSERT' and new.commercial_id is not distinct from epic_events.uid() then return new; end if;
  perform 1 from users u where u.id = new.commercial_id and u.is_active and u.role_id = 2 for share;
  if not found then raise check_violation using message = 'not an active commercial', constraint = 'client_commercial_active', table = 'client', schema = 'epic_events'; end if;
  return new;
end $$;--> statement-breakpoint
create trigger c_rule_insert before insert on epic_events.client for each row execute function epic_events.rule_commercial();--> statement-breakpoint
create trigger c_rule_update before update of commercial_id on epic_events.client for each row
  when (new.commercial_id is distinct from old.commercial_id) execute function epic_events.rule_commercial();--> statement-breakpoint

-- people: the last manager stays, whoever is put out is out at once, whoever owns records is not deleted --------------------------------
create function epic_events.rule_people() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  if old.role_id = 1 and old.is_active and (tg_op = 'DELETE' or new.role_id <> 1 or not new.is_active) then
    perform 1 from role r where r.id = 1 for update; -- two managers putting each other out wait here
    if not exists (select from users u where u.role_id = 1 and u.is_active) then
      raise check_violation using message = 'the last active manager', constraint = 'users_last_manager', table = 'users', schema = 'epic_events';
    end if;
  end if;
  if tg_op = 'UPDATE' and old.is_active and not new.is_active then
    update session s set revoked_at = clock_timestamp(), revoked_why = 'deactivated' where s.user_id = new.id and s.revoked_at is null;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger rule_people after update or delete on epic_events.users for each row execute function epic_events.rule_people();--> statement-breakpoint

create function epic_events.rule_delete_user() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare clients bigint; contracts bigint; events bigint;
begin
  select count(*) into clients from client c where c.commercial_id = old.id;
  select count(*) into contracts from contract k where k.commercial_id = old.id;
  select count(*) into events from event e where e.support_contact_id = old.id;
  if clients + contracts + events > 0 then
    raise foreign_key_violation using message = 'still owns records', constraint = 'users_owns_records', table = 'users', schema = 'epic_events',
      detail = json_build_object('clients', clients, 'contracts', contracts, 'events', events)::text;
  end if;
  return old;
end $$;--> statement-breakpoint
create trigger c_rule_delete before delete on epic_events.users for each row execute function epic_events.rule_delete_user();--> statement-breakpoint

-- nobody puts themselves out: their own change could not be signed at its end (`signed` would say that the session is over)
create function epic_events.rule_oneself() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  -- of the last manager rule_people says more
  if old.id = epic_events.uid() and (old.role_id <> 1 or exists (select from users u where u.role_id = 1 and u.is_active and u.id <> old.id)) then
    raise check_violation using message = 'oneself', constraint = 'users_not_oneself', table = 'users', schema = 'epic_events';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;--> statement-breakpoint
create trigger c_rule_oneself before update of is_active on epic_events.users for each row
  when (old.is_active and not new.is_active) execute function epic_events.rule_oneself();--> statement-breakpoint
create trigger c_rule_oneself_delete before delete on epic_events.users for each row execute function epic_events.rule_oneself();--> statement-breakpoint

-- a contract with events goes only when that is said: `epic_events.with_events` is 'on' --------------------------------------------------
create function epic_events.rule_delete_contract() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare events bigint;
begin
  if epic_events.uid() is null or current_setting('epic_events.with_events', true) = 'on' then return old; end if;
  select count(*) into events from event e where e.contract_id = old.id;
  if events > 0 then
    raise foreign_key_violation using message = 'the contract has events', constraint = 'contract_has_events', table = 'contract', schema = 'epic_events', detail = json_build_object('events', events)::text;
  end if;
  return old;
end $$;--> statement-breakpoint
create trigger c_rule_delete before delete on epic_events.contract for each row execute function epic_events.rule_delete_contract();--> statement-breakpoint

-- roles: the default ones keep their names, the mirror is kept, nobody is locked out, writing needs viewing -------------------------------
create function epic_events.rule_default_role() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
begin
  if old.id <= 3 and (tg_op = 'DELETE' or new.name is distinct from old.name or new.id is distinct from old.id) then
    raise check_violation using message = 'a default role', constraint = 'role_default_fixed', table = 'role', schema = 'epic_events';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;--> statement-breakpoint
create trigger c_rule before update or delete on epic_events.role for each row execute function epic_events.rule_default_role();--> statement-breakpoint

create function epic_events.mirror_permissions() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare touched integer[]; blind text;
begin
  select array_agg(distinct c.role_id) into touched from changed c;
  perform 1 from role r where r.id = any (touched) order by r.id for update; -- two grants on one role wait for one another
  update role r set permissions = held.names
  from (select t.id, array(select p.name from role_permission x join permission p on p.id = x.permission_id where x.role_id = t.id order by p.name collate "C") as names
    from unnest(touched) t(id)) held
  where r.id = held.id and r.permissions is distinct from held.names;
  if exists (select from role r where r.id = 1 and r.id = any (touched) and not r.permissions @> array['role:assign']) then
    raise check_violation using message = 'management keeps role:assign', constraint = 'role_management_keeps_assign', table = 'role_permission', schema = 'epic_events';
  end if;
  select string_agg(w.code, ' ' order by w.code) into blind
  from role r, unnest(r.permissions) w(code),
    lateral (select split_part(w.code, ':', 1) as resource, split_part(w.code, ':', 2) as action, split_part(w.code, ':', 3) as scope) as part
  where r.id = any (touched) and part.action not in ('list', 'view')
    and not r.permissions && array[
      part.resource || ':view',
      case when part.scope <> '' then part.resource || ':view:' || part.scope end,
      case when part.scope = 'own' and part.resource = 'event' then 'event:view:own_client' end,
      case when part.scope = 'own_client' then 'event:view:own' end];
  if blind is not null then
    raise check_violation using message = 'writing needs viewing', constraint = 'role_writing_needs_viewing', table = 'role_permission', schema = 'epic_events', detail = blind;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger mirror_insert after insert on epic_events.role_permission referencing new table as changed
  for each statement execute function epic_events.mirror_permissions();--> statement-breakpoint
create trigger mirror_delete after delete on epic_events.role_permission referencing old table as changed
  for each statement execute function epic_events.mirror_permissions();--> statement-breakpoint

-- touch: version and updated_at, when something changed that people see --------------------------------------------------------------------
create function epic_events.touch() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
declare unseen constant text[] := array['last_login', 'contract_signed', 'is_fully_paid']; -- generated columns are still null in a BEFORE trigger
begin
  if (to_jsonb(new) - unseen) is distinct from (to_jsonb(old) - unseen) then
    new.version := old.version + 1;
    new.updated_at := clock_timestamp();
  end if;
  return new;
end $$;--> statement-breakpoint

-- audit: who, when, what, old and new values; never a hash, never a token --------------------------------------------------------------------
create function epic_events.audit() returns trigger
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare
  hidden constant text[] := array['password_hash', 'contract_signed', 'version', 'created_at', 'updated_at', 'last_login'];
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  becomes jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  before jsonb; after jsonb; me integer := epic_events.uid();
begin
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(k, was -> k), jsonb_object_agg(k, becomes -> k) into before, after
    from jsonb_object_keys(becomes) k where was -> k is distinct from becomes -> k and k <> all (hidden);
    if was -> 'password_hash' is distinct from becomes -> 'password_hash' then after := coalesce(after, '{}') || '{"password": "changed"}'; end if;
    if after is null then return null; end if;
  else
    before := was - hidden; after := becomes - hidden;
  end if;
  insert into audit_log (user_id, user_name, operation, table_name, row_id, action, old_values, new_values)
  values (me, (select u.full_name from users u where u.id = me), nullif(current_setting('epic_events.operation', true), ''),
    tg_table_name, (coalesce(becomes, was) ->> 'id')::bigint, lower(tg_op), before, after);
  return null;
end $$;--> statement-breakpoint

do $do$
declare t text;
begin
  foreach t in array array['users', 'role', 'company', 'client', 'contract', 'event'] loop
    execute format('create trigger d_touch before update on epic_events.%I for each row execute function epic_events.touch()', t);
    execute format('create trigger audit after insert or update or delete on epic_events.%I for each row execute function epic_events.audit()', t);
  end loop;
end $do$;--> statement-breakpoint

create function epic_events.append_only() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
begin
  raise insufficient_privilege using message = 'audit_log is append-only';
end $$;--> statement-breakpoint
create trigger append_only before update or delete or truncate on epic_events.audit_log for each statement execute function epic_events.append_only();--> statement-breakpoint

-- who may what: the second lock behind the policies ------------------------------------------------------------------------------------------
revoke all on all functions in schema epic_events from public;--> statement-breakpoint
grant usage on schema epic_events to epic_events_app;--> statement-breakpoint
grant select (id, username, full_name, email, role_id, is_active, last_login, created_at, updated_at, version),
  insert (username, full_name, email, password_hash, role_id, is_active), update (username, full_name, email, role_id, is_active), delete
  on epic_events.users to epic_events_app;--> statement-breakpoint
grant select, insert (name), update (name), delete on epic_events.role, epic_events.company to epic_events_app;--> statement-breakpoint
grant select on epic_events.permission, epic_events.meta, epic_events.colleague, epic_events.audit_log to epic_events_app;--> statement-breakpoint
grant select, insert, delete on epic_events.role_permission to epic_events_app;--> statement-breakpoint
grant select, insert (full_name, email, phone, company_id, first_contact_date, last_contact_date, commercial_id),
  update (full_name, email, phone, company_id, first_contact_date, last_contact_date, commercial_id), delete
  on epic_events.client to epic_events_app;--> statement-breakpoint
grant select, insert (client_id, commercial_id, total_amount, remaining_amount, is_signed),
  update (client_id, commercial_id, total_amount, remaining_amount, is_signed), delete on epic_events.contract to epic_events_app;--> statement-breakpoint
grant select, insert (contract_id, title, full_address, support_contact_id, start_date, end_date, participant_count, notes),
  update (contract_id, title, full_address, support_contact_id, start_date, end_date, participant_count, notes), delete on epic_events.event to epic_events_app;--> statement-breakpoint
grant execute on function epic_events.uid(), epic_events.as_owner(), epic_events.can(text[]), epic_events.my_ids(text, text), epic_events.governs(integer),
  epic_events.facts(), epic_events.speaks(integer), epic_events.applied(text),
  epic_events.login_attempt(text, text, bytea, bytea), epic_events.login_claim(bigint, bytea, integer, integer),
  epic_events.refresh(bytea, bytea, bytea, integer), epic_events.logout(),
  epic_events.change_password(integer, text, bigint, bytea) to epic_events_app;
