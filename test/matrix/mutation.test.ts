/**
 * The matrix notices a missing check: each policy and each guard of the database in turn is removed, or made to allow all, and the
 * comparison with the catalogue must fail. test/soak/mutants.ts removes the checks of the program one by one.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import type { Cell } from './cell.ts'
import { cellsOf } from './cells.ts'
import { type Ground, openGround } from './ground.ts'
import { byStatement, rehearsal } from './verdicts.ts'

setDefaultTimeout(60_000)

let ground: Ground
beforeAll(async () => {
  ground = await openGround('server')
}, 60_000)
afterAll(() => ground?.close())

/**
 * The cells of these tables whose answer differs from the catalogue, in a database with this change. The change is undone.
 *
 * @param enough stops at so many
 */
async function differences(tables: readonly string[], change: string, enough = Infinity): Promise<string[]> {
  return ground.agency.owner((sql) =>
    rehearsal(sql, async (connection) => {
      await connection.unsafe(change)
      const found: string[] = []
      for (const who of ground.people) {
        if (found.length >= enough) break
        await become(connection, who.person.secret)
        for (const cell of cellsOf(ground, who)) {
          if (found.length >= enough || !tables.includes(cell.table)) continue
          const answer = await byStatement(connection, cell)
          if (answer !== cell.database) found.push(`${who.role}: ${said(cell)} ${answer}`)
        }
        await connection`reset role`
      }
      return found
    }),
  )
}

/** Does the comparison with the catalogue fail in a database with this change? */
const noticed = async (tables: readonly string[], change: string) => (await differences(tables, change, 1)).length > 0

const become = async (connection: postgres.TransactionSql, secret: string) => {
  await connection`select set_config('epic_events.session', ${secret}, true)`
  await connection`set local role epic_events_app`
}
const said = ({ name, row, database }: Cell) => `${name} ${row} is not ${database} but`

const all = ['users', 'role', 'role_permission', 'company', 'client', 'contract', 'event', 'audit_log']

test('nothing taken away: no difference', async () => {
  expect(await differences(all, 'select 1')).toEqual([])
}, 60_000)

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
    for (const change of changes) if (!(await noticed([table], change))) unnoticed.push(change)
  }
  expect(unnoticed).toEqual([])
}, 120_000)

test('row-level security switched off, table by table', async () => {
  const unnoticed: string[] = []
  for (const table of all) {
    const change = `alter table epic_events.${table} disable row level security`
    if (!(await noticed([table], change))) unnoticed.push(change)
  }
  expect(unnoticed).toEqual([])
}, 60_000)

test('each guard dropped, and each refusal of a guard', async () => {
  const guards = await ground.agency.owner(
    (sql) => sql<{ table: string; body: string }[]>`select c.relname as table, pg_get_functiondef(t.tgfoid) as body
      from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = 'b_guard' order by 1`,
  )
  expect(guards.map(({ table }) => table)).toEqual(['client', 'event', 'users'])
  const unnoticed: string[] = []
  for (const { table, body } of guards) {
    const without = [`drop trigger b_guard on epic_events.${table}`]
    // Each `raise` in turn is removed, and the others stay.
    for (const { 0: raise, index } of body.matchAll(/raise insufficient_privilege[^;]*;/g)) {
      const before = body.slice(0, index).split('\n')
      const condition = before.findLast((line) => line.includes('if '))?.trim()
      without.push(`${body.slice(0, index)}null; /* ${condition} */${body.slice(index + raise.length)}`)
    }
    for (const change of without) {
      if (!(await noticed([table], change)))
        unnoticed.push(change.split('\n').find((line) => line.includes('null;')) ?? change)
    }
  }
  expect(unnoticed.map((line) => line.trim().slice(0, 120))).toEqual([])
}, 60_000)
