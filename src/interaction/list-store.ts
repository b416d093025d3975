/** The SQL of all notes that one may read, for `export`. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { type ListPage, listOf } from '../db/list.ts'
import type { Wanted } from '../db/list-question.ts'
import { colleague, named } from '../db/lookup.ts'
import { byId, type Listed } from '../db/narrowing.ts'
import type { Interaction } from './interaction.ts'

type Filters = Record<never, never>

const list: Listed<Filters> = {
  resource: 'interaction',
  columns: sql`x.id, x.client_id, c.full_name as client_name, x.event_id, e.title as event_title, x.at, x.kind, x.text, x.next_on,
    x.no_next, x.user_id, p.full_name as user_name, x.cancelled_at`,
  lookups: {
    c: named(sql`epic_events_api.client`, 'full_name', 'client_id'),
    e: { ...named(sql`epic_events_api.event`, 'title', 'event_id'), gives: { title: 'event_title' } },
    p: colleague('user_id'),
  },
  records: sql`epic_events_api.interaction`,
  long: ['text'],
  // Those that were taken back are shown to nobody.
  keys: sql`(select n.id, n.client_id from epic_events_api.interaction n where n.cancelled_at is null)`,
  sorts: { id: byId },
  filters: {},
}

/** One page of notes. @throws as `listOf` */
export const page = (connection: Connection, o: Wanted<Filters>): Promise<ListPage<Interaction>> =>
  listOf<Interaction, Filters>(connection, list, o)
