/**
 * One piece of a command's work on a database: connect with the session's identity, run, disconnect. What PostgreSQL gave up for the sake
 * of another transaction is repeated, and so is what had not begun when the connection was lost. A write whose answer was lost is never
 * repeated: the audit log is asked what became of it.
 */
import { type SQL, sql } from 'drizzle-orm'
import type postgres from 'postgres'
import { Unauthenticated, Unavailable } from '../../errors.ts'
import type { Observer } from '../../observation.ts'
import type { Connection } from '../connection.ts'
import { type Database, isConnectionLost, isWithin, oneMoment, sqlState, wholly } from './connect.ts'
import { connectionOf } from './connection-of.ts'
import type { Parameters } from './protocol.ts'
import { operationSetting } from './settings.ts'

/** Serialization failure and deadlock: PostgreSQL rolled the transaction back for the sake of another one. */
const repeatable: readonly (string | undefined)[] = ['40001', '40P01']
/** How often work is tried in all. */
const attempts = 3
/** Milliseconds in which a statement that was sent reaches its server, or never. */
const lateMs = 300

export interface WorkOptions {
  /** Of `sessionParameters`. */
  readonly parameters: Parameters
  /** Whether `work` writes: then the audit log is asked after a lost connection. */
  readonly writes: boolean
  /** Whether passwords are verified or made in the database. */
  readonly crypto: boolean
  /** Whether a statement may take minutes. */
  readonly longRunning?: boolean | undefined
  /** Whether all statements see the data of one moment. Nothing can be written then. */
  readonly snapshot?: boolean
  /** Milliseconds to wait while another process holds the embedded database. Default 10 000. */
  readonly waitMs?: number | undefined
  readonly observe: Observer
}

/**
 * Runs `work` on a connection of its own.
 *
 * On 40001 and 40P01 all of `work` is run again, three times at most in all. A write that committed before such an error would be written
 * twice, so more than one write belongs into `atomically` (db/atomically.ts). It is also run again when the connection was lost before
 * its first statement was sent, as when a command was stopped in its turn (Ctrl-Z) or a resident process killed between two commands.
 *
 * @param work gets a connection on which each statement commits by itself
 * @returns what `work` returns
 * @throws Unavailable no connection, or it was lost: for a write, the message says whether the change was applied · whatever `work` throws
 */
export async function runWork<T>(
  database: Database,
  work: (connection: Connection) => Promise<T>,
  { parameters, writes, crypto, snapshot = false, longRunning, waitMs, observe }: WorkOptions,
): Promise<T> {
  const { [operationSetting]: operation, ...identity } = parameters
  await observe({ event: 'database', kind: database.kind, name: database.name })
  for (let attempt = 1; ; attempt++) {
    let answered = false
    const hearing: Observer = (observation) => {
      answered ||= observation.event === 'answered'
      return observe(observation)
    }
    try {
      return await connectAndRun(database, work, {
        parameters,
        writes,
        crypto,
        snapshot,
        longRunning,
        waitMs,
        observe: hearing,
      })
    } catch (error) {
      const state = sqlState(error)
      if (repeatable.includes(state) && attempt < attempts) continue
      // Nothing has happened yet: the first statement never left.
      if (isConnectionLost(error) && !error.sent && !answered && attempt < attempts) continue
      if (state === '25006') throw await whyReadOnly(error, database)
      if (!isConnectionLost(error)) throw error
      if (!writes || !operation || !error.sent) throw new Unavailable(error.userMessage, { cause: error })
      const wrote = await becameOf(operation, database, identity)
      const { more } = error.detail
      throw new Unavailable((t) => t.refusal[outcomes[wrote]], { cause: error, ...(more && { more }) })
    }
  }
}

/** The reason for a refused write (25006), asked on a connection of its own: behind a pooler the first one's transaction has failed. */
const whyReadOnly = async (error: unknown, database: Database): Promise<unknown> => {
  const { readOnlyReason } = await import('../read-only.ts')
  return (
    (await database.use({}, (client) => readOnlyReason(connectionOf(client), error)).catch(() => undefined)) ?? error
  )
}

/**
 * The reason why somebody is unknown or may do nothing at all, when the settings of the connection never reached the database: a pooler has
 * dropped them (PgBouncer's `ignore_startup_parameters`). Behind one that is configured they are sent as statements.
 */
async function orSettingsDropped(
  error: unknown,
  client: postgres.Sql,
  name: string,
  sent: Parameters,
): Promise<unknown> {
  if (isWithin(client) || (!(error instanceof Unauthenticated) && sqlState(error) !== '42501')) return error
  const [got] = await client<{ role: string; session: string | null }[]>`
    select current_user::text as role, nullif(pg_catalog.current_setting('epic_events.session', true), '') as session`.catch(
    () => [],
  )
  const isAsSent = !got || (got.role === sent['role'] && got.session === (sent['epic_events.session'] ?? null))
  return isAsSent ? error : new Unavailable((t) => t.server.settingsDropped({ at: name }), { cause: error })
}

/** What became of a write whose answer was lost, and the message that says so. */
const outcomes = { yes: 'applied', no: 'notApplied', unknown: 'unknownApplied' } as const

async function connectAndRun<T>(
  database: Database,
  work: (connection: Connection) => Promise<T>,
  { parameters, writes, crypto, snapshot = false, longRunning, waitMs, observe }: WorkOptions,
): Promise<T> {
  const since = performance.now()
  let connected = false
  await observe({ event: 'connecting' })
  const onConnected = async (client: postgres.Sql) => {
    connected = true
    await observe({ event: 'connected', ms: elapsed(since) })
    try {
      const run = (inside: postgres.Sql) => work(withTiming(connectionOf(inside), observe))
      return await (snapshot ? wholly(client, run, oneMoment) : run(client))
    } catch (error) {
      throw await orSettingsDropped(error, client, database.name, parameters)
    }
  }
  try {
    return await database.use(parameters, onConnected, { crypto, longRunning, waitMs, writes, snapshot })
  } finally {
    if (!connected) await observe({ event: 'not connected' })
  }
}

/**
 * Asks on new connections whether the operation wrote anything. If not, it asks twice: what was sent last may reach the server after the
 * first question. Never rejects.
 */
async function becameOf(
  operation: string,
  database: Database,
  parameters: Parameters,
): Promise<'yes' | 'no' | 'unknown'> {
  const ask = () => database.use(parameters, (client) => applied(connectionOf(client), operation), { writes: false })
  try {
    if (await ask()) return 'yes'
    await Bun.sleep(lateMs)
    return (await ask()) ? 'yes' : 'no'
  } catch {
    return 'unknown'
  }
}

/** Whether the audit log holds an entry of this operation. The function waits until the transaction that may write it has ended. */
async function applied(connection: Connection, operation: string): Promise<boolean> {
  const [row] = await connection.query<{ applied: boolean }>(sql`select epic_events.applied(${operation}) as applied`)
  return row?.applied ?? false
}

/**
 * A connection whose statements are observed, inside its transactions too.
 *
 * @param observe hears of each statement that it was sent, and how long its answer took
 */
export function withTiming(connection: Connection, observe: Observer): Connection {
  return {
    async query<R>(statement: SQL): Promise<R[]> {
      const since = performance.now()
      await observe({ event: 'asking' })
      let rows: R[]
      try {
        rows = await connection.query<R>(statement)
      } catch (error) {
        await observe({ event: 'not answered' })
        throw error
      }
      await observe({ event: 'answered', ms: elapsed(since), rows: rows.reduce((sum, row) => sum + heldBy(row), 0) })
      return rows
    },
    transaction: (work) => connection.transaction((inside) => work(withTiming(inside, observe))),
  }
}

/** The rows that one row of an answer stands for: those of a piece come in one (db/piece.ts). */
const heldBy = (row: unknown): number => (row as { readonly held?: number }).held || 1

/** Whole milliseconds since a moment of `performance.now()`. */
const elapsed = (since: number): number => Math.round(performance.now() - since)
