/** All SQL of events. A row comes back with its JSON keys; what it must not see, the database does not show. */
import { type SQL, sql } from 'drizzle-orm'
import { hasPermission } from '../access/can.ts'
import { type ActionOf, neededFor, SUPPORT } from '../access/catalogue.ts'
import { mine, predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { assignments, atVersion, type Listing, type PageOf, type Patch, page } from '../db/page.ts'
import { type Changed, currentUser, inAnyScope, read, readOne, trustedSql, write } from '../db/statement.ts'
import { versionConflict } from '../db/version-conflict.ts'
import { type Message, NotFound, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import * as users from '../user/store.ts'
import type { Event, EventCard } from './event.ts'

/** What an event is answered with; `from` is the alias of the row. Names come from what everybody signed in may see. */
const record = (from: SQL) => sql`${from}.id, ${from}.contract_id,
  (select k.client_id from epic_events.contract k where k.id = ${from}.contract_id) as client_id,
  ${ofClient(from, 'full_name')} as client_name, ${from}.commercial_id,
  (select p.full_name from epic_events.colleague p where p.id = ${from}.commercial_id) as commercial_name,
  ${from}.title, ${from}.full_address, ${from}.support_contact_id,
  (select p.full_name from epic_events.colleague p where p.id = ${from}.support_contact_id) as support_contact_name,
  ${from}.start_date, ${from}.end_date, ${from}.participant_count, ${from}.notes, ${from}.created_at, ${from}.updated_at, ${from}.version`

/** As one event alone is answered with. */
const card = (from: SQL) =>
  sql`${record(from)}, ${ofClient(from, 'email')} as client_email, ${ofClient(from, 'phone')} as client_phone`

const ofClient = (from: SQL, column: 'full_name' | 'email' | 'phone') =>
  sql`(select c.${sql.identifier(column)} from epic_events.client c join epic_events.contract k on k.client_id = c.id where k.id = ${from}.contract_id)`
const e = sql.raw('e')
const d = sql.raw('d')

const missing = (id: number) => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun.event, id })) satisfies Message,
  next: ['event list'],
})

const noContract = (id: number) => ({
  message: ((t) => t.event.noContract({ id })) satisfies Message,
  next: ['contract list'],
})

/** One page of events in order of id. @param o.onlyMine those of one's clients, or those one supports */
export function list(
  connection: Connection,
  o: { readonly onlyMine: boolean; readonly unassigned: boolean } & Listing,
): Promise<PageOf<Event>> {
  const own = sql` and (${trustedSql(mine('event', 'own', 'e'))} or ${trustedSql(mine('event', 'assigned', 'e'))})`
  return page<Event>(connection, 'event:list', {
    ...o,
    columns: record(e),
    from: sql`epic_events.event e`,
    alias: 'e',
    where: sql`${trustedSql(predicate('event', ['list'], 'e'))}${o.onlyMine ? own : sql``}${
      o.unassigned ? sql` and e.support_contact_id is null` : sql``
    }`,
  })
}

/** One event. @throws NotFound */
export const view = (connection: Connection, id: number): Promise<EventCard> =>
  readOne<EventCard>(connection, 'event:view', {
    columns: card(e),
    from: sql`epic_events.event e where e.id = ${id}`,
    alias: 'e',
    missing: missing(id),
  })

/** The row as seen, with the rule that the wanted values break, judged in the same statement that would write them. */
type Judged = EventCard & {
  readonly obstacle?: 'contract' | 'unsigned' | 'support' | 'dates' | null
  /** Whoever was to become its support. */
  readonly wanted_name?: string | null
}

const unhindered = sql`(select t.obstacle is null from target t)`

/** Not somebody who can be made a support, as far as one sees; the rule in the database sees everything and has the last word. */
const unfit = (support: SQL) => sql`(${support} is not null and not exists (
  select from epic_events.colleague p where p.id = ${support} and p.role_id = ${SUPPORT}::integer
    and not exists (select from epic_events.users u where u.id = p.id and not u.is_active)))`

const nameOf = (person: SQL) => sql`(select p.full_name from epic_events.colleague p where p.id = ${person})`

export interface NewEvent {
  readonly contractId: number
  readonly title: string
  readonly fullAddress: string
  /** RFC 3339. */
  readonly startDate: string
  readonly endDate: string
  readonly participantCount?: number
  readonly supportContactId?: number | null
  readonly notes?: string | null
}

/**
 * Creates an event under a signed contract.
 *
 * @throws NotFound the contract · Forbidden not one's own client, or a support named without the right to assign one
 * @throws Refused the contract is not signed, it ends before it starts, the person is no active support
 */
export async function create(connection: Connection, o: NewEvent): Promise<EventCard> {
  const support = sql`${o.supportContactId ?? null}::integer`
  const [start, end] = [sql`${o.startDate}::timestamptz`, sql`${o.endDate}::timestamptz`]
  const { before, after } = await write<Judged>(connection, {
    needs: [
      inAnyScope('event:create'),
      ...(o.supportContactId === undefined ? [] : [inAnyScope('event:assign_support')]),
    ],
    // Stands for the event that is to be, so that its scopes are judged as the policy judges the new row.
    target: {
      select: sql`w.contract_id, ${nameOf(support)} as wanted_name, case when not w.is_signed then 'unsigned'
        when ${unfit(support)} then 'support' when ${end} <= ${start} then 'dates' end as obstacle`,
      from: sql`(select null::integer as id, k.id as contract_id, k.commercial_id, ${support} as support_contact_id, k.is_signed
        from epic_events.contract k where k.id = ${o.contractId}) w`,
      alias: 'w',
    },
    write: (may) => sql`insert into epic_events.event
        (contract_id, title, full_address, start_date, end_date, participant_count, support_contact_id, notes)
      select ${o.contractId}::integer, ${o.title}::text, ${o.fullAddress}::text, ${start}, ${end},
        ${o.participantCount ?? 0}::integer, ${support}, ${o.notes ?? null}::text
      where ${may} and ${unhindered} returning *`,
    returning: card(d),
    missing: noContract(o.contractId),
    constraintErrors: refusals(o),
  })
  if (after) return after
  throw hindered(before, o)
}

/** What may be changed. */
export type EventPatch = Patch<
  Pick<
    Event,
    | 'contract_id'
    | 'title'
    | 'full_address'
    | 'start_date'
    | 'end_date'
    | 'participant_count'
    | 'support_contact_id'
    | 'notes'
  >
>

/**
 * Changes some columns of an event; which permissions that needs depends on the columns (product.md §4).
 *
 * @throws NotFound the event, or the contract it is to go to · Forbidden
 * @throws Refused the contract is not signed, it ends before it starts, the person is no active support, it changed meanwhile
 */
export async function update(
  connection: Connection,
  id: number,
  patch: EventPatch,
  ifVersion?: number,
): Promise<Changed<EventCard>> {
  if (Object.keys(patch).length === 0) {
    const now = await view(connection, id)
    return { before: now, after: now }
  }
  const contract = sql`${patch.contract_id ?? null}::integer`
  const support = sql`${patch.support_contact_id ?? null}::integer`
  const start = sql`coalesce(${patch.start_date ?? null}::timestamptz, e.start_date)`
  const end = sql`coalesce(${patch.end_date ?? null}::timestamptz, e.end_date)`
  const { before, after } = await write<Judged>(connection, {
    needs: neededFor('event', Object.keys(patch)),
    target: {
      select: sql`${card(e)}, ${nameOf(support)} as wanted_name, case
        when ${contract} is not null and not exists (select from epic_events.contract k where k.id = ${contract}) then 'contract'
        when exists (select from epic_events.contract k where k.id = ${contract} and not k.is_signed) then 'unsigned'
        when ${support} is distinct from e.support_contact_id and ${unfit(support)} then 'support'
        when ${end} <= ${start} then 'dates' end as obstacle`,
      from: sql`epic_events.event e where e.id = ${id}`,
      alias: 'e',
    },
    write: (may) => sql`update epic_events.event e set ${assignments(patch)}
      where e.id = ${id} and ${may} and ${unhindered}${atVersion('e', ifVersion)} returning e.*`,
    returning: card(d),
    missing: missing(id),
    constraintErrors: refusals({ contractId: patch.contract_id, supportContactId: patch.support_contact_id }),
  })
  if (!after) {
    const late = ifVersion !== undefined && before?.version !== ifVersion
    if (late || !before?.obstacle) throw versionConflict('event', id, await view(connection, id), patch)
    throw hindered(before, {
      contractId: patch.contract_id ?? before.contract_id,
      supportContactId: patch.support_contact_id,
      startDate: patch.start_date ?? before.start_date,
      endDate: patch.end_date ?? before.end_date,
    })
  }
  return { before, after }
}

/** Puts an event into somebody's hands. @throws as `update` */
export const assignSupport = (
  connection: Connection,
  id: number,
  support: number,
  ifVersion?: number,
): Promise<Changed<EventCard>> => update(connection, id, { support_contact_id: support }, ifVersion)

interface Wanted {
  readonly contractId?: number | undefined
  readonly supportContactId?: number | null | undefined
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
}

/** The sentence for the rule that held a write back. */
function hindered(seen: Judged | null, o: Wanted): NotFound | Refused {
  const { contractId: contract = 0, startDate = '', endDate = '' } = o
  switch (seen?.obstacle) {
    case 'contract':
      return gone(contract)
    case 'unsigned':
      return unsigned(contract)
    case 'support':
      return notSupport(o.supportContactId ?? 0, seen.wanted_name ?? null)
    case 'dates': {
      const message: Message = (t) =>
        t.event.endsTooSoon({ start: t.format.date(startDate), end: t.format.date(endDate) })
      return new Refused(message, { fields: { end_date: message } })
    }
    default:
      throw new Error('a write that nothing hinders answers its row')
  }
}

function gone(contract: number): NotFound {
  const { message, next } = noContract(contract)
  return new NotFound(message, { fields: { contract_id: message }, next })
}

function unsigned(contract: number): Refused {
  const message: Message = (t) => t.event.unsigned({ contract })
  return new Refused(message, {
    fields: { contract_id: message },
    next: [`contract update ${contract} --is-signed true`],
  })
}

function notSupport(support: number, name: string | null): Refused {
  const message: Message = (t) => t.event.notSupport({ support, name })
  return new Refused(message, { fields: { support_contact_id: message }, next: ['user list --support'] })
}

/** What only the database can see, or what changed at this very moment. */
const refusals = (o: Wanted) => ({
  event_contract_fk: () => gone(o.contractId ?? 0),
  event_contract_signed: () => unsigned(o.contractId ?? 0),
  event_support_active: () => notSupport(o.supportContactId ?? 0, null),
})

/** Deletes an event. @throws NotFound · Refused it changed meanwhile */
export async function remove(connection: Connection, id: number, ifVersion?: number): Promise<void> {
  const { after } = await write<{ id: number }>(connection, {
    needs: [inAnyScope('event:delete')],
    target: { select: sql`e.id`, from: sql`epic_events.event e where e.id = ${id}`, alias: 'e' },
    write: (may) =>
      sql`delete from epic_events.event e where e.id = ${id} and ${may}${atVersion('e', ifVersion)} returning e.id`,
    returning: sql`d.id`,
    missing: missing(id),
  })
  if (!after) throw versionConflict('event', id, await view(connection, id), {})
}

/** Colleagues who can be made an event's support: none, where one may not assign anybody. */
export async function supports(
  connection: Connection,
  given: unknown,
  t: unknown,
  limit: number,
): Promise<Choice<number>[]> {
  return hasPermission(await currentUser(connection), 'event', 'assign_support')
    ? users.supports(connection, given, t, limit)
    : []
}

/** Events with which one may do one of these: those without support first, then the latest. */
export const choicesFor =
  (...actions: readonly ActionOf<'event'>[]) =>
  async (
    connection: Connection,
    _given: unknown,
    t: Parameters<Message>[0],
    limit: number,
  ): Promise<Choice<number>[]> => {
    const { rows } = await read<{ id: number; title: string; start_date: string; support: string | null }>(
      connection,
      undefined,
      sql`select e.id, e.title, e.start_date, ${nameOf(sql`e.support_contact_id`)} as support from epic_events.event e
        where ${trustedSql(predicate('event', actions, 'e'))}
        order by e.support_contact_id is not null, e.start_date desc, e.id limit ${limit + 1}`,
    )
    return rows.map(({ id, title, start_date: start, support }) => ({
      value: id,
      label: title,
      hint: `#${id} · ${t.format.date(start)} · ${support ?? t.event.noSupport}`,
    }))
  }
