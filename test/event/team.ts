/** An agency with an event that Kate supports, for the tests of what changes an event. Each file has one of its own. */
import type { EventCard } from '../../src/event/event.ts'
import { makeEvent } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

export interface EventTeam {
  readonly agency: Agency
  readonly manager: Person
  /** The commercial whose events these are. */
  readonly bill: Person
  readonly kate: Person
  /** Another support. */
  readonly lou: Person
  /** Makes an event of Bill's that Kate supports. */
  supported(): Promise<EventCard>
}

export async function eventTeam(): Promise<EventTeam> {
  const agency = await openAgency('server')
  const manager = await agency.person('management')
  const bill = await agency.person('commercial')
  const kate = await agency.person('support', { fullName: 'Kate Hastroff' })
  const lou = await agency.person('support', { fullName: 'Lou Bouzin' })
  return {
    agency,
    manager,
    bill,
    kate,
    lou,
    async supported() {
      const { id } = await makeEvent(agency, bill)
      return agency.json<EventCard>(['event', 'assign_support', String(id), String(kate.id)], { as: manager })
    },
  }
}
