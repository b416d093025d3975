/** The events, and the colleagues for them, that a person can choose from. */
import { type SQL, sql } from 'drizzle-orm'
import { hasPermission } from '../access/can.ts'
import type { ActionOf } from '../access/catalogue.ts'
import { predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { idOf } from '../db/reference.ts'
import { currentUser, read, trustedSql } from '../db/statement.ts'
import type { Message } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import { isDay } from '../field/kept-time.ts'
import type { Reference } from '../field/reference.ts'
import { mayBeNoted } from '../interaction/store.ts'
import * as users from '../user/store.ts'
import { type Busyness, busyness, freest, type Slot } from './clash-store.ts'
import type { Event } from './event.ts'

/** The dates of an event before they are changed; undefined if the caller sees no such event, which the change will say. */
export async function dates(connection: Connection, by: Reference): Promise<(EventDates & Slot) | undefined> {
  const { rows } = await read<EventDates & Slot>(
    connection,
    undefined,
    sql`select e.id, e.start_date, e.end_date, e.full_address from epic_events_api.event e where e.id = ${idOf('event', by)}`,
  )
  return rows[0]
}

export type EventDates = Pick<Event, 'start_date' | 'end_date'>

/** What is known of an event whose support is chosen: the answers so far, by the names of the fields, and the record, by its columns. */
interface SoFar {
  readonly id?: Reference
  readonly startDate?: string
  readonly endDate?: string
  readonly fullAddress?: string
  readonly start_date?: string
  readonly end_date?: string
  readonly full_address?: string
}

/**
 * Colleagues who can be made an event's support, those who are free first. The list is empty for somebody who may not assign anybody.
 *
 * @param given the event, or as much of it as is known; without its dates nothing is said about who is free
 */
export async function supports(
  connection: Connection,
  given: SoFar,
  t: Parameters<Message>[0],
  limit: number,
): Promise<Choice<number>[]> {
  if (!hasPermission(await currentUser(connection), 'event', 'assign_support')) return []
  const choices = await users.supports(connection, given, t, limit)
  const slot = choices.length > limit ? undefined : await slotOf(connection, given)
  if (!slot || choices.length === 0) return choices
  const found = await busyness(connection, ids(choices), slot, t)
  const of = ({ value }: Choice<number>) => found.get(value) as Busyness
  const rank = ({ clashes, tight }: Busyness) => (clashes > 0 ? 2 : Math.sign(tight))
  return choices.map((choice) => ({
    ...choice,
    rank: rank(of(choice)),
    hint: `${choice.hint} · ${said(of(choice), t)}`,
  }))
}

const ids = (choices: readonly Choice<number>[]): number[] => choices.map(({ value }) => value)

/** `free · 3 events that week`, `busy: #12 Gala · 3 events that week` */
const said = ({ clashes, tight, week_events: events, first }: Busyness, { event }: Parameters<Message>[0]): string =>
  [
    clashes > 0 ? event.busy({ event: first, more: clashes - 1 }) : tight > 0 ? event.tight : event.free,
    ...(events > 0 ? [event.thatWeek({ count: events })] : []),
  ].join(' · ')

/** The time of the event. An answer that is a day alone takes its time from the record, so it does not count yet. */
async function slotOf(connection: Connection, given: SoFar): Promise<Slot | undefined> {
  const answered = (date: string | undefined) => (isDay(date) ? undefined : date)
  const start = answered(given.startDate) ?? given.start_date
  const end = answered(given.endDate) ?? given.end_date
  const address = given.fullAddress ?? given.full_address
  const stored = given.id === undefined ? undefined : await dates(connection, given.id)
  const slot = { ...stored, start_date: start ?? stored?.start_date, end_date: end ?? stored?.end_date }
  if (slot.start_date === undefined || slot.end_date === undefined) return undefined
  return { ...(slot as Slot), ...(address === undefined ? {} : { full_address: address }) }
}

/** A colleague who can be made the support of an event, with what they do at that time. */
type Candidate = Busyness & { readonly id: number; readonly full_name: string; readonly free: boolean }

/** The colleagues who are the freest for an event, as rows and as choices. @param limit how many there are at most */
export async function freestFor(
  connection: Connection,
  slot: Slot,
  t: Parameters<Message>[0],
  limit: number,
): Promise<{ readonly candidate: Candidate; readonly choice: Choice<number> }[]> {
  const choices = await users.supports(connection, {}, t, mostCandidates)
  const found = await busyness(connection, ids(choices), slot, t)
  const all = choices.map((choice) => {
    const busy = found.get(choice.value) as Busyness
    const candidate = { id: choice.value, full_name: choice.label, free: busy.clashes === 0, ...busy }
    return { candidate, choice: { ...choice, hint: `${choice.hint} · ${said(busy, t)}` } }
  })
  return all.toSorted((a, b) => freest(a.candidate, b.candidate)).slice(0, limit)
}

/** Of how many colleagues the freest are looked for. */
const mostCandidates = 10_000

/** Events on which one may do one of these actions: those without support first, then the latest. */
export const choicesFor = (...actions: readonly ActionOf<'event'>[]) =>
  choicesWhere(() => trustedSql(predicate('event', actions, 'e')))

/** Events about which one may write a note, in the same order. */
export const forNote = choicesWhere(() => mayBeNoted('event', 'e'))

function choicesWhere(where: () => SQL) {
  return async (
    connection: Connection,
    _given: unknown,
    t: Parameters<Message>[0],
    limit: number,
  ): Promise<Choice<number>[]> => {
    const { rows } = await read<{ id: number; title: string; start_date: string; support: string | null }>(
      connection,
      undefined,
      sql`
        select e.id, e.title, e.start_date, (select p.full_name from epic_events_api.colleague p where p.id = e.support_contact_id) as support
        from epic_events_api.event e
        where ${where()}
        order by e.support_contact_id is not null, e.start_date desc, e.id
        limit ${limit + 1}`,
    )
    return rows.map(({ id, title, start_date: start, support }) => ({
      value: id,
      label: title,
      hint: `#${id} · ${t.format.date(start)} · ${support ?? t.event.noSupport}`,
    }))
  }
}
