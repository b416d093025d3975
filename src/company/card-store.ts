/** A company with its clients, the newest first. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import type { Reference } from '../field/reference.ts'
import { type Belonging, type RelatedRows, relatedRows, type Wanted } from '../related/store.ts'
import type { CompanyCard } from './company.ts'
import { viewWith } from './store.ts'

type Kinds = 'clients'

const belonging: Belonging<Kinds> = {
  clients: { where: sql`c.company_id = k.id`, order: sql`c.id desc` },
}

/** @throws NotFound · Ambiguous · Forbidden */
export async function view(
  connection: Connection,
  by: Reference,
  wanted: Wanted<Kinds>,
): Promise<{ readonly company: CompanyCard; readonly related: RelatedRows<Kinds> }> {
  type Row = CompanyCard & { readonly related: RelatedRows<Kinds> }
  const { related, ...company } = await viewWith<Row>(
    connection,
    by,
    sql`, ${relatedRows(belonging, wanted)} as related`,
  )
  return { company, related }
}
