ALTER TABLE "epic_events"."company" ADD COLUMN "billing_address" text;--> statement-breakpoint
ALTER TABLE "epic_events"."company" ADD COLUMN "vat_number" text;--> statement-breakpoint
ALTER TABLE "epic_events"."users" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "epic_events"."users" ADD COLUMN "must_change" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "epic_events"."company" ADD CONSTRAINT "company_billing_address_length" CHECK (char_length(billing_address) between 1 and 256);--> statement-breakpoint
ALTER TABLE "epic_events"."company" ADD CONSTRAINT "company_billing_address_trimmed" CHECK (billing_address = btrim(billing_address, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'));--> statement-breakpoint
ALTER TABLE "epic_events"."company" ADD CONSTRAINT "company_vat_number_format" CHECK (vat_number ~ '^[A-Z]{2}[0-9A-Z+*]{2,14}$');--> statement-breakpoint
ALTER TABLE "epic_events"."users" ADD CONSTRAINT "users_phone_e164" CHECK (phone ~ '^[+][1-9][0-9]{5,14}$');--> statement-breakpoint
-- Phones of colleagues, billing addresses and VAT numbers of companies: written through the views, under the policies and the guards of the
-- other columns. No statistics of texts that name people and places, as in 0010.
alter table epic_events.users alter column phone set statistics 0;
--> statement-breakpoint
alter table epic_events.company alter column billing_address set statistics 0, alter column vat_number set statistics 0;
--> statement-breakpoint
do $do$
begin
  if pg_has_role('epic_events_app', (select nspowner from pg_namespace where nspname = 'epic_events'), 'usage') then
    return; -- epic_events_app is the owner, and the views are its own
  end if;
  grant select (phone), update (phone) on epic_events.users to epic_events_rows;
end $do$;
--> statement-breakpoint
-- A colleague is found by the phone too.
alter table epic_events.users drop column words;
--> statement-breakpoint
drop function epic_events.user_search(text, text, text);
--> statement-breakpoint
create function epic_events.user_search(full_name text, username text, email text, phone text) returns tsvector
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return epic_events.vector(epic_events.words(full_name || ' ' || username || ' ' || email) || username || left(epic_events.fold(email), 200)
    || epic_events.phone_lexemes(phone));
end $$;
--> statement-breakpoint
revoke all on function epic_events.user_search(text, text, text, text) from public;
--> statement-breakpoint
grant execute on function epic_events.user_search(text, text, text, text) to epic_events_app;
--> statement-breakpoint
alter table epic_events.users add column words tsvector generated always as (epic_events.user_search(full_name, username, email, phone)) stored;
--> statement-breakpoint
alter table epic_events.users alter column words set statistics 0;
--> statement-breakpoint
-- A password that the program made (`user create --generate-password`) has been on a screen. Until the person has chosen their own, they are
-- nobody: `users.must_change` is true, and uid() is null. Nothing but the functions below writes this column, and no view shows it.
--
-- The person whose session's secret stands in `epic_events.session`, or null: of those who have to change their password first, or of the
-- others. The secret must be live and of the session's present generation, its user active and with the password of the login, and it
-- must have been made by an earlier, committed transaction: somebody who calls login or refresh inside a transaction can still roll it back.
-- READ COMMITTED only: an older snapshot would still see a deactivated user as active.
create function epic_events.person_of_session(changing boolean) returns integer
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
      and u.must_change = changing
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
-- Who I am. In PL/pgSQL, as `can`: each place of a statement that calls them would otherwise plan their queries anew.
create or replace function epic_events.uid() returns integer
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return epic_events.person_of_session(false);
end $$;
--> statement-breakpoint
-- As in 0001; and who has to change their password first, if that is why nobody is signed in.
create or replace function epic_events.facts() returns json
language sql stable security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
  select json_build_object(
    'user_id', u.id, 'username', u.username, 'full_name', u.full_name, 'role_id', u.role_id, 'role', r.name,
    'permissions', coalesce(r.permissions, '{}'),
    'session_ends_at', (select s.ends_at from session_secret k join session s on s.id = k.session_id
      where u.id is not null and k.hash = sha256(convert_to(nullif(current_setting('epic_events.session', true), ''), 'UTF8'))),
    'schema_version', m.schema_version, 'oldest_binary', m.oldest_binary,
    'anybody', u.id is not null or exists (select from users),
    'must_change', case when u.id is null then
      (select json_build_object('id', p.id, 'username', p.username) from users p where p.id = epic_events.person_of_session(true)) end)
  from meta m left join users u on u.id = epic_events.uid() left join role r on r.id = u.role_id
$$;
--> statement-breakpoint
drop function epic_events.login_claim(bigint, bytea, text, integer, integer, text), epic_events.create_user(text, text, text, text, integer);
--> statement-breakpoint
-- As in 0009; and whether the session is good for nothing but a change of the password.
create function epic_events.login_claim(attempt bigint, access_hash bytea, digest text, access_seconds integer default 1800,
  refresh_seconds integer default 86400, device text default null,
  out status text, out wait integer, out user_id integer, out username text, out full_name text, out role_id integer, out role text,
  out session_id bigint, out ends_at timestamptz, out must_change boolean)
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
  select u.id, u.username, u.full_name, u.role_id, r.name, u.must_change into user_id, username, full_name, role_id, role, must_change
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
-- As in 0009; and for somebody who has to change their password first, which ends that duty. A password that a manager gives ends it too: what
-- the program printed opens nothing any more, and a password that a manager gives binds nobody otherwise either.
create or replace function epic_events.change_password(target integer, new_hash text, attempt bigint default null, attempt_hash bytea default null,
  attempt_digest text default null, out status text, out wait integer)
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  -- Somebody who has to choose their own password first is nobody, except for this.
  first constant boolean := target = epic_events.person_of_session(true);
  me constant integer := case when first then target else epic_events.uid() end; judged record; role_of_target integer; the_constraint text; the_message text; the_detail text;
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
    -- The password that was printed is not one's own.
    if first and epic_events.password_matches(attempt_digest, new_hash) then status := 'same'; return; end if;
  else
    perform 1 from role r where r.id = role_of_target for share;
    if not epic_events.governs(role_of_target) then status := 'not_governed'; return; end if;
  end if;
  update users set password_hash = new_hash, must_change = false where id = target;
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
-- As in 0009, with a phone; and whether the person has to change the password first.
create function epic_events.create_user(new_username text, new_full_name text, new_email text, new_hash text, new_role integer,
  new_phone text default null, has_to_change boolean default false)
returns table (id integer, username text, full_name text, email text, phone text, role_id integer, is_active boolean, last_login timestamptz,
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
  return query insert into users as u (username, full_name, email, password_hash, role_id, phone, must_change)
    values (new_username, new_full_name, new_email, new_hash, new_role, new_phone, coalesce(has_to_change, false))
    returning u.id, u.username, u.full_name, u.email, u.phone, u.role_id, u.is_active, u.last_login, u.created_at, u.updated_at, u.version;
  perform epic_events.require_person(me, 'users');
exception when check_violation or not_null_violation then
  -- PostgreSQL's own detail is the whole row, with its hash: it goes neither to the caller nor into the log. That of a rule stays.
  get stacked diagnostics the_constraint = constraint_name, the_message = message_text, the_detail = pg_exception_detail;
  raise exception using errcode = sqlstate, message = the_message, constraint = the_constraint, table = 'users', schema = 'epic_events',
    detail = case when the_detail like '{%' then the_detail else '' end;
end $$;
--> statement-breakpoint
revoke all on function epic_events.person_of_session(boolean), epic_events.login_claim(bigint, bytea, text, integer, integer, text),
  epic_events.create_user(text, text, text, text, integer, text, boolean) from public;
--> statement-breakpoint
grant execute on function epic_events.login_claim(bigint, bytea, text, integer, integer, text),
  epic_events.create_user(text, text, text, text, integer, text, boolean) to epic_events_app;
--> statement-breakpoint
create or replace view epic_events_api.users as
  select id, username, full_name, email, role_id, is_active, last_login, created_at, updated_at, version, phone
  from epic_events.users
  where (select epic_events.can('user:list', 'user:list:own', 'user:view', 'user:view:own'));--> statement-breakpoint
create or replace view epic_events_api.company as
  select id, name, created_at, updated_at, version, billing_address, vat_number
  from epic_events.company
  where (select epic_events.can('company:list', 'company:list:own', 'company:list:assigned', 'company:view', 'company:view:own', 'company:view:assigned'));--> statement-breakpoint
create or replace function epic_events.guard_users() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
declare
  -- judged below by themselves, or kept by the database; every other column needs user:update
  apart constant text[] := array['role_id', 'is_active', 'password_hash', 'must_change', 'last_login', 'name_key', 'search', 'words'];
  ungoverned constant text[] := array['role_id', 'password_hash', 'must_change', 'last_login', 'name_key', 'search', 'words'];
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
    if ((select epic_events.can('role:assign'))) is not true then
      raise insufficient_privilege using message = 'permission role:assign needed',
        detail = 'role:assign', table = tg_table_name, schema = tg_table_schema,
        column = 'role_id';
    end if;
  end if;
  if new.is_active is distinct from old.is_active then
    if ((select epic_events.can('user:update'))) is not true then
      raise insufficient_privilege using message = 'permission user:update needed',
        detail = 'user:update', table = tg_table_name, schema = tg_table_schema,
        column = 'is_active';
    end if;
  end if;
  if (to_jsonb(new) - apart) is distinct from (to_jsonb(old) - apart) then
    if (((select epic_events.can('user:update')) or ((select epic_events.can('user:update:own')) and
      old.id = (select epic_events.uid())))) is not true then
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
grant update (phone) on epic_events_api.users to epic_events_app;
--> statement-breakpoint
grant insert (billing_address, vat_number), update (billing_address, vat_number) on epic_events_api.company to epic_events_app;
--> statement-breakpoint
update epic_events.meta set schema_version = 13;
