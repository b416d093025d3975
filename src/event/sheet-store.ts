/** The SQL of the paper about an event. */
import { sql } from 'drizzle-orm'
import { predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { idOf } from '../db/reference.ts'
import { read, trustedSql } from '../db/statement.ts'
import type { Reference } from '../field/reference.ts'
import type { EventCard } from './event.ts'
import { card, joinedTo, view } from './store.ts'

/** An event with what its sheet shows besides. Whatever the caller may not see is null. */
export type EventOnSheet = EventCard & {
  readonly company_name: string | null
  readonly support_email: string | null
  readonly commercial_email: string | null
  readonly total_amount: string | null
  readonly remaining_amount: string | null
}

const e = sql.raw('e')

/** The events, in the order in which they were named; each of them once. @throws NotFound · Ambiguous · Forbidden one of them */
export async function sheets(connection: Connection, named: readonly Reference[]): Promise<EventOnSheet[]> {
  const wanted = sql.join(
    named.map((by, at) => sql`(${at}::integer, (${idOf('event', by)})::integer)`),
    sql`, `,
  )
  const { rows } = await read<EventOnSheet & { readonly at: number }>(
    connection,
    'event:view',
    sql`select w.at, ${card(e)}, k.total_amount::text, k.remaining_amount::text,
        (select y.name from epic_events_api.client c join epic_events_api.company y on y.id = c.company_id
          where c.id = o.client_id) as company_name,
        (select u.email from epic_events_api.users u where u.id = e.support_contact_id) as support_email,
        (select u.email from epic_events_api.users u where u.id = e.commercial_id) as commercial_email
      from (values ${wanted}) w(at, id)
      join epic_events_api.event e on e.id = w.id
      left join epic_events_api.contract k on k.id = e.contract_id${joinedTo(e)}
      where ${trustedSql(predicate('event', ['view'], 'e'))}
      order by w.at`,
  )
  const found = new Set(rows.map(({ at }) => at))
  const absent = named.filter((_, at) => !found.has(at))
  if (absent.length > 0) {
    // Whether one is absent, or may not be viewed, or its name means several, the reading of one event says.
    for (const by of absent) await view(connection, by)
    return sheets(connection, named)
  }
  const events = new Map(rows.map(({ at, ...event }) => [event.id, event]))
  return [...events.values()]
}
