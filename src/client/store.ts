/**
 * All SQL of clients. Rows come back with their JSON keys, and the database shows only what the caller may see. It also judges the business
 * rules: a write that breaks one is refused by the name of its constraint (db/rule-errors.ts has the sentences).
 */
import { type SQL, sql } from 'drizzle-orm'
import { neededFor, type Permission } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { asExpected, type Expected } from '../db/expected.ts'
import { type Known, lookUp } from '../db/in-the-way.ts'
import { inAnyScope } from '../db/judgement.ts'
import { assignments, atVersion, type Patch } from '../db/page.ts'
import { idIn, idOf, type References, referencesOf, shownReference, withFound, withIds } from '../db/reference.ts'
import { expectedRefusal, lookedUpRefusal } from '../db/rule-errors.ts'
import { type Changed, read, readOne, write } from '../db/statement.ts'
import { type Attempt, versionConflict } from '../db/version-conflict.ts'
import { type NotFound, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import { isNamed, type Reference } from '../field/reference.ts'
import { asChoice } from './choices-store.ts'
import type { Client, ClientCard } from './client.ts'
import { type Alike, alike } from './duplicates-store.ts'

export { choicesFor, forContract, forNewContract, forNote } from './choices-store.ts'

/** The names beside a client, each a select. @param from the alias of the client */
export const namesOf = (from: SQL) => ({
  company: sql`select k.name from epic_events_api.company k where k.id = ${from}.company_id`,
  commercial: sql`select p.full_name from epic_events_api.colleague p where p.id = ${from}.commercial_id`,
})

/**
 * The columns of a client in a list, which counts nothing so that it stays fast.
 *
 * @param from the alias of the row
 * @param names where a list has joined them
 */
export const record = (
  from: SQL,
  names: ReturnType<typeof namesOf> = namesOf(from),
) => sql`${from}.id, ${from}.full_name, ${from}.email, ${from}.phone, ${from}.company_id, (${names.company}) as company_name,
  ${from}.first_contact_date, ${from}.last_contact_date, ${from}.next_contact_date, ${from}.commercial_id, (${names.commercial}) as commercial_name,
  ${from}.created_at, ${from}.updated_at, ${from}.version`

/** The columns of one client that is shown alone. */
const card = (from: SQL) => sql`${record(from)},
  (select count(*)::integer from epic_events_api.contract k where k.client_id = ${from}.id) as contract_count`
const c = sql.raw('c')
const d = sql.raw('d')

export const missing = (by: Reference) => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun.client, id: shownReference(by) })) satisfies NotFound['userMessage'],
  next: ['client list'],
  instead: async (connection: Connection) =>
    isNamed(by) ? undefined : (await import('../db/merge.ts')).mergedAway(connection, 'client', by),
})

/** One client. @param toDo as for readOne @throws NotFound · Ambiguous · Forbidden */
export const view = (connection: Connection, by: Reference, ...toDo: readonly Permission[]): Promise<ClientCard> =>
  viewWith<ClientCard>(connection, by, card(c), ...toDo)

/** The same with other columns of the row c. */
export const viewWith = <R extends Client>(
  connection: Connection,
  by: Reference,
  columns: SQL,
  ...toDo: readonly Permission[]
): Promise<R> =>
  readOne<R>(connection, 'client:view', {
    columns,
    from: sql`epic_events_api.client c where c.id = ${idOf('client', by)}`,
    alias: 'c',
    missing: missing(by),
    by: { noun: 'client', reference: by },
    toDo,
  })

/** The dates of a client before they are changed; undefined if the caller sees no such client, which the change will say. */
export async function dates(connection: Connection, by: Reference): Promise<ClientDates | undefined> {
  const { rows } = await read<ClientDates>(
    connection,
    undefined,
    sql`select c.first_contact_date, c.last_contact_date from epic_events_api.client c
      where c.id = ${idOf('client', by)}`,
  )
  return rows[0]
}

type ClientDates = Pick<Client, 'first_contact_date' | 'last_contact_date'>

export interface NewClient {
  readonly fullName: string
  readonly email: string
  readonly phone?: string | null
  readonly companyId?: Reference | null
  readonly firstContactDate?: string
  readonly lastContactDate?: string | null
}

/** A client that was just created, and those that it is like. */
type CreatedClient = ClientCard & { readonly alike: readonly Alike[] }

/** Creates a client, whose commercial is the caller. @throws Refused the email is taken, there is no such company · NotFound · Ambiguous */
export async function create(connection: Connection, o: NewClient): Promise<CreatedClient> {
  const references = referencesOf({ company_id: o.companyId ?? null }, { company_id: 'company' })
  const { after } = await write<CreatedClient>(connection, {
    needs: [inAnyScope('client:create')],
    target: {
      select: sql`true as mine`,
      from: sql`(select null::integer as id, (select epic_events.uid()) as commercial_id) w`,
      alias: 'w',
    },
    references,
    write: (may) => sql`
      insert into epic_events_api.client
        (full_name, email, phone, company_id, first_contact_date, last_contact_date, commercial_id)
      select ${o.fullName}::text, ${o.email}::text, ${o.phone ?? null}::text, ${idIn(references, 'company_id')},
        coalesce(${o.firstContactDate ?? null}::timestamptz, now()), ${o.lastContactDate ?? null}::timestamptz,
        (select epic_events.uid())
      where ${may}
      returning *`,
    returning: sql`${card(d)}, ${alike(d)} as alike`,
    constraintErrors: refusals(o),
  })
  if (!after) throw new Error('an allowed insert answers its row')
  return after
}

/** What may be changed. */
export type ClientPatch = Patch<Omit<Client, 'company_id' | 'commercial_id'>> & {
  readonly company_id?: Reference | null
  readonly commercial_id?: Reference
}

/** Refuses an email that a client has, as far as the caller sees it. @throws Refused */
export async function emailMustBeFree(connection: Connection, email: string): Promise<void> {
  const { wants, explain } = refusals({ email }).client_email_key
  const known = await lookUp(connection, wants)
  if (known.records.length > 0) throw explain(known)
}

/** Refuses a company that does not exist. @throws Refused */
export async function companyMustExist(connection: Connection, companyId: Reference): Promise<void> {
  const company = sql`select k.id from epic_events_api.company k where k.id = ${idOf('company', companyId)}`
  if ((await read(connection, undefined, company)).rows.length === 0) throw refusals({ companyId }).client_company_fk()
}

/** Creates a client from within a list of them. @returns it as the list shows it */
export const createChoice = (connection: Connection, o: NewClient): Promise<Choice<number>> =>
  create(connection, o).then(asChoice)

/**
 * Changes some columns of a client. Handing it over carries its contracts and events along. A form in which nothing was changed writes
 * nothing.
 *
 * @throws NotFound · Ambiguous · Forbidden
 * @throws Refused a rule: not an active commercial · the email is taken, there is no such company, it changed meanwhile
 */
export async function update(
  connection: Connection,
  by: Reference,
  patch: ClientPatch,
  expected?: Expected,
): Promise<Changed<ClientCard>> {
  if (Object.keys(patch).length === 0) {
    const now = await view(connection, by)
    return { before: now, after: now }
  }
  const references: References = {
    id: { noun: 'client', reference: by },
    ...referencesOf(patch, { company_id: 'company', commercial_id: 'user' }),
  }
  const id = idIn(references, 'id')
  const { before, after, found } = await write<ClientCard>(connection, {
    needs: neededFor('client', Object.keys(patch)),
    target: { select: card(c), from: sql`epic_events_api.client c where c.id = ${id}`, alias: 'c' },
    references,
    write: (may) => sql`
      update epic_events_api.client c
      set ${assignments(withIds(patch, references))}
      where c.id = ${id} and ${may}${asExpected('c', expected, withIds(patch, references))}
      returning c.*`,
    returning: card(d),
    constraintErrors: refusals({ email: patch.email, companyId: patch.company_id }),
    missing: missing(by),
  })
  if (!after) throw await outdated(connection, before, { wanted: withFound(patch, found), expected })
  return { before, after }
}

/** Somebody else changed the client meanwhile. @param before as it was seen */
export async function outdated(
  connection: Connection,
  before: { readonly id: number } | null,
  o: Attempt = { wanted: {} },
): Promise<Refused> {
  if (!before) throw new Error('a client that was found was seen')
  return versionConflict(connection, 'client', await view(connection, before.id), o)
}

/** Deletes a client. @returns who it was @throws NotFound · Ambiguous · Refused a rule: it has contracts · it changed meanwhile */
export async function remove(connection: Connection, by: Reference, ifVersion?: number): Promise<Named> {
  const references: References = { id: { noun: 'client', reference: by } }
  const id = idIn(references, 'id')
  // Of a client that was named, the rule itself says which it is.
  const hasNow = isNamed(by) ? () => undefined : hasContractsAfterAll(by)
  const { before, after } = await write<Named>(connection, {
    needs: [inAnyScope('client:delete')],
    references,
    target: { select: sql`c.id, c.full_name`, from: sql`epic_events_api.client c where c.id = ${id}`, alias: 'c' },
    write: (may) => sql`
      delete from epic_events_api.client c
      where c.id = ${id} and ${may}${atVersion('c', ifVersion)}
      returning c.id, c.full_name`,
    returning: sql`d.id, d.full_name`,
    missing: missing(by),
    // PostgreSQL checks this foreign key of a contract that was made at the same moment.
    constraintErrors: { contract_client_fk: hasNow, contract_client_commercial: hasNow },
  })
  if (!after) throw await outdated(connection, before)
  return after
}

type Named = Pick<Client, 'id' | 'full_name'>

/** The refusal to delete a client with contracts, before somebody is asked to confirm it. */
export const hasContracts = (connection: Connection, id: number) =>
  lookedUpRefusal(connection, 'contract_client_fk', { client: id })

/** The same for PostgreSQL's own foreign keys, which give no detail. */
const hasContractsAfterAll = (id: number) => ({
  wants: { records: { by: 'contractsOfClient' as const, key: id } },
  explain: (known: Known) => expectedRefusal('contract_client_fk', { client: id }, known),
})

/** Sentences about values that only the command knows. */
export const refusals = ({
  email = '',
  companyId,
}: {
  email?: string | undefined
  companyId?: Reference | null | undefined
}) => ({
  client_email_key: {
    wants: { records: { by: 'clientByEmail' as const, key: email } },
    explain: ({ records: [holder] }: Known) =>
      new Refused((t) => t.client.emailTaken({ email, holder }), {
        next: holder ? [`client view ${holder.id}`] : [],
      }),
  },
  client_company_fk: () =>
    typeof companyId === 'number'
      ? new Refused((t) => t.client.noCompany({ id: companyId }), { next: ['company list'] })
      : undefined,
})
