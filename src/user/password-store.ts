/** All SQL of changing a password. */
import { sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import type { Connection } from '../db/connection.ts'
import { idOf } from '../db/reference.ts'
import { query, read } from '../db/statement.ts'
import { type FirstTimer, PasswordChangeRequired } from '../errors.ts'
import { isNamed, type Reference } from '../field/reference.ts'

/** Whose password it is. */
export interface Owner {
  readonly id: number
  readonly full_name: string
  /** Whether the caller's role may change people of this role. */
  readonly governed: boolean
}

/**
 * Whose password somebody is about to change. Their own: `self`, also for somebody who has to choose their own password before anything
 * else. Another's: the caller, and the colleague, who is undefined when nobody is meant.
 *
 * @throws Unauthenticated
 */
export async function owner(
  connection: Connection,
  by: Reference,
): Promise<{ readonly self?: FirstTimer; readonly currentUser?: CurrentUser; readonly owner?: Owner | undefined }> {
  try {
    const { currentUser, rows } = await read<Owner>(
      connection,
      undefined,
      sql`select p.id, p.full_name, epic_events.governs(p.role_id) as governed from epic_events_api.colleague p
        where p.id = ${idOf('user', by)}`,
    )
    const [owner] = rows
    if (owner && owner.id === currentUser.user_id)
      return { self: { id: owner.id, username: currentUser.username ?? '' } }
    return { currentUser, owner }
  } catch (error) {
    if (error instanceof PasswordChangeRequired && isMeant(error.person, by)) return { self: error.person }
    throw error
  }
}

/** Somebody who has to choose their own password first can look nobody up, so a name is only compared with their username. */
const isMeant = ({ id, username }: FirstTimer, by: Reference): boolean =>
  isNamed(by) ? by.typed.trim().toLowerCase() === username : by === id

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
