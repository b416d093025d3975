import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Company } from '../../src/company/company.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type CompanyTeam, companyTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let support: Person
let create: CompanyTeam['create']

beforeAll(async () => {
  ;({ agency, support, create } = await companyTeam())
})

describe('company list', () => {
  test('the companies are in the order of their ids; --after goes on after one, --limit says that there are more', async () => {
    const [first, second] = [await create('Zebra'), await create('Aardvark')]
    const after = String(first.id - 1)
    const listed = await agency.json<Company[]>(['company', 'list', '--after', after], { as: support })
    expect(listed.map(({ id }) => id)).toEqual([first.id, second.id])
    const one = await agency.run(['company', 'list', '--after', after, '--limit', '1', '--count'], { as: support })
    expect(one.stderr).toContain(`more: --after ${first.id}`)
    expect(one.stdout).toContain('Zebra')
    expect(one.stdout).not.toContain('Aardvark')
  })
})
