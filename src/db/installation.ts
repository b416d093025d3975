/** Which database this is. */
import type { Connection } from './connection.ts'

/** The name that tells the records of this database from those of all others. A backup that is restored has it too. */
export async function installation(_connection: Connection): Promise<string> {
  return 'epic-events'
}
