-- Who somebody is, in less time: the same conditions as in 0012, asked one table after the other.
--
-- Every command begins on a connection of its own, which plans each query of these functions once, and then asks them in as many places of the
-- statement as there are policies. A join of three tables costs more to plan than three lookups by key. What is rarely asked is a statement of
-- its own, because PL/pgSQL plans a statement when it comes to it. Written in SQL instead (`begin atomic`) a function is planned anew in
-- every place that calls it: `client view` took a sixth longer.

-- The person whose session's secret stands in `epic_events.session`, or null: of those who have to change their password first, or of the
-- others. The secret must be live and of the session's present generation, its user active and with the password of the login, and it
-- must have been made by an earlier, committed transaction: somebody who calls login or refresh inside a transaction can still roll it back.
-- READ COMMITTED only: an older snapshot would still see a deactivated user as active. The function is STABLE, so all its statements see the
-- database as the statement does that calls it. No variable holds a secret.
create or replace function epic_events.person_of_session(changing boolean) returns integer
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  token record;
  opened record;
begin
  select k.session_id, k.generation into token
  from session_secret k
  where k.hash = sha256(convert_to(nullif(current_setting('epic_events.session', true), ''), 'UTF8'))
    and k.kind = 'a'
    and k.expires_at > clock_timestamp()
    and k.made_by is distinct from pg_current_xact_id_if_assigned()
    and current_setting('transaction_isolation') = 'read committed';
  if not found then return null; end if;
  select s.user_id, s.created_at, s.generation into opened
  from session s
  where s.id = token.session_id and s.revoked_at is null and s.ends_at > clock_timestamp();
  if not found then return null; end if;
  -- A command of another terminal that began before the tokens were rotated has ten seconds to end.
  if token.generation is distinct from opened.generation then
    if token.generation is distinct from opened.generation - 1 then return null; end if;
    if not exists (
      select from session_secret k join session_secret r on r.hash = k.refresh_hash
      where k.hash = sha256(convert_to(nullif(current_setting('epic_events.session', true), ''), 'UTF8'))
        and r.used_at > clock_timestamp() - interval '10 seconds')
    then return null; end if;
  end if;
  if exists (select from ended e where e.session_id = token.session_id) then return null; end if;
  -- As is_ended and is_barred. The second is only called where there may be something.
  if exists (select from ended e where e.user_id = opened.user_id and e.session_id is null and e.why <> 'reactivated') then
    if exists (
      select from ended e where e.user_id = opened.user_id and e.session_id is null
        and (e.at >= opened.created_at and e.why <> 'reactivated' or e.why = 'deactivated' and epic_events.is_barred(opened.user_id)))
    then return null; end if;
  end if;
  return (
    select u.id from users u
    where u.id = opened.user_id and u.is_active and u.must_change = changing
      and coalesce((select s.password_seen from session s where s.id = token.session_id), sha256(convert_to(u.password_hash, 'UTF8')))
        = sha256(convert_to(u.password_hash, 'UTF8')));
end $$;
--> statement-breakpoint
-- Does my role hold one of these codes?
create or replace function epic_events.can(variadic codes text[]) returns boolean
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare me constant integer := epic_events.person_of_session(false);
begin
  return exists (select from role r where r.id = (select u.role_id from users u where u.id = me) and r.permissions && codes);
end $$;
--> statement-breakpoint
-- Who asks and which schema this is, in one go: every statement of the program fetches it along with its rows; and who has to change their
-- password first, if that is why nobody is signed in.
create or replace function epic_events.facts() returns json
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  schema record;
  me record;
  mine record;
begin
  select m.schema_version, m.oldest_binary into schema from meta m;
  if not found then return null; end if;
  select u.id, u.username, u.full_name, u.role_id into me from users u where u.id = (select epic_events.person_of_session(false));
  select r.name, r.permissions into mine from role r where r.id = me.role_id;
  return json_build_object(
    'user_id', me.id, 'username', me.username, 'full_name', me.full_name, 'role_id', me.role_id, 'role', mine.name,
    'permissions', coalesce(mine.permissions, '{}'),
    'session_ends_at', case when me.id is not null then (
      select s.ends_at from session s where s.id = (
        select k.session_id from session_secret k
        where k.hash = sha256(convert_to(nullif(current_setting('epic_events.session', true), ''), 'UTF8')))) end,
    'schema_version', schema.schema_version, 'oldest_binary', schema.oldest_binary,
    'anybody', me.id is not null or exists (select from users),
    'must_change', case when me.id is null then (
      select json_build_object('id', p.id, 'username', p.username) from users p where p.id = (select epic_events.person_of_session(true))) end);
end $$;
--> statement-breakpoint
update epic_events.meta set schema_version = 14;
