/**
 * All SQL of contracts. Rows come back with their JSON keys, and the database shows only what the caller may see. It also judges the
 * business rules: a write that breaks one is refused by the name of its constraint (db/rule-errors.ts has the sentences).
 */
import { type SQL, sql } from 'drizzle-orm'
import { type ActionOf, neededFor, type Permission } from '../access/catalogue.ts'
import { mine, permits, predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { assignments, atVersion, type Listing, type PageOf, type Patch, page } from '../db/page.ts'
import { lookedUpRefusal } from '../db/rule-errors.ts'
import { type Changed, inAnyScope, judge, read, readOne, trustedSql, write } from '../db/statement.ts'
import { versionConflict } from '../db/version-conflict.ts'
import { type Message, NotFound, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Contract, ContractCard } from './contract.ts'

/** The columns of a contract in a list, which counts nothing so that it stays fast. @param from the alias of the row */
const record = (from: SQL) => sql`${from}.id, ${from}.client_id,
  (select c.full_name from epic_events_api.client c where c.id = ${from}.client_id) as client_name, ${from}.commercial_id,
  (select p.full_name from epic_events_api.colleague p where p.id = ${from}.commercial_id) as commercial_name,
  ${from}.total_amount::text, ${from}.remaining_amount::text, ${from}.is_signed, ${from}.is_fully_paid,
  ${from}.created_at, ${from}.updated_at, ${from}.version`

/** The columns of one contract that is shown alone. */
const card = (from: SQL) => sql`${record(from)},
  (select count(*)::integer from epic_events_api.event e where e.contract_id = ${from}.id) as event_count`
const k = sql.raw('k')
const d = sql.raw('d')

const missing = (id: number) => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun.contract, id })) satisfies Message,
  next: ['contract list'],
})

const missingClient = (id: number) => ({
  message: ((t) => t.contract.noClient({ id })) satisfies Message,
  next: ['client list'],
})

/** The client that a contract was to go to is absent or hidden. */
const clientNotFound = (id: number, { message, next } = missingClient(id)) =>
  new NotFound(message, { fields: { client_id: message }, next })

/** One page of contracts in order of id. @param o.onlyMine those of the caller's clients, and of the events the caller supports */
export function list(
  connection: Connection,
  o: { readonly onlyMine: boolean; readonly unsigned: boolean; readonly unpaid: boolean } & Listing,
): Promise<PageOf<Contract>> {
  const own = sql` and (${trustedSql(mine('contract', 'own', 'k'))} or ${trustedSql(mine('contract', 'assigned', 'k'))})`
  return page<Contract>(connection, 'contract:list', {
    ...o,
    columns: record(k),
    from: sql`epic_events_api.contract k`,
    alias: 'k',
    // The last two conditions are those of the partial indexes.
    where: sql`${trustedSql(predicate('contract', ['list'], 'k'))}${o.onlyMine ? own : sql``}${
      o.unsigned ? sql` and not k.is_signed` : sql``
    }${o.unpaid ? sql` and not k.is_fully_paid` : sql``}`,
  })
}

/** One contract. @param toDo as for readOne @throws NotFound, Forbidden */
export const view = (connection: Connection, id: number, ...toDo: readonly Permission[]): Promise<ContractCard> =>
  viewWith<ContractCard>(connection, id, sql``, ...toDo)

/** The same with further columns of the row k. */
export const viewWith = <R extends ContractCard>(
  connection: Connection,
  id: number,
  more: SQL,
  ...toDo: readonly Permission[]
): Promise<R> =>
  readOne<R>(connection, 'contract:view', {
    columns: sql`${card(k)}${more}`,
    from: sql`epic_events_api.contract k where k.id = ${id}`,
    alias: 'k',
    missing: missing(id),
    toDo,
  })

export interface NewContract {
  readonly clientId: number
  readonly commercialId?: number
  /** Decimal strings. */
  readonly totalAmount: string
  readonly remainingAmount?: string
  readonly isSigned?: boolean
  readonly isFullyPaid?: boolean
}

/**
 * Creates a contract of a client. The database fills in what is absent: the client's commercial, and the total as what remains.
 *
 * @throws NotFound the client · Forbidden not one's own client
 * @throws Refused a rule: another commercial, more remains than the total · not fully paid although there is nothing to pay
 */
export async function create(connection: Connection, o: NewContract): Promise<ContractCard> {
  const total = sql`${o.totalAmount}::numeric`
  const remaining = o.isFullyPaid ? sql`0::numeric` : sql`${o.remainingAmount ?? null}::numeric`
  const { after } = await write<ContractCard>(connection, {
    ...newOf(o.clientId),
    write: (may) => sql`
      insert into epic_events_api.contract (client_id, commercial_id, total_amount, remaining_amount, is_signed)
      select ${o.clientId}::integer, ${o.commercialId ?? null}::integer, ${total}, ${remaining},
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
const newOf = (clientId: number) => ({
  needs: [inAnyScope('contract:create')],
  target: {
    select: sql`w.client_id`,
    from: sql`(
      select null::integer as id, c.id as client_id, c.commercial_id
      from epic_events_api.client c
      where c.id = ${clientId}) w`,
    alias: 'w',
  },
  missing: missingClient(clientId),
})

/** Refuses a client of whom the caller cannot make a contract. @throws as `create` */
export const judgeClient = (connection: Connection, clientId: number) => judge(connection, newOf(clientId))

/**
 * `--is-fully-paid false` against a contract of which nothing remains to be paid. No column holds that word, so no rule of the database can
 * judge it: it is a condition of the statement that writes (docs/PRODUCT.md §3 rule 2).
 */
const paymentAgrees = (isFullyPaid: boolean | undefined, remaining: SQL) =>
  isFullyPaid === false ? sql`${remaining} <> 0` : sql`true`

/** @param id of a contract that exists already */
function contradictsPayment(total: string, id?: number): Refused {
  const correctable = id !== undefined && Number(total) > 0
  const message: Message = (t) => (correctable ? t.contract.sayWhatRemains({ id }) : t.contract.nothingToPay)
  const command = id === undefined ? 'help contract create' : `contract update ${id}`
  return new Refused(message, {
    fields: { is_fully_paid: message },
    next: [correctable ? `${command} --remaining-amount ${total}` : command],
  })
}

/** What may be changed. `is_fully_paid` is not written: it says that nothing remains. */
export type ContractPatch = Patch<
  Pick<Contract, 'client_id' | 'commercial_id' | 'total_amount' | 'remaining_amount' | 'is_signed' | 'is_fully_paid'>
>

/**
 * Changes some columns of a contract; its events follow it to another client's commercial.
 *
 * @throws NotFound the contract, or the client it is to go to · Forbidden
 * @throws Refused a rule: another commercial, more remains than the total, unsigned under its events · not fully paid although nothing
 *   remains · it changed meanwhile
 */
export async function update(
  connection: Connection,
  id: number,
  patch: ContractPatch,
  ifVersion?: number,
): Promise<Changed<ContractCard>> {
  if (Object.keys(patch).length === 0) {
    const now = await view(connection, id)
    return { before: now, after: now }
  }
  const { is_fully_paid: paid, ...given } = patch
  const change = paid ? { ...given, remaining_amount: '0.00' } : given
  const { client_id: client, remaining_amount: remaining, total_amount: total } = change
  // The foreign key sees every client; the caller may not.
  const clientVisible =
    client === undefined
      ? sql`true`
      : sql`exists (select from epic_events_api.client c where c.id = ${client}::integer)`
  const agrees = paymentAgrees(paid, sql`coalesce(${remaining ?? null}::numeric, k.remaining_amount)`)
  type Target = ContractCard & { readonly client_visible: boolean; readonly payment_agrees: boolean }
  const { before, after } = await write<Target>(connection, {
    needs: neededFor('contract', Object.keys(patch)),
    target: {
      select: sql`${card(k)}, ${clientVisible} as client_visible, ${agrees} as payment_agrees`,
      from: sql`epic_events_api.contract k where k.id = ${id}`,
      alias: 'k',
    },
    write: (may) => sql`
      update epic_events_api.contract k
      set ${Object.keys(change).length === 0 ? sql`total_amount = k.total_amount` : assignments(change)}
      where k.id = ${id} and ${may} and (select t.client_visible from target t) and ${agrees}${atVersion('k', ifVersion)}
      returning k.*`,
    returning: card(d),
    missing: missing(id),
    constraintErrors: client === undefined ? {} : { contract_client_fk: () => clientNotFound(client) },
  })
  if (!after) {
    const isCurrent = ifVersion === undefined || before?.version === ifVersion
    if (before && isCurrent) {
      if (client !== undefined && !before.client_visible) throw clientNotFound(client)
      if (!before.payment_agrees) throw contradictsPayment(total ?? before.total_amount, id)
    }
    throw versionConflict('contract', id, await view(connection, id), patch)
  }
  return { before, after }
}

/**
 * Deletes a contract.
 *
 * @param o.withEvents its events too; the audit log has each of them
 * @returns it as it was, with the number of its events
 * @throws NotFound · Refused it has events and nobody said that they may go, it changed meanwhile
 */
export async function remove(
  connection: Connection,
  id: number,
  o: { readonly withEvents: boolean; readonly ifVersion?: number },
): Promise<ContractCard> {
  // The rule in the database (rule_delete_contract) reads this setting, which ends with the statement's transaction.
  const setting = sql`
    with setting as materialized (
      select set_config('epic_events.with_events', ${o.withEvents ? 'on' : 'off'}, true) as value
    )`
  const { after } = await write<ContractCard>(connection, {
    needs: [inAnyScope('contract:delete')],
    target: { select: card(k), from: sql`epic_events_api.contract k where k.id = ${id}`, alias: 'k' },
    write: (may) => sql`${setting}
      delete from epic_events_api.contract k
      where k.id = ${id} and ${may}${atVersion('k', o.ifVersion)} and (select value is not null from setting)
      returning k.*`,
    // The events are counted in the statement's own snapshot, in which they still exist.
    returning: card(d),
    missing: missing(id),
  })
  if (!after) throw versionConflict('contract', id, await view(connection, id), {})
  return after
}

/** The refusal to delete a contract with events, before somebody is asked to confirm it. */
export const hasEvents = (connection: Connection, id: number, events: number) =>
  lookedUpRefusal(connection, 'contract_has_events', { contract: id, events })

/** Signed contracts on which one may make an event. The row stands for the new event. */
export const forNewEvent = (
  connection: Connection,
  _given: unknown,
  t: Words,
  limit: number,
): Promise<Choice<number>[]> => signed(connection, t, limit, sql`${trustedSql(predicate('event', ['create'], 'w'))}`)

/** Signed contracts to which one may move an event. The list is empty for somebody who may not move any. */
export const forEvent = (connection: Connection, _given: unknown, t: Words, limit: number): Promise<Choice<number>[]> =>
  signed(connection, t, limit, sql`${trustedSql(permits({ permission: 'event:update', scoped: false }, 'w'))}`)

/** Contracts on which one may do one of these actions, by client. */
export const choicesFor =
  (...actions: readonly ActionOf<'contract'>[]) =>
  async (connection: Connection, _given: unknown, t: Words, limit: number): Promise<Choice<number>[]> => {
    const { rows } = await read<{ id: number; client: string | null; total_amount: string; is_signed: boolean }>(
      connection,
      undefined,
      sql`
        select k.id, c.full_name as client, k.total_amount::text, k.is_signed
        from epic_events_api.contract k left join epic_events_api.client c on c.id = k.client_id
        where ${trustedSql(predicate('contract', actions, 'k'))}
        order by c.full_name, k.id
        limit ${limit + 1}`,
    )
    return rows.map(({ id, client, total_amount: total, is_signed: signed }) => ({
      value: id,
      label: client ?? `#${id}`,
      hint: `#${id} · ${t.format.amount(total)} · ${signed ? t.contract.signed : t.contract.unsigned}`,
    }))
  }

type Words = Parameters<Message>[0]

async function signed(connection: Connection, t: Words, limit: number, may: SQL): Promise<Choice<number>[]> {
  const { rows } = await read<{ id: number; client_name: string | null; total_amount: string }>(
    connection,
    undefined,
    sql`
      select w.contract_id as id, w.client_name, w.total_amount
      from (
        select null::integer as id, null::integer as support_contact_id, k.id as contract_id, k.commercial_id,
          k.is_signed, k.total_amount::text, c.full_name as client_name
        from epic_events_api.contract k left join epic_events_api.client c on c.id = k.client_id
        where k.is_signed) w
      where ${may}
      order by w.client_name, w.contract_id
      limit ${limit + 1}`,
  )
  return rows.map(({ id, client_name: client, total_amount: total }) => ({
    value: id,
    label: client ?? `#${id}`,
    hint: `#${id} · ${t.format.amount(total)}`,
  }))
}
