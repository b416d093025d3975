/**
 * Clients that are likely the same person: the same name in one company, or the same phone number. Each question is a range of one index
 * (`client_phone_idx`, `client_company_name_idx`), so it does not grow with the table. An email address cannot be the same.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { read } from '../db/statement.ts'

/** By what two clients are alike; `both` is the name and the phone number. */
export type Reason = 'name' | 'phone' | 'both'

/** A client that is like another one. */
export interface Alike {
  readonly id: number
  readonly name: string
  readonly reason: Reason
}

export type Duplicate = {
  readonly keep_id: number
  readonly keep_name: string
  readonly dropped_id: number
  readonly dropped_name: string
  readonly reason: Reason
}

/** The most clients that are told to be like a new one. */
export const mostAlike = 3

/**
 * A column that answers `Alike[]`, one more than are told: the clients like the one in a row, as far as the caller may see them.
 *
 * @param row has `id`, `full_name`, `phone` and `company_id`
 */
export const alike = (
  row: SQL,
): SQL => sql`(select coalesce(json_agg(json_build_object('id', l.id, 'name', l.full_name, 'reason',
    case when l.by_name and l.by_phone then 'both' when l.by_name then 'name' else 'phone' end) order by l.id), '[]')
  from (
    select c.id, c.full_name, c.phone is not distinct from ${row}.phone and c.phone is not null as by_phone,
      epic_events.fold(c.full_name) = epic_events.fold(${row}.full_name) as by_name
    from epic_events_api.client c
    where c.id in (
      select p.id from epic_events_api.client p where p.phone = ${row}.phone
      union
      select k.id from epic_events_api.client_keys k
      where k.company_id = ${row}.company_id and k.name_key = epic_events.fold(${row}.full_name))
      and c.id <> ${row}.id
    order by c.id limit ${mostAlike + 1}) l)`

/** The same for the rows of an import, which are the only ones of this moment: the first client of before that each is like. */
export const alikeRows = (rows: SQL): SQL => sql`
  select g."#" as n, l.id, l.full_name as name
  from ${rows} cross join lateral (
    select c.id, c.full_name from epic_events_api.client c
    where c.id in (
      select p.id from epic_events_api.client p where p.phone = g.phone
      union
      select k.id from epic_events_api.client_keys k where k.company_id = g.company_id and k.name_key = epic_events.fold(g.full_name))
      and c.created_at < now()
    order by c.id limit 1) l
  order by g."#"`

/**
 * Pairs of likely duplicates among the clients that one sees. The one with the lower id stays, since it is known for longer.
 *
 * @param most how many; undefined for all
 */
export async function duplicates(connection: Connection, most: number | undefined): Promise<readonly Duplicate[]> {
  const limit = most === undefined ? sql`` : sql` limit ${most}`
  const { rows } = await read<Duplicate>(
    connection,
    'client:list',
    sql`select p.keep_id, k.full_name as keep_name, p.dropped_id, d.full_name as dropped_name,
        case when not p.by_phone then 'name' when epic_events.fold(k.full_name) = epic_events.fold(d.full_name) then 'both' else 'phone' end as reason
      from pairs p join epic_events_api.client k on k.id = p.keep_id join epic_events_api.client d on d.id = p.dropped_id
      order by p.keep_id, p.dropped_id`,
    {
      before: sql`with by_phone as materialized (
        select x.first as keep_id, x.id as dropped_id from (
          select c.id, first_value(c.id) over (partition by c.phone order by c.id) as first
          from epic_events_api.client c where c.phone is not null) x
        where x.id <> x.first${limit}
      ), by_name as materialized (
        select x.first as keep_id, x.id as dropped_id from (
          select k.id, first_value(k.id) over (partition by k.company_id, k.name_key order by k.id) as first
          from epic_events_api.client_keys k where k.company_id is not null) x
        where x.id <> x.first${most === undefined ? sql`` : sql` limit ${2 * most}`}
      ), pairs as materialized (
        select f.keep_id, f.dropped_id, true as by_phone from by_phone f
        union all
        select n.keep_id, n.dropped_id, false from by_name n
        where not exists (select from by_phone f where f.keep_id = n.keep_id and f.dropped_id = n.dropped_id)${limit}
      )`,
    },
  )
  return rows
}
