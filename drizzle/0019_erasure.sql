-- A person's data (docs/TRUST.md §3, "Erasure"): what is kept about a client is given to them, and replaced when it must go.

-- The columns that are personal of a client, and what takes the place of each; `#` is the id of the row. As src/db/personal.ts has it.
create function epic_events.personal() returns jsonb
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return '{
    "client": {"full_name": "erased-#", "email": "erased-#@erased.invalid", "phone": null},
    "interaction": {"text": null},
    "event": {"title": "erased", "full_address": "erased", "notes": null},
    "payment": {"reference": null, "cancelled_why": null},
    "instalment": {"label": null}
  }';
end $$;
--> statement-breakpoint
-- A text as its words are compared: folded, with one space between two words and at both ends.
create function epic_events.plain(said text) returns text
language plpgsql immutable strict parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return regexp_replace(' ' || epic_events.fold(said) || ' ', '[[:space:][:punct:]]+', ' ', 'g');
end $$;
--> statement-breakpoint
-- Does a text name somebody? As whole words; a name in letters other than Latin ones, which need not have spaces around them, anywhere.
--
-- names: plain texts
create function epic_events.mentions(said text, names text[]) returns boolean
language plpgsql immutable parallel safe security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare plain constant text := epic_events.plain(said);
begin
  return exists (select from unnest(names) n
    where position(n in plain) > 0 or n ~ '[^ -~]' and position(btrim(n) in plain) > 0);
end $$;
--> statement-breakpoint
-- What the log has kept of a row, without what is personal, at any depth: a merge keeps whole rows in one entry. A null stays null.
--
-- of_row: whose id takes the place of `#`, where an object has none of its own
-- names: plain texts; where they are given, only a text that mentions one of them is replaced
create function epic_events.impersonal(kept jsonb, of_row bigint, names text[] default null) returns jsonb
language plpgsql immutable parallel safe security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  -- With what follows from them, which somebody may have kept along.
  columns constant jsonb := (select jsonb_object_agg(c.key, c.value) from jsonb_each(epic_events.personal()) t, jsonb_each(t.value) c)
    || '{"name_key": null, "title_key": null, "search": null, "words": null}';
  own_id text := of_row::text;
begin
  case jsonb_typeof(kept)
  when 'object' then
    if jsonb_typeof(kept -> 'id') = 'number' then own_id := kept ->> 'id'; end if;
    return (
      select coalesce(jsonb_object_agg(e.key, case
        when not columns ? e.key then epic_events.impersonal(e.value, own_id::bigint, names)
        when e.value = 'null' or names is not null and not epic_events.mentions(e.value #>> '{}', names) then e.value
        else coalesce(to_jsonb(replace(columns ->> e.key, '#', own_id)), 'null') end), '{}')
      from jsonb_each(kept) e);
  when 'array' then
    return (select coalesce(jsonb_agg(epic_events.impersonal(e.value, of_row, names) order by e.place), '[]')
      from jsonb_array_elements(kept) with ordinality e(value, place));
  else return kept;
  end case;
end $$;
--> statement-breakpoint
-- The clients that were merged into this one, and it itself, also where some of them had been merged before.
create function epic_events.merged_into(of_client integer) returns integer[]
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return array(
    with recursive chain(id) as (
      select of_client union select m.dropped_id from chain c join merged m on m.table_name = 'client' and m.kept_id = c.id)
    select id from chain order by id);
end $$;
--> statement-breakpoint
-- The rows of a table that hang on these records, or did once: the log knows those that were deleted, and those that were moved. A deleted row is
-- whose it was then.
--
-- lost: records on which only what once hung is wanted
create function epic_events.rows_under(of_table text, key text, records bigint[], lost bigint[] default '{}')
returns table (row_id bigint, theirs boolean)
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return query execute format($q$
    with present as materialized (select t.id::bigint as id, t.%2$I = any ($1) as theirs from epic_events.%1$I t where t.%2$I = any ($1 || $2)),
      logged as (
        select a.row_id as id, bool_or(a.action = 'delete' and a.old_values ->> %2$L = any ($3)) as theirs from epic_events.audit_log a
        where a.table_name = %1$L and (a.old_values ->> %2$L = any ($3 || $4) or a.new_values ->> %2$L = any ($3 || $4))
        group by a.row_id)
    select p.id, p.theirs from present p
    union all
    select l.id, l.theirs and not exists (select from epic_events.%1$I t where t.id = l.id) from logged l
    where l.id not in (select p.id from present p) $q$, of_table, key)
  using records, lost, records::text[], lost::text[];
end $$;
--> statement-breakpoint
-- Everything that is kept of these clients, there or only in the log. Not `theirs`: it was once, and is somebody else's by now.
create function epic_events.records_of(clients integer[]) returns table (table_name text, row_id bigint, theirs boolean)
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare held bigint[]; lost bigint[]; child text;
begin
  return query select 'client', c::bigint, true from unnest(clients) c;
  return query select 'interaction', u.row_id, u.theirs from epic_events.rows_under('interaction', 'client_id', clients) u;
  select coalesce(array_agg(u.row_id) filter (where u.theirs), '{}'), coalesce(array_agg(u.row_id) filter (where not u.theirs), '{}')
  into held, lost from epic_events.rows_under('contract', 'client_id', clients) u;
  return query select 'contract', c, true from unnest(held) c union all select 'contract', c, false from unnest(lost) c;
  foreach child in array array['event', 'payment', 'instalment'] loop
    return query select child, u.row_id, u.theirs from epic_events.rows_under(child, 'contract_id', held, lost) u;
  end loop;
end $$;
--> statement-breakpoint
-- What these clients were ever called, by name, email and phone, as plain texts; what took the place of that does not count.
create function epic_events.names_of(clients integer[]) returns text[]
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return array(
    select distinct p.plain
    from (
      select v.value from client c, unnest(array[c.full_name, c.email, c.phone]) v(value) where c.id = any (clients)
      union all
      select v.value from audit_log a, unnest(array[a.old_values, a.new_values]) o(kept),
        unnest(array[o.kept ->> 'full_name', o.kept ->> 'email', o.kept ->> 'phone']) v(value)
      where a.table_name = 'client' and a.row_id = any (clients) and a.action <> 'merge') s
    cross join lateral (select epic_events.plain(s.value) as plain) p
    where btrim(p.plain) <> '' and p.plain !~ '^ erased [0-9 ]+(erased invalid )?$');
end $$;
--> statement-breakpoint
-- Replaces what is personal in the rows of a table.
--
-- ids: of the rows
-- tag: what takes the place of `#`
-- names: as for `impersonal`
-- @returns how many rows have changed
create function epic_events.erase_rows(of_table text, ids bigint[], tag text, names text[] default null) returns bigint
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare assignments text; differs text; changed bigint;
begin
  select string_agg(format('%1$I = case when %2$s then %3$s else t.%1$I end', key, wanted, value), ', '), string_agg(wanted, ' or ')
  into assignments, differs
  from (
    select c.key, coalesce(quote_literal(replace(c.value #>> '{}', '#', tag)), 'null') as value from jsonb_each(epic_events.personal() -> of_table) c) r
  cross join lateral (
    select format('(t.%1$I is not null and t.%1$I is distinct from %2$s and ($2 is null or epic_events.mentions(t.%1$I, $2)))', r.key, r.value)
      as wanted) w;
  execute format('update epic_events.%I t set %s where t.id = any ($1) and (%s)', of_table, assignments, differs) using ids, names;
  get diagnostics changed = row_count;
  return changed;
end $$;
--> statement-breakpoint
-- Erases the data of a client: replaces what is personal in its row, in everything under it, and in whatever the log has kept of these and of those
-- merged into it. Amounts, dates and ids stay. The log gets one entry without a value.
--
-- Judges by itself, because nobody has the right to change a note or the log. The rows are locked before they are read, so that what somebody
-- writes under the client at this moment is either seen or comes afterwards; and no undo runs meanwhile, which could bring back what it read
-- before. The rows are written as nobody, as the owner's own work, which the guards let pass, and `epic_events.erasing` keeps it out of the log.
-- That setting means something only where `as_owner()` is true and nobody is signed in: keys and triggers of ours, which write as the owner for whoever
-- set it, still write into the log.
--
-- why: the reason, which names nobody
-- as_of: when it was erased first, where that is done again after an older backup was restored. Then nothing is refused for what is due, and a
--   client that was made later is somebody else, who has the same id
-- @returns null where the caller sees no such client; else `client`, `merged` (into which it was; then nothing is done), `other` (it was made
--   later), `since` (it was erased before), `due`, and how many rows of which table were replaced
create function epic_events.erase_client(of_client integer, why text, as_of timestamptz default null) returns jsonb
language plpgsql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  me constant integer := epic_events.uid();
  own_session constant text := current_setting('epic_events.session', true);
  said constant text := current_setting('epic_events.command', true);
  seen record; clients integer[]; names text[]; touching bigint[]; others bigint[]; kept integer; since timestamptz; tag text;
  unpaid bigint; remaining numeric; coming bigint; of_table text; changed bigint; more bigint; replaced jsonb := '{}'; records jsonb;
begin
  perform epic_events.require_person(me, 'client');
  if pg_trigger_depth() > 0 then
    raise object_not_in_prerequisite_state using message = 'erase_client: not in a trigger';
  end if;
  if not epic_events.can('client:erase', 'client:erase:own', 'client:erase:assigned') then
    raise insufficient_privilege using message = 'permission client:erase needed', detail = 'client:erase', table = 'client', schema = 'epic_events';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('epic_events.erasure', 0));
  select ((select epic_events.can('client:erase')) or ((select epic_events.can('client:erase:own')) and c.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:erase:assigned')) and c.id in (select epic_events.my_ids('client', 'assigned')))) as may,
    c.created_at into seen
  from client c
  where c.id = of_client
    and ((select epic_events.can('client:list', 'client:view')) or ((select epic_events.can('client:list:own', 'client:view:own')) and c.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:list:assigned', 'client:view:assigned')) and c.id in (select epic_events.my_ids('client', 'assigned'))));
  if found then
    if seen.may is not true then
      raise insufficient_privilege using message = 'permission client:erase needed', detail = 'client:erase', table = 'client', schema = 'epic_events';
    end if;
    perform from client c where c.id = of_client and ((select epic_events.can('client:erase')) or ((select epic_events.can('client:erase:own')) and c.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:erase:assigned')) and c.id in (select epic_events.my_ids('client', 'assigned'))))
      for update;
    -- It was deleted, merged or handed over a moment ago.
    if not found then return null; end if;
  else
    -- Of a client that is gone the log still holds everything. It is nobody's, so a scope does not reach it.
    if not epic_events.can('client:erase') or not epic_events.can('client:list', 'client:view') then return null; end if;
    with recursive chain(id) as (
      select of_client union select m.kept_id from chain c join merged m on m.table_name = 'client' and m.dropped_id = c.id)
    select id into kept from chain where id <> of_client and exists (select from client k where k.id = chain.id);
    if kept is not null then return jsonb_build_object('client', of_client, 'merged', kept); end if;
    select min(a.at) as created_at into seen from audit_log a where a.table_name = 'client' and a.row_id = of_client and a.action <> 'erase';
    if seen.created_at is null then return null; end if;
  end if;
  if seen.created_at > as_of then return jsonb_build_object('client', of_client, 'other', true); end if;
  select e.at into since from erasure e where e.client_id = of_client;
  clients := epic_events.merged_into(of_client);
  perform from contract k where k.client_id = any (clients) order by k.id for update;

  select count(*), sum(k.remaining_amount) into unpaid, remaining from contract k
  where k.client_id = any (clients) and k.is_signed and k.remaining_amount > 0;
  select count(*) into coming from event e join contract k on k.id = e.contract_id where k.client_id = any (clients) and e.end_date > now();
  if as_of is null and unpaid > 0 then
    raise check_violation using message = 'money is due', constraint = 'erase_money_due', table = 'client', schema = 'epic_events',
      detail = json_build_object('client', of_client, 'contracts', unpaid, 'remaining', remaining::text)::text;
  end if;
  if as_of is null and coming > 0 then
    raise check_violation using message = 'an event is to come', constraint = 'erase_event_coming', table = 'client', schema = 'epic_events',
      detail = json_build_object('client', of_client, 'events', coming)::text;
  end if;
  names := epic_events.names_of(clients);
  if epic_events.mentions(why, names) then
    raise check_violation using message = 'the reason names the client', constraint = 'erase_reason_names', table = 'erasure', schema = 'epic_events';
  end if;

  -- Somebody may have taken the address.
  select t.tag into tag
  from generate_series(0, 10000) n cross join lateral (select of_client || case n when 0 then '' else '-' || n end as tag) t
  where not exists (select from client c where lower(c.email) = 'erased-' || t.tag || '@erased.invalid' and c.id <> of_client) order by n limit 1;
  -- Once, because the log is read for it.
  select jsonb_agg(to_jsonb(r)) into records from epic_events.records_of(clients) r;
  perform set_config('epic_events.session', '', true), set_config('epic_events.erasing', 'on', true);
  foreach of_table in array array['client', 'event', 'interaction', 'payment', 'instalment'] loop
    select coalesce(array_agg(r.row_id) filter (where r.theirs), '{}'), coalesce(array_agg(r.row_id) filter (where not r.theirs), '{}')
    into touching, others from jsonb_to_recordset(records) r(table_name text, row_id bigint, theirs boolean) where r.table_name = of_table;
    changed := epic_events.erase_rows(of_table, touching, tag) + epic_events.erase_rows(of_table, others, tag, names);
    replaced := replaced || jsonb_build_object(of_table, changed);
  end loop;

  -- An entry whose values were replaced is marked, so that it is never taken back.
  update audit_log t set old_values = x.before, new_values = coalesce(x.after, '{}') || '{"erased": true}'
  from jsonb_to_recordset(records) r(table_name text, row_id bigint, theirs boolean)
  join audit_log a on a.table_name = r.table_name and a.row_id = r.row_id and a.action <> 'erase'
  cross join lateral (select case when r.theirs then null else names end as only) o
  cross join lateral (select epic_events.impersonal(a.old_values, a.row_id, o.only) as before, epic_events.impersonal(a.new_values, a.row_id, o.only) as after) x
  where t.id = a.id and (x.before, x.after) is distinct from (a.old_values, a.new_values);
  get diagnostics changed = row_count;
  -- A merge that was undone is kept by the log of both, in one entry, and what it copied in those that followed.
  with merges as materialized (
    select a.id, a.row_id from audit_log a
    where a.table_name = 'client' and a.action = 'merge' and (a.row_id = any (clients) or exists (
      select from unnest(array[a.old_values, a.new_values]) v(kept)
      where jsonb_path_exists(v.kept, '$.** ? (exists (@.full_name)).id ? (@ == $ids[*])', jsonb_build_object('ids', to_jsonb(clients)))))),
  entries as (
    select m.id, null::text[] as only from merges m
    union
    select a.id, names from audit_log a
    where a.table_name = 'client' and a.row_id <> all (clients) and a.action = 'update'
      and a.id > (select min(m.id) from merges m where m.row_id = a.row_id))
  update audit_log t set old_values = x.before, new_values = coalesce(x.after, '{}') || '{"erased": true}'
  from entries e join audit_log a on a.id = e.id
  cross join lateral (select epic_events.impersonal(a.old_values, a.row_id, e.only) as before, epic_events.impersonal(a.new_values, a.row_id, e.only) as after) x
  where t.id = a.id and (x.before, x.after) is distinct from (a.old_values, a.new_values);
  get diagnostics more = row_count;
  changed := changed + more;
  perform set_config('epic_events.session', coalesce(own_session, ''), true), set_config('epic_events.erasing', 'off', true);
  perform epic_events.require_person(me, 'client');

  replaced := replaced || jsonb_build_object('audit', changed);
  if since is null or exists (select from jsonb_each(replaced) r where r.value <> '0') then
    insert into erasure (client_id, at, user_id, reason) select c, least(coalesce(as_of, now()), now()), me, why from unnest(clients) c
    on conflict do nothing;
    insert into audit_log (user_id, user_name, operation, table_name, row_id, action, new_values, command, derived)
    values (me, (select u.full_name from users u where u.id = me), nullif(current_setting('epic_events.operation', true), ''), 'client', of_client,
      'erase', jsonb_build_object('reason', why), case when said ~ '^[a-z][a-z_ -]{0,63}$' collate "C" then said end, false);
  end if;
  return jsonb_build_object('client', of_client, 'since', since, 'due', unpaid + coming > 0, 'replaced', replaced);
end $$;
--> statement-breakpoint
-- Whose data were erased, the first first: all of it for who may erase everybody's, else what one has erased oneself.
create function epic_events.erasures() returns table (client_id integer, at timestamptz, user_id integer, user_name text, reason text)
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare me constant integer := epic_events.uid();
begin
  perform epic_events.require_person(me, 'erasure');
  if not epic_events.can('client:erase', 'client:erase:own', 'client:erase:assigned') then
    raise insufficient_privilege using message = 'permission client:erase needed', detail = 'client:erase', table = 'erasure', schema = 'epic_events';
  end if;
  return query select e.client_id, e.at, e.user_id, u.full_name, e.reason from erasure e left join users u on u.id = e.user_id
    where epic_events.can('client:erase') or e.user_id = me order by e.at, e.client_id;
end $$;
--> statement-breakpoint
-- The log of a client and of everything under it, for who may give them their data: also without the right to read the log, and of nothing else.
create function epic_events.client_changes(of_client integer) returns setof epic_events.audit_log
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if not epic_events.can('client:export', 'client:export:own', 'client:export:assigned') or not exists (
    select from client c where c.id = of_client
      and ((select epic_events.can('client:list', 'client:view')) or ((select epic_events.can('client:list:own', 'client:view:own')) and c.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:list:assigned', 'client:view:assigned')) and c.id in (select epic_events.my_ids('client', 'assigned'))))
      and ((select epic_events.can('client:export')) or ((select epic_events.can('client:export:own')) and c.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:export:assigned')) and c.id in (select epic_events.my_ids('client', 'assigned')))))
  then return; end if;
  return query select a.* from epic_events.records_of(epic_events.merged_into(of_client)) r
    join audit_log a on a.table_name = r.table_name and a.row_id = r.row_id where r.theirs order by a.id;
end $$;
--> statement-breakpoint
-- As in 0004, but that which `erase_client` replaces. Not SECURITY DEFINER: the setting lets nobody through but the owner, and only as nobody.
create or replace function epic_events.append_only() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if tg_op = 'UPDATE' and current_setting('epic_events.erasing', true) = 'on' and epic_events.as_owner() and epic_events.uid() is null then return null; end if;
  raise insufficient_privilege using message = 'audit_log is append-only';
end $$;
--> statement-breakpoint
-- What is erased does not go into the log, which would keep it. As in 0016 and 0017, the condition is asked as whoever writes.
do $do$
declare
  t text;
  ours constant text := $w$(pg_trigger_depth() > 0 or coalesce(current_setting('epic_events.refill', true) = 'on', false)) and epic_events.as_owner()$w$;
  erasing constant text := $w$coalesce(current_setting('epic_events.erasing', true) = 'on', false) and epic_events.as_owner() and epic_events.uid() is null$w$;
begin
  foreach t in array array(select jsonb_object_keys(epic_events.personal())) loop
    execute format('create or replace trigger audit after insert or update or delete on epic_events.%I for each row when (not (%s) and not (%s))
      execute function epic_events.audit()', t, ours, erasing);
    execute format('create or replace trigger audit_derived after insert or update or delete on epic_events.%I for each row when (%s and not (%s))
      execute function epic_events.audit(''derived'')', t, ours, erasing);
  end loop;
end $do$;
--> statement-breakpoint
-- As in 0017, and what was erased stays so.
create or replace function epic_events.hindrance(table_name text, action text, new_values jsonb, derived boolean) returns text
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return case
    when table_name in ('role', 'role_permission') then 'roles'
    when table_name = 'users' and (action <> 'update' or new_values ?| array['role_id', 'is_active', 'password']) then 'people'
    when action not in ('insert', 'update', 'delete', 'merge') then 'other'
    when derived is null then 'old'
    when new_values ? 'erased' then 'erased' end;
end $$;
--> statement-breakpoint
-- `undo` as it is, but that it refuses what was erased, and does not begin while something is being erased: what it has read by then would come back.
do $do$
declare
  was constant text := pg_get_functiondef('epic_events.undo(bigint, text)'::regprocedure);
  found_at constant text := $w$select count(*) filter (where not a.derived or a.action = 'delete'), max(epic_events.hindrance($w$;
  old_at constant text := $w$elsif why = 'old' then$w$;
  becomes constant text := replace(replace(was,
    found_at, $w$perform pg_advisory_xact_lock_shared(hashtextextended('epic_events.erasure', 0));
  $w$ || found_at),
    old_at, $w$elsif why = 'erased' then raise check_violation using message = 'erased since', constraint = 'undo_erased', table = 'audit_log', schema = 'epic_events';
  $w$ || old_at);
begin
  if length(becomes) < length(was) + length(found_at) or position('undo_erased' in becomes) = 0 then raise exception 'undo has changed'; end if;
  execute becomes;
end $do$;
--> statement-breakpoint
revoke all on function epic_events.personal(), epic_events.plain(text), epic_events.mentions(text, text[]), epic_events.impersonal(jsonb, bigint, text[]),
  epic_events.merged_into(integer), epic_events.rows_under(text, text, bigint[], bigint[]), epic_events.records_of(integer[]),
  epic_events.names_of(integer[]), epic_events.erase_rows(text, bigint[], text, text[]),
  epic_events.erase_client(integer, text, timestamptz), epic_events.erasures(), epic_events.client_changes(integer) from public;
--> statement-breakpoint
grant execute on function epic_events.erase_client(integer, text, timestamptz), epic_events.erasures(), epic_events.client_changes(integer) to epic_events_app;
--> statement-breakpoint
update epic_events.meta set schema_version = 20;
