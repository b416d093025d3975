-- What somebody with psql and a login role tries; attack.test.ts runs it. Ids: the manager is 1, Alice 2, Bob 3 (both commercials), Sam 4 and Sue 5
-- (both supports), human.resources 6, clerk 7. Client, contract 1 and events 1 (Sam's) and 2 (Sue's) are Alice's, client, contract 2 and event 3 Bob's.
-- Client 3 is of the keeper, who holds company:*:own and all of client:*:own; the mover is a support who may move contracts of their events.
--
--   -- who: what | the SQLSTATE that the last statement meets, or `nothing`: it is let through, finds nothing and changes nothing
--
-- Each statement is a transaction of its own. `bare` is the login role itself, `nobody` the role epic_events_app without a session, `forged`
-- the same with a secret that no session has.

-- # reading what nobody reads

-- bare: hashes | 42501
select password_hash from epic_events.users;

-- bare: sessions | 42501
select * from epic_events.session;

-- bare: session secrets | 42501
select * from epic_events.session_secret;

-- bare: sign-in attempts | 42501
select verdict from epic_events.login_attempt;

-- nobody: hashes | 42501
select password_hash from epic_events.users;

-- nobody: sessions | 42501
select * from epic_events.session;

-- nobody: session secrets | 42501
select * from epic_events.session_secret;

-- nobody: sign-in attempts | 42501
select verdict from epic_events.login_attempt;

-- forged: hashes | 42501
select password_hash from epic_events.users;

-- forged: sessions | 42501
select * from epic_events.session;

-- forged: session secrets | 42501
select * from epic_events.session_secret;

-- forged: sign-in attempts | 42501
select verdict from epic_events.login_attempt;

-- manager: hashes | 42501
select password_hash from epic_events.users;

-- manager: sessions | 42501
select * from epic_events.session;

-- manager: session secrets | 42501
select * from epic_events.session_secret;

-- manager: sign-in attempts | 42501
select verdict from epic_events.login_attempt;

-- hr: hashes | 42501
select password_hash from epic_events.users;

-- hr: sessions | 42501
select * from epic_events.session;

-- hr: session secrets | 42501
select * from epic_events.session_secret;

-- hr: sign-in attempts | 42501
select verdict from epic_events.login_attempt;

-- manager: a hash by returning | 42501
update epic_events.users set full_name = full_name returning password_hash;

-- manager: a hash by returning the old row (a syntax error before PostgreSQL 18) | 42501, 42P01
update epic_events.users set full_name = full_name returning old.password_hash;

-- manager: a hash by whole row | 42501
select u from epic_events.users u;

-- manager: a hash by to_json | 42501
select to_json(u) from epic_events.users u;

-- manager: a hash by every column | 42501
select * from epic_events.users;

-- manager: a hash by copy | 42501
copy epic_events.users (password_hash) to stdout;

-- manager: a hash by a view of one's own | 42501
create temp view v as select password_hash h from epic_events.users;
select h from v;

-- manager: a hash through a condition | 42501
select id from epic_events.users where password_hash like '$2%';

-- manager: a hash into a name | 42501
update epic_events.users set full_name = password_hash;

-- manager: a hash by natural join | 42501
create temp table g (password_hash text);
select * from g natural join epic_events.users;

-- manager: a hash from the statistics | nothing
select * from pg_stats where tablename in ('users', 'session_secret', 'login_attempt');

-- manager: the internal functions | 42501
select epic_events.password_matches('a', 'b');

-- manager: the verdict by its function | 42501
select epic_events.judge_attempt(1, sha256('a'), 'b');

-- manager: the throttle | 42501
select epic_events.login_wait('alice', 'x', 1);

-- manager: bcrypt itself | 42501
select epic_events_crypto.crypt('a', 'b');

-- manager: sequences | 42501
select last_value from epic_events.session_id_seq;

-- manager: a hash through the view | 42703
select password_hash from epic_events_api.users;

-- manager: a hash as a field of the view's row | 42703
select (u).password_hash from epic_events_api.users u;

-- manager: a hash by returning from the view | 42703
update epic_events_api.users set full_name = full_name returning password_hash;

-- manager: attempts by a refresh | 42501
select * from epic_events.refresh_attempt;

-- manager: what ended sessions | 42501
select * from epic_events.ended;

-- manager: who is barred | 42501
select epic_events.is_barred(1);

-- manager: who was deactivated by a row alone | 42501
select epic_events.is_put_out(1);

-- manager: the lock of the managers | 42501
select epic_events.lock_managers();

-- manager: become the owner of the views | 42501
set role epic_events_rows;

-- nobody: failed logins | nothing
select * from epic_events.failed_logins();

-- alice: failed logins as a commercial | nothing
select * from epic_events.failed_logins();

-- nobody: sessions of others | nothing
select * from epic_events.live_sessions();

-- alice: sessions of others | nothing
select * from epic_events.live_sessions() where user_id <> epic_events.uid();

-- alice: end a session of somebody else | nothing
select 1 where epic_events.end_session(1);

-- nobody: end every session | nothing
select 1 where epic_events.end_session(1) or epic_events.end_session(2) or epic_events.end_sessions() > 0;

-- # without an identity

-- bare: read client bare | 42501
select id from epic_events_api.client;

-- nobody: read client after SET ROLE | nothing
select 1 from epic_events_api.client;

-- forged: read client with a forged secret | nothing
select 1 from epic_events_api.client;

-- forged: delete client | nothing, 42501
delete from epic_events_api.client;

-- bare: read contract bare | 42501
select id from epic_events_api.contract;

-- nobody: read contract after SET ROLE | nothing
select 1 from epic_events_api.contract;

-- forged: read contract with a forged secret | nothing
select 1 from epic_events_api.contract;

-- forged: delete contract | nothing, 42501
delete from epic_events_api.contract;

-- bare: read event bare | 42501
select id from epic_events_api.event;

-- nobody: read event after SET ROLE | nothing
select 1 from epic_events_api.event;

-- forged: read event with a forged secret | nothing
select 1 from epic_events_api.event;

-- forged: delete event | nothing, 42501
delete from epic_events_api.event;

-- bare: read company bare | 42501
select id from epic_events_api.company;

-- nobody: read company after SET ROLE | nothing
select 1 from epic_events_api.company;

-- forged: read company with a forged secret | nothing
select 1 from epic_events_api.company;

-- forged: delete company | nothing, 42501
delete from epic_events_api.company;

-- bare: read role bare | 42501
select id from epic_events_api.role;

-- nobody: read role after SET ROLE | nothing
select 1 from epic_events_api.role;

-- forged: read role with a forged secret | nothing
select 1 from epic_events_api.role;

-- forged: delete role | nothing, 42501
delete from epic_events_api.role;

-- bare: read role_permission bare | 42501
select role_id from epic_events_api.role_permission;

-- nobody: read role_permission after SET ROLE | nothing
select 1 from epic_events_api.role_permission;

-- forged: read role_permission with a forged secret | nothing
select 1 from epic_events_api.role_permission;

-- forged: delete role_permission | nothing, 42501
delete from epic_events_api.role_permission;

-- nobody: a declared identity | nothing
select set_config('epic_events.user_id', '1', false);
select 1 from epic_events_api.client;

-- nobody: a hash for a secret | nothing
select set_config('epic_events.session', '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', false);
select 1 from epic_events_api.colleague;

-- nobody: a million characters | nothing
select set_config('epic_events.session', repeat('a', 1000000), false);
select 1 from epic_events_api.client;

-- nobody: names of colleagues | nothing
select * from epic_events_api.colleague;

-- nobody: which clients exist, by contract | 42501
insert into epic_events_api.contract (client_id, total_amount) values (999, 1);

-- nobody: which contracts exist, by event | 42501
insert into epic_events_api.event (contract_id, title, full_address, start_date, end_date) values (999, 'a', 'b', now(), now() + interval '1 h');

-- alice: leave the role | 42501
set role none;
select 1 from epic_events_api.client;

-- alice: become the owner | 42501
set role postgres;

-- alice: set session authorization | 42501
set session authorization postgres;

-- # rights and identities

-- alice: grant oneself a code | 42501
insert into epic_events_api.role_permission select 2, id from epic_events_api.permission where name = 'user:update';

-- alice: take another role's code | 42501
delete from epic_events_api.role_permission where role_id = 3;

-- manager: write the mirror of permissions | 42501
update epic_events_api.role set permissions = '{user:update}' where id = 2;

-- manager: invent a code | 42501
insert into epic_events_api.permission (name) values ('x:y');

-- alice: change one's own role | nothing
update epic_events_api.users set role_id = 1;

-- hr: change one's own role with user:update | 42501
update epic_events_api.users set role_id = 1 where username = 'human.resources';

-- clerk: change one's own role with user:update:own | 42501
update epic_events_api.users set role_id = 1 where username = 'clerk';

-- clerk: deactivate oneself with user:update:own | 42501
update epic_events_api.users set is_active = false where username = 'clerk';

-- manager: insert a session | 42501
insert into epic_events.session (user_id, ends_at) values (1, now() + interval '9 d');

-- manager: insert a session secret | 42501
insert into epic_events.session_secret (hash, session_id, kind, expires_at) values (sha256('x'), 1, 'a', now() + interval '9 d');

-- manager: prolong a session | 42501
update epic_events.session set ends_at = now() + interval '9 y';

-- manager: write a hash | 42501, 42703
update epic_events_api.users set password_hash = '$2b$12$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';

-- hr: a manager by hr | 42501
select epic_events.create_user('evil.boss', 'X', 'evil.boss@x.fr', '$2b$12$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1);

-- hr: a role that allows more, by hr | 42501
select epic_events.create_user('evil.sales', 'X', 'evil.sales@x.fr', '$2b$12$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2);

-- hr: rename a manager by hr | 42501
update epic_events_api.users set username = 'taken.over' where role_id = 1;

-- hr: redirect a manager's email by hr | 42501
update epic_events_api.users set email = 'me@x.fr' where role_id = 1;

-- hr: deactivate a manager by hr | 42501
update epic_events_api.users set is_active = false where role_id = 1;

-- hr: delete a manager by hr | 42501
select epic_events.delete_user(1);

-- hr: oneself promoted on conflict | 42501
insert into epic_events_api.users (username, full_name, email, role_id) values ('human.resources', 'X', 'human.resources@x.fr', 4) on conflict (username) do update set role_id = 1;

-- hr: put oneself out, with nobody to sign it | 23514
update epic_events_api.users set is_active = false where username = 'human.resources';

-- hr: delete oneself | 23514
select epic_events.delete_user(6);

-- manager: rename a default role | 23514
update epic_events_api.role set name = 'x' where id = 1;

-- manager: forge a version | 42501
update epic_events_api.company set version = 99;

-- manager: forge a date of creation | 42501
update epic_events_api.company set created_at = '2000-01-01';

-- # records of others

-- alice: plant a client under a colleague | 42501
insert into epic_events_api.client (full_name, email, commercial_id) values ('X', 'x@x.fr', 3);

-- alice: give a client away | 42501
update epic_events_api.client set commercial_id = 3 where id = 1;

-- alice: steal a client | nothing
update epic_events_api.client set commercial_id = epic_events.uid() where id = 2;

-- alice: steal a client on conflict | 42501
insert into epic_events_api.client (full_name, email, commercial_id) values ('X', 'his@x.fr', epic_events.uid()) on conflict (lower(email)) do update set commercial_id = epic_events.uid();

-- alice: steal a client by merge (there is no MERGE into a view before PostgreSQL 17) | 42501, 0A000
merge into epic_events_api.client c using (select 2 as id) s on c.id = s.id when matched then update set commercial_id = epic_events.uid();

-- alice: delete a colleague's client | nothing
delete from epic_events_api.client where id = 2;

-- alice: a contract on a colleague's client | 42501
insert into epic_events_api.contract (client_id, total_amount) values (2, 1);

-- alice: the same in one's own name | 23503, 42501
insert into epic_events_api.contract (client_id, total_amount, commercial_id) values (2, 1, epic_events.uid());

-- alice: a contract moved to a colleague's client | 42501
update epic_events_api.contract set client_id = 2 where id = 1;

-- alice: sign a colleague's contract | nothing
update epic_events_api.contract set is_signed = false where id = 2;

-- alice: an event on a colleague's contract | 42501
insert into epic_events_api.event (contract_id, title, full_address, start_date, end_date) values (2, 'a', 'b', now(), now() + interval '1 h');

-- alice: an event with its support | 42501
insert into epic_events_api.event (contract_id, title, full_address, start_date, end_date, support_contact_id) values (1, 'a', 'b', now(), now() + interval '1 h', 4);

-- alice: an event's hidden owner | 42501
update epic_events_api.event set commercial_id = 1;

-- sam: re-link an event | 42501
update epic_events_api.event set contract_id = 2 where id = 1;

-- sam: hand on an event | 42501
update epic_events_api.event set support_contact_id = 5 where id = 1;

-- sam: drop an event | 42501
update epic_events_api.event set support_contact_id = null where id = 1;

-- sam: take an event | nothing
update epic_events_api.event set support_contact_id = epic_events.uid() where id = 2;

-- alice: a change that changes nothing makes no version | nothing
update epic_events_api.contract set total_amount = total_amount where id = 1;

-- clerk: a contract with events, unsaid | 23503
delete from epic_events_api.contract where id = 1;

-- clerk: a contract with the events of others | 42501
set epic_events.with_events = 'on';
delete from epic_events_api.contract where id = 1;

-- keeper: one's own client into a company that one cannot see | 23503
update epic_events_api.client set company_id = 1 where id = 3;

-- keeper: the same, and then the company renamed and deleted | nothing
update epic_events_api.client set company_id = 1 where id = 3;
update epic_events_api.company set name = 'Mine' where id = 1;
delete from epic_events_api.company where id = 1;

-- keeper: a new client in it | 23503
insert into epic_events_api.client (full_name, email, company_id) values ('X', 'x@x.fr', 1);

-- keeper: in a company that does not exist: the same answer | 23503
update epic_events_api.client set company_id = 999 where id = 3;

-- keeper: by merge | 23503, 42501, 0A000
merge into epic_events_api.client c using (select 3 as id) s on c.id = s.id when matched then update set company_id = 1;

-- mover: a contract of one's event to any client | 42501
update epic_events_api.contract set client_id = 2 where id = 1;

-- mover: an event of one's own on any contract | 42501
insert into epic_events_api.event (contract_id, title, full_address, start_date, end_date, support_contact_id) values (2, 'a', 'b', now(), now() + interval '1 h', epic_events.uid());

-- alice: infinity as a date | 23514
update epic_events_api.client set last_contact_date = 'infinity' where id = 1;

-- alice: minus infinity | 23514
update epic_events_api.client set first_contact_date = '-infinity' where id = 1;

-- alice: before Christ | 23514
update epic_events_api.client set first_contact_date = '0044-03-15 12:00+00 BC' where id = 1;

-- alice: after the year 9999 | 23514
update epic_events_api.client set last_contact_date = '10000-01-01 00:00+00' where id = 1;

-- sam: an event that never ends | 23514
update epic_events_api.event set end_date = 'infinity' where id = 1;

-- sam: an event in the last hours that only some time zones can show | 23514
update epic_events_api.event set end_date = '9999-12-31 22:59+00' where id = 1;

-- alice: NaN as money | 0A000
update epic_events_api.contract set total_amount = 'NaN' where id = 1;

-- alice: NaN for both | 0A000
update epic_events_api.contract set total_amount = 'NaN', remaining_amount = 'NaN' where id = 1;

-- alice: NaN that remains | 23514
update epic_events_api.contract set remaining_amount = 'NaN' where id = 1;

-- alice: an email in another normal form | 23514
update epic_events_api.client set email = U&'rene\0301@x.fr' where id = 1;

-- alice: an email with capitals | 23514
update epic_events_api.client set email = 'Hers@X.fr' where id = 1;

-- alice: a domain as punycode | 23514
update epic_events_api.client set email = 'a@xn--exmple-cua.com' where id = 1;

-- alice: a phone number with spaces | 23514
update epic_events_api.client set phone = '06 12 34 56 78' where id = 1;

-- alice: a name that ends with a space | 23514
update epic_events_api.client set full_name = 'Hers ' where id = 1;

-- # the session switched in the middle of a statement

-- sam: re-link an event | 42501
update epic_events_api.event set notes = 'x' || set_config('epic_events.session', '', false), contract_id = 2 where id = 1;

-- sam: re-link the second after judging the first | 42501
update epic_events_api.event set support_contact_id = support_contact_id where id = 1;
update epic_events_api.event set notes = 'x' || set_config('epic_events.session', '', false), contract_id = 2;

-- sam: drop an event | 42501
update epic_events_api.event set notes = 'x' || set_config('epic_events.session', '', false), support_contact_id = null where id = 1;

-- alice: plant a client under a colleague | 42501
insert into epic_events_api.client (full_name, email, commercial_id)
      select 'P', 'p' || i || case when i = 2 then set_config('epic_events.session', '', false) else '' end, case when i = 2 then 3 else epic_events.uid() end from generate_series(1, 2) i;

-- alice: give a client away | 42501
update epic_events_api.client set commercial_id = 3 where id = 1 and set_config('epic_events.session', '', false) || full_name <> '';

-- hr: delete a manager | 42501
select epic_events.delete_user(id) from epic_events_api.colleague where id = 1 and set_config('epic_events.session', '', false) || full_name <> '';

-- hr: promote oneself | 42501
update epic_events_api.users set role_id = 1 where username = 'human.resources' and set_config('epic_events.session', '', false) || full_name <> '';

-- hr: make a manager | 42501
select epic_events.create_user('evil.' || i, 'X', i || 'e@x.fr' || case when i = 2 then set_config('epic_events.session', '', false) else '' end, '$2b$12$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', case when i = 2 then 1 else 4 end) from generate_series(1, 2) i;

-- alice: change a name without a trace | 42501
update epic_events_api.client set full_name = 'X' where id = 1 returning set_config('epic_events.session', '', false);

-- alice: a new company without a trace | 42501
insert into epic_events_api.company (name) values ('X') returning set_config('epic_events.session', '', false);

-- manager: a grant without a trace | 42501
insert into epic_events_api.role_permission select 3, id from epic_events_api.permission where name = 'client:create' returning set_config('epic_events.session', '', false);

-- alice: leaving the role on the way | 42501
update epic_events_api.client set full_name = 'X' where id = 1 and set_config('role', 'none', false) || full_name <> '';

-- alice: a signed contract without a trace | 42501
update epic_events_api.contract set total_amount = 200 where id = 1 returning set_config('epic_events.session', '', false);

-- # the audit log and the tools behind the policies

-- manager: write the audit log | 42501
insert into epic_events.audit_log (table_name, action) values ('x', 'y');

-- manager: through the view, write the audit log | 42501
insert into epic_events_api.audit_log (table_name, action) values ('x', 'y');

-- manager: change the audit log | 42501
update epic_events.audit_log set user_id = 1;

-- manager: through the view, change the audit log | 42501
update epic_events_api.audit_log set user_id = 1;

-- manager: empty the audit log | 42501
delete from epic_events.audit_log;

-- manager: through the view, empty the audit log | 42501
delete from epic_events_api.audit_log;

-- nobody: write the audit log | 42501
insert into epic_events.audit_log (table_name, action) values ('x', 'y');

-- nobody: through the view, write the audit log | 42501
insert into epic_events_api.audit_log (table_name, action) values ('x', 'y');

-- nobody: change the audit log | 42501
update epic_events.audit_log set user_id = 1;

-- nobody: through the view, change the audit log | 42501
update epic_events_api.audit_log set user_id = 1;

-- nobody: empty the audit log | 42501
delete from epic_events.audit_log;

-- nobody: through the view, empty the audit log | 42501
delete from epic_events_api.audit_log;

-- alice: the audit log as a commercial | 42501
select * from epic_events.audit_log;

-- alice: through the view, the audit log as a commercial | nothing
select * from epic_events_api.audit_log;

-- manager: truncate users | 42501
truncate epic_events.users cascade;

-- manager: truncate session | 42501
truncate epic_events.session cascade;

-- manager: truncate session_secret | 42501
truncate epic_events.session_secret cascade;

-- manager: truncate login_attempt | 42501
truncate epic_events.login_attempt cascade;

-- manager: truncate client | 42501
truncate epic_events.client cascade;

-- manager: truncate contract | 42501
truncate epic_events.contract cascade;

-- manager: truncate event | 42501
truncate epic_events.event cascade;

-- manager: truncate company | 42501
truncate epic_events.company cascade;

-- manager: truncate role | 42501
truncate epic_events.role cascade;

-- manager: truncate role_permission | 42501
truncate epic_events.role_permission cascade;

-- manager: truncate audit_log | 42501
truncate epic_events.audit_log cascade;

-- manager: disable triggers for the session | 42501
set session_replication_role = replica;

-- manager: disable triggers of a table | 42501
alter table epic_events.client disable trigger all;

-- manager: drop a policy | 42501
drop policy client_select on epic_events.client;

-- manager: no row-level security | 42501
alter table epic_events.client disable row level security;

-- nobody: row_security = off | 42501
set row_security = off;
select 1 from epic_events.client;

-- manager: replace uid() | 42501
create or replace function epic_events.uid() returns integer language sql as 'select 1';

-- manager: a function in the schema | 42501
create function epic_events.f() returns integer language sql as 'select 1';

-- manager: a table in public | 42501
create table public.t ();

-- manager: the schema version | 42501
update epic_events.meta set oldest_binary = 99;

-- manager: a program run by the server | 42501
copy (select 1) to program 'id';

-- manager: a file of the server | 42501
select pg_read_file('/etc/passwd');

-- nobody: a temporary session table in front | nothing
create temp table session_secret as select null::bytea as hash;
create temp table session (id int);
set search_path = pg_temp, epic_events;
select 1 from epic_events_api.client;

-- nobody: a temporary uid() in front | nothing
create function pg_temp.uid() returns integer language sql as 'select 1';
set search_path = pg_temp, epic_events, pg_catalog;
select 1 from epic_events_api.client;

-- sam: a trigger of one's own that writes | 42501
create temp table t (i int);
create function pg_temp.f() returns trigger language plpgsql as $$ begin update epic_events.event set contract_id = 2 where id = 1; return new; end $$;
create trigger t before insert on t for each row execute function pg_temp.f();
insert into t values (1);

-- manager: a trigger on a table of the schema | 42501
create function pg_temp.g() returns trigger language plpgsql as 'begin return null; end';
create trigger t before insert on epic_events.client for each row execute function pg_temp.g();

-- alice: a password by change_password | nothing
select 1 from epic_events.change_password(1, '$2b$12$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') where status = 'ok';

-- hr: a manager's password by hr | nothing
select 1 from epic_events.change_password(1, '$2b$12$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') where status = 'ok';

-- alice: one's own without the old one | nothing
select 1 from epic_events.change_password(epic_events.uid(), '$2b$12$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') where status = 'ok';

-- alice: odd questions | nothing
select 1 where epic_events.can(variadic null) or epic_events.can(variadic '{}'::text[]) or epic_events.can(null);
select * from epic_events.my_ids('users', 'own') union all select * from epic_events.my_ids(null, null) union all select * from epic_events.my_ids('company', 'assigned');
