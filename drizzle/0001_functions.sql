-- Identity, login, sessions: the functions that decide who somebody is (trust.md §2).
-- Each is SECURITY DEFINER with a fixed search_path, and nobody may call it who was not granted it (the end of 0004_rules.sql).

-- Who I am: the owner of the session whose secret stands in `epic_events.session`, or null. The secret must be live, its user active,
-- and made by an earlier, committed transaction: whoever calls login or refresh inside a transaction can still roll it back.
-- READ COMMITTED only: an older snapshot would still see a deactivated user as active.
create function epic_events.uid() returns integer
language sql stable parallel restricted security definer set search_path = epic_events, pg_temp as $$
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
$$;--> statement-breakpoint

-- Does this statement run as the owner of the tables: their own work, a definer function's, a foreign key's? Asked by invoker triggers,
-- because "nobody is signed in" alone proves nothing: anyone can empty `epic_events.session` in the middle of a statement, after the
-- policies were judged and before a trigger fires.
create function epic_events.as_owner() returns boolean
language sql stable set search_path = epic_events, pg_temp as $$
  select pg_has_role(current_user, c.relowner, 'usage') from pg_catalog.pg_class c where c.oid = 'epic_events.users'::regclass
$$;--> statement-breakpoint

-- Does my role hold one of these codes?
create function epic_events.can(variadic codes text[]) returns boolean
language sql stable parallel restricted security definer set search_path = epic_events, pg_temp as $$
  select exists (select from users u join role r on r.id = u.role_id where u.id = epic_events.uid() and r.permissions && codes)
$$;--> statement-breakpoint

-- The ids behind a scope that a row's own columns do not tell.
create function epic_events.my_ids(resource text, scope text) returns setof integer
language plpgsql stable parallel restricted security definer set search_path = epic_events, pg_temp rows 1000 as $$
declare me integer := epic_events.uid();
begin
  if me is null then return;
  elsif (resource, scope) = ('client', 'own') then
    return query select c.id from client c where c.commercial_id = me;
  elsif (resource, scope) = ('event', 'assigned') then
    return query select e.id from event e where e.support_contact_id = me;
  elsif (resource, scope) = ('company', 'own') then
    return query select distinct c.company_id from client c where c.commercial_id = me and c.company_id is not null;
  elsif (resource, scope) = ('contract', 'assigned') then
    return query select distinct e.contract_id from event e where e.support_contact_id = me;
  elsif (resource, scope) = ('client', 'assigned') then
    return query select distinct k.client_id from event e join contract k on k.id = e.contract_id where e.support_contact_id = me;
  elsif (resource, scope) = ('company', 'assigned') then
    return query select distinct c.company_id from event e join contract k on k.id = e.contract_id join client c on c.id = k.client_id
      where e.support_contact_id = me and c.company_id is not null;
  end if;
end $$;--> statement-breakpoint

-- May I touch people of this role? Only if it allows nothing that mine does not, or if I assign roles.
create function epic_events.governs(target_role integer) returns boolean
language sql stable security definer set search_path = epic_events, pg_temp as $$
  select epic_events.can('role:assign') or coalesce(
    (select t.permissions from role t where t.id = target_role)
      <@ (select r.permissions from users u join role r on r.id = u.role_id where u.id = epic_events.uid()), false)
$$;--> statement-breakpoint

-- Who asks and which schema this is, in one go: every statement of the program fetches it along with its rows.
create function epic_events.facts() returns json
language sql stable security definer set search_path = epic_events, pg_temp as $$
  select json_build_object(
    'user_id', u.id, 'username', u.username, 'full_name', u.full_name, 'role_id', u.role_id, 'role', r.name,
    'permissions', coalesce(r.permissions, '{}'),
    'session_ends_at', (select s.ends_at from session_secret k join session s on s.id = k.session_id
      where u.id is not null and k.hash = sha256(convert_to(nullif(current_setting('epic_events.session', true), ''), 'UTF8'))),
    'schema_version', m.schema_version, 'oldest_binary', m.oldest_binary,
    'anybody', u.id is not null or exists (select from users))
  from meta m left join users u on u.id = epic_events.uid() left join role r on r.id = u.role_id
$$;--> statement-breakpoint

-- Does this schema understand a program that knows `binary` migrations? Asked inside every write, before it touches a row. From then on
-- the command's operation id is locked until it commits or rolls back, so that `applied` cannot answer too early.
create function epic_events.speaks(binary_version integer) returns boolean
language plpgsql volatile security definer set search_path = epic_events, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('epic_events.operation ' || current_setting('epic_events.operation', true), 0))
  where current_setting('epic_events.operation', true) <> '';
  return exists (select from meta where binary_version between oldest_binary and schema_version);
end $$;--> statement-breakpoint

-- bcrypt as Bun writes it ($2b$) is what pgcrypto calls $2a$. The one place that calls pgcrypto, wherever it is installed.
do $do$
declare home text := (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pgcrypto');
begin
  execute format($f$
    create function epic_events.password_matches(digest text, hash text) returns boolean
    language sql stable strict security definer set search_path = epic_events, pg_temp as
    $$ select %1$s.crypt(digest, '$2a$' || substr(hash, 5)) = '$2a$' || substr(hash, 5) $$ $f$, home);
end $do$;--> statement-breakpoint

-- How long until this account may be tried again: after three failures 1, 2, 4 … seconds, 15 minutes at most, never for ever.
create function epic_events.login_wait(name text) returns integer
language plpgsql stable security definer set search_path = epic_events, pg_temp as $$
declare failures integer; latest timestamptz;
begin
  select count(*), max(a.at) into failures, latest
  from login_attempt a
  where a.username = name and a.verdict = 'no' and a.at > clock_timestamp() - interval '1 day'
    and a.id > coalesce((select max(b.id) from login_attempt b where b.username = name and b.verdict = 'ok'), 0);
  if failures < 3 then return 0; end if;
  return greatest(0, ceil(extract(epoch from latest + make_interval(secs => least(900, 2 ^ least(failures - 3, 20))) - clock_timestamp())))::integer;
end $$;--> statement-breakpoint

-- First step of a login, in a transaction of its own: verifies, stores the verdict, returns only its number. Whoever rolls it back has
-- learnt nothing. Attempts on one account wait for one another, so that thirty at once are no better than one after the other.
-- Right or wrong, known name or not, the work must look the same from inside the transaction too, where pg_locks, pg_stat_xact_* and
-- the length of the log can be read: the same locks (no foreign key), the same scan, a row of the same size. And a transaction gets one
-- attempt on a name: a second would be made to wait only if the first was wrong.
create function epic_events.login_attempt(name text, digest text, access_hash bytea, refresh_hash bytea) returns bigint
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare
  person record; wait integer; verdict text; number bigint;
  -- what an unknown name is compared with: a bcrypt hash that no digest matches
  stored text := '$2b$12$KIXQ4bkZ5b0v0h0q1b0F5uQe6bq8b3v8m0o1v3c6d8m0f4o1a6V2e';
begin
  name := left(lower(coalesce(name, '')), 64);
  if coalesce(digest, '') !~ '^[0-9a-f]{64}$' or octet_length(access_hash) is distinct from 32 or octet_length(refresh_hash) is distinct from 32
    or access_hash = refresh_hash then
    raise invalid_parameter_value using message = 'login_attempt: a digest and two different hashes of 32 bytes are needed';
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise invalid_transaction_state using message = 'login_attempt: read committed only';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('epic_events.login ' || name, 0));
  if exists (select from login_attempt a where a.username = name and a.made_by = pg_current_xact_id()) then
    raise invalid_transaction_state using message = 'login_attempt: one attempt on a name in a transaction';
  end if;
  wait := epic_events.login_wait(name);
  -- a full scan on purpose: an index would fetch a row only where the name is known
  select u.id, u.password_hash, u.is_active, u.username = name as known into person from users u order by u.username = name desc limit 1;
  if person.known then stored := person.password_hash; end if;
  if wait > 0 then
    verdict := 'wait';
  else
    verdict := case when epic_events.password_matches(digest, stored) and person.known and person.is_active then 'ok' else 'no' end;
  end if;
  delete from login_attempt a where a.at < clock_timestamp() - interval '2 days';
  insert into login_attempt(username, user_id, verdict, wait_seconds, access_hash, refresh_hash, password_seen)
  values (name, case when person.known then person.id else 0 end, verdict, wait, login_attempt.access_hash, login_attempt.refresh_hash,
    sha256(convert_to(stored, 'UTF8')))
  returning id into number;
  return number;
end $$;--> statement-breakpoint

-- Takes a verdict that another, committed transaction stored; only who knows its access hash may, once, within a minute.
create function epic_events.take_attempt(number bigint, hash bytea, out verdict text, out wait integer, out person integer, out refresh bytea,
  out seen bytea)
language plpgsql security definer set search_path = epic_events, pg_temp as $$
begin
  update login_attempt a set claimed_at = clock_timestamp()
  where a.id = number and a.access_hash = hash and a.claimed_at is null and a.at > clock_timestamp() - interval '1 minute'
    and a.made_by is distinct from pg_current_xact_id()
  returning a.verdict, a.wait_seconds, a.user_id, a.refresh_hash, a.password_seen into verdict, wait, person, refresh, seen;
  if not found then verdict := 'no'; wait := 0; end if;
end $$;--> statement-breakpoint

-- Second step of a login: opens the session (status `ok`), says no (`no`), or says how long to wait (`wait`). The person is locked, so that
-- a change of password or a deactivation at this moment either stops the claim or ends the session it opens.
create function epic_events.login_claim(attempt bigint, access_hash bytea, access_seconds integer default 1800, refresh_seconds integer default 86400,
  out status text, out wait integer, out user_id integer, out username text, out full_name text, out role_id integer, out role text,
  out session_id bigint, out ends_at timestamptz)
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare
  taken record;
  access constant interval := make_interval(secs => least(greatest(coalesce(access_seconds, 1800), 1), 3600));
  whole constant interval := make_interval(secs => least(greatest(coalesce(refresh_seconds, 86400), 1), 30 * 86400));
begin
  select * into taken from epic_events.take_attempt(attempt, login_claim.access_hash);
  status := taken.verdict; wait := coalesce(taken.wait, 0);
  if status <> 'ok' then return; end if;
  select u.id, u.username, u.full_name, u.role_id, r.name into user_id, username, full_name, role_id, role
  from users u join role r on r.id = u.role_id
  where u.id = taken.person and u.is_active and sha256(convert_to(u.password_hash, 'UTF8')) = taken.seen
  for no key update of u;
  if not found then status := 'no'; return; end if;
  ends_at := date_trunc('second', clock_timestamp() + whole);
  delete from session s where s.ends_at < clock_timestamp() - interval '30 days';
  insert into session(user_id, ends_at) values (login_claim.user_id, login_claim.ends_at) returning id into session_id;
  insert into session_secret(hash, session_id, kind, expires_at) values
    (login_claim.access_hash, login_claim.session_id, 'a', least(login_claim.ends_at, clock_timestamp() + access)),
    (taken.refresh, login_claim.session_id, 'r', login_claim.ends_at);
  update users u set last_login = clock_timestamp() where u.id = login_claim.user_id;
end $$;--> statement-breakpoint

-- Rotates the tokens (RFC 9700 §4.14.2): a refresh token used twice ends the session, except within ten seconds (two terminals).
create function epic_events.refresh(refresh_hash bytea, new_access_hash bytea, new_refresh_hash bytea, access_seconds integer default 1800,
  out status text, out user_id integer, out username text, out role text, out session_id bigint, out ends_at timestamptz)
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare
  parent record;
  access constant interval := make_interval(secs => least(greatest(coalesce(access_seconds, 1800), 1), 3600));
begin
  if octet_length(new_access_hash) is distinct from 32 or octet_length(new_refresh_hash) is distinct from 32 or new_access_hash = new_refresh_hash then
    raise invalid_parameter_value using message = 'refresh: two different hashes of 32 bytes are needed';
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise invalid_transaction_state using message = 'refresh: read committed only';
  end if;
  select k.hash, k.used_at, k.made_by, s.id as session, s.revoked_at, s.ends_at, u.id as person, u.username as name, u.is_active, r.name as role
  into parent
  from session_secret k join session s on s.id = k.session_id join users u on u.id = s.user_id join role r on r.id = u.role_id
  where k.hash = refresh_hash and k.kind = 'r'
  for update of k, s;
  if not found or parent.revoked_at is not null or not parent.is_active or parent.ends_at <= clock_timestamp()
    or parent.made_by = pg_current_xact_id() then
    status := 'expired'; return;
  end if;
  if parent.used_at < clock_timestamp() - interval '10 seconds' then
    update session s set revoked_at = clock_timestamp(), revoked_why = 'refresh token used twice' where s.id = parent.session;
    status := 'reused'; return;
  end if;
  update session_secret k set used_at = coalesce(k.used_at, clock_timestamp()) where k.hash = refresh_hash;
  delete from session_secret k where k.session_id = parent.session and k.kind = 'a' and k.expires_at < clock_timestamp() - interval '1 hour';
  insert into session_secret(hash, session_id, kind, expires_at) values
    (new_access_hash, parent.session, 'a', least(parent.ends_at, clock_timestamp() + access)),
    (new_refresh_hash, parent.session, 'r', parent.ends_at);
  status := 'ok'; user_id := parent.person; username := parent.name; role := parent.role; session_id := parent.session; ends_at := parent.ends_at;
end $$;--> statement-breakpoint

-- Ends the session whose access secret stands in `epic_events.session`, even one past its half hour; true when there was one.
create function epic_events.logout() returns boolean
language sql volatile security definer set search_path = epic_events, pg_temp as $$
  with ended as (
    update session s set revoked_at = clock_timestamp(), revoked_why = 'logout'
    from session_secret k
    where k.session_id = s.id and k.kind = 'a' and s.revoked_at is null
      and k.hash = sha256(convert_to(nullif(current_setting('epic_events.session', true), ''), 'UTF8'))
    returning 1)
  select exists (select from ended)
$$;--> statement-breakpoint

-- Changes a password and ends every session of that person. One's own needs an attempt with the present password, verified and
-- committed before (as a login): a verdict given inside this transaction could be rolled back and guessed again.
create function epic_events.change_password(target integer, new_hash text, attempt bigint default null, attempt_hash bytea default null,
  out status text, out wait integer)
language plpgsql security definer set search_path = epic_events, pg_temp as $$
declare
  me integer := epic_events.uid(); person record; taken record;
begin
  wait := 0;
  if me is null then status := 'unauthenticated'; return; end if;
  select u.id, u.role_id into person from users u where u.id = target;
  if me = target then
    select * into taken from epic_events.take_attempt(attempt, attempt_hash);
    perform 1 from users u where u.id = me and sha256(convert_to(u.password_hash, 'UTF8')) = taken.seen for no key update;
    if not found or taken.verdict <> 'ok' or taken.person is distinct from me then
      status := case taken.verdict when 'wait' then 'wait' else 'no' end; wait := coalesce(taken.wait, 0); return;
    end if;
  elsif not epic_events.can('user:update') then status := 'forbidden'; return;
  elsif person.id is null then status := 'not_found'; return;
  elsif not epic_events.governs(person.role_id) then status := 'not_governed'; return;
  end if;
  update users u set password_hash = new_hash where u.id = target;
  if epic_events.uid() is distinct from me then -- over since, so the audit log may lack the name
    raise insufficient_privilege using message = 'nobody is signed in', detail = 'session';
  end if;
  update session s set revoked_at = clock_timestamp(), revoked_why = 'password changed' where s.user_id = target and s.revoked_at is null;
  status := 'ok';
end $$;--> statement-breakpoint

-- Did the command with this id write anything? Asked after a connection was lost before its answer came; waits for one still under way.
create function epic_events.applied(operation_id text) returns boolean
language plpgsql volatile security definer set search_path = epic_events, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('epic_events.operation ' || operation_id, 0));
  return exists (select from audit_log a where a.operation = operation_id and a.user_id is not distinct from epic_events.uid());
end $$;--> statement-breakpoint

-- Names of colleagues, for everybody who is signed in: lists show names, not bare ids. The rest of a person is under users' policy.
create view epic_events.colleague with (security_barrier) as
  select u.id, u.full_name, u.role_id, r.name as role
  from epic_events.users u join epic_events.role r on r.id = u.role_id
  where (select epic_events.uid()) is not null;
