/** `--format csv|tsv`: a heading of keys, then one record a line. Values are data and never localised. */

import type { Column, Row } from '../../field/column.ts'
import { csvCell, tsvCell } from '../../text/csv-cell.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { jsonText } from '../../text/json-text.ts'
import { type DataFormat, type DataTarget, data, datum } from './data.ts'
import type { Part } from './output.ts'

export const csv = separated(',', csvCell)
export const tsv = separated('\t', tsvCell)

const numbers = new Set<Column['kind']>(['id', 'amount', 'count', 'reference'])

/**
 * A format of lines and separators, in UTF-8 without a byte order mark. A pipe gets the text byte for byte. On a terminal control
 * characters are written as escapes. Lines end with LF, as psql's do: the CR of RFC 4180 would stick to the last field of every `cut`
 * and `while read`.
 */
function separated(separator: ',' | '\t', write: typeof csvCell): DataFormat {
  async function rows(
    all: readonly Column[],
    batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
    { out, t, raw }: DataTarget,
  ): Promise<void> {
    const columns = data(all)
    const safe = out.isTerminal
      ? (cell: string) => escapeControlCharacters(cell, { lines: true })
      : (cell: string) => cell
    const cells = columns.map((column) => {
      const [mayBeNumber, phone] = [numbers.has(column.kind), column.kind === 'phone']
      const [asNumber, asText] = [true, false].map((number) => ({ raw, number, phone }))
      return (row: Row) => {
        const value = datum(column, row, t)
        if (mayBeNumber && typeof value === 'number') return `${value}`
        return safe(write(text(value), mayBeNumber && isNumber(value) ? asNumber : asText))
      }
    })
    await out.write(`${columns.map(({ key }) => key).join(separator)}\n`)
    for await (const batch of batches) {
      let lines = ''
      for (const row of batch) {
        for (let at = 0; at < cells.length; at++) lines += (at === 0 ? '' : separator) + cells[at]?.(row)
        lines += '\n'
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
  const section: Column = { key: 'section', kind: 'text', label: () => 'section' }
  const columns = new Map([section, ...parts.flatMap((part) => part.columns)].map((column) => [column.key, column]))
  const rows = parts.flatMap(({ key, rows }) => rows.map((row) => ({ ...row, section: key })))
  return { columns: [...columns.values()], rows }
}

/** A reference may be a name. Only what reads as a number is written without protection against formulas. */
const isNumber = (value: unknown) => /^-?\d+(\.\d+)?$/.test(String(value))

function text(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' ? jsonText(value) : String(value)
}
