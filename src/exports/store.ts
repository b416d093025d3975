/** Of which moment an export is. */
import { sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import type { Connection } from '../db/connection.ts'
import { read } from '../db/statement.ts'
import { schemaVersion } from '../db/version.ts'

export interface Moment {
  readonly currentUser: CurrentUser
  /** By the clock of the database. */
  readonly instant: string
  /** The version of the schema. */
  readonly schema: number
}

/** The first statement of a snapshot, which it begins. @throws Unauthenticated · Unavailable */
export async function moment(connection: Connection): Promise<Moment> {
  const { currentUser, rows } = await read<{ instant: string }>(
    connection,
    undefined,
    sql`select statement_timestamp() as instant`,
  )
  return { currentUser, instant: rows[0]?.instant ?? '', schema: schemaVersion }
}
