/** The contracts that a person can choose from. */
import { type SQL, sql } from 'drizzle-orm'
import type { ActionOf } from '../access/catalogue.ts'
import { attachable, permits, predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { read, trustedSql } from '../db/statement.ts'
import type { Message } from '../errors.ts'
import type { Choice } from '../field/choice.ts'

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

/** Contracts of which one may record a payment. */
export async function forPayment(
  connection: Connection,
  _given: unknown,
  t: Words,
  limit: number,
): Promise<Choice<number>[]> {
  const { rows } = await read<{ id: number; client: string | null; remaining_amount: string }>(
    connection,
    undefined,
    sql`
      select k.id, c.full_name as client, k.remaining_amount::text
      from epic_events_api.contract k left join epic_events_api.client c on c.id = k.client_id
      where ${trustedSql(attachable('payment', 'create', 'contract', 'k'))}
      order by c.full_name, k.id
      limit ${limit + 1}`,
  )
  return rows.map(({ id, client, remaining_amount: remaining }) => ({
    value: id,
    label: client ?? `#${id}`,
    hint: `#${id} · ${t.contract.remains({ amount: t.format.amount(remaining) })}`,
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
