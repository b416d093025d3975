/** All SQL of changing a password. */
import { sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import type { Connection } from '../db/connection.ts'
import { query, read } from '../db/statement.ts'

/** Whose password it is. */
export interface Owner {
  readonly full_name: string
  /** Whether one's own role may touch people of theirs. */
  readonly governed: boolean
}

/** Who asks, and about whom; undefined where there is nobody with that id. */
export async function owner(
  connection: Connection,
  id: number,
): Promise<{ currentUser: CurrentUser; owner: Owner | undefined }> {
  const { currentUser, rows } = await read<Owner>(
    connection,
    undefined,
    sql`select p.full_name, epic_events.governs(p.role_id) as governed from epic_events.colleague p where p.id = ${id}`,
  )
  return { currentUser, owner: rows[0] }
}

/** What `change_password` answers: done, the attempt failed or must wait, or it is not one's to change. */
export interface Changed {
  readonly status: 'ok' | 'no' | 'wait' | 'forbidden' | 'not_found' | 'not_governed' | 'unauthenticated'
  /** Seconds until the present password may be tried again. */
  readonly wait: number
}

/**
 * Changes a password and ends all sessions of that person.
 *
 * @param hash bcrypt (session/password.ts)
 * @param proof for one's own: the attempt with the present password, committed before, and the access hash it was made with
 */
export async function change(
  connection: Connection,
  id: number,
  hash: string,
  proof?: { readonly attempt: string; readonly accessHash: Buffer },
): Promise<Changed> {
  const [row] = await query<{ changed: Changed }>(
    connection,
    sql`select to_json(c) as changed from epic_events.change_password(${id}::integer, ${hash},
      ${proof?.attempt ?? null}::bigint, ${proof?.accessHash ?? null}::bytea) c`,
  )
  if (!row) throw new Error('change_password always answers')
  return row.changed
}
