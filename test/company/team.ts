/** An agency on a server, with a colleague of each role, for the tests of companies. */
import type { Company } from '../../src/company/company.ts'
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'

export interface CompanyTeam {
  readonly agency: Agency
  readonly manager: Person
  readonly commercial: Person
  readonly support: Person
  /** Creates a company as a commercial. */
  create(name: string): Promise<Company>
}

export async function companyTeam(): Promise<CompanyTeam> {
  const agency = await sharedAgency('server')
  const commercial = await agency.person('commercial')
  return {
    agency,
    commercial,
    manager: await agency.person('management'),
    support: await agency.person('support'),
    create: (name) => agency.json<Company>(['company', 'create', '-n', name], { as: commercial }),
  }
}
