/**
 * Attacks on `undo` by SQL, as psql would make them, on a server where the database alone judges. Each names the piece that holds it back:
 * with that piece taken out of a scratch database the attack succeeds, so no piece is there for nothing.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { type Ground, openGround, refusal, type Someone } from './ground.ts'

setDefaultTimeout(120_000)

let ground: Ground
let manager: Someone
let bill: Someone
let ann: Someone
let kate: Someone
beforeAll(async () => {
  ground = await openGround()
  manager = await ground.person('management')
  bill = await ground.person('commercial')
  ann = await ground.person('commercial')
  kate = await ground.person('support')
})
afterAll(() => ground.close())

let made = 0
/** Runs a statement as somebody, under an operation id of its own. @returns that id */
async function changes(
  who: Someone,
  statement: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<string> {
  const operation = `operation-${++made}`
  await ground.connect({ session: who.secret }, async (sql) => {
    for (const [name, value] of Object.entries({ 'epic_events.operation': operation, ...settings }))
      await sql`select set_config(${name}, ${value}, false)`
    await sql.unsafe(statement)
  })
  return operation
}

/** As psql: each statement by itself, in one session. @returns what the last one was refused with */
const psql = (who: Someone | undefined, ...statements: readonly string[]) =>
  ground.connect({ session: who?.secret }, async (sql) => {
    for (const statement of statements.slice(0, -1)) await sql.unsafe(statement)
    return refused(sql, statements.at(-1) ?? '')
  })

interface Refused {
  readonly code: string
  readonly detail: string
  readonly constraint: string
}

async function refused(sql: postgres.Sql, statement: string): Promise<Refused | undefined> {
  try {
    await sql.unsafe(statement)
    return undefined
  } catch (error) {
    const { code, detail = '', constraint_name: constraint = '' } = error as postgres.PostgresError
    return { code, detail, constraint }
  }
}

const undo = (of: Someone, operation: string) => `select * from epic_events.undo(${of.id}, '${operation}')`
/** A client of Bill's. */
async function client(o: { company?: number } = {}): Promise<number> {
  const [row] = await ground.owner<{ id: number }[]>`
    insert into epic_events.client (full_name, email, commercial_id, company_id)
    values (${`Client ${++made}`}, ${`client${made}@x.example`}, ${bill.id}, ${o.company ?? null}) returning id`
  return row?.id ?? 0
}
async function company(): Promise<number> {
  const [row] = await ground.owner<{ id: number }[]>`
    insert into epic_events.company (name) values (${`Company ${++made}`}) returning id`
  return row?.id ?? 0
}
const clientRow = async (id: number) => {
  const [row] =
    await ground.owner`select full_name, phone, company_id, commercial_id from epic_events.client where id = ${id}`
  return row
}
const rename = (id: number, name = 'Renamed') =>
  `update epic_events_api.client set full_name = '${name}' where id = ${id}`
/** A role that holds exactly these. */
async function role(...codes: string[]): Promise<string> {
  const name = `role-${++made}`
  await ground.owner`
    with made as (insert into epic_events.role (name) values (${name}) returning id)
    insert into epic_events.role_permission (role_id, permission_id)
    select made.id, p.id from made, epic_events.permission p where p.name = any (${`{${codes.join(',')}}`}::text[])`
  return name
}

interface Attack {
  readonly name: string
  /** A function, and what is taken out of it. */
  readonly without: readonly [fn: string, piece: string | RegExp, instead: string]
  /** @returns whether it was held back */
  readonly held: () => Promise<boolean>
}

const denied = (answer: Refused | undefined, detail: string) => answer?.code === '42501' && answer.detail === detail

const attacks: readonly Attack[] = [
  {
    name: "a colleague's operation, by its id",
    without: ['undo', "of_user is distinct from me and not epic_events.can('audit:list')", 'false'],
    async held() {
      const id = await client()
      const of = await changes(bill, rename(id))
      // Somebody who may change every client, but not read the log.
      const editor = await ground.person(await role('client:view', 'client:update'))
      return denied(await psql(editor, undo(bill, of)), 'audit:list')
    },
  },
  {
    name: 'an operation id that somebody else has chosen for a change of theirs',
    without: ['undo', /and a\.user_id = of_user/g, ''],
    async held() {
      const [his, hers] = [await client(), await client()]
      await ground.owner`update epic_events.client set commercial_id = ${ann.id} where id = ${hers}`
      const of = await changes(bill, rename(his))
      await changes(ann, rename(hers, 'Hers'), { 'epic_events.operation': of })
      const all = await ground.person(await role('client:view', 'client:update', 'audit:list'))
      expect(await psql(all, undo(bill, of))).toBeUndefined()
      return (await clientRow(hers))?.['full_name'] === 'Hers' && (await clientRow(his))?.['full_name'] !== 'Renamed'
    },
  },
  {
    name: 'a change that one may no longer make on this row',
    without: ['undo_write', /epic_events_api\.%1\$I t set/, 'epic_events.%1$I t set'],
    async held() {
      const of = await client()
      // No guard stands behind the policies of a contract.
      const [{ id = 0 } = {}] = await ground.owner<{ id: number }[]>`
        insert into epic_events.contract (client_id, total_amount) values (${of}, 10) returning id`
      const operation = await changes(bill, `update epic_events_api.contract set total_amount = 20 where id = ${id}`)
      await ground.owner`update epic_events.client set commercial_id = ${ann.id} where id = ${of}`
      const answer = await psql(bill, undo(bill, operation))
      const [row] = await ground.owner`select total_amount from epic_events.contract where id = ${id}`
      return denied(answer, 'contract:update') && row?.['total_amount'] === '20.00'
    },
  },
  {
    name: 'an operation of which one may undo only a half',
    without: ['undo', 'run.ids) > 0 then', 'run.ids) > 9 then'],
    async held() {
      const [one, other] = [await client(), await client()]
      const of = await changes(
        bill,
        `update epic_events_api.client set full_name = 'Both' where id in (${one}, ${other})`,
      )
      await ground.owner`update epic_events.client set commercial_id = ${ann.id} where id = ${other}`
      const answer = await psql(bill, undo(bill, of))
      return denied(answer, 'client:update') && (await clientRow(one))?.['full_name'] === 'Both'
    },
  },
  {
    name: 'a code that the role has lost is named, before anything is looked at',
    without: ['undo', 'if lacking is not null', 'if false'],
    async held() {
      const name = await role('client:view', 'client:create', 'client:delete')
      const person = await ground.person(name)
      const of = await changes(
        person,
        `insert into epic_events_api.client (full_name, email) values ('Gone', 'gone${++made}@x.example')`,
      )
      await ground.owner`delete from epic_events.role_permission x using epic_events.role r, epic_events.permission p
        where r.name = ${name} and x.role_id = r.id and p.id = x.permission_id and p.name = 'client:delete'`
      // That somebody else has deleted it must not be told instead.
      await ground.owner`delete from epic_events.client where full_name = 'Gone'`
      const answer = await psql(person, undo(person, of))
      return denied(answer, 'client:delete')
    },
  },
  {
    name: 'the setting that lets undo fill what a deletion emptied',
    without: ['guard_client', /= 'on' and\s+epic_events\.as_owner\(\)/, "= 'on'"],
    async held() {
      const [id, other] = [await client(), await company()]
      const assigner = await ground.person(
        await role('client:view', 'client:update:own', 'client:assign_commercial', 'company:view'),
      )
      const answer = await psql(
        assigner,
        `set epic_events.refill = 'on'`,
        `update epic_events_api.client set company_id = ${other} where id = ${id}`,
      )
      return denied(answer, 'client:update')
    },
  },
  {
    name: 'a column that its guard lets a foreign key empty, emptied by undo',
    without: ['guard_client', /and\s+pg_trigger_depth\(\) > 1/, ''],
    async held() {
      const [id, of] = [await client(), await company()]
      const editor = await ground.person(await role('client:view', 'client:update', 'company:view'))
      const operation = await changes(editor, `update epic_events_api.client set company_id = ${of} where id = ${id}`)
      const assigner = await ground.person(
        await role('client:view', 'client:update:own', 'client:assign_commercial', 'company:view', 'audit:list'),
      )
      return (
        denied(await psql(assigner, undo(editor, operation)), 'client:update') &&
        (await clientRow(id))?.['company_id'] === of
      )
    },
  },
  {
    name: 'undo in a trigger of a temporary table, where everything looks as if a key had written it',
    without: ['undo', 'pg_trigger_depth() > 0', 'false'],
    async held() {
      const [id, of] = [await client(), await company()]
      const editor = await ground.person(await role('client:view', 'client:update', 'company:view'))
      const operation = await changes(editor, `update epic_events_api.client set company_id = ${of} where id = ${id}`)
      const assigner = await ground.person(
        await role('client:view', 'client:update:own', 'client:assign_commercial', 'company:view', 'audit:list'),
      )
      const answer = await psql(
        assigner,
        'create temp table mine (i integer)',
        `create function pg_temp.fire() returns trigger language plpgsql as $$ begin perform epic_events.undo(${editor.id}, '${operation}'); return new; end $$`,
        'create trigger fire before insert on mine for each row execute function pg_temp.fire()',
        'insert into mine values (1)',
      )
      return answer !== undefined && (await clientRow(id))?.['company_id'] === of
    },
  },
  {
    name: 'the setting with which a contract takes its events along',
    without: [
      'undo',
      "set_config('epic_events.with_events', 'off', true)",
      "set_config('epic_events.with_events', 'on', true)",
    ],
    async held() {
      const id = await client()
      const seller = await ground.person(
        await role('client:view', 'contract:view', 'contract:create', 'contract:delete', 'event:view', 'event:delete'),
      )
      const of = await changes(
        seller,
        `insert into epic_events_api.contract (client_id, total_amount, is_signed) values (${id}, 10, true)`,
      )
      await ground.owner`insert into epic_events.event (contract_id, title, full_address, start_date, end_date)
        select id, 'Later', 'x', '2026-01-01', '2026-01-02' from epic_events.contract where client_id = ${id}`
      const answer = await psql(seller, `set epic_events.with_events = 'on'`, undo(seller, of))
      return answer?.constraint === 'contract_has_events'
    },
  },
  {
    name: 'a session that ends before undo does',
    without: ['undo', /perform epic_events\.require_person\(me, 'audit_log'\);\n {2}return query/, 'return query'],
    async held() {
      const id = await client()
      const of = await changes(bill, rename(id))
      // The session ends when every row has been judged and written: the last trigger of the last row waits until it is over.
      await ground.owner.unsafe(`
        create function epic_events.wait() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(4242); return null; end $$;
        create trigger z_wait after update on epic_events.client for each row execute function epic_events.wait()`)
      const expire = (ends: string) =>
        ground.owner.unsafe(`update epic_events.session_secret set expires_at = ${ends}
          where session_id in (select id from epic_events.session where user_id = ${bill.id})`)
      try {
        await ground.owner`select pg_advisory_lock(4242)`
        const running = psql(bill, undo(bill, of))
        for (;;) {
          const waiting =
            await ground.owner`select from pg_locks where locktype = 'advisory' and objid = 4242 and not granted`
          if (waiting.length > 0) break
          await Bun.sleep(5)
        }
        await expire('now()')
        await ground.owner`select pg_advisory_unlock(4242)`
        return denied(await running, 'session') && (await clientRow(id))?.['full_name'] === 'Renamed'
      } finally {
        await expire(`now() + interval '1 hour'`)
        await ground.owner`drop function epic_events.wait() cascade`
      }
    },
  },
  {
    name: 'an argument in the words of the command',
    without: ['audit', /case when said ~ .* then said end/, 'said'],
    async held() {
      const id = await client()
      const said: (string | null)[] = []
      for (const words of [
        'client update --full-name Secret',
        'Client',
        `a${'b'.repeat(64)}`,
        'a\nb',
        'client update',
        'é',
        '',
      ]) {
        const of = await changes(bill, rename(id, `Renamed ${++made}`), { 'epic_events.command': words })
        const [row] = await ground.owner<
          { command: string | null }[]
        >`select command from epic_events.audit_log where operation = ${of}`
        said.push(row?.command ?? null)
      }
      return JSON.stringify(said) === JSON.stringify([null, null, null, null, 'client update', null, null])
    },
  },
  {
    name: 'somebody who changes rights takes that back by undo',
    without: ['hindrance', "when table_name in ('role', 'role_permission') then 'roles'", ''],
    async held() {
      const name = await role('client:view')
      const of = await changes(
        manager,
        `insert into epic_events_api.role_permission (role_id, permission_id)
          select r.id, p.id from epic_events_api.role r, epic_events_api.permission p where r.name = '${name}' and p.name = 'client:update'`,
      )
      return (await psql(manager, undo(manager, of)))?.constraint === 'undo_roles'
    },
  },
  {
    name: 'somebody who was deactivated comes back by undo',
    without: ['hindrance', /when table_name = 'users' and .* then 'people'/, ''],
    async held() {
      const gone = await ground.person('support')
      const of = await changes(manager, `select * from epic_events.deactivate(${gone.id})`)
      return (await psql(manager, undo(manager, of)))?.constraint === 'undo_people'
    },
  },
  {
    name: 'entries of which nobody noted what wrote them',
    without: ['hindrance', "when derived is null then 'old'", ''],
    async held() {
      const id = await client()
      await ground.owner`insert into epic_events.audit_log (user_id, operation, table_name, row_id, action, old_values, new_values)
        values (${bill.id}, ${`old-${id}`}, 'client', ${id}, 'update', '{"full_name": "Before"}', jsonb_build_object('full_name', (select full_name from epic_events.client where id = ${id})))`
      return (await psql(bill, undo(bill, `old-${id}`)))?.constraint === 'undo_old'
    },
  },
  {
    name: "another's change of the same field since, lost",
    without: ['undo_compare', 'where a.id = any ($1) and d.differs', 'where a.id = any ($1) and false and d.differs'],
    async held() {
      const id = await client()
      const of = await changes(bill, rename(id))
      const editor = await ground.person(await role('client:view', 'client:update'))
      await changes(editor, rename(id, 'Better'))
      const answer = await psql(bill, undo(bill, of))
      const [found] = JSON.parse(answer?.detail || '[]')
      expect(found ?? { table: 'client', id, column: 'full_name', by: editor.id }).toMatchObject({
        table: 'client',
        id,
        column: 'full_name',
        by: editor.id,
      })
      return answer?.constraint === 'undo_changed' && (await clientRow(id))?.['full_name'] === 'Better'
    },
  },
  {
    name: 'what others have put under a row since',
    without: ['undo_compare', "where of_action = 'insert' and c.contype", 'where false and c.contype'],
    async held() {
      const maker = await ground.person(await role('company:view', 'company:create', 'company:delete'))
      const of = await changes(maker, `insert into epic_events_api.company (name) values ('Made ${++made}')`)
      const [{ id = 0 } = {}] = await ground.owner<{ id: number }[]>`select max(id) as id from epic_events.company`
      const theirs = await client({ company: id })
      const answer = await psql(maker, undo(maker, of))
      return answer?.constraint === 'undo_changed' && (await clientRow(theirs))?.['company_id'] === id
    },
  },
  {
    name: 'a note that one may not write is hidden',
    without: [
      'undo_write',
      "(select epic_events.can('interaction:create:own')) and t.client_id in (select epic_events.my_ids('client', 'own'))",
      "(select epic_events.can('interaction:create:own'))",
    ],
    async held() {
      const id = await client()
      const of = await changes(
        bill,
        `insert into epic_events_api.interaction (client_id, text) values (${id}, 'hello')`,
      )
      await ground.owner`update epic_events.client set commercial_id = ${ann.id} where id = ${id}`
      const answer = await psql(bill, undo(bill, of))
      return denied(answer, 'interaction:create')
    },
  },
  {
    name: 'history of a row that one may no longer see',
    without: ['my_changes', 'if not seen then return', 'if false then return'],
    async held() {
      const id = await client()
      await changes(bill, rename(id))
      const history = async (who: Someone) =>
        (
          await ground.connect(
            { session: who.secret },
            (sql) => sql`select * from epic_events.my_changes('client', ${id})`,
          )
        ).length
      expect([await history(bill), await history(ann), await history(manager)]).toEqual([1, 0, 0])
      return onlyOwnClients(async () => {
        await ground.owner`update epic_events.client set commercial_id = ${ann.id} where id = ${id}`
        expect(await history(ann)).toBe(0)
        return (await history(bill)) === 0
      })
    },
  },
  {
    name: "what others did, and names of rows that one may no longer see, in one's list",
    without: ['label_of', 'if there or not', 'if not'],
    async held() {
      const id = await client()
      const of = await changes(
        bill,
        `insert into epic_events_api.client (full_name, email) values ('Hidden', 'hidden${id}@x.example')`,
      )
      const latest = async () => {
        const [row] = await ground.connect(
          { session: bill.secret },
          (sql) => sql`select operation, parts from epic_events.operations(null, 1)`,
        )
        return { operation: row?.['operation'], label: row?.['parts'][0].label }
      }
      expect(await latest()).toEqual({ operation: of, label: 'Hidden' })
      await changes(
        ann,
        `insert into epic_events_api.client (full_name, email) values ('Other', 'other${id}@x.example')`,
      )
      return onlyOwnClients(async () => {
        await ground.owner`update epic_events.client set commercial_id = ${ann.id} where full_name = 'Hidden'`
        const { operation, label } = await latest()
        expect(operation).toBe(of)
        return label === null
      })
    },
  },
]

/** Commercials see their own clients alone while this runs. */
async function onlyOwnClients<T>(work: () => Promise<T>): Promise<T> {
  const swap = (out: string, into: string) =>
    ground.owner.unsafe(`
    insert into epic_events.role_permission (role_id, permission_id)
      select 2, id from epic_events.permission where name in (${into}) on conflict do nothing;
    delete from epic_events.role_permission x using epic_events.permission p
      where x.role_id = 2 and p.id = x.permission_id and p.name in (${out})`)
  const codes = ['client:list', 'client:view', 'client:create']
  const [all, own] = [codes, codes.map((code) => `${code}:own`)].map((some) => `'${some.join("', '")}'`) as [
    string,
    string,
  ]
  await swap(all, own)
  try {
    return await work()
  } finally {
    await swap(own, all)
  }
}

/** The text of a function. */
async function textOf(fn: string): Promise<string> {
  const [row] = await ground.owner<{ text: string }[]>`
    select pg_get_functiondef(p.oid) as text from pg_proc p where p.pronamespace = 'epic_events'::regnamespace and p.proname = ${fn}`
  if (!row) throw new Error(`there is no function ${fn}`)
  return row.text
}

describe('attacks', () => {
  test.each(attacks.map((attack) => [attack.name, attack] as const))(
    '%s',
    async (_, { without: [fn, piece, instead], held }) => {
      expect(await held()).toBe(true)
      const text = await textOf(fn)
      const weakened = text.replace(piece, instead)
      expect(weakened).not.toBe(text)
      await ground.owner.unsafe(weakened)
      try {
        expect(await held()).toBe(false)
      } finally {
        await ground.owner.unsafe(text)
      }
    },
  )
})

test('nobody else writes ids, versions and times, hides a note or reads the log', async () => {
  const all = await ground.person(
    await role(
      'client:view',
      'client:create',
      'client:update',
      'client:delete',
      'interaction:view',
      'interaction:create',
    ),
  )
  const id = await client()
  for (const statement of [
    `insert into epic_events_api.client (id, full_name, email) values (99999, 'x', 'x@x.example')`,
    `insert into epic_events_api.client (full_name, email, created_at) values ('x', 'x@x.example', now())`,
    `update epic_events_api.client set version = 1 where id = ${id}`,
    `update epic_events_api.interaction set cancelled_at = now()`,
    `delete from epic_events_api.interaction`,
    `select * from epic_events.audit_log`,
    `select epic_events.undo_write('client', 'insert', '{1}', '{${id}}')`,
    `select epic_events.undo_refill('client', '{1}')`,
    `select * from epic_events.operation_parts(${bill.id}, 'x')`,
    `select epic_events.changed_since('client', ${id}, null, 0)`,
  ]) {
    expect([statement, (await psql(all, statement))?.code]).toEqual([statement, '42501'])
  }
  const forged = await changes(all, `insert into epic_events_api.interaction (client_id, text) values (${id}, 'x')`, {
    'epic_events.refill': 'on',
  })
  const [note] =
    await ground.owner`select i.user_id, a.derived from epic_events.audit_log a join epic_events.interaction i on i.id = a.row_id
    where a.operation = ${forged} and a.table_name = 'interaction' and a.action = 'insert'`
  expect(note?.['user_id']).toBe(all.id)
  expect(await psql(all, `select * from epic_events_api.audit_log`)).toBeUndefined()
})

test('nobody undoes anything without an identity, in an older snapshot or in a transaction that only reads', async () => {
  const id = await client()
  const of = await changes(bill, rename(id))
  const answers = [
    await psql(undefined, undo(bill, of)),
    await psql(bill, 'begin isolation level repeatable read', undo(bill, of)),
    await psql(bill, 'begin isolation level serializable', undo(bill, of)),
    await psql(bill, 'begin isolation level repeatable read read only', undo(bill, of)),
    await psql(bill, 'begin read only', undo(bill, of)),
    await psql(bill, `set epic_events.session = ''`, undo(bill, of)),
  ]
  expect(answers.map((answer) => answer?.code)).toEqual(['42501', '42501', '42501', '25006', '25006', '42501'])
  expect((await clientRow(id))?.['full_name']).toBe('Renamed')
  expect((await psql(undefined, 'select * from epic_events.operations()'))?.detail).toBe('session')
  expect((await psql(undefined, `select * from epic_events.my_changes('client', ${id})`))?.detail).toBe('session')
})

test('objects of the caller under the same names, and hostile settings, change nothing', async () => {
  const id = await client()
  const of = await changes(bill, rename(id))
  const answer = await psql(
    bill,
    'create temp table audit_log (id bigint, user_id integer, operation text, table_name text, action text, derived boolean, old_values jsonb, new_values jsonb, row_id bigint, at timestamptz, command text, user_name text)',
    'create temp table client (id integer, full_name text)',
    'create temp table interaction (id integer, client_id integer, cancelled_at timestamptz)',
    `create function pg_temp.can(variadic text[]) returns boolean language sql as 'select true'`,
    `create function pg_temp.jsonb_object_keys(jsonb) returns setof text language sql as 'select null::text'`,
    'set search_path = pg_temp, epic_events, epic_events_api',
    'set quote_all_identifiers = on',
    `set timezone = 'Asia/Tokyo'`,
    `set datestyle = 'German'`,
    `set standard_conforming_strings = off`,
    'set extra_float_digits = -15',
    undo(bill, of),
  )
  expect(answer).toBeUndefined()
  expect((await clientRow(id))?.['full_name']).not.toBe('Renamed')
})

test('within a transaction: rolled back it has done nothing; under the id of what it undoes it is another operation', async () => {
  const id = await client()
  const of = await changes(bill, rename(id))
  await psql(bill, 'begin', `set local epic_events.operation = '${of}'`, undo(bill, of), 'rollback')
  expect((await clientRow(id))?.['full_name']).toBe('Renamed')
  await ground.connect({ session: bill.secret }, async (sql) => {
    await sql`select set_config('epic_events.operation', ${of}, false)`
    const [first] = await sql.unsafe(undo(bill, of))
    expect(first?.['operation']).not.toBe(of)
    expect(await sql`select current_setting('epic_events.operation') as operation`).toEqual([
      { operation: of },
    ] as never)
    const [again] = await sql.unsafe(undo(bill, String(first?.['operation'])))
    expect(again).toMatchObject({ table_name: 'client', new_values: { full_name: 'Renamed' } })
  })
})

test('two who undo the same at the same moment: one of them does, the other hears that it was changed', async () => {
  const kinds: Record<string, () => Promise<[operation: string, state: () => Promise<unknown>]>> = {
    async update() {
      const id = await client()
      const operation = await changes(bill, rename(id))
      return [operation, async () => (await clientRow(id))?.['full_name'] !== 'Renamed']
    },
    async insert() {
      const operation = await changes(
        bill,
        `insert into epic_events_api.client (full_name, email) values ('Twice', 'twice${++made}@x.example')`,
      )
      return [
        operation,
        async () => (await ground.owner`select from epic_events.client where full_name = 'Twice'`).length === 0,
      ]
    },
    async delete() {
      const id = await client()
      const operation = await changes(bill, `delete from epic_events_api.client where id = ${id}`)
      return [operation, async () => (await ground.owner`select from epic_events.client where id = ${id}`).length === 1]
    },
    async note() {
      const id = await client()
      const operation = await changes(
        bill,
        `insert into epic_events_api.interaction (client_id, text) values (${id}, 'x')`,
      )
      return [
        operation,
        async () =>
          (await ground.owner`select from epic_events.interaction where client_id = ${id} and cancelled_at is not null`)
            .length === 1,
      ]
    },
  }
  for (const [kind, make] of Object.entries(kinds)) {
    const [operation, isUndone] = await make()
    const answers = await Promise.all(
      [1, 2].map(() =>
        ground.connect({ session: bill.secret }, async (sql) =>
          sql
            .begin(async (inside) => {
              await inside.unsafe(undo(bill, operation))
              await Bun.sleep(200)
            })
            .then(
              () => 'done',
              (error: postgres.PostgresError) => error.constraint_name,
            ),
        ),
      ),
    )
    expect([kind, ...answers.sort()]).toEqual([kind, 'done', 'undo_changed'])
    expect([kind, await isUndone()]).toEqual([kind, true])
  }
})

test('support notes are undone by support, and an operation of nobody by nobody', async () => {
  expect(await refusal(ground.owner.unsafe(`select * from epic_events.undo(null, 'x')`))).toMatchObject({
    code: '42501',
  })
  expect((await psql(kate, undo(kate, 'never')))?.constraint).toBe('undo_nothing')
})

test('a change that its writer wants to pass off as a key’s is not set back unjudged', async () => {
  const forge = async (how: (statement: string) => string) => {
    const [first, other, mine] = [await company(), await company(), await client()]
    const id = await client({ company: first })
    const of = await changes(
      bill,
      `${rename(mine)}; ${how(`update epic_events_api.client set company_id = ${other} where id = ${id}`)}`,
    )
    const log = await ground.owner`
      select derived from epic_events.audit_log where operation = ${of} and row_id = ${id} and table_name = 'client'`
    await ground.owner`update epic_events.client set commercial_id = ${ann.id} where id = ${id}`
    const answer = await psql(bill, undo(bill, of))
    const row = await clientRow(id)
    return [log.map(({ derived }) => derived), answer?.detail, row?.['company_id'] === other]
  }
  expect([
    await forge((statement) => `set epic_events.refill = 'on'; ${statement}`),
    await forge(
      (statement) => `create temp table mine (i integer);
        create function pg_temp.fire() returns trigger language plpgsql as $$ begin ${statement}; return new; end $$;
        create trigger fire before insert on mine for each row execute function pg_temp.fire();
        insert into mine values (1)`,
    ),
  ]).toEqual([
    [[false], 'client:update', true],
    [[false], 'client:update', true],
  ])
})

test('a row that is out of reach by now: who changed it since is not told, nor of what hangs below the name and the time', async () => {
  await onlyOwnClients(async () => {
    const id = await client()
    const of = await changes(bill, rename(id))
    await ground.owner`update epic_events.client set commercial_id = ${ann.id} where id = ${id}`
    await changes(ann, rename(id, 'Hers'))
    expect(await psql(bill, undo(bill, of))).toMatchObject({ code: '42501', detail: 'client:update' })
  })
  const maker = await ground.person(await role('company:view', 'company:create', 'company:delete'))
  const of = await changes(maker, `insert into epic_events_api.company (name) values ('Made ${++made}')`)
  const [{ id = 0 } = {}] = await ground.owner<{ id: number }[]>`select max(id) as id from epic_events.company`
  const theirs = await client()
  await changes(bill, `update epic_events_api.client set company_id = ${id} where id = ${theirs}`)
  expect(JSON.parse((await psql(maker, undo(maker, of)))?.detail ?? '')).toEqual([
    { table: 'client', id: theirs, column: 'company_id', by: null, at: null },
  ])
})

test('a snapshot of before one was put out writes nothing, though a statement makes it read-only while it writes', async () => {
  const gone = await ground.person('commercial')
  const [{ id = 0 } = {}] = await ground.owner<{ id: number }[]>`
    insert into epic_events.client (full_name, email, commercial_id) values ('Kept', 'kept@x.example', ${gone.id}) returning id`
  const readOnly = `select set_config('transaction_read_only', 'on', true)`
  for (const write of [
    `with w as (${rename(id)} returning id) ${readOnly}`,
    `with w as (delete from epic_events_api.client where id = ${id} returning id) ${readOnly}`,
    `with w as (insert into epic_events_api.interaction (client_id, text) values (${id}, 'x') returning id) ${readOnly}`,
  ])
    await ground.connect({ session: gone.secret }, async (sql) => {
      await sql.unsafe('begin isolation level repeatable read')
      await sql.unsafe('select 1 from epic_events_api.meta')
      await ground.owner`insert into epic_events.ended (user_id, why) values (${gone.id}, 'deactivated')`
      expect([write, (await refused(sql, write))?.code]).toEqual([write, '25006'])
      await sql.unsafe('rollback')
      await ground.owner`delete from epic_events.ended where user_id = ${gone.id}`
    })
  expect(await clientRow(id)).toMatchObject({ full_name: 'Kept' })
})

test('several notes of one operation: each moves the dates back from where the others left them, and forward again', async () => {
  const [row] = await ground.owner<{ id: number }[]>`
    insert into epic_events.client (full_name, email, commercial_id, last_contact_date)
    values ('Noted Twice', 'twice@x.example', ${bill.id}, '2026-04-18 10:00Z') returning id`
  const dates = async () => ({
    ...(
      await ground.owner`select last_contact_date, next_contact_date from epic_events.client where id = ${row?.id ?? 0}`
    )[0],
  })
  const before = await dates()
  const notes = [
    ['2026-06-10 10:00Z', '2027-01-07'],
    ['2026-09-17 10:00Z', '2027-01-08'],
    ['2026-05-01 10:00Z', null],
  ].map(([at, next]) => `(${row?.id}, 'Note', '${at}', ${next ? `'${next}'` : 'null'})`)
  let operation = await changes(
    bill,
    `begin; ${notes.map((note) => `insert into epic_events_api.interaction (client_id, text, at, next_on) values ${note}`).join('; ')}; commit`,
  )
  const after = await dates()
  expect(after).not.toEqual(before)
  for (const expected of [before, after, before]) {
    operation = await changes(bill, `select epic_events.undo(${bill.id}, '${operation}')`)
    expect(await dates()).toEqual(expected)
  }
})

test('what somebody had before they left is theirs again by undo, and by no setting of anybody else', async () => {
  const [left, gone] = [await ground.person('commercial'), await ground.person('support')]
  const [of, kept] = [await client(), await client()]
  const owned = async () => [
    ...(await ground.owner`select c.commercial_id, k.commercial_id as contract, e.commercial_id as event, e.support_contact_id
      from epic_events.client c join epic_events.contract k on k.client_id = c.id join epic_events.event e on e.contract_id = k.id
      where c.id = ${of}`),
  ]
  await ground.owner`update epic_events.client set commercial_id = ${left.id} where id = ${of}`
  await ground.owner`insert into epic_events.contract (client_id, total_amount, is_signed) values (${of}, 10, true)`
  await ground.owner`insert into epic_events.event (contract_id, title, full_address, start_date, end_date, support_contact_id)
    select id, 'Fair', 'x', '2026-01-01', '2026-01-02', ${gone.id} from epic_events.contract where client_id = ${of}`
  const before = await owned()
  await ground.owner`update epic_events.users set is_active = false where id in (${left.id}, ${gone.id})`
  const who = await ground.person(
    await role(
      'client:view',
      'client:create',
      'client:assign_commercial',
      'contract:view',
      'event:view',
      'event:assign_support',
    ),
  )
  const supported = `update epic_events_api.event set support_contact_id =`
  const on = `where contract_id in (select id from epic_events_api.contract where client_id = ${of})`
  const moved = [
    await changes(
      manager,
      `update epic_events_api.client set commercial_id = ${ann.id} where commercial_id = ${left.id}`,
    ),
    await changes(manager, `${supported} ${kate.id} ${on}`),
  ]
  expect(await owned()).not.toEqual(before)
  for (const setting of ['refill', 'undoing']) {
    const set = `set epic_events.${setting} = 'on'`
    for (const [statement, constraint] of [
      [
        `update epic_events_api.client set commercial_id = ${left.id} where id in (${of}, ${kept})`,
        'client_commercial_active',
      ],
      [
        `insert into epic_events_api.client (full_name, email, commercial_id) values ('x', 'left@x.example', ${left.id})`,
        'client_commercial_active',
      ],
      [`${supported} ${gone.id} ${on}`, 'event_support_active'],
    ] as const)
      expect([setting, statement, (await psql(who, set, statement))?.constraint]).toEqual([
        setting,
        statement,
        constraint,
      ])
  }
  for (const operation of moved) expect(await psql(manager, undo(manager, operation))).toBeUndefined()
  expect(await owned()).toEqual(before)
  // The exemption is over with the statement, within the same transaction too.
  const again = `update epic_events_api.client set commercial_id = ${left.id} where id = ${kept}`
  const [{ operation = '' } = {}] = await ground.owner<{ operation: string }[]>`
    select operation from epic_events.audit_log where user_id = ${manager.id} and operation is not null order by id desc limit 1`
  expect((await psql(manager, 'begin', undo(manager, operation), again))?.constraint).toBe('client_commercial_active')
  const deleted = await changes(manager, `delete from epic_events_api.event ${on}`)
  expect(await psql(manager, undo(manager, deleted))).toBeUndefined()
  expect(await owned()).toEqual(before)
})

test('a client comes back with its notes, whether or not their authors are still there', async () => {
  const [id, author] = [await client(), await ground.person('support')]
  await ground.owner`insert into epic_events.interaction (client_id, text, user_id)
    values (${id}, 'Theirs', ${author.id}), (${id}, 'Kate’s', ${kate.id})`
  const of = await changes(bill, `delete from epic_events_api.client where id = ${id}`)
  await ground.owner`delete from epic_events.users where id = ${author.id}`
  expect(await psql(bill, undo(bill, of))).toBeUndefined()
  const notes = await ground.owner`select user_id from epic_events.interaction where client_id = ${id} order by id`
  expect(notes.map(({ user_id }) => user_id)).toEqual([null, kate.id])
})

test('a value that is refused by now, of a row of an older version: the refusal does not hold the row with its hash', async () => {
  const person = await ground.person('support')
  const constraint = async (more: string) => {
    const [row] = await ground.owner<{ text: string }[]>`
      select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'users_email_normal'`
    return `alter table epic_events.users add constraint users_email_normal ${row?.text.replace(/ NOT VALID$/, '')} ${more}`
  }
  const add = await constraint('not valid')
  await ground.owner.unsafe(`alter table epic_events.users drop constraint users_email_normal;
    update epic_events.users set email = 'OLD@agency.example' where id = ${person.id}; ${add}`)
  const of = await changes(
    manager,
    `update epic_events_api.users set email = 'new${person.id}@agency.example' where id = ${person.id}`,
  )
  expect(await psql(manager, undo(manager, of))).toEqual({
    code: '23514',
    constraint: 'users_email_normal',
    detail: '',
  })
})
