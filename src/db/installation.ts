/** Which database this is. */
import { sql } from 'drizzle-orm'
import { Unavailable } from '../errors.ts'
import type { Connection } from './connection.ts'
import { query } from './statement.ts'

/**
 * The name that tells the records of this database from those of all others. A backup that is restored has it too.
 *
 * @throws Unavailable db-create, which gives it, was not run
 */
export async function installation(connection: Connection): Promise<string> {
  const [meta] = await query<{ installation: string | null }>(
    connection,
    sql`select m.installation::text from epic_events_api.meta m`,
  )
  if (!meta?.installation) throw new Unavailable((t) => t.migrate.behind, { next: ['db-create'] })
  return meta.installation
}
