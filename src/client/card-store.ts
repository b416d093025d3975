/** A client with its contracts and its events, the newest first. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import type { Reference } from '../field/reference.ts'
import { type Belonging, type RelatedRows, relatedColumn, type Wanted } from '../related/store.ts'
import type { ClientCard } from './client.ts'
import { viewWith } from './store.ts'

type Kinds = 'contracts' | 'events'

const belonging: Belonging<Kinds> = {
  contracts: { where: sql`k.client_id = c.id`, order: sql`k.created_at desc, k.id desc` },
  events: { where: sql`o.client_id = c.id`, order: sql`e.start_date desc, e.id desc` },
}

/** @throws NotFound · Ambiguous · Forbidden */
export async function view(
  connection: Connection,
  by: Reference,
  wanted: Wanted<Kinds>,
): Promise<{ readonly client: ClientCard; readonly related: RelatedRows<Kinds> }> {
  type Row = ClientCard & { readonly related: RelatedRows<Kinds> }
  const column = relatedColumn(belonging, wanted, { client: sql`c.full_name` })
  const { related, ...client } = await viewWith<Row>(connection, by, sql`, ${column}`)
  return { client, related }
}
