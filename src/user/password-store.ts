/** All SQL of changing a password. */
import { sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import type { Connection } from '../db/connection.ts'
import { query, read } from '../db/statement.ts'
import { PasswordChangeRequired } from '../errors.ts'

/** Whose password it is. */
export interface Owner {
  readonly full_name: string
  /** Whether the caller's role may change people of this role. */
  readonly governed: boolean
}

/**
 * Whose password somebody is about to change. Their own: `username` is theirs, also for somebody who has to choose their own password before
 * anything else. Another's: the caller, and the colleague, who is undefined when nobody has that id.
 *
 * @throws Unauthenticated
 */
export async function owner(
  connection: Connection,
  id: number,
): Promise<{ readonly username?: string; readonly currentUser?: CurrentUser; readonly owner?: Owner | undefined }> {
  try {
    const { currentUser, rows } = await read<Owner>(
      connection,
      undefined,
      sql`select p.full_name, epic_events.governs(p.role_id) as governed from epic_events_api.colleague p where p.id = ${id}`,
    )
    return currentUser.user_id === id ? { username: currentUser.username ?? '' } : { currentUser, owner: rows[0] }
  } catch (error) {
    if (error instanceof PasswordChangeRequired && error.person.id === id) return { username: error.person.username }
    throw error
  }
}

/** What `change_password` answers: done, the attempt failed or must wait, the new password is the generated one, or the caller may not change this password. */
export interface Changed {
  readonly status: 'ok' | 'no' | 'same' | 'wait' | 'forbidden' | 'not_found' | 'not_governed' | 'unauthenticated'
  /** Seconds until the present password may be tried again. */
  readonly wait: number
}

/** The attempt with the present password, committed before, the access hash it was made with, and the digest. */
export interface Proof {
  readonly attempt: string
  readonly accessHash: Buffer
  readonly digest: string
}

/**
 * Changes a password and ends all sessions of that person.
 *
 * @param hash bcrypt (session/password.ts)
 * @param proof for the caller's own password
 */
export async function change(connection: Connection, id: number, hash: string, proof?: Proof): Promise<Changed> {
  const [row] = await query<{ changed: Changed }>(
    connection,
    sql`
      select to_json(c) as changed
      from epic_events.change_password(
        ${id}::integer, ${hash}, ${proof?.attempt ?? null}::bigint, ${proof?.accessHash ?? null}::bytea,
        ${proof?.digest ?? null}) c`,
  )
  if (!row) throw new Error('change_password always answers')
  return row.changed
}
