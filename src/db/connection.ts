/** One connection with one identity, for the time of one command. What stores speak to. */
import type { SQL } from 'drizzle-orm'

export interface Connection {
  /** Runs one statement; every value travels as a bound parameter. Rejects with the database's own error (refusals.ts translates). */
  query<R>(statement: SQL): Promise<R[]>
}
