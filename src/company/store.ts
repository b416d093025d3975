/** All SQL of companies. Rows come back with their JSON keys, and the database shows only what the caller may see. */
import { type SQL, sql } from 'drizzle-orm'
import { type ActionOf, neededFor, type Permission } from '../access/catalogue.ts'
import { predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { asExpected, type Expected } from '../db/expected.ts'
import { inAnyScope } from '../db/judgement.ts'
import { assignments, atVersion, type Patch } from '../db/page.ts'
import { idIn, idOf, shownReference } from '../db/reference.ts'
import { type Changed, read, readOne, trustedSql, write } from '../db/statement.ts'
import { type Attempt, versionConflict } from '../db/version-conflict.ts'
import type { NotFound, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import { isNamed, type Reference } from '../field/reference.ts'
import type { Company, CompanyCard } from './company.ts'

/** The columns of a company in a list, which counts nothing so that it stays fast. @param from the alias of the row */
export const record = (from: SQL) => sql`${from}.id, ${from}.name, ${from}.billing_address, ${from}.vat_number,
  ${from}.created_at, ${from}.updated_at, ${from}.version`

/** The columns of one company that is shown alone. */
const card = (from: SQL) => sql`${record(from)},
  (select count(*)::integer from epic_events_api.client c where c.company_id = ${from}.id) as client_count`
const k = sql.raw('k')
const d = sql.raw('d')

export const missing = (by: Reference) => ({
  message: ((t) =>
    t.refusal.noSuch({ noun: t.noun.company, id: shownReference(by) })) satisfies NotFound['userMessage'],
  next: ['company list'],
  instead: async (connection: Connection) =>
    isNamed(by) ? undefined : (await import('../db/merge.ts')).mergedAway(connection, 'company', by),
})

/** One company. @param toDo as for readOne @throws NotFound · Ambiguous · Forbidden */
export const view = (connection: Connection, by: Reference, ...toDo: readonly Permission[]): Promise<CompanyCard> =>
  viewWith<CompanyCard>(connection, by, card(k), ...toDo)

/** The same with other columns of the row k. */
export const viewWith = <R extends Company>(
  connection: Connection,
  by: Reference,
  columns: SQL,
  ...toDo: readonly Permission[]
): Promise<R> =>
  readOne<R>(connection, 'company:view', {
    columns,
    from: sql`epic_events_api.company k where k.id = ${idOf('company', by)}`,
    alias: 'k',
    missing: missing(by),
    by: { noun: 'company', reference: by },
    toDo,
  })

export interface NewCompany {
  readonly name: string
  readonly billingAddress?: string | null
  readonly vatNumber?: string | null
}

/** Creates a company. @throws Unauthenticated, Forbidden, Unavailable */
export async function create(connection: Connection, o: NewCompany): Promise<CompanyCard> {
  const { after } = await write<CompanyCard>(connection, {
    needs: [inAnyScope('company:create')],
    write: (may) => sql`
      insert into epic_events_api.company (name, billing_address, vat_number)
      select ${o.name}::text, ${o.billingAddress ?? null}::text, ${o.vatNumber ?? null}::text
      where ${may}
      returning *`,
    returning: card(d),
  })
  if (!after) throw new Error('an allowed insert answers its row')
  return after
}

/** Creates a company from within a list of them. @returns it as the list shows it */
export const createChoice = (connection: Connection, o: { readonly name: string }): Promise<Choice<number>> =>
  create(connection, o).then(asChoice)

/** Changes some columns of a company. A form in which nothing was changed writes nothing. @throws NotFound · Ambiguous · Refused it changed meanwhile */
export async function update(
  connection: Connection,
  by: Reference,
  patch: Patch<Company>,
  expected?: Expected,
): Promise<Changed<CompanyCard>> {
  if (Object.keys(patch).length === 0) {
    const now = await view(connection, by)
    return { before: now, after: now }
  }
  const references = { id: { noun: 'company', reference: by } } as const
  const id = idIn(references, 'id')
  const { before, after } = await write<CompanyCard>(connection, {
    needs: neededFor('company', Object.keys(patch)),
    references,
    target: { select: card(k), from: sql`epic_events_api.company k where k.id = ${id}`, alias: 'k' },
    write: (may) => sql`
      update epic_events_api.company k
      set ${assignments(patch)}
      where k.id = ${id} and ${may}${asExpected('k', expected, patch)}
      returning k.*`,
    returning: card(d),
    missing: missing(by),
  })
  if (!after) throw await outdated(connection, before, { wanted: patch, expected })
  return { before, after }
}

/** Somebody else changed the company meanwhile. @param before as it was seen */
export async function outdated(
  connection: Connection,
  before: Company | null,
  o: Attempt = { wanted: {} },
): Promise<Refused> {
  if (!before) throw new Error('a company that was found was seen')
  return versionConflict(connection, 'company', await view(connection, before.id), o)
}

/**
 * Deletes a company. Its clients stay, without a company (ON DELETE SET NULL).
 *
 * @returns it as it was, with the number of clients that lost it
 * @throws NotFound · Ambiguous · Refused it changed meanwhile
 */
export async function remove(connection: Connection, by: Reference, ifVersion?: number): Promise<CompanyCard> {
  const references = { id: { noun: 'company', reference: by } } as const
  const id = idIn(references, 'id')
  const { before, after } = await write<CompanyCard>(connection, {
    needs: [inAnyScope('company:delete')],
    references,
    target: { select: card(k), from: sql`epic_events_api.company k where k.id = ${id}`, alias: 'k' },
    write: (may) => sql`
      delete from epic_events_api.company k
      where k.id = ${id} and ${may}${atVersion('k', ifVersion)}
      returning k.*`,
    // The clients are counted in the statement's own snapshot, in which they still have the company.
    returning: card(d),
    missing: missing(by),
  })
  if (!after) throw await outdated(connection, before)
  return after
}

/** Companies on which one may do one of these actions, by name. */
export const choicesFor =
  (...actions: readonly ActionOf<'company'>[]) =>
  async (connection: Connection, _given: unknown, _t: unknown, limit: number): Promise<Choice<number>[]> => {
    const { rows } = await read<{ id: number; name: string }>(
      connection,
      undefined,
      sql`
        select k.id, k.name
        from epic_events_api.company k
        where ${trustedSql(predicate('company', actions, 'k'))}
        order by k.name, k.id
        limit ${limit + 1}`,
    )
    return rows.map(asChoice)
  }

/** Companies to choose from, by name, as far as one sees them. */
export async function choices(
  connection: Connection,
  _given: unknown,
  _t: unknown,
  limit: number,
): Promise<Choice<number>[]> {
  const { rows } = await read<{ id: number; name: string }>(
    connection,
    undefined,
    sql`select k.id, k.name from epic_events_api.company k order by k.name, k.id limit ${limit + 1}`,
  )
  return rows.map(asChoice)
}

const asChoice = ({ id, name }: { id: number; name: string }): Choice<number> => ({
  value: id,
  label: name,
  hint: `#${id}`,
})
