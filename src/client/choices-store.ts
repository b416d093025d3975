/** The clients that a person can choose from. */
import { type SQL, sql } from 'drizzle-orm'
import type { ActionOf } from '../access/catalogue.ts'
import { predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { inAnyScope } from '../db/judgement.ts'
import { allowed, read, trustedSql } from '../db/statement.ts'
import type { Choice } from '../field/choice.ts'
import { mayBeNoted } from '../interaction/store.ts'

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
export const choicesFor = (...actions: readonly ActionOf<'client'>[]) =>
  choicesWhere(() => trustedSql(predicate('client', actions, 'c')))

/** Clients about whom one may write a note. */
export const forNote = choicesWhere(() => mayBeNoted('client', 'c'))

function choicesWhere(where: () => SQL) {
  return async (connection: Connection, _given: unknown, _t: unknown, limit: number): Promise<Choice<number>[]> => {
    const { rows } = await read<{ id: number; full_name: string; company_name: string | null }>(
      connection,
      undefined,
      sql`
        select c.id, c.full_name, (select k.name from epic_events_api.company k where k.id = c.company_id) as company_name
        from epic_events_api.client c
        where ${where()}
        order by c.full_name, c.id
        limit ${limit + 1}`,
    )
    return rows.map(asChoice)
  }
}

/** A client as a list to choose from shows it. */
export const asChoice = (o: { id: number; full_name: string; company_name: string | null }): Choice<number> => ({
  value: o.id,
  label: o.full_name,
  hint: o.company_name === null ? `#${o.id}` : `#${o.id} · ${o.company_name}`,
})
