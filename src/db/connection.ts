/** What stores speak to: one connection with one identity, for the time of one piece of work. */
import type { SQL } from 'drizzle-orm'

/**
 * A connection. It opens no transaction by itself: **each statement commits by itself**, so the first of two writes stays when the second
 * is refused. Two writes that must both happen or not at all go through `atomically` (db/atomically.ts).
 *
 * Behind a transaction pooler (`DATABASE_POOLER=transaction`) the whole piece of work is one transaction, because the pooler lends its
 * connection for no longer. Code must not rely on either: `atomically` behaves the same on a server, on a pooler and on the embedded
 * database.
 */
export interface Connection {
  /**
   * Runs one statement.
   *
   * @param statement every value in it travels as a bound parameter
   * @returns the rows, with column names as keys
   * @throws the database's own error, which `toAppError` (constraint-errors.ts) turns into a sentence
   */
  query<R>(statement: SQL): Promise<R[]>
  /**
   * Runs `work` inside a transaction, or inside a savepoint where a transaction is open already. Stores call `atomically` of
   * db/atomically.ts, which also translates the errors.
   *
   * @param work gets the connection to use inside; the outer one must wait until it is done
   * @throws whatever `work` throws, after a rollback; an error of a statement also when `work` caught it · the database's error at COMMIT
   */
  transaction<T>(work: (inside: Connection) => Promise<T>): Promise<T>
}
