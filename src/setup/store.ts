/** The SQL that the owner of the schema runs without a session: creating the first manager, and asking whether any user exists. */
import type postgres from 'postgres'
import { MANAGEMENT } from '../access/catalogue.ts'
import { toAppError } from '../db/constraint-errors.ts'
import { Refused } from '../errors.ts'

/** What is stored of a new manager. */
export interface NewManager {
  readonly username: string
  readonly fullName: string
  readonly email: string
  /** bcrypt (session/password.ts). */
  readonly passwordHash: string
}

/** A manager who was created. */
export interface Manager {
  readonly id: number
  readonly username: string
  readonly full_name: string
  readonly email: string
  readonly role_id: number
  readonly role_name: string
}

/**
 * Creates a manager. Other users may exist already. It is also the way back when every manager has lost their password.
 *
 * @param sql a connection as the owner of the schema
 * @throws Refused the username or the e-mail address is taken · Unavailable there is no schema · the database's own error 42501 when the
 *   login is not the owner of the schema
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

/** Whether any user exists. */
export async function anybody(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ anybody: boolean }[]>`select exists (select from epic_events.users) as anybody`
  return row?.anybody ?? false
}

/** Gives the database its own name, by which calendars know its events, unless it has one. @param sql a connection as the owner of the schema */
export async function nameInstallation(sql: postgres.Sql): Promise<void> {
  await sql`update epic_events.meta set installation = gen_random_uuid() where installation is null`
}
