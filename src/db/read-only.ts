/** Why a database accepts no changes: its server is a standby, or somebody has set it to read-only. */
import { sql } from 'drizzle-orm'
import { Unavailable } from '../errors.ts'
import type { Connection } from './connection.ts'

/** Before the remedy, which would otherwise be refused itself where the setting concerns the administrator too. */
const writable = 'set default_transaction_read_only = off;'

interface State {
  readonly standby: boolean
  readonly read_only: boolean
  /** The database, as PostgreSQL quotes its name. */
  readonly database: string
  /** The statement that removes the setting; null where a file or the command line of the server holds it. */
  readonly remedy: string | null
}

/**
 * Asks a connection why it may not write.
 *
 * @param cause the error that is explained, if one came
 * @returns undefined where it may write, as far as the server says
 */
export async function readOnlyReason(connection: Connection, cause?: unknown): Promise<Unavailable | undefined> {
  const [state] = await connection.query<State>(sql`
    select pg_catalog.pg_is_in_recovery() as standby, s.setting = 'on' as read_only,
      pg_catalog.quote_ident(pg_catalog.current_database()) as database,
      'alter ' || case s.source
        when 'database' then pg_catalog.format('database %I', pg_catalog.current_database())
        when 'user' then pg_catalog.format('role %I', session_user)
        when 'database user' then pg_catalog.format('role %I in database %I', session_user, pg_catalog.current_database())
        when 'global' then 'role all'
      end || ' reset default_transaction_read_only;' as remedy
    from pg_catalog.pg_settings s where s.name = 'default_transaction_read_only'`)
  if (state?.standby) return new Unavailable((t) => t.server.standby, { cause })
  if (!state?.read_only) return undefined
  const { database, remedy } = state
  return remedy === null
    ? new Unavailable((t) => t.server.primaryReadOnlyFile({ database }), { cause })
    : new Unavailable((t) => t.server.primaryReadOnly({ database }), { cause, more: [() => writable, () => remedy] })
}
