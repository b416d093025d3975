/** The SQL of `report retention`: one statement over what the caller may see. */
import { sql } from 'drizzle-orm'
import { type CurrentUser, hasUnscopedPermission } from '../access/can.ts'
import type { Connection } from '../db/connection.ts'
import { read } from '../db/statement.ts'

/** A client of whom nothing was heard for long, and what is kept of it. */
export type Silent = {
  readonly client_id: number
  readonly client_name: string
  /** RFC 3339. */
  readonly last_activity: string
  readonly contract_count: number
  readonly event_count: number
  readonly note_count: number
  readonly commercial_id: number
  readonly commercial_name: string | null
}

/**
 * The clients without a contact, a contract, an event or a payment since then, the longest first. The index of `client list --silent` finds them; what
 * belongs to each is looked up by its key.
 *
 * @param since an instant, RFC 3339
 * @throws Unauthenticated · Forbidden
 */
export async function silent(
  connection: Connection,
  since: string,
): Promise<{ readonly rows: readonly Silent[]; readonly everything: boolean }> {
  const from = sql`${since}::timestamptz`
  const { rows, currentUser } = await read<Silent>(
    connection,
    'client:list',
    sql`
      select c.id as client_id, c.full_name as client_name,
        greatest(c.last_contact_date, c.first_contact_date, k.last, e.last, n.last, p.last) as last_activity,
        k.count as contract_count, e.count as event_count, n.count as note_count, c.commercial_id,
        (select m.full_name from epic_events_api.colleague m where m.id = c.commercial_id) as commercial_name
      from epic_events_api.client c
        cross join lateral (
          select count(*)::integer as count, max(greatest(k.created_at, k.signed_at)) as last
          from epic_events_api.contract k where k.client_id = c.id) k
        cross join lateral (
          select count(*)::integer as count, max(e.end_date) as last
          from epic_events_api.event e where e.contract_id in (select k.id from epic_events_api.contract k where k.client_id = c.id)) e
        cross join lateral (
          select count(*)::integer as count, max(n.at) as last
          from epic_events_api.interaction n where n.client_id = c.id and n.cancelled_at is null) n
        cross join lateral (
          select max(p.paid_on)::timestamptz as last
          from epic_events_api.payment p
          where p.cancelled_at is null and p.contract_id in (select k.id from epic_events_api.contract k where k.client_id = c.id)) p
      where coalesce(c.last_contact_date, c.first_contact_date) < ${from}
        and greatest(c.first_contact_date, k.last, e.last, n.last, p.last) < ${from}
        and c.email not like 'erased-%@erased.invalid'
      order by 3, 1`,
  )
  return { rows, everything: seesAll(currentUser) }
}

/** A person who sees less may take a client for silent that is not. */
const seesAll = (currentUser: CurrentUser): boolean =>
  (['client', 'contract', 'event', 'interaction', 'payment'] as const).every((resource) =>
    hasUnscopedPermission(currentUser, resource, 'list'),
  )
