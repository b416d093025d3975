/**
 * All SQL of events. Rows come back with their JSON keys, and the database shows only what the caller may see. It also judges the business
 * rules: a write that breaks one is refused by the name of its constraint (db/rule-errors.ts has the sentences).
 */
import { type SQL, sql } from 'drizzle-orm'
import { hasPermission } from '../access/can.ts'
import { type ActionOf, neededFor, type Permission } from '../access/catalogue.ts'
import { mine, predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { assignments, atVersion, type Listing, type PageOf, type Patch, page } from '../db/page.ts'
import { expectedRefusal } from '../db/rule-errors.ts'
import { type Changed, currentUser, inAnyScope, judge, read, readOne, trustedSql, write } from '../db/statement.ts'
import { versionConflict } from '../db/version-conflict.ts'
import { type Message, NotFound } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import * as users from '../user/store.ts'
import type { Event, EventCard } from './event.ts'

/** The columns of an event in a list. @param from the alias of the row */
const record = (from: SQL) => sql`${from}.id, ${from}.contract_id,
  (select k.client_id from epic_events_api.contract k where k.id = ${from}.contract_id) as client_id,
  ${ofClient(from, 'full_name')} as client_name, ${from}.commercial_id,
  ${nameOf(sql`${from}.commercial_id`)} as commercial_name,
  ${from}.title, ${from}.full_address, ${from}.support_contact_id,
  ${nameOf(sql`${from}.support_contact_id`)} as support_contact_name,
  ${from}.start_date, ${from}.end_date, ${from}.participant_count, ${from}.notes,
  ${from}.created_at, ${from}.updated_at, ${from}.version`

/** The columns of one event that is shown alone. */
const card = (from: SQL) =>
  sql`${record(from)}, ${ofClient(from, 'email')} as client_email, ${ofClient(from, 'phone')} as client_phone`

const ofClient = (from: SQL, column: 'full_name' | 'email' | 'phone') => sql`(
  select c.${sql.identifier(column)}
  from epic_events_api.client c join epic_events_api.contract k on k.client_id = c.id
  where k.id = ${from}.contract_id)`

/** A colleague's full name, which everybody who is signed in may read. */
const nameOf = (person: SQL) => sql`(select p.full_name from epic_events_api.colleague p where p.id = ${person})`

const e = sql.raw('e')
const d = sql.raw('d')

const missing = (id: number) => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun.event, id })) satisfies Message,
  next: ['event list'],
})

const missingContract = (id: number) => ({
  message: ((t) => t.event.noContract({ id })) satisfies Message,
  next: ['contract list'],
})

/** The contract that an event was to go to is absent or hidden. */
function contractNotFound(id: number): NotFound {
  const { message, next } = missingContract(id)
  return new NotFound(message, { fields: { contract_id: message }, next })
}

/** One page of events in order of id. @param o.onlyMine those of the caller's clients, and those the caller supports */
export function list(
  connection: Connection,
  o: { readonly onlyMine: boolean; readonly unassigned: boolean } & Listing,
): Promise<PageOf<Event>> {
  const own = sql` and (${trustedSql(mine('event', 'own', 'e'))} or ${trustedSql(mine('event', 'assigned', 'e'))})`
  return page<Event>(connection, 'event:list', {
    ...o,
    columns: record(e),
    from: sql`epic_events_api.event e`,
    alias: 'e',
    where: sql`${trustedSql(predicate('event', ['list'], 'e'))}${o.onlyMine ? own : sql``}${
      o.unassigned ? sql` and e.support_contact_id is null` : sql``
    }`,
  })
}

/** One event. @param toDo as for readOne @throws NotFound, Forbidden */
export const view = (connection: Connection, id: number, ...toDo: readonly Permission[]): Promise<EventCard> =>
  readOne<EventCard>(connection, 'event:view', {
    columns: card(e),
    from: sql`epic_events_api.event e where e.id = ${id}`,
    alias: 'e',
    missing: missing(id),
    toDo,
  })

/** The dates of an event before they are changed; undefined if the caller sees no such event, which the change will say. */
export async function dates(connection: Connection, id: number): Promise<EventDates | undefined> {
  const { rows } = await read<EventDates>(
    connection,
    undefined,
    sql`select e.start_date, e.end_date from epic_events_api.event e where e.id = ${id}`,
  )
  return rows[0]
}

export type EventDates = Pick<Event, 'start_date' | 'end_date'>

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
 * @throws Refused a rule: the contract is not signed, it ends before it starts, the person is no active support
 */
export async function create(connection: Connection, o: NewEvent): Promise<EventCard> {
  const support = sql`${o.supportContactId ?? null}::integer`
  const { after } = await write<EventCard>(connection, {
    ...newOf(o.contractId, o.supportContactId),
    write: (may) => sql`
      insert into epic_events_api.event
        (contract_id, title, full_address, start_date, end_date, participant_count, support_contact_id, notes)
      select ${o.contractId}::integer, ${o.title}::text, ${o.fullAddress}::text,
        ${o.startDate}::timestamptz, ${o.endDate}::timestamptz, ${o.participantCount ?? 0}::integer,
        ${support}, ${o.notes ?? null}::text
      where ${may}
      returning *`,
    returning: card(d),
    constraintErrors: { event_contract_fk: () => contractNotFound(o.contractId) },
  })
  if (!after) throw new Error('an allowed insert answers its row')
  return after
}

/** What a new event of a contract needs. The row stands for the event, so that scopes are judged as the policy judges it. */
const newOf = (contractId: number, support: number | null | undefined) => ({
  needs: [inAnyScope('event:create'), ...(support === undefined ? [] : [inAnyScope('event:assign_support')])],
  target: {
    select: sql`w.contract_id, w.is_signed`,
    from: sql`(
      select null::integer as id, k.id as contract_id, k.commercial_id, k.is_signed,
        ${support ?? null}::integer as support_contact_id
      from epic_events_api.contract k
      where k.id = ${contractId}) w`,
    alias: 'w',
  },
  missing: missingContract(contractId),
})

/** Refuses a contract under which the caller cannot make an event. @throws as `create` */
export async function judgeContract(connection: Connection, contract: number): Promise<void> {
  const found = await judge<{ readonly is_signed: boolean }>(connection, newOf(contract, undefined))
  if (found?.is_signed === false) throw expectedRefusal('event_contract_signed', { contract, signed: false })
}

/** Refuses an event to which the caller may assign nobody. @throws as `update` */
export const judgeAssignment = (connection: Connection, id: number) =>
  judge(connection, {
    needs: neededFor('event', ['support_contact_id']),
    target: { select: sql`e.id`, from: sql`epic_events_api.event e where e.id = ${id}`, alias: 'e' },
    missing: missing(id),
  })

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
 * Changes some columns of an event; which permissions that needs depends on the columns (docs/PRODUCT.md §4).
 *
 * @throws NotFound the event, or the contract it is to go to · Forbidden
 * @throws Refused a rule: the contract is not signed, it ends before it starts, the person is no active support · it changed meanwhile
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
  const { contract_id: contract } = patch
  // Who may move events everywhere could otherwise move one to a contract that they cannot see.
  const contractVisible =
    contract === undefined
      ? sql`true`
      : sql`exists (select from epic_events_api.contract k where k.id = ${contract}::integer)`
  const { before, after } = await write<EventCard & { readonly contract_visible: boolean }>(connection, {
    needs: neededFor('event', Object.keys(patch)),
    target: {
      select: sql`${card(e)}, ${contractVisible} as contract_visible`,
      from: sql`epic_events_api.event e where e.id = ${id}`,
      alias: 'e',
    },
    write: (may) => sql`
      update epic_events_api.event e
      set ${assignments(patch)}
      where e.id = ${id} and ${may} and (select t.contract_visible from target t)${atVersion('e', ifVersion)}
      returning e.*`,
    returning: card(d),
    missing: missing(id),
    constraintErrors: { event_contract_fk: () => contractNotFound(contract ?? 0) },
  })
  if (!after) {
    const isCurrent = ifVersion === undefined || before?.version === ifVersion
    if (contract !== undefined && isCurrent && before && !before.contract_visible) throw contractNotFound(contract)
    throw versionConflict('event', id, await view(connection, id), patch)
  }
  return { before, after }
}

/** Makes a colleague the support of an event. @throws as `update` */
export const assignSupport = (
  connection: Connection,
  id: number,
  support: number,
  ifVersion?: number,
): Promise<Changed<EventCard>> => update(connection, id, { support_contact_id: support }, ifVersion)

/** Deletes an event. @throws NotFound · Refused it changed meanwhile */
export async function remove(connection: Connection, id: number, ifVersion?: number): Promise<void> {
  const { after } = await write<{ id: number }>(connection, {
    needs: [inAnyScope('event:delete')],
    target: { select: sql`e.id`, from: sql`epic_events_api.event e where e.id = ${id}`, alias: 'e' },
    write: (may) => sql`
      delete from epic_events_api.event e
      where e.id = ${id} and ${may}${atVersion('e', ifVersion)}
      returning e.id`,
    returning: sql`d.id`,
    missing: missing(id),
  })
  if (!after) throw versionConflict('event', id, await view(connection, id), {})
}

/** Colleagues who can be made an event's support. The list is empty for somebody who may not assign anybody. */
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

/** Events on which one may do one of these actions: those without support first, then the latest. */
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
      sql`
        select e.id, e.title, e.start_date, ${nameOf(sql`e.support_contact_id`)} as support
        from epic_events_api.event e
        where ${trustedSql(predicate('event', actions, 'e'))}
        order by e.support_contact_id is not null, e.start_date desc, e.id
        limit ${limit + 1}`,
    )
    return rows.map(({ id, title, start_date: start, support }) => ({
      value: id,
      label: title,
      hint: `#${id} · ${t.format.date(start)} · ${support ?? t.event.noSupport}`,
    }))
  }
