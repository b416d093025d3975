-- The tables go out of reach: people read and write the views of `epic_events_api` (docs/TRUST.md §1). Policies alone do not hide rows from
-- EXPLAIN ANALYZE, because cheap conditions and index conditions run before them. The condition of such a view names no column, so it
-- becomes a One-Time Filter: nothing is scanned for somebody who has no identity, or no right to see that kind of record.
--
-- The views are plain, so that an index can serve them, and simple, so that they can be written. The policies on the tables stay in force.
-- Their owner is a third role, to which the policies apply like to everybody. Where epic_events_app is itself the owner of the schema, no
-- policy binds it, and the views are its own.
create schema epic_events_api;
--> statement-breakpoint
-- It comes back as a view of epic_events_api below.
drop view epic_events.colleague;
--> statement-breakpoint
-- EXPLAIN without ANALYZE runs nothing, and its estimates come from the statistics of the tables: with many narrowed questions anybody could
-- read texts in them. So there are none of texts that name people, firms and places; no plan needs them. To set the type anew, without any
-- rewriting, removes the statistics that are there, and so does making an index anew.
do $do$
declare c record;
begin
  for c in select a.attrelid::regclass as relation, a.attname from pg_attribute a join pg_class r on r.oid = a.attrelid
    where (r.relname, a.attname) in (('users', 'username'), ('users', 'full_name'), ('users', 'email'),
      ('client', 'full_name'), ('client', 'email'), ('client', 'phone'), ('company', 'name'), ('role', 'name'),
      ('event', 'title'), ('event', 'full_address'), ('event', 'notes'), ('audit_log', 'user_name'), ('audit_log', 'operation'),
      ('login_attempt', 'username'), ('login_attempt', 'login'), ('session', 'device'))
      and r.relnamespace = 'epic_events'::regnamespace and r.relkind = 'r'
  loop
    execute format('alter table %s alter column %I type text', c.relation, c.attname);
    execute format('alter table %s alter column %I set statistics 0', c.relation, c.attname);
  end loop;
end $do$;
--> statement-breakpoint
drop index epic_events.client_email_key, epic_events.users_email_key;
--> statement-breakpoint
create unique index client_email_key on epic_events.client (lower(email));
--> statement-breakpoint
create unique index users_email_key on epic_events.users (lower(email));
--> statement-breakpoint
alter index epic_events.client_email_key alter column 1 set statistics 0;
--> statement-breakpoint
alter index epic_events.users_email_key alter column 1 set statistics 0;
--> statement-breakpoint
alter index epic_events.role_name_key alter column 1 set statistics 0;
--> statement-breakpoint
create view epic_events_api.users as
  select id, username, full_name, email, role_id, is_active, last_login, created_at, updated_at, version
  from epic_events.users
  where (select epic_events.can('user:list', 'user:list:own', 'user:view', 'user:view:own'));
--> statement-breakpoint
create view epic_events_api.role as
  select id, name, permissions, created_at, updated_at, version
  from epic_events.role
  where (select epic_events.can('role:list', 'role:view'));
--> statement-breakpoint
create view epic_events_api.role_permission as
  select role_id, permission_id
  from epic_events.role_permission
  where (select epic_events.can('role:list', 'role:view'));
--> statement-breakpoint
create view epic_events_api.company as
  select id, name, created_at, updated_at, version
  from epic_events.company
  where (select epic_events.can('company:list', 'company:list:own', 'company:list:assigned', 'company:view',
    'company:view:own', 'company:view:assigned'));
--> statement-breakpoint
create view epic_events_api.client as
  select id, full_name, email, phone, company_id, first_contact_date, last_contact_date, commercial_id, created_at, updated_at, version
  from epic_events.client
  where (select epic_events.can('client:list', 'client:list:own', 'client:list:assigned', 'client:view',
    'client:view:own', 'client:view:assigned'));
--> statement-breakpoint
create view epic_events_api.contract as
  select id, client_id, commercial_id, total_amount, remaining_amount, is_signed, is_fully_paid, created_at, updated_at, version
  from epic_events.contract
  where (select epic_events.can('contract:list', 'contract:list:own', 'contract:list:assigned',
    'contract:view', 'contract:view:own', 'contract:view:assigned'));
--> statement-breakpoint
create view epic_events_api.event as
  select id, contract_id, commercial_id, contract_signed, title, full_address, support_contact_id, start_date, end_date, participant_count,
  notes, created_at, updated_at, version
  from epic_events.event
  where (select epic_events.can('event:list', 'event:list:own', 'event:list:own_client', 'event:list:assigned',
    'event:view', 'event:view:own', 'event:view:own_client', 'event:view:assigned'));
--> statement-breakpoint
create view epic_events_api.audit_log as
  select id, at, user_id, user_name, operation, table_name, row_id, action, old_values, new_values
  from epic_events.audit_log
  where (select epic_events.can('audit:list'));
--> statement-breakpoint
-- Nothing in these two is a secret.
create view epic_events_api.permission as select id, name from epic_events.permission;
--> statement-breakpoint
create view epic_events_api.meta as select single, schema_version, oldest_binary from epic_events.meta;
--> statement-breakpoint
-- Names of colleagues, for everybody who is signed in: lists show names, not bare ids. The rest of a person is under users' policy, which
-- does not apply here, because the view belongs to the owner of the tables.
create view epic_events_api.colleague with (security_barrier) as
  select u.id, u.full_name, u.role_id, r.name as role
  from epic_events.users u join epic_events.role r on r.id = u.role_id
  where (select epic_events.uid()) is not null;
--> statement-breakpoint
-- The rules that look at another record as the caller does: through the views.
create or replace function epic_events.rule_contract_commercial() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare owner integer;
begin
  select c.commercial_id into owner from epic_events_api.client c where c.id = new.client_id;
  if owner <> new.commercial_id then
    raise foreign_key_violation using message = 'the commercial of a contract is its client''s',
      constraint = 'contract_client_commercial', table = 'contract', schema = 'epic_events',
      detail = json_build_object('client', new.client_id, 'commercial', owner, 'wanted', new.commercial_id)::text;
  end if;
  return new;
end $$;
--> statement-breakpoint
create or replace function epic_events.rule_event_contract() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if exists (select from epic_events_api.contract k where k.id = new.contract_id and not k.is_signed) then
    raise foreign_key_violation using message = 'the contract is not signed',
      constraint = 'event_contract_signed', table = 'event', schema = 'epic_events',
      detail = json_build_object('contract', new.contract_id, 'signed', false)::text;
  end if;
  return new;
end $$;
--> statement-breakpoint
-- Who may what. Nobody has DELETE, or UPDATE of the whole view, on people, roles and permissions: either would be a right to lock the table,
-- and so to prevent that one's own rights are taken away. Functions delete there.
grant usage on schema epic_events_api to epic_events_app;
--> statement-breakpoint
grant select, update (username, full_name, email, role_id, is_active) on epic_events_api.users to epic_events_app;
--> statement-breakpoint
grant select, insert (name), update (name) on epic_events_api.role to epic_events_app;
--> statement-breakpoint
grant select, insert on epic_events_api.role_permission to epic_events_app;
--> statement-breakpoint
grant select, insert (name), update (name), delete on epic_events_api.company to epic_events_app;
--> statement-breakpoint
grant select on epic_events_api.permission, epic_events_api.meta, epic_events_api.colleague, epic_events_api.audit_log to epic_events_app;
--> statement-breakpoint
grant select, insert (full_name, email, phone, company_id, first_contact_date, last_contact_date, commercial_id),
  update (full_name, email, phone, company_id, first_contact_date, last_contact_date, commercial_id), delete
  on epic_events_api.client to epic_events_app;
--> statement-breakpoint
grant select, insert (client_id, commercial_id, total_amount, remaining_amount, is_signed),
  update (client_id, commercial_id, total_amount, remaining_amount, is_signed), delete on epic_events_api.contract to epic_events_app;
--> statement-breakpoint
grant select, insert (contract_id, title, full_address, support_contact_id, start_date, end_date, participant_count, notes),
  update (contract_id, title, full_address, support_contact_id, start_date, end_date, participant_count, notes), delete
  on epic_events_api.event to epic_events_app;
--> statement-breakpoint
do $do$
declare v text; t text;
begin
  if pg_has_role('epic_events_app', (select nspowner from pg_namespace where nspname = 'epic_events'), 'usage') then
    return; -- epic_events_app is the owner: nothing can be taken from it
  end if;
  -- The role that owns the views has what they need, and nothing on password hashes, sessions and attempts.
  grant usage on schema epic_events to epic_events_rows;
  grant select (id, username, full_name, email, role_id, is_active, last_login, created_at, updated_at, version),
    update (username, full_name, email, role_id, is_active) on epic_events.users to epic_events_rows;
  grant select, insert (name), update (name) on epic_events.role to epic_events_rows;
  grant select, insert on epic_events.role_permission to epic_events_rows;
  grant select on epic_events.permission, epic_events.meta, epic_events.audit_log to epic_events_rows;
  grant select, insert, update, delete on epic_events.company, epic_events.client, epic_events.contract, epic_events.event to epic_events_rows;
  grant create on schema epic_events_api to epic_events_rows;
  foreach v in array array['users', 'role', 'role_permission', 'company', 'client', 'contract', 'event', 'audit_log', 'permission', 'meta'] loop
    execute format('alter view epic_events_api.%I owner to epic_events_rows', v);
  end loop;
  revoke create on schema epic_events_api from epic_events_rows;
  -- The tables themselves are out of reach from here on.
  for t in select c.oid::regclass::text from pg_class c
    where c.relnamespace = 'epic_events'::regnamespace and c.relkind in ('r', 'p', 'v', 'S')
  loop
    execute format('revoke all on %s from epic_events_app', t);
  end loop;
  for t, v in select c.oid::regclass::text, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'epic_events'::regnamespace and a.attacl is not null and a.attnum > 0 and c.relkind in ('r', 'p')
  loop
    execute format('revoke all (%I) on %s from epic_events_app', v, t);
  end loop;
end $do$;
--> statement-breakpoint
create or replace function epic_events.guard_users() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
declare
  -- judged below by themselves, or kept by the database; every other column needs user:update
  apart constant text[] := array['role_id', 'is_active', 'password_hash', 'last_login'];
  ungoverned constant text[] := array['role_id', 'password_hash', 'last_login'];
begin
  if epic_events.uid() is null and epic_events.as_owner() then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' then
    if not epic_events.governs(old.role_id) then
      raise insufficient_privilege using message = 'permission role:assign needed',
        detail = 'role:assign', table = tg_table_name, schema = tg_table_schema,
        column = 'role_id';
    end if;
    return old;
  end if;
  if tg_op = 'INSERT' then
    if not epic_events.governs(new.role_id) then
      raise insufficient_privilege using message = 'permission role:assign needed',
        detail = 'role:assign', table = tg_table_name, schema = tg_table_schema,
        column = 'role_id';
    end if;
    return new;
  end if;
  if new.role_id is distinct from old.role_id then
    if ((select epic_events.can('role:assign'))) is not true then
      raise insufficient_privilege using message = 'permission role:assign needed',
        detail = 'role:assign', table = tg_table_name, schema = tg_table_schema,
        column = 'role_id';
    end if;
  end if;
  if new.is_active is distinct from old.is_active then
    if ((select epic_events.can('user:update'))) is not true then
      raise insufficient_privilege using message = 'permission user:update needed',
        detail = 'user:update', table = tg_table_name, schema = tg_table_schema,
        column = 'is_active';
    end if;
  end if;
  if (to_jsonb(new) - apart) is distinct from (to_jsonb(old) - apart) then
    if (((select epic_events.can('user:update')) or ((select epic_events.can('user:update:own')) and
      old.id = (select epic_events.uid())))) is not true then
      raise insufficient_privilege using message = 'permission user:update needed',
        detail = 'user:update', table = tg_table_name, schema = tg_table_schema,
        column = (select min(name) from jsonb_object_keys(to_jsonb(new) - apart) name
          where to_jsonb(new) -> name is distinct from to_jsonb(old) -> name);
    end if;
  end if;
  if (to_jsonb(new) - ungoverned) is distinct from (to_jsonb(old) - ungoverned)
    and old.id is distinct from epic_events.uid() then
    if not epic_events.governs(old.role_id) then
      raise insufficient_privilege using message = 'permission role:assign needed',
        detail = 'role:assign', table = tg_table_name, schema = tg_table_schema,
        column = 'role_id';
    end if;
  end if;
  return new;
end $$;--> statement-breakpoint
revoke all on function epic_events.guard_users() from public;--> statement-breakpoint
create or replace trigger b_guard before insert or update or delete on epic_events.users
  for each row execute function epic_events.guard_users();--> statement-breakpoint
create or replace function epic_events.guard_client() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
declare
  -- judged below by themselves, or kept by the database; every other column needs client:update
  apart constant text[] := array['commercial_id', 'company_id'];
begin
  if epic_events.uid() is null and epic_events.as_owner() then
    return new;
  end if;
  if tg_op = 'INSERT' then
    if new.commercial_id is distinct from epic_events.uid() then
      if (((select epic_events.can('client:assign_commercial')) or
        ((select epic_events.can('client:assign_commercial:own')) and
        new.commercial_id = (select epic_events.uid())) or
        ((select epic_events.can('client:assign_commercial:assigned')) and
        new.id in (select epic_events.my_ids('client', 'assigned'))))) is not true then
        raise insufficient_privilege using message = 'permission client:assign_commercial needed',
          detail = 'client:assign_commercial', table = tg_table_name, schema = tg_table_schema,
          column = 'commercial_id';
      end if;
    end if;
    return new;
  end if;
  if new.commercial_id is distinct from old.commercial_id then
    if (((select epic_events.can('client:assign_commercial')) or
      ((select epic_events.can('client:assign_commercial:own')) and
      old.commercial_id = (select epic_events.uid())) or
      ((select epic_events.can('client:assign_commercial:assigned')) and
      old.id in (select epic_events.my_ids('client', 'assigned'))))) is not true then
      raise insufficient_privilege using message = 'permission client:assign_commercial needed',
        detail = 'client:assign_commercial', table = tg_table_name, schema = tg_table_schema,
        column = 'commercial_id';
    end if;
  end if;
  if new.company_id is distinct from old.company_id then
    if (((select epic_events.can('client:update')) or ((select epic_events.can('client:update:own')) and
      old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:update:assigned')) and
      old.id in (select epic_events.my_ids('client', 'assigned')))) or (new.company_id is null and
      epic_events.as_owner())) is not true then
      raise insufficient_privilege using message = 'permission client:update needed',
        detail = 'client:update', table = tg_table_name, schema = tg_table_schema,
        column = 'company_id';
    end if;
  end if;
  if (to_jsonb(new) - apart) is distinct from (to_jsonb(old) - apart) then
    if (((select epic_events.can('client:update')) or ((select epic_events.can('client:update:own')) and
      old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:update:assigned')) and
      old.id in (select epic_events.my_ids('client', 'assigned'))))) is not true then
      raise insufficient_privilege using message = 'permission client:update needed',
        detail = 'client:update', table = tg_table_name, schema = tg_table_schema,
        column = (select min(name) from jsonb_object_keys(to_jsonb(new) - apart) name
          where to_jsonb(new) -> name is distinct from to_jsonb(old) -> name);
    end if;
  end if;
  return new;
end $$;--> statement-breakpoint
revoke all on function epic_events.guard_client() from public;--> statement-breakpoint
create or replace trigger b_guard before insert or update on epic_events.client
  for each row execute function epic_events.guard_client();--> statement-breakpoint
create or replace function epic_events.guard_event() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
declare
  -- judged below by themselves, or kept by the database; every other column needs event:update
  apart constant text[] := array['support_contact_id', 'contract_id', 'commercial_id', 'contract_signed'];
begin
  if epic_events.uid() is null and epic_events.as_owner() then
    return new;
  end if;
  if tg_op = 'INSERT' then
    if new.support_contact_id is distinct from null then
      if (((select epic_events.can('event:assign_support')) or
        ((select epic_events.can('event:assign_support:own')) and
        new.commercial_id = (select epic_events.uid())) or
        ((select epic_events.can('event:assign_support:own_client')) and
        new.commercial_id = (select epic_events.uid())) or
        ((select epic_events.can('event:assign_support:assigned')) and
        new.support_contact_id = (select epic_events.uid()) and
        new.contract_id in (select epic_events.my_ids('contract', 'assigned'))))) is not true then
        raise insufficient_privilege using message = 'permission event:assign_support needed',
          detail = 'event:assign_support', table = tg_table_name, schema = tg_table_schema,
          column = 'support_contact_id';
      end if;
    end if;
    return new;
  end if;
  if new.support_contact_id is distinct from old.support_contact_id then
    if (((select epic_events.can('event:assign_support')) or
      ((select epic_events.can('event:assign_support:own')) and
      old.commercial_id = (select epic_events.uid())) or
      ((select epic_events.can('event:assign_support:own_client')) and
      old.commercial_id = (select epic_events.uid())) or
      ((select epic_events.can('event:assign_support:assigned')) and
      old.support_contact_id = (select epic_events.uid()))) or (new.support_contact_id is null and
      epic_events.as_owner())) is not true then
      raise insufficient_privilege using message = 'permission event:assign_support needed',
        detail = 'event:assign_support', table = tg_table_name, schema = tg_table_schema,
        column = 'support_contact_id';
    end if;
  end if;
  if new.contract_id is distinct from old.contract_id then
    if ((select epic_events.can('event:update'))) is not true then
      raise insufficient_privilege using message = 'permission event:update needed',
        detail = 'event:update', table = tg_table_name, schema = tg_table_schema,
        column = 'contract_id';
    end if;
  end if;
  if (to_jsonb(new) - apart) is distinct from (to_jsonb(old) - apart) then
    if (((select epic_events.can('event:update')) or ((select epic_events.can('event:update:own')) and
      old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:update:own_client')) and
      old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:update:assigned')) and
      old.support_contact_id = (select epic_events.uid())))) is not true then
      raise insufficient_privilege using message = 'permission event:update needed',
        detail = 'event:update', table = tg_table_name, schema = tg_table_schema,
        column = (select min(name) from jsonb_object_keys(to_jsonb(new) - apart) name
          where to_jsonb(new) -> name is distinct from to_jsonb(old) -> name);
    end if;
  end if;
  return new;
end $$;--> statement-breakpoint
revoke all on function epic_events.guard_event() from public;--> statement-breakpoint
create or replace trigger b_guard before insert or update on epic_events.event
  for each row execute function epic_events.guard_event();--> statement-breakpoint
create or replace function epic_events.attach_client() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
begin
  if new.company_id is null or (epic_events.uid() is null and epic_events.as_owner()) then return new; end if;
  if tg_op = 'INSERT' then
    if not (select epic_events.can('client:create', 'client:create:own', 'client:create:assigned')) then
      raise insufficient_privilege using message = 'permission client:create needed',
        detail = 'client:create', table = tg_table_name, schema = tg_table_schema,
        column = 'company_id';
    end if;
    if exists (select from epic_events_api.company t where t.id = new.company_id) then return new; end if;
  else
    if new.company_id is not distinct from old.company_id then return new; end if;
    if not (select epic_events.can('client:update', 'client:update:own', 'client:update:assigned')) then
      raise insufficient_privilege using message = 'permission client:update needed',
        detail = 'client:update', table = tg_table_name, schema = tg_table_schema,
        column = 'company_id';
    end if;
    if exists (select from epic_events_api.company t where t.id = new.company_id) then return new; end if;
  end if;
  raise foreign_key_violation using message = 'no such company', constraint = 'client_company_fk',
    table = tg_table_name, schema = tg_table_schema;
end $$;--> statement-breakpoint
revoke all on function epic_events.attach_client() from public;--> statement-breakpoint
create or replace trigger a_attach before insert or update of company_id on epic_events.client
  for each row execute function epic_events.attach_client();--> statement-breakpoint
create or replace function epic_events.attach_contract() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
begin
  if new.client_id is null or (epic_events.uid() is null and epic_events.as_owner()) then return new; end if;
  if tg_op = 'INSERT' then
    if not (select epic_events.can('contract:create', 'contract:create:own', 'contract:create:assigned')) then
      raise insufficient_privilege using message = 'permission contract:create needed',
        detail = 'contract:create', table = tg_table_name, schema = tg_table_schema,
        column = 'client_id';
    end if;
    if exists (select from epic_events_api.client t where t.id = new.client_id and ((select epic_events.can('contract:create')) or ((select epic_events.can('contract:create:own')) and
      t.commercial_id = (select epic_events.uid())) or ((select epic_events.can('contract:create:assigned')) and
      t.id in (select epic_events.my_ids('client', 'assigned'))))) then return new; end if;
  else
    if new.client_id is not distinct from old.client_id then return new; end if;
    if not (select epic_events.can('contract:update', 'contract:update:own', 'contract:update:assigned')) then
      raise insufficient_privilege using message = 'permission contract:update needed',
        detail = 'contract:update', table = tg_table_name, schema = tg_table_schema,
        column = 'client_id';
    end if;
    if exists (select from epic_events_api.client t where t.id = new.client_id and ((select epic_events.can('contract:update')) or ((select epic_events.can('contract:update:own')) and
      t.commercial_id = (select epic_events.uid())) or ((select epic_events.can('contract:update:assigned')) and
      t.id in (select epic_events.my_ids('client', 'assigned'))))) then return new; end if;
  end if;
  if exists (select from epic_events_api.client t where t.id = new.client_id) then
    raise insufficient_privilege using message = 'the record is out of reach', table = tg_table_name, schema = tg_table_schema,
      detail = case tg_op when 'INSERT' then 'contract:create' else 'contract:update' end, column = 'client_id';
  end if;
  raise foreign_key_violation using message = 'no such client', constraint = 'contract_client_fk',
    table = tg_table_name, schema = tg_table_schema;
end $$;--> statement-breakpoint
revoke all on function epic_events.attach_contract() from public;--> statement-breakpoint
create or replace trigger a_attach before insert or update of client_id on epic_events.contract
  for each row execute function epic_events.attach_contract();--> statement-breakpoint
create or replace function epic_events.attach_event() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
begin
  if new.contract_id is null or (epic_events.uid() is null and epic_events.as_owner()) then return new; end if;
  if tg_op = 'INSERT' then
    if not (select epic_events.can('event:create', 'event:create:own', 'event:create:own_client', 'event:create:assigned')) then
      raise insufficient_privilege using message = 'permission event:create needed',
        detail = 'event:create', table = tg_table_name, schema = tg_table_schema,
        column = 'contract_id';
    end if;
    if exists (select from epic_events_api.contract t where t.id = new.contract_id and ((select epic_events.can('event:create')) or ((select epic_events.can('event:create:own')) and
      t.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:create:own_client')) and
      t.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:create:assigned')) and
      t.id in (select epic_events.my_ids('contract', 'assigned'))))) then return new; end if;
  else
    if new.contract_id is not distinct from old.contract_id then return new; end if;
    if not (select epic_events.can('event:update', 'event:update:own', 'event:update:own_client', 'event:update:assigned')) then
      raise insufficient_privilege using message = 'permission event:update needed',
        detail = 'event:update', table = tg_table_name, schema = tg_table_schema,
        column = 'contract_id';
    end if;
    if exists (select from epic_events_api.contract t where t.id = new.contract_id and ((select epic_events.can('event:update')) or ((select epic_events.can('event:update:own')) and
      t.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:update:own_client')) and
      t.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:update:assigned')) and
      t.id in (select epic_events.my_ids('contract', 'assigned'))))) then return new; end if;
  end if;
  if exists (select from epic_events_api.contract t where t.id = new.contract_id) then
    raise insufficient_privilege using message = 'the record is out of reach', table = tg_table_name, schema = tg_table_schema,
      detail = case tg_op when 'INSERT' then 'event:create' else 'event:update' end, column = 'contract_id';
  end if;
  raise foreign_key_violation using message = 'no such contract', constraint = 'event_contract_fk',
    table = tg_table_name, schema = tg_table_schema;
end $$;--> statement-breakpoint
revoke all on function epic_events.attach_event() from public;--> statement-breakpoint
create or replace trigger a_attach before insert or update of contract_id on epic_events.event
  for each row execute function epic_events.attach_event();--> statement-breakpoint
-- Programs that read the tables themselves find nothing there any more.
update epic_events.meta set schema_version = 11, oldest_binary = 11;
