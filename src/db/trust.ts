/** Finds out whether the database alone enforces permissions: can this login leave the role that the policies bind? */
import { sql } from 'drizzle-orm'
import { Unavailable } from '../errors.ts'
import type { Connection } from './connection.ts'
import { query } from './statement.ts'

export interface Trust {
  /**
   * `strict`: the login cannot leave `epic_events_app`. `advisory`: it can, or it owns the tables, so that only the program stops it.
   */
  readonly level: 'strict' | 'advisory'
  readonly login: string
  readonly owner: string
  readonly server_version: string
}

/** Reads the roles of this connection. @throws Unavailable when there is no schema yet */
export async function trust(connection: Connection): Promise<Trust> {
  const [row] = await query<Trust>(
    connection,
    sql`select case when exists (
          select from pg_roles r
          where pg_has_role(session_user, r.oid, 'member')
            and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolreplication or r.oid = n.nspowner
              -- PostgreSQL's own roles that may read password hashes without our grants
              or r.rolname in ('pg_read_all_data', 'pg_write_all_data', 'pg_read_server_files',
                'pg_write_server_files', 'pg_execute_server_program')
              or exists (select from pg_class c where c.relnamespace = n.oid and c.relowner = r.oid))
        ) then 'advisory' else 'strict' end as level,
        session_user::text as login, pg_get_userbyid(n.nspowner)::text as owner,
        current_setting('server_version') as server_version
      from pg_namespace n where n.nspname = 'epic_events'`,
  )
  if (!row) throw new Unavailable((t) => t.migrate.notCreated, { next: ['db-create'] })
  return row
}
