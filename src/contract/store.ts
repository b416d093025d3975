/** All SQL of contracts. A row comes back with its JSON keys; what it must not see, the database does not show. */
import { type SQL, sql } from 'drizzle-orm'
import { type ActionOf, neededFor } from '../access/catalogue.ts'
import { mine, permits, predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { assignments, atVersion, type Listing, type PageOf, type Patch, page } from '../db/page.ts'
import { type Changed, inAnyScope, read, readOne, trustedSql, write } from '../db/statement.ts'
import { versionConflict } from '../db/version-conflict.ts'
import { type Message, NotFound, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Contract, ContractCard } from './contract.ts'

/** What a contract is answered with; `from` is the alias of the row. Names come from what everybody signed in may see. */
const record = (from: SQL) => sql`${from}.id, ${from}.client_id,
  (select c.full_name from epic_events.client c where c.id = ${from}.client_id) as client_name, ${from}.commercial_id,
  (select p.full_name from epic_events.colleague p where p.id = ${from}.commercial_id) as commercial_name,
  ${from}.total_amount::text, ${from}.remaining_amount::text, ${from}.is_signed, ${from}.is_fully_paid,
  ${from}.created_at, ${from}.updated_at, ${from}.version`

/** As one contract alone is answered with. Lists count nothing: they stay fast. */
const card = (from: SQL) => sql`${record(from)},
  (select count(*)::integer from epic_events.event e where e.contract_id = ${from}.id) as event_count`
const k = sql.raw('k')
const d = sql.raw('d')

const missing = (id: number) => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun.contract, id })) satisfies Message,
  next: ['contract list'],
})

const noClient = (id: number) => ({
  message: ((t) => t.contract.noClient({ id })) satisfies Message,
  next: ['client list'],
})

/** One page of contracts in order of id. @param o.onlyMine those of one's clients, or of the events one supports */
export function list(
  connection: Connection,
  o: { readonly onlyMine: boolean; readonly unsigned: boolean; readonly unpaid: boolean } & Listing,
): Promise<PageOf<Contract>> {
  const own = sql` and (${trustedSql(mine('contract', 'own', 'k'))} or ${trustedSql(mine('contract', 'assigned', 'k'))})`
  return page<Contract>(connection, 'contract:list', {
    ...o,
    columns: record(k),
    from: sql`epic_events.contract k`,
    alias: 'k',
    // The last two as the partial indexes have them.
    where: sql`${trustedSql(predicate('contract', ['list'], 'k'))}${o.onlyMine ? own : sql``}${
      o.unsigned ? sql` and not k.is_signed` : sql``
    }${o.unpaid ? sql` and not k.is_fully_paid` : sql``}`,
  })
}

/** One contract. @throws NotFound */
export const view = (connection: Connection, id: number): Promise<ContractCard> =>
  readOne<ContractCard>(connection, 'contract:view', {
    columns: card(k),
    from: sql`epic_events.contract k where k.id = ${id}`,
    alias: 'k',
    missing: missing(id),
  })

/** The row as seen, with the rule that the wanted values break, judged in the same statement that would write them. */
type Judged = ContractCard & {
  readonly obstacle?: 'client' | 'commercial' | 'amounts' | 'paid' | null
  /** The client's commercial. */
  readonly owner_id?: number
  readonly owner_name?: string | null
}

const unhindered = sql`(select t.obstacle is null from target t)`

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
 * Creates a contract of a client; its commercial is the client's.
 *
 * @throws NotFound the client · Forbidden not one's own client · Refused another commercial, more remains than the total
 */
export async function create(connection: Connection, o: NewContract): Promise<ContractCard> {
  const total = sql`${o.totalAmount}::numeric`
  const remaining = o.isFullyPaid ? sql`0::numeric` : sql`coalesce(${o.remainingAmount ?? null}::numeric, ${total})`
  const wanted = sql`${o.commercialId ?? null}::integer`
  const { before, after } = await write<Judged>(connection, {
    needs: [inAnyScope('contract:create')],
    // Stands for the contract that is to be, so that its scopes are judged as the policy judges the new row.
    target: {
      select: sql`w.client_id, w.owner_id, w.owner_name, case when w.owner_id <> ${wanted} then 'commercial'
        when ${remaining} > ${total} then 'amounts' when ${o.isFullyPaid === false}::boolean and ${remaining} = 0 then 'paid' end as obstacle`,
      from: sql`(select null::integer as id, c.id as client_id, c.commercial_id, c.commercial_id as owner_id,
          (select p.full_name from epic_events.colleague p where p.id = c.commercial_id) as owner_name
        from epic_events.client c where c.id = ${o.clientId}) w`,
      alias: 'w',
    },
    write: (
      may,
    ) => sql`insert into epic_events.contract (client_id, commercial_id, total_amount, remaining_amount, is_signed)
      select ${o.clientId}::integer, ${wanted}, ${total}, ${remaining}, ${o.isSigned ?? false}::boolean
      where ${may} and ${unhindered} returning *`,
    returning: card(d),
    missing: noClient(o.clientId),
  })
  if (after) return after
  throw hindered(before, {
    clientId: o.clientId,
    commercialId: o.commercialId,
    total: o.totalAmount,
    remaining: o.remainingAmount ?? o.totalAmount,
  })
}

/** What may be changed; `is_fully_paid` is no column of its own, but says what remains. */
export type ContractPatch = Patch<
  Pick<Contract, 'client_id' | 'commercial_id' | 'total_amount' | 'remaining_amount' | 'is_signed' | 'is_fully_paid'>
>

/**
 * Changes some columns of a contract; its events follow it to another client's commercial.
 *
 * @throws NotFound the contract, or the client it is to go to · Forbidden
 * @throws Refused another commercial, more remains than the total, unsigned under its events, it changed meanwhile
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
  const total = sql`coalesce(${change.total_amount ?? null}::numeric, k.total_amount)`
  const remaining = sql`coalesce(${change.remaining_amount ?? null}::numeric, k.remaining_amount)`
  const client = sql`coalesce(${change.client_id ?? null}::integer, k.client_id)`
  const owner = sql`coalesce((select c.commercial_id from epic_events.client c where c.id = ${client}), k.commercial_id)`
  const moves = sql`${change.client_id !== undefined}::boolean`
  const { before, after } = await write<Judged>(connection, {
    needs: neededFor('contract', Object.keys(patch)),
    target: {
      select: sql`${card(k)}, ${owner} as owner_id,
        (select p.full_name from epic_events.colleague p where p.id = ${owner}) as owner_name,
        case when ${moves} and not exists (select from epic_events.client c where c.id = ${client}) then 'client'
          when ${owner} <> ${change.commercial_id ?? null}::integer then 'commercial' when ${remaining} > ${total} then 'amounts'
          when ${paid === false}::boolean and ${remaining} = 0 then 'paid' end as obstacle`,
      from: sql`epic_events.contract k where k.id = ${id}`,
      alias: 'k',
    },
    write: (may) => sql`update epic_events.contract k
      set ${Object.keys(change).length === 0 ? sql`total_amount = k.total_amount` : assignments(change)}
      where k.id = ${id} and ${may} and ${unhindered}${atVersion('k', ifVersion)} returning k.*`,
    returning: card(d),
    missing: missing(id),
    constraintErrors: {
      event_contract_signed: () =>
        new Refused((t) => t.contract.staysSigned({ id }), { next: [`contract view ${id}`, 'event list'] }),
    },
  })
  if (!after) {
    const late = ifVersion !== undefined && before?.version !== ifVersion
    if (late || !before?.obstacle) throw versionConflict('contract', id, await view(connection, id), patch)
    throw hindered(before, {
      id,
      clientId: change.client_id ?? before.client_id,
      commercialId: change.commercial_id,
      total: change.total_amount ?? before.total_amount,
      remaining: change.remaining_amount ?? before.remaining_amount,
    })
  }
  return { before, after }
}

/** The sentence for the rule that held a write back. */
function hindered(
  seen: Judged | null,
  o: { id?: number; clientId: number; commercialId: number | undefined; total: string; remaining: string },
): NotFound | Refused {
  const { id, clientId, commercialId: wanted = 0, total, remaining } = o
  const update = id === undefined ? 'help contract create' : `contract update ${id}`
  const refused = (column: keyof Contract, message: Message, next: string) =>
    new Refused(message, { fields: { [column]: message }, next: [next] })
  switch (seen?.obstacle) {
    case 'client': {
      const { message, next } = noClient(clientId)
      return new NotFound(message, { fields: { client_id: message }, next })
    }
    case 'commercial': {
      const { owner_id: commercial = 0, owner_name: name = null } = seen
      const message: Message = (t) => t.contract.otherCommercial({ client: clientId, name, commercial, wanted })
      return refused('commercial_id', message, `client update ${clientId} --commercial-id ${wanted}`)
    }
    case 'amounts': {
      const message: Message = ({ contract, format }) =>
        contract.remainsTooMuch({ remaining: format.amount(remaining), total: format.amount(total) })
      const next = id === undefined ? update : `${update} --total-amount ${total} --remaining-amount ${total}`
      return refused('remaining_amount', message, next)
    }
    case 'paid':
      return id === undefined || /^[0.]+$/.test(total)
        ? refused('is_fully_paid', (t) => t.contract.nothingToPay, update)
        : refused('is_fully_paid', (t) => t.contract.sayWhatRemains({ id }), `${update} --remaining-amount ${total}`)
    default:
      throw new Error('a write that nothing hinders answers its row')
  }
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
  // The rule (rule_delete_contract) reads this setting; it ends with the statement's transaction.
  const said = sql`with said as materialized (select set_config('epic_events.with_events', ${o.withEvents ? 'on' : 'off'}, true) as word)`
  const { after } = await write<ContractCard>(connection, {
    needs: [inAnyScope('contract:delete')],
    target: { select: card(k), from: sql`epic_events.contract k where k.id = ${id}`, alias: 'k' },
    write: (may) => sql`${said} delete from epic_events.contract k
      where k.id = ${id} and ${may}${atVersion('k', o.ifVersion)} and (select word is not null from said) returning k.*`,
    // Its events are counted in the statement's own snapshot, in which they still stand.
    returning: card(d),
    missing: missing(id),
    constraintErrors: {
      contract_has_events: ({ detail }) => {
        const { events } = JSON.parse(detail ?? '{"events": 0}') as { events: number }
        return hasEvents(id, events)
      },
    },
  })
  if (!after) throw versionConflict('contract', id, await view(connection, id), {})
  return after
}

/** A contract with events stays, unless they go along. */
export const hasEvents = (id: number, events: number): Refused =>
  new Refused((t) => t.contract.hasEvents({ id, events }), {
    next: [`contract delete ${id} --with-events`, 'event list'],
  })

/** Signed contracts on which one may make an event; the row stands for the event that is to be. */
export const forNewEvent = (
  connection: Connection,
  _given: unknown,
  t: Words,
  limit: number,
): Promise<Choice<number>[]> => signed(connection, t, limit, sql`${trustedSql(predicate('event', ['create'], 'w'))}`)

/** Signed contracts to which one may move an event: none, where one may not. */
export const forEvent = (connection: Connection, _given: unknown, t: Words, limit: number): Promise<Choice<number>[]> =>
  signed(connection, t, limit, sql`${trustedSql(permits({ permission: 'event:update', scoped: false }, 'w'))}`)

/** Contracts with which one may do one of these, by client. */
export const choicesFor =
  (...actions: readonly ActionOf<'contract'>[]) =>
  async (connection: Connection, _given: unknown, t: Words, limit: number): Promise<Choice<number>[]> => {
    const { rows } = await read<{ id: number; client: string | null; total_amount: string; is_signed: boolean }>(
      connection,
      undefined,
      sql`select k.id, c.full_name as client, k.total_amount::text, k.is_signed
        from epic_events.contract k left join epic_events.client c on c.id = k.client_id
        where ${trustedSql(predicate('contract', actions, 'k'))} order by c.full_name, k.id limit ${limit + 1}`,
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
    sql`select w.contract_id as id, w.client_name, w.total_amount from (
        select null::integer as id, null::integer as support_contact_id, k.id as contract_id, k.commercial_id, k.is_signed,
          k.total_amount::text, c.full_name as client_name
        from epic_events.contract k left join epic_events.client c on c.id = k.client_id where k.is_signed
      ) w where ${may} order by w.client_name, w.contract_id limit ${limit + 1}`,
  )
  return rows.map(({ id, client_name: client, total_amount: total }) => ({
    value: id,
    label: client ?? `#${id}`,
    hint: `#${id} · ${t.format.amount(total)}`,
  }))
}
