/** A contract with its events, the latest first. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import type { Reference } from '../field/reference.ts'
import { type Belonging, type RelatedRows, relatedRows, type Wanted } from '../related/store.ts'
import type { ContractCard } from './contract.ts'
import { viewWith } from './store.ts'

type Kinds = 'events'

const belonging: Belonging<Kinds> = {
  events: { where: sql`e.contract_id = k.id`, order: sql`e.start_date desc, e.id desc` },
}

/** @throws NotFound · Ambiguous · Forbidden */
export async function view(
  connection: Connection,
  by: Reference,
  wanted: Wanted<Kinds>,
): Promise<{ readonly contract: ContractCard; readonly related: RelatedRows<Kinds> }> {
  type Row = ContractCard & { readonly related: RelatedRows<Kinds> }
  const { related, ...contract } = await viewWith<Row>(
    connection,
    by,
    sql`, ${relatedRows(belonging, wanted)} as related`,
  )
  return { contract, related }
}
