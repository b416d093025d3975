/** The steps of a deal, typed as people type them: what most tests of clients, contracts and events begin with. */
import type { Client } from '../../src/client/client.ts'
import type { Contract } from '../../src/contract/contract.ts'
import type { EventCard } from '../../src/event/event.ts'
import type { Agency, Person } from '../support/agency.ts'

let made = 0

export function makeClient(agency: Agency, as: Person, ...more: string[]): Promise<Client> {
  const email = `client${++made}@example.org`
  return agency.json<Client>(['client', 'create', '-n', `Client ${made}`, '-e', email, ...more], { as })
}

/** A contract of 1 200 euros of a new client. */
export async function makeContract(agency: Agency, as: Person, ...more: string[]): Promise<Contract> {
  const client = await makeClient(agency, as)
  const argv = ['contract', 'create', '--client-id', String(client.id), '--total-amount', '1200', ...more]
  return agency.json<Contract>(argv, { as })
}

export const eventOptions = [
  '-t',
  'Gala',
  '-a',
  '53 Rue du Château',
  '-s',
  '04/06/2027 13:00',
  '-e',
  '05/06/2027 02:00',
]

/** An event under a new signed contract. */
export async function makeEvent(agency: Agency, as: Person, ...more: string[]): Promise<EventCard> {
  const contract = await makeContract(agency, as, '--is-signed')
  return agency.json<EventCard>(['event', 'create', '-c', String(contract.id), ...eventOptions, ...more], { as })
}
