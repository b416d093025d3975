/**
 * The two homes of the data, one driver, one code path: a PostgreSQL server by its URL, or PGlite inside the program. What differs is
 * only how a connection comes about; start-up parameters, statements and policies are the same.
 */
import { type SQL, sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Message } from '../../errors.ts'
import type { Connection } from '../connection.ts'
import { isDatabaseError } from '../constraint-errors.ts'
import type { Embedded } from '../embedded/open.ts'
import { describe, type ServerTarget } from './url.ts'

export type Parameters = Readonly<Record<string, string>>

export interface ConnectOptions {
  /** The embedded database loads pgcrypto only for commands that verify a password: it costs 0.2 s. */
  readonly crypto?: boolean
  /** Migrations may wait long for one another; everything else is given up after a few seconds of silence. */
  readonly longRunning?: boolean
}

export interface Database {
  readonly kind: 'server' | 'embedded'
  /** `db.example:5432/epic_events_db`, or the folder: to be shown, without secrets. */
  readonly name: string
  /** Connects, runs `work`, disconnects. @throws Unavailable, ConnectionLost */
  use<T>(parameters: Parameters, work: (sql: postgres.Sql) => Promise<T>, options?: ConnectOptions): Promise<T>
  /** Lets go of the data folder; the process would not end before. */
  close(): Promise<void>
}

/** A home on a server. @param pooler behind a transaction-pooling proxy (docs/PRODUCT.md §6) */
export function server(target: ServerTarget, o: { pooler: boolean; now: () => number }): Database {
  return {
    kind: 'server',
    name: describe(target),
    async use(parameters, work, { longRunning = false } = {}) {
      const { withServer } = await import('./server.ts')
      const options = longRunning ? { ...o, statementDeadlineMs: 600_000 } : o
      if (!o.pooler) return withServer(target, parameters, options, work)
      // A pooler knows no start-up parameters, and lends its connection for a transaction at most: all happens in one, and nothing outlives it.
      return withServer(target, {}, options, (connection) =>
        // Said when it begins: a default that the pooled connection was left with would hold for it, and refuse every identity.
        connection.begin('isolation level read committed', async (transaction) => {
          const settings = JSON.stringify(ordered(parameters))
          await transaction`select set_config(key, value, true) from json_each_text(${settings}::text::json)`
          return work(within(connection, transaction))
        }),
      ) as Promise<never>
    },
    async close() {},
  }
}

/** Role last: it may not set the others. */
const ordered = (parameters: Parameters) =>
  Object.fromEntries(Object.entries(parameters).sort(([a], [b]) => Number(a === 'role') - Number(b === 'role')))

/** A transaction, for those who begin one themselves: theirs is a savepoint. */
const within = (connection: postgres.Sql, transaction: postgres.TransactionSql): postgres.Sql =>
  Object.assign(transaction, {
    options: connection.options,
    begin: (...given: unknown[]) => transaction.savepoint(given.at(-1) as () => unknown),
  }) as unknown as postgres.Sql

/** Runs statements that may fail without harm to a transaction that is open already. */
export const mayFail = <T>(sql: postgres.Sql, work: (sql: postgres.Sql) => Promise<T>): Promise<T> =>
  isWithin(sql) ? (sql.begin((inner) => work(inner as unknown as postgres.Sql)) as Promise<T>) : work(sql)

/** Is this connection lent for one transaction only? */
export const isWithin = (sql: postgres.Sql): boolean => 'savepoint' in sql

/** The home inside the program: opened by the first use, held until `close`. @param folder absolute */
export function embedded(folder: string, o: { uid: number | undefined; onWait: () => void }): Database {
  let open: { database: Embedded; crypto: boolean } | undefined
  const close = async () => {
    const was = open
    open = undefined
    await was?.database.close()
  }
  return {
    kind: 'embedded',
    name: folder,
    async use(parameters, work, { crypto = false } = {}) {
      if (open && crypto && !open.crypto) await close()
      if (!open) {
        const { openEmbedded } = await import('../embedded/open.ts')
        open = { database: await openEmbedded(folder, { crypto, ...o }), crypto }
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

/** The SQLSTATE behind an error, wherever it was wrapped. */
export function sqlState(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (isDatabaseError(at)) return at.code
  return undefined
}

/** Was the connection lost after it had been made? */
export function isConnectionLost(
  error: unknown,
): error is Error & { readonly sent: boolean; readonly userMessage: Message } {
  return error instanceof Error && error.name === 'ConnectionLost'
}

/** What drizzle's own dialects hand over; the rest of it serves query builders, which nothing here uses. */
type QueryConfig = SQL['toQuery'] extends (config: infer C) => unknown ? C : never

/** How PostgreSQL writes names, parameters and strings: all that drizzle's dialect is needed for, and a fifth of its start-up. */
const dialect = {
  escapeName: (name: string) => `"${name.replaceAll('"', '""')}"`,
  escapeParam: (index: number) => `$${index + 1}`,
  escapeString: (text: string) => `'${text.replaceAll("'", "''")}'`,
} as unknown as QueryConfig

/** What stores speak to, over one connection. */
export function txOf(connection: postgres.Sql): Connection {
  return {
    async query<R>(statement: SQL): Promise<R[]> {
      const { sql: text, params } = statement.toQuery(dialect)
      return connection.unsafe(text, params as never[]) as unknown as Promise<R[]>
    },
  }
}

/** Did the command with this operation id write anything? Asked on a new connection after one was lost. */
export const applied = async (connection: Connection, operation: string): Promise<boolean> => {
  const [row] = await connection.query<{ applied: boolean }>(sql`select epic_events.applied(${operation}) as applied`)
  return row?.applied ?? false
}
