/** One connection with one identity, for the time of one command. Stores run their statements on it. */
import type { SQL } from 'drizzle-orm'

export interface Connection {
  /**
   * Runs one statement; every value travels as a bound parameter. Rejects with the database's own error, which `query` in statement.ts
   * translates.
   */
  query<R>(statement: SQL): Promise<R[]>
}
