/** The SQL of two short series for those who run the agency: revenue by month, and the events of the weeks ahead. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { read } from '../db/statement.ts'

interface Series {
  /** What was signed in each month, as decimals. */
  readonly revenue: readonly string[]
  /** How many events begin in each week. */
  readonly events: readonly number[]
}

/**
 * Each series is read from a range of one index, and no row is fetched.
 *
 * @param o.months the beginnings of the months as instants, and the end of the last one · o.weeks those of the weeks
 */
export async function series(
  connection: Connection,
  o: { readonly months: readonly string[]; readonly weeks: readonly string[] },
): Promise<Series> {
  const list = (instants: readonly string[]) => sql`${`{${instants.join(',')}}`}::timestamptz[]`
  const ends = (instants: readonly string[]) => [sql`${instants[0]}::timestamptz`, sql`${instants.at(-1)}::timestamptz`]
  const [[firstMonth, lastMonth], [firstWeek, lastWeek]] = [ends(o.months), ends(o.weeks)]
  const { rows } = await read<Series>(
    connection,
    undefined,
    sql`select
      (select json_agg(round(coalesce(s.cents, 0) / 100, 2)::text order by g.at) from generate_series(1, ${String(o.months.length - 1)}::integer) g(at)
        left join signed s on s.n = g.at) as revenue,
      (select json_agg(coalesce(b.events, 0) order by g.at) from generate_series(1, ${String(o.weeks.length - 1)}::integer) g(at)
        left join begun b on b.n = g.at) as events`,
    {
      before: sql`with signed as (
          select width_bucket(k.signed_at, ${list(o.months)}) as n, sum(k.total_cents) as cents from epic_events_api.contract_keys k
          where k.signed_at >= ${firstMonth} and k.signed_at < ${lastMonth} group by 1),
        begun as (
          select width_bucket(e.start_date, ${list(o.weeks)}) as n, count(*) as events from epic_events_api.event_keys e
          where e.start_date >= ${firstWeek} and e.start_date < ${lastWeek} group by 1) `,
    },
  )
  const [found] = rows
  if (!found) throw new Error('a select without a from gives one row')
  return found
}
