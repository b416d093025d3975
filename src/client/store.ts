/**
 * All SQL of clients. Rows come back with their JSON keys, and the database shows only what the caller may see. It also judges the business
 * rules: a write that breaks one is refused by the name of its constraint (db/rule-errors.ts has the sentences).
 */
import { type SQL, sql } from 'drizzle-orm'
import { hasPermission } from '../access/can.ts'
import { type ActionOf, neededFor, type Permission } from '../access/catalogue.ts'
import { mine, predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { type Known, lookUp } from '../db/in-the-way.ts'
import { assignments, atVersion, type Listing, type Patch, page } from '../db/page.ts'
import { expectedRefusal, lookedUpRefusal } from '../db/rule-errors.ts'
import { allowed, type Changed, currentUser, inAnyScope, read, readOne, trustedSql, write } from '../db/statement.ts'
import { versionConflict } from '../db/version-conflict.ts'
import { type NotFound, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import * as users from '../user/store.ts'
import type { Client, ClientCard } from './client.ts'

/** The columns of a client in a list, which counts nothing so that it stays fast. @param from the alias of the row */
const record = (from: SQL) => sql`${from}.id, ${from}.full_name, ${from}.email, ${from}.phone, ${from}.company_id,
  (select k.name from epic_events_api.company k where k.id = ${from}.company_id) as company_name,
  ${from}.first_contact_date, ${from}.last_contact_date, ${from}.commercial_id,
  (select p.full_name from epic_events_api.colleague p where p.id = ${from}.commercial_id) as commercial_name,
  ${from}.created_at, ${from}.updated_at, ${from}.version`

/** The columns of one client that is shown alone. */
const card = (from: SQL) => sql`${record(from)},
  (select count(*)::integer from epic_events_api.contract k where k.client_id = ${from}.id) as contract_count`
const c = sql.raw('c')
const d = sql.raw('d')

const missing = (id: number) => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun.client, id })) satisfies NotFound['userMessage'],
  next: ['client list'],
})

/** One page of clients in order of id. @param o.onlyMine a commercial's own clients, or those of the events that a support runs */
export function list(connection: Connection, o: { onlyMine: boolean } & Listing) {
  const own = sql`(${trustedSql(mine('client', 'own', 'c'))} or ${trustedSql(mine('client', 'assigned', 'c'))})`
  return page<Client>(connection, 'client:list', {
    ...o,
    columns: record(c),
    from: sql`epic_events_api.client c`,
    alias: 'c',
    where: sql`${trustedSql(predicate('client', ['list'], 'c'))}${o.onlyMine ? sql` and ${own}` : sql``}`,
  })
}

/** One client. @param toDo as for readOne @throws NotFound, Forbidden */
export const view = (connection: Connection, id: number, ...toDo: readonly Permission[]): Promise<ClientCard> =>
  viewWith<ClientCard>(connection, id, sql``, ...toDo)

/** The same with further columns of the row c. */
export const viewWith = <R extends ClientCard>(
  connection: Connection,
  id: number,
  more: SQL,
  ...toDo: readonly Permission[]
): Promise<R> =>
  readOne<R>(connection, 'client:view', {
    columns: sql`${card(c)}${more}`,
    from: sql`epic_events_api.client c where c.id = ${id}`,
    alias: 'c',
    missing: missing(id),
    toDo,
  })

/** The dates of a client before they are changed; undefined if the caller sees no such client, which the change will say. */
export async function dates(connection: Connection, id: number): Promise<ClientDates | undefined> {
  const { rows } = await read<ClientDates>(
    connection,
    undefined,
    sql`select c.first_contact_date, c.last_contact_date from epic_events_api.client c where c.id = ${id}`,
  )
  return rows[0]
}

type ClientDates = Pick<Client, 'first_contact_date' | 'last_contact_date'>

export interface NewClient {
  readonly fullName: string
  readonly email: string
  readonly phone?: string | null
  readonly companyId?: number | null
  readonly firstContactDate?: string
  readonly lastContactDate?: string | null
}

/** Creates a client, whose commercial is the caller. @throws Refused the email is taken, there is no such company */
export async function create(connection: Connection, o: NewClient): Promise<ClientCard> {
  const { after } = await write<ClientCard>(connection, {
    needs: [inAnyScope('client:create')],
    target: {
      select: sql`true as mine`,
      from: sql`(select null::integer as id, (select epic_events.uid()) as commercial_id) w`,
      alias: 'w',
    },
    write: (may) => sql`
      insert into epic_events_api.client
        (full_name, email, phone, company_id, first_contact_date, last_contact_date, commercial_id)
      select ${o.fullName}::text, ${o.email}::text, ${o.phone ?? null}::text, ${o.companyId ?? null}::integer,
        coalesce(${o.firstContactDate ?? null}::timestamptz, now()), ${o.lastContactDate ?? null}::timestamptz,
        (select epic_events.uid())
      where ${may}
      returning *`,
    returning: card(d),
    constraintErrors: refusals(o),
  })
  if (!after) throw new Error('an allowed insert answers its row')
  return after
}

/** Refuses an email that a client has, as far as the caller sees it. @throws Refused */
export async function emailMustBeFree(connection: Connection, email: string): Promise<void> {
  const { wants, explain } = refusals({ email }).client_email_key
  const known = await lookUp(connection, wants)
  if (known.records.length > 0) throw explain(known)
}

/** Refuses a company that does not exist. @throws Refused */
export async function companyMustExist(connection: Connection, companyId: number): Promise<void> {
  const company = sql`select k.id from epic_events_api.company k where k.id = ${companyId}`
  if ((await read(connection, undefined, company)).rows.length === 0) throw refusals({ companyId }).client_company_fk()
}

/** Creates a client from within a list of them. @returns it as the list shows it */
export const createChoice = (connection: Connection, o: NewClient): Promise<Choice<number>> =>
  create(connection, o).then(asChoice)

/**
 * Changes some columns of a client. Handing it over carries its contracts and events along. A form in which nothing was changed writes
 * nothing.
 *
 * @throws NotFound · Forbidden
 * @throws Refused a rule: not an active commercial · the email is taken, there is no such company, it changed meanwhile
 */
export async function update(
  connection: Connection,
  id: number,
  patch: Patch<Client>,
  ifVersion?: number,
): Promise<Changed<ClientCard>> {
  if (Object.keys(patch).length === 0) {
    const now = await view(connection, id)
    return { before: now, after: now }
  }
  const { before, after } = await write<ClientCard>(connection, {
    needs: neededFor('client', Object.keys(patch)),
    target: { select: card(c), from: sql`epic_events_api.client c where c.id = ${id}`, alias: 'c' },
    write: (may) => sql`
      update epic_events_api.client c
      set ${assignments(patch)}
      where c.id = ${id} and ${may}${atVersion('c', ifVersion)}
      returning c.*`,
    returning: card(d),
    constraintErrors: refusals({ email: patch.email, companyId: patch.company_id }),
    missing: missing(id),
  })
  if (!after) throw versionConflict('client', id, await view(connection, id), patch)
  return { before, after }
}

/** Deletes a client. @throws NotFound · Refused a rule: it has contracts · it changed meanwhile */
export async function remove(connection: Connection, id: number, ifVersion?: number): Promise<void> {
  const { after } = await write<{ id: number }>(connection, {
    needs: [inAnyScope('client:delete')],
    target: { select: sql`c.id`, from: sql`epic_events_api.client c where c.id = ${id}`, alias: 'c' },
    write: (may) => sql`
      delete from epic_events_api.client c
      where c.id = ${id} and ${may}${atVersion('c', ifVersion)}
      returning c.id`,
    returning: sql`d.id`,
    missing: missing(id),
    // PostgreSQL checks this foreign key of a contract that was made at the same moment.
    constraintErrors: {
      contract_client_fk: hasContractsAfterAll(id),
      contract_client_commercial: hasContractsAfterAll(id),
    },
  })
  if (!after) throw versionConflict('client', id, await view(connection, id), {})
}

/** The refusal to delete a client with contracts, before somebody is asked to confirm it. */
export const hasContracts = (connection: Connection, id: number) =>
  lookedUpRefusal(connection, 'contract_client_fk', { client: id })

/** The same for PostgreSQL's own foreign keys, which give no detail. */
const hasContractsAfterAll = (id: number) => ({
  wants: { records: { by: 'contractsOfClient' as const, key: id } },
  explain: (known: Known) => expectedRefusal('contract_client_fk', { client: id }, known),
})

/** Colleagues to whom one may hand a client over. The list is empty for somebody who may not. */
export async function commercials(
  connection: Connection,
  given: unknown,
  t: unknown,
  limit: number,
): Promise<Choice<number>[]> {
  return hasPermission(await currentUser(connection), 'client', 'assign_commercial')
    ? users.commercials(connection, given, t, limit)
    : []
}

/** Clients of whom one may make a contract. The row stands for the new contract. */
export const forNewContract = (
  connection: Connection,
  _given: unknown,
  _t: unknown,
  limit: number,
): Promise<Choice<number>[]> => choices(connection, 'contract:create', limit)

/** Clients to whom one may move a contract. */
export const forContract = (
  connection: Connection,
  _given: unknown,
  _t: unknown,
  limit: number,
): Promise<Choice<number>[]> => choices(connection, 'contract:update', limit)

async function choices(
  connection: Connection,
  needs: 'contract:create' | 'contract:update',
  limit: number,
): Promise<Choice<number>[]> {
  const { rows } = await read<{ id: number; full_name: string; company_name: string | null }>(
    connection,
    undefined,
    sql`
      select w.client_id as id, w.full_name, w.company_name
      from (
        select null::integer as id, c.id as client_id, c.commercial_id, c.full_name,
          (select k.name from epic_events_api.company k where k.id = c.company_id) as company_name
        from epic_events_api.client c) w
      where ${allowed(inAnyScope(needs), 'w')}
      order by w.full_name, w.client_id
      limit ${limit + 1}`,
  )
  return rows.map(asChoice)
}

/** Clients on whom one may do one of these actions, by name. */
export const choicesFor =
  (...actions: readonly ActionOf<'client'>[]) =>
  async (connection: Connection, _given: unknown, _t: unknown, limit: number): Promise<Choice<number>[]> => {
    const { rows } = await read<{ id: number; full_name: string; company_name: string | null }>(
      connection,
      undefined,
      sql`
        select c.id, c.full_name, (select k.name from epic_events_api.company k where k.id = c.company_id) as company_name
        from epic_events_api.client c
        where ${trustedSql(predicate('client', actions, 'c'))}
        order by c.full_name, c.id
        limit ${limit + 1}`,
    )
    return rows.map(asChoice)
  }

const asChoice = (o: { id: number; full_name: string; company_name: string | null }): Choice<number> => ({
  value: o.id,
  label: o.full_name,
  hint: o.company_name === null ? `#${o.id}` : `#${o.id} · ${o.company_name}`,
})

/** Sentences about values that only the command knows. */
const refusals = (o: { email?: string | undefined; companyId?: number | null | undefined }) => ({
  client_email_key: {
    wants: { records: { by: 'clientByEmail' as const, key: o.email ?? '' } },
    explain: ({ records: [holder] }: Known) =>
      new Refused((t) => t.client.emailTaken({ email: o.email ?? '', holder }), {
        next: holder ? [`client view ${holder.id}`] : [],
      }),
  },
  client_company_fk: () => new Refused((t) => t.client.noCompany({ id: o.companyId ?? 0 }), { next: ['company list'] }),
})
