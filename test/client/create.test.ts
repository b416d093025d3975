import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Client } from '../../src/client/client.ts'
import type { Company } from '../../src/company/company.ts'
import { Exit } from '../../src/errors.ts'
import { mostListed } from '../../src/terminal/prompt/prompt.ts'
import { makeClient } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { clientTeam } from './team.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('client create (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person
  let ann: Person
  let kate: Person

  beforeAll(async () => {
    ;({ agency, manager, bill, ann, kate } = await clientTeam(kind))
  })

  test('a commercial creates a client → it is theirs, and the whole record is answered', async () => {
    const kevin = ['-n', 'Kevin Casey', '-e', 'Kevin@Startup.io', '-p', '+678 123 456 78', '-f', '18/04/2025']
    const made = await agency.json<Client>(['client', 'create', ...kevin], { as: bill })
    expect(Object.keys(made)).toEqual([
      'id',
      'full_name',
      'email',
      'phone',
      'company_id',
      'company_name',
      'first_contact_date',
      'last_contact_date',
      'next_contact_date',
      'commercial_id',
      'commercial_name',
      'contract_count',
      'created_at',
      'updated_at',
      'version',
    ])
    expect(made).toMatchObject({
      full_name: 'Kevin Casey',
      email: 'kevin@startup.io',
      phone: '+67812345678',
      company_id: null,
      first_contact_date: '2025-04-18T00:00:00+02:00',
      last_contact_date: null,
      commercial_id: bill.id,
      commercial_name: 'Bill Boquet',
      contract_count: 0,
      version: 1,
    })
  })

  test('an email address that is taken, whatever its case, or a company that does not exist → 6', async () => {
    const { email } = await makeClient(agency, bill)
    const argv = ['client', 'create', '-n', 'Copy', '-e']
    const taken = await agency.run([...argv, email.toUpperCase()], { as: ann })
    expect(taken.code).toBe(Exit.refused)
    expect(taken.stderr).toContain(email)
    const homeless = await agency.run([...argv, 'free@example.org', '-c', '9999'], { as: ann })
    expect(homeless.code).toBe(Exit.refused)
    expect(homeless.stderr).toContain('Company 9999 not found')
    expect(homeless.stderr).toContain('company list')
  })

  // Dolibarr/dolibarr#23557, flora-pm/flora-server#561
  test('one address in any of its spellings → kept in one form, and taken (6) in every other; a name stays as typed', async () => {
    const name = 'Rene\u0301 Faure'
    const made = await agency.json<Client>(
      ['client', 'create', '-n', name, '-e', 'Rene\u0301@XN--EXMPLE-CUA.com', '-p', '\u202a0692 12 34 56\u202c'],
      { as: bill },
    )
    expect(made).toMatchObject({ full_name: name, email: 'ren\u00e9@ex\u00e4mple.com', phone: '+262692123456' })
    for (const other of [
      'ren\u00e9@ex\u00e4mple.com',
      'RENE\u0301@exa\u0308mple.com',
      'ren\u00e9@xn--exmple-cua。com',
    ]) {
      const taken = await agency.run(['client', 'create', '-n', 'Copy', '-e', other], { as: ann })
      expect({ other, code: taken.code }).toEqual({ other, code: Exit.refused })
      expect(taken.stderr).toContain('ren\u00e9@ex\u00e4mple.com')
    }
    const card = await agency.run(['client', 'view', `#${made.id}`], { as: bill, terminal: 80 })
    expect(card.stdout).toContain('+262 692 12 34 56')
    expect(card.stdout).toContain(name)
    const same = ['client', 'update', String(made.id), '-e', 'ren\u00e9@xn--exmple-cua.com']
    expect(await agency.json<Client>(same, { as: bill })).toMatchObject({ version: 1 })
  })

  test('two phone numbers in one value, or an extension → 2, and nothing is created', async () => {
    const argv = ['client', 'create', '-n', 'Lou', '-e', `lou.${kind}@example.org`, '-p']
    for (const [phone, reason] of [
      ['+44 20 7946 0958 / 59', 'holds two phone numbers'],
      ['01 42 34 56 78 poste 12', 'has an extension'],
    ] as const) {
      const { code, stderr } = await agency.run([...argv, phone], { as: bill })
      expect(code).toBe(Exit.usage)
      expect(stderr).toContain(reason)
    }
    expect((await agency.run([...argv, '+44 20 7946 0958'], { as: bill })).code).toBe(Exit.ok)
  })

  test('anybody but a commercial → 5; a script without the required options → 2, naming all of them', async () => {
    const argv = ['client', 'create', '-n', 'x', '-e', 'x@example.org']
    for (const as of [manager, kate]) expect((await agency.run(argv, { as })).code).toBe(Exit.forbidden)
    const { code, stderr } = await agency.run(['client', 'create'], { as: bill })
    expect(code).toBe(Exit.usage)
    expect(stderr).toContain('--full-name')
    expect(stderr).toContain('--email')
  })
})

describe('the company of a new client', () => {
  let agency: Agency
  let commercial: Person

  // How many companies there are decides what is asked.
  beforeAll(async () => {
    agency = await openAgency('server')
    commercial = await agency.person('commercial')
  })
  afterAll(() => agency.close())

  const create = (name: string) => agency.json<Company>(['company', 'create', '-n', name], { as: commercial })

  test('is chosen by its name', async () => {
    const { id } = await create('Cool Startup LLC')
    const made = await agency.run(['client', 'create', '-n', 'Kim Casey', '-e', 'kim@startup.io', '--json'], {
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

  test('the choices are in the order of the alphabet, accents and all', async () => {
    for (const name of ['Zénith', 'Éclair', 'Étoile', 'eau vive', 'Fanfare']) await create(name)
    const run = await agency.run(['client', 'create', '-n', 'Kim'], {
      as: commercial,
      terminal: 100,
      lang: 'fr',
      answers: ['kim@order.io', undefined, 'Zénith'],
    })
    const offered = run.asked.find(({ kind }) => kind === 'choose')?.choices ?? []
    const indexes = ['eau vive', 'Éclair', 'Étoile', 'Fanfare', 'Zénith'].map((name) =>
      offered.findIndex((choice) => choice.startsWith(`${name} `)),
    )
    expect(indexes).not.toContain(-1)
    expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
  })

  test('more companies than a list can hold → the form asks for the id', async () => {
    const [made] = await agency.owner(
      (sql) => sql<{ id: number }[]>`
      with written as (
        insert into epic_events.company (name)
        select 'Many ' || n from generate_series(1, ${mostListed + 1}::integer) n
        returning id)
      select min(id)::integer as id from written`,
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
})
