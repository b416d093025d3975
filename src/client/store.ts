/** All SQL of clients. A row comes back with its JSON keys; what it must not see, the database does not show. */
import { type SQL, sql } from 'drizzle-orm'
import { holds } from '../access/can.ts'
import { type ActionOf, neededFor } from '../access/catalogue.ts'
import { mine, predicate } from '../access/predicates.ts'
import type { Choice } from '../cli/prompt.ts'
import { assignments, atVersion, type Listing, type Patch, page } from '../db/page.ts'
import type { Tx } from '../db/tx.ts'
import { allowed, type Changed, facts, fromCatalogue, one, plainly, read, stale, write } from '../db/verdict.ts'
import { type NotFound, Refused } from '../errors.ts'
import * as users from '../user/store.ts'
import type { Client, ClientCard } from './client.ts'

/** What a client is answered with; `from` is the alias of the row. Names come from what everybody signed in may see. */
const record = (from: SQL) => sql`${from}.id, ${from}.full_name, ${from}.email, ${from}.phone, ${from}.company_id,
  (select k.name from epic_events.company k where k.id = ${from}.company_id) as company_name,
  ${from}.first_contact_date, ${from}.last_contact_date, ${from}.commercial_id,
  (select p.full_name from epic_events.colleague p where p.id = ${from}.commercial_id) as commercial_name,
  ${from}.created_at, ${from}.updated_at, ${from}.version`

/** As one client alone is answered with. Lists count nothing: they stay fast. */
const card = (from: SQL) => sql`${record(from)},
  (select count(*)::integer from epic_events.contract k where k.client_id = ${from}.id) as contract_count`
const c = sql.raw('c')
const d = sql.raw('d')

const missing = (id: number) => ({
  say: ((t) => t.refusal.noSuch({ noun: t.noun.client, id })) satisfies NotFound['say'],
  next: ['client list'],
})

/** One page of clients in order of id. @param o.onlyMine as a commercial one's own, as a support those of one's events */
export function list(tx: Tx, o: { onlyMine: boolean } & Listing) {
  const own = sql`(${fromCatalogue(mine('client', 'own', 'c'))} or ${fromCatalogue(mine('client', 'assigned', 'c'))})`
  return page<Client>(tx, 'client:list', {
    ...o,
    columns: record(c),
    from: sql`epic_events.client c`,
    alias: 'c',
    where: sql`${fromCatalogue(predicate('client', ['list'], 'c'))}${o.onlyMine ? sql` and ${own}` : sql``}`,
  })
}

/** One client. @throws NotFound */
export const view = (tx: Tx, id: number): Promise<ClientCard> =>
  one<ClientCard>(tx, 'client:view', {
    columns: card(c),
    from: sql`epic_events.client c where c.id = ${id}`,
    alias: 'c',
    missing: missing(id),
  })

export interface NewClient {
  readonly fullName: string
  readonly email: string
  readonly phone?: string | null
  readonly companyId?: number | null
  readonly firstContactDate?: string
  readonly lastContactDate?: string | null
}

/** Creates a client of whoever asks. @throws Refused the email is taken, there is no such company */
export async function create(tx: Tx, o: NewClient): Promise<ClientCard> {
  const { done } = await write<ClientCard>(tx, {
    needs: [plainly('client:create')],
    seen: {
      select: sql`true as mine`,
      from: sql`(select null::integer as id, (select epic_events.uid()) as commercial_id) w`,
      alias: 'w',
    },
    write: (
      may,
    ) => sql`insert into epic_events.client (full_name, email, phone, company_id, first_contact_date, last_contact_date, commercial_id)
      select ${o.fullName}::text, ${o.email}::text, ${o.phone ?? null}::text, ${o.companyId ?? null}::integer,
        coalesce(${o.firstContactDate ?? null}::timestamptz, now()), ${o.lastContactDate ?? null}::timestamptz, (select epic_events.uid())
      where ${may} returning *`,
    returning: card(d),
    refusals: refusals(o),
  })
  if (!done) throw new Error('an allowed insert answers its row')
  return done
}

/**
 * Changes some columns of a client; handing it over carries its contracts and events along. A form in which nothing was changed
 * writes nothing.
 *
 * @throws NotFound · Forbidden · Refused the email is taken, no such company, no active commercial, it changed meanwhile
 */
export async function update(
  tx: Tx,
  id: number,
  patch: Patch<Client>,
  ifVersion?: number,
): Promise<Changed<ClientCard>> {
  if (Object.keys(patch).length === 0) {
    const now = await view(tx, id)
    return { seen: now, done: now }
  }
  const { seen, done } = await write<ClientCard>(tx, {
    needs: neededFor('client', Object.keys(patch)),
    seen: { select: card(c), from: sql`epic_events.client c where c.id = ${id}`, alias: 'c' },
    write: (may) => sql`update epic_events.client c set ${assignments(patch)}
      where c.id = ${id} and ${may}${atVersion('c', ifVersion)} returning c.*`,
    returning: card(d),
    refusals: refusals({ email: patch.email, companyId: patch.company_id, commercialId: patch.commercial_id }),
    missing: missing(id),
  })
  if (!done) throw stale('client', id, await view(tx, id), patch)
  return { seen, done }
}

/** Deletes a client. @throws Refused it has contracts */
export async function remove(tx: Tx, id: number, ifVersion?: number): Promise<void> {
  const { done } = await write<{ id: number }>(tx, {
    needs: [plainly('client:delete')],
    seen: { select: sql`c.id`, from: sql`epic_events.client c where c.id = ${id}`, alias: 'c' },
    write: (may) => sql`delete from epic_events.client c
      where c.id = ${id} and ${may}${atVersion('c', ifVersion)} returning c.id`,
    returning: sql`d.id`,
    missing: missing(id),
    refusals: { contract_client_fk: () => hasContracts(id), contract_client_commercial: () => hasContracts(id) },
  })
  if (!done) throw stale('client', id, await view(tx, id), {})
}

/** A client under contract stays. */
export const hasContracts = (id: number): Refused =>
  new Refused((t) => t.client.hasContracts({ id }), { next: ['contract list', `client view ${id}`] })

/** Colleagues to whom one may hand a client over: none, where one may not. */
export async function commercials(tx: Tx, given: unknown, t: unknown, most: number): Promise<Choice<number>[]> {
  return holds(await facts(tx), 'client', 'assign_commercial') ? users.commercials(tx, given, t, most) : []
}

/** Clients of whom one may make a contract; the row stands for the contract that is to be. */
export const forNewContract = (tx: Tx, _given: unknown, _t: unknown, most: number): Promise<Choice<number>[]> =>
  choices(tx, 'contract:create', most)

/** Clients to whom one may move a contract. */
export const forContract = (tx: Tx, _given: unknown, _t: unknown, most: number): Promise<Choice<number>[]> =>
  choices(tx, 'contract:update', most)

async function choices(tx: Tx, needs: 'contract:create' | 'contract:update', most: number): Promise<Choice<number>[]> {
  const { rows } = await read<{ id: number; full_name: string; company_name: string | null }>(
    tx,
    undefined,
    sql`select w.client_id as id, w.full_name, w.company_name from (
        select null::integer as id, c.id as client_id, c.commercial_id, c.full_name,
          (select k.name from epic_events.company k where k.id = c.company_id) as company_name
        from epic_events.client c
      ) w where ${allowed(plainly(needs), 'w')} order by w.full_name, w.client_id limit ${most + 1}`,
  )
  return rows.map(asChoice)
}

/** Clients with whom one may do one of these, by name. */
export const choicesFor =
  (...actions: readonly ActionOf<'client'>[]) =>
  async (tx: Tx, _given: unknown, _t: unknown, most: number): Promise<Choice<number>[]> => {
    const { rows } = await read<{ id: number; full_name: string; company_name: string | null }>(
      tx,
      undefined,
      sql`select c.id, c.full_name, (select k.name from epic_events.company k where k.id = c.company_id) as company_name
        from epic_events.client c where ${fromCatalogue(predicate('client', actions, 'c'))}
        order by c.full_name, c.id limit ${most + 1}`,
    )
    return rows.map(asChoice)
  }

const asChoice = (o: { id: number; full_name: string; company_name: string | null }): Choice<number> => ({
  value: o.id,
  label: o.full_name,
  hint: o.company_name === null ? `#${o.id}` : `#${o.id} · ${o.company_name}`,
})

/** Better sentences than the general ones, with the values that were refused. */
const refusals = (o: {
  email?: string | undefined
  companyId?: number | null | undefined
  commercialId?: number | undefined
}) => ({
  client_email_key: () => new Refused((t) => t.client.emailTaken({ email: o.email ?? '' }), { next: ['client list'] }),
  client_company_fk: () => new Refused((t) => t.client.noCompany({ id: o.companyId ?? 0 }), { next: ['company list'] }),
  client_commercial_active: () =>
    new Refused((t) => t.client.notCommercial({ id: o.commercialId ?? 0 }), { next: ['user list --commercial'] }),
})
