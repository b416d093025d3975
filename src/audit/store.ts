/** All SQL of the audit log, which triggers alone write. */
import { type SQL, sql } from 'drizzle-orm'
import { hasPermission } from '../access/can.ts'
import { type Resource, rulesOf } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { type Listing, page } from '../db/page.ts'
import { read } from '../db/statement.ts'
import type { Period } from '../field/period.ts'
import type { Entry, FailedLogin, History } from './audit.ts'

/** Values as they were; jsonb keeps the cents of a number, JSON in JavaScript would not: amounts come as decimal strings. */
const values = (column: SQL) => sql`(select jsonb_object_agg(x.name,
    case when x.name in ('total_amount', 'remaining_amount') then to_jsonb(x.value #>> '{}') else x.value end)
  from jsonb_each(${column}) x(name, value))`

/** The columns of an entry. @param a the alias of the row */
export const record = (
  a: SQL,
) => sql`${a}.id, ${a}.at, ${a}.user_id, ${a}.user_name, ${a}.table_name, ${a}.row_id, ${a}.action,
  ${values(sql`${a}.old_values`)} as old_values, ${values(sql`${a}.new_values`)} as new_values, ${a}.operation, ${a}.command`

const entry = (a: SQL) =>
  sql`${a}.id, ${a}.at, ${a}.user_id, ${a}.user_name, ${a}.table_name, ${a}.row_id, ${a}.action, ${a}.old_values, ${a}.new_values, ${a}.operation, ${a}.command`

/** Entries of one record that are fetched along with it; who wants all asks for the list. */
const mostOfRecord = 1_000

/**
 * The latest changes of one record, the newest last; for `view ID --history`, in the connection that fetched the record. Who may not read the log
 * gets what they did themselves.
 *
 * @throws Unauthenticated
 */
export async function history(connection: Connection, resource: Resource, id: number): Promise<History> {
  const { table } = rulesOf(resource)
  const most = sql`${mostOfRecord + 1}::integer`
  const { rows, currentUser } = await read<Entry>(
    connection,
    undefined,
    sql`select ${record(sql`a`)} from (
        (select ${entry(sql`l`)} from epic_events_api.audit_log l where l.table_name = ${table} and l.row_id = ${id} order by l.id desc limit ${most})
        union all
        select ${entry(sql`m`)} from epic_events.my_changes(${table}::text, ${id}::bigint, null, ${most}) m where not (select epic_events.can('audit:list'))
      ) a order by a.id desc`,
  )
  return {
    entries: rows.slice(0, mostOfRecord).toReversed(),
    more: rows.length > mostOfRecord,
    own: !hasPermission(currentUser, 'audit', 'list'),
  }
}

/** One page of the failed logins of the last thirty days, the newest last. @throws Unauthenticated, Forbidden without `audit:list` */
export function failedLogins(
  connection: Connection,
  { since, ...listing }: { readonly since?: Period | undefined } & Listing,
) {
  return page<FailedLogin>(connection, 'audit:list', {
    ...listing,
    columns: sql`f.*`,
    from: (after, most) => {
      const from = since === undefined ? sql`'-infinity'` : sql`${since.start}::timestamptz`
      return sql`epic_events.failed_logins(${after}::bigint, ${from}, ${most}::integer) f`
    },
    alias: 'f',
    where: sql`true`,
  })
}
