/** A colleague with what they look after: their clients, the newest first, and their coming events, the next one first. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import type { Reference } from '../field/reference.ts'
import { type Belonging, type RelatedRows, relatedRows, type Wanted } from '../related/store.ts'
import { viewWith } from './store.ts'
import type { User } from './user.ts'

type Kinds = 'clients' | 'events'

const belonging: Belonging<Kinds> = {
  clients: { where: sql`c.commercial_id = u.id`, order: sql`c.id desc` },
  events: { where: sql`e.support_contact_id = u.id and e.end_date > now()`, order: sql`e.start_date, e.id` },
}

/** @throws NotFound · Ambiguous · Forbidden */
export async function view(
  connection: Connection,
  by: Reference,
  wanted: Wanted<Kinds>,
): Promise<{ readonly user: User; readonly related: RelatedRows<Kinds> }> {
  type Row = User & { readonly related: RelatedRows<Kinds> }
  const { related, ...user } = await viewWith<Row>(connection, by, sql`, ${relatedRows(belonging, wanted)} as related`)
  return { user, related }
}
