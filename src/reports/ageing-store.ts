/** The SQL of `report ageing`: one statement over the contracts and payments that the caller may see. */
import { type SQL, sql } from 'drizzle-orm'
import type { Permission } from '../access/catalogue.ts'
import { predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { trustedSql } from '../db/statement.ts'
import { type Report, report } from './judged-store.ts'
import type { AgeingBy, Ages } from './reports.ts'

/** What the rows are of: their key in `aged`, the view and the column with their names, and the permissions to list them. */
const owing: Readonly<Record<AgeingBy, { key: SQL; names: SQL; name: SQL; needs: readonly Permission[] }>> = {
  client: {
    key: sql`o.client_id`,
    names: sql`epic_events_api.client`,
    name: sql`full_name`,
    needs: ['client:list'],
  },
  commercial: {
    key: sql`o.commercial_id`,
    names: sql`epic_events_api.colleague`,
    name: sql`full_name`,
    needs: [],
  },
  company: {
    key: sql`(select c.company_id from epic_events_api.client_keys c where c.id = o.client_id)`,
    names: sql`epic_events_api.company`,
    name: sql`name`,
    needs: ['client:list', 'company:list'],
  },
}

/** The parts that are overdue, by the days since an instalment was due. */
const overdue = {
  days_1_30: sql`o.late between 1 and 30`,
  days_31_60: sql`o.late between 31 and 60`,
  days_61_90: sql`o.late between 61 and 90`,
  days_over_90: sql`o.late > 90`,
} as const
const ages = ['not_due', ...Object.keys(overdue), 'total']

/**
 * What was outstanding at the end of a day, by how long it had been due: of the contracts signed by then, what the payments up to then do not
 * cover. Payments that were cancelled since count nowhere, and totals and schedules are today's. A payment covers the instalments in the
 * order of their days; what no instalment asks for is not due.
 *
 * Payments and what remains always add up to the total, so only the later payments are read: what is outstanding is what remains now and
 * what was paid since. The schedule is read where something of it may be overdue.
 *
 * @param o.day `2026-06-30` @param o.end the instant at which that day ends
 */
export function ageing(
  connection: Connection,
  o: { readonly by: AgeingBy; readonly day: string; readonly end: string },
): Promise<Report<Ages, Ages>> {
  const { key, names, name, needs } = owing[o.by]
  const day = sql`${o.day}::date`
  const end = sql`${o.end}::timestamptz`
  const id = sql.identifier(`${o.by}_id`)
  const paid = trustedSql(predicate('payment', ['list', 'view'], 'k'))
  // How much of what is open lies within the first instalments, if these come to `running`.
  const within = (running: SQL) => sql`greatest(x.open - greatest(x.total - ${running}, 0), 0)`
  const parts = Object.entries(overdue).map(
    ([part, aged]) => sql`coalesce(sum(o.overdue) filter (where ${aged}), 0) as ${sql.identifier(part)}`,
  )
  const figures = ages.map(
    (age) => sql`round(coalesce(sum(a.${sql.identifier(age)}), 0) / 100, 2)::text as ${sql.identifier(age)}`,
  )
  return report<Ages, Ages>(
    connection,
    ['payment:list', 'contract:list'],
    sql`select a.key as ${id}, (select n.${name} from ${names} n where n.id = a.key) as ${sql.identifier(`${o.by}_name`)},
        ${sql.join(figures, sql`, `)}
      from aged a group by a.key, a.total order by a.total desc, a.key`,
    {
      named: needs,
      before: sql`with later as materialized (
          select p.contract_id, (sum(p.amount) * 100)::bigint as cents from epic_events_api.payment p
          where p.cancelled_at is null and p.paid_on > ${day} group by p.contract_id),
        outstanding as materialized (
          select * from (
            select k.id as contract_id, k.client_id, k.commercial_id, k.total_cents as total,
              k.due_cents + coalesce(l.cents, 0) as open,
              l.contract_id is not null or k.next_due < ${day} as may_be_late
            from epic_events_api.contract_keys k left join later l on l.contract_id = k.id
            where k.is_signed and not k.is_fully_paid and k.due_cents > 0 and k.signed_at < ${end}
            union all
            select k.id, k.client_id, k.commercial_id, k.total_cents, l.cents, true
            from later l join epic_events_api.contract_keys k on k.id = l.contract_id
            where k.is_signed and k.is_fully_paid and k.signed_at < ${end}) k
          where k.open > 0 and ${paid}),
        late as materialized (
          select x.client_id, x.commercial_id, ${day} - x.due_on as late,
            ${within(sql`x.running`)} - case when x.nth = 1 then 0 else ${within(sql`(x.running - x.cents)`)} end as open
          from (
            select o.client_id, o.commercial_id, o.total, o.open, i.due_on, (i.amount * 100)::bigint as cents, (sum(i.amount) over w * 100)::bigint as running, row_number() over w as nth
            from outstanding o join epic_events_api.instalment i on i.contract_id = o.contract_id
            where o.may_be_late and i.due_on < ${day}
            window w as (partition by o.contract_id order by i.due_on, i.id)) x),
        aged as materialized (
          select ${key} as key, sum(o.open) as total, coalesce(sum(o.open), 0) - coalesce(sum(o.overdue), 0) as not_due, ${sql.join(parts, sql`, `)}
          from (
            select o.client_id, o.commercial_id, o.open, 0 as overdue, 0 as late from outstanding o
            union all
            select p.client_id, p.commercial_id, 0, p.open, p.late from late p) o
          group by 1) `,
      about: sql`(select to_json(x) from (select ${sql.join(figures, sql`, `)} from aged a) x)`,
    },
  )
}
