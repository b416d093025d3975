/** The driver on the embedded database: the same as on a server, on a socket that is none. */
import postgres from 'postgres'
import type { Endpoint } from './endpoint.ts'

/** postgres.js on a connection of the endpoint. */
export function clientOf(door: Endpoint, params: Readonly<Record<string, string>>): postgres.Sql {
  const options = {
    // Never dialled; without them the driver would read PGHOST and its kin.
    host: 'embedded',
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    password: '',
    ssl: false as const,
    max: 1,
    max_lifetime: null,
    idle_timeout: 0,
    connect_timeout: 0,
    keep_alive: null,
    fetch_types: false,
    onnotice() {},
    connection: { application_name: 'epic-events', ...params },
    // Beats PGTARGETSESSIONATTRS; the endpoint answers it without a round trip.
    target_session_attrs: 'read-write' as const,
    socket: () => door.connect(),
  }
  return postgres(options)
}
