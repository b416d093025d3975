/** The SQL of the list of roles. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { type ListPage, listOf } from '../db/list.ts'
import type { Wanted } from '../db/list-question.ts'
import { byId, type Listed } from '../db/narrowing.ts'
import type { filters, Role } from './role.ts'
import { record } from './store.ts'

type Filters = typeof filters

const list: Listed<Filters> = {
  resource: 'role',
  columns: record(sql`x`),
  records: sql`epic_events_api.role`,
  // There are few roles, so they need neither a narrow view nor an index of words.
  keys: sql`(select r.id, epic_events.fold(r.name) as name_key from epic_events_api.role r)`,
  sorts: { id: byId, name: { key: sql`k.name_key`, type: 'text' } },
  filters: { search: 'words' },
}

/** One page of roles. @throws as `listOf` */
export const page = (connection: Connection, o: Wanted<Filters>): Promise<ListPage<Role>> =>
  listOf<Role, Filters>(connection, list, o)
