/** A contract with its events, the latest first. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import type { Reference } from '../field/reference.ts'
import { type Belonging, type Below, belowOf, type RelatedRows, type Wanted } from '../related/store.ts'
import type { Contract, ContractCard } from './contract.ts'
import { namesOf, record, viewWith } from './store.ts'

type Kinds = 'events'

const k = sql.raw('k')
const { client, commercial } = namesOf(k)

/** The events are read once, to be counted and shown, and so is the client: each reading would plan their policies anew. */
const events = sql`select e.id, e.title, e.start_date, e.end_date, e.full_address, e.commercial_id, e.support_contact_id
  from epic_events_api.event e where e.contract_id = k.id`
const joined = sql` left join lateral (${client} offset 0) n(client) on true`
const nameOfClient = sql`n.client`

const belonging: Belonging<Kinds> = {
  events: {
    from: sql`own e cross join (select k.client_id) o`,
    where: sql`true`,
    order: sql`e.start_date desc, e.id desc`,
  },
}

/** @throws NotFound · Ambiguous · Forbidden */
export async function view(
  connection: Connection,
  by: Reference,
  wanted: Wanted<Kinds>,
): Promise<{ readonly contract: ContractCard; readonly related: RelatedRows<Kinds> }> {
  const columns = sql`${record(k, { client: sql`select n.client`, commercial })},
    ${belowOf(events, belonging, wanted, { client: nameOfClient })}`
  const { below, ...contract } = await viewWith<Contract & { readonly below: Below<Kinds> }>(connection, by, {
    columns,
    joined,
  })
  return { contract: { ...contract, event_count: below.count }, related: below.related }
}
