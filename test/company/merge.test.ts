import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Client } from '../../src/client/client.ts'
import type { CompanyCard } from '../../src/company/company.ts'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let bill: Person

beforeAll(async () => {
  agency = await openAgency('server')
  boss = await agency.person('management')
  bill = await agency.person('commercial')
})
afterAll(() => agency?.close())

const company = (name: string, ...more: string[]) =>
  agency.json<CompanyCard>(['company', 'create', '-n', name, ...more], { as: boss })
const view = (id: number) => agency.json<CompanyCard>(['company', 'view', `${id}`], { as: boss })

test('clients move and are found by the name of the company that stays, blanks are filled, and undo takes it back', async () => {
  const [keep, drop] = [await company('Acme'), await company('Zenith', '--billing-address', 'Lyon')]
  const client = await agency.json<Client>(
    ['client', 'create', '-n', 'Jo', '-e', 'jo@x.fr', '--company-id', `${drop.id}`],
    { as: bill },
  )
  const found = async (word: string) =>
    (await agency.json<Client[]>(['client', 'list', '--search', word], { as: bill })).length
  const argv = ['company', 'merge', `${keep.id}`, `${drop.id}`]
  const asked = await agency.run(argv, { as: boss, terminal: 80, answers: [false] })
  for (const line of ['move: 1 client.', 'Billing address: — → Lyon', 'Name: Zenith → Acme'])
    expect(asked.stderr).toContain(line)
  expect(await agency.json([...argv, '--yes'], { as: boss })).toMatchObject({
    ...{ id: keep.id, name: 'Acme', billing_address: 'Lyon', client_count: 1, merged_id: drop.id, moved_clients: 1 },
  })
  expect([await found('zenith'), await found('acme')]).toEqual([0, 1])
  const gone = await agency.run(['company', 'view', `${drop.id}`], { as: bill, lang: 'fr' })
  expect([gone.code, gone.stderr]).toEqual([
    Exit.notFound,
    expect.stringContaining(`L'entreprise ${drop.id} a été fondue dans l'entreprise ${keep.id} (Acme).`),
  ])
  await agency.json(['undo', '--yes'], { as: boss })
  expect([await found('zenith'), await found('acme')]).toEqual([1, 0])
  expect(await view(drop.id)).toMatchObject({ name: 'Zenith', billing_address: 'Lyon', client_count: 1 })
  expect(await view(keep.id)).toMatchObject({ billing_address: null, client_count: 0 })
  expect(await agency.json(['client', 'view', `${client.id}`], { as: bill })).toMatchObject({ company_id: drop.id })
})

test('a merge of clients that filled the company is not undone over a later change of it', async () => {
  const [keep, drop] = [await company('Stays'), await company('Goes')]
  const { id } = await agency.json<Client>(
    ['client', 'create', '-n', 'Al', '-e', 'al@x.fr', '--company-id', `${drop.id}`],
    { as: bill },
  )
  const other = await agency.json<Client>(['client', 'create', '-n', 'Bo', '-e', 'bo@x.fr'], { as: bill })
  await agency.json(['client', 'merge', `${other.id}`, `${id}`, '--yes'], { as: bill })
  await agency.json(['client', 'update', `${other.id}`, '--company-id', ''], { as: bill })
  await agency.json(['company', 'merge', `${keep.id}`, `${drop.id}`, '--yes'], { as: boss })
  const list = await agency.json<{ operation: string }[]>(['undo', '--list'], { as: bill })
  const refused = await agency.run(['undo', `${list[1]?.operation}`, '--yes'], { as: bill })
  expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining('Company was changed by')])
})

test('a client of a company that was merged since comes back into the one that stays', async () => {
  const [keep, drop] = [await company('Remains'), await company('Leaves')]
  const { id } = await agency.json<Client>(
    ['client', 'create', '-n', 'Cy', '-e', 'cy@x.fr', '--company-id', `${drop.id}`],
    { as: bill },
  )
  const other = await agency.json<Client>(['client', 'create', '-n', 'Di', '-e', 'di@x.fr', '-c', `${keep.id}`], {
    as: bill,
  })
  await agency.json(['client', 'merge', `${other.id}`, `${id}`, '--yes'], { as: bill })
  await agency.json(['company', 'merge', `${keep.id}`, `${drop.id}`, '--yes'], { as: boss })
  await agency.json(['undo', '--yes'], { as: bill })
  expect(await agency.json(['client', 'view', `${id}`], { as: bill })).toMatchObject({ company_id: keep.id })
})

test('without company:merge → 5; the same twice → 2; one that is not there → 3', async () => {
  const [one, two] = [await company('One'), await company('Two')]
  const merge = (as: Person, a: number, b: number) => agency.run(['company', 'merge', `${a}`, `${b}`, '--yes'], { as })
  expect([
    (await merge(bill, one.id, two.id)).code,
    (await merge(boss, one.id, one.id)).code,
    (await merge(boss, one.id, 9999)).code,
  ]).toEqual([Exit.forbidden, Exit.usage, Exit.notFound])
})
