/** `--format csv|tsv|excel`: a heading, then one record a line. */

import type { Column, Row } from '../../field/column.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import { csvCell, isPhone, tsvCell } from '../../text/csv-cell.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { jsonText } from '../../text/json-text.ts'
import { type DataFormat, type DataTarget, type Datum, data, datum } from './data.ts'
import type { Part } from './output.ts'

/** How the lines of one format are made. */
interface Lines {
  readonly separator: string
  /** The end of a line. */
  readonly end: string
  /** Stands before the first heading, except on a terminal. */
  readonly begin?: string
  readonly write: typeof csvCell
  heading(column: Datum, t: Catalog): string
  value(column: Datum, row: Row, t: Catalog): unknown
}

const ofProgram = { end: '\n', heading: ({ key }: Datum) => key, value: datum } as const

/**
 * For programs, in UTF-8 without a byte order mark, with values that are never localised. Lines end with LF, as psql's do: the CR of
 * RFC 4180 would stick to the last field of every `cut` and `while read`.
 */
export const csv = separated(() => ({ ...ofProgram, separator: ',', write: csvCell }))
export const tsv = separated(() => ({ ...ofProgram, separator: '\t', write: tsvCell }))

/**
 * CSV that a French or English Excel opens by a double click: it recognises UTF-8 by the byte order mark, expects what separates cells and
 * cents in its language, and reads dates with the day first.
 */
export const excel = separated((t) => {
  const separator = t.format.listSeparator
  return {
    separator,
    end: '\r\n',
    begin: '\ufeff',
    write: (value, o) => csvCell(value, { ...o, separator }),
    heading: ({ label }) => label(t),
    value: excelValue,
  }
})

function excelValue(column: Datum, row: Row, t: Catalog): unknown {
  const value = row[column.key] ?? null
  if (value === null) return null
  switch (column.kind) {
    case 'date':
      return t.format.date(String(value))
    case 'amount':
      return t.format.plainAmount(String(value))
    case 'yes-no':
      return value === true ? t.output.yes : t.output.no
    // In groups of digits it stays a text: Excel would make a number of E.164.
    case 'phone':
      return t.format.phone(String(value))
    default:
      return datum(column, row, t)
  }
}

const numbers = new Set<Column['kind']>(['id', 'amount', 'count', 'reference'])

/** A format of lines and separators. A pipe gets the text byte for byte. On a terminal control characters are written as escapes. */
function separated(linesOf: (t: Catalog) => Lines): DataFormat {
  async function rows(
    all: readonly Column[],
    batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
    { out, t, raw }: DataTarget,
  ): Promise<void> {
    const columns = data(all)
    const { separator, end, begin = '', write, heading, value: shown } = linesOf(t)
    const safe = out.isTerminal
      ? (cell: string) => escapeControlCharacters(cell, { lines: true })
      : (cell: string) => cell
    const cells = columns.map((column) => {
      const [mayBeNumber, phone] = [numbers.has(column.kind), column.kind === 'phone']
      const [asNumber, asText] = [true, false].map((number) => ({ raw, number }))
      return (row: Row) => {
        const value = shown(column, row, t)
        if (mayBeNumber && typeof value === 'number') return `${value}`
        // Its comma is no separator: where it is the decimal sign, a semicolon stands between cells.
        if (column.kind === 'amount' && isAmount(value)) return String(value)
        const harmless = phone ? isPhone(row[column.key]) : mayBeNumber && isNumber(value)
        return safe(write(text(value), harmless ? asNumber : asText))
      }
    })
    const headings = columns.map((column) => write(heading(column, t)))
    await out.write(`${out.isTerminal ? '' : begin}${headings.join(separator)}${end}`)
    for await (const batch of batches) {
      let lines = ''
      for (const row of batch) {
        for (let at = 0; at < cells.length; at++) lines += (at === 0 ? '' : separator) + cells[at]?.(row)
        lines += end
      }
      await out.write(lines)
    }
  }

  return {
    list: (answer, batches, to) => rows(answer.columns, batches, to),
    async record({ columns, row, parts = [], isParts }, to) {
      if (isParts) {
        const table = partsTable(parts)
        await rows(table.columns, [table.rows], to)
        return parts
      }
      await rows(columns, [[row]], to)
      return []
    },
  }
}

/**
 * The rows of all parts as one table: first `section`, which is the key of the part, then every column that any part has, in the order
 * of their first appearance.
 */
function partsTable(parts: readonly Part[]): { columns: readonly Column[]; rows: Row[] } {
  const section: Column = { key: 'section', kind: 'text', label: (t) => t.output.section }
  const columns = new Map([section, ...parts.flatMap((part) => part.columns)].map((column) => [column.key, column]))
  const rows = parts.flatMap(({ key, rows }) => rows.map((row) => ({ ...row, section: key })))
  return { columns: [...columns.values()], rows }
}

/** A reference may be a name. Only what reads as a number is written without protection against formulas. */
const isNumber = (value: unknown) => /^-?\d+(\.\d+)?$/.test(String(value))
/** An amount may have the decimal sign of a spreadsheet. */
const isAmount = (value: unknown) => /^-?\d+([.,]\d+)?$/.test(String(value))

/** A value of several words or of JSON as one text. */
export function text(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' ? jsonText(value) : String(value)
}
