/** What the two roles may do with the tables and the views at all. Each right that is given or taken away is noticed. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { keyViews } from '../../src/access/views.ts'
import { type Agency, openAgency } from '../support/agency.ts'
import { outOfReach, peopleMay, relations, rightsOf } from './rights.ts'
import { rehearsal, undone } from './verdicts.ts'

setDefaultTimeout(60_000)

let agency: Agency
beforeAll(async () => {
  agency = await openAgency('server')
}, 60_000)
afterAll(() => agency?.close())

const [people, rows] = ['epic_events_app', 'epic_events_rows']
const transaction = <T>(work: (sql: postgres.TransactionSql) => Promise<T>) =>
  agency.owner((sql) => rehearsal(sql, work))

test('people: the views as listed, and no table', async () => {
  await transaction(async (sql) => {
    for (const view of await relations(sql, 'epic_events_api'))
      expect({ [view.name]: await rightsOf(sql, people, 'epic_events_api', view) }).toEqual({
        [view.name]: [...(peopleMay[view.name] ?? [])].sort(),
      })
    for (const table of await relations(sql, 'epic_events'))
      expect({ [table.name]: await rightsOf(sql, people, 'epic_events', table) }).toEqual({ [table.name]: [] })
  })
})

test('the owner of the views: no password hash, no session, no attempt', async () => {
  await transaction(async (sql) => {
    const hidden = (name: string) => outOfReach.includes(name) || name.startsWith('__')
    const all = await relations(sql, 'epic_events')
    for (const { name, columns } of all.filter(({ name }) => name === 'users' || hidden(name))) {
      const may = await rightsOf(sql, rows, 'epic_events', { name, columns })
      if (hidden(name)) expect({ [name]: may }).toEqual({ [name]: [] })
      if (name === 'users') expect(may.filter((right) => /password_hash|delete|lock|insert/.test(right))).toEqual([])
    }
  })
})

test('each right taken away is noticed', async () => {
  await transaction(async (sql) => {
    const given = await sql<{ on: string; schema: string; name: string; privilege: string; to: string }[]>`
      select c.oid::regclass::text as on, c.relnamespace::regnamespace::text as schema, c.relname as name,
        g.privilege || coalesce(' (' || quote_ident(g.column) || ')', '') as privilege, g.grantee::regrole::text as to
      from pg_class c, lateral (
        select x.privilege_type as privilege, null::name as column, x.grantee from aclexplode(c.relacl) x
        union all
        select x.privilege_type, a.attname, x.grantee from pg_attribute a, aclexplode(a.attacl) x where a.attrelid = c.oid) g
      where c.relkind in ('r', 'v')
        and (c.relnamespace = 'epic_events_api'::regnamespace and g.grantee = ${people}::regrole
          or c.relnamespace = 'epic_events'::regnamespace and g.grantee = ${rows}::regrole)`
    expect(given.length).toBeGreaterThan(80)
    const views = await relations(sql, 'epic_events_api')
    const unnoticed: string[] = []
    for (const { on, name, privilege, to } of given) {
      const over = views.filter((one) => one.name === name || keyViews[one.name]?.table === name)
      const change = `revoke ${privilege} on ${on} from ${to}`
      await undone(sql, async (inner) => {
        await inner.unsafe(change)
        for (const view of over) {
          const may = await rightsOf(inner, people, 'epic_events_api', view)
          if (!Bun.deepEquals(may, [...(peopleMay[view.name] ?? [])].sort())) return
        }
        unnoticed.push(change)
      })
    }
    expect(unnoticed).toEqual([])
  })
}, 120_000)

test('each right that nobody has is noticed when it is given', async () => {
  await transaction(async (sql) => {
    const unnoticed: string[] = []
    for (const schema of ['epic_events', 'epic_events_api'])
      for (const relation of await relations(sql, schema)) {
        const before = await rightsOf(sql, people, schema, relation)
        for (const privilege of ['select', 'insert', 'update', 'delete']) {
          const everywhere = relation.columns.every((column) => before.includes(`${privilege} ${column}`))
          if (relation.name === 'colleague' || before.includes(privilege) || everywhere) continue
          // The owner of a view lacks the same right, so both have to be given before anything changes.
          const also =
            schema === 'epic_events_api'
              ? `; grant ${privilege} on epic_events.${keyViews[relation.name]?.table ?? relation.name} to ${rows}`
              : ''
          const change = `grant ${privilege} on ${schema}.${relation.name} to ${people}${also}`
          await undone(sql, async (inner) => {
            await inner.unsafe(change)
            if (Bun.deepEquals(await rightsOf(inner, people, schema, relation), before)) unnoticed.push(change)
          })
        }
      }
    expect(unnoticed).toEqual([])
  })
}, 120_000)
