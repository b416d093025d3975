/** A client with its contracts, its events and its notes, the newest first. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import type { Reference } from '../field/reference.ts'
import { type Belonging, type Below, belowOf, type RelatedRows, type Wanted } from '../related/store.ts'
import type { Client, ClientCard } from './client.ts'
import { record, viewWith } from './store.ts'

type Kinds = 'contracts' | 'events' | 'interactions'

/** The contracts are read once, to be counted, shown, and joined with the events: each reading would plan their policies anew. */
const contracts = sql`select k.id, k.client_id, k.commercial_id, k.total_amount, k.remaining_amount, k.is_signed, k.is_fully_paid, k.created_at
  from epic_events_api.contract k where k.client_id = c.id`

const belonging: Belonging<Kinds> = {
  contracts: { from: sql`own k`, where: sql`true`, order: sql`k.created_at desc, k.id desc` },
  events: {
    from: sql`epic_events_api.event e join own o on o.id = e.contract_id`,
    where: sql`true`,
    order: sql`e.start_date desc, e.id desc`,
  },
  interactions: { where: sql`n.client_id = c.id and n.cancelled_at is null`, order: sql`n.at desc, n.id desc` },
}

/** @throws NotFound · Ambiguous · Forbidden */
export async function view(
  connection: Connection,
  by: Reference,
  wanted: Wanted<Kinds>,
): Promise<{ readonly client: ClientCard; readonly related: RelatedRows<Kinds> }> {
  const { below, ...client } = await viewWith<Client & { readonly below: Below<Kinds> }>(
    connection,
    by,
    sql`${record(sql.raw('c'))}, ${belowOf(contracts, belonging, wanted, { client: sql`c.full_name` })}`,
  )
  return { client: { ...client, contract_count: below.count }, related: below.related }
}
