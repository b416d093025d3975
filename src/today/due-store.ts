/** The instalments that are overdue or due soon, as common table expressions of the one statement of `today`. */
import { type SQL, sql } from 'drizzle-orm'
import type { Range } from '../db/narrowing.ts'
import { scheduleOf } from '../payment/instalment-store.ts'

/** Days from today, today among them, of which instalments are listed. */
const daysNear = 7
/** How many overdue contracts are looked at. What is due soon of a contract that is overdue longer than these is not listed. */
const mostOverdue = 200

/**
 * `instalments`: those of signed contracts that are not covered by what is paid, with their section and place. A contract is found by the first
 * day on which it owes something, which no instalment precedes.
 *
 * @param o.theirs the contracts that are the caller's to care for, of those that meet a condition on the row `f` of the keys
 * @param o.day today, of the reader @param o.most rows of each section
 */
export function instalmentsDue(o: {
  readonly theirs: (where: SQL) => readonly Range[]
  readonly day: string
  readonly most: number
}): SQL {
  const { theirs, day, most } = o
  const today = sql`${day}::date`
  const first = (where: SQL, count: number) =>
    theirs(sql`f.is_signed and ${where}`).map(
      (range) =>
        sql`(select f.id from epic_events_api.contract_keys f where ${range.where} order by f.next_due, f.id limit ${count})`,
    )
  const owing = [
    ...first(sql`f.next_due < ${today}`, mostOverdue),
    ...first(sql`f.next_due >= ${today} and f.next_due < ${today} + ${daysNear}::integer`, most),
  ]
  return sql`owing as materialized (${sql.join(owing, sql` union all `)}),
    instalments as materialized (
      select s.section, s.place, to_json(x) as row from (
        select case when i.due_on < ${today} then 'overdue_instalments' else 'due_this_week' end as section, i.due_on, i.label,
          i.remaining_amount as amount, k.id as contract_id, k.client_id,
          row_number() over (partition by i.due_on < ${today} order by i.due_on, k.id, i.id) as place
        from owing o
          -- Row by row: PostgreSQL expects many more of them, and would read all contracts instead.
          cross join lateral (select k.* from epic_events_api.contract k where k.id = o.id offset 0) k
          cross join lateral ${scheduleOf(sql`k.id`, sql.raw('k'), day)} i
        where i.state <> 'covered' and i.due_on < ${today} + ${daysNear}::integer) s
      cross join lateral (
        select s.contract_id, s.client_id, (select c.full_name from epic_events_api.client c where c.id = s.client_id) as client_name,
          s.due_on, s.amount, s.label) x
      where s.place <= ${most})`
}
