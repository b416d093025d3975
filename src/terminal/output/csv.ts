/** `--format csv|tsv`: a heading of keys, then one record a line; values are data, never localised. */

import type { Column, Row } from '../../field/column.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import { csvCell, tsvCell } from '../../text/csv-cell.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { jsonText } from '../../text/json-text.ts'
import type { Stream } from '../streams.ts'
import { type Datum, data, datum } from './data.ts'

interface Separated {
  readonly format: 'csv' | 'tsv'
  /** `--raw`: formulas are left as they are. */
  readonly raw: boolean
}

const numbers = new Set<Column['kind']>(['id', 'amount', 'count', 'reference'])

/**
 * Writes records as they come, in UTF-8 without a byte order mark. A pipe gets the text byte for byte, a terminal gets what
 * would act on it as escapes. Lines end as psql ends them: CRLF (RFC 4180) would stick to the last field of every `cut` and `while read`.
 */
export async function writeSeparated(
  all: readonly Column[],
  rows: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  { format, raw }: Separated,
  t: Catalog,
  out: Stream,
): Promise<void> {
  const columns = data(all)
  const write = format === 'csv' ? csvCell : tsvCell
  const separator = format === 'csv' ? ',' : '\t'
  const safe = out.isTerminal
    ? (cell: string) => escapeControlCharacters(cell, { lines: true })
    : (cell: string) => cell
  const cellOf = (column: Datum, row: Row) => {
    const value = datum(column, row, t)
    // A date is ours, not typed text: it cannot be a formula either, but neither does it look like one.
    return safe(write(text(value), { raw, number: numbers.has(column.kind) && isNumber(value) }))
  }
  await out.write(`${columns.map(({ key }) => key).join(separator)}\n`)
  for await (const batch of rows) {
    const lines = batch.map((row) => `${columns.map((column) => cellOf(column, row)).join(separator)}\n`)
    await out.write(lines.join(''))
  }
}

/** A reference may be a name: only what reads as a number escapes being taken for a formula. */
const isNumber = (value: unknown) => /^-?\d+(\.\d+)?$/.test(String(value))

function text(value: unknown): string | null {
  if (value === null) return null
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' ? jsonText(value) : String(value)
}
