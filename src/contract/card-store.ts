/** A contract with its events, the latest first, its payments, the latest first, and its schedule. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import type { Reference } from '../field/reference.ts'
import { scheduleOf } from '../payment/instalment-store.ts'
import { type Belonging, type Below, belowOf, type RelatedRows, type Wanted } from '../related/store.ts'
import type { ContractCard } from './contract.ts'
import { namesOf, paid, record, viewWith } from './store.ts'

type Kinds = 'events' | 'payments' | 'schedule'

const k = sql.raw('k')
const { client, commercial } = namesOf(k)

/** The events are read once, to be counted and shown, and so is the client: each reading would plan their policies anew. */
const events = sql`select e.id, e.title, e.start_date, e.end_date, e.full_address, e.commercial_id, e.support_contact_id
  from epic_events_api.event e where e.contract_id = k.id`
const joined = sql` left join lateral (${client} offset 0) n(client) on true`
const nameOfClient = sql`n.client`

const belonging = (today: string): Belonging<Kinds> => ({
  events: {
    from: sql`own e cross join (select k.client_id) o`,
    where: sql`true`,
    order: sql`e.start_date desc, e.id desc`,
  },
  payments: { where: sql`p.contract_id = k.id`, order: sql`p.paid_on desc, p.id desc` },
  schedule: { from: sql`${scheduleOf(sql`k.id`, k, today)} i`, where: sql`true`, order: sql`i.due_on, i.id` },
})

/** @param today of the reader, `2026-06-12` @throws NotFound · Ambiguous · Forbidden */
export async function view(
  connection: Connection,
  by: Reference,
  wanted: Wanted<Kinds>,
  today: string,
): Promise<{ readonly contract: ContractCard; readonly related: RelatedRows<Kinds> }> {
  const columns = sql`${record(k, { client: sql`select n.client`, commercial })}, ${paid(k)},
    ${belowOf(events, belonging(today), wanted, { client: nameOfClient })}`
  const { below, ...contract } = await viewWith<Omit<ContractCard, 'event_count'> & { readonly below: Below<Kinds> }>(
    connection,
    by,
    {
      columns,
      joined,
    },
  )
  return { contract: { ...contract, event_count: below.count }, related: below.related }
}
