/** All SQL of changing a password. */
import { sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import type { Connection } from '../db/connection.ts'
import { idOf } from '../db/reference.ts'
import { query, read } from '../db/statement.ts'
import type { Reference } from '../field/reference.ts'

/** Whose password it is. */
export interface Owner {
  readonly id: number
  readonly full_name: string
  /** Whether the caller's role may change people of this role. */
  readonly governed: boolean
}

/** The caller, and the colleague whose password it is; undefined when nobody is meant. */
export async function owner(
  connection: Connection,
  by: Reference,
): Promise<{ currentUser: CurrentUser; owner: Owner | undefined }> {
  const { currentUser, rows } = await read<Owner>(
    connection,
    undefined,
    sql`select p.id, p.full_name, epic_events.governs(p.role_id) as governed from epic_events_api.colleague p
      where p.id = ${idOf('user', by)}`,
  )
  return { currentUser, owner: rows[0] }
}

/** What `change_password` answers: done, the attempt failed or must wait, or the caller may not change this password. */
export interface Changed {
  readonly status: 'ok' | 'no' | 'wait' | 'forbidden' | 'not_found' | 'not_governed' | 'unauthenticated'
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
