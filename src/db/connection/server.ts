/** A connection to a PostgreSQL server: at most one, opened by the first query, never reopened. */
import postgres from 'postgres'
import { driverOptions } from './driver.ts'
import { lost } from './failures.ts'
import { FailoverSocket } from './socket.ts'
import type { ServerTarget } from './url.ts'

export { ConnectionLost } from './failures.ts'

export interface ServerOptions {
  /** Milliseconds for the connection, all hosts together; 9 000, so that the program has said so and is gone within 10 s. */
  readonly deadlineMs?: number
  /** Milliseconds that the server may be silent while it owes an answer; 9 000 likewise: the server's own time-outs must be shorter. */
  readonly statementDeadlineMs?: number
  /** Behind a transaction-pooling proxy: nothing is set at the start, nothing is prepared. */
  readonly pooler?: boolean
  /** Milliseconds, of any origin. */
  readonly now: () => number
}

export interface Server {
  /**
   * Its first query connects. A connection that fails or is lost rejects every query, the present one and all later ones,
   * with `failure` (Drizzle wraps it: see `failureOf`).
   */
  readonly sql: postgres.Sql
  /** Unavailable: the connection never came. ConnectionLost: it was lost. */
  failure(): Error | undefined
  /** Ends the connection without a round trip; queries under way are rejected. Never rejects. */
  close(): Promise<void>
}

/**
 * Makes a client. Costs nothing until its first query: then one round trip for the start-up (one more for TLS, two for
 * SCRAM), and the query's own.
 *
 * @param params settings of the session, sent with the start-up message: `role`, `epic_events.session`, time-outs. With
 *   `pooler` they are not sent: set them inside the transaction.
 */
export function openServer(target: ServerTarget, params: Readonly<Record<string, string>>, o: ServerOptions): Server {
  const wire = new FailoverSocket({
    target,
    role: o.pooler ? undefined : params['role'],
    deadlineMs: o.deadlineMs ?? 9_000,
    silenceMs: o.statementDeadlineMs ?? 9_000,
    now: o.now,
  })
  let opened = false
  const options = driverOptions({
    host: 'server',
    user: target.user,
    database: target.database,
    password: target.password ?? '',
    prepare: !o.pooler,
    parameters: {
      ...(o.pooler ? {} : params),
      ...(target.applicationName === undefined ? {} : { application_name: target.applicationName }),
    },
    socket() {
      if (opened) throw wire.failure ?? lost(target.hosts[0] ?? { socket: '' }, false)
      opened = true
      return wire
    },
  })
  // The socket has judged `target_session_attrs` already: the driver must not ask the server again.
  const parsed = { ...postgres(options).options, target_session_attrs: null }
  // @ts-expect-error options that are parsed already are taken as they are; the types do not say so.
  const sql: postgres.Sql = postgres(parsed)

  let closing: Promise<void> | undefined
  const close = (timeout: number): Promise<void> => {
    closing ??= sql.end({ timeout }).catch(() => {})
    return closing
  }
  // Whoever goes on after a failure hears of it, rather than wait for a connection that does not come.
  wire.once('failed', () => void close(0))
  return { sql, failure: () => wire.failure, close: () => close(0) }
}

/**
 * Runs `work` with a client of its own and ends it.
 *
 * @returns what `work` returns
 * @throws Unavailable the connection never came: nothing was sent · ConnectionLost it was lost on the way · whatever `work` throws
 */
export async function withServer<T>(
  target: ServerTarget,
  params: Readonly<Record<string, string>>,
  o: ServerOptions,
  work: (sql: postgres.Sql) => Promise<T>,
): Promise<T> {
  const server = openServer(target, params, o)
  try {
    return await work(server.sql)
  } catch (error) {
    throw failureOf(server, error)
  } finally {
    await server.close()
  }
}

/** The failure of the connection where it is what `error` tells of, wrapped or in the driver's words; else `error` itself. */
export function failureOf(server: Server, error: unknown): unknown {
  const failure = server.failure()
  for (let at = error; failure && at instanceof Error; at = at.cause) {
    if (at === failure || ('code' in at && typeof at.code === 'string' && driverCodes.test(at.code))) return failure
  }
  return error
}

const driverCodes = /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|SASL_SIGNATURE_MISMATCH)$/
