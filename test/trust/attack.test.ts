/**
 * What somebody with psql and a login role tries (docs/TRUST.md §4): bare, after SET ROLE, with a forged identity, with their own session
 * secret, with a forged token of a colleague. Each attack ends in "permission denied" or in nothing, and every row of every table is
 * compared before and after.
 *
 * Every attack on a view is tried on the table of the same name too, where all of them meet 42501.
 *
 * Accepted, because a constraint must answer somebody: people who may insert a client or a person learn whether an email is taken.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import text from './attacks.sql' with { type: 'text' }
import { type Ground, openGround, otherHash, refusal, type Someone } from './ground.ts'

// bcrypt takes a quarter of a second on a quiet machine, and tests seldom have one.
setDefaultTimeout(60_000)

let ground: Ground
let manager: Someone, alice: Someone, bob: Someone, sam: Someone, sue: Someone, hr: Someone, clerk: Someone
let keeper: Someone, mover: Someone
/** Ids: the manager is 1, Alice 2, Bob 3, Sam 4, Sue 5. Bob's client, contract 2 and event 3 are what Alice is after; Sam has event 1, Sue event 2. */
beforeAll(async () => {
  ground = await openGround()
  await ground.owner.unsafe(`insert into epic_events.role (name) values ('hr'), ('clerk'), ('keeper'), ('mover');
    insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
      where (r.name = 'hr' and p.name in ('user:list', 'user:view', 'user:create', 'user:update', 'user:delete'))
         or (r.name = 'clerk' and p.name in ('contract:view', 'contract:delete', 'client:view:own',
           'user:view:own', 'user:update:own'))
         or (r.name = 'keeper' and p.name ~ '^(company|client):[a-z]+:own$')
         or (r.name = 'mover' and p.name in ('client:view', 'contract:view', 'contract:update:assigned', 'event:view',
           'event:create:assigned', 'event:assign_support:assigned', 'event:update:assigned'))`)
  manager = await ground.person('management', 'first.manager')
  alice = await ground.person('commercial', 'alice')
  bob = await ground.person('commercial', 'bobby')
  sam = await ground.person('support', 'samuel')
  sue = await ground.person('support', 'susan')
  hr = await ground.person('hr', 'human.resources')
  clerk = await ground.person('clerk', 'clerk')
  keeper = await ground.person('keeper', 'keeper')
  mover = await ground.person('mover', 'mover')
  await ground.owner.unsafe(`insert into epic_events.company (name) values ('Acme');
    update epic_events.users set role_id = 2 where id = ${keeper.id};
    insert into epic_events.client (full_name, email, commercial_id, company_id)
    values ('Hers', 'hers@x.fr', ${alice.id}, 1), ('His', 'his@x.fr', ${bob.id}, 1),
      ('Of the keeper', 'kept@x.fr', ${keeper.id}, null);
    insert into epic_events.contract (client_id, total_amount, is_signed) values (1, 100, true), (2, 100, true);
    insert into epic_events.event (contract_id, title, full_address, start_date, end_date, support_contact_id) values
      (1, 'One', 'Lyon', now(), now() + interval '1 h', ${sam.id}),
      (1, 'Two', 'Lyon', now(), now() + interval '1 h', ${sue.id}),
      (2, 'Three', 'Lyon', now(), now() + interval '1 h', null);
    update epic_events.users set role_id = 3 where id = ${mover.id};
    update epic_events.event set support_contact_id = ${mover.id} where id = 2;
    update epic_events.users set role_id = (select id from epic_events.role where name = 'mover') where id = ${mover.id};
    update epic_events.users set role_id = (select id from epic_events.role where name = 'keeper') where id = ${keeper.id}`)
})
afterAll(() => ground?.close())

type Who = 'bare' | 'nobody' | 'forged' | 'manager' | 'alice' | 'sam' | 'hr' | 'clerk' | 'keeper' | 'mover'
const connecting = (who: Who) => {
  if (who === 'bare') return { bare: true }
  if (who === 'nobody') return {}
  return { session: { forged: 'forged-secret', manager, alice, sam, hr, clerk, keeper, mover }[who] }
}
const secretOf = (session: string | Someone | undefined) => (typeof session === 'object' ? session.secret : session)

/** Runs the steps one after the other, each its own transaction unless they say otherwise. @returns what the last one met */
function attempt(who: Who, steps: readonly string[]) {
  const { session, bare } = { session: undefined, bare: false, ...connecting(who) }
  return ground.connect({ session: secretOf(session), bare }, async (sql: postgres.Sql) => {
    let last: { code?: string; message?: string; rows: readonly unknown[] } = { rows: [] }
    for (const step of steps) {
      const done = (async () => {
        last = { rows: [...(await sql.unsafe(step).simple())].flat() }
      })()
      const refused = await refusal(done)
      if (refused) last = { ...refused, rows: [] }
    }
    return last
  })
}

interface Attack {
  readonly who: Who
  readonly what: string
  /** SQLSTATEs that will do; `nothing` for none. */
  readonly met: readonly string[]
  readonly steps: readonly string[]
}

/** The chapters of attacks.sql. */
const chapters = text
  .split(/^-- # /m)
  .slice(1)
  .map((chapter) => {
    const [title = '', ...attacks] = chapter.split(/\n\n/)
    return {
      title,
      attacks: attacks.filter(Boolean).map((attack): Attack => {
        const [head = '', ...lines] = attack.trim().split('\n')
        const [, who = '', what = '', met = ''] = /^-- (\w+): (.*) \| (.*)$/.exec(head) ?? []
        const steps = `${lines.join('\n')}\n`.split(/;\n/).filter(Boolean)
        return { who: who as Who, what, met: met.split(', '), steps }
      }),
    }
  })

test('the list of attacks was read', () => {
  expect(chapters.length).toBe(6)
  for (const { attacks } of chapters) {
    expect(attacks.length).toBeGreaterThan(10)
    for (const { met, steps, what } of attacks) expect([what, met.length, steps.length]).not.toContain(0)
  }
})

/** The same attacks on the tables themselves. */
const onTables = chapters.map(({ title, attacks }) => ({
  title: `${title}, on the tables`,
  attacks: attacks.flatMap((attack) => {
    const steps = attack.steps.map((step) => step.replaceAll('epic_events_api.', 'epic_events.'))
    const last = steps.at(-1) ?? ''
    return last === attack.steps.at(-1) || /colleague|^set role/.test(last)
      ? []
      : [{ ...attack, steps, met: ['42501'] }]
  }),
}))

for (const { title, attacks } of [...chapters, ...onTables]) {
  describe(title, () => {
    for (const { who, what, met, steps } of attacks) {
      test(`${who}: ${what}`, async () => {
        const before = await ground.rows()
        const last = await attempt(who, steps)
        expect(met, last.message ?? 'let through').toContain(last.code ?? 'nothing')
        expect(last.rows).toEqual([])
        expect(await ground.rows()).toEqual(before)
      })
    }
  })
}

describe('what the secrets of others would be worth', () => {
  test('a function that leaks its arguments → sees only rows that one may see', async () => {
    const seen = await ground.connect({ session: clerk.secret }, async (sql) => {
      await sql.unsafe(`create function pg_temp.peek(text) returns boolean language plpgsql cost 0.0000001 as
        $$ begin
          perform set_config('peek.seen', coalesce(current_setting('peek.seen', true), '') || $1 || ';', false);
          return true;
        end $$`)
      await sql.unsafe(`select 1 from epic_events_api.client where pg_temp.peek(full_name);
        select 1 from epic_events_api.users where pg_temp.peek(email);
        select 1 from epic_events_api.colleague where pg_temp.peek(full_name) and id = 1`)
      const [row] = await sql`select current_setting('peek.seen', true) as seen`
      return String(row?.['seen'])
    })
    expect(seen).toContain('clerk@agency.example')
    expect(seen).not.toContain('Hers')
    expect(seen).not.toContain('alice@agency.example')
  })

  test('a function that leaks its arguments, without a session → learns no name of a colleague', async () => {
    const seen = await ground.connect({}, async (sql) => {
      await sql.unsafe(`create function pg_temp.peek(text) returns boolean language plpgsql cost 0.0000001 as
        $$ begin perform set_config('peek.seen', 'yes', false); return true; end $$`)
      await sql.unsafe('select 1 from epic_events_api.colleague where pg_temp.peek(full_name)')
      const [row] = await sql`select coalesce(current_setting('peek.seen', true), '') as seen`
      return row?.['seen']
    })
    expect(seen).toBe('')
  })

  test("an error never shows a row's hash", async () => {
    const failure = await ground.connect({ session: manager.secret }, (sql) =>
      sql`update epic_events_api.users set email = '' where id = 1`.then(
        () => 'let through',
        (error: postgres.PostgresError) => JSON.stringify({ ...error, message: error.message }),
      ),
    )
    expect(failure).toContain('users_email_length')
    expect(failure).not.toContain('$2')
  })

  test('an operation id that is forged, or of somebody else, is applied only for who wrote with it', async () => {
    const renamed = (session: string, name: string) =>
      ground.connect({ session }, (sql) =>
        sql.begin(async (inside) => {
          await inside`select set_config('epic_events.operation', 'op-1', true)`
          await inside`update epic_events_api.client set full_name = ${name} where commercial_id = epic_events.uid()`
        }),
      )
    const applied = (session: string | undefined) =>
      ground.connect({ session }, async (sql) => (await sql`select epic_events.applied('op-1') as is`)[0]?.['is'])
    await renamed(alice.secret, 'Hers again')
    expect(await applied(alice.secret)).toBe(true)
    expect(await applied(bob.secret)).toBe(false)
    expect(await applied(undefined)).toBe(false)
    const [entry] = await ground.owner`select user_id from epic_events.audit_log where operation = 'op-1'`
    expect(entry?.['user_id']).toBe(alice.id)
  })

  test('the setting with_events → deletes the events of a contract that one may delete, and the log says who did it', async () => {
    const met = await attempt('manager', [
      "set epic_events.with_events = 'on'",
      'delete from epic_events_api.contract where id = 2',
    ])
    expect(met.code).toBeUndefined()
    const log = await ground.owner`select table_name, user_id
        from epic_events.audit_log where action = 'delete' order by table_name`
    expect(log.map((row) => [row['table_name'], row['user_id']])).toEqual([
      ['contract', manager.id],
      ['event', manager.id],
    ])
  })

  test('the same statements by people who may → succeed', async () => {
    const met = await attempt('manager', [
      `update epic_events_api.client set commercial_id = ${bob.id} where id = 1`,
      `update epic_events_api.event set support_contact_id = ${sue.id} where id = 1`,
      "update epic_events_api.users set email = 'new@x.fr' where id = 1",
      `select epic_events.create_user('new.manager', 'X', 'n@x.fr', '${otherHash}', 1)`,
    ])
    expect(met.code).toBeUndefined()
    const [leaks] =
      await ground.owner`select count(*)::integer as n from epic_events.audit_log a where a::text like '%$2_$%'`
    expect(leaks?.['n']).toBe(0)
    const [now] = await ground.owner`select c.commercial_id, k.commercial_id as of_contract,
        e.commercial_id as of_event, e.support_contact_id
      from epic_events.client c join epic_events.contract k on k.client_id = c.id
      join epic_events.event e on e.contract_id = k.id where e.id = 1`
    expect({ ...now }).toEqual({
      commercial_id: bob.id,
      of_contract: bob.id,
      of_event: bob.id,
      support_contact_id: sue.id,
    })
  })
})
