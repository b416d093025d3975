/** Two writes that must both happen or not at all. */
import type { Connection } from './connection.ts'
import { toAppError } from './constraint-errors.ts'
import { requireSessionAfter } from './statement.ts'

/**
 * Runs several statements as one: either all their writes stay, or none does. It is the same on a server, behind a transaction pooler
 * (where it is a savepoint, because everything happens in one transaction there) and on the embedded database. It may be nested.
 *
 * What it promises:
 * - When a statement is refused, the writes before it are gone, even if `work` catches the error: the error is thrown again at the end.
 * - The isolation level is READ COMMITTED, the only one in which a write has an identity (`epic_events.uid()`). A session that was opened
 *   or renewed inside `work` has no identity in it, so that signing in must not be done here.
 * - When the connection is lost, `epic_events.applied` tells the truth about the whole: the audit log holds all of its entries or none.
 *
 * Do not use it for what must survive a refusal, such as the attempt that counts a wrong password.
 *
 * @param work gets the connection to use inside; the outer one must not be used before the promise settles
 * @returns what `work` returns, once it is committed (behind a pooler: once the whole piece of work is)
 * @throws as the statements in it would: Unauthenticated, Forbidden, NotFound, Refused, Unavailable · whatever else `work` throws
 */
export async function atomically<T>(connection: Connection, work: (inside: Connection) => Promise<T>): Promise<T> {
  try {
    return await connection.transaction(work)
  } catch (error) {
    const translated = toAppError(error)
    // The refused statement has aborted its transaction, so the session can only be looked at after the rollback.
    await requireSessionAfter(translated, connection)
    throw translated
  }
}
