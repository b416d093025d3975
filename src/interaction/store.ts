/**
 * All SQL of notes. A note is one statement: its trigger alone sets the dates of the client (drizzle/0016_a_week.sql), so people who
 * may write notes need no right on the client itself.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Resource } from '../access/catalogue.ts'
import { attachable } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { inAnyScope } from '../db/judgement.ts'
import { idIn, type References, shownReference } from '../db/reference.ts'
import { trustedSql, write } from '../db/statement.ts'
import { forbidden, type Message } from '../errors.ts'
import type { Reference } from '../field/reference.ts'
import type { Interaction, Kind } from './interaction.ts'

export interface NewNote {
  readonly kind: Kind
  /** RFC 3339. Default: now. */
  readonly at?: string | undefined
  readonly text: string | null
  /** The day of the next contact, or null: none is needed. undefined: the note says nothing of it. */
  readonly nextOn?: string | null | undefined
  /** The writer's day. A reminder that is due by then goes away, also where the day of the session (UTC) has not come that far. */
  readonly today: string
}

/** Writes a note about a client. @throws NotFound · Ambiguous · Forbidden */
export const ofClient = (connection: Connection, client: Reference, note: NewNote): Promise<Interaction> =>
  add(connection, 'client', client, note, (id) => ({
    select: sql`w.client_id, w.client_name, null::integer as event_id, null::text as event_title, w.settled`,
    from: sql`(select null::integer as id, c.id as client_id, c.full_name as client_name,
        ${note.nextOn === null} or ${note.nextOn === undefined}
          and coalesce(c.next_contact_date > current_date and c.next_contact_date <= ${note.today}::date, false) as settled
      from epic_events_api.client c where c.id = ${id}) w`,
  }))

/** Writes a note about an event and its client, who is looked up in the same statement. @throws NotFound · Ambiguous · Forbidden */
export const ofEvent = (
  connection: Connection,
  event: Reference,
  note: Omit<NewNote, 'nextOn' | 'today'>,
): Promise<Interaction> =>
  add(connection, 'event', event, note, (id) => ({
    select: sql`w.client_id, w.client_name, w.event_id, w.event_title, false as settled`,
    // Whose event it is decides. A note may be written about a client who has another event of one's own, but not about this event.
    from: sql`(select null::integer as id, case when ${mayBeNoted('event', 'e')} then k.client_id end as client_id,
        c.full_name as client_name, e.id as event_id, e.title as event_title
      from epic_events_api.event e left join epic_events_api.contract k on k.id = e.contract_id
        left join epic_events_api.client c on c.id = k.client_id
      where e.id = ${id}) w`,
  }))

/** How many notes about a client the caller sees. */
export async function countOfClient(connection: Connection, client: number): Promise<number> {
  const [row] = await connection.query<{ count: number }>(sql`
    select count(*)::integer as count from epic_events_api.interaction n where n.client_id = ${client} and n.cancelled_at is null`)
  return row?.count ?? 0
}

/** The records about which one may write a note. @param row their alias */
export const mayBeNoted = (noun: 'client' | 'event', row: string): SQL =>
  trustedSql(attachable('interaction', 'create', noun, row))

type About = Pick<Interaction, 'client_id' | 'client_name' | 'event_id' | 'event_title'>

async function add(
  connection: Connection,
  noun: 'client' | 'event',
  reference: Reference,
  { kind, at, text, nextOn }: Omit<NewNote, 'today'>,
  target: (id: SQL) => { readonly select: SQL; readonly from: SQL },
): Promise<Interaction> {
  const references: References = { id: { noun, reference } }
  const of = (column: keyof About) => sql`(select t.${sql.identifier(column)} from target t)`
  const { before, after } = await write<Interaction>(connection, {
    needs: [inAnyScope('interaction:create')],
    target: { ...target(idIn(references, 'id')), alias: 'w' },
    references,
    write: (may) => sql`
      insert into epic_events_api.interaction (client_id, event_id, at, kind, text, next_on, no_next)
      select t.client_id, t.event_id, coalesce(${at ?? null}::timestamptz, now()), ${kind}::text, ${text}::text,
        ${nextOn ?? null}::date, t.settled
      from target t where t.client_id is not null and ${may}
      returning *`,
    returning: sql`d.id, d.client_id, ${of('client_name')} as client_name, d.event_id, ${of('event_title')} as event_title,
      d.at, d.kind, d.text, d.next_on, d.no_next, d.user_id,
      (select p.full_name from epic_events_api.colleague p where p.id = d.user_id) as user_name, d.cancelled_at`,
    missing: missing(noun, reference),
  })
  if (after) return after
  // Somebody who may write every note lacks only the contract, which leads to the client.
  throw forbidden({ permission: 'contract:view', record: before?.event_id ? { noun, id: before.event_id } : undefined })
}

const missing = (noun: Resource, by: Reference) => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun[noun], id: shownReference(by) })) satisfies Message,
  next: [`${noun} list`],
})
