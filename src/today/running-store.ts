/** What is running now, and who is to be in two places at once. Both are common table expressions of the one statement of `today`. */
import { type SQL, sql } from 'drizzle-orm'

/** How many of the next events of everybody are looked at, and how many days ahead. */
const [mostNear, daysNear] = [500, 14]

/** An event that lasts for more than a week, as the indexes of the few that do have it. */
const long = (alias: SQL) => sql`${alias}.end_date - ${alias}.start_date > interval '7 days'`

/**
 * `near`: for those who assign, the events of everybody that are running or begin soon. `running`: the ids of those that are running, also of
 * one's own. `pairs`: two events of one support, the earlier one first, that overlap and are not over.
 *
 * @param o.mine the table of the events of the other sections
 * @param o.at the present
 * @param o.assigns whether everybody's events are the caller's to care for
 * @param o.most how many rows of each are wanted
 */
export function runningAndPairs(o: { mine: SQL; at: SQL; assigns: SQL; most: number }): SQL {
  const { mine, at, assigns, most } = o
  const columns = sql`id, support_contact_id, start_date, end_date`
  const soon = sql`f.end_date > ${at} and f.start_date < ${at} + make_interval(days => ${daysNear})`
  const first = sql`order by f.start_date, f.id limit ${mostNear}`
  const others = (bounds: SQL) =>
    sql`select o.id, o.start_date, o.end_date from epic_events_api.event_keys o
      where o.support_contact_id = e.support_contact_id and o.start_date < e.end_date and o.end_date > e.start_date and o.end_date > ${at}
        and o.id <> e.id and ${bounds}`
  return sql`near as materialized (
      select ${columns} from (
        (select ${columns} from epic_events_api.event_keys f
          where ${assigns} and f.start_date >= ${at} - interval '7 days' and ${soon} and f.end_date - f.start_date <= interval '7 days' ${first})
        union all
        (select ${columns} from (select w.* from epic_events_api.event_keys w where ${long(sql`w`)} and w.end_date > ${at} offset 0) f
          where ${assigns} and ${soon} ${first})) f
      ${first}),
    shown as materialized (select ${columns} from near union select ${columns} from ${mine}),
    running as materialized (
      select 'running_events'::text as section, f.id, row_number() over (order by f.start_date, f.id) as place
      from shown f where f.start_date <= ${at} and f.end_date > ${at} order by place limit ${most}),
    pairs as materialized (
      select p.a, p.b, row_number() over (order by p.a_start, p.b_start, p.a, p.b) as place
      from (
        select distinct case when earlier then e.id else o.id end as a, case when earlier then o.id else e.id end as b,
          least(e.start_date, o.start_date) as a_start, greatest(e.start_date, o.start_date) as b_start
        from shown e
          cross join lateral (${others(sql`o.start_date >= e.start_date - interval '7 days' and not ${long(sql`o`)}`)}
            union all ${others(long(sql`o`))}) o
          cross join lateral (select (e.start_date, e.id) < (o.start_date, o.id) as earlier) s
        where e.support_contact_id is not null and e.end_date > ${at}) p
      order by place limit ${most})`
}

/** The clashes as rows: an event with the one that its support has at the same time. */
export const clashes = sql`clashes as materialized (
  select 'clashes'::text as section, f.place, to_json(x) as row from pairs f cross join lateral (
    select a.id, a.title, a.start_date, a.end_date, a.support_contact_id,
      (select p.full_name from epic_events_api.colleague p where p.id = a.support_contact_id) as support_contact_name,
      b.id as other_id, b.title as other_title, b.start_date as other_start_date, b.end_date as other_end_date
    from epic_events_api.event a, epic_events_api.event b where a.id = f.a and b.id = f.b) x)`
