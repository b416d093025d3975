import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type CompanyTeam, companyTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let commercial: Person
let support: Person
let create: CompanyTeam['create']

beforeAll(async () => {
  ;({ agency, commercial, support, create } = await companyTeam())
})

describe('company create', () => {
  test('a name → the whole record, with the name byte for byte', async () => {
    const name = "L'été d'Anne / 12 🎪 ﷽"
    const company = await create(name)
    expect(Object.keys(company)).toEqual(['id', 'name', 'client_count', 'created_at', 'updated_at', 'version'])
    expect(company).toMatchObject({ name, client_count: 0, version: 1 })
    expect(await agency.json(['company', 'view', String(company.id)], { as: support })).toEqual({ ...company })
  })

  test('a name that is too long → 2, in French', async () => {
    const long = await agency.run(['company', 'create', '-n', 'x'.repeat(129)], { as: commercial, lang: 'fr' })
    expect(long.code).toBe(Exit.usage)
    expect(long.stderr).toContain('129')
  })

  test('a role without company:create → 5, naming the permission', async () => {
    const refused = await agency.run(['company', 'create', '-n', 'Mine'], { as: support })
    expect(refused.code).toBe(Exit.forbidden)
    expect(refused.stderr).toContain('company:create')
  })
})
