/** The people whom the tests of clients need, in the agency that the files of a process share. */
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'

export interface ClientTeam {
  readonly agency: Agency
  readonly manager: Person
  /** Two commercials. */
  readonly bill: Person
  readonly ann: Person
  /** A support. */
  readonly kate: Person
}

export async function clientTeam(kind: Agency['kind']): Promise<ClientTeam> {
  const agency = await sharedAgency(kind)
  return {
    agency,
    manager: await agency.person('management'),
    bill: await agency.person('commercial', { fullName: 'Bill Boquet' }),
    ann: await agency.person('commercial', { fullName: 'Ann Other' }),
    kate: await agency.person('support'),
  }
}
