/**
 * The two places where the data may live, with one driver and one code path: a PostgreSQL server by its URL, or PGlite inside the program.
 * Only the way in which a connection comes about differs; start-up parameters, statements and policies are the same.
 */
import type postgres from 'postgres'
import type { ErrorDetail, Message } from '../../errors.ts'
import type { BrokerOf } from '../broker/borrow.ts'
import { isDatabaseError } from '../constraint-errors.ts'
import type { Embedded } from '../embedded/open.ts'
import type { ResidentOptions } from '../embedded/reach.ts'
import type { Resident } from '../embedded/resident-record.ts'
import type { Begun } from '../embedded/through-resident.ts'
import { turn } from '../turn.ts'
import type { Parameters } from './protocol.ts'
import { fixedSettings, patience, roleLast } from './settings.ts'
import type { Dialling, Starting } from './start.ts'
import { describe, isHere, type ServerTarget } from './url.ts'

export interface ConnectOptions {
  /** The embedded database loads pgcrypto only for commands that verify a password: it costs 0.2 s. */
  readonly crypto?: boolean
  /** A migration may wait long for another one. Everything else is given up after a few seconds of silence. */
  readonly longRunning?: boolean | undefined
  /** Milliseconds to wait while another process holds the embedded database. Default 10 000. */
  readonly waitMs?: number | undefined
  /** Whether the work may write. Default true: what only reads may be sent twice when a server that was there before does not answer. */
  readonly writes?: boolean
  /** Whether the work sees the data of one moment. It begins that transaction itself, but behind a pooler. */
  readonly snapshot?: boolean
}

/** A database that can be connected to. Making one connects to nothing yet. */
export interface Database {
  readonly kind: 'server' | 'embedded'
  /** `db.example:5432/epic_events_db`, or the folder: to be shown, without secrets. */
  readonly name: string
  /**
   * Connects, runs `work`, disconnects.
   *
   * @param parameters settings that the session begins with
   * @throws Unavailable the connection never came · ConnectionLost it was lost on the way · whatever `work` throws
   */
  use<T>(parameters: Parameters, work: (sql: postgres.Sql) => Promise<T>, options?: ConnectOptions): Promise<T>
  /** The resident process of the embedded database that has served the last use; undefined when none did. */
  resident?(): Resident | undefined
  /**
   * Begins the session of a later `use` with the same parameters, so that the server answers while the program is loaded. Nothing is told of a
   * failure before `use`.
   *
   * @param parameters is called once, when nothing is more urgent than to learn them; undefined where there is to be no session
   * @returns settles when as much was sent as can be
   */
  readonly begin?: ((parameters: () => Promise<Parameters | undefined>) => Promise<void>) | undefined
  /** Releases the data folder of the embedded database, which the process could not end before, and a session that was begun. */
  close(): Promise<void>
}

/**
 * A database on a server.
 *
 * @param o.pooler whether a transaction-pooling proxy is in between (docs/PRODUCT.md §6)
 * @param o.now milliseconds, of any origin
 * @param o.broker where a process may have sessions ready (db/broker/); undefined: there is none
 * @param o.onSent called whenever a statement was sent, and its answer is being waited for
 */
export function server(
  target: ServerTarget,
  o: { pooler: boolean; now: () => number; broker?: BrokerOf | undefined; onSent?: () => void },
): Database {
  const here = target.hosts.every((host) => isHere(target, host))
  let begun: { readonly starting: Starting; readonly at: number; readonly command: { writes: boolean } } | undefined
  const start = async (
    parameters: Parameters,
    command: { writes: boolean },
    broker: BrokerOf | undefined,
    dialling?: Dialling,
  ): Promise<Starting> => {
    const borrows = broker !== undefined && !here && !o.pooler && parameters['role'] !== undefined
    const starting = borrows
      ? (await import('../broker/borrow.ts')).borrowSession(target, parameters, {
          ...{ now: o.now, broker, writes: () => command.writes, dialling },
        })
      : (await import('./start.ts')).startSession(target, o.pooler ? {} : parameters, o, dialling)
    // The server answers while modules are loaded, if the event loop has sent something before. It has after two turns.
    await turn()
    await turn()
    return starting
  }
  /** What was begun, if it is this session and still young: the server may have ended one that was left alone. */
  const taken = (parameters: Parameters, writes: boolean): Starting | undefined => {
    const found = begun
    begun = undefined
    if (!found) return undefined
    if (o.now() - found.at < freshMs && found.starting.isFor(o.pooler ? {} : parameters)) {
      found.command.writes = writes
      return found.starting
    }
    found.starting.abandon()
    return undefined
  }
  return {
    kind: 'server',
    name: describe(target),
    async begin(given) {
      // Far away, TCP needs a round trip before anything can be said. What there is to say is learnt meanwhile.
      const dialling = here ? undefined : await (await import('./dial-ahead.ts')).dialAhead(target, o)
      const [parameters] = await Promise.all([given(), import('./start.ts')]).catch(() => [undefined])
      if (!parameters) return dialling?.abandon()
      // It may write until it is known that it does not.
      const command = { writes: true }
      const settings = { ...fixedSettings, ...parameters }
      begun = { at: o.now(), starting: await start(settings, command, o.broker, dialling), command }
    },
    async use(given, work, { longRunning = false, writes = true, snapshot = false } = {}) {
      const parameters = { ...fixedSettings, ...(longRunning ? patience : {}), ...given }
      const starting =
        taken(parameters, writes) ?? (await start(parameters, { writes }, longRunning ? undefined : o.broker))
      await turn()
      const { rejected, Rejected, whyRejected, withServer } = await import('./server.ts')
      await turn()
      const options = longRunning ? { ...o, statementDeadlineMs: 600_000 } : o
      if (!o.pooler) return withServer(target, parameters, options, work, starting)
      // A pooler accepts no start-up parameters and lends its connection for one transaction at most. So everything happens in one
      // transaction, and no setting outlives it.
      try {
        const inside = (connection: postgres.Sql) =>
          connection.begin(snapshot ? oneMoment : readCommitted, async (transaction) => {
            const settings = JSON.stringify(roleLast(parameters))
            await transaction`select set_config(key, value, true) from json_each_text(${settings}::text::json)`.catch(
              (error: unknown) => {
                const [host] = target.hosts
                if (!host || !isDatabaseError(error)) throw error
                throw rejected(target, host, { code: error.code, message: error.message, routine: '' })
              },
            )
            return work(within(connection, transaction))
          })
        return (await withServer(target, {}, options, inside, starting)) as never
      } catch (error) {
        throw error instanceof Rejected ? await whyRejected(target, parameters['role'], error, options) : error
      }
    },
    async close() {
      begun?.starting.abandon()
      begun = undefined
    },
  }
}

/** Milliseconds for which a session that was begun waits to be used. */
const freshMs = 1_000

/**
 * Every transaction says its isolation level: a default that somebody left on the pooled connection, or set for the shared login, would
 * otherwise hold for it, and `epic_events.uid()` would refuse every identity. One that sees a single moment is answered because it only reads.
 */
const readCommitted = 'isolation level read committed'
export const oneMoment = 'isolation level repeatable read read only'

/** A transaction in the shape of a client, for code that begins a transaction of its own: that one becomes a savepoint. */
const within = (connection: postgres.Sql, transaction: postgres.TransactionSql): postgres.Sql =>
  Object.assign(transaction, {
    options: connection.options,
    begin: (...given: unknown[]) => transaction.savepoint(given.at(-1) as () => unknown),
  }) as unknown as postgres.Sql

/** Whether this connection stands inside a transaction already, as it does behind a pooler. */
export const isWithin = (sql: postgres.Sql): boolean => 'savepoint' in sql

/**
 * Runs statements in a transaction, or in a savepoint where one is open already.
 *
 * @throws whatever `work` throws, after the rollback; an error of a statement also when `work` caught it
 */
export function inTransaction<T>(sql: postgres.Sql, work: (inside: postgres.Sql) => Promise<T>): Promise<T> {
  const begun = (inside: postgres.TransactionSql) => work(inside as unknown as postgres.Sql)
  const open = sql as postgres.Sql | postgres.TransactionSql
  const running = 'savepoint' in open ? open.savepoint(begun) : open.begin(readCommitted, begun)
  return running as Promise<T>
}

/**
 * Runs work as one transaction: all of it stays, or nothing. `work` may begin transactions of its own, which become savepoints.
 *
 * @throws whatever `work` throws, after the rollback
 */
export const wholly = <T>(
  sql: postgres.Sql,
  work: (inside: postgres.Sql) => Promise<T>,
  begun = readCommitted,
): Promise<T> =>
  isWithin(sql)
    ? work(sql)
    : (sql.begin(begun, (transaction) => work(within(sql, transaction))) as unknown as Promise<T>)

/** Runs statements that may fail, without harm to a transaction that is open already. */
export const mayFail = <T>(sql: postgres.Sql, work: (sql: postgres.Sql) => Promise<T>): Promise<T> =>
  isWithin(sql) ? inTransaction(sql, work) : work(sql)

/** How the embedded database is used. */
export interface EmbeddedOptions {
  /** Effective user id; undefined on Windows. */
  readonly uid: number | undefined
  /** Called once when another process holds the folder. */
  readonly onWait: () => void
  /** How its resident process is started; undefined: this process opens the database itself. */
  readonly resident?: ResidentOptions | undefined
  /** Whether what is confirmed survives a power cut. Default true. */
  readonly fsync?: boolean | undefined
}

/**
 * The database of a folder. The folder's resident process serves it, one connection for each use. Where there can be none, the first use
 * opens the database inside of this process, and it stays open until `close`.
 *
 * @param folder absolute
 */
export function embedded(folder: string, o: EmbeddedOptions): Database {
  let open: { database: Embedded; crypto: boolean } | undefined
  let closing: Promise<void> | undefined
  let resident: Resident | undefined
  let begun: Begun | undefined
  let announced = false
  const onWait = () => {
    if (!announced) o.onWait()
    announced = true
  }
  const close = async () => {
    const early = begun
    begun = undefined
    if (early) void import('../embedded/through-resident.ts').then(({ abandon }) => abandon(early))
    const was = open
    open = undefined
    if (was) closing = was.database.close()
    await closing
  }
  return {
    kind: 'embedded',
    name: folder,
    resident: () => resident,
    ...(o.resident && {
      async begin(given: () => Promise<Parameters | undefined>) {
        const { build } = o.resident ?? { build: '' }
        const [parameters, { beginWithResident }] = await Promise.all([
          given(),
          import('../embedded/through-resident.ts'),
        ])
        if (!parameters) return
        begun = beginWithResident(folder, o.uid, { parameters, build, fsync: o.fsync, crypto: false })
        await turn()
      },
    }),
    async use(parameters, work, { crypto = false, longRunning = false, waitMs } = {}) {
      if (o.resident && !open) {
        const { throughResident } = await import('../embedded/through-resident.ts')
        const options = {
          ...o.resident,
          fsync: o.fsync,
          begun,
          parameters,
          crypto,
          longRunning,
          uid: o.uid,
          waitMs: waitMs ?? 10_000,
          onWait,
        }
        begun = undefined
        const found = await throughResident(folder, options, work)
        resident = found?.resident
        if (found) return found.result
      }
      if (open && crypto && !open.crypto) await close()
      if (!open) {
        await closing
        const { openEmbedded } = await import('../embedded/open.ts')
        open = { database: await openEmbedded(folder, { crypto, waitMs, uid: o.uid, onWait, fsync: o.fsync }), crypto }
      }
      const connection = open.database.sql(parameters)
      try {
        return await work(connection)
      } finally {
        await connection.end({ timeout: 1 })
      }
    },
    close,
  }
}

/** The SQLSTATE behind an error, wherever the error was wrapped; undefined where the database did not give it. */
export function sqlState(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (isDatabaseError(at)) return at.code
  return undefined
}

/** Whether the connection was lost after it had been made. Compares names, because the class would load the whole driver. */
export function isConnectionLost(
  error: unknown,
): error is Error & { readonly sent: boolean; readonly userMessage: Message; readonly detail: ErrorDetail } {
  return error instanceof Error && error.name === 'ConnectionLost'
}
