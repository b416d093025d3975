/**
 * The statements of an import. Each is about many rows of the file, which travel as one JSON text, and writes through the views, so that the
 * policies, guards and triggers judge each row as they judge that of `create` and `update`.
 */
import { type SQL, sql } from 'drizzle-orm'
import { guardedColumns } from '../../access/catalogue.ts'
import type { Noun } from '../../field/reference.ts'
import type { Connection } from '../connection.ts'
import type { Need } from '../judgement.ts'
import { allowed, trustedSql } from '../statement.ts'
import type { ColumnType, ImportTarget, MatchKey, RowValues } from './target.ts'

/** Fewer rows were changed than were sent: one of them is not there any more. */
export class RowGone extends Error {}

/** What a name in the file means. */
export interface NameFound {
  readonly typed: string
  /** Names with one key are the same to the lookup: without case and accents. */
  readonly key: string
  /** Two of them stand for several. */
  readonly ids: readonly number[]
}

/** Looks up names, each as `referred` finds the record that a command names in full. */
export const findNames = (connection: Connection, noun: Noun, typed: readonly string[]): Promise<NameFound[]> =>
  connection.query<NameFound>(sql`
    select n.typed, epic_events.fold(n.typed) as key, to_json(${idsNamed(noun)}) as ids
    from jsonb_array_elements_text(${JSON.stringify(typed)}::jsonb) n(typed)`)

/** As `idOf` (db/reference.ts) finds them: everybody who is signed in knows the roles that colleagues have. */
const idsNamed = (noun: Noun): SQL => {
  const ids = sql`array(select epic_events.referred(${noun}::text, n.typed, true, 2))`
  if (noun !== 'role') return ids
  return sql`coalesce(nullif(${ids}, '{}'), array(
    select distinct p.role_id from epic_events_api.colleague p where epic_events.fold(p.role) = epic_events.fold(n.typed) limit 2))`
}

/** What the database knows about a row of the file. */
export interface Looked {
  /** The place of the row in the question. */
  readonly n: number
  /** The key of a name, which finds it; null for every other key. */
  readonly key: string | null
  /** The records that the row means. */
  readonly ids: readonly number[]
  /** The one record that it means, by column; null where there is none, or several. */
  readonly stored: Readonly<Record<string, string | number | boolean | null>> | null
  /** The permissions on that record, in the order of `updateNeeds`. */
  readonly may: readonly boolean[] | null
  /** The permissions of the row as a new one, in the order of `needs`; null where what it belongs to is not there. */
  readonly mayCreate: readonly boolean[] | null
}

/** The permissions that an update of some columns can need. */
export const updateNeeds = ({ resource }: ImportTarget): readonly Need[] => [
  { permission: `${resource}:update`, scoped: true },
  ...Object.values(guardedColumns[resource] ?? {}),
]

/**
 * Finds the records that rows mean, and what the caller may do with them.
 *
 * @param rows `key` is what is matched by: an email, a name or an id
 */
export function look(
  connection: Connection,
  target: ImportTarget,
  match: MatchKey,
  rows: readonly { readonly key: string | number | undefined; readonly values: RowValues }[],
): Promise<Looked[]> {
  // Of its values only those are asked for that say where a new row belongs.
  const columns = Object.keys(target.nouns)
  const given = rows.map(({ key, values }, n) => ({ '#': n, '?': key, ...chosen(values, columns) }))
  const types = {
    ...({ '#': 'integer', '?': match === 'id' ? 'integer' : 'text' } as const),
    ...chosen(target.types, columns),
  }
  const stored = target.stored ?? columnsOf(target.types)
  const may = (needs: readonly Need[], alias: string) =>
    sql`json_build_array(${sql.join(
      needs.map((need) => sql`coalesce(${allowed(need, alias)}, false)`),
      sql`, `,
    )})`
  return connection.query<Looked>(sql`
    with g as materialized (select * from ${recordset(given, types)})
    select g."#" as n, ${match === 'name' ? sql`epic_events.fold(g."?")` : sql`null::text`} as key, to_json(m.ids) as ids,
      r.stored, r.may, w.may as "mayCreate"
    from g
      cross join lateral (select ${idsMatching(target, match)} as ids offset 0) m
      left join lateral (
        select (select to_json(s) from (select ${stored}) s) as stored, ${may(updateNeeds(target), 'x')} as may
        from ${view(target)} x
        where x.id = m.ids[1] and cardinality(m.ids) = 1 offset 0) r on true
      left join lateral (select ${may(target.needs, 'w')} as may from ${target.newRow} limit 1) w on true
    order by g."#"`)
}

/** The records that a row of `g` means, as an array of at most two ids. */
function idsMatching({ table, resource }: ImportTarget, match: MatchKey): SQL {
  const records = trustedSql(`epic_events_api.${table}`)
  if (match === 'none') return sql`'{}'::integer[]`
  if (match === 'id') return sql`array(select i.id from ${records} i where i.id = g."?")`
  if (match === 'name') {
    const keys = trustedSql(`epic_events_api.${resource}_keys`)
    return sql`array(select i.id from ${keys} i where i.name_key = epic_events.fold(g."?") order by i.id limit 2)`
  }
  // `referred` looks for a name where nobody has the address. As an array its ids are looked up in the index, whatever the planner believes.
  return sql`array(select i.id from ${records} i
    where i.id = any (array(select epic_events.referred(${resource}::text, g."?", true, 2))) and lower(i.email) = lower(g."?"))`
}

const view = ({ table }: ImportTarget) => trustedSql(`epic_events_api.${table}`)

/** A sum of money as text: as a number of JSON it would lose its cents. */
const columnsOf = (types: ImportTarget['types']): SQL =>
  trustedSql(
    Object.entries(types)
      .map(([column, type]) => (type === 'numeric' ? `x.${column}::text as ${column}` : `x.${column}`))
      .join(', '),
  )

const chosen = <V>(values: Readonly<Record<string, V>>, columns: readonly string[]): Record<string, V> =>
  Object.fromEntries(Object.entries(values).filter(([column]) => columns.includes(column)))

/** Rows as a table `g`. @param types by column; a column that a row lacks is null */
function recordset(rows: readonly object[], types: Readonly<Record<string, ColumnType>>): SQL {
  const columns = Object.entries(types).map(([column, type]) => `"${column}" ${type}`)
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(${trustedSql(columns.join(', '))})`
}

/** A record that a new row is like. @param n the place of the row in the question */
interface AlikeRow {
  readonly n: number
  readonly id: number
  readonly name: string
}

/** The records that new rows are like, one for each row at most. */
export async function alike(
  connection: Connection,
  target: ImportTarget,
  rows: readonly RowValues[],
): Promise<readonly AlikeRow[]> {
  if (!target.alike || rows.length === 0) return []
  const given = rows.map((row, n) => ({ ...row, '#': n }))
  return connection.query<AlikeRow>(
    target.alike(sql`(select * from ${recordset(given, { '#': 'integer', ...target.types })}) g`),
  )
}

/** Inserts rows in their order. @returns how many */
export async function insert(
  connection: Connection,
  target: ImportTarget,
  rows: readonly RowValues[],
): Promise<number> {
  const given = rows.map((row, n) => ({ ...row, '#': n }))
  const table = sql`(select * from ${recordset(given, { '#': 'integer', ...target.types })} order by g."#") g`
  const columns = Object.keys(target.types).filter(
    (column) => column in target.absent || rows.some((row) => column in row),
  )
  const values = columns.map((column) => {
    const absent = target.absent[column]
    const value = trustedSql(`g.${column}`)
    return absent ? sql`coalesce(${value}, ${absent})` : value
  })
  const statement =
    target.insert?.(table) ??
    sql`insert into ${view(target)} (${trustedSql(columns.join(', '))})
      select ${sql.join(values, sql`, `)} from ${table} order by g."#"
      returning id`
  const [answer] = await connection.query<{ count: number }>(
    sql`with written as (${statement}) select count(*)::integer as count from written`,
  )
  return answer?.count ?? 0
}

/**
 * Changes the same columns of several records.
 *
 * @param rows each has its id and a value for each of the columns
 * @returns how many there were: one that was deleted meanwhile, or may not be changed any more, is missing
 */
export async function update(
  connection: Connection,
  target: ImportTarget,
  columns: readonly string[],
  rows: readonly { readonly id: number; readonly values: RowValues }[],
): Promise<number> {
  const given = rows.map(({ id, values }) => ({ ...chosen(values, columns), '#': id }))
  const assigned = columns.map((column) => `${column} = g.${column}`).join(', ')
  const [answer] = await connection.query<{ count: number }>(sql`
    with written as (
      update ${view(target)} x set ${trustedSql(assigned)}
      from ${recordset(given, { '#': 'integer', ...chosen(target.types, columns) })}
      where x.id = g."#"
      returning x.id)
    select count(*)::integer as count from written`)
  return answer?.count ?? 0
}

/** Creates companies. @returns their ids by name */
export async function createCompanies(
  connection: Connection,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const made = await connection.query<{ id: number; name: string }>(sql`
    insert into epic_events_api.company (name)
    select n.name from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) with ordinality n(name, place)
    order by n.place
    returning id, name`)
  return new Map(made.map(({ id, name }) => [name, id]))
}
