import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Client } from '../../src/client/client.ts'
import { Exit } from '../../src/errors.ts'
import { makeClient } from '../contract/deal.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type CompanyTeam, companyTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person
let commercial: Person
let create: CompanyTeam['create']

beforeAll(async () => {
  ;({ agency, manager, commercial, create } = await companyTeam())
})

describe('company delete', () => {
  test('the question says how many clients lose it; after a yes they stay, without a company', async () => {
    const { id } = await create('Leaving')
    const clients = [
      await makeClient(agency, commercial, '-c', String(id)),
      await makeClient(agency, commercial, '-c', String(id)),
    ]
    const argv = ['company', 'delete', String(id)]
    const no = await agency.run(argv, { as: manager, terminal: 80, answers: [false] })
    expect(no.code).toBe(Exit.cancelled)
    expect(no.asked[0]?.message).toContain('2 clients will have no company')
    for (const { id: client, full_name: name } of clients) expect(no.stderr).toContain(`  client ${client} · ${name}\n`)
    const yes = await agency.run(argv, { as: manager, terminal: 80, answers: [true] })
    expect(yes.code).toBe(Exit.ok)
    expect(yes.stderr).toContain('2 clients now have no company')
    for (const { id: client } of clients) {
      const left = await agency.json<Client>(['client', 'view', String(client)], { as: manager })
      expect(left).toMatchObject({ company_id: null, company_name: null, version: 2 })
    }
    expect((await agency.run(['company', 'view', String(id)], { as: manager })).code).toBe(Exit.notFound)
  })

  test('a script without --yes → 2; with it → how many clients lost it', async () => {
    const { id } = await create('Gone')
    const unsure = await agency.run(['company', 'delete', String(id)], { as: manager })
    expect(unsure.code).toBe(Exit.usage)
    expect(unsure.stderr).toContain('--yes')
    const deleted = await agency.json(['company', 'delete', String(id), '--yes'], { as: manager })
    expect(deleted).toEqual({ id, client_count: 0 })
  })

  test('an old --if-version → 6, and the company stays', async () => {
    const { id } = await create('Shown')
    await agency.json(['company', 'update', String(id), '-n', 'Other'], { as: manager })
    const late = await agency.run(['company', 'delete', String(id), '--yes', '--if-version', '1'], { as: manager })
    expect(late.code).toBe(Exit.refused)
    expect((await agency.run(['company', 'view', String(id)], { as: manager })).code).toBe(Exit.ok)
  })
})
