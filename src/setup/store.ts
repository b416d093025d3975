/** What the owner of the schema does without a session: the first manager, and a look at what is there. */
import type postgres from 'postgres'
import { MANAGEMENT } from '../access/catalogue.ts'
import { toAppError } from '../db/constraint-errors.ts'
import { Refused } from '../errors.ts'

export interface NewManager {
  readonly username: string
  readonly fullName: string
  readonly email: string
  /** bcrypt (session/password.ts). */
  readonly passwordHash: string
}

export interface Manager {
  readonly id: number
  readonly username: string
  readonly full_name: string
  readonly email: string
  readonly role_id: number
  readonly role_name: string
}

/**
 * Creates a manager, whoever else exists: it is also the way back in when every manager's password is lost.
 *
 * @throws Refused the username or email is taken · Unavailable no schema · the database's 42501 where one is not its owner
 */
export async function createManager(sql: postgres.Sql, o: NewManager): Promise<Manager> {
  try {
    const [made] = await sql<Manager[]>`
      insert into epic_events.users (username, full_name, email, password_hash, role_id)
      values (${o.username}, ${o.fullName}, ${o.email}, ${o.passwordHash}, ${MANAGEMENT})
      returning id, username, full_name, email, role_id, (select r.name from epic_events.role r where r.id = role_id) as role_name`
    if (!made) throw new Error('an insert answers its row')
    return made
  } catch (error) {
    throw toAppError(error, {
      users_username_key: () => new Refused((t) => t.setup.usernameTaken({ username: o.username })),
      users_email_key: () => new Refused((t) => t.setup.emailTaken({ email: o.email })),
    })
  }
}

/** Is there anybody who could sign in? */
export async function anybody(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ anybody: boolean }[]>`select exists (select from epic_events.users) as anybody`
  return row?.anybody ?? false
}
