/**
 * What a list says of other records, by the ids in its rows: the name of a client's company. A page joins them row by row. A piece of thousands
 * of rows leaves them out, and has each of the others once beside it.
 */
import { type SQL, sql } from 'drizzle-orm'

export interface Lookup {
  /** The column of the row that holds the id. */
  readonly by: string
  /** The columns of the list, by those of the other record. */
  readonly gives: Readonly<Record<string, string>>
  /** A select of the other records, with their `id`. @param is what the id must be: `= x.company_id` */
  readonly of: (is: SQL) => SQL
}

/** By the alias that the columns of a list read. */
export type Lookups = Readonly<Record<string, Lookup>>

/**
 * The name of another record.
 *
 * @param view where it is shown @param name its column there
 * @param by the column with its id, `company_id`: `company_name` is the name
 */
export const named = (view: SQL, name: string, by: string): Lookup => ({
  by,
  gives: { [name]: by.replace(/_id$/, '_name') },
  of: (is) => sql`select n.id, n.${sql.identifier(name)} from ${view} n where n.id ${is}`,
})

/** The name of a colleague. @param by as for `named` */
export const colleague = (by: string): Lookup => named(sql`epic_events_api.colleague`, 'full_name', by)

/** Joins with the others of the row `x`. A join, unlike a sub-select, keeps what it has looked up: many clients have the same salesperson. */
export const joined = (lookups: Lookups): SQL =>
  sql.join(
    Object.entries(lookups).map(
      ([alias, { by, of }]) =>
        sql` left join lateral (${of(sql`= x.${sql.identifier(by)}`)} offset 0) ${sql.identifier(alias)} on true`,
    ),
  )

/** Joins with nothing, under the same names. */
export const leftOut = (lookups: Lookups): SQL =>
  sql.join(
    Object.entries(lookups).map(([alias, { gives }]) => {
      const columns = Object.keys(gives).map((column) => sql`null as ${sql.identifier(column)}`)
      return sql` cross join (select ${sql.join(columns, sql`, `)}) ${sql.identifier(alias)}`
    }),
  )

/** The columns of a list that come from others. */
export const looked = (lookups: Lookups): Set<string> =>
  new Set(Object.values(lookups).flatMap(({ gives }) => Object.values(gives)))

const idsOf = (alias: string) => sql.identifier(`ids ${alias}`)
const valuesOf = (alias: string, column: string) => `${column} of ${alias}`

/** Aggregates of the rows `q`: the ids of the others. Not `distinct`: PostgreSQL 16 and later would then read the rows in another order. */
export const idsIn = (lookups: Lookups): SQL[] =>
  Object.entries(lookups).map(([alias, { by }]) => sql`array_agg(q.${sql.identifier(by)}) as ${idsOf(alias)}`)

/** The others of the row `r`, which has their ids: columns, and joins. Each column is an array. */
export function beside(lookups: Lookups): { readonly columns: SQL[]; readonly joins: SQL } {
  const each = Object.entries(lookups).map(([alias, { gives, of }]) => {
    const columns = ['id', ...Object.keys(gives)].map((column) => ({
      column,
      as: sql.identifier(valuesOf(alias, column)),
    }))
    const values = columns.map(({ column, as }) => sql`json_agg(s.${sql.identifier(column)}) as ${as}`)
    const once = sql`= any (array(select distinct id from unnest(r.${idsOf(alias)}) id))`
    return {
      columns: columns.map(({ as }) => sql`${sql.identifier(alias)}.${as}`),
      join: sql` left join lateral (select ${sql.join(values, sql`, `)} from (${of(once)}) s)
        ${sql.identifier(alias)} on true`,
    }
  })
  return { columns: each.flatMap(({ columns }) => columns), joins: sql.join(each.map(({ join }) => join)) }
}

/** Puts into each row what an answer says of its others. */
export function fillIn(rows: readonly Record<string, unknown>[], lookups: Lookups, answer: object): void {
  for (const [alias, { by, gives }] of Object.entries(lookups)) {
    const values = (column: string): readonly unknown[] => answer[valuesOf(alias, column) as never] ?? []
    const at = new Map(values('id').map((id, index) => [id, index]))
    for (const [column, name] of Object.entries(gives)) {
      const all = values(column)
      for (const row of rows) row[name] = all[at.get(row[by]) ?? -1] ?? null
    }
  }
}
