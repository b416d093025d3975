-- Generated from src/access/catalogue.ts (src/access/guards.ts says how and why); test/trust/catalogue.test.ts compares.
create or replace function epic_events.guard_client() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
begin
  if epic_events.uid() is null and epic_events.as_owner() then return new; end if;
  if tg_op = 'INSERT' then
    if new.commercial_id is distinct from epic_events.uid() and not ((select epic_events.can('client:assign_commercial')) or ((select epic_events.can('client:assign_commercial:own')) and new.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:assign_commercial:assigned')) and new.id in (select epic_events.my_ids('client', 'assigned')))) then raise insufficient_privilege using message = 'permission client:assign_commercial needed', detail = 'client:assign_commercial', column = 'commercial_id', table = tg_table_name, schema = tg_table_schema; end if;
    return new;
  end if;
  if new.commercial_id is distinct from old.commercial_id and not ((select epic_events.can('client:assign_commercial')) or ((select epic_events.can('client:assign_commercial:own')) and old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:assign_commercial:assigned')) and old.id in (select epic_events.my_ids('client', 'assigned')))) then raise insufficient_privilege using message = 'permission client:assign_commercial needed', detail = 'client:assign_commercial', column = 'commercial_id', table = tg_table_name, schema = tg_table_schema; end if;
  if (new.full_name, new.email, new.phone, new.first_contact_date, new.last_contact_date) is distinct from (old.full_name, old.email, old.phone, old.first_contact_date, old.last_contact_date) and not ((select epic_events.can('client:update')) or ((select epic_events.can('client:update:own')) and old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:update:assigned')) and old.id in (select epic_events.my_ids('client', 'assigned')))) then raise insufficient_privilege using message = 'permission client:update needed', detail = 'client:update', column = 'full_name', table = tg_table_name, schema = tg_table_schema; end if;
  if new.company_id is distinct from old.company_id and not ((select epic_events.can('client:update')) or ((select epic_events.can('client:update:own')) and old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:update:assigned')) and old.id in (select epic_events.my_ids('client', 'assigned')))) and not (new.company_id is null and epic_events.as_owner() and not exists (select from company gone where gone.id = old.company_id)) then raise insufficient_privilege using message = 'permission client:update needed', detail = 'client:update', column = 'company_id', table = tg_table_name, schema = tg_table_schema; end if;
  return new;
end $$;--> statement-breakpoint
create trigger b_guard before insert or update on epic_events.client for each row execute function epic_events.guard_client();--> statement-breakpoint
create or replace function epic_events.guard_event() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
begin
  if epic_events.uid() is null and epic_events.as_owner() then return new; end if;
  if tg_op = 'INSERT' then
    if new.support_contact_id is distinct from null and not ((select epic_events.can('event:assign_support')) or ((select epic_events.can('event:assign_support:own')) and new.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:assign_support:own_client')) and new.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:assign_support:assigned')) and new.support_contact_id = (select epic_events.uid()))) then raise insufficient_privilege using message = 'permission event:assign_support needed', detail = 'event:assign_support', column = 'support_contact_id', table = tg_table_name, schema = tg_table_schema; end if;
    return new;
  end if;
  if new.support_contact_id is distinct from old.support_contact_id and not ((select epic_events.can('event:assign_support')) or ((select epic_events.can('event:assign_support:own')) and old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:assign_support:own_client')) and old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:assign_support:assigned')) and old.support_contact_id = (select epic_events.uid()))) and not (new.support_contact_id is null and epic_events.as_owner() and not exists (select from users gone where gone.id = old.support_contact_id)) then raise insufficient_privilege using message = 'permission event:assign_support needed', detail = 'event:assign_support', column = 'support_contact_id', table = tg_table_name, schema = tg_table_schema; end if;
  if new.contract_id is distinct from old.contract_id and not (select epic_events.can('event:update')) then raise insufficient_privilege using message = 'permission event:update needed', detail = 'event:update', column = 'contract_id', table = tg_table_name, schema = tg_table_schema; end if;
  if (new.title, new.full_address, new.start_date, new.end_date, new.participant_count, new.notes) is distinct from (old.title, old.full_address, old.start_date, old.end_date, old.participant_count, old.notes) and not ((select epic_events.can('event:update')) or ((select epic_events.can('event:update:own')) and old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:update:own_client')) and old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:update:assigned')) and old.support_contact_id = (select epic_events.uid()))) then raise insufficient_privilege using message = 'permission event:update needed', detail = 'event:update', column = 'title', table = tg_table_name, schema = tg_table_schema; end if;
  return new;
end $$;--> statement-breakpoint
create trigger b_guard before insert or update on epic_events.event for each row execute function epic_events.guard_event();--> statement-breakpoint
create or replace function epic_events.guard_users() returns trigger
language plpgsql set search_path = epic_events, pg_temp as $$
begin
  if epic_events.uid() is null and epic_events.as_owner() then return case when tg_op = 'DELETE' then old else new end; end if;
  if tg_op = 'DELETE' then
    if not epic_events.governs(old.role_id) then raise insufficient_privilege using message = 'permission role:assign needed', detail = 'role:assign', column = 'role_id', table = tg_table_name, schema = tg_table_schema; end if;
    return old;
  end if;
  if tg_op = 'INSERT' then
    if not epic_events.governs(new.role_id) then raise insufficient_privilege using message = 'permission role:assign needed', detail = 'role:assign', column = 'role_id', table = tg_table_name, schema = tg_table_schema; end if;
    return new;
  end if;
  if new.role_id is distinct from old.role_id and not (select epic_events.can('role:assign')) then raise insufficient_privilege using message = 'permission role:assign needed', detail = 'role:assign', column = 'role_id', table = tg_table_name, schema = tg_table_schema; end if;
  if new.is_active is distinct from old.is_active and not (select epic_events.can('user:update')) then raise insufficient_privilege using message = 'permission user:update needed', detail = 'user:update', column = 'is_active', table = tg_table_name, schema = tg_table_schema; end if;
  if (new.username, new.full_name, new.email) is distinct from (old.username, old.full_name, old.email) and not ((select epic_events.can('user:update')) or ((select epic_events.can('user:update:own')) and old.id = (select epic_events.uid()))) then raise insufficient_privilege using message = 'permission user:update needed', detail = 'user:update', column = 'username', table = tg_table_name, schema = tg_table_schema; end if;
  if (new.username, new.full_name, new.email, new.is_active) is distinct from (old.username, old.full_name, old.email, old.is_active)
    and old.id is distinct from epic_events.uid() then if not epic_events.governs(old.role_id) then raise insufficient_privilege using message = 'permission role:assign needed', detail = 'role:assign', column = 'role_id', table = tg_table_name, schema = tg_table_schema; end if; end if;
  return new;
end $$;--> statement-breakpoint
create trigger b_guard before insert or update or delete on epic_events.users for each row execute function epic_events.guard_users();
