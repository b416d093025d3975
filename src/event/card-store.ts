/** An event with its notes, the newest first. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import type { Reference } from '../field/reference.ts'
import { type Belonging, type RelatedRows, relatedRows, type Wanted } from '../related/store.ts'
import type { EventCard } from './event.ts'
import { viewWith } from './store.ts'

type Kinds = 'interactions'

const belonging: Belonging<Kinds> = {
  interactions: { where: sql`n.event_id = e.id and n.cancelled_at is null`, order: sql`n.at desc, n.id desc` },
}

/** @throws NotFound · Ambiguous · Forbidden */
export async function view(
  connection: Connection,
  by: Reference,
  wanted: Wanted<Kinds>,
): Promise<{ readonly event: EventCard; readonly related: RelatedRows<Kinds> }> {
  const more = sql`, ${relatedRows(belonging, wanted)} as related`
  const { related, ...event } = await viewWith<EventCard & { readonly related: RelatedRows<Kinds> }>(
    connection,
    by,
    more,
  )
  return { event, related }
}
