-- Values that a list cannot show, or that are not in the form in which they are compared, are refused from now on. Rows that hold such
-- values already are brought into order where that is certain. A constraint stays NOT VALID while other rows break it: it judges every
-- new row, and an old one at its next change.
ALTER TABLE "epic_events"."contract" DROP CONSTRAINT "contract_total_positive";--> statement-breakpoint
DROP INDEX "epic_events"."role_name_key";--> statement-breakpoint
-- Texts neither begin nor end with white space.
update epic_events.users set full_name = coalesce(nullif(btrim(full_name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'), ''), '?')
where full_name <> btrim(full_name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff');--> statement-breakpoint
update epic_events.client set full_name = coalesce(nullif(btrim(full_name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'), ''), '?')
where full_name <> btrim(full_name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff');--> statement-breakpoint
update epic_events.company set name = coalesce(nullif(btrim(name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'), ''), '?')
where name <> btrim(name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff');--> statement-breakpoint
update epic_events.role set name = coalesce(nullif(btrim(name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'), ''), '?')
where name <> btrim(name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff');--> statement-breakpoint
update epic_events.event set title = coalesce(nullif(btrim(title, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'), ''), '?')
where title <> btrim(title, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff');--> statement-breakpoint
update epic_events.event set full_address = coalesce(nullif(btrim(full_address, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'), ''), '?')
where full_address <> btrim(full_address, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff');--> statement-breakpoint
update epic_events.event set notes = nullif(btrim(notes, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'), '')
where notes <> btrim(notes, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff');--> statement-breakpoint
-- Names of roles are compared in NFC. Of two that become equal the younger one gets its id behind its name.
update epic_events.role r set name = left(r.name, 32 - length(' (' || r.id || ')')) || ' (' || r.id || ')'
where exists (select from epic_events.role o where o.id < r.id and lower(normalize(o.name, NFC)) = lower(normalize(r.name, NFC)));--> statement-breakpoint
-- Phone numbers: the forms that need no telephone book to be understood, with the overseas prefixes of ARCEP's numbering plan.
update epic_events.client c set phone = n.made
from (
  select t.id, case
      when t.s ~ '^00[1-9]' then '+' || substr(t.s, 3)
      when t.s ~ '^[+][1-9]' then t.s
      when t.s ~ '^063998' and length(t.s) = 10 then '+33' || substr(t.s, 2)
      when t.s ~ '^0(26[239]|268[89]|639|69[23]|7092|7093[5-9]|9398|9399|9478|9479|976[239])' and length(t.s) = 10 then '+262' || substr(t.s, 2)
      when t.s ~ '^0(590|5987|69[01]|7090|9395|9475|976[018])' and length(t.s) = 10 then '+590' || substr(t.s, 2)
      when t.s ~ '^0(594|5988|694|7093[0-4]|9396|9476|976[45])' and length(t.s) = 10 then '+594' || substr(t.s, 2)
      when t.s ~ '^0(596|5989|69[67]|7091|9397|9477|976[67])' and length(t.s) = 10 then '+596' || substr(t.s, 2)
      when t.s ~ '^0[1-9][0-9]{8}$' then '+33' || substr(t.s, 2)
    end as made
  from (
    select id, regexp_replace(regexp_replace(phone, '[(]0[)]', ''), '[^0-9+]', '', 'g') as s
    from epic_events.client where phone !~ '^[+][1-9][0-9]{5,14}$') t) n
where n.id = c.id and n.made ~ '^[+][1-9][0-9]{5,14}$';--> statement-breakpoint
-- Overseas numbers that earlier versions of the program stored as +33. 0639 98 is reserved for fiction.
update epic_events.client c set phone = case
    when substr(c.phone, 4) ~ '^(26[239]|268[89]|639|69[23]|7092|7093[5-9]|9398|9399|9478|9479|976[239])' then '+262'
    when substr(c.phone, 4) ~ '^(590|5987|69[01]|7090|9395|9475|976[018])' then '+590'
    when substr(c.phone, 4) ~ '^(594|5988|694|7093[0-4]|9396|9476|976[45])' then '+594'
    else '+596' end || substr(c.phone, 4)
where c.phone ~ '^[+]33(26[239]|268[89]|639|69[23]|7092|7093[5-9]|9398|9399|9478|9479|976[239]|590|5987|69[01]|7090|9395|9475|976[018]|594|5988|694|7093[0-4]|9396|9476|976[45]|596|5989|69[67]|7091|9397|9477|976[67])' and c.phone !~ '^[+]3363998' and length(c.phone) = 12;--> statement-breakpoint
-- Decodes one label of a domain (RFC 3492 §6.2). Answers the label itself when it is no punycode.
create function pg_temp.unicode_label(label text) returns text language plpgsql as $$
declare
  body constant text := substr(lower(label), 5);
  made integer[] := '{}'; n integer := 128; i integer := 0; bias integer := 72;
  place integer := 1; old integer; w integer; k integer; d integer; t integer; size integer; delta integer;
begin
  if position('-' in body) > 0 then
    place := length(body) - position('-' in reverse(body)) + 2;
    made := array(select ascii(substr(body, c, 1)) from generate_series(1, place - 2) c);
  end if;
  while place <= length(body) loop
    old := i; w := 1; k := 36;
    loop
      d := position(substr(body, place, 1) in 'abcdefghijklmnopqrstuvwxyz0123456789') - 1;
      if place > length(body) or d < 0 then return label; end if;
      place := place + 1; i := i + d * w;
      t := case when k <= bias then 1 when k >= bias + 26 then 26 else k - bias end;
      exit when d < t;
      w := w * (36 - t); k := k + 36;
    end loop;
    size := cardinality(made) + 1;
    delta := (i - old) / case when old = 0 then 700 else 2 end;
    delta := delta + delta / size;
    k := 0;
    while delta > 455 loop delta := delta / 35; k := k + 36; end loop;
    bias := k + 36 * delta / (delta + 38);
    n := n + i / size; i := i % size;
    made := made[1:i] || n || made[i + 1:];
    i := i + 1;
  end loop;
  return coalesce((select string_agg(chr(c), '' order by o) from unnest(made) with ordinality u(c, o)), label);
exception when others then return label;
end $$;--> statement-breakpoint
create function pg_temp.normal_email(email text) returns text language sql as $$
  select lower(normalize(split_part(e, '@', 1), NFC) || '@' || (
    select string_agg(case when label like 'xn--%' then pg_temp.unicode_label(label) else label end, '.' order by o)
    from unnest(string_to_array(replace(normalize(lower(split_part(e, '@', 2)), NFKC), '。', '.'), '.')) with ordinality u(label, o)))
  from (select btrim(email, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff') as e) t
$$;--> statement-breakpoint
-- Of several emails with one normal form, one row takes it; the others keep what they have.
update epic_events.client c set email = n.made
from (
  select id, email, made, row_number() over (partition by made order by email = made desc, id) as place
  from (select id, email, pg_temp.normal_email(email) as made from epic_events.client where email ~ '^[^@]+@[^@]+$') t) n
where n.id = c.id and n.place = 1 and n.made <> n.email and char_length(n.made) <= 128;--> statement-breakpoint
update epic_events.users c set email = n.made
from (
  select id, email, made, row_number() over (partition by made order by email = made desc, id) as place
  from (select id, email, pg_temp.normal_email(email) as made from epic_events.users where email ~ '^[^@]+@[^@]+$') t) n
where n.id = c.id and n.place = 1 and n.made <> n.email and char_length(n.made) <= 255;--> statement-breakpoint
drop function pg_temp.normal_email(text), pg_temp.unicode_label(text);--> statement-breakpoint
CREATE TABLE "epic_events"."ended" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "epic_events"."ended_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"session_id" bigint,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"why" text NOT NULL,
	CONSTRAINT "ended_why" CHECK (why in ('logout', 'revoked', 'reused', 'password', 'deactivated', 'reactivated'))
);--> statement-breakpoint
ALTER TABLE "epic_events"."ended" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "epic_events"."refresh_attempt" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "epic_events"."refresh_attempt_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"used_hash" "bytea" NOT NULL,
	"access_hash" "bytea" NOT NULL,
	"refresh_hash" "bytea" NOT NULL,
	"claimed_at" timestamp with time zone,
	"made_by" "xid8" DEFAULT pg_current_xact_id() NOT NULL
);--> statement-breakpoint
ALTER TABLE "epic_events"."refresh_attempt" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "epic_events"."login_attempt" ALTER COLUMN "verdict" DROP NOT NULL;--> statement-breakpoint
-- Attempts are worth a minute, and their table has another form from now on.
delete from epic_events.login_attempt;--> statement-breakpoint
ALTER TABLE "epic_events"."login_attempt" ADD COLUMN "login" text NOT NULL;--> statement-breakpoint
ALTER TABLE "epic_events"."login_attempt" ADD COLUMN "salt" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "epic_events"."login_attempt" ADD COLUMN "commitment" "bytea" NOT NULL;--> statement-breakpoint
-- It locked the row of the user, so that somebody who holds that row could keep everybody from logging in.
ALTER TABLE "epic_events"."session" DROP CONSTRAINT "session_user_fk";--> statement-breakpoint
ALTER TABLE "epic_events"."session" ADD COLUMN "generation" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "epic_events"."session" ADD COLUMN "password_seen" "bytea";--> statement-breakpoint
ALTER TABLE "epic_events"."session" ADD COLUMN "device" text;--> statement-breakpoint
ALTER TABLE "epic_events"."session" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "epic_events"."session_secret" ADD COLUMN "generation" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "epic_events"."session_secret" ADD COLUMN "refresh_hash" "bytea";--> statement-breakpoint
CREATE INDEX "ended_user_idx" ON "epic_events"."ended" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "ended_session_idx" ON "epic_events"."ended" USING btree ("session_id") WHERE session_id is not null;--> statement-breakpoint
CREATE INDEX "refresh_attempt_used_idx" ON "epic_events"."refresh_attempt" USING btree ("used_hash","at");--> statement-breakpoint
CREATE INDEX "refresh_attempt_at_idx" ON "epic_events"."refresh_attempt" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "role_name_key" ON "epic_events"."role" USING btree (lower(normalize("name", NFC)));--> statement-breakpoint
ALTER TABLE "epic_events"."login_attempt" DROP COLUMN "user_id";--> statement-breakpoint
ALTER TABLE "epic_events"."login_attempt" DROP COLUMN "wait_seconds";--> statement-breakpoint
ALTER TABLE "epic_events"."login_attempt" DROP COLUMN "password_seen";--> statement-breakpoint
ALTER TABLE "epic_events"."client" ADD CONSTRAINT "client_full_name_trimmed" CHECK (full_name = btrim(full_name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff')) NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."client" ADD CONSTRAINT "client_email_normal" CHECK (email is nfc normalized and email = lower(email) and email = btrim(email, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff') and split_part(email, '@', 2) is nfkc normalized and split_part(email, '@', 2) !~ '(^|[.])xn--|。') NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."client" ADD CONSTRAINT "client_phone_e164" CHECK (phone ~ '^[+][1-9][0-9]{5,14}$') NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."client" ADD CONSTRAINT "client_dates_range" CHECK (first_contact_date >= '0001-01-03 00:00:00+00' and first_contact_date < '9999-12-30 00:00:00+00' and last_contact_date >= '0001-01-03 00:00:00+00' and last_contact_date < '9999-12-30 00:00:00+00' and created_at >= '0001-01-03 00:00:00+00' and created_at < '9999-12-30 00:00:00+00' and updated_at >= '0001-01-03 00:00:00+00' and updated_at < '9999-12-30 00:00:00+00') NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."company" ADD CONSTRAINT "company_name_trimmed" CHECK (name = btrim(name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff')) NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."company" ADD CONSTRAINT "company_dates_range" CHECK (created_at >= '0001-01-03 00:00:00+00' and created_at < '9999-12-30 00:00:00+00' and updated_at >= '0001-01-03 00:00:00+00' and updated_at < '9999-12-30 00:00:00+00') NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."contract" ADD CONSTRAINT "contract_dates_range" CHECK (created_at >= '0001-01-03 00:00:00+00' and created_at < '9999-12-30 00:00:00+00' and updated_at >= '0001-01-03 00:00:00+00' and updated_at < '9999-12-30 00:00:00+00') NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."contract" ADD CONSTRAINT "contract_total_positive" CHECK (total_amount between 0 and 9999999999.99) NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."event" ADD CONSTRAINT "event_dates_range" CHECK (start_date >= '0001-01-03 00:00:00+00' and start_date < '9999-12-30 00:00:00+00' and end_date >= '0001-01-03 00:00:00+00' and end_date < '9999-12-30 00:00:00+00' and created_at >= '0001-01-03 00:00:00+00' and created_at < '9999-12-30 00:00:00+00' and updated_at >= '0001-01-03 00:00:00+00' and updated_at < '9999-12-30 00:00:00+00') NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."event" ADD CONSTRAINT "event_title_trimmed" CHECK (title = btrim(title, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff')) NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."event" ADD CONSTRAINT "event_address_trimmed" CHECK (full_address = btrim(full_address, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff')) NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."event" ADD CONSTRAINT "event_notes_trimmed" CHECK (notes = btrim(notes, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff')) NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."role" ADD CONSTRAINT "role_name_trimmed" CHECK (name = btrim(name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff')) NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."role" ADD CONSTRAINT "role_dates_range" CHECK (created_at >= '0001-01-03 00:00:00+00' and created_at < '9999-12-30 00:00:00+00' and updated_at >= '0001-01-03 00:00:00+00' and updated_at < '9999-12-30 00:00:00+00') NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."users" ADD CONSTRAINT "users_full_name_trimmed" CHECK (full_name = btrim(full_name, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff')) NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."users" ADD CONSTRAINT "users_email_normal" CHECK (email is nfc normalized and email = lower(email) and email = btrim(email, E' \t\n\x0b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff') and split_part(email, '@', 2) is nfkc normalized and split_part(email, '@', 2) !~ '(^|[.])xn--|。') NOT VALID;--> statement-breakpoint
ALTER TABLE "epic_events"."users" ADD CONSTRAINT "users_dates_range" CHECK (last_login >= '0001-01-03 00:00:00+00' and last_login < '9999-12-30 00:00:00+00' and created_at >= '0001-01-03 00:00:00+00' and created_at < '9999-12-30 00:00:00+00' and updated_at >= '0001-01-03 00:00:00+00' and updated_at < '9999-12-30 00:00:00+00') NOT VALID;--> statement-breakpoint
do $do$
declare c record;
begin
  for c in select conname, conrelid::regclass as relation from pg_constraint
    where connamespace = 'epic_events'::regnamespace and contype = 'c' and not convalidated
  loop
    begin
      execute format('alter table %s validate constraint %I', c.relation, c.conname);
    exception when check_violation then
      raise notice 'some rows of % break %, which judges new rows from now on', c.relation, c.conname;
    end;
  end loop;
end $do$;--> statement-breakpoint
update epic_events.meta set schema_version = 9;
