/** The SQL of `report pipeline`: one statement over the contracts and events that the caller may see. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { type Report, report } from './judged-store.ts'
import type { Stage, StageRow } from './reports.ts'
import { seesWide } from './wide-store.ts'

/** In their order, as the statement counts them from 1. */
const stages: readonly Stage[] = ['to_sign', 'without_event', 'event_coming', 'unpaid', 'closed']

const id = (column: string, n: number) => sql.identifier(`${column}_${n}`)

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
  const groups = stages.map(
    (stage, n) =>
      sql`(${String(n)}::integer, ${stage}::text, s.${id('contracts', n)}, s.${id('total', n)}, s.${id('due', n)})`,
  )
  const aggregates = stages.flatMap((_, n) => {
    const ofStage = sql`filter (where c.stage = ${String(n + 1)}::integer)`
    return [
      sql`count(*) ${ofStage} as ${id('contracts', n)}`,
      sql`sum(c.total_cents) ${ofStage} as ${id('total', n)}`,
      sql`sum(c.due_cents) ${ofStage} as ${id('due', n)}`,
    ]
  })
  return report(
    connection,
    ['contract:list', 'event:list'],
    sql`select g.stage, ${figures} from groups g group by g.n, g.stage order by g.n`,
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
        -- Two million rows in one pass: grouped by their stage they would be sorted. The offset keeps each stage from being found out again.
        sums as materialized (
          select ${sql.join(aggregates, sql`, `)} from (
            select case when not c.is_signed then 1
                when not c.has_event then 2
                when c.id in (select n.contract_id from coming n) then 3
                when c.due_cents > 0 then 4
                else 5 end as stage, c.total_cents, c.due_cents
            from contracts c offset 0) c),
        groups as materialized (
          select g.* from sums s cross join lateral (values ${sql.join(groups, sql`, `)}) g(n, stage, contracts, total, due)) `,
      about: sql`(select to_json(x) from (select ${figures} from groups g) x)`,
    },
  )
}
