/** The driver on the embedded database: the same as on a server, over the endpoint's sockets. */
import postgres from 'postgres'
import { driverOptions } from '../connection/driver.ts'
import type { Parameters } from '../connection/protocol.ts'
import type { Endpoint } from './endpoint.ts'

/**
 * Makes a client of postgres.js that speaks to an endpoint.
 *
 * @param server the endpoint; each connection of the client is one of its connections
 * @param parameters settings that the session begins with: `role`, `epic_events.session`, time-outs
 */
export function clientOf(server: Endpoint, parameters: Parameters): postgres.Sql {
  return postgres(
    driverOptions({
      host: 'embedded',
      user: 'postgres',
      database: 'postgres',
      prepare: true,
      parameters,
      socket: () => server.connect(),
    }),
  )
}
