/** The SQL of the list of changes. */
import { sql } from 'drizzle-orm'
import { resources, rulesOf } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { type ListPage, listOf } from '../db/list.ts'
import type { Wanted } from '../db/list-question.ts'
import { among, byId, type Listed } from '../db/narrowing.ts'
import type { Entry, filters } from './audit.ts'
import { record } from './store.ts'

type Filters = typeof filters

/** Nothing is written about the log itself. */
const tables = resources.flatMap((one) => (one === 'audit' ? [] : [rulesOf(one).table]))

const list: Listed<Filters> = {
  resource: 'audit',
  columns: record(sql`x`),
  records: sql`epic_events_api.audit_log`,
  long: ['old_values', 'new_values'],
  keys: sql`epic_events_api.audit_log`,
  sorts: { id: byId },
  filters: {
    user: { refers: 'user', gone: true, is: (ids) => sql`k.user_id${among(ids)}` },
    table: { rows: (tables) => sql`k.table_name${among(tables.map((table) => rulesOf(table).table))}` },
    // The index of records begins by their table: without one, each is looked in.
    id: {
      rows: (ids, { given }) => {
        const anywhere = given.table ? sql`` : sql` and k.table_name${among(tables)}`
        return sql`k.row_id${among(ids)}${anywhere}`
      },
    },
    since: { rows: ([since]) => sql`k.at >= ${since?.start}::timestamptz` },
    until: { rows: ([until]) => sql`k.at < ${until?.end}::timestamptz` },
    action: { rows: (actions) => sql`k.action${among(actions)}` },
    oldest: 'elsewhere',
  },
}

/** One page of the log, the newest changes first. @throws as `listOf` */
export const page = (connection: Connection, o: Wanted<Filters>): Promise<ListPage<Entry>> =>
  listOf<Entry, Filters>(connection, list, { ...o, desc: o.filters.oldest === undefined })
