/**
 * Every column that epic_events_app may UPDATE is checked: without the table's `update` nobody writes it, whatever its type, also when a
 * later migration adds it and does nothing else. Tables where a second permission opens the row (assign_commercial, assign_support,
 * role:assign) have a guard; on the others the policy is enough, because it hides the whole row from those without `update`.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import postgres from 'postgres'
import { guardedColumns, type Resource, resources, rulesOf } from '../../src/access/catalogue.ts'
import { viewSql } from '../../src/access/views.ts'
import { isDatabaseError } from '../../src/db/constraint-errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(120_000)

/** Type → a value, and one that differs from it as little as the type allows. */
const types: Readonly<Record<string, readonly [was: string, becomes: string]>> = {
  text: ["'a'", "'a '"],
  'character varying(9)': ["'a'", "'b'"],
  'character(9)': ["'a'", "'b'"],
  '"char"': ["'a'", "'b'"],
  name: ["'a'", "'b'"],
  smallint: ['1', '2'],
  integer: ['1', '2'],
  bigint: ['9007199254740992', '9007199254740993'],
  numeric: ['1', '1.0000000000000000000000000000000000001'],
  // With a low extra_float_digits, both of these print as 1.
  real: ['1', '1.00001'],
  'double precision': ['1', '1.0000000000001'],
  'double precision[]': ["'{1}'", "'{1.0000000000001}'"],
  point: ["'(1,1)'", "'(1,1.0000000000001)'"],
  boolean: ['false', 'true'],
  date: ["'2026-01-01'", "'2026-01-02'"],
  'time without time zone': ["'10:00'", "'10:00:00.000001'"],
  'time with time zone': ["'10:00+01'", "'09:00+00'"],
  'timestamp without time zone': ["'2026-01-01'", "'2026-01-01 00:00:00.000001'"],
  'timestamp with time zone': ["'2026-01-01Z'", "'2026-01-01 00:00:00.000001Z'"],
  interval: ["'24 hours'", "'1 day'"],
  uuid: ["'11111111-1111-1111-1111-111111111111'", "'11111111-1111-1111-1111-111111111112'"],
  bytea: ["'\\x00'", "'\\x0000'"],
  json: ["'{}'", `'{"a": null}'`],
  jsonb: ["'{}'", `'{"a": null}'`],
  inet: ["'10.0.0.1/8'", "'10.0.0.1/9'"],
  'bit(3)': ["'101'", "'100'"],
  'bit varying': ["'1'", "'10'"],
  money: ["'1.00'", "'1.01'"],
  int4range: ["'[1,2)'", "'[1,3)'"],
  'text[]': ["'{a,null}'", `'{a,"null"}'`],
  'integer[]': ["'{1}'", "'[0:1]={1,2}'"],
  tsvector: ["'a'", "'a:1'"],
  pg_lsn: ["'0/1'", "'0/2'"],
  'epic_events.scratch_enum': ["'a'", "'b'"],
  'epic_events.scratch_domain': ["'a'", "'b'"],
  'epic_events.scratch_composite': ["'(1,a)'", "'(1,)'"],
}
/** Tables other than client get a few of them. */
const few = ['text', 'double precision', 'jsonb']

const updatable = resources.filter((resource) => Object.values<string>(rulesOf(resource).actions).includes('update'))
const tableOf = (resource: Resource) => rulesOf(resource).table

test('a table where a second permission opens the row has a guard', () => {
  const opened = updatable.filter((resource) => {
    const others = Object.entries(rulesOf(resource).actions).filter(
      ([action, of]) => of === 'update' && action !== 'update',
    )
    const foreign = Object.values(guardedColumns[resource] ?? {}).some(
      ({ permission }) => !permission.startsWith(resource),
    )
    return others.length > 0 || foreign
  })
  expect(opened).toEqual(['user', 'client', 'event', 'payment'])
  for (const resource of opened) expect(Object.keys(guardedColumns[resource] ?? {})).not.toEqual([])
})

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let agency: Agency
  let assigner: Person, editor: Person, colleague: Person
  /** All columns that may be updated: table, column, type. */
  let granted: { table: string; column: string; type: string }[]

  beforeAll(async () => {
    agency = await openAgency(kind)
    await agency.owner(async (sql) => {
      // The assigner holds every permission but `update`, the editor every one.
      await sql
        .unsafe(`insert into epic_events.role (name) values ('assigner'), ('editor');
        insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
        where r.name = 'editor' or r.name = 'assigner' and p.name !~ ':update'`)
        .simple()
    })
    assigner = await agency.person('assigner')
    editor = await agency.person('editor')
    colleague = await agency.person('support')
    const commercial = await agency.person('commercial')
    await agency.owner(async (sql) => {
      await sql
        .unsafe(`insert into epic_events.company (name) values ('Company');
        insert into epic_events.client (full_name, email, company_id, commercial_id)
          values ('Client', 'a@client.example', 1, ${commercial.id}),
            ('Other', 'b@client.example', 1, ${commercial.id});
        insert into epic_events.contract (client_id, total_amount, remaining_amount, is_signed)
          values (1, 10, 5, true), (1, 10, 5, true);
        insert into epic_events.event (contract_id, title, full_address, start_date, end_date, notes)
          values (1, 'Event', 'Lyon', now(), now() + interval '1 h', 'notes');
        create type epic_events.scratch_enum as enum ('a', 'b');
        create domain epic_events.scratch_domain as text;
        create type epic_events.scratch_composite as (one integer, two text)`)
        .simple()
      for (const resource of updatable) {
        const table = tableOf(resource)
        for (const [at, type] of Object.keys(types).entries()) {
          if (resource !== 'client' && !few.includes(type)) continue
          await sql
            .unsafe(`alter table epic_events.${table} add column scratch_${at} ${type} default ${types[type]?.[0]};
            grant select (scratch_${at}), update (scratch_${at}) on epic_events.${table} to epic_events_rows`)
            .simple()
        }
        const [shown] = await sql<{ columns: string[]; scratch: string[] }[]>`
          select array_to_json(array(select a.attname::text from pg_attribute a
              where a.attrelid = format('epic_events_api.%I', ${table}::text)::regclass and a.attnum > 0 order by a.attnum)) as columns,
            array_to_json(array(select a.attname::text from pg_attribute a
              where a.attrelid = format('epic_events.%I', ${table}::text)::regclass and a.attname like 'scratch%')) as scratch`
        const { columns, scratch } = shown ?? { columns: [], scratch: [] }
        await sql.unsafe(`${viewSql(table, [...columns, ...scratch])};
          grant update (${scratch.join(', ')}) on epic_events_api.${table} to epic_events_app`)
      }
      granted = await sql<{ table: string; column: string; type: string }[]>`
        select p.table_name as table, p.column_name as column, format_type(a.atttypid, a.atttypmod) as type
        from information_schema.column_privileges p
        join pg_attribute a on a.attrelid = format('epic_events_api.%I', p.table_name)::regclass
        and a.attname = p.column_name
        where p.grantee = 'epic_events_app' and p.table_schema = 'epic_events_api' and p.privilege_type = 'UPDATE'
        order by 1, a.attnum`
    })
  })
  afterAll(() => agency?.close())

  /** The row of each table that is written. */
  const rowOf = (table: string) => (table === 'users' ? colleague.id : table === 'role' ? 4 : 1)
  /** Another value for a column. */
  const another = (column: string, type: string): string => {
    if (column.startsWith('scratch_')) return types[type]?.[1] ?? 'null'
    if (column === 'company_id') return 'null'
    if (type === 'boolean') return `not ${column}`
    if (type === 'text') return `coalesce(${column}, '') || 'x'`
    return type.startsWith('timestamp') ? `coalesce(${column}, now()) + interval '1 min'` : `${column} + 1`
  }

  /** What an update of one column meets; everything is rolled back. */
  async function write(sql: postgres.TransactionSql, table: string, column: string, value: string) {
    class Undo extends Error {}
    let rows = 0
    try {
      await sql.savepoint(async (inner) => {
        rows = (
          await inner.unsafe(`update epic_events_api.${table} set ${column} = ${value} where id = ${rowOf(table)}`)
        ).count
        throw new Undo()
      })
    } catch (error) {
      if (error instanceof Undo) return rows === 1 ? 'written' : 'hidden'
      if (!isDatabaseError(error)) throw error
      // A rule is asked after the guard, so the permission was there.
      if (error.code.startsWith('23')) return 'ruled'
      if (error.code !== '42501') throw error
      return `${error.detail} ${error.column_name}`
    }
    throw new Error('every savepoint is rolled back')
  }

  /** Every granted column written by this person, who has set what makes numbers look alike. */
  const writeAll = (who: Person, of: (column: string, type: string) => string) =>
    agency.as(who, async (sql) => {
      const answers: Record<string, string> = {}
      await sql
        .begin(async (connection) => {
          await connection
            .unsafe(`set local extra_float_digits = -15; set local intervalstyle = 'sql_standard'`)
            .simple()
          for (const { table, column, type } of granted)
            answers[`${table}.${column} ${type}`] = await write(connection, table, column, of(column, type))
          throw new Error('undo')
        })
        .catch((error: Error) => {
          if (error.message !== 'undo') throw error
        })
      return answers
    })

  test('without `update` no column can be written but those that another permission opens', async () => {
    expect(granted.length).toBeGreaterThan(25 + Object.keys(types).length + 5 * few.length)
    const expected = granted.map(({ table, column, type }) => {
      const resource = updatable.find((one) => tableOf(one) === table)
      const own = resource && guardedColumns[resource]?.[column]
      const opened = own && !own.permission.endsWith(':update')
      const answer = !guardedColumns[resource ?? 'audit']
        ? 'hidden'
        : opened
          ? 'opened'
          : `${resource}:update ${column}`
      return [`${table}.${column} ${type}`, answer] as const
    })
    const opened = expected.filter(([, answer]) => answer === 'opened').map(([key]) => key.split(' ')[0] ?? '')
    expect(opened).toEqual([
      ...['client.commercial_id', 'event.support_contact_id', 'payment.cancelled_why', 'users.role_id'],
    ])
    const isOpened = (key: string) => opened.includes(key.split(' ')[0] ?? '')
    const answers = Object.entries(await writeAll(assigner, another)).filter(([key]) => !isOpened(key))
    expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(expected.filter(([key]) => !isOpened(key))))
  })

  test('without `update` no column can be emptied either', async () => {
    const scratch = Object.entries(
      await writeAll(assigner, (column) => (column.startsWith('scratch_') ? 'null' : column)),
    )
    const guarded = scratch.filter(([key]) => /^(client|event|users)\.scratch_/.test(key))
    expect(guarded.filter(([, answer]) => !answer.includes(':update scratch_'))).toEqual([])
    expect(guarded).toHaveLength(Object.keys(types).length + 2 * few.length)
  })

  test('a value that does not change → needs no permission', async () => {
    const same = (column: string, type: string) =>
      column.startsWith('scratch_') ? `${types[type]?.[0]}::${type}` : column
    const answers = Object.entries(await writeAll(assigner, same))
    const guarded = answers.filter(([key]) => /^(client|event|users)\./.test(key))
    expect(guarded.filter(([, answer]) => answer !== 'written')).toEqual([])
  })

  test('with `update` each scratch column is written', async () => {
    const answers = Object.entries(
      await writeAll(editor, (column, type) => (column.startsWith('scratch_') ? another(column, type) : column)),
    )
    const ofPayments = answers.filter(([key]) => key.startsWith('payment.'))
    expect(answers.filter(([key, answer]) => answer !== 'written' && !key.startsWith('payment.'))).toEqual([])
    // There is no such permission: a payment is never edited, and what a contract's own trigger wrote is not cancelled by hand.
    expect(Object.fromEntries(ofPayments)).toEqual({
      ...{ 'payment.cancelled_why text': 'ruled', 'payment.scratch_0 text': 'payment:update scratch_0' },
      ...{ 'payment.scratch_10 double precision': 'payment:update scratch_10' },
      ...{ 'payment.scratch_23 jsonb': 'payment:update scratch_23' },
    })
  })

  // The last one: it changes the records.
  test('what the database changes by itself (a commercial that follows, a reference that is emptied) → needs no permission', async () => {
    const next = await agency.person('commercial')
    const [row] = await agency.as(assigner, async (sql) => {
      await sql`update epic_events_api.client set commercial_id = ${next.id} where id = 1`
      return sql`select c.commercial_id, k.commercial_id as of_contract, e.commercial_id as of_event
        from epic_events_api.client c join epic_events_api.contract k on k.client_id = c.id
        join epic_events_api.event e on e.contract_id = k.id where e.id = 1`
    })
    expect({ ...row }).toEqual({ commercial_id: next.id, of_contract: next.id, of_event: next.id })
    const [emptied] = await agency.as(assigner, async (sql) => {
      await sql`delete from epic_events_api.company where id = 1`
      return sql`select company_id from epic_events_api.client where id = 1`
    })
    expect({ ...emptied }).toEqual({ company_id: null })
  })
})

test('no plan that can be printed holds the stored password of somebody whose row passes a guard', async () => {
  const agency = await openAgency('server')
  try {
    await agency.owner(async (sql) => {
      await sql
        .unsafe(`insert into epic_events.role (name) values ('assigner');
        insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
        where r.name = 'assigner' and p.name in ('user:list', 'role:assign', 'role:view')`)
        .simple()
    })
    const [manager, assigner, target] = [
      await agency.person('management'),
      await agency.person('assigner'),
      await agency.person('support'),
    ]
    for (const [who, change] of [
      [manager, 'written'],
      [assigner, '42501'],
    ] as const) {
      const said: string[] = []
      const sql = postgres(agency.url ?? '', {
        max: 1,
        onnotice: (notice) => said.push(JSON.stringify(notice)),
        connection: { 'epic_events.session': who.secret, role: 'epic_events_app' } as never,
      })
      try {
        await sql
          .unsafe(`set client_min_messages = log; set debug_print_plan = on; set debug_print_parse = on;
          set debug_print_rewritten = on`)
          .simple()
        // More often than the five times that a plan is made for the values at hand.
        for (let i = 0; i < 7; i++) {
          const done = await sql
            .unsafe(`update epic_events_api.users set full_name = full_name || 'x' where id = ${target.id}`)
            .then(
              () => 'written',
              (error: postgres.PostgresError) => error.code,
            )
          expect(done).toBe(change)
        }
      } finally {
        await sql.end({ timeout: 5 })
      }
      const text = said.join('\n')
      expect(text).toContain('plan')
      expect(text).not.toContain('$2b$')
      // The same as bytes, as PostgreSQL prints a constant of a row.
      expect(text).not.toMatch(/36 50 98 36/)
    }
  } finally {
    await agency.close()
  }
})
