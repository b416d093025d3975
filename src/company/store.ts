/** All SQL of companies. A row comes back with its JSON keys; what it must not see, the database does not show. */
import { type SQL, sql } from 'drizzle-orm'
import { type ActionOf, neededFor } from '../access/catalogue.ts'
import { predicate } from '../access/predicates.ts'
import type { Choice } from '../cli/prompt.ts'
import { assignments, atVersion, type Listing, type PageOf, type Patch, page } from '../db/page.ts'
import type { Tx } from '../db/tx.ts'
import { type Changed, fromCatalogue, one, plainly, read, stale, write } from '../db/verdict.ts'
import type { NotFound } from '../errors.ts'
import type { Company, CompanyCard } from './company.ts'

/** What a company is answered with; `from` is the alias of the row. */
const record = (from: SQL) => sql`${from}.id, ${from}.name, ${from}.created_at, ${from}.updated_at, ${from}.version`

/** As one company alone is answered with. Lists count nothing: they stay fast. */
const card = (from: SQL) => sql`${record(from)},
  (select count(*)::integer from epic_events.client c where c.company_id = ${from}.id) as client_count`
const k = sql.raw('k')
const d = sql.raw('d')

const missing = (id: number) => ({
  say: ((t) => t.refusal.noSuch({ noun: t.noun.company, id })) satisfies NotFound['say'],
  next: ['company list'],
})

/** One page of companies in order of id. @throws Unauthenticated, Forbidden, Unavailable */
export function list(tx: Tx, o: Listing): Promise<PageOf<Company>> {
  return page<Company>(tx, 'company:list', {
    ...o,
    columns: record(k),
    from: sql`epic_events.company k`,
    alias: 'k',
    where: fromCatalogue(predicate('company', ['list'], 'k')),
  })
}

/** One company. @throws NotFound */
export const view = (tx: Tx, id: number): Promise<CompanyCard> =>
  one<CompanyCard>(tx, 'company:view', {
    columns: card(k),
    from: sql`epic_events.company k where k.id = ${id}`,
    alias: 'k',
    missing: missing(id),
  })

/** Creates a company. @throws Unauthenticated, Forbidden, Unavailable */
export async function create(tx: Tx, o: { readonly name: string }): Promise<CompanyCard> {
  const { done } = await write<CompanyCard>(tx, {
    needs: [plainly('company:create')],
    write: (may) => sql`insert into epic_events.company (name) select ${o.name}::text where ${may} returning *`,
    returning: card(d),
  })
  if (!done) throw new Error('an allowed insert answers its row')
  return done
}

/** Renames a company; a form in which nothing was changed writes nothing. @throws NotFound · Refused it changed meanwhile */
export async function update(
  tx: Tx,
  id: number,
  patch: Patch<Company>,
  ifVersion?: number,
): Promise<Changed<CompanyCard>> {
  if (Object.keys(patch).length === 0) {
    const now = await view(tx, id)
    return { seen: now, done: now }
  }
  const { seen, done } = await write<CompanyCard>(tx, {
    needs: neededFor('company', Object.keys(patch)),
    seen: { select: card(k), from: sql`epic_events.company k where k.id = ${id}`, alias: 'k' },
    write: (may) => sql`update epic_events.company k set ${assignments(patch)}
      where k.id = ${id} and ${may}${atVersion('k', ifVersion)} returning k.*`,
    returning: card(d),
    missing: missing(id),
  })
  if (!done) throw stale('company', id, await view(tx, id), patch)
  return { seen, done }
}

/**
 * Deletes a company; its clients stay, without one (ON DELETE SET NULL).
 *
 * @returns it as it was, with the number of clients that lost it
 * @throws NotFound · Refused it changed meanwhile
 */
export async function remove(tx: Tx, id: number, ifVersion?: number): Promise<CompanyCard> {
  const { done } = await write<CompanyCard>(tx, {
    needs: [plainly('company:delete')],
    seen: { select: card(k), from: sql`epic_events.company k where k.id = ${id}`, alias: 'k' },
    write: (may) =>
      sql`delete from epic_events.company k where k.id = ${id} and ${may}${atVersion('k', ifVersion)} returning k.*`,
    // Counted in the statement's own snapshot, in which the clients still have it.
    returning: card(d),
    missing: missing(id),
  })
  if (!done) throw stale('company', id, await view(tx, id), {})
  return done
}

/** Companies with which one may do one of these, by name. */
export const choicesFor =
  (...actions: readonly ActionOf<'company'>[]) =>
  async (tx: Tx, _given: unknown, _t: unknown, most: number): Promise<Choice<number>[]> => {
    const { rows } = await read<{ id: number; name: string }>(
      tx,
      undefined,
      sql`select k.id, k.name from epic_events.company k where ${fromCatalogue(predicate('company', actions, 'k'))}
        order by k.name, k.id limit ${most + 1}`,
    )
    return rows.map(({ id, name }) => ({ value: id, label: name, hint: `#${id}` }))
  }

/** Companies to choose from, by name, as far as one sees them. */
export async function choices(tx: Tx, _given: unknown, _t: unknown, most: number): Promise<Choice<number>[]> {
  const { rows } = await read<{ id: number; name: string }>(
    tx,
    undefined,
    sql`select k.id, k.name from epic_events.company k order by k.name, k.id limit ${most + 1}`,
  )
  return rows.map(({ id, name }) => ({ value: id, label: name, hint: `#${id}` }))
}
