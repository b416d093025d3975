/** The connection of stores (db/connection.ts), over a client of the driver. */
import type { SQL } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Connection } from '../connection.ts'
import { inTransaction } from './connect.ts'

/** What drizzle's own dialects hand over; the rest of it serves query builders, which nothing here uses. */
type QueryConfig = SQL['toQuery'] extends (config: infer C) => unknown ? C : never

/** How PostgreSQL writes names, parameters and strings. Drizzle's dialect is needed for nothing else, and is a fifth of its start-up time. */
const dialect = {
  escapeName: (name: string) => `"${name.replaceAll('"', '""')}"`,
  escapeParam: (index: number) => `$${index + 1}`,
  escapeString: (text: string) => `'${text.replaceAll("'", "''")}'`,
} as unknown as QueryConfig

/**
 * The connection that stores speak to, over a client of the driver.
 *
 * @param sql a client that has one connection at most, or a transaction of it
 */
export function connectionOf(sql: postgres.Sql): Connection {
  return {
    async query<R>(statement: SQL): Promise<R[]> {
      const { sql: text, params } = statement.toQuery(dialect)
      return sql.unsafe(text, params as never[]) as unknown as Promise<R[]>
    },
    transaction: (work) => inTransaction(sql, (inside) => work(connectionOf(inside))),
  }
}
