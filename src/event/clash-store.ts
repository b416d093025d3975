/**
 * When people are busy (docs/TRUST.md §3, "Clashes"). The function `busy` of the database looks at all events of a person. Of those that the
 * caller may not see it tells the times alone.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { read } from '../db/statement.ts'
import type { Message } from '../errors.ts'
import { weekAround } from '../field/week.ts'

/** Another event of the same support, at the same time or shortly before or after. */
export interface Clash {
  /** Null where the caller may not see the event; then it has no title either. */
  readonly id: number | null
  readonly title: string | null
  readonly start_date: string
  readonly end_date: string
  /** `true`: the two do not overlap, but there are less than two hours to get from one address to the other. */
  readonly tight: boolean
}

/** How many events a warning names. One more is fetched, to tell that there are more. */
export const mostNamed = 5

/** The time that it takes to get from one address to another. */
const way = sql`interval '2 hours'`

/** What is looked for: `from` and `until`, and where. An address that the caller may not see counts as another one. */
const isTight = (is: { readonly start: SQL; readonly end: SQL }) =>
  sql`not (b.start_date < ${is.end} and ${is.start} < b.end_date)`
const isElsewhere = (address: SQL) =>
  sql`(b.full_address is null or epic_events.fold(b.full_address) <> epic_events.fold(${address}))`

/** The clashes of an event as a JSON array, the real ones first. @param d the alias of its row */
export const clashesOf = (d: SQL): SQL => {
  const tight = isTight({ start: sql`${d}.start_date`, end: sql`${d}.end_date` })
  return sql`(select coalesce(json_agg(b), '[]') from (
    select b.id, b.title, b.start_date, b.end_date, ${tight} as tight
    from epic_events.busy(array[${d}.support_contact_id], ${d}.start_date - ${way}, ${d}.end_date + ${way}, ${d}.id) b
    where not ${tight} or ${isElsewhere(sql`${d}.full_address`)}
    order by 5, b.start_date, b.id limit ${mostNamed + 1}) b)`
}

/**
 * With `strict` the database refuses a support who is not free (rule_support_free reads this setting, which ends with the statement's
 * transaction). `setting` goes before a write, and `isSet` into its WHERE.
 */
export const strictly = (strict: boolean): { readonly setting: SQL; readonly isSet: SQL } =>
  strict
    ? {
        setting: sql`with setting as materialized (select set_config('epic_events.strict', 'on', true) as value) `,
        isSet: sql` and (select value is not null from setting)`,
      }
    : { setting: sql``, isSet: sql`` }

/** The event for which somebody is looked for. */
export interface Slot {
  /** Absent: it is only being made. */
  readonly id?: number | null
  readonly start_date: string
  readonly end_date: string
  /** Absent: it is not known yet, so that nothing is said about the way. */
  readonly full_address?: string | null
}

/** What somebody does at the time of an event, and in its week. */
export type Busyness = {
  /** How many of their events overlap it. */
  readonly clashes: number
  /** How many of their events leave too little time for the way. */
  readonly tight: number
  /** How many events they have in the week in which it begins, without it. */
  readonly week_events: number
  readonly week_hours: number
  /** The first one that overlaps it; its id is null where the caller may not see it. */
  readonly first: Pick<Clash, 'id' | 'title'> | null
}

const free: Busyness = { clashes: 0, tight: 0, week_events: 0, week_hours: 0, first: null }

/**
 * What these people do at the time of an event.
 *
 * @returns by their ids; everybody is in it
 */
export async function busyness(
  connection: Connection,
  people: readonly number[],
  { id = null, start_date: start, end_date: end, full_address: address = null }: Slot,
  t: Parameters<Message>[0],
): Promise<ReadonlyMap<number, Busyness>> {
  const week = weekAround(start, t)
  const at = (instant: string) => sql`${instant}::timestamptz`
  const [s, e, from, to] = [at(start), at(end), at(week.start), at(week.end)]
  const tight = isTight({ start: s, end: e })
  const near = sql`b.start_date < ${e} + ${way} and b.end_date > ${s} - ${way}`
  const elsewhere = address === null ? sql`false` : isElsewhere(sql`${address}::text`)
  const { rows } = await read<Busyness & { readonly person: number }>(
    connection,
    undefined,
    sql`
      select b.person, (count(*) filter (where not ${tight}))::integer as clashes,
        (count(*) filter (where ${tight} and ${near} and ${elsewhere}))::integer as tight,
        (count(*) filter (where b.start_date < ${to} and b.end_date > ${from}))::integer as week_events,
        coalesce(round(sum(extract(epoch from least(b.end_date, ${to}) - greatest(b.start_date, ${from})))
          filter (where b.start_date < ${to} and b.end_date > ${from}) / 3600, 2), 0) as week_hours,
        (json_agg(json_build_object('id', b.id, 'title', b.title) order by b.id is null, b.start_date, b.id)
          filter (where not ${tight})) -> 0 as first
      from epic_events.busy(${`{${people.join(',')}}`}::integer[], least(${from}, ${s} - ${way}), greatest(${to}, ${e} + ${way}),
        ${id}::integer) b
      group by b.person`,
  )
  const found = new Map(rows.map(({ person, ...busy }) => [person, busy]))
  return new Map(people.map((person) => [person, found.get(person) ?? free]))
}

/** Orders people: those who are free first, of these who has the least to do that week. */
export const freest = (a: Busyness, b: Busyness): number =>
  Math.sign(a.clashes) - Math.sign(b.clashes) ||
  Math.sign(a.tight) - Math.sign(b.tight) ||
  a.week_events - b.week_events ||
  a.week_hours - b.week_hours

/** Another event of the contract with the same title and start, by its id. @param d the alias of the row */
export const twinOf = (
  d: SQL,
): SQL => sql`(select min(t.id) from epic_events_api.event t where t.contract_id = ${d}.contract_id
  and t.start_date = ${d}.start_date and t.id <> ${d}.id and epic_events.fold(t.title) = epic_events.fold(${d}.title))`
