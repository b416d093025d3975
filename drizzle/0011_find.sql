-- Finding (docs/ARCHITECTURE.md, "How a list finds"): columns that are kept for searching and sorting, views of them, and the functions that
-- read the word indexes. How a text is compared is written out here, with the tables of src/text/fold.ts: `lower` and `unaccent` follow the
-- collation of a database or need a package, and a generated column must mean the same everywhere.
create function epic_events.fold(t text) returns text
language plpgsql immutable strict parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return case when octet_length(t) = char_length(t) then btrim(regexp_replace(lower(t collate "C"), '[ ' || chr(9) || '-' || chr(13) || ']+', ' ', 'g'))
  else btrim(regexp_replace(lower(
    replace(replace(replace(replace(replace(replace(replace(replace(translate(regexp_replace(normalize(t, NFKD), '[' || chr(768) || '-' || chr(879) || chr(1155) || '-' || chr(1161) || chr(1425) || '-' || chr(1469) || chr(1471) ||
      chr(1473) || chr(1474) || chr(1476) || chr(1477) || chr(1479) || chr(1552) || '-' || chr(1562) || chr(1564) || chr(1600) ||
      chr(1611) || '-' || chr(1631) || chr(1648) || chr(1750) || '-' || chr(1756) || chr(1759) || '-' || chr(1764) ||
      chr(1767) || chr(1768) || chr(1770) || '-' || chr(1773) || chr(173) || chr(6155) || '-' || chr(6159) || chr(6832) || '-' ||
      chr(6911) || chr(7616) || '-' || chr(7679) || chr(8203) || '-' || chr(8207) || chr(8234) || '-' || chr(8238) ||
      chr(8288) || '-' || chr(8303) || chr(8400) || '-' || chr(8447) || chr(12441) || chr(12442) || chr(65024) || '-' ||
      chr(65039) || chr(65056) || '-' || chr(65071) || chr(65279) ||
      ']', '', 'g'),
      'ØøŁłĐđÐðĦħŦŧŊŋıƏƁƊƓƘƝ’‘ʼ‐–−ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐҒҖҚҢҮҰҲҺӘӨԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ',
      'oollddddhhttnniəɓɗɠƙɲ''''''---αβγδεζηθικλμνξοπρστυφχψωσабвгдежзиклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґғҗқңүұҳһәөաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'þ', 'th'), 'Þ', 'th') collate "C"),
    '[ ' || chr(9) || '-' || chr(13) || ']+', ' ', 'g')) end;
end $$;
--> statement-breakpoint
-- The words of a text, folded. A lexeme has a limit in bytes, so a longer word is cut.
create function epic_events.words(t text) returns text[]
language plpgsql immutable strict parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  spaced constant text := regexp_replace(epic_events.fold(t) collate "C",
    '[' || chr(1) || '-' || chr(47) || chr(58) || '-' || chr(96) || chr(123) || '-' || chr(191) || chr(215) || chr(247) ||
      chr(697) || '-' || chr(767) || chr(1370) || '-' || chr(1375) || chr(1417) || chr(1418) || chr(1470) || chr(1472) ||
      chr(1475) || chr(1478) || chr(1523) || chr(1524) || chr(1548) || chr(1549) || chr(1563) || chr(1566) || chr(1567) ||
      chr(1642) || '-' || chr(1645) || chr(1748) || chr(8192) || '-' || chr(8303) || chr(8352) || '-' || chr(8399) ||
      chr(8592) || '-' || chr(9727) || chr(11776) || '-' || chr(11903) || chr(12288) || '-' || chr(12292) || chr(12296) || '-' ||
      chr(12320) || chr(12336) || chr(12349) || chr(12448) || chr(12539) || chr(65040) || '-' || chr(65055) || chr(65072) ||
      '-' || chr(65135) ||
      ']+', ' ', 'g');
begin
  return string_to_array(case when octet_length(spaced) < 2000 then spaced
    else regexp_replace(spaced collate "C", '([^ ]{200})[^ ]+', chr(92) || '1', 'g') end, ' ');
end $$;
--> statement-breakpoint
-- Words as a search index keeps them.
create function epic_events.vector(lexemes text[]) returns tsvector
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return array_to_tsvector(array_remove(array_remove(lexemes, ''), null));
end $$;
--> statement-breakpoint
-- The lexemes of an E.164 phone: the whole number, and after `#` the national one, without and with the 0 that many countries put before it.
create function epic_events.phone_lexemes(phone text) returns text[]
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  -- where the national number begins: behind the country code of one, two or three digits (ITU-T E.164)
  code constant integer := case when phone ~ '^[+][17]' then 3
    when phone ~ '^[+](2[07]|3[0123469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])' then 4 else 5 end;
begin
  return case when phone is null then '{}' else array[phone, '#' || substr(phone, code), '#0' || substr(phone, code)] end;
end $$;
--> statement-breakpoint
-- What a client is found by; of an email, what `condition` compares, because a longer lexeme breaks the tsvector. The lexeme `=5` says whose client it is, so that the index serves somebody who sees only their own: no text
-- that people type becomes such a lexeme.
create function epic_events.client_search(full_name text, email text, phone text, commercial_id integer) returns tsvector
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return epic_events.vector(epic_events.words(full_name || ' ' || email) || left(epic_events.fold(email), 200)
    || epic_events.phone_lexemes(phone) || ('=' || commercial_id));
end $$;
--> statement-breakpoint
-- What a colleague is found by, for those who may see more than the name.
create function epic_events.user_search(full_name text, username text, email text) returns tsvector
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return epic_events.vector(epic_events.words(full_name || ' ' || username || ' ' || email) || username || left(epic_events.fold(email), 200));
end $$;
--> statement-breakpoint
-- What an event is found by; `~9` says who supports it.
create function epic_events.event_search(title text, full_address text, commercial_id integer, support_contact_id integer) returns tsvector
language plpgsql immutable parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return epic_events.vector(epic_events.words(title || ' ' || full_address)
    || ('=' || commercial_id) || ('~' || support_contact_id));
end $$;
--> statement-breakpoint
-- The words of a search column as its index keeps them: each with all its beginnings of up to ten letters. So that what a word begins with is
-- one entry, whose rows lie together: as a prefix, PostgreSQL gathers the rows of every word that begins so before it compares anything.
-- Numbers, scopes and emails are kept whole only.
create function epic_events.beginnings(v tsvector) returns tsvector
language plpgsql immutable strict parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return array_to_tsvector(tsvector_to_array(v) || array(
    select left(w, n) from unnest(tsvector_to_array(v)) w cross join generate_series(1, 10) n where n < length(w) and w !~ '^[+#=~]|@'));
end $$;
--> statement-breakpoint
-- A condition as that index answers it: a word of up to ten letters is an entry of its own.
create function epic_events.begun(q tsquery) returns tsquery
language plpgsql immutable strict parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return regexp_replace(q::text, '''([^+#=~@''' || chr(92) || chr(92) || ']{1,10})'':[*]', '''' || chr(92) || '1''', 'g')::tsquery;
end $$;
--> statement-breakpoint
-- A word as a condition of the search index: the word itself, or everything that begins with it.
create function epic_events.condition(word text, whole boolean) returns tsquery
language plpgsql immutable strict parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return ('''' || replace(replace(left(word, 200), chr(92), chr(92) || chr(92)), '''', '''''') || case when whole then '''' else ''':*' end)::tsquery;
end $$;
--> statement-breakpoint
-- The words of a text as conditions that must all hold; null if there is no word.
create function epic_events.all_words(t text) returns tsquery
language plpgsql immutable strict parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return (select string_agg(epic_events.condition(w, false)::text, ' & ')::tsquery from unnest(epic_events.words(t)) w where w <> '');
end $$;
--> statement-breakpoint
-- A text that reads as a phone (digits, +, dots, brackets and hyphens, with 6 to 15 digits) as a condition; null if it does not. With `whole`
-- the number itself, otherwise all that begin with it. `+33 (0)6` is `+336`.
create function epic_events.phone_condition(typed text, whole boolean) returns tsquery
language plpgsql immutable strict parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  written constant text := regexp_replace(typed, '[[:space:]]', '', 'g');
  digits text := regexp_replace(written, '[^0-9]', '', 'g');
begin
  if written !~ '^[0-9+().-]+$' or length(digits) not between 6 and 17 then return null; end if;
  if written ~ '^[(]?([+]|00)' then
    digits := regexp_replace(regexp_replace(written, '[(]0[)]', ''), '[^0-9]', '', 'g');
    return epic_events.condition('+' || regexp_replace(regexp_replace(digits, '^00', ''), '^330', '33'), whole);
  end if;
  return epic_events.condition('#' || digits, whole) || epic_events.condition('+' || digits, whole);
end $$;
--> statement-breakpoint
-- What was typed as a condition: every word is the beginning of a word. Words that together read as a phone are one number (or still the
-- words that they are), and an email is meant whole. Null if there is nothing to search for.
create function epic_events.prefixes(typed text) returns tsquery
language plpgsql immutable strict parallel safe
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  token text; number text := ''; part tsquery; found tsquery;
begin
  foreach token in array string_to_array(epic_events.fold(typed), ' ') || ''::text loop
    if token ~ '^[0-9+().-]+$' then
      number := number || ' ' || token;
      continue;
    end if;
    if number <> '' then
      part := epic_events.all_words(number);
      part := coalesce(epic_events.phone_condition(number, false) || part, epic_events.phone_condition(number, false), part);
      found := coalesce(found && part, found, part);
      number := '';
    end if;
    token := btrim(token, '<>(),;:"');
    part := case when token ~ '^[^@]+@[^@]*$' then epic_events.condition(token, false) else epic_events.all_words(token) end;
    found := coalesce(found && part, found, part);
  end loop;
  return found;
end $$;
--> statement-breakpoint
DROP INDEX "epic_events"."client_company_idx";--> statement-breakpoint
DROP INDEX "epic_events"."event_start_idx";--> statement-breakpoint
ALTER TABLE "epic_events"."client" ADD COLUMN "name_key" text COLLATE "C" GENERATED ALWAYS AS (epic_events.fold(full_name)) STORED;--> statement-breakpoint
ALTER TABLE "epic_events"."client" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (epic_events.client_search(full_name, email, phone, commercial_id)) STORED;--> statement-breakpoint
ALTER TABLE "epic_events"."client" ADD COLUMN "words" "tsvector";--> statement-breakpoint
ALTER TABLE "epic_events"."client" ADD COLUMN "has_contract" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "epic_events"."company" ADD COLUMN "name_key" text COLLATE "C" GENERATED ALWAYS AS (epic_events.fold(name)) STORED;--> statement-breakpoint
ALTER TABLE "epic_events"."company" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (epic_events.vector(epic_events.words(name))) STORED;--> statement-breakpoint
ALTER TABLE "epic_events"."contract" ADD COLUMN "total_cents" bigint GENERATED ALWAYS AS ((total_amount * 100)::bigint) STORED;--> statement-breakpoint
ALTER TABLE "epic_events"."contract" ADD COLUMN "due_cents" bigint GENERATED ALWAYS AS ((remaining_amount * 100)::bigint) STORED;--> statement-breakpoint
ALTER TABLE "epic_events"."contract" ADD COLUMN "words" "tsvector";--> statement-breakpoint
ALTER TABLE "epic_events"."contract" ADD COLUMN "has_event" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "epic_events"."event" ADD COLUMN "title_key" text COLLATE "C" GENERATED ALWAYS AS (epic_events.fold(title)) STORED;--> statement-breakpoint
ALTER TABLE "epic_events"."event" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (epic_events.event_search(title, full_address, commercial_id, support_contact_id)) STORED;--> statement-breakpoint
ALTER TABLE "epic_events"."event" ADD COLUMN "words" "tsvector";--> statement-breakpoint
ALTER TABLE "epic_events"."users" ADD COLUMN "name_key" text COLLATE "C" GENERATED ALWAYS AS (epic_events.fold(full_name)) STORED;--> statement-breakpoint
ALTER TABLE "epic_events"."users" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (epic_events.vector(epic_events.words(full_name))) STORED;--> statement-breakpoint
ALTER TABLE "epic_events"."users" ADD COLUMN "words" "tsvector" GENERATED ALWAYS AS (epic_events.user_search(full_name, username, email)) STORED;--> statement-breakpoint
CREATE INDEX "client_name_idx" ON "epic_events"."client" USING btree ("name_key","id","commercial_id");--> statement-breakpoint
CREATE INDEX "client_commercial_name_idx" ON "epic_events"."client" USING btree ("commercial_id","name_key","id");--> statement-breakpoint
CREATE INDEX "client_first_contact_idx" ON "epic_events"."client" USING btree ("first_contact_date","id","commercial_id");--> statement-breakpoint
CREATE INDEX "client_commercial_first_contact_idx" ON "epic_events"."client" USING btree ("commercial_id","first_contact_date","id");--> statement-breakpoint
CREATE INDEX "client_last_contact_idx" ON "epic_events"."client" USING btree ("last_contact_date","id");--> statement-breakpoint
CREATE INDEX "client_commercial_last_contact_idx" ON "epic_events"."client" USING btree ("commercial_id","last_contact_date","id");--> statement-breakpoint
CREATE INDEX "client_silent_idx" ON "epic_events"."client" USING btree (coalesce(last_contact_date, first_contact_date),"id","commercial_id","last_contact_date","first_contact_date");--> statement-breakpoint
CREATE INDEX "client_without_company_idx" ON "epic_events"."client" USING btree ("id") WHERE company_id is null;--> statement-breakpoint
CREATE INDEX "client_without_contract_idx" ON "epic_events"."client" USING btree ("id") WHERE not has_contract;--> statement-breakpoint
CREATE INDEX "client_search_idx" ON "epic_events"."client" USING gin (epic_events.beginnings(search));--> statement-breakpoint
CREATE INDEX "client_words_idx" ON "epic_events"."client" USING gin (epic_events.beginnings(words));--> statement-breakpoint
CREATE INDEX "company_name_idx" ON "epic_events"."company" USING btree ("name_key","id");--> statement-breakpoint
CREATE INDEX "company_search_idx" ON "epic_events"."company" USING gin (epic_events.beginnings(search));--> statement-breakpoint
CREATE INDEX "contract_total_idx" ON "epic_events"."contract" USING btree ("total_cents","id","commercial_id");--> statement-breakpoint
CREATE INDEX "contract_commercial_total_idx" ON "epic_events"."contract" USING btree ("commercial_id","total_cents","id");--> statement-breakpoint
CREATE INDEX "contract_due_idx" ON "epic_events"."contract" USING btree ("due_cents","id","commercial_id");--> statement-breakpoint
CREATE INDEX "contract_commercial_due_idx" ON "epic_events"."contract" USING btree ("commercial_id","due_cents","id");--> statement-breakpoint
CREATE INDEX "contract_created_idx" ON "epic_events"."contract" USING btree ("created_at","id","commercial_id");--> statement-breakpoint
CREATE INDEX "contract_commercial_created_idx" ON "epic_events"."contract" USING btree ("commercial_id","created_at","id");--> statement-breakpoint
CREATE INDEX "contract_without_event_idx" ON "epic_events"."contract" USING btree ("id") WHERE not has_event;--> statement-breakpoint
CREATE INDEX "contract_words_idx" ON "epic_events"."contract" USING gin (epic_events.beginnings(words));--> statement-breakpoint
CREATE INDEX "event_commercial_start_idx" ON "epic_events"."event" USING btree ("commercial_id","start_date","id","end_date","support_contact_id");--> statement-breakpoint
CREATE INDEX "event_support_start_idx" ON "epic_events"."event" USING btree ("support_contact_id","start_date","id","end_date","commercial_id");--> statement-breakpoint
CREATE INDEX "event_unassigned_start_idx" ON "epic_events"."event" USING btree ("start_date","id","end_date","commercial_id","support_contact_id") WHERE support_contact_id is null;--> statement-breakpoint
CREATE INDEX "event_long_idx" ON "epic_events"."event" USING btree ("end_date","id","start_date","commercial_id","support_contact_id") WHERE end_date - start_date > interval '7 days';--> statement-breakpoint
CREATE INDEX "event_title_idx" ON "epic_events"."event" USING btree ("title_key","id");--> statement-breakpoint
CREATE INDEX "event_commercial_title_idx" ON "epic_events"."event" USING btree ("commercial_id","title_key","id");--> statement-breakpoint
CREATE INDEX "event_support_title_idx" ON "epic_events"."event" USING btree ("support_contact_id","title_key","id");--> statement-breakpoint
CREATE INDEX "event_participants_idx" ON "epic_events"."event" USING btree ("participant_count","id");--> statement-breakpoint
CREATE INDEX "event_commercial_participants_idx" ON "epic_events"."event" USING btree ("commercial_id","participant_count","id");--> statement-breakpoint
CREATE INDEX "event_support_participants_idx" ON "epic_events"."event" USING btree ("support_contact_id","participant_count","id");--> statement-breakpoint
CREATE INDEX "event_search_idx" ON "epic_events"."event" USING gin (epic_events.beginnings(search));--> statement-breakpoint
CREATE INDEX "event_words_idx" ON "epic_events"."event" USING gin (epic_events.beginnings(words));--> statement-breakpoint
CREATE INDEX "client_company_idx" ON "epic_events"."client" USING btree ("company_id","id");--> statement-breakpoint
CREATE INDEX "event_start_idx" ON "epic_events"."event" USING btree ("start_date","id","end_date","commercial_id","support_contact_id");--> statement-breakpoint
create or replace function epic_events.guard_users() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
declare
  -- judged below by themselves, or kept by the database; every other column needs user:update
  apart constant text[] := array['role_id', 'is_active', 'password_hash', 'last_login', 'name_key', 'search', 'words'];
  ungoverned constant text[] := array['role_id', 'password_hash', 'last_login', 'name_key', 'search', 'words'];
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
create or replace function epic_events.guard_client() returns trigger
language plpgsql
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off
set plan_cache_mode = force_generic_plan set extra_float_digits = 3
as $$
declare
  -- judged below by themselves, or kept by the database; every other column needs client:update
  apart constant text[] := array['commercial_id', 'company_id', 'name_key', 'search', 'words', 'has_contract'];
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
      epic_events.as_owner())) is not true then
      raise insufficient_privilege using message = 'permission client:update needed',
        detail = 'client:update', table = tg_table_name, schema = tg_table_schema,
        column = 'company_id';
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
      epic_events.as_owner())) is not true then
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
-- The words that a row has from the records it belongs to. They are looked up anew when they are set to null, which is what the triggers below
-- do; whoever fills them for many rows at once may also set them.
-- A new row locks the record it belongs to first, so that it reads the words of a change that is being made at this moment, not those before.
create function epic_events.words_client() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if tg_op = 'UPDATE' and new.words is distinct from old.words and new.words is not null then return new; end if;
  if tg_op = 'INSERT' then perform from company c where c.id = new.company_id for share; end if;
  new.words := epic_events.client_search(new.full_name, new.email, new.phone, new.commercial_id)
    || coalesce((select c.search from company c where c.id = new.company_id), '');
  return new;
end $$;
--> statement-breakpoint
create trigger e_words before insert or update of full_name, email, phone, company_id, commercial_id, words on epic_events.client
  for each row execute function epic_events.words_client();
--> statement-breakpoint
create function epic_events.words_contract() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if tg_op = 'UPDATE' and new.words is distinct from old.words and new.words is not null then return new; end if;
  if tg_op = 'INSERT' then perform from client c where c.id = new.client_id for no key update; end if;
  select c.words into new.words from client c where c.id = new.client_id;
  return new;
end $$;
--> statement-breakpoint
create trigger e_words before insert or update of client_id, commercial_id, words on epic_events.contract
  for each row execute function epic_events.words_contract();
--> statement-breakpoint
create function epic_events.words_event() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if tg_op = 'UPDATE' and new.words is distinct from old.words and new.words is not null then return new; end if;
  if tg_op = 'INSERT' then perform from contract k join client c on c.id = k.client_id where k.id = new.contract_id for share of c; end if;
  new.words := epic_events.event_search(new.title, new.full_address, new.commercial_id, new.support_contact_id)
    || coalesce((select c.search from contract k join client c on c.id = k.client_id where k.id = new.contract_id), '');
  return new;
end $$;
--> statement-breakpoint
create trigger e_words before insert or update of title, full_address, contract_id, commercial_id, support_contact_id, words on epic_events.event
  for each row execute function epic_events.words_event();
--> statement-breakpoint
-- Writes kept columns of these rows. A row of before 0008 may break a constraint that is not validated yet. Nobody who writes another record can
-- help that, nor may they see the row in an error: it keeps what it has, and the other rows are written.
create function epic_events.keep(relation regclass, assignment text, ids integer[]) returns void
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare half constant integer := cardinality(ids) / 2;
begin
  if ids = '{}' then return; end if;
  begin
    execute format('update %s t set %s where t.id = any ($1)', relation, assignment) using ids;
  exception when check_violation then
    if half > 0 then
      perform epic_events.keep(relation, assignment, ids[:half]);
      perform epic_events.keep(relation, assignment, ids[half + 1:]);
    end if;
  end;
end $$;
--> statement-breakpoint
create function epic_events.words_changed() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  case tg_table_name
  when 'company' then
    if new.search is distinct from old.search then
      perform epic_events.keep('client', 'words = null', array(select c.id from client c where c.company_id = new.id));
    end if;
  when 'client' then
    if new.words is distinct from old.words then
      perform epic_events.keep('contract', 'words = null',
        array(select k.id from contract k where k.client_id = new.id and k.words is distinct from new.words));
    end if;
    if new.search is distinct from old.search then
      perform epic_events.keep('event', 'words = null',
        array(select e.id from event e join contract k on k.id = e.contract_id where k.client_id = new.id));
    end if;
  when 'contract' then
    perform epic_events.keep('event', 'words = null', array(select e.id from event e where e.contract_id = new.id));
  end case;
  return null;
end $$;
--> statement-breakpoint
create trigger words_changed after update of name on epic_events.company for each row
  when (new.name is distinct from old.name) execute function epic_events.words_changed();
--> statement-breakpoint
create trigger words_changed after update on epic_events.client for each row
  when (new.words is distinct from old.words or new.search is distinct from old.search) execute function epic_events.words_changed();
--> statement-breakpoint
create trigger words_changed after update of client_id on epic_events.contract for each row
  when (new.client_id is distinct from old.client_id) execute function epic_events.words_changed();
--> statement-breakpoint
-- Whether a client has contracts and a contract has events. The row above is locked before its other children are looked for: of two
-- transactions that delete the last two, or of which one deletes the last and the other one adds one, the second sees what the first did.
create function epic_events.has_children() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  if tg_table_name = 'contract' then
    if tg_op <> 'INSERT' then
      perform from client c where c.id = old.client_id for no key update;
      perform epic_events.keep('client', 'has_contract = false', array(
        select c.id from client c
        where c.id = old.client_id and c.has_contract and not exists (select from contract k where k.client_id = c.id)));
    end if;
    if tg_op <> 'DELETE' then
      perform from client c where c.id = new.client_id for no key update;
      perform epic_events.keep('client', 'has_contract = true',
        array(select c.id from client c where c.id = new.client_id and not c.has_contract));
    end if;
  else
    if tg_op <> 'INSERT' then
      perform from contract k where k.id = old.contract_id for no key update;
      perform epic_events.keep('contract', 'has_event = false', array(
        select k.id from contract k
        where k.id = old.contract_id and k.has_event and not exists (select from event e where e.contract_id = k.id)));
    end if;
    if tg_op <> 'DELETE' then
      perform from contract k where k.id = new.contract_id for no key update;
      perform epic_events.keep('contract', 'has_event = true',
        array(select k.id from contract k where k.id = new.contract_id and not k.has_event));
    end if;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger has_children after insert or delete on epic_events.contract for each row execute function epic_events.has_children();
--> statement-breakpoint
create trigger has_children_moved after update of client_id on epic_events.contract for each row
  when (new.client_id is distinct from old.client_id) execute function epic_events.has_children();
--> statement-breakpoint
create trigger has_children after insert or delete on epic_events.event for each row execute function epic_events.has_children();
--> statement-breakpoint
create trigger has_children_moved after update of contract_id on epic_events.event for each row
  when (new.contract_id is distinct from old.contract_id) execute function epic_events.has_children();
--> statement-breakpoint
-- For the owner, after rows were loaded while triggers were off: writes what the triggers would have written, of every row in one pass.
-- Triggers that are on are switched off meanwhile, because no change of these columns is a change of a record, and constraints that are not
-- validated are away, because rows of before 0008 that break them are found too.
create function epic_events.fill_kept() returns void
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  switched constant text[] := array(
    select format('alter table %s %%s trigger %I', t.tgrelid::regclass, t.tgname) from pg_trigger t
    where t.tgrelid in ('client'::regclass, 'contract'::regclass, 'event'::regclass) and not t.tgisinternal and t.tgenabled = 'O');
  away constant pg_constraint[] := array(
    select k from pg_constraint k
    where k.conrelid in ('client'::regclass, 'contract'::regclass, 'event'::regclass) and k.contype = 'c' and not k.convalidated);
  back constant text[] := array(
    select format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) from unnest(away) k);
  trigger_of text; gone pg_constraint; again text;
begin
  foreach trigger_of in array switched loop execute format(trigger_of, 'disable'); end loop;
  foreach gone in array away loop execute format('alter table %s drop constraint %I', gone.conrelid::regclass, gone.conname); end loop;
  update client c set words = x.words, has_contract = x.has_contract
  from (
    select c.id, c.search || coalesce(f.search, '') as words, k.client_id is not null as has_contract
    from client c left join company f on f.id = c.company_id left join (select distinct client_id from contract) k on k.client_id = c.id) x
  where x.id = c.id and (c.words, c.has_contract) is distinct from (x.words, x.has_contract);
  update contract k set words = x.words, has_event = x.has_event
  from (
    select k.id, c.words, e.contract_id is not null as has_event
    from contract k join client c on c.id = k.client_id left join (select distinct contract_id from event) e on e.contract_id = k.id) x
  where x.id = k.id and (k.words, k.has_event) is distinct from (x.words, x.has_event);
  update event e set words = x.words
  from (
    select e.id, e.search || c.search as words from event e join contract k on k.id = e.contract_id join client c on c.id = k.client_id) x
  where x.id = e.id and e.words is distinct from x.words;
  foreach again in array back loop execute again; end loop;
  foreach trigger_of in array switched loop execute format(trigger_of, 'enable'); end loop;
end $$;
--> statement-breakpoint
-- What is not shown by the view of a record is kept for the database's own use: no change of it counts as a change of the record.
create function epic_events.hidden_columns(relation oid) returns text[]
language plpgsql stable parallel restricted
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return array(
    select a.attname::text from pg_attribute a
    where a.attrelid = relation and a.attnum > 0 and not exists (
      select from pg_attribute v
      where v.attrelid = to_regclass('epic_events_api.' || (select c.relname from pg_class c where c.oid = relation))
        and v.attnum > 0 and v.attname = a.attname));
end $$;
--> statement-breakpoint
create or replace function epic_events.touch() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  -- generated columns are still null in a BEFORE trigger
  unseen constant text[] := array['last_login', 'contract_signed', 'is_fully_paid'] || epic_events.hidden_columns(tg_relid);
begin
  if (to_jsonb(new) - unseen) is distinct from (to_jsonb(old) - unseen) then
    new.version := old.version + 1;
    new.updated_at := clock_timestamp();
  end if;
  return new;
end $$;
--> statement-breakpoint
create or replace function epic_events.audit() returns trigger
language plpgsql security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  hidden constant text[] := array['contract_signed', 'version', 'created_at', 'updated_at', 'last_login'] || epic_events.hidden_columns(tg_relid);
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
-- Whether the caller may see any record of this kind, as the views ask. Nothing is scanned for somebody who may not: the counters of the
-- server would tell them which names there are.
create function epic_events.may_see_some(noun text) returns boolean
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
begin
  return noun = 'user' or epic_events.can(noun || ':list', noun || ':view', noun || ':list:own', noun || ':view:own',
    noun || ':list:own_client', noun || ':view:own_client', noun || ':list:assigned', noun || ':view:assigned');
end $$;
--> statement-breakpoint
-- The records of a kind that match a condition and that the caller may see, at most `most`, in no order. Whose word indexes are read is judged
-- here, before anything is limited: the words of a related record count only for somebody who may see that record. The policies judge each
-- row again when the program reads it by its id. Nobody calls this function by itself.
create function epic_events.matching(noun text, q tsquery, most integer) returns setof integer
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  me constant integer := epic_events.uid();
  begun constant tsquery := epic_events.begun(q);
  mine constant tsquery := epic_events.condition('=' || me, true) && begun;
  supported constant tsquery := epic_events.condition('~' || me, true) && begun;
  everyone boolean; own boolean; assigned boolean;
  -- of the records above: all, those of one's own clients, those of one's own events
  above boolean; above_own boolean; above_assigned boolean;
begin
  if q is null or me is null or not epic_events.may_see_some(noun) then return; end if;
  case noun
  when 'company' then
    everyone := epic_events.can('company:list', 'company:view');
    if everyone then return query select c.id from company c where epic_events.beginnings(c.search) @@ begun limit most; return; end if;
    own := epic_events.can('company:list:own', 'company:view:own');
    assigned := epic_events.can('company:list:assigned', 'company:view:assigned');
    return query select c.id from company c where epic_events.beginnings(c.search) @@ begun and (own and c.id in (select epic_events.my_ids('company', 'own'))
      or assigned and c.id in (select epic_events.my_ids('company', 'assigned'))) limit most;
  when 'client' then
    everyone := epic_events.can('client:list', 'client:view');
    own := epic_events.can('client:list:own', 'client:view:own');
    assigned := epic_events.can('client:list:assigned', 'client:view:assigned');
    above := epic_events.can('company:list', 'company:view');
    above_own := above or epic_events.can('company:list:own', 'company:view:own');
    above_assigned := above or epic_events.can('company:list:assigned', 'company:view:assigned');
    if everyone and above then return query select c.id from client c where epic_events.beginnings(c.words) @@ begun limit most; return; end if;
    return query
      (select c.id from client c where everyone and epic_events.beginnings(c.search) @@ begun limit most)
      union (select c.id from client c where (everyone or own) and above_own and epic_events.beginnings(c.words) @@ mine limit most)
      union (select c.id from client c where own and epic_events.beginnings(c.search) @@ mine limit most)
      union (select c.id from client c where (everyone or assigned) and above_assigned and epic_events.beginnings(c.words) @@ begun
        and c.id in (select epic_events.my_ids('client', 'assigned')) limit most)
      union (select c.id from client c where assigned and epic_events.beginnings(c.search) @@ begun
        and c.id in (select epic_events.my_ids('client', 'assigned')) limit most)
      limit most;
  when 'contract' then
    everyone := epic_events.can('contract:list', 'contract:view');
    own := epic_events.can('contract:list:own', 'contract:view:own');
    assigned := epic_events.can('contract:list:assigned', 'contract:view:assigned');
    if not (everyone or own or assigned) then return; end if;
    if everyone and epic_events.can('client:list', 'client:view') and epic_events.can('company:list', 'company:view') then
      return query select k.id from contract k where epic_events.beginnings(k.words) @@ begun limit most;
      return;
    end if;
    -- Its words are those of its client: so it is found by the clients that the caller finds.
    if own and not everyone and not assigned and epic_events.can('client:list', 'client:view', 'client:list:own', 'client:view:own')
      and epic_events.can('company:list', 'company:view', 'company:list:own', 'company:view:own') then
      return query select k.id from contract k where epic_events.beginnings(k.words) @@ mine limit most;
      return;
    end if;
    return query select k.id from contract k
      where k.client_id in (select epic_events.matching('client', q, 2147483647))
        and (everyone or own and k.commercial_id = me or assigned and k.id in (select epic_events.my_ids('contract', 'assigned')))
      limit most;
  when 'event' then
    everyone := epic_events.can('event:list', 'event:view');
    own := epic_events.can('event:list:own', 'event:view:own', 'event:list:own_client', 'event:view:own_client');
    assigned := epic_events.can('event:list:assigned', 'event:view:assigned');
    above := epic_events.can('client:list', 'client:view');
    above_own := above or epic_events.can('client:list:own', 'client:view:own');
    above_assigned := above or epic_events.can('client:list:assigned', 'client:view:assigned');
    if everyone and above then return query select e.id from event e where epic_events.beginnings(e.words) @@ begun limit most; return; end if;
    return query
      (select e.id from event e where everyone and epic_events.beginnings(e.search) @@ begun limit most)
      union (select e.id from event e where (everyone or own) and above_own and epic_events.beginnings(e.words) @@ mine limit most)
      union (select e.id from event e where own and epic_events.beginnings(e.search) @@ mine limit most)
      union (select e.id from event e where (everyone or assigned) and above_assigned and epic_events.beginnings(e.words) @@ supported limit most)
      union (select e.id from event e where assigned and epic_events.beginnings(e.search) @@ supported limit most)
      union (select e.id from event e where assigned and above_own and epic_events.beginnings(e.words) @@ (mine && supported) limit most)
      union (select e.id from event e where everyone and above_assigned and epic_events.beginnings(e.words) @@ begun and e.contract_id in (
        select k.id from contract k where k.client_id in (select epic_events.my_ids('client', 'assigned'))) limit most)
      limit most;
  when 'user' then
    if epic_events.can('user:list', 'user:view') then return query select u.id from users u where u.words @@ q limit most;
    else return query select u.id from users u where u.search @@ q limit most; end if;
  when 'role' then
    return query select r.id from role r
      where epic_events.can('role:list', 'role:view') and epic_events.vector(epic_events.words(r.name)) @@ q limit most;
  end case;
end $$;
--> statement-breakpoint
-- The ids of the records that match what was typed and that the caller may see: at most `most` (5 000 are the most), in no order. If there are
-- more, one row that is null. noun: client, company, contract, event, user or role.
create function epic_events.search(noun text, typed text, most integer) returns setof integer
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  room constant integer := least(greatest(most, 0), 5000);
  found constant integer[] := array(select epic_events.matching(noun, epic_events.prefixes(left(typed, 1000)), room + 1));
begin
  if cardinality(found) > room then return next null; else return query select unnest(found); end if;
end $$;
--> statement-breakpoint
-- The records that a reference may mean, of those that the caller may see. An email, a phone, or exactly the name or the username wins. If
-- there is none, and an exact one is not asked for: those with words that begin so. A contract is named by its client.
create function epic_events.referred(noun text, typed text, exact boolean, most integer) returns setof integer
language plpgsql stable parallel restricted security definer
set search_path = epic_events, pg_temp
set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off set plan_cache_mode = force_generic_plan as $$
declare
  room constant integer := least(greatest(most, 0), 5000);
  asked constant text := btrim(left(typed, 1000));
  key constant text := epic_events.fold(asked);
  address constant text := case when position('@' in asked) > 0 then lower(normalize(asked, NFC)) end;
  number constant tsquery := epic_events.phone_condition(asked, true);
  known boolean;
  found integer[] := '{}';
begin
  if epic_events.uid() is null or key = '' or not epic_events.may_see_some(noun) then return; end if;
  case noun
  when 'client' then
    if address is not null then
      found := array(select c.id from client c where lower(c.email) = address
        and ((select epic_events.can('client:list', 'client:view')) or ((select epic_events.can('client:list:own', 'client:view:own')) and c.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:list:assigned', 'client:view:assigned')) and c.id in (select epic_events.my_ids('client', 'assigned')))) limit room);
    elsif number is not null then
      found := array(select c.id from client c where epic_events.beginnings(c.search) @@ number
        and ((select epic_events.can('client:list', 'client:view')) or ((select epic_events.can('client:list:own', 'client:view:own')) and c.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:list:assigned', 'client:view:assigned')) and c.id in (select epic_events.my_ids('client', 'assigned')))) limit room);
    end if;
    if found = '{}' then
      found := array(select c.id from client c where c.name_key = key
        and ((select epic_events.can('client:list', 'client:view')) or ((select epic_events.can('client:list:own', 'client:view:own')) and c.commercial_id = (select epic_events.uid())) or ((select epic_events.can('client:list:assigned', 'client:view:assigned')) and c.id in (select epic_events.my_ids('client', 'assigned')))) limit room);
    end if;
  when 'company' then
    found := array(select c.id from company c where c.name_key = key
      and ((select epic_events.can('company:list', 'company:view')) or ((select epic_events.can('company:list:own', 'company:view:own')) and c.id in (select epic_events.my_ids('company', 'own'))) or ((select epic_events.can('company:list:assigned', 'company:view:assigned')) and c.id in (select epic_events.my_ids('company', 'assigned')))) limit room);
  when 'contract' then
    found := array(select k.id from contract k
      where k.client_id in (select epic_events.referred('client', typed, true, 5000))
        and ((select epic_events.can('contract:list', 'contract:view')) or ((select epic_events.can('contract:list:own', 'contract:view:own')) and k.commercial_id = (select epic_events.uid())) or ((select epic_events.can('contract:list:assigned', 'contract:view:assigned')) and k.id in (select epic_events.my_ids('contract', 'assigned')))) limit room);
  when 'event' then
    found := array(select e.id from event e where e.title_key = key
      and ((select epic_events.can('event:list', 'event:view')) or ((select epic_events.can('event:list:own', 'event:view:own')) and e.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:list:own_client', 'event:view:own_client')) and e.commercial_id = (select epic_events.uid())) or ((select epic_events.can('event:list:assigned', 'event:view:assigned')) and e.support_contact_id = (select epic_events.uid()))) limit room);
  when 'user' then
    known := epic_events.can('user:list', 'user:view');
    if address is not null then
      found := array(select u.id from users u where known and lower(u.email) = address limit room);
    elsif number is not null then
      found := array(select u.id from users u where known and u.words @@ number limit room);
    end if;
    if found = '{}' then
      found := array(select u.id from users u where u.name_key = key or known and u.username = lower(asked) limit room);
    end if;
  when 'role' then
    found := array(select r.id from role r where epic_events.can('role:list', 'role:view') and epic_events.fold(r.name) = key limit room);
  end case;
  if found = '{}' and not exact then
    return query select epic_events.matching(noun, epic_events.prefixes(asked), room);
  else
    return query select unnest(found);
  end if;
end $$;
--> statement-breakpoint
create view epic_events_api.user_keys as
  select id, role_id, is_active, name_key, search
  from epic_events.users
  where (select epic_events.can('user:list', 'user:list:own', 'user:view', 'user:view:own'));
--> statement-breakpoint
create view epic_events_api.company_keys as
  select id, name_key, search
  from epic_events.company
  where (select epic_events.can('company:list', 'company:list:own', 'company:list:assigned', 'company:view', 'company:view:own', 'company:view:assigned'));
--> statement-breakpoint
create view epic_events_api.client_keys as
  select id, commercial_id, company_id, first_contact_date, last_contact_date, name_key, search
  from epic_events.client
  where (select epic_events.can('client:list', 'client:list:own', 'client:list:assigned', 'client:view', 'client:view:own', 'client:view:assigned'));
--> statement-breakpoint
create view epic_events_api.client_wide as
  select id, commercial_id, company_id, first_contact_date, last_contact_date, name_key, search, words, has_contract
  from epic_events.client
  where (select epic_events.can('client:list', 'client:list:own', 'client:list:assigned', 'client:view', 'client:view:own', 'client:view:assigned'))
    and (select epic_events.can('company:list', 'company:view'))
    and (select epic_events.can('contract:list', 'contract:view'));
--> statement-breakpoint
create view epic_events_api.contract_keys as
  select id, client_id, commercial_id, is_signed, is_fully_paid, created_at, total_cents, due_cents
  from epic_events.contract
  where (select epic_events.can('contract:list', 'contract:list:own', 'contract:list:assigned', 'contract:view', 'contract:view:own', 'contract:view:assigned'));
--> statement-breakpoint
create view epic_events_api.contract_wide as
  select id, client_id, commercial_id, is_signed, is_fully_paid, created_at, total_cents, due_cents, words, has_event
  from epic_events.contract
  where (select epic_events.can('contract:list', 'contract:list:own', 'contract:list:assigned', 'contract:view', 'contract:view:own', 'contract:view:assigned'))
    and (select epic_events.can('client:list', 'client:view'))
    and (select epic_events.can('company:list', 'company:view'))
    and (select epic_events.can('event:list', 'event:view'));
--> statement-breakpoint
create view epic_events_api.event_keys as
  select id, contract_id, commercial_id, support_contact_id, start_date, end_date, participant_count, title_key, search
  from epic_events.event
  where (select epic_events.can('event:list', 'event:list:own', 'event:list:own_client', 'event:list:assigned', 'event:view', 'event:view:own', 'event:view:own_client', 'event:view:assigned'));
--> statement-breakpoint
create view epic_events_api.event_wide as
  select id, contract_id, commercial_id, support_contact_id, start_date, end_date, participant_count, title_key, search, words
  from epic_events.event
  where (select epic_events.can('event:list', 'event:list:own', 'event:list:own_client', 'event:list:assigned', 'event:view', 'event:view:own', 'event:view:own_client', 'event:view:assigned'))
    and (select epic_events.can('client:list', 'client:view'));
--> statement-breakpoint
-- No statistics of texts (0010): EXPLAIN would tell them.
do $do$
declare c record;
begin
  for c in select a.attrelid::regclass as relation, a.attname from pg_attribute a join pg_class r on r.oid = a.attrelid
    where a.attname in ('name_key', 'title_key', 'search', 'words') and r.relnamespace = 'epic_events'::regnamespace and r.relkind = 'r'
  loop
    execute format('alter table %s alter column %I set statistics 0', c.relation, c.attname);
  end loop;
  for c in select indexrelid::regclass as relation from pg_index where indrelid in (
      select oid from pg_class where relnamespace = 'epic_events'::regnamespace) and pg_get_indexdef(indexrelid, 1, true) like '%beginnings(%'
  loop
    execute format('alter index %s alter column 1 set statistics 0', c.relation);
  end loop;
end $do$;
--> statement-breakpoint
select epic_events.fill_kept();
--> statement-breakpoint
revoke all on all functions in schema epic_events from public;
--> statement-breakpoint
-- A generated column is made with the rights of who writes the row.
grant execute on function epic_events.fold(text), epic_events.words(text), epic_events.vector(text[]), epic_events.beginnings(tsvector), epic_events.phone_lexemes(text),
  epic_events.client_search(text, text, text, integer), epic_events.user_search(text, text, text),
  epic_events.event_search(text, text, integer, integer), epic_events.condition(text, boolean), epic_events.all_words(text),
  epic_events.phone_condition(text, boolean), epic_events.prefixes(text),
  epic_events.search(text, text, integer), epic_events.referred(text, text, boolean, integer) to epic_events_app;
--> statement-breakpoint
grant select on epic_events_api.user_keys, epic_events_api.company_keys, epic_events_api.client_keys, epic_events_api.client_wide, epic_events_api.contract_keys, epic_events_api.contract_wide, epic_events_api.event_keys, epic_events_api.event_wide to epic_events_app;
--> statement-breakpoint
do $do$
declare v text;
begin
  if pg_has_role('epic_events_app', (select nspowner from pg_namespace where nspname = 'epic_events'), 'usage') then
    return; -- epic_events_app is the owner
  end if;
  grant select (name_key, search) on epic_events.users to epic_events_rows;
  grant create on schema epic_events_api to epic_events_rows;
  foreach v in array array['user_keys', 'company_keys', 'client_keys', 'client_wide', 'contract_keys', 'contract_wide', 'event_keys', 'event_wide'] loop
    execute format('alter view epic_events_api.%I owner to epic_events_rows', v);
  end loop;
  revoke create on schema epic_events_api from epic_events_rows;
end $do$;
--> statement-breakpoint
update epic_events.meta set schema_version = 12;
