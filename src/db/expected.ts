/** What a write expects of the row that it changes, judged by the statement that writes: two people may be changing one record. */
import { type SQL, sql } from 'drizzle-orm'
import { trustedSql } from './statement.ts'

/** The record as a form showed it, by column. */
export interface Shown {
  readonly version: number
  readonly [column: string]: unknown
}

/** A version (`--if-version`): then nothing at all may have changed. Or what a form showed: then nobody may have changed the same columns. */
export type Expected = number | Shown

/**
 * ` and (…)` for the WHERE clause of an update; nothing where nothing is expected. PostgreSQL judges it again on the row as it is once the
 * lock is held. It reads the caller's view, so that nobody can compare what they cannot see.
 *
 * @param change the columns that are written, with their new values: who wanted the same as somebody else loses nothing
 */
export function asExpected(
  alias: string,
  expected: Expected | undefined,
  change: Readonly<Record<string, unknown>>,
): SQL {
  if (expected === undefined) return sql``
  const row = trustedSql(alias)
  if (typeof expected === 'number') return sql` and ${row}.version = ${expected}`
  const unchanged = Object.entries(change).map(([column, value]) => {
    const now = sql`${row}.${sql.identifier(column)}`
    return sql`(${now} is not distinct from ${expected[column] ?? null} or ${now} is not distinct from ${value})`
  })
  return sql` and (${row}.version = ${expected.version} or (${sql.join(unchanged, sql` and `)}))`
}

/** Whether a row that was read is as expected. */
export function isExpected(row: Shown, expected: Expected | undefined, columns: readonly string[]): boolean {
  if (expected === undefined) return true
  if (typeof expected === 'number') return row.version === expected
  return columns.every((column) => comparable(row[column]) === comparable(expected[column]))
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** A value as a text that can be compared: the same instant may be written with two offsets. What is no instant (a year BC) stays as it is. */
export function comparable(value: unknown): string {
  const text = String(value ?? '')
  const at = typeof value === 'string' && instant.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? text : String(at)
}
