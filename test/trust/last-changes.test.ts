/** `last_changes`, which names who changed a field, to somebody who would overwrite it: it tells nothing that they may not view and change. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Resource, rulesOf } from '../../src/access/catalogue.ts'
import { policies, predicate } from '../../src/access/predicates.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person, anna: Person, bill: Person, sam: Person
beforeAll(async () => {
  agency = await openAgency('server')
  manager = await agency.person('management', { fullName: 'The Manager' })
  ;[anna, bill] = [await agency.person('commercial', { fullName: 'Anna' }), await agency.person('commercial')]
  sam = await agency.person('support')
  await agency.json(['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr'], { as: anna })
  await agency.json(['client', 'update', '1', '-n', 'Anne B', '-p', '0611111111'], { as: anna })
  await agency.json(['user', 'update', `${sam.id}`, '--full-name', 'Sam'], { as: manager })
}, 60_000)
afterAll(() => agency?.close())

const told = (as: Person | undefined, noun: string, id: number, columns: string) =>
  agency.as(as, async (sql) =>
    (
      await sql<{ changed: string; person: string }[]>`
        select changed, person from epic_events.last_changes(${noun}, ${id}, string_to_array(${columns}, ' ')) order by 1`
    ).map(({ changed, person }) => `${changed} ${person}`),
  )
const all = 'full_name email phone commercial_id password password_hash words name_key search must_change version'

test('who may change the record hears who did, of the columns that its view shows', async () => {
  expect(await told(anna, 'client', 1, all)).toEqual(['full_name Anna', 'phone Anna'])
  expect(await told(manager, 'client', 1, all)).toEqual(['full_name Anna', 'phone Anna'])
  await agency.owner(
    (sql) =>
      sql`update epic_events.users set password_hash = overlay(password_hash placing 'aa' from 59) where id = ${bill.id}`,
  )
  expect(await told(manager, 'user', bill.id, all)).toEqual([])
  expect(await told(manager, 'user', sam.id, all)).toEqual(['full_name The Manager'])
})

const others: readonly [string, () => Person | undefined, noun: string, id: () => number][] = [
  ['a colleague’s client, which one may view and not change', () => bill, 'client', () => 1],
  ['a support, who may change no client', () => sam, 'client', () => 1],
  ['a colleague, whom one may not view', () => anna, 'user', () => sam.id],
  ['oneself, whom one may not change', () => sam, 'user', () => sam.id],
  ['nobody', () => undefined, 'client', () => 1],
  ['a record that is not there', () => manager, 'client', () => 999],
  ['no noun', () => manager, 'audit_log', () => 1],
  ['another table', () => manager, 'users; drop table x', () => 1],
]
test.each(others)('%s → nothing', async (_, as, noun, id) => {
  expect(await told(as(), noun, id(), all)).toEqual([])
})

test('who may view and change a record is what the catalogue says', async () => {
  const source: { prosrc: string }[] = await agency.owner(
    (sql) => sql`select prosrc from pg_proc where proname = 'last_changes'`,
  )
  const prosrc = source[0]?.prosrc ?? ''
  const nouns = [...prosrc.matchAll(/when '(\w+)' then\n/g)].map(([, noun]) => noun as Resource)
  expect(nouns.sort()).toEqual(['client', 'company', 'contract', 'event', 'role', 'user'])
  for (const noun of nouns) {
    const { table } = rulesOf(noun)
    expect(prosrc).toContain(
      `from ${table} where ${table}.id = which\n      and ${predicate(noun, ['view'], table)}\n      and (${policies(noun).update?.using}));`,
    )
  }
})
