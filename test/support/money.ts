/** What always holds of money, asked of the database itself. */
import type postgres from 'postgres'

/**
 * Contracts whose payments do not add up to what is paid, that remain below nothing or above their total, that are due on another day than
 * their schedule says, or whose signature has no time. None, ever.
 */
export const unsettled = `
  select k.id, k.total_amount, k.remaining_amount, k.next_due, k.is_signed, k.signed_at, p.paid, i.due from epic_events.contract k
  cross join lateral (
    select coalesce(sum(amount), 0) as paid from epic_events.payment p where p.contract_id = k.id and cancelled_at is null) p
  cross join lateral (
    select min(x.due_on) as due from (
      select due_on, sum(amount) over (order by due_on, id) as running from epic_events.instalment i where i.contract_id = k.id) x
    where x.running > p.paid and k.remaining_amount > 0) i
  where k.total_amount - p.paid <> k.remaining_amount or k.remaining_amount not between 0 and k.total_amount
    or k.next_due is distinct from i.due or k.is_signed <> (k.signed_at is not null)
  order by k.id`

/** @param sql the owner's connection · @throws Error that names the contracts whose money does not add up */
export async function expectSettled(sql: postgres.Sql): Promise<void> {
  const wrong = await sql.unsafe(unsettled)
  if (wrong.length > 0) throw new Error(`payments do not add up: ${JSON.stringify(wrong.slice(0, 5))}`)
}
