/** The SQL of the lines of `today`: what the months of a year bring in, and how many events the next weeks have. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { read } from '../db/statement.ts'

/** Of more events than this there is no line: `today` may not take longer because there are more. `report revenue` counts them all. */
const most = 20_000

/** Null where there are too many events to count them in passing. */
export interface TodaySeries {
  /** The totals of the contracts, in euros, by the month in which their first event begins. */
  readonly revenue: { readonly months: readonly string[]; readonly total: string } | null
  /** How many events begin in each week. */
  readonly events: readonly number[] | null
}

/**
 * Counts what the caller sees.
 *
 * @param o instants one after the other: the beginnings of the months and of the weeks, and behind them the end of the last one
 */
export async function todaySeries(
  connection: Connection,
  o: { readonly months: readonly string[]; readonly weeks: readonly string[] },
): Promise<TodaySeries> {
  const list = (instants: readonly string[]) => sql`${`{${instants.join(',')}}`}::timestamptz[]`
  const between = (instants: readonly string[]) =>
    sql`e.start_date >= ${instants[0] ?? ''}::timestamptz and e.start_date < ${instants.at(-1) ?? ''}::timestamptz`
  const begun = (instants: readonly string[]) => sql`
    select e.id, e.contract_id, e.start_date from epic_events_api.event_keys e where ${between(instants)}
    order by e.start_date limit ${most + 1}`
  const { rows } = await read<TodaySeries>(
    connection,
    undefined,
    sql`select
      case when (select count(*) from this_year) <= ${most} then (
        select json_build_object('months', json_agg(coalesce(round(s.cents / 100, 2), 0)::text order by m.n),
          'total', coalesce(round(sum(s.cents) / 100, 2), 0)::text)
        from generate_series(1, ${o.months.length - 1}::integer) m(n) left join sums s on s.n = m.n) end as revenue,
      case when (select count(*) from ahead) <= ${most} then (
        select json_agg(coalesce(l.events, 0) order by w.n)
        from generate_series(1, ${o.weeks.length - 1}::integer) w(n) left join loads l on l.n = w.n) end as events`,
    {
      before: sql`with this_year as materialized (${begun(o.months)}),
        ahead as materialized (${begun(o.weeks)}),
        -- Of several events of a contract the first one counts.
        sums as (
          select width_bucket(e.start_date, ${list(o.months)}) as n, sum(k.total_cents) as cents
          from this_year e join epic_events_api.contract_keys k on k.id = e.contract_id
          where not exists (select from epic_events_api.event_keys f
            where f.contract_id = e.contract_id and f.end_date > f.start_date and (f.start_date < e.start_date or f.start_date = e.start_date and f.id < e.id))
          group by 1),
        loads as (
          select width_bucket(e.start_date, ${list(o.weeks)}) as n, count(*)::integer as events from ahead e group by 1) `,
    },
  )
  const [found] = rows
  if (!found) throw new Error('a select without from answers one row')
  return found
}
