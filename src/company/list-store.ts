/** The SQL of the list of companies. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { type ListPage, listOf } from '../db/list.ts'
import type { Wanted } from '../db/list-question.ts'
import { byId, type Listed } from '../db/narrowing.ts'
import type { Company, filters } from './company.ts'
import { record } from './store.ts'

type Filters = typeof filters

const list: Listed<Filters> = {
  resource: 'company',
  columns: record(sql`x`),
  records: sql`epic_events_api.company`,
  long: [],
  keys: sql`epic_events_api.company_keys`,
  words: sql`k.search`,
  sorts: { id: byId, name: { key: sql`k.name_key`, type: 'text' } },
  filters: { search: 'words' },
}

/** One page of companies. @throws as `listOf` */
export const page = (connection: Connection, o: Wanted<Filters>): Promise<ListPage<Company>> =>
  listOf<Company, Filters>(connection, list, o)
