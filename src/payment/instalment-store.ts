/** The SQL of instalments: how far what is paid covers them. */
import { type SQL, sql } from 'drizzle-orm'

/**
 * The instalments of a contract, as a select in brackets. What is paid covers them in the order of day and id. Where the total was changed
 * behind the schedule, no instalment asks for more than what remains of the contract.
 *
 * @param contract its id
 * @param row the alias of a row with its `total_amount` and its `remaining_amount`
 * @param today of the reader, `2026-06-12`
 */
export const scheduleOf = (contract: SQL, row: SQL, today: string): SQL => sql`(
  select y.id, y.label, y.due_on, y.amount::text, y.covered::numeric(12,2)::text as paid_amount, y.open::numeric(12,2)::text as remaining_amount,
    case when y.open = 0 then 'covered' when y.due_on < ${today}::date then 'overdue' when y.covered > 0 then 'part' else 'due' end as state
  from (
    select x.*, least(x.amount, greatest(0, x.paid - x.running + x.amount)) as covered,
      greatest(0, least(x.running, x.total) - greatest(x.running - x.amount, x.paid)) as open
    from (
      select i.id, i.label, i.due_on, i.amount, ${row}.total_amount as total, ${row}.total_amount - ${row}.remaining_amount as paid,
        sum(i.amount) over (order by i.due_on, i.id) as running
      from epic_events_api.instalment i where i.contract_id = ${contract}) x) y)`
