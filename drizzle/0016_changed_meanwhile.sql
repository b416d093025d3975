-- Who was the last to change these columns of a record, and when: for the refusal of a change that came too late. Whoever may not read the audit
-- log hears no values, of no record but one that they may view and change at this moment, and of no column that its view does not show. An
-- unknown noun, and a record that is not there, get the same empty answer.
create function epic_events.last_changes(noun text, which integer, columns text[]) returns table (changed text, person text, at timestamptz)
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  of_table constant text := case noun when 'user' then 'users' else noun end;
  may boolean;
begin
  if epic_events.uid() is null then return; end if;
  case noun
  when 'user' then
    may := exists (select from users where users.id = which
      and ((select epic_events.can('user:view')) or ((select epic_events.can('user:view:own')) and users.id = (select epic_events.uid())))
      and (((select epic_events.can('user:update')) or ((select epic_events.can('user:update:own')) and users.id = (select epic_events.uid()))) or (select epic_events.can('role:assign'))));
  when 'role' then
    may := exists (select from role where role.id = which
      and ((select epic_events.can('role:view')))
      and (((select epic_events.can('role:update')))));
  when 'company' then
    may := exists (select from company where company.id = which
      and ((select epic_events.can('company:view')) or ((select epic_events.can('company:view:own')) and company.id in (select epic_events.my_ids('company', 'own'))) or ((select epic_events.can('company:view:assigned')) and company.id in (select epic_events.my_ids('company', 'assigned'))))
      and (((select epic_events.can('company:update')) or ((select epic_events.can('company:update:own')) and company.id in (select epic_events.my_ids('company', 'own'))) or ((select epic_events.can('company:update:assigned')) and company.id in (select epic_events.my_ids('company', 'assigned'))))));
  when 'client' then
    may := exists (select from client where client.id = which
      and ((select epic_events.can('client:view')) or ((select epic_events.can('client:view:own')) and client.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:view:assigned')) and client.id in (select epic_events.my_ids('client', 'assigned'))))
      and (((select epic_events.can('client:update', 'client:assign_commercial')) or ((select epic_events.can('client:update:own', 'client:assign_commercial:own')) and client.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:update:assigned', 'client:assign_commercial:assigned')) and client.id in (select epic_events.my_ids('client', 'assigned'))))));
  when 'contract' then
    may := exists (select from contract where contract.id = which
      and ((select epic_events.can('contract:view')) or ((select epic_events.can('contract:view:own')) and contract.commercial_id = (select epic_events.uid())) or ((select epic_events.can('contract:view:assigned')) and contract.id in (select epic_events.my_ids('contract', 'assigned'))))
      and (((select epic_events.can('contract:update')) or ((select epic_events.can('contract:update:own')) and contract.commercial_id = (select epic_events.uid())) or ((select epic_events.can('contract:update:assigned')) and contract.id in (select epic_events.my_ids('contract', 'assigned'))))));
  when 'event' then
    may := exists (select from event where event.id = which
      and ((select epic_events.can('event:view')) or ((select epic_events.can('event:view:own')) and event.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:view:own_client')) and event.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:view:assigned')) and event.support_contact_id = (select epic_events.uid())))
      and (((select epic_events.can('event:update', 'event:assign_support')) or ((select epic_events.can('event:update:own', 'event:assign_support:own')) and event.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:update:own_client', 'event:assign_support:own_client')) and event.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:update:assigned', 'event:assign_support:assigned')) and event.support_contact_id = (select epic_events.uid())))));
  else return;
  end case;
  if may is not true then return; end if;
  return query
    select w.name, l.user_name, l.at
    from (select a.attname::text as name from pg_attribute a
        where a.attrelid = to_regclass('epic_events_api.' || of_table) and a.attnum > 0 and not a.attisdropped and a.attname = any (columns)) w
      cross join lateral (
        select g.user_name, g.at from audit_log g
        where g.table_name = of_table and g.row_id = which and g.action = 'update' and g.new_values ? w.name
        order by g.id desc limit 1) l;
end $$;
--> statement-breakpoint
revoke all on function epic_events.last_changes(text, integer, text[]) from public;
--> statement-breakpoint
grant execute on function epic_events.last_changes(text, integer, text[]) to epic_events_app;
--> statement-breakpoint
update epic_events.meta set schema_version = 17;
