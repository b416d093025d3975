/** What JSON, CSV and TSV hold of a record: the same keys and values, never translated (terminal.md §2). */

import type { Column, Row } from '../../field/column.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import { nameKey } from './cell.ts'
import type { RecordAnswer } from './output.ts'

/** One key of the data formats, and the column it comes from; a reference has two. */
export interface Datum {
  readonly key: string
  readonly kind: Column['kind']
}

/** The keys of a record, in the order of its columns, `…_name` after each reference. */
export function data(columns: readonly Column[]): Datum[] {
  return columns.flatMap((column): Datum[] =>
    column.kind === 'reference'
      ? [
          { key: column.key, kind: 'reference' },
          { key: nameKey(column), kind: 'text' },
        ]
      : [{ key: column.key, kind: column.kind }],
  )
}

/** A value as data: dates in RFC 3339 with the zone's offset, amounts as decimal strings, what is absent null. */
export function datum({ key, kind }: Datum, row: Row, t: Catalog): unknown {
  const value = row[key] ?? null
  if (value === null) return null
  switch (kind) {
    case 'date':
      return t.format.rowRfc3339(String(value))
    case 'amount':
      return String(value)
    case 'id':
    case 'count':
    case 'reference':
      // PostgreSQL's bigint arrives as a string; a role may be referred to by a name.
      return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
    default:
      return value
  }
}

/** The record as the object that JSON writes. */
export function dataObject(columns: readonly Datum[], row: Row, t: Catalog): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column.key, datum(column, row, t)]))
}

/**
 * The rows of all parts as one table, as CSV has it: first `section`, the key of the part, then whatever column any part has, in
 * the order in which they first come.
 */
export function partsTable(parts: NonNullable<RecordAnswer['parts']>): { columns: readonly Column[]; rows: Row[] } {
  const section: Column = { key: 'section', kind: 'text', label: () => 'section' }
  const columns = new Map([section, ...parts.flatMap((part) => part.columns)].map((column) => [column.key, column]))
  const rows = parts.flatMap(({ key, rows }) => rows.map((row) => ({ ...row, section: key })))
  return { columns: [...columns.values()], rows }
}
