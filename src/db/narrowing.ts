/** What the list of a noun is made of, as its store declares it: where its rows are found, its orders, and the SQL of its filters. */
import { type SQL, sql } from 'drizzle-orm'
import type { Resource } from '../access/catalogue.ts'
import type { Filters, FilterValues } from '../field/filter.ts'
import type { Noun } from '../field/reference.ts'
import type { Lookups } from './lookup.ts'

/**
 * The SQL of one filter. Columns are those of the row `k`.
 *
 * - `words`: the rows that match words of a search · `mine`: the rows of the caller's scopes · `elsewhere`: `also` has it
 * - `refers`: the values are records, whose ids `is` gets as SQL. With `gone: true` an id may be that of a record that is gone
 * - `rows`: a condition on the values. With `wide: true` it reads columns of the wide view where the caller may; `o.wide` says whether
 */
export type Narrowing<V, G> =
  | 'words'
  | 'mine'
  | 'elsewhere'
  | {
      readonly refers: Noun
      readonly gone?: true
      /** The column of a person by which indexes begin: every key of order follows it in one. */
      readonly leads?: string
      readonly is: (ids: readonly SQL[], given: G) => SQL
    }
  | {
      readonly rows: (values: readonly V[], o: { readonly wide: boolean; readonly given: G }) => SQL
      readonly wide?: true
      /** The one column that the condition bounds, and that has an index; the same object for each filter on that column. */
      readonly range?: SQL
    }

/** An order of the rows. Rows without a key come last. */
export interface Sort {
  /** The key: a column of `k`, or of a table in `through`. */
  readonly key: SQL
  readonly type: 'integer' | 'bigint' | 'timestamptz' | 'date' | 'text'
  readonly nullable?: true
  /** The key belongs to another record. */
  readonly through?: {
    /** Views with their conditions, behind `join`. */
    readonly joins: readonly SQL[]
    /** The records that one has to see. Who may see all of them misses none. */
    readonly needs: readonly Resource[]
    /** Whether the other record is hidden from the caller, or there is none. */
    readonly hidden: SQL
    /** Whether there is none. Absent: there always is one. */
    readonly none?: SQL
    /** The same as a lookup (`o`), row by row: for the rows of one person. Joined, all of the other records would be read. */
    readonly lookup?: SQL
    /** Columns of a person that the other record has too, before its key in an index. */
    readonly leads?: Readonly<Record<string, SQL>>
  }
}

/** One of several conditions. With `apart` few rows meet that condition, and they are found first. The row there is `w`. */
export interface Range {
  readonly where: SQL
  readonly apart?: SQL
}

/** A list. Rows are found in a narrow view, which has the columns of filters and orders, and shown from the view of the records. */
export interface Listed<F extends Filters> {
  readonly resource: Resource
  /** The columns that are shown, of the row `x`. */
  readonly columns: SQL
  readonly records: SQL
  /** What `columns` says of other records. */
  readonly lookups?: Lookups
  /** The columns whose values may be long, of which there are none in most lists. Absent: each row is measured, which takes longer. */
  readonly long?: readonly string[]
  readonly keys: SQL
  /** The view that also has what follows from other records; empty for who may not see all records of these resources. */
  readonly wide?: { readonly view: SQL; readonly needs: readonly Resource[] }
  /**
   * The words by which somebody who may not read the wide view finds a row, as far as they may see them; absent where there are never
   * thousands of rows.
   */
  readonly words?: SQL
  readonly sorts: Readonly<Record<string, Sort>>
  readonly filters: { readonly [K in keyof F]: Narrowing<NonNullable<FilterValues<F>[K]>[number], FilterValues<F>> }
  /** The order where none was asked for. Default: by id. */
  readonly usual?: (given: FilterValues<F>) => string
  /** Conditions of which a row must meet one, each an index range of its own. */
  readonly also?: (given: FilterValues<F>) => readonly Range[]
}

/** How a statement is written for somebody. */
export interface Mode {
  /** The role may list some records only. */
  readonly scoped: boolean
  /** The role may read the wide view. */
  readonly wide: boolean
  /** Records through which the list is sorted may be hidden. */
  readonly hidden: boolean
  /** More records match than a search sorts. */
  readonly walks: boolean
}

/** What a statement says beside its rows. */
export interface About {
  readonly refs: readonly ({ readonly id: number; readonly name: string } | null)[] | null
  readonly many: boolean
  readonly gone: boolean
}

/** The order of ids, which every list has. */
export const byId: Sort = { key: sql`k.id`, type: 'integer' }

/** ` = $1`, or ` in ($1, $2)`. */
export const among = (values: readonly (string | number | SQL)[]): SQL => {
  const [first, ...others] = values.map((value) => (typeof value === 'object' ? value : sql`${value}`))
  return others.length === 0 ? sql` = ${first}` : sql` in (${sql.join([first as SQL, ...others], sql`, `)})`
}

/** All of these conditions. */
export const every = (conditions: readonly SQL[]): SQL =>
  conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `)
