create or replace function epic_events.guard_client() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
declare
  -- judged below by themselves, or kept by the database; every other column needs client:update
  apart constant text[] := array['commercial_id', 'company_id', 'last_contact_date', 'next_contact_date', 'name_key', 'search', 'words', 'has_contract'];
begin
  if epic_events.uid() is null and epic_events.as_owner() then
    return new;
  end if;
  if (current_setting('epic_events.refill', true) = 'on' and epic_events.as_owner()) then return new; end if;
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
      epic_events.as_owner() and pg_trigger_depth() > 1) or (current_setting('epic_events.refill',
      true) = 'on' and epic_events.as_owner())) is not true then
      raise insufficient_privilege using message = 'permission client:update needed',
        detail = 'client:update', table = tg_table_name, schema = tg_table_schema,
        column = 'company_id';
    end if;
  end if;
  if new.last_contact_date is distinct from old.last_contact_date then
    if (((select epic_events.can('client:update')) or ((select epic_events.can('client:update:own')) and
      old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:update:assigned')) and
      old.id in (select epic_events.my_ids('client', 'assigned')))) or (pg_trigger_depth() > 1 and
      epic_events.as_owner())) is not true then
      raise insufficient_privilege using message = 'permission client:update needed',
        detail = 'client:update', table = tg_table_name, schema = tg_table_schema,
        column = 'last_contact_date';
    end if;
  end if;
  if new.next_contact_date is distinct from old.next_contact_date then
    if (((select epic_events.can('client:update')) or ((select epic_events.can('client:update:own')) and
      old.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:update:assigned')) and
      old.id in (select epic_events.my_ids('client', 'assigned')))) or (pg_trigger_depth() > 1 and
      epic_events.as_owner())) is not true then
      raise insufficient_privilege using message = 'permission client:update needed',
        detail = 'client:update', table = tg_table_name, schema = tg_table_schema,
        column = 'next_contact_date';
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
create or replace function epic_events.attach_contract() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
begin
  if new.client_id is null or (epic_events.uid() is null and epic_events.as_owner()) then return new; end if;
  if (current_setting('epic_events.refill', true) = 'on' and epic_events.as_owner()) then return new; end if;
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
-- Two records that are one (docs/TRUST.md §3, "Merges"). The functions judge by themselves, past the policies and also where those bind nobody:
-- whoever merges sees both records, and holds the permission for both. All rows that follow are written under `epic_events.refill`, so their
-- entries in the log are derived, and one entry more says the whole: which record went, what it filled, and what moved. The row that went is
-- in the log as any deleted one; it is kept there once.
CREATE INDEX "client_phone_idx" ON "epic_events"."client" USING btree ("phone","id","commercial_id") WHERE phone is not null;
--> statement-breakpoint
CREATE INDEX "client_company_name_idx" ON "epic_events"."client" USING btree ("company_id","name_key","id","commercial_id") WHERE company_id is not null;
--> statement-breakpoint
-- Are these all records on which the caller may do one of these actions?
create function epic_events.within_reach(of_table text, ids integer[], variadic actions text[]) returns boolean
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  me constant integer := epic_events.uid();
  everywhere constant boolean := epic_events.can(variadic array(select of_table || ':' || a from unnest(actions) a));
  own constant boolean := epic_events.can(variadic array(select of_table || ':' || a || ':own' from unnest(actions) a));
  assigned constant boolean := epic_events.can(variadic array(select of_table || ':' || a || ':assigned' from unnest(actions) a));
  reached bigint;
begin
  if of_table = 'client' then
    select count(*) into reached from client c where c.id = any (ids)
      and (everywhere or own and c.commercial_id = me or assigned and c.id in (select epic_events.my_ids('client', 'assigned')));
  else
    select count(*) into reached from company k where k.id = any (ids)
      and (everywhere or own and k.id in (select epic_events.my_ids('company', 'own'))
        or assigned and k.id in (select epic_events.my_ids('company', 'assigned')));
  end if;
  return reached = cardinality(ids);
end $$;
--> statement-breakpoint
-- Refuses a merge that the caller may not make. A record that they do not see is refused as one that is not there. Contracts follow the client
-- to its commercial, which nobody decides whose right has a scope.
create function epic_events.require_merge(of_table text, keep integer, dropped integer) returns void
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare code constant text := of_table || ':merge';
begin
  perform epic_events.require_person(epic_events.uid(), of_table);
  if epic_events.can(code, code || ':own', code || ':assigned') then
    if not epic_events.within_reach(of_table, array[keep, dropped], 'list', 'view') then
      raise check_violation using message = 'no such record', constraint = 'merge_missing', table = of_table, schema = 'epic_events';
    end if;
    if epic_events.within_reach(of_table, array[keep, dropped], 'merge') and (of_table <> 'client' or epic_events.can(code)
      or (select count(distinct c.commercial_id) from client c where c.id in (keep, dropped)) = 1) then return; end if;
  end if;
  raise insufficient_privilege using message = 'permission ' || code || ' needed', detail = code, table = of_table, schema = 'epic_events';
end $$;
--> statement-breakpoint
-- Locks two records, in the order of their ids, so that nobody waits for somebody who waits for them. A contract or a note that is being made at
-- this moment is waited for, and moves too.
create function epic_events.lock_two(of_table text, one integer, other integer) returns void
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if of_table = 'client' then perform from client c where c.id in (one, other) order by c.id for update;
  else perform from company k where k.id in (one, other) order by k.id for update;
  end if;
end $$;
--> statement-breakpoint
-- The columns of a record, as the log has them.
create function epic_events.told_of(of_table text, of_row integer) returns jsonb
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if of_table = 'client' then return (select to_jsonb(c) - epic_events.hidden_columns('epic_events.client'::regclass) from client c where c.id = of_row); end if;
  return (select to_jsonb(k) - epic_events.hidden_columns('epic_events.company'::regclass) from company k where k.id = of_row);
end $$;
--> statement-breakpoint
-- The entry of the log that says a merge, or that one was taken back.
create function epic_events.tell_merge(of_table text, of_row integer, before jsonb, after jsonb) returns bigint
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  me constant integer := epic_events.uid();
  -- As in `audit`.
  said constant text := current_setting('epic_events.command', true);
  entry bigint;
begin
  insert into audit_log (user_id, user_name, operation, table_name, row_id, action, old_values, new_values, command, derived)
  values (me, (select u.full_name from users u where u.id = me), nullif(current_setting('epic_events.operation', true), ''),
    of_table, of_row, 'merge', before, after, case when said ~ '^[a-z][a-z_ -]{0,63}$' collate "C" then said end, false)
  returning id into entry;
  return entry;
end $$;
--> statement-breakpoint
-- Which dates of contact the notes of two clients are answerable for once they are one client's. Of each date the notes of one client stay so: those
-- of whoever had the later last contact, and of whoever had the next one that stays. A note that is taken back later then leaves the other client's
-- last contact where it is. What is changed comes with what was there, so that it can be set back.
create function epic_events.merge_dates(keep integer, dropped integer) returns jsonb
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare k record; d record; last_of integer; next_of integer; other_last timestamptz; changed jsonb;
begin
  select c.last_contact_date, c.next_contact_date into k from client c where c.id = keep;
  select c.last_contact_date, c.next_contact_date into d from client c where c.id = dropped;
  last_of := case when d.last_contact_date is null or k.last_contact_date >= d.last_contact_date then keep else dropped end;
  other_last := case last_of when keep then d.last_contact_date else k.last_contact_date end;
  next_of := case when d.next_contact_date is null or k.next_contact_date is not null then keep else dropped end;
  with judged as (
    select i.id, i.cancelled_at is null as counts, i.last_before, i.last_moved, i.next_before, i.next_moved,
      i.last_moved and i.client_id = last_of and (other_last is null or i.at > other_last) as moves_last,
      i.next_moved and i.client_id = next_of as moves_next
    from interaction i where i.client_id in (keep, dropped) and i.event_id is null),
  becoming as (
    select j.*, case when j.moves_last then greatest(j.last_before, other_last) end as before_last,
      case when j.moves_next then j.next_before end as before_next
    from judged j),
  written as (
    update interaction i
    set last_moved = b.moves_last, last_before = b.before_last, next_moved = b.moves_next, next_before = b.before_next
    from becoming b
    where i.id = b.id
      and (i.last_moved, i.last_before, i.next_moved, i.next_before) is distinct from (b.moves_last, b.before_last, b.moves_next, b.before_next)
    returning b.*)
  select jsonb_agg(jsonb_build_object('id', w.id, 'counts', w.counts,
      'was', jsonb_build_array(w.last_moved, w.last_before, w.next_moved, w.next_before),
      'is', jsonb_build_array(w.moves_last, w.before_last, w.moves_next, w.before_next)) order by w.id)
  into changed from written w;
  return coalesce(changed, '[]');
end $$;
--> statement-breakpoint
-- Makes one record of two that are locked and judged.
create function epic_events.merge_rows(of_table text, keep integer, dropped integer) returns bigint
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  before constant jsonb := epic_events.told_of(of_table, keep);
  after jsonb; moved jsonb; more jsonb; filled text[];
begin
  perform set_config('epic_events.refill', 'on', true);
  if of_table = 'client' then
    moved := jsonb_build_object('dates', epic_events.merge_dates(keep, dropped));
    with m as (update contract k set client_id = keep where k.client_id = dropped returning k.id)
      select coalesce(jsonb_agg(m.id order by m.id), '[]') into more from m;
    moved := moved || jsonb_build_object('contracts', more);
    with m as (update interaction i set client_id = keep where i.client_id = dropped returning i.id)
      select coalesce(jsonb_agg(m.id order by m.id), '[]') into more from m;
    moved := moved || jsonb_build_object('interactions', more);
    update client c
    set phone = coalesce(c.phone, d.phone), company_id = coalesce(c.company_id, d.company_id),
      first_contact_date = least(c.first_contact_date, d.first_contact_date),
      last_contact_date = greatest(c.last_contact_date, d.last_contact_date),
      next_contact_date = coalesce(c.next_contact_date, d.next_contact_date)
    from client d where c.id = keep and d.id = dropped;
    delete from client c where c.id = dropped;
  else
    with m as (update client c set company_id = keep where c.company_id = dropped returning c.id)
      select coalesce(jsonb_agg(m.id order by m.id), '[]') into more from m;
    moved := jsonb_build_object('clients', more);
    update company k
    set billing_address = coalesce(k.billing_address, d.billing_address), vat_number = coalesce(k.vat_number, d.vat_number)
    from company d where k.id = keep and d.id = dropped;
    delete from company k where k.id = dropped;
  end if;
  perform set_config('epic_events.refill', 'off', true);
  insert into merged (table_name, dropped_id, kept_id, user_id) values (of_table, dropped, keep, epic_events.uid());
  after := epic_events.told_of(of_table, keep);
  filled := array(select k from jsonb_object_keys(after) k where k not in ('version', 'updated_at') and after -> k is distinct from before -> k);
  return epic_events.tell_merge(of_table, keep,
    (select coalesce(jsonb_object_agg(f, before -> f), '{}') from unnest(filled) f) || '{"merged_id": null}',
    (select coalesce(jsonb_object_agg(f, after -> f), '{}') from unnest(filled) f) || jsonb_build_object('merged_id', dropped) || moved);
end $$;
--> statement-breakpoint
-- Merges one record into another: KEEP's values win, its blanks are filled, what belongs to the other moves, and the other is gone.
-- at_version: that of KEEP as the caller saw it; null for any. The answer is null where it is another one by now.
create function epic_events.merge_records(of_table text, keep integer, dropped integer, at_version integer default null) returns jsonb
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare entry bigint; told jsonb;
begin
  if of_table is null or of_table not in ('client', 'company') then
    raise invalid_parameter_value using message = 'merge_records: client or company';
  end if;
  -- A trigger of the caller's would make its changes look as if a key had made them.
  if pg_trigger_depth() > 0 then
    raise object_not_in_prerequisite_state using message = 'merge_records: not in a trigger';
  end if;
  if keep = dropped then
    raise check_violation using message = 'a record and itself', constraint = 'merged_two', table = of_table, schema = 'epic_events';
  end if;
  -- Before anything is locked, because waiting would tell of a record that is not seen; and again of the rows as they are then.
  perform epic_events.require_merge(of_table, keep, dropped);
  perform epic_events.lock_two(of_table, keep, dropped);
  perform epic_events.require_merge(of_table, keep, dropped);
  if at_version is not null and (epic_events.told_of(of_table, keep) ->> 'version')::integer <> at_version then return null; end if;
  entry := epic_events.merge_rows(of_table, keep, dropped);
  perform epic_events.require_person(epic_events.uid(), of_table);
  select a.new_values into told from audit_log a where a.id = entry;
  return jsonb_build_object('entry', entry, 'contracts', coalesce(jsonb_array_length(told -> 'contracts'), 0),
    'interactions', coalesce(jsonb_array_length(told -> 'interactions'), 0), 'clients', coalesce(jsonb_array_length(told -> 'clients'), 0));
end $$;
--> statement-breakpoint
-- Where a record went that is gone, by one merge after the other; null where it was not merged.
create function epic_events.heir(of_table text, of_row bigint) returns integer
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return (
    with recursive chain as (
      select m.kept_id, 1 as place from merged m where m.table_name = of_table and m.dropped_id = of_row
      union all
      select m.kept_id, c.place + 1 from chain c join merged m on m.table_name = of_table and m.dropped_id = c.kept_id where c.place < 1000)
    select c.kept_id from chain c order by c.place desc limit 1);
end $$;
--> statement-breakpoint
-- The same for everybody: null where the caller may not see the record to which it leads.
create function epic_events.merged_into(of_table text, of_row integer) returns integer
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare into_row integer;
begin
  if epic_events.uid() is null or of_table is null or of_table not in ('client', 'company') or not epic_events.may_see_some(of_table) then return null; end if;
  into_row := epic_events.heir(of_table, of_row);
  return case when into_row is not null and epic_events.within_reach(of_table, array[into_row], 'list', 'view') then into_row end;
end $$;
--> statement-breakpoint
-- What stands in the way of taking a merge back: one of the two is gone or is back, a column that it filled holds something else, what moved has
-- moved on, or a note was taken back from which a date of theirs came.
create function epic_events.split_conflicts(entry epic_events.audit_log) returns jsonb
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  keep constant integer := entry.row_id; dropped constant integer := entry.new_values ->> 'merged_id';
  conflicts jsonb; more jsonb; now_has jsonb := epic_events.told_of(entry.table_name, keep); kind record;
begin
  if now_has is null then return jsonb_build_array(epic_events.changed_since(entry.table_name, keep, null, entry.id)); end if;
  if epic_events.told_of(entry.table_name, dropped) is not null
    or not exists (select from merged m where m.table_name = entry.table_name and m.dropped_id = dropped and m.kept_id = keep)
    or exists (
      select from audit_log a where a.table_name = entry.table_name and a.row_id = keep and a.id > entry.id and a.action = 'merge'
        and dropped in ((a.new_values ->> 'merged_id')::integer, (a.old_values ->> 'merged_id')::integer)) then
    return jsonb_build_array(epic_events.changed_since(entry.table_name, dropped, null, entry.id));
  end if;
  select coalesce(jsonb_agg(epic_events.changed_since(entry.table_name, keep, f, entry.id)), '[]') into conflicts
  from jsonb_object_keys(entry.old_values) f
  where f <> 'merged_id' and now_has -> f is distinct from entry.new_values -> f;
  for kind in select * from (values ('contracts', 'contract', 'client_id'), ('interactions', 'interaction', 'client_id'), ('clients', 'client', 'company_id'))
      v(key, name, col) where entry.new_values ? v.key
  loop
    execute format('select from epic_events.%I t where t.id in (select jsonb_array_elements($1)::integer) order by t.id for no key update', kind.name)
      using entry.new_values -> kind.key;
    execute format($q$
        select coalesce(jsonb_agg(epic_events.changed_since(%1$L, id, col, $3)), '[]') from (
          select m.id, case when t.id is not null then %2$L end as col
          from (select jsonb_array_elements($1)::integer as id) m left join epic_events.%1$I t on t.id = m.id
          where t.id is null or t.%2$I is distinct from $2 order by m.id limit 20) x $q$, kind.name, kind.col)
      into more using entry.new_values -> kind.key, keep, entry.id;
    conflicts := conflicts || more;
  end loop;
  select coalesce(jsonb_agg(epic_events.changed_since('interaction', i.id, 'cancelled_at', entry.id) order by i.id), '[]') into more
  from jsonb_array_elements(coalesce(entry.new_values -> 'dates', '[]')) n join interaction i on i.id = (n ->> 'id')::integer
  where (i.cancelled_at is null) <> (n ->> 'counts')::boolean;
  return conflicts || more;
end $$;
--> statement-breakpoint
-- The record that a merge dropped, as the log has it. A company that is gone since has left its clients without one, or with the one into which it
-- was merged.
create function epic_events.dropped_row(entry epic_events.audit_log) returns jsonb
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  dropped constant integer := coalesce(entry.new_values ->> 'merged_id', entry.old_values ->> 'merged_id');
  was jsonb;
begin
  select a.old_values into was from audit_log a
  where a.table_name = entry.table_name and a.row_id = dropped and a.action = 'delete' and a.id < entry.id order by a.id desc limit 1;
  if entry.table_name = 'client' then
    was := was || jsonb_build_object('company_id', (select k.id from company k
      where k.id = coalesce(epic_events.heir('company', (was ->> 'company_id')::bigint), (was ->> 'company_id')::integer)));
  end if;
  return was;
end $$;
--> statement-breakpoint
-- Makes two records again of one. What moved goes back and nothing else, but the notes that were written since about an event that does.
create function epic_events.split_rows(entry epic_events.audit_log) returns void
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  keep constant integer := entry.row_id; dropped constant integer := entry.new_values ->> 'merged_id';
  columns constant text[] := array(select c from unnest(epic_events.written_columns(entry.table_name)) c where c not in ('version', 'updated_at'));
  filled text;
begin
  perform set_config('epic_events.refill', 'on', true), set_config('epic_events.undoing', 'on', true);
  execute format('insert into epic_events.%1$I (%2$s, version, updated_at) select %2$s, x.version + 1, clock_timestamp()
    from jsonb_populate_record(null::epic_events.%1$I, $1) x', entry.table_name, (select string_agg(format('%I', c), ', ') from unnest(columns) c))
    using epic_events.dropped_row(entry);
  select string_agg(format('%1$I = x.%1$I', f), ', ') into filled from jsonb_object_keys(entry.old_values) f where f <> 'merged_id';
  if filled is not null then
    execute format('update epic_events.%1$I t set %2$s from jsonb_populate_record(null::epic_events.%1$I, $1) x where t.id = $2', entry.table_name, filled)
      using entry.old_values, keep;
  end if;
  if entry.table_name = 'client' then
    update contract k set client_id = dropped where k.id in (select jsonb_array_elements(entry.new_values -> 'contracts')::integer);
    update interaction i set client_id = dropped
    where i.id in (select jsonb_array_elements(entry.new_values -> 'interactions')::integer)
      or i.client_id = keep
        and i.event_id in (
          select e.id from event e where e.contract_id in (select jsonb_array_elements(entry.new_values -> 'contracts')::integer))
        and exists (
          select from audit_log a where a.table_name = 'interaction' and a.row_id = i.id and a.action = 'insert' and a.id > entry.id);
    update interaction i
    set last_moved = (n -> 'was' ->> 0)::boolean, last_before = (n -> 'was' ->> 1)::timestamptz,
      next_moved = (n -> 'was' ->> 2)::boolean, next_before = (n -> 'was' ->> 3)::date
    from jsonb_array_elements(entry.new_values -> 'dates') n
    where i.id = (n ->> 'id')::integer and (i.last_moved, i.last_before, i.next_moved, i.next_before)
      is not distinct from ((n -> 'is' ->> 0)::boolean, (n -> 'is' ->> 1)::timestamptz, (n -> 'is' ->> 2)::boolean, (n -> 'is' ->> 3)::date);
  else
    update client c set company_id = dropped where c.id in (select jsonb_array_elements(entry.new_values -> 'clients')::integer);
  end if;
  perform set_config('epic_events.refill', 'off', true), set_config('epic_events.undoing', 'off', true);
  delete from merged m where m.table_name = entry.table_name and m.dropped_id = dropped;
  perform epic_events.tell_merge(entry.table_name, keep, entry.new_values - 'dates', entry.old_values);
end $$;
--> statement-breakpoint
-- As announced in 0017: takes a merge back, or does one again that was taken back. What stands in the way comes back, and then nothing is written.
create or replace function epic_events.undo_merge(entry bigint) returns jsonb
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare told epic_events.audit_log; keep integer; dropped integer; conflicts jsonb; code text;
begin
  select a.* into told from audit_log a where a.id = entry and a.action = 'merge';
  keep := told.row_id; dropped := coalesce(told.new_values ->> 'merged_id', told.old_values ->> 'merged_id'); code := told.table_name || ':merge';
  perform epic_events.lock_two(told.table_name, keep, dropped);
  if told.new_values ->> 'merged_id' is null then
    -- It was taken back. What somebody has changed of the other record since then is not thrown away with it.
    select coalesce(jsonb_agg(epic_events.changed_since(told.table_name, r.id, null, entry)), '[]') into conflicts
    from (values (keep), (dropped)) r(id) where epic_events.told_of(told.table_name, r.id) is null;
    if conflicts <> '[]' then return conflicts; end if;
    select coalesce(jsonb_agg(epic_events.changed_since(told.table_name, dropped, f, entry)), '[]') into conflicts
    from jsonb_each(epic_events.dropped_row(told)) w(f, v)
    where f not in ('version', 'updated_at') and v is distinct from epic_events.told_of(told.table_name, dropped) -> f;
    if conflicts <> '[]' then return conflicts; end if;
    perform epic_events.require_merge(told.table_name, keep, dropped);
    perform epic_events.merge_rows(told.table_name, keep, dropped);
    return '[]';
  end if;
  if not epic_events.within_reach(told.table_name, array[keep], 'merge') and epic_events.told_of(told.table_name, keep) is not null then
    raise insufficient_privilege using message = 'permission ' || code || ' needed', detail = code, table = told.table_name, schema = 'epic_events';
  end if;
  conflicts := epic_events.split_conflicts(told);
  if conflicts <> '[]' then return conflicts; end if;
  perform epic_events.split_rows(told);
  perform epic_events.require_merge(told.table_name, keep, dropped);
  return '[]';
end $$;
--> statement-breakpoint
-- As in 0017, and a merge is told with the record that went, and apart from one that was taken back.
create or replace function epic_events.operation_parts(of_user integer, of_operation text)
returns table (operation text, user_id integer, user_name text, at timestamptz, command text, changes bigint, hindrance text, lacking text, parts jsonb)
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
    with entries as (
      select a.* from audit_log a where a.operation = of_operation and a.user_id = of_user
        and (a.derived is distinct from true or a.table_name = 'role' or a.action = 'delete' and not exists (
          select from audit_log m where m.operation = of_operation and m.user_id = of_user and m.action = 'merge'))),
    told as (
      -- A note is only ever hidden or shown again, a payment cancelled or counted again.
      select e.*, case when e.action = 'merge' and e.new_values ->> 'merged_id' is null then 'split' when e.table_name not in ('interaction', 'payment') or e.action <> 'update' then e.action
        when e.table_name = 'payment' then case when e.new_values ->> 'cancelled_at' is null then 'count' else 'cancel' end
        when e.new_values ->> 'cancelled_at' is null then 'show' else 'hide' end as did from entries e),
    kinds as (
      select t.table_name, t.action, t.did, count(*) as rows, min(t.id) as first, bool_and(t.derived) as derived,
        case when t.action = 'update' then array(select distinct k from told o, jsonb_object_keys(o.new_values) k
          where o.table_name = t.table_name and o.did = t.did and k <> all (epic_events.followed(t.table_name)) order by k) end as columns
      from told t group by t.table_name, t.action, t.did)
    select of_operation, of_user, (select e.user_name from entries e order by e.id desc limit 1), max(e.at), max(e.command), count(*),
      max(epic_events.hindrance(e.table_name, e.action, e.new_values, e.derived)),
      (select min(c) from kinds k
        cross join lateral epic_events.codes_to_undo(k.table_name, k.action, (select jsonb_object_agg(l, null) from unnest(k.columns) l), k.derived) c
        where not epic_events.can(c, c || ':own', c || ':own_client', c || ':assigned')),
      (select jsonb_agg(jsonb_build_object('table', k.table_name, 'action', k.did, 'count', k.rows, 'id', f.row_id, 'columns', k.columns,
          'other', coalesce(f.new_values ->> 'merged_id', f.old_values ->> 'merged_id')::integer, 'label', epic_events.label_of(k.table_name, f.row_id, coalesce(f.old_values, f.new_values))) order by k.first)
        from kinds k join entries f on f.id = k.first)
    from entries e having count(*) > 0;
end $$;
--> statement-breakpoint
revoke all on function epic_events.within_reach(text, integer[], text[]), epic_events.require_merge(text, integer, integer),
  epic_events.lock_two(text, integer, integer), epic_events.told_of(text, integer), epic_events.tell_merge(text, integer, jsonb, jsonb),
  epic_events.merge_dates(integer, integer), epic_events.merge_rows(text, integer, integer),
  epic_events.merge_records(text, integer, integer, integer), epic_events.heir(text, bigint), epic_events.merged_into(text, integer),
  epic_events.split_conflicts(epic_events.audit_log), epic_events.split_rows(epic_events.audit_log), epic_events.dropped_row(epic_events.audit_log) from public;
--> statement-breakpoint
grant execute on function epic_events.merge_records(text, integer, integer, integer), epic_events.merged_into(text, integer) to epic_events_app;
--> statement-breakpoint
update epic_events.meta set schema_version = 19;
