/** Records that are not there. */
import { type Message, NotFound } from '../errors.ts'
import type { Connection } from './connection.ts'

/** What to say about a record that does not exist, or that the caller may not see. */
export interface Missing {
  readonly message: Message
  readonly next?: readonly string[]
  /** Looks whether there is something better to say: where the record went. */
  readonly instead?: (connection: Connection) => Promise<NotFound | undefined>
}

/** The error for it. */
export const notFound = async (connection: Connection, { message, next = [], instead }: Missing): Promise<NotFound> =>
  (await instead?.(connection)) ?? new NotFound(message, { next })
