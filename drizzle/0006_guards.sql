-- Guards that deny by default: every column that changed needs the table's `update`, unless it is named in `apart`. Those of 0003 named
-- the columns that they judged, so a column that was added later was not judged at all. Generated from src/access/guards.ts.
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
    if not ((select epic_events.can('role:assign'))) then
      raise insufficient_privilege using message = 'permission role:assign needed',
        detail = 'role:assign', table = tg_table_name, schema = tg_table_schema,
        column = 'role_id';
    end if;
  end if;
  if new.is_active is distinct from old.is_active then
    if not ((select epic_events.can('user:update'))) then
      raise insufficient_privilege using message = 'permission user:update needed',
        detail = 'user:update', table = tg_table_name, schema = tg_table_schema,
        column = 'is_active';
    end if;
  end if;
  if (to_jsonb(new) - apart) is distinct from (to_jsonb(old) - apart) then
    if not (((select epic_events.can('user:update')) or ((select epic_events.can('user:update:own')) and
      old.id = (select epic_events.uid())))) then
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
      if not (((select epic_events.can('client:assign_commercial')) or
        ((select epic_events.can('client:assign_commercial:own')) and
        new.commercial_id = (select epic_events.uid())) or
        ((select epic_events.can('client:assign_commercial:assigned')) and
        new.id in (select epic_events.my_ids('client', 'assigned'))))) then
        raise insufficient_privilege using message = 'permission client:assign_commercial needed',
          detail = 'client:assign_commercial', table = tg_table_name, schema = tg_table_schema,
          column = 'commercial_id';
      end if;
    end if;
    return new;
  end if;
  if new.commercial_id is distinct from old.commercial_id then
    if not (((select epic_events.can('client:assign_commercial')) or
      ((select epic_events.can('client:assign_commercial:own')) and
      old.commercial_id = (select epic_events.uid())) or
      ((select epic_events.can('client:assign_commercial:assigned')) and
      old.id in (select epic_events.my_ids('client', 'assigned'))))) then
      raise insufficient_privilege using message = 'permission client:assign_commercial needed',
        detail = 'client:assign_commercial', table = tg_table_name, schema = tg_table_schema,
        column = 'commercial_id';
    end if;
  end if;
  if new.company_id is distinct from old.company_id then
    if not (((select epic_events.can('client:update')) or ((select epic_events.can('client:update:own')) and
      old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:update:assigned')) and
      old.id in (select epic_events.my_ids('client', 'assigned')))) or (new.company_id is null and
      epic_events.as_owner() and
      not exists (select from epic_events.company gone where gone.id = old.company_id))) then
      raise insufficient_privilege using message = 'permission client:update needed',
        detail = 'client:update', table = tg_table_name, schema = tg_table_schema,
        column = 'company_id';
    end if;
  end if;
  if (to_jsonb(new) - apart) is distinct from (to_jsonb(old) - apart) then
    if not (((select epic_events.can('client:update')) or ((select epic_events.can('client:update:own')) and
      old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:update:assigned')) and
      old.id in (select epic_events.my_ids('client', 'assigned'))))) then
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
      if not (((select epic_events.can('event:assign_support')) or
        ((select epic_events.can('event:assign_support:own')) and
        new.commercial_id = (select epic_events.uid())) or
        ((select epic_events.can('event:assign_support:own_client')) and
        new.commercial_id = (select epic_events.uid())) or
        ((select epic_events.can('event:assign_support:assigned')) and
        new.support_contact_id = (select epic_events.uid())))) then
        raise insufficient_privilege using message = 'permission event:assign_support needed',
          detail = 'event:assign_support', table = tg_table_name, schema = tg_table_schema,
          column = 'support_contact_id';
      end if;
    end if;
    return new;
  end if;
  if new.support_contact_id is distinct from old.support_contact_id then
    if not (((select epic_events.can('event:assign_support')) or
      ((select epic_events.can('event:assign_support:own')) and
      old.commercial_id = (select epic_events.uid())) or
      ((select epic_events.can('event:assign_support:own_client')) and
      old.commercial_id = (select epic_events.uid())) or
      ((select epic_events.can('event:assign_support:assigned')) and
      old.support_contact_id = (select epic_events.uid()))) or (new.support_contact_id is null and
      epic_events.as_owner() and
      not exists (select from epic_events.users gone where gone.id = old.support_contact_id))) then
      raise insufficient_privilege using message = 'permission event:assign_support needed',
        detail = 'event:assign_support', table = tg_table_name, schema = tg_table_schema,
        column = 'support_contact_id';
    end if;
  end if;
  if new.contract_id is distinct from old.contract_id then
    if not ((select epic_events.can('event:update'))) then
      raise insufficient_privilege using message = 'permission event:update needed',
        detail = 'event:update', table = tg_table_name, schema = tg_table_schema,
        column = 'contract_id';
    end if;
  end if;
  if (to_jsonb(new) - apart) is distinct from (to_jsonb(old) - apart) then
    if not (((select epic_events.can('event:update')) or ((select epic_events.can('event:update:own')) and
      old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:update:own_client')) and
      old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:update:assigned')) and
      old.support_contact_id = (select epic_events.uid())))) then
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
update epic_events.meta set schema_version = 7;
