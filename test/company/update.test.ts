import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
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

describe('company update', () => {
  test('a new name → old → new; the same name again → nothing was changed', async () => {
    const { id } = await create('Old Name')
    const argv = ['company', 'update', String(id), '-n', 'New Name']
    const first = await agency.run(argv, { as: manager })
    expect(first.code).toBe(Exit.ok)
    expect(first.stderr).toContain('Name: Old Name → New Name')
    const second = await agency.run(argv, { as: manager })
    expect(second.code).toBe(Exit.ok)
    expect(second.stderr).toContain('Nothing was changed')
    expect(second.stdout).toMatch(/Version: +2/)
  })

  test('a form whose values are kept → nothing is written', async () => {
    const { id } = await create('Kept')
    const kept = await agency.run(['company', 'update', String(id)], {
      as: manager,
      terminal: 80,
      answers: ['Kept', undefined, undefined],
    })
    expect(kept.asked).toMatchObject([
      { message: 'Name', initial: 'Kept' },
      { message: 'Billing address' },
      { message: 'VAT number' },
    ])
    expect(kept.code).toBe(Exit.ok)
    expect(kept.stderr).toContain('Nothing was changed')
  })

  test('a billing address and a VAT number are set, spelt anew without a change, and removed', async () => {
    const { id } = await create('Billed')
    const update = (...options: string[]) => agency.run(['company', 'update', String(id), ...options], { as: manager })
    const set = await update('--vat-number', 'FR40303265045', '--billing-address', 'Blois')
    expect(set.stderr).toContain('VAT number: — → FR40303265045')
    expect((await update('--vat-number', 'FR 40 303 265 045')).stderr).toContain('Nothing was changed')
    expect((await update('--vat-number', '', '--billing-address', '')).code).toBe(Exit.ok)
    expect(await agency.json(['company', 'view', String(id)], { as: manager })).toMatchObject({
      ...{ name: 'Billed', billing_address: null, vat_number: null, version: 3 },
    })
  })

  test('an old --if-version → 6 with both names, and nothing is written', async () => {
    const { id } = await create('Before')
    await agency.json(['company', 'update', String(id), '-n', 'Meanwhile'], { as: manager })
    const late = await agency.run(['company', 'update', String(id), '-n', 'Late', '--if-version', '1'], { as: manager })
    expect(late.code).toBe(Exit.refused)
    expect(late.stderr).toContain('Meanwhile')
    expect(late.stderr).toContain('Late')
    expect(await agency.json(['company', 'view', String(id)], { as: manager })).toMatchObject({ name: 'Meanwhile' })
  })

  test('a commercial, who may create companies → 5, naming company:update', async () => {
    const { id } = await create('Not theirs')
    const refused = await agency.run(['company', 'update', String(id), '-n', 'Theirs'], { as: commercial })
    expect(refused.code).toBe(Exit.forbidden)
    expect(refused.stderr).toContain('company:update')
  })
})
