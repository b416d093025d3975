/** The SQL of an event that is made like another. */
import { sql } from 'drizzle-orm'
import { predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { idIn, idOf } from '../db/reference.ts'
import { read, trustedSql, write } from '../db/statement.ts'
import type { Reference } from '../field/reference.ts'
import { clashesOf, strictly } from './clash-store.ts'
import type { EventCard } from './event.ts'
import { card, contractNotFound, joinedTo, newOf, newReferences, outdated, view, type WrittenEvent } from './store.ts'

const e = sql.raw('e')
const d = sql.raw('d')

/** The event that is to be copied, for somebody who may create events. @throws NotFound · Ambiguous · Forbidden */
export async function source(connection: Connection, by: Reference): Promise<EventCard> {
  const { rows } = await read<EventCard>(
    connection,
    'event:create',
    sql`select ${card(e)} from epic_events_api.event e${joinedTo(e)}
      where e.id = ${idOf('event', by)} and ${trustedSql(predicate('event', ['view'], 'e'))}`,
  )
  // Whether it is absent or may not be viewed, the reading of one event says.
  return rows[0] ?? view(connection, by)
}

/**
 * Creates an event like another. The rest of it is copied by the statement, from the version that was read.
 *
 * @param was as it was read
 * @param o.strict refuses a support who is not free
 * @throws as `create` · Refused the event changed meanwhile
 */
export async function clone(
  connection: Connection,
  was: EventCard,
  o: {
    readonly startDate: string
    readonly endDate: string
    readonly contractId?: Reference | undefined
    readonly title?: string | undefined
    readonly withSupport: boolean
    readonly strict: boolean
  },
): Promise<WrittenEvent> {
  const { contractId = was.contract_id } = o
  const support = o.withSupport ? was.support_contact_id : undefined
  const references = newReferences(contractId, support ?? null)
  const { setting, isSet } = strictly(o.strict)
  const { after } = await write<WrittenEvent>(connection, {
    ...newOf(contractId, support, references),
    write: (may) => sql`${setting}
      insert into epic_events_api.event
        (contract_id, title, full_address, start_date, end_date, participant_count, support_contact_id, notes)
      select ${idIn(references, 'contract_id')}, ${o.title === undefined ? sql`e.title` : sql`${o.title}::text`},
        e.full_address, ${o.startDate}::timestamptz, ${o.endDate}::timestamptz, e.participant_count,
        ${idIn(references, 'support_contact_id')}, e.notes
      from epic_events_api.event e
      where e.id = ${was.id} and e.version = ${was.version} and ${may}${isSet}
      returning *`,
    returning: sql`${card(d)}, ${support == null ? sql`null::json` : clashesOf(d)} as clashes`,
    joined: joinedTo(d),
    constraintErrors: { event_contract_fk: () => contractNotFound(contractId) },
  })
  if (!after) throw await outdated(connection, was, { wanted: {} })
  return after
}
