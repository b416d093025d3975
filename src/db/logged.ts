/** What the server writes into its log of a statement: the values that are bound may be among it. */
import { sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { query } from './statement.ts'

/**
 * Whether the log of the server may hold bound values. Behind a transaction pooler, and on a session that the broker has kept ready, the
 * secret of a session is one of them. Who signs in with it in the start-up message leaves nothing in the log.
 */
export async function logsValues(connection: Connection): Promise<boolean> {
  // Before version 13 there is no limit of their length.
  const [row] = await query<{ logged: boolean }>(
    connection,
    sql`select coalesce(current_setting('log_parameter_max_length', true), '-1') <> '0' and (
        current_setting('log_statement') = 'all' or current_setting('log_min_duration_statement') <> '-1'
        or coalesce(current_setting('log_min_duration_sample', true), '-1') <> '-1'
        or coalesce(current_setting('log_transaction_sample_rate', true), '0') <> '0')
      or coalesce(current_setting('log_parameter_max_length_on_error', true), '0') <> '0' as logged`,
  )
  return row?.logged ?? false
}
