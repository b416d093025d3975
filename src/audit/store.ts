/** All SQL of the audit log, which triggers alone write. */
import { type SQL, sql } from 'drizzle-orm'
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

const record = sql`a.id, a.at, a.user_id, a.user_name, a.table_name, a.row_id, a.action,
  ${values(sql.raw('a.old_values'))} as old_values, ${values(sql.raw('a.new_values'))} as new_values`

export interface Filter {
  /** Who did it. */
  readonly user?: number | undefined
  readonly table?: Resource | undefined
  /** Id of the record. */
  readonly id?: number | undefined
  /** From its start on. */
  readonly since?: Period | undefined
  /** To its end, which is included. */
  readonly until?: Period | undefined
}

/** One page of the log, the newest last. @throws Unauthenticated, Forbidden without `audit:list` */
export function list(connection: Connection, o: Filter & Listing) {
  const conditions = [
    ...(o.user === undefined ? [] : [sql`a.user_id = ${o.user}`]),
    ...(o.table === undefined ? [] : [sql`a.table_name = ${rulesOf(o.table).table}`]),
    ...(o.id === undefined ? [] : [sql`a.row_id = ${o.id}`]),
    ...(o.since === undefined ? [] : [sql`a.at >= ${o.since.start}::timestamptz`]),
    ...(o.until === undefined ? [] : [sql`a.at < ${o.until.end}::timestamptz`]),
  ]
  return page<Entry>(connection, 'audit:list', {
    limit: o.limit,
    after: o.after,
    count: o.count,
    only: o.only,
    columns: record,
    from: sql`epic_events_api.audit_log a`,
    alias: 'a',
    where: conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `),
  })
}

/** Entries of one record that are fetched along with it; who wants all asks for the list. */
const mostOfRecord = 1_000

/**
 * The latest changes of one record, the newest last; for `view ID --history`, in the connection that fetched the record.
 *
 * @throws Unauthenticated, Forbidden without `audit:list`
 */
export async function history(connection: Connection, resource: Resource, id: number): Promise<History> {
  const { rows } = await read<Entry>(
    connection,
    'audit:list',
    sql`select ${record} from epic_events_api.audit_log a where a.table_name = ${rulesOf(resource).table} and a.row_id = ${id}
      order by a.id desc limit ${mostOfRecord + 1}`,
  )
  return { entries: rows.slice(0, mostOfRecord).toReversed(), more: rows.length > mostOfRecord }
}

/** One page of the failed logins of the last thirty days, the newest last. @throws Unauthenticated, Forbidden without `audit:list` */
export function failedLogins(connection: Connection, { since, ...listing }: Pick<Filter, 'since'> & Listing) {
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
