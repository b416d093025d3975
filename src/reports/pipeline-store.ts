/** The SQL of `report pipeline`: one statement over the contracts and events that the caller may see. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { type Report, report } from './judged-store.ts'
import type { StageRow } from './reports.ts'
import { seesWide } from './wide-store.ts'

/**
 * How many contracts are in each stage, and how much money. A contract whose events are all over is closed when nothing remains to be paid.
 *
 * @param now an instant; an event that ends later is still coming
 */
export function pipeline(connection: Connection, now: string): Promise<Report<StageRow, Omit<StageRow, 'stage'>>> {
  const at = sql`${now}::timestamptz`
  const long = sql`e.end_date - e.start_date > interval '7 days'`
  const figures = sql`coalesce(sum(g.contracts), 0)::bigint as contracts,
    round(coalesce(sum(g.total), 0) / 100, 2)::text as total, round(coalesce(sum(g.due), 0) / 100, 2)::text as remaining`
  return report(
    connection,
    ['contract:list', 'event:list'],
    sql`select s.stage, ${figures} from (values (1, 'to_sign'), (2, 'without_event'), (3, 'event_coming'), (4, 'unpaid'), (5, 'closed')) s(n, stage)
      left join groups g on g.stage = s.stage group by s.n, s.stage order by s.n`,
    {
      // As in the list of events: those of at most a week are a range of starts, and the few longer ones have an index of their own.
      before: sql`with coming as materialized (
          select e.contract_id from epic_events_api.event_keys e
          where e.start_date > ${at} - interval '7 days' and e.end_date > ${at}
          union all
          select e.contract_id from epic_events_api.event_keys e where ${long} and e.end_date > ${at}),
        contracts as (
          select k.id, k.is_signed, k.has_event, k.total_cents, k.due_cents from epic_events_api.contract_wide k
          union all
          select k.id, k.is_signed, k.id in (select e.contract_id from epic_events_api.event_keys e), k.total_cents, k.due_cents
          from epic_events_api.contract_keys k where not (${seesWide})),
        groups as materialized (
          select case when not c.is_signed then 'to_sign'
              when not c.has_event then 'without_event'
              when c.id in (select n.contract_id from coming n) then 'event_coming'
              when c.due_cents > 0 then 'unpaid'
              else 'closed' end as stage,
            count(*) as contracts, sum(c.total_cents) as total, sum(c.due_cents) as due
          from contracts c group by 1) `,
      about: sql`(select to_json(x) from (select ${figures} from groups g) x)`,
    },
  )
}
