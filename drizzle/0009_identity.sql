-- Who somebody is, logging in, and ending sessions (docs/TRUST.md §2). This replaces the functions of 0001 with the same names.
--
-- Every function of this schema fixes the settings that reach into it: with `debug_print_plan` anybody could print the plans of its
-- statements, and a custom plan holds the values of PL/pgSQL variables as constants. For the same reason no variable holds a secret.

-- Is this session over before its time? Rows of `ended` are only ever added, so nobody can keep one from being written by a lock.
create function epic_events.is_ended(session_id bigint, user_id integer, opened_at timestamptz) returns boolean
language sql stable security definer parallel restricted
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
  select exists (select from ended e where e.session_id = is_ended.session_id)
    or exists (select from ended e where e.user_id = is_ended.user_id and e.session_id is null and e.at >= opened_at
      and e.why <> 'reactivated')
$$;
--> statement-breakpoint
-- Is a deactivation the last word that `ended` has about this user?
create function epic_events.is_put_out(target integer) returns boolean
language sql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
  select coalesce((
    select e.why = 'deactivated' from ended e
    where e.user_id = target and e.why in ('deactivated', 'reactivated') order by e.id desc limit 1), false)
$$;
--> statement-breakpoint
-- Was this user deactivated by a row of `ended` alone? See epic_events.deactivate. Of managers who are all deactivated in this way, at the same
-- moment, by one another, the one with the oldest row is not: somebody remains who can let the others in.
create function epic_events.is_barred(target integer) returns boolean
language sql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
  select coalesce((
    select e.why = 'deactivated' and not (
      exists (select from users u where u.id = target and u.role_id = 1 and u.is_active)
      and not exists (
        select from users u left join lateral (
            select o.id, o.why from ended o
            where o.user_id = u.id and o.why in ('deactivated', 'reactivated') order by o.id desc limit 1) latest on true
        where u.role_id = 1 and u.is_active and u.id <> target
          and (latest.why is distinct from 'deactivated' or latest.id < e.id)))
    from ended e
    where e.user_id = target and e.why in ('deactivated', 'reactivated') order by e.id desc limit 1), false)
$$;
--> statement-breakpoint
-- Who I am: the owner of the session whose secret stands in `epic_events.session`, or null. The secret must be live and of the session's
-- present generation, its user active and with the password of the login, and it must have been made by an earlier, committed
-- transaction: somebody who calls login or refresh inside a transaction can still roll it back.
-- READ COMMITTED only: an older snapshot would still see a deactivated user as active.
--
-- In PL/pgSQL, as `can`: each place of a statement that calls them would otherwise plan their queries anew.
create or replace function epic_events.uid() returns integer
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return (
    select u.id
    from session_secret k
    join session s on s.id = k.session_id
    join users u on u.id = s.user_id
    where k.hash = sha256(convert_to(nullif(current_setting('epic_events.session', true), ''), 'UTF8'))
      and k.kind = 'a'
      and k.expires_at > clock_timestamp()
      and s.revoked_at is null
      and s.ends_at > clock_timestamp()
      and u.is_active
      and current_setting('transaction_isolation') = 'read committed'
      and k.made_by is distinct from pg_current_xact_id_if_assigned()
      and (s.password_seen is null or s.password_seen = sha256(convert_to(u.password_hash, 'UTF8')))
      -- A command of another terminal that began before the tokens were rotated has ten seconds to end.
      and (k.generation = s.generation or k.generation = s.generation - 1 and exists (
        select from session_secret r where r.hash = k.refresh_hash and r.used_at > clock_timestamp() - interval '10 seconds'))
      -- As is_ended and is_barred, which are only called where there may be something.
      and not exists (select from ended e where e.session_id = s.id)
      and not exists (
        select from ended e where e.user_id = u.id and e.session_id is null
          and (e.at >= s.created_at and e.why <> 'reactivated' or e.why = 'deactivated' and epic_events.is_barred(u.id))));
end $$;
--> statement-breakpoint
-- Does my role hold one of these codes?
create or replace function epic_events.can(variadic codes text[]) returns boolean
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return exists (select from users u join role r on r.id = u.role_id where u.id = epic_events.uid() and r.permissions && codes);
end $$;
--> statement-breakpoint
drop function epic_events.login_attempt(text, text, bytea, bytea), epic_events.login_wait(text), epic_events.take_attempt(bigint, bytea),
  epic_events.login_claim(bigint, bytea, integer, integer), epic_events.change_password(integer, text, bigint, bytea),
  epic_events.refresh(bytea, bytea, bytea, integer), epic_events.logout();
--> statement-breakpoint
-- Seconds until this name may be tried again from this login role. Failures count for the two together, so nobody can lock a colleague out
-- from another login. After three failures, or after the first one where the name has met thirty of them from all logins, the wait is
-- 1, 2, 4 … seconds: 15 minutes at most, never for ever.
--
-- apart: the number of the attempt that is being judged, which does not count itself. Every other one does, whatever its number: attempts are
-- not committed in the order of their numbers.
create function epic_events.login_wait(name text, from_login text, apart bigint) returns integer
language sql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
  with o as materialized (
    select coalesce(max(b.id), 0) as latest_right
    from login_attempt b where b.username = name and b.login = from_login and b.verdict = 'ok'
  )
  select case when f.failures <= case when f.everywhere >= 30 then 0 else 2 end then 0
    else greatest(0, ceil(extract(epoch from
      f.latest + make_interval(secs => least(900, 2 ^ least(greatest(f.failures - 3, 0), 20))) - clock_timestamp())))::integer end
  from (
    select count(*) filter (where a.login = from_login and a.id > o.latest_right) as failures,
      max(a.at) filter (where a.login = from_login and a.id > o.latest_right) as latest, count(*) as everywhere
    from login_attempt a, o
    where a.username = name and a.verdict is distinct from 'ok' and a.verdict is distinct from 'wait'
      and a.at > clock_timestamp() - interval '1 day' and a.id <> apart) f
$$;
--> statement-breakpoint
-- First step of a login, in a transaction of its own. It compares nothing: it stores what was asked, and returns only a number. The work
-- is the same for a right and a wrong password, and for a known and an unknown name, because no user is looked up.
-- Attempts that come too early share one row for a name and a login, so that polling fills nothing.
create function epic_events.login_attempt(name text, digest text, access_hash bytea, refresh_hash bytea) returns bigint
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare number bigint;
begin
  name := left(lower(coalesce(name, '')), 64);
  if coalesce(digest, '') !~ '^[0-9a-f]{64}$' or octet_length(access_hash) is distinct from 32 or octet_length(refresh_hash) is distinct from 32
    or access_hash = refresh_hash then
    raise invalid_parameter_value using message = 'login_attempt: a digest and two different hashes of 32 bytes are needed';
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise invalid_transaction_state using message = 'login_attempt: read committed only';
  end if;
  -- Old rows go, but never while somebody waits for a row that another transaction holds.
  delete from login_attempt a where a.id in (
    select b.id from login_attempt b where b.at < clock_timestamp() - interval '30 days' limit 100 for update skip locked);
  if epic_events.login_wait(name, session_user, 0) > 0 then
    update login_attempt a set at = clock_timestamp(), claimed_at = null, made_by = pg_current_xact_id()
    where a.id = (
      select b.id from login_attempt b
      where b.username = name and b.login = session_user and b.verdict = 'wait' order by b.id desc limit 1 for update skip locked)
    returning a.id into number;
  end if;
  if number is null then
    insert into login_attempt (username, login, verdict, access_hash, refresh_hash, salt, commitment)
    select name, session_user,
      case when epic_events.login_wait(name, session_user, 0) > 0 then 'wait' end,
      login_attempt.access_hash, sha256(login_attempt.refresh_hash), r.salt, sha256(r.salt || convert_to(digest, 'UTF8'))
    from (select uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt) r
    returning id into number;
  end if;
  return number;
end $$;
--> statement-breakpoint
-- Judges an attempt that another, committed transaction made: `ok`, `no` or `wait`. Only somebody who knows its access hash and its digest
-- may ask, within a minute, and another digest is refused unjudged: so an attempt is one guess, however often it is asked about. Only a
-- claim that is committed as right keeps the attempt from counting as a failure.
-- Right or wrong, known name or not: the whole table of users is read, and one hash is compared.
create function epic_events.judge_attempt(number bigint, hash bytea, digest text, out verdict text, out wait integer, out person integer)
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  attempt record;
begin
  wait := 0; verdict := 'no';
  select a.id, a.username, a.login, a.verdict into attempt
  from login_attempt a
  where a.id = number and a.at > clock_timestamp() - interval '1 minute' and a.made_by is distinct from pg_current_xact_id()
    and a.login = session_user
    and (a.verdict = 'wait' or a.access_hash = hash and a.commitment = sha256(a.salt || convert_to(digest, 'UTF8')) and a.claimed_at is null)
  for update;
  if not found then return; end if;
  wait := epic_events.login_wait(attempt.username, attempt.login, attempt.id);
  -- Before the comparison, so that the counters of this transaction do not tell how it ended.
  select max(u.id) filter (where u.username = attempt.username and u.is_active) into person from users u;
  if attempt.verdict = 'wait' or wait > 0 then
    wait := greatest(wait, epic_events.login_wait(attempt.username, attempt.login, 0), 1);
    verdict := 'wait';
  elsif epic_events.password_matches(digest, (
      -- what an unknown name is compared with: a bcrypt hash that no digest matches
      select coalesce(max(u.password_hash) filter (where u.username = attempt.username),
        '$2b$12$KIXQ4bkZ5b0v0h0q1b0F5uQe6bq8b3v8m0o1v3c6d8m0f4o1a6V2e')
      from users u)) then
    verdict := case when person is null or epic_events.is_barred(person) then 'no' else 'ok' end;
  end if;
  if verdict <> 'ok' then person := null; end if;
  update login_attempt a set claimed_at = clock_timestamp(), verdict = judge_attempt.verdict where a.id = attempt.id;
end $$;
--> statement-breakpoint
-- Second step of a login: opens the session (status `ok`), says no (`no`), or says how long to wait (`wait`). Nothing is locked that
-- somebody else needs: a change of the password or a deactivation at this moment ends the session, because uid() compares.
create function epic_events.login_claim(attempt bigint, access_hash bytea, digest text, access_seconds integer default 1800,
  refresh_seconds integer default 86400, device text default null,
  out status text, out wait integer, out user_id integer, out username text, out full_name text, out role_id integer, out role text,
  out session_id bigint, out ends_at timestamptz)
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  judged record;
  access constant interval := make_interval(secs => least(greatest(coalesce(access_seconds, 1800), 1), 3600));
  whole constant interval := make_interval(secs => least(greatest(coalesce(refresh_seconds, 86400), 1), 30 * 86400));
begin
  select * into judged from epic_events.judge_attempt(attempt, login_claim.access_hash, digest);
  status := judged.verdict; wait := judged.wait;
  if status <> 'ok' then return; end if;
  select u.id, u.username, u.full_name, u.role_id, r.name into user_id, username, full_name, role_id, role
  from users u join role r on r.id = u.role_id
  where u.id = judged.person;
  ends_at := date_trunc('second', clock_timestamp() + whole);
  delete from session s where s.id in (
    select o.id from session o where o.ends_at < clock_timestamp() - interval '30 days' limit 100 for update skip locked);
  delete from refresh_attempt a where a.id in (
    select o.id from refresh_attempt o where o.at < clock_timestamp() - interval '31 days' limit 100 for update skip locked);
  insert into session(user_id, ends_at, password_seen, device, last_used_at)
  select u.id, login_claim.ends_at, sha256(convert_to(u.password_hash, 'UTF8')), left(nullif(btrim(login_claim.device), ''), 64), clock_timestamp()
  from users u where u.id = login_claim.user_id
  returning id into session_id;
  insert into session_secret(hash, session_id, kind, expires_at, refresh_hash)
  select s.hash, login_claim.session_id, s.kind, s.expires_at, s.refresh_hash
  from login_attempt a, lateral (values
    (a.access_hash, 'a', least(login_claim.ends_at, clock_timestamp() + access), a.refresh_hash),
    (a.refresh_hash, 'r', login_claim.ends_at, null)) s(hash, kind, expires_at, refresh_hash)
  where a.id = attempt;
  -- For information only, so it never waits for a lock on the row.
  begin
    update users u set last_login = clock_timestamp()
    where u.id = (select o.id from users o where o.id = login_claim.user_id for no key update skip locked);
  exception when check_violation then
    null; -- a row of before 0008 that breaks a constraint which is not validated yet
  end;
end $$;
--> statement-breakpoint
-- What a program sends of a refresh token is its SHA-256, and what is stored of it is the SHA-256 of that: somebody who reads a backup of the
-- table cannot renew a session with what they read.
update epic_events.session_secret set hash = sha256(hash) where kind = 'r';
--> statement-breakpoint
-- First step of a refresh (RFC 9700 §4.14.2), in a transaction of its own: stores that the token was used, and returns only a number.
-- Whether it may be used is judged by refresh_claim. So the use of a stolen token cannot be taken back by a rollback after its result.
create function epic_events.refresh_attempt(used_hash bytea, new_access_hash bytea, new_refresh_hash bytea) returns bigint
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare number bigint;
begin
  if octet_length(used_hash) is distinct from 32 or octet_length(new_access_hash) is distinct from 32
    or octet_length(new_refresh_hash) is distinct from 32 or new_access_hash = new_refresh_hash then
    raise invalid_parameter_value using message = 'refresh_attempt: three hashes of 32 bytes are needed, the new ones different';
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise invalid_transaction_state using message = 'refresh_attempt: read committed only';
  end if;
  insert into refresh_attempt(used_hash, access_hash, refresh_hash) values (sha256(used_hash), new_access_hash, sha256(new_refresh_hash)) returning id into number;
  return number;
end $$;
--> statement-breakpoint
-- Second step of a refresh. Status `ok`: the tokens were rotated. `expired`: there is no such session any more. `reused`: the token was used
-- twice, so the session has ended.
--
-- Each rotation begins a new generation of the session. A token is good once, while its generation is the present one. A second use within
-- ten seconds of the first is two terminals of one person: it gets tokens of the same new generation, and as soon as one of the two
-- siblings goes on, the other one is of an old generation. Every other use of an old token ends the session.
create function epic_events.refresh_claim(attempt bigint, access_hash bytea, access_seconds integer default 1800,
  out status text, out user_id integer, out username text, out role text, out session_id bigint, out ends_at timestamptz)
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  asked record; parent record; next_generation integer;
  grace constant interval := interval '10 seconds';
  access constant interval := make_interval(secs => least(greatest(coalesce(access_seconds, 1800), 1), 3600));
begin
  status := 'expired';
  update refresh_attempt a set claimed_at = clock_timestamp()
  where a.id = attempt and a.access_hash = refresh_claim.access_hash and a.claimed_at is null and a.at > clock_timestamp() - interval '1 minute'
    and a.made_by is distinct from pg_current_xact_id()
  returning a.used_hash, a.access_hash, a.refresh_hash, a.at into asked;
  if not found then return; end if;
  select k.generation, k.used_at, k.made_by, s.id as session, s.generation as present, s.ends_at, u.id as person, u.username as name, r.name as role
  into parent
  from session_secret k join session s on s.id = k.session_id join users u on u.id = s.user_id join role r on r.id = u.role_id
  where k.hash = asked.used_hash and k.kind = 'r' and s.revoked_at is null and s.ends_at > clock_timestamp()
    and u.is_active and not epic_events.is_barred(u.id) and not epic_events.is_ended(s.id, u.id, s.created_at)
    and (s.password_seen is null or s.password_seen = sha256(convert_to(u.password_hash, 'UTF8')))
    and k.made_by is distinct from pg_current_xact_id()
  for update of k, s;
  if not found then return; end if;
  -- Every committed use counts, also one whose claim was rolled back.
  if exists (
      select from session_secret k, lateral (
        select min(a.at) as first, max(a.at) as latest from refresh_attempt a where a.used_hash = k.hash) uses
      where k.session_id = parent.session and k.kind = 'r' and uses.latest > uses.first + grace)
    -- also of a sibling that was never good for anything
    or exists (
      select from session_secret k join refresh_attempt a on a.used_hash = k.hash
      where k.session_id = parent.session and k.kind = 'r' and k.used_at is null and k.generation < parent.present and k.hash <> asked.used_hash)
    or not (parent.generation = parent.present or parent.generation = parent.present - 1 and parent.used_at is not null) then
    insert into ended(user_id, session_id, why) values (parent.person, parent.session, 'reused');
    status := 'reused'; return;
  end if;
  if parent.generation = parent.present then
    update session s set generation = s.generation + 1, last_used_at = clock_timestamp() where s.id = parent.session;
    update session_secret k set used_at = clock_timestamp() where k.hash = asked.used_hash;
  end if;
  next_generation := greatest(parent.present, parent.generation + 1);
  delete from session_secret k where k.session_id = parent.session and k.kind = 'a' and k.expires_at < clock_timestamp() - interval '1 hour';
  insert into session_secret(hash, session_id, kind, expires_at, generation, refresh_hash) values
    (asked.access_hash, parent.session, 'a', least(parent.ends_at, clock_timestamp() + access), next_generation, asked.refresh_hash),
    (asked.refresh_hash, parent.session, 'r', parent.ends_at, next_generation, null);
  status := 'ok'; user_id := parent.person; username := parent.name; role := parent.role; session_id := parent.session; ends_at := parent.ends_at;
end $$;
--> statement-breakpoint
-- Ends the session whose access secret stands in `epic_events.session`, even one past its half hour; true when there was one.
create function epic_events.logout() returns boolean
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  insert into ended(user_id, session_id, why)
  select s.user_id, s.id, 'logout'
  from session_secret k join session s on s.id = k.session_id
  where k.kind = 'a' and k.hash = sha256(convert_to(nullif(current_setting('epic_events.session', true), ''), 'UTF8'))
    and s.revoked_at is null and not epic_events.is_ended(s.id, s.user_id, s.created_at);
  return found;
end $$;
--> statement-breakpoint
-- The live sessions that I may see and end: my own, and with user:update those of people whose role I govern.
create function epic_events.live_sessions() returns table (id bigint, user_id integer, user_name text, device text, created_at timestamptz,
  last_used_at timestamptz, ends_at timestamptz, current boolean)
language sql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
  select s.id, s.user_id, u.full_name, s.device, s.created_at, coalesce(s.last_used_at, s.created_at), s.ends_at,
    exists (select from session_secret k where k.session_id = s.id
      and k.hash = sha256(convert_to(nullif(current_setting('epic_events.session', true), ''), 'UTF8')))
  from session s join users u on u.id = s.user_id
  where (select epic_events.uid()) is not null and s.revoked_at is null and s.ends_at > clock_timestamp() and u.is_active
    and (s.password_seen is null or s.password_seen = sha256(convert_to(u.password_hash, 'UTF8')))
    and not epic_events.is_ended(s.id, u.id, s.created_at) and not epic_events.is_barred(u.id)
    and (s.user_id = (select epic_events.uid()) or (select epic_events.can('user:update')) and epic_events.governs(u.role_id))
$$;
--> statement-breakpoint
-- Ends one of those sessions; false when there is none with this id.
create function epic_events.end_session(target bigint) returns boolean
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  insert into ended(user_id, session_id, why)
  select s.user_id, s.id, case when s.user_id = epic_events.uid() then 'logout' else 'revoked' end
  from epic_events.live_sessions() s where s.id = target;
  return found;
end $$;
--> statement-breakpoint
-- Ends all my sessions, this one too. Returns how many there were.
create function epic_events.end_sessions() returns integer
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare ends integer;
begin
  insert into ended(user_id, session_id, why)
  select s.user_id, s.id, 'logout' from epic_events.live_sessions() s where s.user_id = epic_events.uid();
  get diagnostics ends = row_count;
  return ends;
end $$;
--> statement-breakpoint
-- Failed logins of the last thirty days, for people with audit:list: the number, the time, the name, and the database login. A name that
-- nobody has is not shown, because people type their password into the wrong field. Somebody who attacks makes many, so a page of them is an
-- index range: those with a greater number, since a moment, so many at most (null: all).
create function epic_events.failed_logins(after_id bigint default 0, since timestamptz default '-infinity', most integer default null)
returns table (id bigint, at timestamptz, username text, login text)
language sql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
  select a.id, a.at, (select u.username from users u where u.username = a.username), a.login
  from login_attempt a
  where (select epic_events.can('audit:list'))
    and a.id > after_id and a.at >= since
    and (a.verdict = 'no' or a.verdict is null and a.at < clock_timestamp() - interval '1 minute')
  order by a.id limit most
$$;
--> statement-breakpoint
-- The functions from here on write as the owner of the tables, to whom the triggers let everything pass when nobody is signed in. A session can
-- end while a function runs, so each of them asks at its beginning and at its end whether the person is still the same.
create function epic_events.require_person(me integer, on_table text) returns void
language plpgsql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if me is null or epic_events.uid() is distinct from me then
    raise insufficient_privilege using message = 'nobody is signed in', detail = 'session', table = on_table, schema = 'epic_events';
  end if;
end $$;
--> statement-breakpoint
-- Changes a password. That ends every session of the person (rule_people), also one that is being opened at this moment, because uid()
-- compares the hash with the one of the login. One's own needs an attempt with the present password, committed before (as a login). The row is locked before it is judged: somebody who is being given a
-- higher role at this moment must not get a password from a person who may not govern that role.
create function epic_events.change_password(target integer, new_hash text, attempt bigint default null, attempt_hash bytea default null,
  attempt_digest text default null, out status text, out wait integer)
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  me constant integer := epic_events.uid(); judged record; role_of_target integer; the_constraint text; the_message text; the_detail text;
begin
  wait := 0;
  if me is null then status := 'unauthenticated'; return; end if;
  if me is distinct from target and not epic_events.can('user:update') then status := 'forbidden'; return; end if;
  select u.role_id into role_of_target from users u where u.id = target for no key update;
  if not found then status := 'not_found'; return; end if;
  if me = target then
    select * into judged from epic_events.judge_attempt(attempt, attempt_hash, attempt_digest);
    if judged.verdict <> 'ok' or judged.person is distinct from me then
      status := case judged.verdict when 'wait' then 'wait' else 'no' end; wait := judged.wait; return;
    end if;
  else
    perform 1 from role r where r.id = role_of_target for share;
    if not epic_events.governs(role_of_target) then status := 'not_governed'; return; end if;
  end if;
  update users set password_hash = new_hash where id = target;
  -- One's own new password ends the session.
  if me is distinct from target then perform epic_events.require_person(me, 'users'); end if;
  status := 'ok';
exception when check_violation or not_null_violation then
  -- PostgreSQL's own detail is the whole row, with its hash: it goes neither to the caller nor into the log. That of a rule stays.
  get stacked diagnostics the_constraint = constraint_name, the_message = message_text, the_detail = pg_exception_detail;
  raise exception using errcode = sqlstate, message = the_message, constraint = the_constraint, table = 'users', schema = 'epic_events',
    detail = case when the_detail like '{%' then the_detail else '' end;
end $$;
--> statement-breakpoint
-- Deactivates somebody at once, whatever they do: neither their sessions nor a login work as soon as this is committed. It waits 300 ms at
-- most for a lock that they can hold. Answers the row as it is from now on. Where the row of `users` is locked, is_active is not stored yet (`stored` is
-- false): a second call stores it.
create function epic_events.deactivate(target integer) returns table (id integer, username text, full_name text, email text, role_id integer,
  is_active boolean, last_login timestamptz, created_at timestamptz, updated_at timestamptz, version integer, stored boolean)
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan set lock_timeout = '300ms' as $$
#variable_conflict use_column
declare
  me constant integer := epic_events.uid();
  person record; locked boolean := true; broken text;
begin
  perform epic_events.require_person(me, 'users');
  if not epic_events.can('user:update') then
    raise insufficient_privilege using message = 'permission user:update needed', detail = 'user:update', column = 'is_active',
      table = 'users', schema = 'epic_events';
  end if;
  select u.id, u.role_id, u.is_active into person from users u where u.id = target;
  if not found then return; end if;
  if not epic_events.governs(person.role_id) then
    raise insufficient_privilege using message = 'permission role:assign needed', detail = 'role:assign', column = 'role_id',
      table = 'users', schema = 'epic_events';
  end if;
  if target = epic_events.uid() and (person.role_id <> 1 or exists (select from users u where u.role_id = 1 and u.is_active and u.id <> target)) then
    raise check_violation using message = 'oneself', constraint = 'users_not_oneself', table = 'users', schema = 'epic_events';
  end if;
  if person.role_id = 1 then
    begin
      perform epic_events.lock_managers();
    exception when lock_not_available then
      -- Somebody holds the lock in an open transaction. A manager who deactivates another one remains: at least one is left.
      if not exists (select from users u where u.id = epic_events.uid() and u.role_id = 1) then raise; end if;
      locked := false;
    end;
    if not exists (select from users u where u.role_id = 1 and u.is_active and u.id <> target and not epic_events.is_barred(u.id)) then
      raise check_violation using message = 'the last active manager',
        constraint = 'users_last_manager', table = 'users', schema = 'epic_events', detail = json_build_object('user', target)::text;
    end if;
  end if;
  insert into ended(user_id, why) values (target, 'deactivated');
  begin
    update users u set is_active = false where locked and u.id = target and u.is_active;
  exception
    when lock_not_available then null; -- the row, or what the triggers wait for, is held for long: a second call stores it
    when check_violation then
      -- A row of before 0008 may break a constraint that is not validated yet. That must not keep the person in.
      get stacked diagnostics broken = constraint_name;
      if broken in ('users_last_manager', 'users_not_oneself') then raise; end if;
  end;
  perform epic_events.require_person(me, 'users');
  return query select u.id, u.username, u.full_name, u.email, u.role_id, false, u.last_login, u.created_at, u.updated_at, u.version, not u.is_active
    from users u where u.id = target;
end $$;
--> statement-breakpoint
-- Two managers who deactivate each other wait here. The row is one that nobody else can lock.
create function epic_events.lock_managers() returns void
language sql volatile security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$ select from meta for update $$;
--> statement-breakpoint
create or replace function epic_events.rule_people() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if old.role_id = 1 and old.is_active and (tg_op = 'DELETE' or new.role_id <> 1 or not new.is_active) then
    perform epic_events.lock_managers();
    if not exists (select from users u where u.role_id = 1 and u.is_active and not epic_events.is_put_out(u.id)) then
      raise check_violation using message = 'the last active manager',
        constraint = 'users_last_manager', table = 'users', schema = 'epic_events',
        detail = json_build_object('user', old.id)::text;
    end if;
  end if;
  if tg_op = 'DELETE' then
    -- The owner may make another person with this id: neither the sessions of this one nor a deactivation are theirs.
    if epic_events.is_put_out(old.id) then insert into ended(user_id, why) values (old.id, 'reactivated'); end if;
    insert into ended(user_id, why) values (old.id, 'revoked');
    return null;
  end if;
  if old.password_hash is distinct from new.password_hash then
    insert into ended(user_id, why) values (old.id, 'password');
  end if;
  if old.is_active and not new.is_active and not epic_events.is_put_out(old.id) then
    insert into ended(user_id, why) values (old.id, 'deactivated');
  end if;
  return null;
end $$;
--> statement-breakpoint
-- Rule 5, as in 0007, and for people who were deactivated by a row of `ended` alone.
create or replace function epic_events.rule_support() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  perform 1 from users u where u.id = new.support_contact_id and u.is_active and u.role_id = 3 and not epic_events.is_put_out(u.id) for share;
  if not found then
    raise check_violation using message = 'not an active support',
      constraint = 'event_support_active', table = 'event', schema = 'epic_events',
      detail = json_build_object('support', new.support_contact_id)::text;
  end if;
  return new;
end $$;
--> statement-breakpoint
create or replace function epic_events.rule_commercial() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if tg_op = 'INSERT' and new.commercial_id is not distinct from epic_events.uid() then return new; end if;
  perform 1 from users u where u.id = new.commercial_id and u.is_active and u.role_id = 2 and not epic_events.is_put_out(u.id) for share;
  if not found then
    raise check_violation using message = 'not an active commercial',
      constraint = 'client_commercial_active', table = 'client', schema = 'epic_events',
      detail = json_build_object('commercial', new.commercial_id)::text;
  end if;
  return new;
end $$;
--> statement-breakpoint
-- Somebody who is made active again can log in again. This fires for every update that names is_active, whatever the column held.
create function epic_events.rule_reactivated() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if epic_events.is_put_out(new.id) then
    -- The column may hold true already, so the guard has seen no change.
    if epic_events.uid() is not null and not (epic_events.can('user:update') and epic_events.governs(new.role_id)) then
      raise insufficient_privilege using message = 'permission role:assign needed', detail = 'role:assign', column = 'role_id',
        table = 'users', schema = 'epic_events';
    end if;
    insert into ended(user_id, why) values (new.id, 'reactivated');
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger rule_reactivated after update of is_active on epic_events.users for each row
  when (new.is_active) execute function epic_events.rule_reactivated();
--> statement-breakpoint
-- Makes a colleague. epic_events_app has no right to insert into users, so that no right on password_hash is needed; the guard and the rules
-- of the table judge the row besides.
create function epic_events.create_user(new_username text, new_full_name text, new_email text, new_hash text, new_role integer)
returns table (id integer, username text, full_name text, email text, role_id integer, is_active boolean, last_login timestamptz,
  created_at timestamptz, updated_at timestamptz, version integer)
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare me constant integer := epic_events.uid(); the_constraint text; the_message text; the_detail text;
begin
  perform epic_events.require_person(me, 'users');
  if not epic_events.can('user:create') then
    raise insufficient_privilege using message = 'permission user:create needed', detail = 'user:create', table = 'users', schema = 'epic_events';
  end if;
  if not epic_events.governs(new_role) then
    raise insufficient_privilege using message = 'permission role:assign needed', detail = 'role:assign', column = 'role_id',
      table = 'users', schema = 'epic_events';
  end if;
  return query insert into users as u (username, full_name, email, password_hash, role_id) values (new_username, new_full_name, new_email, new_hash, new_role)
    returning u.id, u.username, u.full_name, u.email, u.role_id, u.is_active, u.last_login, u.created_at, u.updated_at, u.version;
  perform epic_events.require_person(me, 'users');
exception when check_violation or not_null_violation then
  -- PostgreSQL's own detail is the whole row, with its hash: it goes neither to the caller nor into the log. That of a rule stays.
  get stacked diagnostics the_constraint = constraint_name, the_message = message_text, the_detail = pg_exception_detail;
  raise exception using errcode = sqlstate, message = the_message, constraint = the_constraint, table = 'users', schema = 'epic_events',
    detail = case when the_detail like '{%' then the_detail else '' end;
end $$;
--> statement-breakpoint
-- Deletes a colleague, unless the record is no longer of this version (null: any). True when it is gone.
-- There is no DELETE on the view: a right to delete from it would be a right to lock the whole table.
create function epic_events.delete_user(target integer, if_version integer default null) returns boolean
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare me constant integer := epic_events.uid(); role_of_target integer; gone boolean;
begin
  perform epic_events.require_person(me, 'users');
  if not (epic_events.can('user:delete') or epic_events.can('user:delete:own') and target = epic_events.uid()) then
    raise insufficient_privilege using message = 'permission user:delete needed', detail = 'user:delete', table = 'users', schema = 'epic_events';
  end if;
  select u.role_id into role_of_target from users u where u.id = target for update;
  if not found then return false; end if;
  if not epic_events.governs(role_of_target) then
    raise insufficient_privilege using message = 'permission role:assign needed', detail = 'role:assign', column = 'role_id',
      table = 'users', schema = 'epic_events';
  end if;
  delete from users u where u.id = target and (if_version is null or u.version = if_version);
  gone := found;
  perform epic_events.require_person(me, 'users');
  return gone;
end $$;
--> statement-breakpoint
-- Deletes a role, as delete_user does a colleague.
create function epic_events.delete_role(target integer, if_version integer default null) returns boolean
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare me constant integer := epic_events.uid(); gone boolean;
begin
  perform epic_events.require_person(me, 'role');
  if not epic_events.can('role:delete') then
    raise insufficient_privilege using message = 'permission role:delete needed', detail = 'role:delete', table = 'role', schema = 'epic_events';
  end if;
  delete from role r where r.id = target and (if_version is null or r.version = if_version);
  gone := found;
  perform epic_events.require_person(me, 'role');
  return gone;
end $$;
--> statement-breakpoint
-- Takes permissions from a role. Returns the ids of those that it held.
create function epic_events.revoke_permissions(target integer, codes text[]) returns table (permission_id integer)
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare me constant integer := epic_events.uid();
begin
  perform epic_events.require_person(me, 'role_permission');
  if not epic_events.can('role:assign') then
    raise insufficient_privilege using message = 'permission role:assign needed', detail = 'role:assign', table = 'role_permission', schema = 'epic_events';
  end if;
  return query delete from role_permission x using permission p
    where x.role_id = target and p.id = x.permission_id and p.name = any (codes)
    returning x.permission_id;
  perform epic_events.require_person(me, 'role_permission');
end $$;
--> statement-breakpoint
-- A contract with events is deleted only with them: `epic_events.with_events` is 'on', and the person may delete each of the events.
create or replace function epic_events.rule_delete_contract() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare events bigint; kept bigint;
begin
  if epic_events.uid() is null then return old; end if;
  select count(*), count(*) filter (where ((select epic_events.can('event:delete')) or ((select epic_events.can('event:delete:own')) and e.commercial_id = (select epic_events.uid())) or
    ((select epic_events.can('event:delete:own_client')) and e.commercial_id = (select epic_events.uid())) or
    ((select epic_events.can('event:delete:assigned')) and e.support_contact_id = (select epic_events.uid()))) is not true) into events, kept from event e where e.contract_id = old.id;
  if events > 0 and current_setting('epic_events.with_events', true) is distinct from 'on' then
    raise foreign_key_violation using message = 'the contract has events',
      constraint = 'contract_has_events', table = 'contract', schema = 'epic_events',
      detail = json_build_object('contract', old.id, 'events', events)::text;
  end if;
  if kept > 0 then
    raise insufficient_privilege using message = 'permission event:delete needed', detail = 'event:delete', table = 'event', schema = 'epic_events';
  end if;
  return old;
end $$;
--> statement-breakpoint
-- The audit log: no variable ever holds a row with its hash.
create or replace function epic_events.audit() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  hidden constant text[] := array['password_hash', 'contract_signed', 'version', 'created_at', 'updated_at', 'last_login'];
  was constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - hidden end;
  becomes constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - hidden end;
  before jsonb := was; after jsonb := becomes; me integer := epic_events.uid();
begin
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(k, was -> k), jsonb_object_agg(k, becomes -> k) into before, after
    from jsonb_object_keys(becomes) k where was -> k is distinct from becomes -> k;
    if to_jsonb(old) -> 'password_hash' is distinct from to_jsonb(new) -> 'password_hash' then
      after := coalesce(after, '{}') || '{"password": "changed"}';
    end if;
    if after is null then return null; end if;
  end if;
  insert into audit_log (user_id, user_name, operation, table_name, row_id, action, old_values, new_values)
  values (me, (select u.full_name from users u where u.id = me), nullif(current_setting('epic_events.operation', true), ''),
    tg_table_name, (coalesce(becomes, was) ->> 'id')::bigint, lower(tg_op), before, after);
  return null;
end $$;
--> statement-breakpoint
-- Guards of 0006 and later bring these settings with them; every older function gets them here.
do $do$
declare f record;
begin
  for f in select p.oid::regprocedure as signature from pg_proc p where p.pronamespace = 'epic_events'::regnamespace loop
    execute format('alter function %s set debug_print_parse = off', f.signature);
    execute format('alter function %s set debug_print_rewritten = off', f.signature);
    execute format('alter function %s set debug_print_plan = off', f.signature);
    execute format('alter function %s set plan_cache_mode = force_generic_plan', f.signature);
  end loop;
end $do$;
--> statement-breakpoint
revoke all on all functions in schema epic_events from public;
--> statement-breakpoint
grant execute on function epic_events.login_attempt(text, text, bytea, bytea),
  epic_events.login_claim(bigint, bytea, text, integer, integer, text),
  epic_events.refresh_attempt(bytea, bytea, bytea), epic_events.refresh_claim(bigint, bytea, integer), epic_events.logout(),
  epic_events.live_sessions(), epic_events.end_session(bigint), epic_events.end_sessions(), epic_events.failed_logins(bigint, timestamptz, integer),
  epic_events.change_password(integer, text, bigint, bytea, text), epic_events.deactivate(integer),
  epic_events.create_user(text, text, text, text, integer), epic_events.delete_user(integer, integer),
  epic_events.delete_role(integer, integer), epic_events.revoke_permissions(integer, text[]) to epic_events_app;
--> statement-breakpoint
update epic_events.meta set schema_version = 10;
