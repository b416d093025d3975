/** The SQL of `client export`: everything that is kept about a client, in one statement. */
import { type SQL, sql } from 'drizzle-orm'
import { meets } from '../access/can.ts'
import type { Permission } from '../access/catalogue.ts'
import type { Entry } from '../audit/audit.ts'
import { record as entryOf } from '../audit/store.ts'
import type { Connection } from '../db/connection.ts'
import { inAnyScope, requirePermission, requireSession } from '../db/judgement.ts'
import { currentUser, read } from '../db/statement.ts'
import type { Reference } from '../field/reference.ts'
import type { Client } from './client.ts'
import { view } from './store.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

/** Everything about a client. A kind that one may not list is null. */
export interface ClientData {
  /** By the clock of the database. */
  readonly instant: string
  readonly client: Client
  readonly contracts: Rows | null
  readonly instalments: Rows | null
  readonly payments: Rows | null
  readonly events: Rows | null
  readonly notes: Rows | null
  /** Who has changed any of it. */
  readonly audit: readonly Entry[]
}

/** The kinds of records, and what one needs to list them. */
const needs: Readonly<Record<'contracts' | 'instalments' | 'payments' | 'events' | 'notes', Permission>> = {
  contracts: 'contract:list',
  instalments: 'contract:list',
  payments: 'payment:list',
  events: 'event:list',
  notes: 'interaction:list',
}

const person = (id: SQL) => sql`(select w.full_name from epic_events_api.colleague w where w.id = ${id})`
const rows = (select: SQL) => sql`(select coalesce(json_agg(q), '[]') from (${select}) q)`

/** @throws Unauthenticated · Forbidden · NotFound · Ambiguous */
export async function everything(connection: Connection, by: Reference): Promise<ClientData> {
  const user = await currentUser(connection)
  requireSession(user)
  requirePermission(user, inAnyScope('client:export'))
  const client = await view(connection, by, 'client:export')
  const { contract_count: _, ...record } = client
  const of = sql`select k.id from epic_events_api.contract k where k.client_id = ${client.id}`
  const found = await read<Omit<ClientData, 'client'>>(
    connection,
    undefined,
    sql`select statement_timestamp() as instant,
      ${rows(sql`select k.id, k.client_id, k.commercial_id, ${person(sql`k.commercial_id`)} as commercial_name, k.total_amount::text as total_amount,
        k.remaining_amount::text as remaining_amount, k.is_signed, k.signed_at, k.is_fully_paid, k.next_due, k.created_at, k.updated_at
        from epic_events_api.contract k where k.client_id = ${client.id} order by k.id`)} as contracts,
      ${rows(sql`select i.id, i.contract_id, i.label, i.due_on, i.amount::text as amount
        from epic_events_api.instalment i where i.contract_id in (${of}) order by i.contract_id, i.due_on, i.id`)} as instalments,
      ${rows(sql`select p.id, p.contract_id, p.amount::text as amount, p.paid_on, p.method, p.reference, p.kind, p.user_id,
        ${person(sql`p.user_id`)} as user_name, p.created_at, p.cancelled_at, p.cancelled_why
        from epic_events_api.payment p where p.contract_id in (${of}) order by p.contract_id, p.paid_on, p.id`)} as payments,
      ${rows(sql`select e.id, e.contract_id, e.title, e.full_address, e.start_date, e.end_date, e.participant_count, e.notes,
        e.support_contact_id, ${person(sql`e.support_contact_id`)} as support_contact_name, e.created_at, e.updated_at
        from epic_events_api.event e where e.contract_id in (${of}) order by e.start_date, e.id`)} as events,
      ${rows(sql`select n.id, n.event_id, n.at, n.kind, n.text, n.next_on, n.no_next, n.user_id, ${person(sql`n.user_id`)} as user_name, n.cancelled_at
        from epic_events_api.interaction n where n.client_id = ${client.id} order by n.at, n.id`)} as notes,
      ${rows(sql`select ${entryOf(sql`a`)} from epic_events.client_changes(${client.id}) a order by a.id`)} as audit`,
  )
  const [data] = found.rows
  if (!data) throw new Error('a select without a table has one row')
  const hidden = Object.entries(needs).filter(([, permission]) => !meets(user, inAnyScope(permission)))
  return { ...data, ...Object.fromEntries(hidden.map(([kind]) => [kind, null])), client: record }
}
