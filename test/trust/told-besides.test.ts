/**
 * What PostgreSQL tells beside its answers: rows in errors, statistics in estimates; and whether a setting that everybody may change changes
 * an answer. Tried with a login role on PostgreSQL 15 and 18.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { type Ground, openGround, otherHash, passwordHash, right, type Someone, wrong } from './ground.ts'
import { attempt, claim } from './sign-in.ts'

setDefaultTimeout(120_000)

let ground: Ground
let manager: Someone, alice: Someone, hr: Someone
beforeAll(async () => {
  ground = await openGround()
  await ground.owner.unsafe(`insert into epic_events.role (name) values ('hr');
    insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
      where r.name = 'hr' and p.name in ('user:list', 'user:view', 'user:create', 'user:update', 'user:delete')`)
  manager = await ground.person('management', 'first.manager')
  alice = await ground.person('commercial', 'alice')
  hr = await ground.person('hr', 'human.resources')
})
afterAll(() => ground?.close())

describe('errors of functions', () => {
  const said = (run: Promise<unknown>) =>
    run.then(
      () => 'let through',
      (error: postgres.PostgresError) => JSON.stringify({ ...error, message: error.message }),
    )

  test('a refused value of a new colleague → the error holds no hash', async () => {
    await ground.connect({ session: manager.secret }, async (sql) => {
      for (const [name, email] of [
        ['N ', 'new@x.fr'],
        ['N', 'New@x.fr'],
        ['', 'new@x.fr'],
        [null, 'new@x.fr'],
      ] as const) {
        const told = await said(sql`select epic_events.create_user('newcomer', ${name}, ${email}, ${otherHash}, 3)`)
        expect(told).toMatch(/users_|full_name/)
        expect(told).not.toContain('$2b$')
      }
      expect(await said(sql`select epic_events.change_password(${alice.id}, null)`)).not.toContain('alice@')
    })
  })

  test("a rule keeps its own detail, because the program's sentence needs it", async () => {
    await ground.connect({ session: manager.secret }, async (sql) => {
      const error = await sql`select * from epic_events.deactivate(${manager.id})`.then(
        () => undefined,
        (reason: postgres.PostgresError) => reason,
      )
      expect([error?.constraint_name, error?.detail]).toEqual(['users_last_manager', `{"user" : ${manager.id}}`])
    })
  })

  test('somebody whose old row breaks a constraint of today → logs in and is deactivated, and no error shows a hash', async () => {
    const old = await ground.person('support')
    await ground.owner.unsafe(`begin; alter table epic_events.users drop constraint users_full_name_trimmed;
      update epic_events.users set full_name = 'Old ' where id = ${old.id};
      alter table epic_events.users add constraint users_full_name_trimmed check (full_name = btrim(full_name)) not valid; commit`)
    const login = async () =>
      ground.connect({}, async (sql) => {
        const made = await attempt(sql, old.username)
        return said(claim(sql, made).then(({ status }) => Promise.reject(new Error(status))))
      })
    expect(await login()).toContain('"ok"')
    const told = await ground.connect({ session: manager.secret }, (sql) =>
      said(sql`select epic_events.deactivate(${old.id})`),
    )
    expect(told).not.toContain((await passwordHash).slice(7))
    expect(await login()).toContain('"no"')
  })
})

describe('estimates', () => {
  test('explain without a session tells no name, email or title, however often it is asked', async () => {
    await ground.owner.unsafe(`insert into epic_events.company (name)
        select case i % 3 when 0 then 'Shell' when 1 then 'Danone' else 'C' || i end from generate_series(1, 900) i;
      insert into epic_events.client (full_name, email, commercial_id, phone)
        select 'Client ' || i % 7, 'c' || i || '@x.fr', ${alice.id}, '+3361234567' || i % 7 from generate_series(1, 900) i;
      analyze`)
    const views = {
      company: ['name'],
      client: ['full_name', 'email', 'phone'],
      users: ['username', 'full_name', 'email'],
    }
    await ground.connect({}, async (sql) => {
      for (const [view, columns] of Object.entries(views))
        for (const column of columns) {
          const estimates = new Set<unknown>()
          for (const value of ['', 'C', 'Client 3', 'Danone', 'Shell', 'Total', 'alice', 'c5@x.fr', '+33612345673'])
            for (const operator of ['<', '>', '<=', '>=']) {
              const [row] = await sql.unsafe(`explain (format json) select from epic_events_api.${view},
                generate_series(1, 1000000000) where ${column} ${operator} '${value}'`)
              const plan = row?.['QUERY PLAN']
              estimates.add((typeof plan === 'string' ? JSON.parse(plan) : plan)[0].Plan['Plan Rows'])
            }
          expect([view, column, estimates.size]).toEqual([view, column, 1])
        }
    })
  })

  test('there are no statistics of what names people and firms', async () => {
    const kept = await ground.owner`select tablename, attname from pg_stats
      where schemaname = 'epic_events' and (tablename, attname) in (('users', 'username'), ('users', 'full_name'), ('users', 'email'),
        ('client', 'full_name'), ('client', 'email'), ('client', 'phone'), ('company', 'name'), ('event', 'title'),
        ('event', 'full_address'), ('event', 'notes'), ('audit_log', 'user_name'), ('client_email_key', 'lower'), ('users_email_key', 'lower'))`
    expect([...kept]).toEqual([])
  })
})

describe('counters', () => {
  test('right or wrong, deactivated, barred before or unknown: a refused claim does the same work', async () => {
    const idle = await ground.person('support', 'dismissed')
    await ground.owner`update epic_events.users set is_active = false where id = ${idle.id}`
    await ground.owner`insert into epic_events.ended (user_id, why)
      select ${alice.id}, unnest(array['deactivated', 'reactivated'])`
    const work = new Set<unknown>()
    for (const [name, digest] of [
      ['dismissed', right],
      ['dismissed', wrong],
      ['alice', wrong],
      ['no.such.name', wrong],
    ] as const)
      await ground.connect({}, async (sql) => {
        const made = await attempt(sql, name, digest)
        await sql.begin(async (inside) => {
          expect((await claim(inside, made)).status).toBe('no')
          const [row] = await inside`
            select json_agg(json_build_array(relname, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch) order by relname)::text as done
            from pg_stat_xact_user_tables where schemaname = 'epic_events' and relname <> 'login_attempt'
              and (seq_scan > 0 or idx_scan > 0)`
          work.add(row?.['done'])
        })
      })
    expect(work.size).toBe(1)
  })
})

describe('settings', () => {
  // One statement that tries much and tells everything that it met.
  const battery = `do $$ declare told text := ''; tried text; met text; n bigint; begin
    foreach tried in array array[
      'select count(*) from epic_events_api.client', 'select count(*) from epic_events_api.users', 'select epic_events.uid()',
      'with c as (update epic_events_api.client set full_name = ''Z'' where commercial_id <> epic_events.uid() returning 1) select count(*) from c',
      'with c as (insert into epic_events_api.client (full_name, email, commercial_id) values (''p'', ''p@x.fr'', $1) returning 1) select count(*) from c',
      'with c as (update epic_events_api.client set first_contact_date = ''infinity'' returning 1) select count(*) from c',
      'with c as (update epic_events_api.client set email = upper(email) returning 1) select count(*) from c',
      'select count(*) from epic_events.create_user(''evil.boss'', ''E'', ''evil@x.fr'', ''${otherHash}'', 1)',
      'select epic_events.delete_user($1)::integer', 'select count(*) from epic_events.deactivate($1)',
      'select length(status) from epic_events.change_password($1, ''${otherHash}'')', 'select count(*) from epic_events.failed_logins()',
      'select count(*) from epic_events.live_sessions()', 'select count(*) from epic_events.users', 'select epic_events.login_wait(''a'', ''b'', 1)'
    ] loop
      begin
        if tried ~ '[$]1' then execute tried into n using (select current_setting('attack.other')::integer); else execute tried into n; end if;
        met := coalesce(n::text, 'null'); told := told || met || ' ';
        raise exception using errcode = 'EE000', message = 'undone';
      exception when others then if sqlstate <> 'EE000' then told := told || sqlstate || ' ' || sqlerrm || ' '; end if;
      end;
    end loop;
    perform set_config('attack.told', told, false);
  end $$`

  test('no setting that a person may change changes what they are told', async () => {
    for (const who of [undefined, hr])
      await ground.connect({ session: who?.secret }, async (sql) => {
        const tell = async () => {
          await sql.unsafe(`set attack.told = ''; set attack.other = '${manager.id}'`).simple()
          await sql.unsafe(battery)
          return (await sql`select current_setting('attack.told') as told`)[0]?.['told']
        }
        const told = await tell()
        expect(told.split(' ').length).toBeGreaterThan(15)
        const settings = await sql<{ name: string; value: string }[]>`
          select s.name, v as value from pg_settings s, unnest(case s.vartype when 'bool' then array['on', 'off'] else s.enumvals end
            || case s.name when 'plpgsql.extra_errors' then array['all'] when 'DateStyle' then array['German'] when 'search_path' then array['pg_temp']
              when 'TimeZone' then array['Pacific/Kiritimati'] when 'client_encoding' then array['SQL_ASCII'] else '{}'::text[] end) v
          where s.context = 'user' and s.vartype in ('bool', 'enum', 'string') and v is distinct from s.setting
            and s.name not in ('exit_on_error', 'row_security', 'client_min_messages') and s.name !~ '^transaction_|^default_transaction'
            and s.name !~ '^jit'`
        expect(settings.length).toBeGreaterThan(60)
        for (const { name, value } of settings) {
          await sql.unsafe(`set ${name} = '${value}'`)
          expect([name, value, await tell()]).toEqual([name, value, told])
          await sql.unsafe(`reset ${name}`)
        }
      })
  })
})
