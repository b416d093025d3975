/**
 * All SQL of contracts. Rows come back with their JSON keys, and the database shows only what the caller may see. It also judges the
 * business rules: a write that breaks one is refused by the name of its constraint (db/rule-errors.ts has the sentences).
 */
import { type SQL, sql } from 'drizzle-orm'
import { neededFor, type Permission } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { asExpected, type Expected, isExpected } from '../db/expected.ts'
import { inAnyScope } from '../db/judgement.ts'
import { assignments, atVersion, type Patch } from '../db/page.ts'
import { idIn, idOf, type References, referencesOf, shownReference, withFound, withIds } from '../db/reference.ts'
import { lookedUpRefusal } from '../db/rule-errors.ts'
import { type Changed, judge, readOne, write } from '../db/statement.ts'
import { type Attempt, versionConflict } from '../db/version-conflict.ts'
import { type Message, NotFound, type Refused } from '../errors.ts'
import type { Reference } from '../field/reference.ts'
import type { Contract, ContractCard } from './contract.ts'

export { choicesFor, forEvent, forNewEvent, forPayment } from './choices-store.ts'

import { contradictsPayment, paymentAgrees } from './payment-store.ts'

/** The names beside a contract, each a select. @param from the alias of the contract */
export const namesOf = (from: SQL) => ({
  client: sql`select c.full_name from epic_events_api.client c where c.id = ${from}.client_id`,
  commercial: sql`select p.full_name from epic_events_api.colleague p where p.id = ${from}.commercial_id`,
})

/**
 * The columns of a contract in a list, which counts nothing so that it stays fast.
 *
 * @param from the alias of the row
 * @param names where a list has joined them
 */
export const record = (
  from: SQL,
  names: ReturnType<typeof namesOf> = namesOf(from),
) => sql`${from}.id, ${from}.client_id,
  (${names.client}) as client_name, ${from}.commercial_id, (${names.commercial}) as commercial_name,
  ${from}.total_amount::text, ${from}.remaining_amount::text, ${from}.is_signed, ${from}.is_fully_paid, ${from}.signed_at, ${from}.next_due,
  ${from}.created_at, ${from}.updated_at, ${from}.version`

/** What was paid for a contract so far. */
export const paid = (from: SQL) => sql`(${from}.total_amount - ${from}.remaining_amount)::text as paid_amount`

/** The columns of one contract that is shown alone. */
export const card = (from: SQL) => sql`${record(from)}, ${paid(from)},
  (select count(*)::integer from epic_events_api.event e where e.contract_id = ${from}.id) as event_count`
const k = sql.raw('k')
const d = sql.raw('d')

export const missing = (by: Reference) => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun.contract, id: shownReference(by) })) satisfies Message,
  next: ['contract list'],
})

const missingClient = (by: Reference) => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun.client, id: shownReference(by) })) satisfies Message,
  next: ['client list'],
})

/** The client that a contract was to go to is absent or hidden. */
export const clientNotFound = (by: Reference, { message, next } = missingClient(by)) =>
  new NotFound(message, { fields: { client_id: message }, next })

/** One contract. @param toDo as for readOne @throws NotFound · Ambiguous · Forbidden */
export const view = (connection: Connection, by: Reference, ...toDo: readonly Permission[]): Promise<ContractCard> =>
  viewWith<ContractCard>(connection, by, { columns: card(k) }, ...toDo)

/** The same with other columns of the row k. @param o.joined what is joined to it for these */
export const viewWith = <R extends Contract>(
  connection: Connection,
  by: Reference,
  o: { readonly columns: SQL; readonly joined?: SQL },
  ...toDo: readonly Permission[]
): Promise<R> =>
  readOne<R>(connection, 'contract:view', {
    columns: o.columns,
    from: sql`epic_events_api.contract k${o.joined ?? sql``} where k.id = ${idOf('contract', by)}`,
    alias: 'k',
    missing: missing(by),
    by: { noun: 'contract', reference: by },
    toDo,
  })

export interface NewContract {
  readonly clientId: Reference
  readonly commercialId?: Reference
  /** Decimal strings. */
  readonly totalAmount: string
  readonly remainingAmount?: string
  readonly isSigned?: boolean
  readonly isFullyPaid?: boolean
}

/**
 * Creates a contract of a client. The database fills in what is absent: the client's commercial, and the total as what remains.
 *
 * @throws NotFound the client · Ambiguous · Forbidden not one's own client
 * @throws Refused a rule: another commercial, more remains than the total · not fully paid although there is nothing to pay
 */
export async function create(connection: Connection, o: NewContract): Promise<ContractCard> {
  const total = sql`${o.totalAmount}::numeric`
  const references = referencesOf(
    { client_id: o.clientId, commercial_id: o.commercialId ?? null },
    { client_id: 'client', commercial_id: 'user' },
  )
  const remaining = o.isFullyPaid ? sql`0::numeric` : sql`${o.remainingAmount ?? null}::numeric`
  const { after } = await write<ContractCard>(connection, {
    ...newOf(o.clientId, references),
    write: (may) => sql`
      insert into epic_events_api.contract (client_id, commercial_id, total_amount, remaining_amount, is_signed)
      select ${idIn(references, 'client_id')}, ${idIn(references, 'commercial_id')}, ${total}, ${remaining},
        ${o.isSigned ?? false}::boolean
      where ${may} and ${paymentAgrees(o.isFullyPaid, sql`coalesce(${remaining}, ${total})`)}
      returning *`,
    returning: card(d),
    constraintErrors: { contract_client_fk: () => clientNotFound(o.clientId) },
  })
  if (!after) throw contradictsPayment(o.totalAmount)
  return after
}

/** What a new contract of a client needs. The row stands for the contract, so that scopes are judged as the policy judges it. */
export const newOf = (client: Reference, references: References) => ({
  needs: [inAnyScope('contract:create')],
  target: {
    select: sql`w.client_id`,
    from: sql`(
      select null::integer as id, c.id as client_id, c.commercial_id
      from epic_events_api.client c
      where c.id = ${idIn(references, 'client_id')}) w`,
    alias: 'w',
  },
  references,
  missing: missingClient(client),
})

/** Refuses a client of whom the caller cannot make a contract. @throws as `create` */
export const judgeClient = (connection: Connection, client: Reference) =>
  judge(connection, newOf(client, referencesOf({ client_id: client }, { client_id: 'client' })))

/** What may be changed. `is_fully_paid` is not written: it says that nothing remains. */
export type ContractPatch = Patch<
  Pick<Contract, 'total_amount' | 'remaining_amount' | 'is_signed' | 'is_fully_paid'> & {
    client_id: Reference
    commercial_id: Reference
  }
>

/**
 * Changes some columns of a contract; its events follow it to another client's commercial.
 *
 * @returns also what its instalments add up to; null where it has none
 * @throws NotFound the contract, or the client it is to go to · Ambiguous · Forbidden
 * @throws Refused a rule: another commercial, more remains than the total, unsigned under its events · not fully paid although nothing
 *   remains · it changed meanwhile
 */
export async function update(
  connection: Connection,
  by: Reference,
  patch: ContractPatch,
  expected?: Expected,
): Promise<Changed<ContractCard> & { readonly scheduled?: string | null | undefined }> {
  if (Object.keys(patch).length === 0) {
    const now = await view(connection, by)
    return { before: now, after: now }
  }
  const references: References = {
    id: { noun: 'contract', reference: by },
    ...referencesOf(patch, { client_id: 'client', commercial_id: 'user' }),
  }
  const id = idIn(references, 'id')
  const { is_fully_paid: paid, ...given } = patch
  const change = paid ? { ...given, remaining_amount: '0.00' } : given
  const wanted = { ...patch, ...change }
  const { client_id: client, remaining_amount: remaining, total_amount: total } = change
  // The foreign key sees every client; the caller may not.
  const clientVisible =
    client === undefined
      ? sql`true`
      : sql`exists (select from epic_events_api.client c where c.id = ${idIn(references, 'client_id')})`
  const agrees = paymentAgrees(paid, sql`coalesce(${remaining ?? null}::numeric, k.remaining_amount)`)
  type Target = ContractCard & {
    readonly client_visible: boolean
    readonly payment_agrees: boolean
    readonly scheduled: string | null
  }
  const { before, after, found } = await write<Target>(connection, {
    needs: neededFor('contract', Object.keys(patch)),
    references,
    target: {
      select: sql`${card(k)}, ${clientVisible} as client_visible, ${agrees} as payment_agrees`,
      from: sql`epic_events_api.contract k where k.id = ${id}`,
      alias: 'k',
    },
    write: (may) => sql`
      update epic_events_api.contract k
      set ${Object.keys(change).length === 0 ? sql`total_amount = k.total_amount` : assignments(withIds(change, references))}
      where k.id = ${id} and ${may} and (select t.client_visible from target t) and ${agrees}${asExpected('k', expected, withIds(wanted, references))}
      returning k.*`,
    returning: sql`${card(d)},
      (select sum(i.amount)::text from epic_events_api.instalment i where i.contract_id = d.id) as scheduled`,
    missing: missing(by),
    constraintErrors: client === undefined ? {} : { contract_client_fk: () => clientNotFound(client) },
  })
  if (!after) {
    if (before && isExpected(before, expected, Object.keys(wanted))) {
      if (client !== undefined && !before.client_visible) throw clientNotFound(client)
      if (!before.payment_agrees) throw contradictsPayment(total ?? before.total_amount, before.id)
    }
    throw await outdated(connection, before, { wanted: withFound(wanted, found), expected })
  }
  const { scheduled, ...changed } = after
  return { before, after: changed, scheduled }
}

/** Somebody else changed the contract meanwhile. @param before as it was seen */
export async function outdated(
  connection: Connection,
  before: Contract | null,
  o: Attempt = { wanted: {} },
): Promise<Refused> {
  if (!before) throw new Error('a contract that was found was seen')
  return versionConflict(connection, 'contract', await view(connection, before.id), o)
}

/**
 * Deletes a contract.
 *
 * @param o.withEvents its events too; the audit log has each of them
 * @returns it as it was, with the number of its events
 * @throws NotFound · Ambiguous · Refused it has events and nobody said that they may go, it changed meanwhile
 */
export async function remove(
  connection: Connection,
  by: Reference,
  o: { readonly withEvents: boolean; readonly ifVersion?: number },
): Promise<ContractCard> {
  // The rule in the database (rule_delete_contract) reads this setting, which ends with the statement's transaction.
  const setting = sql`
    with setting as materialized (
      select set_config('epic_events.with_events', ${o.withEvents ? 'on' : 'off'}, true) as value
    )`
  const references = { id: { noun: 'contract', reference: by } } as const
  const id = idIn(references, 'id')
  const { before, after } = await write<ContractCard>(connection, {
    needs: [inAnyScope('contract:delete')],
    references,
    target: { select: card(k), from: sql`epic_events_api.contract k where k.id = ${id}`, alias: 'k' },
    write: (may) => sql`${setting}
      delete from epic_events_api.contract k
      where k.id = ${id} and ${may}${atVersion('k', o.ifVersion)} and (select value is not null from setting)
      returning k.*`,
    // The events are counted in the statement's own snapshot, in which they still exist.
    returning: card(d),
    missing: missing(by),
  })
  if (!after) throw await outdated(connection, before)
  return after
}

/** The refusal to delete a contract with events, before somebody is asked to confirm it. */
export const hasEvents = (connection: Connection, id: number, events: number) =>
  lookedUpRefusal(connection, 'contract_has_events', { contract: id, events })
