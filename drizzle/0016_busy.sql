CREATE INDEX "event_support_long_idx" ON "epic_events"."event" USING btree ("support_contact_id","end_date","id","start_date","commercial_id") WHERE end_date - start_date > interval '7 days';--> statement-breakpoint
-- When people are busy (docs/TRUST.md §3, "Clashes"). Two events of one support colleague clash when each begins before the other ends. They are
-- looked for among all events of that person, also those that the caller may not see: of these the times are told, and nothing else.

-- The events of a person that overlap a span of time, for the functions below, past row-level security. As in a list, those of at most a week
-- are a range of starts, and the few longer ones have an index of their own. Nobody is granted it.
create function epic_events.engagements(person integer, since timestamptz, until timestamptz, besides integer)
returns table (id integer, title text, full_address text, commercial_id integer, start_date timestamptz, end_date timestamptz)
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
    select e.id, e.title, e.full_address, e.commercial_id, e.start_date, e.end_date from event e
    where e.support_contact_id = person and e.start_date >= since - interval '7 days' and e.start_date < until and e.end_date > since
      and e.end_date - e.start_date <= interval '7 days' and e.id is distinct from besides
    union all
    select e.id, e.title, e.full_address, e.commercial_id, e.start_date, e.end_date from event e
    where e.support_contact_id = person and e.end_date - e.start_date > interval '7 days' and e.end_date > since and e.start_date < until
      and e.id is distinct from besides;
end $$;
--> statement-breakpoint
-- When these people are busy between two instants: the choice of a support, and the warning that somebody already has an event then.
-- Whoever may assign support, with whatever scope, may ask about everybody, because they could assign anybody. Whoever may change the event
-- `besides` may ask about the support of that event. Everybody else hears of nobody. Of an event that the caller may not see, id, title and
-- address are null.
--
-- besides: an event that is left out, because it is the one that is to be assigned or changed
create function epic_events.busy(people integer[], since timestamptz, until timestamptz, besides integer default null)
returns table (person integer, id integer, title text, full_address text, start_date timestamptz, end_date timestamptz)
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  me constant integer := epic_events.uid();
  asked integer[] := people;
  everyone boolean; own boolean; assigned boolean;
begin
  if not epic_events.can('event:assign_support', 'event:assign_support:own', 'event:assign_support:own_client', 'event:assign_support:assigned') then
    asked := array(select e.support_contact_id from event e where e.id = besides and e.support_contact_id = any (people)
      and ((select epic_events.can('event:update'))
        or (select epic_events.can('event:update:own', 'event:update:own_client')) and e.commercial_id = me
        or (select epic_events.can('event:update:assigned')) and e.support_contact_id = me));
  end if;
  if me is null or cardinality(asked) = 0 then return; end if;
  everyone := epic_events.can('event:list', 'event:view');
  own := epic_events.can('event:list:own', 'event:view:own', 'event:list:own_client', 'event:view:own_client');
  assigned := epic_events.can('event:list:assigned', 'event:view:assigned');
  return query
    select p.id, case when s.seen then x.id end, case when s.seen then x.title end, case when s.seen then x.full_address end,
      x.start_date, x.end_date
    from (select distinct unnest(asked) as id) p
      cross join lateral epic_events.engagements(p.id, since, until, besides) x
      cross join lateral (select everyone or own and x.commercial_id = me or assigned and p.id = me as seen) s;
end $$;
--> statement-breakpoint
-- `--strict`: with the setting `epic_events.strict` the support of an event must be free. The row of the support is locked before anything is
-- looked at, so that of two people who assign them at once the second sees the event of the first. The lock is that of the other rules or a
-- stronger one, and is taken before theirs (the name comes before c_rule_insert and c_rule_update): nobody waits for somebody who waits for them.
-- Whoever gets past the guard may assign the event or change it, and hears no more than from `busy`.
create function epic_events.rule_support_free() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare clashes bigint; seen json;
begin
  perform 1 from users u where u.id = new.support_contact_id for no key update;
  select count(*), coalesce(json_agg(c.id order by c.place) filter (where c.id is not null and c.place <= 10), '[]') into clashes, seen
  from (select b.id, row_number() over (order by b.id is null, b.start_date, b.id) as place
    from epic_events.busy(array[new.support_contact_id], new.start_date, new.end_date, new.id) b) c;
  if clashes > 0 then
    raise exclusion_violation using message = 'the support has another event then',
      constraint = 'event_support_free', table = 'event', schema = 'epic_events',
      detail = json_build_object('support', new.support_contact_id, 'clashes', clashes, 'events', seen)::text;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger c_rule_free_insert before insert on epic_events.event for each row
  when (new.support_contact_id is not null and new.start_date < new.end_date and current_setting('epic_events.strict', true) = 'on')
  execute function epic_events.rule_support_free();
--> statement-breakpoint
create trigger c_rule_free_update before update of support_contact_id, start_date, end_date on epic_events.event for each row
  when (new.support_contact_id is not null and new.start_date < new.end_date and current_setting('epic_events.strict', true) = 'on')
  execute function epic_events.rule_support_free();
--> statement-breakpoint
revoke all on function epic_events.engagements(integer, timestamptz, timestamptz, integer),
  epic_events.busy(integer[], timestamptz, timestamptz, integer), epic_events.rule_support_free() from public;
--> statement-breakpoint
grant execute on function epic_events.busy(integer[], timestamptz, timestamptz, integer) to epic_events_app;
--> statement-breakpoint
update epic_events.meta set schema_version = 17;
