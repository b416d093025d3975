/**
 * All SQL of payments. A payment is one statement: its trigger moves what remains of the contract, and refuses what would be too much
 * (drizzle/0017_money_and_clean_data.sql), so people who may record payments need no right on the contract itself.
 */
import { type SQL, sql } from 'drizzle-orm'
import { predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { detailOf } from '../db/constraint-errors.ts'
import { inAnyScope } from '../db/judgement.ts'
import { idIn, idOf, shownReference } from '../db/reference.ts'
import { judge, query, readOne, trustedSql, write } from '../db/statement.ts'
import { type Message, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Reference } from '../field/reference.ts'
import { type RelatedRows, relatedRows } from '../related/store.ts'
import { scheduleOf } from './instalment-store.ts'
import type { Ledger, Method, Payment } from './payment.ts'

const p = sql.raw('p')
const k = sql.raw('k')

const record = (
  from: SQL,
) => sql`${from}.id, ${from}.contract_id, ${from}.amount::text, ${from}.paid_on::text, ${from}.method, ${from}.reference,
  ${from}.kind, ${from}.user_id, (select c.full_name from epic_events_api.colleague c where c.id = ${from}.user_id) as user_name,
  ${from}.created_at, ${from}.cancelled_at, ${from}.cancelled_why`

/** The name of the client of a contract, as far as the caller may see both. */
const clientOf = (contract: SQL) => sql`(
  select c.full_name from epic_events_api.contract o join epic_events_api.client c on c.id = o.client_id where o.id = ${contract})`

const missing = (by: number | string, noun: 'contract' | 'payment') => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun[noun], id: by })) satisfies Message,
  next: ['contract list'],
})

/** Where a contract stands after a payment; null where the caller may not see it. */
export type Balance = {
  readonly remaining_amount: string | null
  readonly next_due: string | null
  readonly is_signed: boolean | null
}

export interface NewPayment {
  /** A decimal string above 0, also for a refund. */
  readonly amount: string
  readonly isRefund: boolean
  /** `2026-06-12` */
  readonly paidOn: string
  readonly method: Method
  readonly reference?: string | undefined
  /** `false`: nothing is written where the same payment was recorded within the last minute. */
  readonly twice: boolean
}

/** The same payment, recorded within the last minute. */
export type Twin = Pick<Payment, 'id' | 'user_id' | 'user_name' | 'created_at'>

/** What became of a payment. `made` is null where it was not written because of its twin. */
export interface Paid {
  readonly client: string | null
  readonly twin: Twin | null
  readonly made: (Payment & Balance) | null
}

/** Records a payment of a contract. @throws NotFound the contract · Ambiguous · Forbidden · Refused more than what remains, or than was paid */
export async function pay(connection: Connection, contract: Reference, o: NewPayment): Promise<Paid> {
  const references = { id: { noun: 'contract', reference: contract } } as const
  const amount = sql`${o.isRefund ? `-${o.amount}` : o.amount}::numeric`
  const [day, reference] = [sql`${o.paidOn}::date`, sql`${o.reference ?? null}::text`]
  type About = { readonly client_name: string | null; readonly twin: Twin | null }
  const { before, after } = await write<Payment & About>(connection, {
    needs: [inAnyScope('payment:create')],
    references,
    target: {
      select: sql`w.contract_id, ${clientOf(sql`w.contract_id`)} as client_name, (
        select to_json(x) from (
          select p.id, p.user_id, (select c.full_name from epic_events_api.colleague c where c.id = p.user_id) as user_name, p.created_at
          from epic_events_api.payment p
          where p.contract_id = w.contract_id and p.amount = ${amount} and p.paid_on = ${day}
            and p.reference is not distinct from ${reference} and p.cancelled_at is null and p.kind in ('payment', 'refund')
            and p.created_at > now() - interval '1 minute'
          order by p.id desc limit 1) x) as twin`,
      from: payable(idIn(references, 'id')),
      alias: 'w',
    },
    write: (may) => sql`
      insert into epic_events_api.payment (contract_id, amount, paid_on, method, reference, kind)
      select t.contract_id, ${amount}, ${day}, ${o.method}::text, ${reference}, ${o.isRefund ? 'refund' : 'payment'}::text
      from target t where ${may} and (${o.twice}::boolean or t.twin is null)
      returning *`,
    returning: record(sql.raw('d')),
    missing: missing(shownReference(contract), 'contract'),
  })
  const { client_name: client, twin } = before ?? { client_name: null, twin: null }
  return { client, twin, made: after && { ...after, ...(await balanceOf(connection, after.contract_id)) } }
}

/** Refuses a contract of which the caller cannot record a payment. @throws as `pay` */
export const judgePayable = (connection: Connection, contract: Reference) => {
  const references = { id: { noun: 'contract', reference: contract } } as const
  return judge(connection, {
    needs: [inAnyScope('payment:create')],
    references,
    target: { select: sql`w.contract_id`, from: payable(idIn(references, 'id')), alias: 'w' },
    missing: missing(shownReference(contract), 'contract'),
  })
}

/** A contract as the row of a payment that is to be made, by which scopes are judged. */
const payable = (id: SQL) =>
  sql`(select null::integer as id, k.id as contract_id from epic_events_api.contract k where k.id = ${id}) w`

/** Read behind the payment: its trigger has seen what others paid at the same moment. */
async function balanceOf(connection: Connection, contract: number): Promise<Balance> {
  const [found] = await query<Balance>(
    connection,
    sql`select k.remaining_amount::text, k.next_due::text, k.is_signed from epic_events_api.contract k where k.id = ${contract}`,
  )
  return found ?? { remaining_amount: null, next_due: null, is_signed: null }
}

/** What remains of a contract, for the question how much was paid; undefined where it is not seen. */
export async function remainsOf(connection: Connection, contract: Reference): Promise<string | undefined> {
  const [found] = await query<{ remaining: string }>(
    connection,
    sql`select k.remaining_amount::text as remaining from epic_events_api.contract k where k.id = ${idOf('contract', contract)}`,
  )
  return found?.remaining
}

/** How many payments keep a contract from being deleted, as far as the caller sees them. */
export async function countOf(connection: Connection, contract: number): Promise<number> {
  const [found] = await query<{ count: number }>(
    connection,
    sql`select count(*)::integer as count from epic_events_api.payment p
      where p.contract_id = ${contract} and p.kind in ('payment', 'refund') and p.cancelled_at is null`,
  )
  return found?.count ?? 0
}

/** A payment with the client whose contract it is of. */
export type PaymentOfClient = Payment & { readonly client_name: string | null }

/** One payment that the caller is about to cancel. @throws NotFound · Forbidden */
export const toCancel = (connection: Connection, id: number): Promise<PaymentOfClient> =>
  readOne<PaymentOfClient>(connection, 'payment:view', {
    columns: sql`${record(p)}, ${clientOf(sql`p.contract_id`)} as client_name`,
    from: sql`epic_events_api.payment p where p.id = ${id}::integer`,
    alias: 'p',
    missing: missing(id, 'payment'),
    toDo: ['payment:cancel'],
  })

/** Cancels a payment. @throws NotFound · Forbidden · Refused it is cancelled, it was not recorded by hand, refunds would be more than what was paid */
export async function cancel(
  connection: Connection,
  id: number,
  why: string,
): Promise<{ readonly payment: Payment & Balance; readonly client: string | null }> {
  const { before, after } = await write<PaymentOfClient>(connection, {
    needs: [inAnyScope('payment:cancel')],
    target: {
      select: sql`${record(p)}, ${clientOf(sql`p.contract_id`)} as client_name`,
      from: sql`epic_events_api.payment p where p.id = ${id}::integer`,
      alias: 'p',
    },
    write: (may) => sql`
      update epic_events_api.payment p set cancelled_why = ${why} where p.id = ${id}::integer and ${may} returning p.*`,
    returning: record(sql.raw('d')),
    missing: missing(id, 'payment'),
    constraintErrors: {
      payment_refund_within_paid: (error) =>
        new Refused((t) => t.payment.refundsStay({ id }), {
          next: [`contract payments ${detailOf(error)['contract']}`],
        }),
    },
  })
  if (!before || !after) throw new Error('a payment that was found is updated')
  return {
    payment: { ...after, ...(await balanceOf(connection, after.contract_id)) },
    client: before.client_name,
  }
}

/** The payments that one may cancel, the latest first. */
export async function cancellable(
  connection: Connection,
  _given: unknown,
  t: Parameters<Message>[0],
  limit: number,
): Promise<Choice<number>[]> {
  const rows = await query<PaymentOfClient>(
    connection,
    sql`select ${record(p)}, ${clientOf(sql`p.contract_id`)} as client_name from epic_events_api.payment p
      where p.cancelled_at is null and p.kind in ('payment', 'refund')
        and ${trustedSql(predicate('payment', ['cancel'], 'p'))}
      order by p.paid_on desc, p.id desc limit ${limit + 1}`,
  )
  return rows.map(({ id, client_name: client, contract_id: contract, amount, paid_on: day }) => ({
    value: id,
    label: client ?? t.contract.card({ id: contract, client: null }),
    hint: `#${id} · ${t.format.amount(amount)} · ${t.format.date(day)}`,
  }))
}

/** The payments of a contract, and its schedule as far as what is paid covers it. @param today of the reader @throws NotFound · Ambiguous · Forbidden */
export async function ledger(
  connection: Connection,
  contract: Reference,
  today: string,
): Promise<Ledger & { readonly payments: readonly Payment[] }> {
  const { related, ...found } = await readOne<Omit<Ledger, 'schedule'> & { readonly related: RelatedRows }>(
    connection,
    'payment:list',
    {
      columns: sql`k.contract_id, k.client_id, (select c.full_name from epic_events_api.client c where c.id = k.client_id) as client_name,
        k.is_signed, k.total_amount::text, (k.total_amount - k.remaining_amount)::text as paid_amount, k.remaining_amount::text, k.next_due,
        ${relatedRows(
          {
            payments: { where: sql`p.contract_id = k.contract_id`, order: sql`p.paid_on, p.id` },
            schedule: {
              from: sql`${scheduleOf(sql`k.contract_id`, k, today)} i`,
              where: sql`true`,
              order: sql`i.due_on, i.id`,
            },
          },
          { kinds: ['payments', 'schedule'], most: undefined },
        )} as related`,
      from: sql`(select o.id as contract_id, o.client_id, o.total_amount, o.remaining_amount, o.next_due, o.is_signed
        from epic_events_api.contract o) k where k.contract_id = ${idOf('contract', contract)}`,
      alias: 'k',
      missing: missing(shownReference(contract), 'contract'),
      by: { noun: 'contract', reference: contract },
    },
  )
  const { payments, schedule } = related
  return { ...found, payments: payments as readonly Payment[], schedule: schedule as Ledger['schedule'] }
}
