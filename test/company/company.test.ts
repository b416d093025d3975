import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Client } from '../../src/client/client.ts'
import type { Company } from '../../src/company/company.ts'
import { Exit } from '../../src/errors.ts'
import { mostListed } from '../../src/terminal/prompt/prompt.ts'
import { makeClient } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person
let commercial: Person
let support: Person

beforeAll(async () => {
  agency = await openAgency('server')
  manager = await agency.person('management')
  commercial = await agency.person('commercial')
  support = await agency.person('support')
})
afterAll(() => agency.close())

const create = (name: string) => agency.json<Company>(['company', 'create', '-n', name], { as: commercial })

describe('company create, view, list', () => {
  test('answers the whole record, its name kept byte for byte', async () => {
    const name = "L'été d'Anne / 12 🎪 ﷽"
    const company = await create(name)
    expect(Object.keys(company)).toEqual(['id', 'name', 'client_count', 'created_at', 'updated_at', 'version'])
    expect(company).toMatchObject({ name, client_count: 0, version: 1 })
    expect(await agency.json(['company', 'view', String(company.id)], { as: support })).toEqual({ ...company })
  })

  test('the list is in order of id, goes on after an id, and counts', async () => {
    const [first, second] = [await create('Zebra'), await create('Aardvark')]
    const after = String(first.id - 1)
    const listed = await agency.json<Company[]>(['company', 'list', '--after', after], { as: support })
    expect(listed.map(({ id }) => id)).toEqual([first.id, second.id])
    const one = await agency.run(['company', 'list', '--after', after, '--limit', '1', '--count'], { as: support })
    expect(one.stderr).toContain(`more: --after ${first.id}`)
    expect(one.stdout).toContain('Zebra')
    expect(one.stdout).not.toContain('Aardvark')
  })

  test('one that is not there is 3, a name too long 2, both told in French', async () => {
    const absent = await agency.run(['company', 'view', '999'], { as: commercial, lang: 'fr' })
    expect(absent.code).toBe(Exit.notFound)
    expect(absent.stderr).toContain('Entreprise 999 introuvable')
    const long = await agency.run(['company', 'create', '-n', 'x'.repeat(129)], { as: commercial, lang: 'fr' })
    expect(long.code).toBe(Exit.usage)
    expect(long.stderr).toContain('129')
  })

  test('a role without the code is refused with it', async () => {
    const refused = await agency.run(['company', 'create', '-n', 'Mine'], { as: support })
    expect(refused.code).toBe(Exit.forbidden)
    expect(refused.stderr).toContain('company:create')
  })
})

describe('company update', () => {
  test('says old → new, and the second time that nothing had to change', async () => {
    const { id } = await create('Old Name')
    const argv = ['company', 'update', String(id), '-n', 'New Name']
    const first = await agency.run(argv, { as: manager })
    expect(first.code).toBe(Exit.ok)
    expect(first.stderr).toContain('Name: Old Name → New Name')
    const second = await agency.run(argv, { as: manager })
    expect(second.code).toBe(Exit.ok)
    expect(second.stderr).toContain('Nothing was changed')
    expect(second.stdout).toMatch(/Version: 2/)
  })

  test('a form in which all is kept writes nothing', async () => {
    const { id } = await create('Kept')
    const kept = await agency.run(['company', 'update', String(id)], { as: manager, terminal: 80, answers: ['Kept'] })
    expect(kept.asked).toMatchObject([{ message: 'Name', initial: 'Kept' }])
    expect(kept.code).toBe(Exit.ok)
    expect(kept.stderr).toContain('Nothing was changed')
  })

  test('one that changed meanwhile is refused with the difference', async () => {
    const { id } = await create('Before')
    await agency.json(['company', 'update', String(id), '-n', 'Meanwhile'], { as: manager })
    const late = await agency.run(['company', 'update', String(id), '-n', 'Late', '--if-version', '1'], { as: manager })
    expect(late.code).toBe(Exit.refused)
    expect(late.stderr).toContain('Meanwhile')
    expect(late.stderr).toContain('Late')
    expect(await agency.json(['company', 'view', String(id)], { as: manager })).toMatchObject({ name: 'Meanwhile' })
  })

  test('commercials create companies but do not rename them', async () => {
    const { id } = await create('Not theirs')
    const refused = await agency.run(['company', 'update', String(id), '-n', 'Theirs'], { as: commercial })
    expect(refused.code).toBe(Exit.forbidden)
    expect(refused.stderr).toContain('company:update')
  })
})

describe('company delete', () => {
  test('the question says how many clients lose it; they stay', async () => {
    const { id } = await create('Leaving')
    const clients = [
      await makeClient(agency, commercial, '-c', String(id)),
      await makeClient(agency, commercial, '-c', String(id)),
    ]
    const argv = ['company', 'delete', String(id)]
    const no = await agency.run(argv, { as: manager, terminal: 80, answers: [false] })
    expect(no.code).toBe(Exit.cancelled)
    expect(no.asked[0]?.message).toContain('2 clients will have no company')
    const yes = await agency.run(argv, { as: manager, terminal: 80, answers: [true] })
    expect(yes.code).toBe(Exit.ok)
    expect(yes.stderr).toContain('2 clients now have no company')
    for (const { id: client } of clients) {
      const left = await agency.json<Client>(['client', 'view', String(client)], { as: manager })
      expect(left).toMatchObject({ company_id: null, company_name: null, version: 2 })
    }
    expect((await agency.run(['company', 'view', String(id)], { as: manager })).code).toBe(Exit.notFound)
  })

  test('a script needs --yes, and is told what went', async () => {
    const { id } = await create('Gone')
    const unsure = await agency.run(['company', 'delete', String(id)], { as: manager })
    expect(unsure.code).toBe(Exit.usage)
    expect(unsure.stderr).toContain('--yes')
    const gone = await agency.json(['company', 'delete', String(id), '--yes'], { as: manager })
    expect(gone).toEqual({ id, client_count: 0 })
  })

  test('not the one that was shown: refused', async () => {
    const { id } = await create('Shown')
    await agency.json(['company', 'update', String(id), '-n', 'Other'], { as: manager })
    const late = await agency.run(['company', 'delete', String(id), '--yes', '--if-version', '1'], { as: manager })
    expect(late.code).toBe(Exit.refused)
    expect((await agency.run(['company', 'view', String(id)], { as: manager })).code).toBe(Exit.ok)
  })
})

test('clients are asked for their company by its name', async () => {
  const { id } = await create('Cool Startup LLC')
  const made = await agency.run(['client', 'create', '-n', 'Kevin Casey', '-e', 'kevin@startup.io', '--json'], {
    as: commercial,
    terminal: 80,
  })
  expect(made.code).toBe(Exit.ok)
  const asked = await agency.run(['client', 'create', '-n', 'Bob'], {
    as: commercial,
    terminal: 80,
    answers: ['bob@startup.io', undefined, 'Cool', undefined, undefined],
  })
  expect(asked.asked.find(({ kind }) => kind === 'choose')?.choices).toContain(`Cool Startup LLC #${id}`)
  expect(asked.stdout).toContain(`Cool Startup LLC (${id})`)
})

test('choices are in the order of the alphabet, accents and all, in forms and where a record is picked', async () => {
  for (const name of ['Zénith', 'Éclair', 'Étoile', 'eau vive', 'Fanfare']) await create(name)
  const run = await agency.run(['client', 'create', '-n', 'Kim'], {
    as: commercial,
    terminal: 100,
    lang: 'fr',
    answers: ['kim@order.io', undefined, 'Zénith'],
  })
  const offered = run.asked.find(({ kind }) => kind === 'choose')?.choices ?? []
  const places = ['eau vive', 'Éclair', 'Étoile', 'Fanfare', 'Zénith'].map((name) =>
    offered.findIndex((choice) => choice.startsWith(`${name} `)),
  )
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))

  const picked = await agency.run(['company', 'view'], { as: commercial, terminal: 100, answers: ['Étoile'] })
  const listed = picked.asked[0]?.choices ?? []
  const at = (name: string) => listed.findIndex((choice) => choice.startsWith(`${name} `))
  expect([at('eau vive') < at('Éclair'), at('Éclair') < at('Fanfare'), at('Éclair') > -1]).toEqual([true, true, true])
})

test('more companies than a list can hold: the form asks for the id', async () => {
  const [made] = await agency.owner(
    (sql) => sql<{ id: number }[]>`with made as (
        insert into epic_events.company (name) select 'Many ' || n from generate_series(1, ${mostListed + 1}::integer) n returning id)
      select min(id)::integer as id from made`,
  )
  const id = made?.id ?? 0
  const run = await agency.run(['client', 'create', '-n', 'Lou', '--json'], {
    as: commercial,
    terminal: 100,
    answers: {
      Email: 'lou@many.io',
      Phone: undefined,
      Company: String(id),
      'First contact': undefined,
      'Last contact': undefined,
    },
  })
  expect(run.asked.find(({ message }) => message === 'Company')?.kind).toBe('text')
  expect(JSON.parse(run.stdout)).toMatchObject({ full_name: 'Lou', company_id: id })
  await agency.owner((sql) => sql`update epic_events.client set company_id = null where company_id = ${id}`)
  await agency.owner((sql) => sql`delete from epic_events.company where name like 'Many %'`)
})
