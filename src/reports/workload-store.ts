/** The SQL of `report workload`: one statement over the events that the caller may see. */
import { type SQL, sql } from 'drizzle-orm'
import { type CurrentUser, hasUnscopedPermission } from '../access/can.ts'
import { SUPPORT } from '../access/catalogue.ts'
import { canSql } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { read, trustedSql } from '../db/statement.ts'
import type { Period } from '../field/period.ts'
import type { Load } from './reports.ts'

/** A week or a day, cut off where the period of the report begins or ends. */
export interface Bucket extends Period {
  /** The day, or the Monday of the week, however much of it lies in the period. */
  readonly from: string
}

/**
 * Who has how much to do in each of these weeks or days. An event counts in each that it touches, with the hours that lie in it.
 *
 * Somebody who may list all events gets every active support whose account they see, also those who have nothing to do, and a line of the
 * events without one. For others there is nobody of whom they see no event.
 *
 * @param buckets one after the other, without gaps
 */
export async function workload(
  connection: Connection,
  buckets: readonly Bucket[],
): Promise<{ readonly rows: readonly Load[]; readonly everything: boolean }> {
  const [first, last] = [buckets[0], buckets.at(-1)]
  if (!first || !last) throw new Error('a period has a day')
  const [begin, end] = [sql`${first.start}::timestamptz`, sql`${last.end}::timestamptz`]
  const list = (of: (bucket: Bucket) => string) => sql`${`{${buckets.map(of).join(',')}}`}`
  const starts = sql`${list(({ start }) => start)}::timestamptz[]`
  const long = (alias: SQL) => sql`${alias}.end_date - ${alias}.start_date > interval '7 days'`
  const { rows, currentUser } = await read<Load>(
    connection,
    'event:list',
    sql`
      select to_char(b.day, 'YYYY-MM-DD') as "from", w.person as support_contact_id,
        (select p.full_name from epic_events_api.colleague p where p.id = w.person) as support_contact_name,
        coalesce(l.events, 0)::integer as events, coalesce(round(l.hours, 2), 0) as hours, coalesce(c.clashes, 0)::integer as clashes
      from buckets b cross join people w
        left join loads l on l.n = b.n and l.person is not distinct from w.person
        left join crossings c on c.n = b.n and c.person = w.person
      order by b.n, w.person is null, 3, 2`,
    {
      // As in the list of events, those of at most a week are a range of starts, and the few longer ones have an index of their own.
      before: sql`with buckets as materialized (
          select * from unnest(${starts}, ${list(({ end }) => end)}::timestamptz[], ${list(({ from }) => from)}::date[])
            with ordinality b(s, u, day, n)),
        events as materialized (
          select f.support_contact_id as person, f.start_date, f.end_date from epic_events_api.event_keys f
          where f.start_date >= ${begin} - interval '7 days' and f.start_date < ${end} and f.end_date > ${begin} and not ${long(sql`f`)}
          union all
          select f.support_contact_id, f.start_date, f.end_date from (
            select w.* from epic_events_api.event_keys w where ${long(sql`w`)} and w.end_date > ${begin} offset 0) f
          where f.start_date < ${end}),
        pieces as materialized (
          select e.person, b.n, greatest(e.start_date, b.s) as s, least(e.end_date, b.u) as u
          from events e
            cross join lateral generate_series(greatest(width_bucket(e.start_date, ${starts}), 1), width_bucket(e.end_date, ${starts})) g(n)
            join buckets b on b.n = g.n and e.end_date > b.s),
        loads as materialized (
          select p.person, p.n, count(*) as events, sum(extract(epoch from p.u - p.s)) / 3600 as hours
          from pieces p group by p.person, p.n),
        -- Pairs that overlap: when a piece begins, each that has begun before and not ended makes one with it.
        crossings as materialized (
          select m.person, m.n, sum(m.open) filter (where m.step = 1) as clashes
          from (
            select m.person, m.n, m.step, coalesce(sum(m.step) over (
              partition by m.person, m.n order by m.at, m.step rows between unbounded preceding and 1 preceding), 0) as open
            from (
              select p.person, p.n, p.s as at, 1 as step from pieces p where p.person is not null
              union all select p.person, p.n, p.u, -1 from pieces p where p.person is not null) m) m
          group by m.person, m.n),
        people as materialized (
          select l.person from loads l
          union (select u.id from epic_events_api.users u
            where ${trustedSql(canSql(['event:list']))} and u.role_id = ${SUPPORT} and u.is_active)
          union select null where ${trustedSql(canSql(['event:list']))}) `,
    },
  )
  return { rows, everything: seesAll(currentUser) }
}

const seesAll = (currentUser: CurrentUser) => hasUnscopedPermission(currentUser, 'event', 'list')
