/** A company with its clients, the newest first. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import type { Reference } from '../field/reference.ts'
import { type Belonging, type Below, belowOf, type RelatedRows, type Wanted } from '../related/store.ts'
import type { Company, CompanyCard } from './company.ts'
import { record, viewWith } from './store.ts'

type Kinds = 'clients'

/** The clients are read once, to be counted and shown: each reading would plan their policies anew. */
const clients = sql`select c.id, c.full_name, c.email, c.phone, c.company_id, c.last_contact_date, c.commercial_id
  from epic_events_api.client c where c.company_id = k.id`

const belonging: Belonging<Kinds> = {
  clients: { from: sql`own c`, where: sql`true`, order: sql`c.id desc` },
}

/** @throws NotFound · Ambiguous · Forbidden */
export async function view(
  connection: Connection,
  by: Reference,
  wanted: Wanted<Kinds>,
): Promise<{ readonly company: CompanyCard; readonly related: RelatedRows<Kinds> }> {
  const { below, ...company } = await viewWith<Company & { readonly below: Below<Kinds> }>(
    connection,
    by,
    sql`${record(sql.raw('k'))}, ${belowOf(clients, belonging, wanted, { company: sql`k.name` })}`,
  )
  return { company: { ...company, client_count: below.count }, related: below.related }
}
