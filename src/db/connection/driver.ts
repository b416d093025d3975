/** The options of postgres.js that hold for both databases: one connection, over a socket that we provide. */
import { OneFlight, type Underlying } from './one-flight.ts'
import type { Parameters } from './protocol.ts'

/** What differs between a server and the embedded database. */
export interface DriverTarget {
  /** For the driver's own error texts: it never dials this host. */
  readonly host: 'server' | 'embedded'
  readonly user: string
  readonly database: string
  /** `false` behind a transaction pooler, which may lend another connection for the next statement. */
  readonly prepare: boolean
  /** Sent in the start-up message. */
  readonly parameters: Parameters
  /** Makes the socket. */
  socket(): Underlying
}

/**
 * The options for `postgres()`. Every option is given, because the driver reads a missing one from the environment (`PGHOST`,
 * `PGTARGETSESSIONATTRS`, …), which the program's own settings must win over.
 */
export function driverOptions({ host, user, database, prepare, parameters, socket }: DriverTarget) {
  return {
    host,
    port: 5432,
    user,
    database,
    // A server is signed in to before the driver sees it (sign-in.ts), and the embedded database asks for nothing.
    password: '',
    ssl: false as const,
    max: 1,
    max_lifetime: null,
    idle_timeout: 0,
    connect_timeout: 0,
    keep_alive: null,
    debug: false,
    fetch_types: false,
    prepare,
    onnotice() {},
    connection: { application_name: 'epic-events', ...parameters },
    target_session_attrs: 'read-write' as const,
    socket: () => new OneFlight(socket()),
  }
}
