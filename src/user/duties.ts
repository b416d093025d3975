/** What somebody is responsible for, by name. */
import type { Call } from '../app.ts'
import { nameRecords } from '../command/touched.ts'
import type { Duties } from './assignments-store.ts'

/** Names the coming events and the clients, a line each. */
export async function nameDuties(
  call: Pick<Call, 'out'>,
  { coming, some_events: events, clients, some_clients }: Omit<Duties, 'contracts' | 'events'>,
): Promise<void> {
  await nameRecords(call, 'event', events, coming)
  await nameRecords(call, 'client', some_clients, clients)
}
