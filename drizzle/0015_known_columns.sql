-- The columns that no view of a record shows, named here and not read from the catalogue of PostgreSQL: the first write of a connection took a
-- fourteenth of its time to plan that query. Every function that asks is called for these tables only, or for tables that hide nothing; a
-- test compares each list with what the view shows. Tables are compared by their oids: how a name is written is a setting of the caller's
-- (quote_all_identifiers), who would then find the hashes of passwords in the log.
create or replace function epic_events.hidden_columns(relation oid) returns text[]
language plpgsql stable parallel restricted
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return case relation
    when 'epic_events.users'::regclass then array['password_hash', 'must_change', 'name_key', 'search', 'words']
    when 'epic_events.company'::regclass then array['name_key', 'search']
    when 'epic_events.client'::regclass then array['name_key', 'search', 'words', 'has_contract']
    when 'epic_events.contract'::regclass then array['total_cents', 'due_cents', 'words', 'has_event']
    when 'epic_events.event'::regclass then array['title_key', 'search', 'words']
    else '{}' end;
end $$;
--> statement-breakpoint
update epic_events.meta set schema_version = 16;
