/** All SQL of schedules. A schedule is replaced as a whole, in one statement. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { inAnyScope } from '../db/judgement.ts'
import { atVersion } from '../db/page.ts'
import { write } from '../db/statement.ts'
import { versionConflict } from '../db/version-conflict.ts'
import type { Reference } from '../field/reference.ts'
import { scheduleOf } from '../payment/instalment-store.ts'
import type { Instalment, Ledger } from '../payment/payment.ts'
import type { Contract } from './contract.ts'
import { missing, record, view, viewWith } from './store.ts'

/** A contract with what a schedule is reckoned from. */
export type Scheduled = Contract &
  Ledger & {
    /** When its first event begins; null where the caller sees none. */
    readonly first_event: string | null
  }

export type NewInstalment = Pick<Instalment, 'due_on' | 'label' | 'amount'>

/** @param today of the reader, `2026-06-12` @throws NotFound · Ambiguous · Forbidden */
export const scheduled = (connection: Connection, by: Reference, today: string): Promise<Scheduled> => {
  const k = sql.raw('k')
  return viewWith<Scheduled>(
    connection,
    by,
    {
      columns: sql`${record(k)}, k.id as contract_id, (k.total_amount - k.remaining_amount)::text as paid_amount,
        (select min(e.start_date) from epic_events_api.event e where e.contract_id = k.id) as first_event,
        (select coalesce(json_agg(i order by i.due_on, i.id), '[]') from ${scheduleOf(sql`k.id`, k, today)} i) as schedule`,
    },
    'contract:update',
  )
}

/** Refuses a contract whose schedule the caller cannot replace. @throws NotFound · Ambiguous · Forbidden */
export const judgeContract = (connection: Connection, by: Reference) => view(connection, by, 'contract:update')

/**
 * Replaces the schedule of a contract.
 *
 * @param instalments none: it has no schedule any more
 * @throws NotFound · Forbidden · Refused they are not the total, it changed meanwhile
 */
export async function replace(
  connection: Connection,
  id: number,
  instalments: readonly NewInstalment[],
  ifVersion?: number,
): Promise<void> {
  const unchanged = sql`exists (select from epic_events_api.contract k where k.id = ${id}${atVersion('k', ifVersion)})`
  const remove = (may: ReturnType<typeof sql>) => sql`delete from epic_events_api.instalment i
    where i.contract_id = ${id} and ${may} and ${unchanged} returning i.contract_id`
  const rows = sql.join(
    instalments.map(({ due_on, label, amount }) => sql`(${due_on}::date, ${label}::text, ${amount}::numeric)`),
    sql`, `,
  )
  const { before, after } = await write<Contract>(connection, {
    needs: [inAnyScope('contract:update')],
    target: { select: sql`k.*`, from: sql`epic_events_api.contract k where k.id = ${id}`, alias: 'k' },
    missing: missing(id),
    ...(instalments.length === 0
      ? { write: remove }
      : {
          also: (may) => sql`removed as (${remove(may)})`,
          write: (may) => sql`
            insert into epic_events_api.instalment (contract_id, label, due_on, amount)
            select ${id}::integer, n.label, n.due_on, n.amount from (values ${rows}) n(due_on, label, amount)
            where ${may} and ${unchanged}
            returning contract_id`,
        }),
    returning: sql`d.contract_id as id`,
  })
  if (after || !before || ifVersion === undefined) return
  const now = await view(connection, id)
  if (now.version !== ifVersion)
    throw await versionConflict(connection, 'contract', now, { wanted: {}, expected: ifVersion })
}
