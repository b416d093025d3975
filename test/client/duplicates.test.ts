import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '../../src/client/client.ts'
import type { Duplicate } from '../../src/client/duplicates-store.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let bill: Person
let own: Person
/** The same name in one company, the same phone, both, and neither. */
let ids: readonly number[] = []

const id = (at: number) => ids[at] ?? 0
const create = (as: Person, name: string, email: string, ...more: string[]) =>
  agency.run(['client', 'create', '-n', name, '-e', email, '--json', ...more], { as })

beforeAll(async () => {
  agency = await openAgency('server')
  bill = await agency.person('commercial')
  const ann = await agency.person('commercial')
  await agency.owner(async (sql) => {
    await sql.unsafe(`insert into epic_events.role (name) values ('own');
      insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
        where r.name = 'own' and p.name in ('client:list:own', 'client:view:own', 'client:create:own', 'company:view')`)
    await sql.unsafe(`insert into epic_events.company (name) values ('One'), ('Two')`)
    const rows =
      await sql.unsafe(`insert into epic_events.client (full_name, email, phone, company_id, commercial_id) values
      ('Élodie Garnier', 'a@x.fr', null, 1, ${ann.id}), ('elodie  garnier', 'b@x.fr', null, 1, ${ann.id}), ('Elodie Garnier', 'c@x.fr', null, 2, ${ann.id}),
      ('Jean Martin', 'd@x.fr', '+33612345678', null, ${ann.id}), ('Somebody', 'e@x.fr', '+33612345678', null, ${ann.id}),
      ('jean martin', 'f@x.fr', '+33612345678', null, ${ann.id}), ('Jean Martin', 'g@x.fr', null, null, ${ann.id}) returning id`)
    ids = rows.map((row) => Number(row['id']))
  })
  own = await agency.person('own')
})
afterAll(() => agency?.close())

test('pairs with the same name in one company or the same phone, why, and what to type', async () => {
  const rows = await agency.json<Duplicate[]>(['client', 'duplicates'], { as: bill })
  const found = rows.map(({ keep_id, dropped_id, reason }) => [keep_id, dropped_id, reason])
  expect(found).toEqual([
    [id(0), id(1), 'name'],
    [id(3), id(4), 'phone'],
    [id(3), id(5), 'both'],
  ])
  const { stdout, stderr } = await agency.run(['client', 'duplicates'], { as: bill, terminal: 140 })
  expect(stdout).toContain('Élodie Garnier (')
  expect(stderr).toContain(`client merge ${ids[0]} ${ids[1]}`)
  const two = await agency.run(['client', 'duplicates', '--limit', '2'], { as: bill })
  expect(two.stderr).toContain('These are the first 2 pairs; there are more.')
})

test('whoever sees no colleague’s client hears of none', async () => {
  expect(await agency.json<Duplicate[]>(['client', 'duplicates'], { as: own })).toEqual([])
  const { stderr } = await create(own, 'Jean Martin', 'own@x.fr', '-p', '06 12 34 56 78')
  expect(stderr).not.toContain('!')
})

test('a new client that looks like others is created, and each of them is told', async () => {
  const made = await create(bill, 'JEAN MARTIN', 'h@x.fr', '-p', '06 12 34 56 78')
  expect(made.code).toBe(0)
  expect(JSON.parse(made.stdout)).not.toHaveProperty('alike')
  expect(made.stderr).toContain(`! This looks like client ${ids[3]} (Jean Martin): same name and phone number.`)
  expect(made.stderr).toContain(`! This looks like client ${ids[4]} (Somebody): same phone number.`)
  expect(made.stderr).toContain('There are more clients like this one: client duplicates')
  const french = await agency.run(['client', 'create', '-n', 'Élodie GARNIER', '-e', 'i@x.fr', '-c', '2'], {
    ...{ as: bill, lang: 'fr' },
  })
  expect(french.stderr).toContain(
    `! Ce client ressemble au client ${ids[2]} (Elodie Garnier)\u00a0: même nom, même entreprise.`,
  )
  expect((await create(bill, 'Nobody Else', 'j@x.fr', '-p', '06 12 34 56 99')).stderr).not.toContain('!')
})

test('an import tells how many of its rows look like clients of before, and which', async () => {
  const file = join(tmpdir(), `duplicates-${process.pid}.csv`)
  writeFileSync(
    file,
    'full_name,email,phone,company\nNew One,k@x.fr,0612345678,\nNew Two,l@x.fr,0699999999,\nElodie Garnier,m@x.fr,,One\nNew Three,n@x.fr,0699999999,\n',
  )
  for (const how of ['--dry-run', '--yes']) {
    const { code, stdout, stderr } = await agency.run(['client', 'import', file, how, '--json'], { as: bill })
    expect([code, stderr]).toEqual([0, expect.stringContaining('! 2 rows look like clients that were already there.')])
    expect(JSON.parse(stdout).likely_duplicates).toEqual([
      { line: 2, id: ids[3], name: 'Jean Martin' },
      { line: 4, id: ids[0], name: 'Élodie Garnier' },
    ])
  }
  expect(await agency.json<Client[]>(['client', 'list', '--search', 'new one'], { as: bill })).toHaveLength(1)
})
