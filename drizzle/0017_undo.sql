-- Custom SQL migration file, put your code below! --
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
create or replace function epic_events.guard_event() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
declare
  -- judged below by themselves, or kept by the database; every other column needs event:update
  apart constant text[] := array['support_contact_id', 'contract_id', 'commercial_id', 'contract_signed', 'title_key', 'search', 'words'];
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
      epic_events.as_owner() and pg_trigger_depth() > 1)) is not true then
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
-- Mistakes taken back (docs/TRUST.md §3). The log notes of each change which verb made it, and whether a trigger or a foreign key did. What
-- wrote the entries from before is not known: null.
--
-- The log of a deletion keeps everything that the views show, because the row may come back, and of a note what it moved.
create or replace function epic_events.audit() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  hidden constant text[] := case
    when tg_op = 'DELETE' and tg_relid = 'epic_events.interaction'::regclass then '{}'
    when tg_op = 'DELETE' then array['contract_signed', 'last_login'] || epic_events.hidden_columns(tg_relid)
    else array['contract_signed', 'version', 'created_at', 'updated_at', 'last_login'] || epic_events.hidden_columns(tg_relid) end;
  was constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - hidden end;
  becomes constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - hidden end;
  before jsonb := was; after jsonb := becomes; me integer := epic_events.uid();
  -- Anybody can set these two. The command holds a verb and never an argument: only what can be nothing else is stored.
  said constant text := current_setting('epic_events.command', true);
  filling constant boolean := coalesce(current_setting('epic_events.refill', true) = 'on', false);
  follows boolean;
begin
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(k, was -> k), jsonb_object_agg(k, becomes -> k) into before, after
    from jsonb_object_keys(becomes) k where was -> k is distinct from becomes -> k;
    if to_jsonb(old) -> 'password_hash' is distinct from to_jsonb(new) -> 'password_hash' then
      after := coalesce(after, '{}') || '{"password": "changed"}';
    end if;
    if after is null then return null; end if;
  end if;
  -- What a foreign key did is queued with what the statement itself did, and does not run deeper. It is known by what it leaves: only columns that
  -- follow from another record, a column that named a record which is gone, a row whose record is gone.
  follows := filling or pg_trigger_depth() > 1 or case
    when tg_op = 'UPDATE' then
      not exists (select from jsonb_object_keys(after) k where k <> all (epic_events.followed(tg_table_name)))
      or tg_table_name = 'client' and after = '{"company_id": null}'
        and not exists (select from company f where f.id = (before ->> 'company_id')::integer)
      or tg_table_name = 'interaction' and after = '{"event_id": null}'
        and not exists (select from event e where e.id = (before ->> 'event_id')::integer)
      or tg_table_name = 'interaction' and after = '{"user_id": null}'
    when tg_op = 'DELETE' then
      tg_table_name = 'event' and not exists (select from contract k where k.id = (before ->> 'contract_id')::integer)
      or tg_table_name = 'interaction' and not exists (select from client c where c.id = (before ->> 'client_id')::integer)
    else false end;
  insert into audit_log (user_id, user_name, operation, table_name, row_id, action, old_values, new_values, command, derived)
  values (me, (select u.full_name from users u where u.id = me), nullif(current_setting('epic_events.operation', true), ''),
    tg_table_name, (coalesce(becomes, was) ->> 'id')::bigint, lower(tg_op), before, after,
    case when said ~ '^[a-z][a-z_ -]{0,63}$' collate "C" then said end, follows);
  return null;
end $$;
--> statement-breakpoint
-- Why an operation cannot be taken back for what it did here, or null: it concerns rights (`roles`), who somebody is (`people`), what is no
-- change of a record (`other`), or nobody noted what wrote it (`old`).
create function epic_events.hindrance(table_name text, action text, new_values jsonb, derived boolean) returns text
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return case
    when table_name in ('role', 'role_permission') then 'roles'
    when table_name = 'users' and (action <> 'update' or new_values ?| array['role_id', 'is_active', 'password']) then 'people'
    when action not in ('insert', 'update', 'delete') then 'other'
    when derived is null then 'old' end;
end $$;
--> statement-breakpoint
-- Columns that are set back though a trigger or a key wrote them: where they still hold what the operation made of them, and only there.
create function epic_events.refilled(table_name text) returns text[]
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return case table_name when 'client' then array['company_id'] when 'interaction' then array['event_id'] else '{}' end;
end $$;
--> statement-breakpoint
-- Columns of the log that follow from others of the same database: nobody writes them, and nobody's change is lost in them.
create function epic_events.followed(table_name text) returns text[]
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return case table_name when 'contract' then array['commercial_id', 'is_fully_paid'] when 'event' then array['commercial_id'] else '{}' end;
end $$;
--> statement-breakpoint
-- The permissions that undo one change: the opposite action's, and for an update those of the columns that it changed.
-- A note is hidden and shown again, by who may write one; those that a deleted client took along come back with it.
create function epic_events.codes_to_undo(table_name text, action text, new_values jsonb, derived boolean) returns setof text
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare noun constant text := case table_name when 'users' then 'user' else table_name end;
begin
  if noun = 'interaction' then
    if not derived then return next 'interaction:create'; end if;
  elsif action = 'insert' then return next noun || ':delete';
  elsif action = 'delete' then return next noun || ':create';
  else
    return query select distinct case when noun = 'client' and k = 'commercial_id' then 'client:assign_commercial'
        when noun = 'event' and k = 'support_contact_id' then 'event:assign_support' else noun || ':update' end
      from jsonb_object_keys(new_values) k where k <> all (epic_events.followed(table_name));
  end if;
end $$;
--> statement-breakpoint
-- Who changed this column of this record last since that entry of the log, and when: for the refusal. Null: the row was made or deleted.
create function epic_events.changed_since(of_table text, of_row bigint, of_column text, entry bigint) returns jsonb
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return jsonb_build_object('table', of_table, 'id', of_row, 'column', of_column) || coalesce((
    select jsonb_build_object('by', a.user_id, 'at', a.at) from audit_log a
    where a.table_name = of_table and a.row_id = of_row and a.id > entry
      and (of_column is null or coalesce(a.new_values, a.old_values) ? of_column)
    order by a.id desc limit 1), '{"by": null, "at": null}');
end $$;
--> statement-breakpoint
-- Takes back what somebody did in one operation: all of it or nothing. Everything is written through the views, so that the policies and guards
-- judge each row by who asks now. It is an operation itself, and returns what it wrote.
--
-- An operation is a person and an id, because anybody can choose the id. The entries are taken back in reverse order, those that follow
-- one another and do the same to other rows of one table in one statement. Each is compared with what is there at this moment: where the
-- same column holds something else, nobody's later work is overwritten, and everything is refused. That somebody lacks a right is said first.
create function epic_events.undo(of_user bigint, of_operation text) returns setof epic_events.audit_log
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  me constant integer := epic_events.uid();
  own constant text := nullif(current_setting('epic_events.operation', true), '');
  with_events constant text := current_setting('epic_events.with_events', true);
  -- As an operation of its own, also for somebody who names none or that which is taken back.
  as_operation constant text := case when own = of_operation or own is null then gen_random_uuid()::text else own end;
  conflicts jsonb := '[]'; found_entries bigint; why text; lacking text; run record; last bigint; code text;
begin
  perform epic_events.require_person(me, 'audit_log');
  -- A trigger of the caller's would make its changes look as if a key had made them.
  if pg_trigger_depth() > 0 then
    raise object_not_in_prerequisite_state using message = 'undo: not in a trigger';
  end if;
  if of_user is distinct from me and not epic_events.can('audit:list') then
    raise insufficient_privilege using message = 'permission audit:list needed', detail = 'audit:list', table = 'audit_log', schema = 'epic_events';
  end if;
  select count(*) filter (where not a.derived or a.action = 'delete'), max(epic_events.hindrance(a.table_name, a.action, a.new_values, a.derived))
  into found_entries, why from audit_log a where a.operation = of_operation and a.user_id = of_user;
  if why = 'roles' then raise check_violation using message = 'rights are not undone', constraint = 'undo_roles', table = 'audit_log', schema = 'epic_events';
  elsif why = 'people' then raise check_violation using message = 'people are not undone', constraint = 'undo_people', table = 'audit_log', schema = 'epic_events';
  elsif why = 'other' then raise check_violation using message = 'no change of a record', constraint = 'undo_other', table = 'audit_log', schema = 'epic_events';
  elsif why = 'old' then raise check_violation using message = 'too old to be undone', constraint = 'undo_old', table = 'audit_log', schema = 'epic_events';
  elsif found_entries = 0 then raise check_violation using message = 'nothing to undo', constraint = 'undo_nothing', table = 'audit_log', schema = 'epic_events';
  end if;
  select c into lacking from (
    select distinct epic_events.codes_to_undo(a.table_name, a.action, a.new_values, a.derived) as c
    from audit_log a
    where a.operation = of_operation and a.user_id = of_user and (not a.derived or a.action = 'delete')) needed
  where not epic_events.can(c, c || ':own', c || ':own_client', c || ':assigned') order by c limit 1;
  if lacking is not null then
    raise insufficient_privilege using message = 'permission ' || lacking || ' needed', detail = lacking, table = 'audit_log', schema = 'epic_events';
  end if;
  select coalesce(max(a.id), 0) into last from audit_log a where a.operation = as_operation and a.user_id = me;
  perform set_config('epic_events.operation', as_operation, true), set_config('epic_events.with_events', 'off', true),
    set_config('epic_events.refill', 'off', true);
  begin
    for run in
      with entries as materialized (
        select a.id, a.table_name, a.action, a.row_id, a.derived, above.of_table, coalesce(a.old_values ->> key, a.new_values ->> key)::bigint as of_row,
          case when a.old_values ->> key is null then 'insert' else 'delete' end as cause
        from audit_log a
        -- The record whose deletion took the row along or emptied its column, or whose return filled it again.
        cross join lateral (select case a.table_name when 'client' then 'company' when 'event' then 'contract'
          when 'interaction' then case a.action when 'delete' then 'client' else 'event' end end as of_table) above
        cross join lateral (select above.of_table || '_id' as key) by_key
        where a.operation = of_operation and a.user_id = of_user
          and (not a.derived or a.action = 'delete' or a.action = 'update' and a.new_values ?| epic_events.refilled(a.table_name))),
      own_rows as (
        select e.*, row_number() over (partition by e.table_name, e.row_id order by e.id desc) as nth from entries e where not e.derived),
      begun as (
        select e.*, (table_name, action, nth) is distinct from lag((table_name, action, nth)) over (order by id desc) as starts from own_rows e),
      islands as materialized (
        select e.*, count(*) filter (where starts) over (order by id desc) as island from begun e),
      -- What followed from a deletion comes back behind the row that was deleted, and what followed from that behind it. What an undo has
      -- filled is emptied before the row goes to which it points.
      following as materialized (
        select e.*, min(i.island) as island from entries e
        left join islands i on i.table_name = e.of_table and i.row_id = e.of_row and i.action = e.cause
        where e.derived group by e.id, e.table_name, e.action, e.row_id, e.derived, e.of_table, e.of_row, e.cause),
      further as (
        select f.id, min(g.island) as island from following f
        join following g on g.table_name = f.of_table and g.row_id = f.of_row and g.action = f.cause
        where f.island is null group by f.id),
      placed as (
        select i.island, 0 as depth, i.table_name, i.action, i.derived, i.id, i.row_id from islands i
        union all
        select coalesce(f.island, n.island, 0), case when f.cause = 'insert' then -1 when f.island is null then 2 else 1 end,
          f.table_name, f.action, f.derived, f.id, f.row_id
        from following f left join further n on n.id = f.id)
      select island, depth, table_name, action, derived, array_agg(id order by id desc) as entries, array_agg(row_id order by row_id) as ids
      from placed group by island, depth, table_name, action, derived order by island, depth, table_name
    loop
      code := case run.table_name when 'users' then 'user' else run.table_name end
        || case when run.table_name = 'interaction' then ':create' else case run.action when 'insert' then ':delete' when 'delete' then ':create' else ':update' end end;
      if run.derived and run.action = 'update' then
        perform epic_events.undo_refill(run.table_name, run.entries);
        continue;
      end if;
      conflicts := conflicts || epic_events.undo_compare(run.table_name, run.action, run.entries, run.ids, of_user, of_operation, code);
      if epic_events.undo_write(run.table_name, run.action, run.entries, run.ids) < cardinality(run.ids) and conflicts = '[]' then
        raise insufficient_privilege using message = 'permission ' || code || ' needed', detail = code, table = run.table_name, schema = 'epic_events';
      end if;
    end loop;
  exception
    when insufficient_privilege then
      -- The policies name no permission, and refuse everything to somebody whose session has just ended.
      get stacked diagnostics why = pg_exception_detail;
      perform epic_events.require_person(me, 'audit_log');
      raise insufficient_privilege using message = sqlerrm, detail = coalesce(nullif(why, ''), code), schema = 'epic_events', table = run.table_name;
    when integrity_constraint_violation then
      -- What was changed since may be the reason. That a row is there again, somebody else has just undone the same.
      get stacked diagnostics why = constraint_name;
      if conflicts = '[]' and why = run.table_name || '_pkey' then
        conflicts := epic_events.undo_compare(run.table_name, run.action, run.entries, run.ids, of_user, of_operation, code);
      end if;
      if conflicts = '[]' then raise; end if;
  end;
  if conflicts <> '[]' then
    raise check_violation using message = 'the same was changed since', constraint = 'undo_changed', table = 'audit_log', schema = 'epic_events',
      detail = (select jsonb_agg(c order by at) from (
        select distinct on (c) c, at from jsonb_array_elements(conflicts) with ordinality x(c, at) order by c, at limit 50) x)::text;
  end if;
  perform epic_events.require_person(me, 'audit_log');
  return query select a.* from audit_log a where a.operation = as_operation and a.user_id = me and a.id > last and not a.derived order by a.id;
  perform set_config('epic_events.operation', coalesce(own, ''), true), set_config('epic_events.with_events', coalesce(with_events, ''), true);
end $$;
--> statement-breakpoint
-- The columns of a table that are not computed, in order; of a record those that its view shows.
create function epic_events.written_columns(of_table text) returns text[]
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return array(
    select a.attname::text from pg_attribute a
    where a.attrelid = format('epic_events.%I', of_table)::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and (of_table = 'interaction' or a.attname <> all (epic_events.hidden_columns(a.attrelid))) order by a.attnum);
end $$;
--> statement-breakpoint
-- What stands in the way of taking these entries back, which did one thing to rows of one table: columns that hold something else than they left
-- there, rows that are gone or are there again, and what was put under a row since. Values are compared as the table keeps them, not as JSON.
-- The rows are locked before: of two who take back the same, the second sees what the first did.
create function epic_events.undo_compare(of_table text, of_action text, entries bigint[], ids bigint[], of_user bigint, of_operation text, code text)
returns jsonb
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  relation constant regclass := format('epic_events.%I', of_table)::regclass;
  noun constant text := split_part(code, ':', 1);
  compared constant text[] := case when of_table = 'interaction' then array['cancelled_at'] else array(
    select c from unnest(epic_events.written_columns(of_table)) c where c <> all (epic_events.followed(of_table))) end;
  conflicts jsonb := '[]'; more jsonb; gone bigint[]; key record;
begin
  if of_action = 'delete' then
    execute format($q$
        select jsonb_agg(epic_events.changed_since(%1$L, id, null, $2[1])) from (
          select t.id from %2$s t where t.id = any ($1) order by t.id limit 20) x $q$, of_table, relation)
      into more using ids, entries;
    return coalesce(more, '[]');
  end if;
  execute format('select from %s t where t.id = any ($1) order by t.id for %s', relation, case of_action when 'insert' then 'update' else 'no key update' end)
    using ids;
  -- Somebody who may see all rows of the kind hears which were deleted; to anybody else they may be hidden.
  execute format('select array_agg(i) from unnest($1) i where not exists (select from %s t where t.id = i)', relation) into gone using ids;
  if gone is not null then
    if not epic_events.can(noun || ':list', noun || ':view') then
      raise insufficient_privilege using message = 'permission ' || code || ' needed', detail = code, table = of_table, schema = 'epic_events';
    end if;
    conflicts := (select jsonb_agg(epic_events.changed_since(of_table, g, null, entries[1])) from unnest(gone[:20]) g);
  end if;
  execute format($q$
      select jsonb_agg(epic_events.changed_since(%1$L, row_id, col, entry)) from (
        select a.row_id, d.col, a.id as entry
        from epic_events.audit_log a
        join %3$s t on t.id = a.row_id
        cross join lateral jsonb_populate_record(null::%3$s, a.new_values) x
        cross join lateral (values %2$s) d(col, differs)
        where a.id = any ($1) and d.differs and a.new_values ? d.col
        order by a.id limit 20) c $q$,
      of_table, (select string_agg(format('(%1$L, x.%1$I is distinct from t.%1$I)', c), ', ') from unnest(compared) c), relation)
    into more using entries;
  conflicts := conflicts || coalesce(more, '[]');
  -- What a key would delete or empty along with a row was put there by somebody, unless the same operation did. Of events the rule of their
  -- contract says more.
  for key in
    select c.conrelid::regclass as child, r.relname as child_name, a.attname as column from pg_constraint c
    join pg_class r on r.oid = c.conrelid
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where of_action = 'insert' and c.contype = 'f' and c.confrelid = relation and c.confdeltype in ('c', 'n') and cardinality(c.conkey) = 1
      and r.relname <> 'event'
  loop
    execute format($q$
        select jsonb_agg(epic_events.changed_since(%1$L, id, %2$L, 0)) from (
          select t.id from %3$s t where t.%2$I = any ($1) %4$s and not exists (
            select from epic_events.audit_log a where a.operation = $2 and a.user_id = $3 and a.action = 'insert' and a.table_name = %1$L
              and a.row_id = t.id)
          order by t.id limit 20) x $q$, key.child_name, key.column, key.child,
        -- A note that was taken back is nobody's work any more.
        case key.child_name when 'interaction' then 'and t.cancelled_at is null' else '' end)
      into more using ids, of_operation, of_user;
    conflicts := conflicts || coalesce(more, '[]');
  end loop;
  return conflicts;
end $$;
--> statement-breakpoint
-- Does the opposite of these entries, which did one thing to rows of one table, through its view. @returns how many rows
--   * Of an update, the columns that it changed and no other.
--   * Rows that were deleted come back with their ids and the time when they were made, which nobody else can write. Their version goes on, so
--     that nobody who saw the row before takes it for unchanged. What follows from the record above is filled in anew.
--   * A note is hidden or shown; nobody has the right to change one otherwise. Those that went with a client come back as they were, whoever
--     wrote them, and move nothing.
create function epic_events.undo_write(of_table text, of_action text, entries bigint[], ids bigint[]) returns bigint
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  columns constant text[] := array(
    select c from unnest(epic_events.written_columns(of_table)) c
    where c <> all (epic_events.followed(of_table) || array['version', 'updated_at'])
      and c in (select jsonb_object_keys(a.old_values) from audit_log a where a.id = any (entries)));
  named constant text := (select string_agg(format('%I', c), ', ') from unnest(columns) c);
  kept constant text := (select string_agg(format('x.%I', c), ', ') from unnest(columns) c);
  done bigint;
begin
  if of_table = 'interaction' and of_action = 'delete' then
    perform set_config('epic_events.refill', 'on', true);
    execute format($q$
        insert into epic_events.interaction (%s)
        select %s from epic_events.audit_log a cross join lateral jsonb_populate_record(null::epic_events.interaction, a.old_values) x
        where a.id = any ($1) order by a.row_id $q$, named, kept) using entries;
  elsif of_table = 'interaction' then
    update interaction t set cancelled_at = case of_action when 'insert' then clock_timestamp() end
    where t.id = any (ids) and t.id in (select i.id from epic_events_api.interaction i where i.id = any (ids))
      and ((select epic_events.can('interaction:create'))
        or (select epic_events.can('interaction:create:own')) and t.client_id in (select epic_events.my_ids('client', 'own'))
        or (select epic_events.can('interaction:create:assigned')) and t.client_id in (select epic_events.my_ids('client', 'assigned')));
  elsif of_action = 'insert' then
    execute format('delete from epic_events_api.%I t where t.id = any ($1)', of_table) using ids;
  elsif of_action = 'delete' then
    execute format($q$
        insert into epic_events_api.%1$I (%2$s, version, updated_at)
        select %3$s, x.version + 1, clock_timestamp()
        from epic_events.audit_log a cross join lateral jsonb_populate_record(null::epic_events.%1$I, a.old_values) x
        where a.id = any ($1) order by a.row_id $q$, of_table, named, kept) using entries;
  elsif columns = '{}' then
    return cardinality(ids);
  else
    execute format($q$
        update epic_events_api.%1$I t set %2$s
        from epic_events.audit_log a cross join lateral jsonb_populate_record(null::epic_events.%1$I, a.old_values) x
        where t.id = a.row_id and a.id = any ($1) $q$,
      of_table, (select string_agg(format('%1$I = case when a.new_values ? %1$L then x.%1$I else t.%1$I end', c), ', ') from unnest(columns) c))
      using entries;
  end if;
  get diagnostics done = row_count;
  perform set_config('epic_events.refill', 'off', true);
  return done;
end $$;
--> statement-breakpoint
-- Sets back what a key or a trigger wrote, where it still holds that. Not through the view: a deletion empties these columns for
-- everybody, whether the person could have done so or not.
create function epic_events.undo_refill(of_table text, entries bigint[]) returns void
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare col text;
begin
  perform set_config('epic_events.refill', 'on', true);
  foreach col in array epic_events.refilled(of_table) loop
    execute format($q$
        update epic_events.%1$I t set %2$I = x.%2$I
        from epic_events.audit_log a
        cross join lateral jsonb_populate_record(null::epic_events.%1$I, a.old_values) x
        cross join lateral jsonb_populate_record(null::epic_events.%1$I, a.new_values) n
        where t.id = a.row_id and a.id = any ($1) and a.new_values ? %2$L and t.%2$I is not distinct from n.%2$I $q$, of_table, col)
      using entries;
  end loop;
  perform set_config('epic_events.refill', 'off', true);
end $$;
--> statement-breakpoint
-- What the caller did, the latest operation first; or, where the beginning of an id is given, the operations that it means: of eight
-- characters at least, or all of it, of everybody where the caller may read the log. `parts` is what a sentence is made of: for each table and
-- action how many rows, the first of them with its name where the caller may still see it, and the columns.
create function epic_events.operations(beginning text default null, most integer default 20)
returns table (operation text, user_id integer, user_name text, at timestamptz, command text, changes bigint, hindrance text, parts jsonb)
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  me constant integer := epic_events.uid();
  everybody constant boolean := epic_events.can('audit:list');
  seen text[] := '{}'; place bigint := 9223372036854775807; entry record;
begin
  perform epic_events.require_person(me, 'audit_log');
  if beginning is null then
    loop
      exit when cardinality(seen) >= most;
      select a.id, a.operation into entry from audit_log a
      where a.user_id = me and a.id < place and a.operation is not null and a.operation <> all (seen) order by a.id desc limit 1;
      exit when not found;
      place := entry.id; seen := seen || entry.operation;
      return query select * from epic_events.operation_parts(me, entry.operation);
    end loop;
    return;
  end if;
  return query
    select p.* from (
      select distinct a.operation, a.user_id from audit_log a
      where (a.operation = beginning or length(beginning) >= 8 and a.operation ~>=~ beginning and a.operation ~<~ (beginning || chr(1114111)))
        and (a.user_id = me or everybody and a.user_id is not null)
      limit most) o
    cross join lateral epic_events.operation_parts(o.user_id, o.operation) p order by p.at desc;
end $$;
--> statement-breakpoint
-- One operation, as `operations` answers it.
create function epic_events.operation_parts(of_user integer, of_operation text)
returns table (operation text, user_id integer, user_name text, at timestamptz, command text, changes bigint, hindrance text, parts jsonb)
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
    with entries as (
      select a.* from audit_log a where a.operation = of_operation and a.user_id = of_user
        and (a.derived is distinct from true or a.action = 'delete' or a.table_name = 'role')),
    kinds as (
      select e.table_name, e.action, count(*) as rows, min(e.id) as first,
        case when e.action = 'update' then array(select distinct k from entries o, jsonb_object_keys(o.new_values) k
          where o.table_name = e.table_name and o.action = 'update' and k <> all (epic_events.followed(e.table_name)) order by k) end as columns
      from entries e group by e.table_name, e.action)
    select of_operation, of_user, (select e.user_name from entries e order by e.id desc limit 1), max(e.at), max(e.command), count(*),
      max(epic_events.hindrance(e.table_name, e.action, e.new_values, e.derived)),
      (select jsonb_agg(jsonb_build_object('table', k.table_name, 'action', k.action, 'count', k.rows, 'id', f.row_id, 'columns', k.columns,
          'label', epic_events.label_of(k.table_name, f.row_id, coalesce(f.old_values, f.new_values))) order by k.first)
        from kinds k join entries f on f.id = k.first)
    from entries e having count(*) > 0;
end $$;
--> statement-breakpoint
-- The name of a record as the caller may know it: of one that is there as the view shows it, of one that is gone as the log kept it, for somebody who
-- may see records of the kind.
create function epic_events.label_of(of_table text, of_row bigint, kept jsonb) returns text
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  named constant text := case of_table when 'client' then 'full_name' when 'users' then 'full_name' when 'company' then 'name'
    when 'event' then 'title' when 'role' then 'name' end;
  label text; there boolean; of_client bigint := (kept ->> 'client_id')::bigint;
begin
  -- These have no name: they are known by their client's.
  if of_table in ('contract', 'interaction') then
    if of_client is null then
      execute format('select t.client_id from epic_events_api.%I t where t.id = $1', of_table) into of_client using of_row;
    end if;
    return epic_events.label_of('client', of_client, null);
  end if;
  if named is null then return null; end if;
  execute format('select t.%I from epic_events_api.%I t where t.id = $1', named, case of_table when 'users' then 'colleague' else of_table end)
    into label using of_row;
  if label is not null then return label; end if;
  execute format('select exists (select from epic_events.%I t where t.id = $1)', of_table) into there using of_row;
  if there or not epic_events.may_see_some(case of_table when 'users' then 'user' else of_table end) then return null; end if;
  return kept ->> named;
end $$;
--> statement-breakpoint
-- What the caller changed in one record, the latest first: nothing of a row that they may no longer see. Not by a policy on the log, which would
-- open its plans to everybody.
create function epic_events.my_changes(of_table text, of_row bigint, before bigint default null, most integer default 1000)
returns setof epic_events.audit_log
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare me constant integer := epic_events.uid(); seen boolean;
begin
  perform epic_events.require_person(me, 'audit_log');
  if of_table is null or of_table not in ('users', 'role', 'company', 'client', 'contract', 'event', 'interaction') then return; end if;
  execute format('select exists (select from epic_events_api.%I t where t.id = $1)', of_table) into seen using of_row;
  if not seen then return; end if;
  return query select a.* from audit_log a
    where a.table_name = of_table and a.row_id = of_row and a.user_id = me and a.id < coalesce(before, 9223372036854775807)
    order by a.id desc limit most;
end $$;
--> statement-breakpoint
revoke all on function epic_events.hindrance(text, text, jsonb, boolean), epic_events.refilled(text), epic_events.followed(text),
  epic_events.codes_to_undo(text, text, jsonb, boolean), epic_events.changed_since(text, bigint, text, bigint), epic_events.undo(bigint, text),
  epic_events.written_columns(text), epic_events.undo_compare(text, text, bigint[], bigint[], bigint, text, text),
  epic_events.undo_write(text, text, bigint[], bigint[]), epic_events.undo_refill(text, bigint[]), epic_events.operations(text, integer),
  epic_events.operation_parts(integer, text), epic_events.label_of(text, bigint, jsonb), epic_events.my_changes(text, bigint, bigint, integer)
  from public;
--> statement-breakpoint
grant execute on function epic_events.undo(bigint, text), epic_events.operations(text, integer),
  epic_events.my_changes(text, bigint, bigint, integer) to epic_events_app;
--> statement-breakpoint
-- `undo` writes through the views as the owner of the tables: ids, versions and times too, which nobody else is granted.
do $do$
declare the_owner constant text := (select nspowner::regrole::text from pg_namespace where nspname = 'epic_events');
begin
  execute format('grant usage on schema epic_events_api to %s', the_owner);
  execute format('grant select, insert, update, delete on epic_events_api.company, epic_events_api.client, epic_events_api.contract,
    epic_events_api.event to %s', the_owner);
  execute format('grant select, update (username, full_name, email, phone) on epic_events_api.users to %s', the_owner);
  execute format('grant select on epic_events_api.role, epic_events_api.interaction, epic_events_api.colleague to %s', the_owner);
end $do$;
--> statement-breakpoint
update epic_events.meta set schema_version = 18;
