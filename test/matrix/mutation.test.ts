/**
 * The matrix notices a missing check: each policy and each guard of the database in turn is removed, or made to allow all, and the
 * comparison with the catalogue must fail. test/soak/mutants.ts removes the checks of the program one by one.
 */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { keyViews } from '../../src/access/views.ts'
import type { Cell } from './cell.ts'
import { cellsOf } from './cells.ts'
import { type Ground, openGround, type Someone } from './ground.ts'
import { byStatement, rehearsal } from './verdicts.ts'

setDefaultTimeout(60_000)

let ground: Ground
beforeAll(async () => {
  ground = await openGround('server')
}, 60_000)
afterAll(() => ground?.close())

/** Rights on the tables themselves: then no view stands before the policies. */
const pastTheViews = 'grant select, insert, update, delete on all tables in schema epic_events to epic_events_app'

const cells = new Map<Someone, readonly Cell[]>()
/** What somebody asks. It is made once, because it does not depend on what is taken away. */
function cellsFor(who: Someone): readonly Cell[] {
  const made = cells.get(who) ?? cellsOf(ground, who)
  cells.set(who, made)
  return made
}

/** A cell as somebody asks it who has those rights. */
const onTables = (cell: Cell): Cell => ({
  ...cell,
  sql: cell.direct ?? cell.sql.replaceAll(/epic_events_api\.(?!colleague|permission\b)/g, 'epic_events.'),
})

/**
 * The cells of these tables whose answer differs from the catalogue, in a database with this change. The change is undone.
 *
 * @param o.enough stops at so many
 * @param o.past past the views: the policies alone
 * @param o.first how the statements begin that are most likely to differ: they are asked before the others
 */
async function differences(
  tables: readonly string[],
  change: string,
  o: { enough?: number; past?: boolean; first?: string } = {},
): Promise<string[]> {
  const enough = o.enough ?? Infinity
  return ground.agency.owner((sql) =>
    rehearsal(sql, async (connection) => {
      if (o.past) await connection.unsafe(pastTheViews)
      await connection.unsafe(change)
      const found: string[] = []
      const ask = async (who: Someone, asked: readonly Cell[]) => {
        await become(connection, who.person.secret)
        for (const cell of asked) {
          if (found.length >= enough) break
          const answer = await byStatement(connection, cell)
          if (answer !== cell.database) found.push(`${who.role}: ${said(cell)} ${answer}`)
        }
        await connection`reset role`
      }
      for (const likely of o.first === undefined ? [true] : [true, false])
        for (const who of ground.people) {
          if (found.length >= enough) break
          const asked = cellsFor(who)
            .filter((cell) => tables.includes(cell.table) && !(o.past && cell.scan))
            .map((cell) => (o.past ? onTables(cell) : cell))
            .filter((cell) => cell.sql.startsWith(o.first ?? '') === likely)
          if (asked.length > 0) await ask(who, asked)
        }
      return found
    }),
  )
}

/** Does the comparison with the catalogue fail in a database with this change? */
const noticed = async (tables: readonly string[], change: string, o: { past?: boolean; first?: string } = {}) =>
  (await differences(tables, change, { ...o, enough: 1 })).length > 0

/** The changes that nothing notices. */
async function unnoticedOf(changes: readonly (readonly [table: string, change: string])[]): Promise<string[]> {
  const unnoticed: string[] = []
  for (const [table, change] of changes) if (!(await noticed([table], change))) unnoticed.push(change)
  return unnoticed
}

const become = async (connection: postgres.TransactionSql, secret: string) => {
  await connection`select set_config('epic_events.session', ${secret}, true)`
  await connection`set local role epic_events_app`
}
const said = ({ name, row, database }: Cell) => `${name} ${row} is not ${database} but`

const all = [
  ...['users', 'role', 'role_permission', 'company', 'client', 'contract', 'event', 'interaction'],
  ...['payment', 'instalment', 'audit_log'],
]

test('nothing taken away: no difference', async () => {
  expect(await differences(all, 'select 1')).toEqual([])
  expect(await differences(all, 'select 1', { past: true })).toEqual([])
}, 120_000)

interface Policy {
  readonly name: string
  readonly table: string
  readonly cmd: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'
}

test('each policy dropped, and each thrown open', async () => {
  const policies = await ground.agency.owner(
    (sql) => sql<Policy[]>`
      select policyname as name, tablename as table, cmd from pg_policies
      where schemaname = 'epic_events' order by 1`,
  )
  expect(policies.length).toBeGreaterThanOrEqual(26)
  const unnoticed: string[] = []
  const behind = new Set<string>()
  for (const { name, table, cmd } of policies) {
    const open = {
      SELECT: 'using (true)',
      DELETE: 'using (true)',
      INSERT: 'with check (true)',
      UPDATE: 'using (true) with check (true)',
    }[cmd]
    const changes = [
      `drop policy ${name} on epic_events.${table}`,
      `alter policy ${name} on epic_events.${table} ${open}`,
    ]
    for (const change of changes) {
      const first = cmd.toLowerCase()
      if (await noticed([table], change, { first })) continue
      if (await noticed([table], change, { past: true, first })) behind.add(name)
      else unnoticed.push(change)
    }
  }
  // The guard of the client that a note names, and of the contract that a payment names, says the same once more.
  const guarded = ['interaction', 'payment']
  const written = (table: string) => `alter policy ${table}_insert on epic_events.${table} with check (true)`
  expect(unnoticed).toEqual(guarded.map(written))
  for (const table of guarded)
    expect(await noticed([table], `${written(table)}; drop trigger a_attach on epic_events.${table}`)).toBe(true)
  // Functions delete there, and the view's condition is the whole policy: these decide only for somebody who gets past the views.
  expect([...behind].sort()).toEqual([
    ...['audit_log_select', 'role_delete', 'role_permission_delete', 'role_permission_select', 'role_select'],
    ...['users_delete', 'users_insert'],
  ])
}, 180_000)

test('row-level security switched off, table by table', async () => {
  const changes = all.map((table) => [table, `alter table epic_events.${table} disable row level security`] as const)
  expect(await unnoticedOf(changes.filter(([table]) => table !== 'audit_log'))).toEqual([])
  for (const [table, change] of changes) expect(await noticed([table], change, { past: true })).toBe(true)
}, 120_000)

test('each view without its condition, closed, and owned by somebody to whom no policy applies', async () => {
  const views = await ground.agency.owner(
    (sql) => sql<{ name: string; text: string }[]>`select viewname as name, definition as text from pg_views
      where schemaname = 'epic_events_api' and viewname <> 'colleague' and definition like '%WHERE%' order by 1`,
  )
  // What the views of keys show, test/trust/find.test.ts sees.
  const ofRecords = views.filter(({ name }) => !(name in keyViews))
  expect(ofRecords.map(({ name }) => name).sort()).toEqual([...all].sort())
  const changes = ofRecords.flatMap(({ name, text }) => {
    const [bare = ''] = text.split(/\s+WHERE /)
    const replace = `create or replace view epic_events_api.${name} as ${bare.replace(/;\s*$/, '')}`
    return [
      [name, replace],
      [name, `${replace} where false`],
      // Of the log every row is shown to the same people, so this is seen in test/trust/catalogue.test.ts alone.
      ...(name === 'audit_log' ? [] : [[name, `alter view epic_events_api.${name} owner to current_user`] as const]),
    ] as const
  })
  expect(await unnoticedOf(changes)).toEqual([])
}, 120_000)

/** A function's text with each of its refusals in turn removed, and the others kept. The message is the condition. */
function withoutEach(body: string, refusal: RegExp): string[] {
  return [...body.matchAll(refusal)]
    .filter(([text]) => !text.includes("detail = 'session'"))
    .map(({ 0: text, index }) => {
      const condition = body
        .slice(0, index)
        .split('\n')
        .findLast((line) => line.includes('if '))
      return `${body.slice(0, index)}null; /* ${condition?.trim()} */${body.slice(index + text.length)}`
    })
}
const shortly = (changes: readonly string[]) =>
  changes.map((change) => (change.split('\n').find((line) => line.includes('null; /*')) ?? change).trim().slice(0, 160))
const raises = /raise (?:insufficient_privilege|foreign_key_violation)[^;]*;/g

test('each guard dropped, and each refusal of a guard', async () => {
  const guards = await ground.agency.owner(
    (sql) => sql<{ trigger: string; table: string; body: string }[]>`
      select t.tgname as trigger, c.relname as table, pg_get_functiondef(t.tgfoid) as body
      from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = 'b_guard' or t.tgname like 'a\\_attach%' order by 1, 2`,
  )
  expect(guards.map(({ trigger, table }) => `${trigger} ${table}`)).toEqual([
    ...['a_attach client', 'a_attach contract', 'a_attach event', 'a_attach interaction'],
    ...['a_attach payment', 'a_attach_event_id interaction', 'b_guard client', 'b_guard event', 'b_guard payment'],
    'b_guard users',
  ])
  const changes = guards.flatMap(({ trigger, table, body }) =>
    [`drop trigger ${trigger} on epic_events.${table}`, ...withoutEach(body, raises)].map(
      (change) => [table, change] as const,
    ),
  )
  // Of a contract nothing can be changed without contract:update, so the policy has refused the row before. The functions that make and
  // delete people ask `governs` too, so that either of the two holds alone. A note about an event names the event's client, whose guard
  // comes first, and the dates of a client change by notes alone: test/trust/notes.test.ts has the statements that only these refuse. Of a
  // payment nothing is granted but its cancellation, under the same policy; `undo` cancels past the policies: test/trust/money.test.ts.
  expect(shortly(await unnoticedOf(changes))).toEqual([
    "null; /* if not (select epic_events.can('contract:update', 'contract:update:own', 'contract:update:assigned')) then */",
    'drop trigger a_attach_event_id on epic_events.interaction',
    "null; /* if not (select epic_events.can('interaction:create', 'interaction:create:own', 'interaction:create:assigned')) then */",
    ...Array(2).fill('null; /* if exists (select from epic_events_api.event t where t.id = new.event_id) then */'),
    ...Array(2).fill(
      "null; /* if (((select epic_events.can('client:update')) or ((select epic_events.can('client:update:own')) and */",
    ),
    'drop trigger b_guard on epic_events.payment',
    ...Array(4).fill(
      "null; /* if (((select epic_events.can('payment:cancel')) or ((select epic_events.can('payment:cancel:own')) and */",
    ),
    ...Array(2).fill(
      "null; /* if (((select epic_events.can('payment:update')) or ((select epic_events.can('payment:update:own')) and */",
    ),
    'null; /* if not epic_events.governs(old.role_id) then */',
    'null; /* if not epic_events.governs(new.role_id) then */',
  ])
}, 120_000)

test('each refusal of a function that writes where nobody has the right to', async () => {
  const functions: Record<string, string> = {
    create_user: 'users',
    delete_user: 'users',
    deactivate: 'users',
    change_password: 'users',
    delete_role: 'role',
    revoke_permissions: 'role_permission',
    rule_delete_contract: 'contract',
  }
  const bodies = await ground.agency.owner(
    (sql) => sql<{ name: string; body: string }[]>`
      select proname as name, pg_get_functiondef(oid) as body from pg_proc
      where pronamespace = 'epic_events'::regnamespace and proname in ${sql(Object.keys(functions))}`,
  )
  const refusal = /raise insufficient_privilege[^;]*;|status := '(?:forbidden|not_governed)'; return;/g
  const changes = bodies.flatMap(({ name, body }) =>
    withoutEach(body, refusal).map((change) => [functions[name] ?? '', change] as const),
  )
  expect(changes.length).toBe(11)
  // The guard of the table says the same once more, except for a row that is locked.
  expect(shortly(await unnoticedOf(changes)).sort()).toEqual(
    ['new_role', 'person.role_id', 'role_of_target'].map(
      (role) => `null; /* if not epic_events.governs(${role}) then */`,
    ),
  )
  const [, ungoverned = ''] =
    changes.find(([, change]) => change.includes('/* if not epic_events.governs(person')) ?? []
  expect([await deactivatesLocked('select 1'), await deactivatesLocked(ungoverned)]).toEqual([false, true])
}, 120_000)

/** Does an editor, who governs no manager, deactivate a manager who holds a lock on their own row, in a database with this change? */
async function deactivatesLocked(change: string): Promise<boolean> {
  const { agency, manager, people } = ground
  const editor = people.find(({ role }) => role === 'editor')
  if (!editor) throw new Error('nobody is editor')
  const sql = `select 1 from epic_events.deactivate(${manager})`
  const cell: Cell = { name: '', table: 'users', row: 'colleague', sql, program: 'no', database: 'no' }
  const locked = async (holder: postgres.TransactionSql) => {
    await holder`select from epic_events.users where id = ${manager} for update`
    const attempt = async (connection: postgres.TransactionSql) => {
      await connection.unsafe(change)
      await become(connection, editor.person.secret)
      return byStatement(connection, cell)
    }
    return (await agency.owner((sql) => rehearsal(sql, attempt))) === 'yes'
  }
  return agency.owner((sql) => rehearsal(sql, locked))
}
