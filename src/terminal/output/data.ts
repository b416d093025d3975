/**
 * What the data formats hold of a record: the same columns in all of them. For programs (JSON, CSV, TSV) keys and values are never
 * translated; for spreadsheets (Excel, XLSX) they are what a person reads there (docs/TERMINAL.md §2).
 */

import type { Message } from '../../errors.ts'
import { type Column, nameKey, type Row } from '../../field/column.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import type { ByteStream } from '../streams.ts'
import type { ErrorReport, ListAnswer, Part, RecordAnswer } from './output.ts'
import type { Tally } from './rows.ts'

/** An answer whose title only some formats show. */
type Titled<A> = A & { readonly title?: Message }

/** A format that programs read. */
export interface DataFormat {
  /** Writes rows as they come. */
  list(
    answer: Titled<Pick<ListAnswer, 'columns' | 'calendar' | 'applied' | 'weeks' | 'total' | 'empty' | 'sum'>>,
    rows: AsyncIterable<readonly Row[]>,
    to: DataTarget,
  ): Promise<void>
  /** @returns the parts that were written; a flat format leaves them out below a record */
  record(
    answer: Titled<Pick<RecordAnswer, 'columns' | 'row' | 'parts' | 'isParts' | 'calendar'>>,
    to: DataTarget,
  ): Promise<readonly Part[]>
  /** An error as one line for stderr. Without this, errors are printed as sentences. */
  readonly error?: (error: ErrorReport, t: Catalog) => string
}

/** Where a data format writes to. */
export interface DataTarget {
  readonly out: ByteStream
  readonly t: Catalog
  /** `--raw`: formulas are left as they are. */
  readonly raw: boolean
  /** What a page has beside its rows: the time at which it was made, pictures, and whether there are more rows. */
  readonly page?: { now(): number; readonly chart: boolean; readonly tally?: Tally }
  warning(message: Message): Promise<void>
}

/** One key of the data formats, and the kind of its column. A reference has two keys. */
export interface Datum {
  readonly key: string
  readonly kind: Column['kind']
  /** The heading in a spreadsheet. That of a reference says that it is the id, because people look for the name. */
  readonly label: Message
}

/** The keys of a record in the order of its columns, with `…_name` after each reference. */
export function data(columns: readonly Column[]): Datum[] {
  return columns
    .filter(({ audience }) => audience !== 'person')
    .flatMap((column): Datum[] => {
      const { key, kind, label } = column
      if (kind !== 'reference') return [{ key, kind, label }]
      const id: Datum = { key, kind, label: (t) => t.output.idOf({ label: label(t) }) }
      return column.withoutName ? [id] : [id, { key: nameKey(column), kind: 'text', label }]
    })
}

/** A value as data: dates in RFC 3339 with the zone's offset (what is no date as it is stored), amounts as decimal strings, absent values as null. */
export function datum({ key, kind }: Datum, row: Row, t: Catalog): unknown {
  const value = row[key] ?? null
  if (value === null) return null
  switch (kind) {
    case 'date':
      return t.format.rfc3339(String(value))
    case 'amount':
      return String(value)
    case 'id':
    case 'count':
    case 'reference':
      // PostgreSQL's bigint arrives as a string. A role may be referred to by its name, which stays a string.
      return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
    default:
      return value
  }
}
