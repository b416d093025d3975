/** The index ranges of which a list is made: one for each scope of the caller, and for each part of a filter. */
import { type SQL, sql } from 'drizzle-orm'
import type { Resource } from '../access/catalogue.ts'
import { canSql, listedByScope } from '../access/predicates.ts'
import { every, type Range, type Sort } from './narrowing.ts'
import { trustedSql } from './statement.ts'

/** A person by whose rows an index begins: the column and who it is, and the filter that says so. */
export interface Lead {
  readonly column: string
  readonly value: SQL
  readonly filter?: string
}

export interface Scoped {
  readonly where: readonly SQL[]
  /** Which rows the scope names. */
  readonly rows: readonly SQL[]
  /** The same as the beginning of an index. */
  readonly lead?: Lead
  /** Few rows meet this condition: they are found first. */
  readonly apart?: SQL
}

/** @param o.byScope the rows of the caller's scopes only; otherwise all, which needs the code without a scope */
export function scopesOf(
  resource: Resource,
  o: { readonly byScope: boolean; readonly ranges: readonly Range[] },
): Scoped[] {
  const scopes: Scoped[] = o.byScope
    ? listedByScope(resource, 'k').map(({ may, rows, own }) => ({
        where: [trustedSql(may)],
        rows: [trustedSql(rows)],
        ...(own ? { lead: { column: own, value: trustedSql('(select epic_events.uid())') } } : {}),
      }))
    : [{ where: [mayListAll(resource)], rows: [] }]
  if (o.ranges.length === 0) return scopes
  return scopes.flatMap((scope) =>
    o.ranges.map(({ where, apart }) => ({ ...scope, where: [...scope.where, where], ...(apart ? { apart } : {}) })),
  )
}

/** May the caller list every record? */
export const mayListAll = (resource: Resource): SQL => trustedSql(canSql([`${resource}:list`]))

/**
 * One person's rows as the beginning of an index, which goes on with the key. It is written as a range and asked for in the order: with an
 * equation PostgreSQL would leave the person out of the order, and then rather walk along all rows and wait for those of the person.
 *
 * @param keyed whether the rows are in the order of the key
 * @returns undefined where no index begins so
 */
export function beginning(
  { through }: Sort,
  { column, value }: Lead,
  keyed: boolean,
): { readonly column: SQL; readonly where: SQL[] } | undefined {
  const leading = through && keyed ? through.leads?.[column] : trustedSql(`k.${column}`)
  return leading && { column: leading, where: [sql`${leading} >= ${value} and ${leading} <= ${value}`] }
}

/**
 * Tables with the ids of the rows in a range that few rows may be in: `found` has them, or one null if there are more than 2 000. In order of
 * id PostgreSQL would otherwise walk along the ids until it has found a page of them.
 */
export function fewIn(
  range: { readonly column: SQL; readonly conditions: readonly SQL[] },
  of: { readonly resource: Resource; readonly keys: SQL },
): SQL[] {
  const where = every([mayListAll(of.resource), ...range.conditions])
  return [
    sql`near as materialized (select k.id from ${of.keys} k where ${where} order by ${range.column} limit 2001)`,
    sql`found as materialized (select n.id from near n where (select count(*) from near) <= 2000
      union all select null where (select count(*) from near) > 2000)`,
  ]
}
