/** The SQL of all payments and of all instalments that one may read, for `export`. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { type ListPage, listOf } from '../db/list.ts'
import type { Wanted } from '../db/list-question.ts'
import { colleague } from '../db/lookup.ts'
import { byId, type Listed } from '../db/narrowing.ts'
import type { Instalment, Payment } from './payment.ts'

type Filters = Record<never, never>

const payments: Listed<Filters> = {
  resource: 'payment',
  columns: sql`x.id, x.contract_id, x.amount::text, x.paid_on, x.method, x.reference, x.kind, x.user_id, p.full_name as user_name, x.created_at,
    x.cancelled_at, x.cancelled_why`,
  lookups: { p: colleague('user_id') },
  records: sql`epic_events_api.payment`,
  long: [],
  keys: sql`(select n.id, n.contract_id from epic_events_api.payment n)`,
  sorts: { id: byId },
  filters: {},
}

/** A schedule is read with the payments that cover it, by who may list these. */
const instalments: Listed<Filters> = {
  resource: 'payment',
  columns: sql`x.id, x.contract_id, x.due_on, x.label, x.amount::text`,
  records: sql`epic_events_api.instalment`,
  long: [],
  keys: sql`(select i.id, i.contract_id from epic_events_api.instalment i)`,
  sorts: { id: byId },
  filters: {},
}

/** One page of payments, those that were cancelled too. @throws as `listOf` */
export const page = (connection: Connection, o: Wanted<Filters>): Promise<ListPage<Payment>> =>
  listOf<Payment, Filters>(connection, payments, o)

/** An instalment as it was written, without how far it is covered. */
type Scheduled = Pick<Instalment, 'id' | 'due_on' | 'label' | 'amount'> & { readonly contract_id: number }

/** One page of instalments. @throws as `listOf` */
export const instalmentPage = (connection: Connection, o: Wanted<Filters>): Promise<ListPage<Scheduled>> =>
  listOf<Scheduled, Filters>(connection, instalments, o)
