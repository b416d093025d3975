/** What needs doing, in one statement. A section is filled for people whose permissions make it their work, and null for others. */
import { type SQL, sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import { canSql, mine } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { read, trustedSql } from '../db/statement.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

/** Sections in the order of the screen; null where they are not one's own to care for. */
export type Today = {
  readonly unassigned_events: Rows | null
  readonly assigned_events: Rows | null
  readonly own_events: Rows | null
  readonly unsigned_contracts: Rows | null
  readonly due_contracts: Rows | null
  readonly silent_clients: Rows | null
  /** Sum of what is due on signed contracts, a decimal string. */
  readonly total_due: string | null
}

/** Rows a section: a screen is read, not scrolled. One more is fetched, to tell that there are more. */
export const limit = 20
/** Days before an unsigned contract is worth a call. */
const unsignedDays = 7
/** Days without a contact before a client is. */
const silentDays = 30

const own = (resource: 'client' | 'contract' | 'event', alias: string) => trustedSql(mine(resource, 'own', alias))
const can = (...codes: string[]) => trustedSql(canSql(codes))

const eventColumns = sql`e.id, e.title, e.start_date, e.end_date, e.full_address, e.participant_count, e.contract_id,
  k.client_id, c.full_name as client_name, c.phone as client_phone, c.email as client_email, e.support_contact_id,
  (select p.full_name from epic_events_api.colleague p where p.id = e.support_contact_id) as support_contact_name`
const events = (where: SQL, now: string) => sql`(select coalesce(json_agg(x), '[]') from (
  select ${eventColumns} from epic_events_api.event e
    left join epic_events_api.contract k on k.id = e.contract_id left join epic_events_api.client c on c.id = k.client_id
  where ${where} and e.end_date >= ${now}::timestamptz order by e.start_date, e.id limit ${limit + 1}) x)`

const contractColumns = sql`k.id, k.client_id, c.full_name as client_name, k.total_amount::text, k.remaining_amount::text, k.is_signed,
  k.created_at, k.commercial_id, (select p.full_name from epic_events_api.colleague p where p.id = k.commercial_id) as commercial_name`
const contracts = (where: SQL, order: SQL) => sql`(select coalesce(json_agg(x), '[]') from (
  select ${contractColumns} from epic_events_api.contract k left join epic_events_api.client c on c.id = k.client_id
  where ${where} order by ${order}, k.id limit ${limit + 1}) x)`

/** @param now RFC 3339, the program's clock */
export async function today(connection: Connection, now: string): Promise<{ facts: CurrentUser; today: Today }> {
  const everyContract = can('contract:update')
  const ownContracts = can('contract:update:own')
  const theirs = sql`(${everyContract} or ${own('contract', 'k')})`
  const old = sql`k.created_at < ${now}::timestamptz - make_interval(days => ${unsignedDays})`
  const { currentUser, rows } = await read<Today>(
    connection,
    undefined,
    sql`select
      case when ${can('event:assign_support')} then ${events(sql`e.support_contact_id is null`, now)} end as unassigned_events,
      case when ${can('event:update:assigned')} then ${events(trustedSql(mine('event', 'assigned', 'e')), now)} end as assigned_events,
      case when ${can('event:create:own_client', 'event:create:own')} then ${events(own('event', 'e'), now)} end as own_events,
      case when ${everyContract} or ${ownContracts} then
        ${contracts(sql`not k.is_signed and ${theirs} and (${own('contract', 'k')} or ${old})`, sql`k.created_at`)} end as unsigned_contracts,
      case when ${everyContract} or ${ownContracts} then
        ${contracts(sql`k.is_signed and not k.is_fully_paid and ${theirs}`, sql`k.remaining_amount desc`)} end as due_contracts,
      case when ${everyContract} or ${ownContracts} then
        (select coalesce(sum(k.remaining_amount), 0)::text from epic_events_api.contract k where k.is_signed and not k.is_fully_paid and ${theirs}) end as total_due,
      case when ${can('client:update:own')} then (select coalesce(json_agg(x), '[]') from (
        select c.id, c.full_name, c.email, c.phone, coalesce(c.last_contact_date, c.first_contact_date) as last_contact_date
        from epic_events_api.client c
        where ${own('client', 'c')} and coalesce(c.last_contact_date, c.first_contact_date) < ${now}::timestamptz - make_interval(days => ${silentDays})
        order by 5, c.id limit ${limit + 1}) x) end as silent_clients`,
  )
  const [found] = rows
  if (!found) throw new Error('a select without from answers one row')
  return { facts: currentUser, today: found }
}
