/** A client of a PostgreSQL server. It has one connection at most, which the first query opens and nothing reopens. */
import postgres from 'postgres'
import { Unavailable } from '../../errors.ts'
import { driverOptions } from './driver.ts'
import { lost, pooler, Rejected, setRole, settingRefused } from './failures.ts'
import type { Parameters } from './protocol.ts'
import { DriverSocket } from './socket.ts'
import { type Starting, startSession, startupParameters } from './start.ts'
import type { ServerTarget } from './url.ts'

export { ConnectionLost, Rejected, rejected } from './failures.ts'

/** How a server is connected to. */
export interface ServerOptions {
  /** Milliseconds for the connection, all hosts together. Default 9 000: the program has reported the failure and ended within 10 s. */
  readonly deadlineMs?: number
  /** Milliseconds for which the server may send nothing while an answer is expected. Default 9 000; the server's own time-outs are shorter. */
  readonly statementDeadlineMs?: number
  /** Whether a transaction-pooling proxy is in between. Then no settings are sent at the start and nothing is prepared. */
  readonly pooler?: boolean
  /** Milliseconds, of any origin. */
  readonly now: () => number
  /** Called whenever a statement was sent. */
  readonly onSent?: () => void
}

/** A client and the state of its connection. */
export interface Server {
  /**
   * Its first query connects. When the connection fails or is lost, the current query and all later ones are rejected with `failure`
   * (which Drizzle wraps: see `failureOf`).
   */
  readonly sql: postgres.Sql
  /** Unavailable: the connection could not be made. ConnectionLost: it was lost. Undefined: neither happened. */
  failure(): Error | undefined
  /** Ends the connection without a round trip. Queries under way are rejected. Never rejects itself. */
  close(): Promise<void>
}

/**
 * Makes a client. It costs nothing until its first query, which then takes one round trip for the start-up (one more for TLS, two for
 * SCRAM) and its own.
 *
 * @param parameters settings of the session, sent with the start-up message: `role`, `epic_events.session`, time-outs. With `pooler` they
 *   are not sent and must be set inside the transaction
 */
export function openServer(
  target: ServerTarget,
  parameters: Parameters,
  o: ServerOptions,
  starting?: Starting,
): Server {
  const sent = o.pooler ? {} : parameters
  const socket = new DriverSocket({
    start: () => starting ?? startSession(target, sent, o),
    silenceMs: o.statementDeadlineMs ?? 9_000,
    onSent: o.onSent,
  })
  let opened = false
  const options = driverOptions({
    host: 'server',
    user: target.user,
    database: target.database,
    prepare: !o.pooler,
    parameters: startupParameters(target, sent),
    socket() {
      if (opened) throw socket.failure ?? lost(target.hosts[0] ?? { socket: '' }, false)
      opened = true
      return socket
    },
  })
  // The socket has judged `target_session_attrs` already: the driver must not ask the server again.
  const parsed = { ...postgres(options).options, target_session_attrs: null }
  // @ts-expect-error options that are parsed already are taken as they are; the types do not say so.
  const sql: postgres.Sql = postgres(parsed)

  let closing: Promise<void> | undefined
  const close = (timeout: number): Promise<void> => {
    closing ??= sql.end({ timeout }).catch(() => {})
    // Without a query the driver has not asked for its socket.
    starting?.abandon()
    return closing
  }
  // Queries after a failure are rejected at once, instead of waiting for a connection that does not come.
  socket.once('failed', () => void close(0))
  return { sql, failure: () => socket.failure, close: () => close(0) }
}

/**
 * Runs `work` with a client of its own, and closes the client.
 *
 * @returns what `work` returns
 * @throws Unavailable the connection could not be made, and nothing was sent · ConnectionLost it was lost on the way · whatever `work`
 *   throws
 */
export async function withServer<T>(
  target: ServerTarget,
  parameters: Parameters,
  o: ServerOptions,
  work: (sql: postgres.Sql) => Promise<T>,
  starting?: Starting,
): Promise<T> {
  const server = openServer(target, parameters, o, starting)
  try {
    return await work(server.sql)
  } catch (error) {
    const failure = failureOf(server, error)
    throw failure instanceof Rejected && !o.pooler ? await whyRejected(target, parameters['role'], failure, o) : failure
  } finally {
    await server.close()
  }
}

/** SQLSTATEs with which settings are refused: by a pooler, as an unknown value or name, for want of a privilege. */
const settingStates: readonly string[] = ['08P01', '22023', '42704', '42501']

/**
 * Why a server refused to sign us in, when the settings may be to blame: their names stand only in its message, which is in its language. So
 * we sign in once more without settings, and ask.
 *
 * @param role the role that was asked for
 */
export async function whyRejected(
  target: ServerTarget,
  role: string | undefined,
  refusal: Rejected,
  o: ServerOptions,
): Promise<unknown> {
  if (!settingStates.includes(refusal.sqlState)) return refusal
  const bare = openServer(target, {}, { ...o, pooler: true })
  try {
    const [row] = await bare.sql<{ exists: boolean }[]>`
      select exists (select from pg_catalog.pg_roles where rolname = ${role ?? ''}) as exists`
    const exists = row?.exists ?? false
    if (refusal.sqlState === '08P01') return pooler(refusal.host, refusal)
    if (role !== undefined && (refusal.sqlState === '42501' || !exists)) return setRole(target, role, exists)
    return settingRefused(refusal)
  } catch (error) {
    const failure = failureOf(bare, error)
    return failure instanceof Unavailable ? failure : refusal
  } finally {
    await bare.close()
  }
}

/** The failure of the connection, if `error` wraps it or is the driver's own error about it; otherwise `error` itself. */
export function failureOf(server: Server, error: unknown): unknown {
  const failure = server.failure()
  for (let at = error; failure && at instanceof Error; at = at.cause) {
    if (at === failure || ('code' in at && typeof at.code === 'string' && driverCodes.test(at.code))) return failure
  }
  return error
}

/** Codes of the driver's own errors about a connection. */
const driverCodes = /^CONNECTION_(CLOSED|ENDED|DESTROYED)$/
