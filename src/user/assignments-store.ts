/** All SQL of what colleagues are responsible for, and of handing it over. */
import { type SQL, sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import { COMMERCIAL, SUPPORT } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { inAnyScope } from '../db/judgement.ts'
import { idOf } from '../db/reference.ts'
import { expectedRefusal } from '../db/rule-errors.ts'
import { read, write } from '../db/statement.ts'
import { type AppError, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Reference } from '../field/reference.ts'
import type { HandOver, User } from './user.ts'

/** The event `e` is not over. */
const coming = sql`e.end_date > now()`

/** What somebody is responsible for, as one sees it. */
export interface Duties {
  readonly clients: number
  readonly contracts: number
  /** Past ones too. */
  readonly events: number
  /** Events that are not over yet. */
  readonly coming: number
  /** The first of the clients, and of the coming events by date. */
  readonly some_clients: readonly { readonly id: number; readonly full_name: string }[]
  readonly some_events: readonly { readonly id: number; readonly title: string; readonly start_date: string }[]
}

/** What somebody is responsible for. @param shown how many clients and events are named at most */
export async function of(connection: Connection, id: number, shown: number): Promise<Duties> {
  const { rows } = await read<Duties>(
    connection,
    undefined,
    sql`
      select (select count(*)::integer from epic_events_api.client c where c.commercial_id = ${id}) as clients,
        (select count(*)::integer from epic_events_api.contract k where k.commercial_id = ${id}) as contracts,
        (select count(*)::integer from epic_events_api.event e where e.support_contact_id = ${id}) as events,
        (select count(*)::integer from epic_events_api.event e where e.support_contact_id = ${id} and ${coming}) as coming,
        array(
          select json_build_object('id', c.id, 'full_name', c.full_name)
          from epic_events_api.client c
          where c.commercial_id = ${id}
          order by c.id
          limit ${shown}) as some_clients,
        array(
          select json_build_object('id', e.id, 'title', e.title, 'start_date', e.start_date)
          from epic_events_api.event e
          where e.support_contact_id = ${id} and ${coming}
          order by e.start_date, e.id
          limit ${shown}) as some_events`,
  )
  const [found] = rows
  if (!found) throw new Error('a select of counts always answers')
  return found
}

/**
 * The refusal to delete somebody who still owns records, before somebody is asked to confirm it. Past events are not handed over, so
 * `user hand-over` is proposed only where there is something else.
 */
export function stillOwns(
  { id, full_name: name }: Pick<User, 'id' | 'full_name'>,
  { clients, contracts, events, coming }: Pick<Duties, 'clients' | 'contracts' | 'events' | 'coming'>,
): AppError {
  if (clients + contracts + coming > 0)
    return expectedRefusal(
      'users_owns_records',
      { user: id, clients, contracts, events },
      { people: new Map([[id, name]]), records: [] },
    )
  return new Refused((t) => t.user.ownsPast({ id, name, count: events }), {
    next: [`user update ${id} --is-active false`, `event list --support ${id}`],
    constraint: 'users_owns_records',
  })
}

/** Two colleagues, as a hand-over looks at them. */
export interface Party {
  readonly id: number
  readonly full_name: string
  readonly role_id: number
  readonly role: string
  /** null where one may not see it. */
  readonly is_active: boolean | null
  /** How much there is to hand over, as one sees it. */
  readonly clients: number
  /** Those that are not over. */
  readonly events: number
}

/** Both colleagues as everybody who is signed in may see them. One is undefined when nobody is meant by that. */
export async function parties(
  connection: Connection,
  from: Reference,
  to: Reference,
): Promise<{ currentUser: CurrentUser; source: Party | undefined; target: Party | undefined }> {
  const { currentUser, rows } = await read<Party & { readonly source: number | null; readonly target: number | null }>(
    connection,
    undefined,
    sql`
      select n.source, n.target, p.id, p.full_name, p.role_id, p.role, u.is_active,
        (select count(*)::integer from epic_events_api.client c where c.commercial_id = p.id) as clients,
        (select count(*)::integer from epic_events_api.event e where e.support_contact_id = p.id and ${coming}) as events
      from (select ${idOf('user', from)} as source, ${idOf('user', to)} as target offset 0) n
        join epic_events_api.colleague p on p.id in (n.source, n.target)
        left join epic_events_api.users u on u.id = p.id`,
  )
  return {
    currentUser,
    source: rows.find(({ id, source }) => id === source),
    target: rows.find(({ id, target }) => id === target),
  }
}

/** What moved. */
export type Moved = Pick<HandOver, 'clients' | 'contracts' | 'events'>

/** A better sentence for a colleague who cannot take over, where the caller knows them; undefined leaves the general one. */
export type NotTaker = () => AppError | undefined

/**
 * Hands all clients of one commercial, with their contracts and events, to another.
 *
 * @throws Forbidden · Refused `to` is no active commercial
 */
export async function handClients(
  connection: Connection,
  from: number,
  to: number,
  notTaker: NotTaker,
): Promise<Moved> {
  const { after } = await write<Moved>(connection, {
    needs: [inAnyScope('client:assign_commercial')],
    target: {
      select: sql`true as asked`,
      from: sql`(select null::integer as id, ${from}::integer as commercial_id) w`,
      alias: 'w',
    },
    write: (may) => sql`
      update epic_events_api.client c
      set commercial_id = ${to}
      where c.commercial_id = ${from} and ${may}
      returning c.id`,
    returning: sql`count(*)::integer as clients,
      (select count(*)::integer from epic_events_api.contract k where k.commercial_id = ${from}) as contracts, 0 as events`,
    constraintErrors: { client_commercial_active: notTaker },
  })
  if (!after) throw new Error('a count always answers')
  return after
}

/** Hands all coming events of one support to another. @throws Forbidden · Refused `to` is no active support */
export async function handEvents(connection: Connection, from: number, to: number, notTaker: NotTaker): Promise<Moved> {
  const { after } = await write<Moved>(connection, {
    needs: [inAnyScope('event:assign_support')],
    target: {
      select: sql`true as asked`,
      from: sql`(select null::integer as id, null::integer as commercial_id, ${from}::integer as support_contact_id) w`,
      alias: 'w',
    },
    write: (may) => sql`
      update epic_events_api.event e
      set support_contact_id = ${to}
      where e.support_contact_id = ${from} and ${coming} and ${may}
      returning e.id`,
    returning: sql`0 as clients, 0 as contracts, count(*)::integer as events`,
    constraintErrors: { event_support_active: notTaker },
  })
  if (!after) throw new Error('a count always answers')
  return after
}

/** Colleagues who have something to hand over. */
export const sources = (
  connection: Connection,
  _given: unknown,
  _t: unknown,
  limit: number,
): Promise<Choice<number>[]> =>
  partyChoices(connection, sql`${hasClients(sql`p.id`)} or ${hasEvents(sql`p.id`)}`, limit)

const hasClients = (id: SQL) => sql`exists (select from epic_events_api.client c where c.commercial_id = ${id})`
const hasEvents = (id: SQL) =>
  sql`exists (select from epic_events_api.event e where e.support_contact_id = ${id} and ${coming})`

/**
 * Active colleagues who can take over from somebody: those of the same role, of the role whose records that somebody still has, or of either
 * role when that says nothing.
 */
export const targets = (
  connection: Connection,
  { from }: Readonly<Record<string, unknown>>,
  _t: unknown,
  limit: number,
): Promise<Choice<number>[]> => {
  const source = idOf('user', (from ?? null) as Reference | null)
  const role = sql`(select g.role_id from epic_events_api.colleague g where g.id = ${source})`
  return partyChoices(
    connection,
    sql`p.id <> ${source} and p.role_id in (${COMMERCIAL}::integer, ${SUPPORT}::integer)
      and (p.role_id = ${role} or ${role} not in (${COMMERCIAL}::integer, ${SUPPORT}::integer)
        or (p.role_id = ${COMMERCIAL}::integer and ${hasClients(source)})
        or (p.role_id = ${SUPPORT}::integer and ${hasEvents(source)}))
      and not exists (select from epic_events_api.users u where u.id = p.id and not u.is_active)`,
    limit,
  )
}

async function partyChoices(connection: Connection, where: SQL, limit: number): Promise<Choice<number>[]> {
  const { rows } = await read<{ id: number; full_name: string; role: string }>(
    connection,
    undefined,
    sql`
      select p.id, p.full_name, p.role
      from epic_events_api.colleague p
      where ${where}
      order by p.full_name, p.id
      limit ${limit + 1}`,
  )
  return rows.map(({ id, full_name: label, role }) => ({ value: id, label, hint: `#${id} · ${role}` }))
}
