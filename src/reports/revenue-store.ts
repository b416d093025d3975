/** The SQL of `report revenue`: one statement over what the caller may see. */
import { type SQL, sql } from 'drizzle-orm'
import type { Permission } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { type Report, report } from './judged-store.ts'
import type { Basis, Revenue, RevenueBy } from './reports.ts'
import { seesWide } from './wide-store.ts'

/** From an instant or a day up to another one, which is no part of it. */
export type Bounds = readonly [from: string, to: string]

/** A month, a quarter or all that is reported on, and the same a year before: in instants, or for payments in days. */
export interface Span {
  readonly name: string
  readonly bounds: Bounds
  readonly before: Bounds
}

interface AboutRevenue {
  readonly sums: Revenue
  /** The signed contracts that have no event, and so are in no month. Null where revenue goes by something else. */
  readonly without_event: { readonly contracts: number; readonly total: string } | null
}

/** What a basis counts: when, for whom, and how much. */
interface Counted {
  readonly needs: readonly [Permission, ...Permission[]]
  /** The type of `at` in `source`. */
  readonly type: SQL
  /**
   * A select of `at` and `worth`, and of `commercial_id` and `client_id` unless it goes by time.
   *
   * @param within the condition that some column lies in the days
   */
  readonly source: (within: (at: SQL) => SQL, by: RevenueBy) => SQL
  /** How many of `worth` are a euro. */
  readonly unit: SQL
}

const byInstant = { type: sql`timestamptz`, unit: sql`100` }

const counted: Readonly<Record<Basis, Counted>> = {
  // An event can only have a signed contract. Of several events of a contract the first one counts, as far as the caller sees them.
  event: {
    ...byInstant,
    needs: ['event:list', 'contract:list'],
    source: (within) => sql`
      select e.start_date as at, k.total_cents as worth, k.commercial_id, k.client_id
      from epic_events_api.event_keys e join epic_events_api.contract_keys k on k.id = e.contract_id
      where ${within(sql`e.start_date`)} and not exists (
        select from epic_events_api.event_keys f
        where f.contract_id = e.contract_id and f.end_date > f.start_date and (f.start_date < e.start_date or f.start_date = e.start_date and f.id < e.id))`,
  },
  signature: {
    ...byInstant,
    needs: ['contract:list'],
    source: (within) => sql`
      select k.signed_at as at, k.total_cents as worth, k.commercial_id, k.client_id
      from epic_events_api.contract_keys k where ${within(sql`k.signed_at`)}`,
  },
  payment: {
    needs: ['payment:list', 'contract:list'],
    type: sql`date`,
    unit: sql`1`,
    source: (within, by) =>
      isInTime(by)
        ? sql`select p.paid_on as at, p.amount as worth from epic_events_api.payment p where p.cancelled_at is null and ${within(sql`p.paid_on`)}`
        : sql`
          select p.paid_on as at, p.amount as worth, k.commercial_id, k.client_id
          from epic_events_api.payment p join epic_events_api.contract_keys k on k.id = p.contract_id
          where p.cancelled_at is null and ${within(sql`p.paid_on`)}`,
  },
}

/** What else one must be able to list, for the names of the rows. */
const named: Readonly<Record<RevenueBy, readonly Permission[]>> = {
  month: [],
  quarter: [],
  commercial: [],
  company: ['client:list', 'company:list'],
}

/**
 * Revenue of these months or quarters, and of the same a year before. By salesperson or company it is that of all of them together, and
 * there is a row for each that has any in one of the two years.
 *
 * @param o.spans one after the other, without gaps
 */
export function revenue(
  connection: Connection,
  o: { readonly spans: readonly Span[]; readonly by: RevenueBy; readonly basis: Basis },
): Promise<Report<Revenue, AboutRevenue>> {
  const { needs, type, source, unit } = counted[o.basis]
  const list = (values: readonly string[]) => sql`${`{${values.join(',')}}`}`
  const years = [o.spans.map(({ bounds }) => bounds), o.spans.map(({ before }) => before)]
  const entries = years.map((year, back) => {
    const [from, to] = [year[0]?.[0] ?? '', year.at(-1)?.[1] ?? '']
    const starts = sql`${list(year.map(([start]) => start))}::${type}[]`
    const within = (at: SQL) => sql`${at} >= ${from}::${type} and ${at} < ${to}::${type}`
    return sql`
      select ${String(back)}::integer as back, ${keyOf(o.by, starts)} as key, sum(c.worth) as worth
      from (${source(within, o.by)}) c group by 2`
  })
  const both = (of: SQL) => sql`
    coalesce(sum(${of}) filter (where m.back = 0), 0) / ${unit} as amount, coalesce(sum(${of}) filter (where m.back = 1), 0) / ${unit} as previous`
  return report<Revenue, AboutRevenue>(connection, needs, rowsOf(o.by, list(o.spans.map(({ name }) => name))), {
    named: named[o.by],
    before: sql`with entries as materialized (${sql.join(entries, sql` union all `)}),
      groups as materialized (select ${o.by === 'company' ? sql`c.company_id` : sql`m.key`} as key, ${both(sql`m.worth`)}
        from entries m${o.by === 'company' ? sql` left join epic_events_api.client_keys c on c.id = m.key` : sql``} group by 1),
      sums as (select coalesce(sum(g.amount), 0) as amount, coalesce(sum(g.previous), 0) as previous from groups g) `,
    about: sql`(select json_build_object('sums', (select to_json(x) from (select ${figures(sql`s`)} from sums s) x),
      'without_event', ${o.basis === 'event' ? withoutEvent : sql`null`}))`,
  })
}

const isInTime = (by: RevenueBy): by is 'month' | 'quarter' => by === 'month' || by === 'quarter'

/** What is added up first. Companies are looked up once for each client. */
function keyOf(by: RevenueBy, starts: SQL): SQL {
  if (by === 'commercial') return sql`c.commercial_id`
  return by === 'company' ? sql`c.client_id` : sql`width_bucket(c.at, ${starts})`
}

/** The columns of a row, of amounts and those of a year before. */
const figures = (of: SQL): SQL => {
  const [amount, previous] = [sql`coalesce(${of}.amount, 0)`, sql`coalesce(${of}.previous, 0)`]
  return sql`round(${amount}, 2)::text as amount, round(${previous}, 2)::text as previous, round(${amount} - ${previous}, 2)::text as change,
    case when ${previous} > 0 then round((${amount} - ${previous}) * 100 / ${previous}, 1) end as change_percent`
}

/** The rows of the groups: all months or quarters, or those who have any revenue, the greatest first. */
function rowsOf(by: RevenueBy, names: SQL): SQL {
  const greatest = sql`from groups g order by g.amount desc, g.previous desc, g.key`
  if (by === 'commercial')
    return sql`select g.key as commercial_id,
      (select p.full_name from epic_events_api.colleague p where p.id = g.key) as commercial_name, ${figures(sql`g`)} ${greatest}`
  if (by === 'company')
    return sql`select g.key as company_id,
      (select f.name from epic_events_api.company f where f.id = g.key) as company_name, ${figures(sql`g`)} ${greatest}`
  return sql`select b.name as ${sql.identifier(by)}, ${figures(sql`g`)}
    from unnest(${names}::text[]) with ordinality b(name, n) left join groups g on g.key = b.n order by b.n`
}

/** The signed contracts of whose events the caller sees none. */
const withoutEvent = sql`(
  select json_build_object('contracts', count(*), 'total', round(coalesce(sum(w.total_cents), 0) / 100, 2)::text) from (
    select k.total_cents from epic_events_api.contract_wide k where k.is_signed and not k.has_event
    union all
    select k.total_cents from epic_events_api.contract_keys k
    where not (${seesWide}) and k.is_signed and k.id not in (select e.contract_id from epic_events_api.event_keys e)) w)`
