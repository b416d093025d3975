/** The bars of a table: a column of its own behind each column that declares one, in the room that the others leave. */

import type { Column, Row } from '../../field/column.ts'
import { pad, width } from '../../text/width.ts'
import { cell } from './cell.ts'
import { bar, drawable, type Scale, scaleOf } from './chart.ts'
import { fitToWidth, gap, type Layout, type SizedColumn, totalWidth, withinComfort } from './layout.ts'
import type { OutputStyle } from './style.ts'

/** What the bars of one column are drawn by. */
interface Bars {
  readonly scale: Scale
  /** The columns that its widest number takes. */
  readonly numbers: number
}

/** Columns that have bars. */
export type BarColumns = ReadonlyMap<Column, Bars>

/** A narrower bar shows nothing. */
const narrowestBar = 6
/** A wider one is no easier to compare. */
const widestBar = 24

/**
 * Which columns get bars. A bar is drawn by the greatest of all values: there is none where more rows may follow, and none with `--no-chart`.
 *
 * @param rows all rows; undefined where more may follow
 */
export function barColumns(
  columns: readonly Column[],
  rows: readonly Row[] | undefined,
  style: OutputStyle,
): BarColumns {
  const drawn = style.chart && rows ? columns.filter((column) => column.bar) : []
  return new Map(
    drawn.flatMap((column): [Column, Bars][] => {
      const scale = scaleOf((rows ?? []).map((row) => valueIn(column, row, style)))
      const numbers = Math.max(...(rows ?? []).map((row) => width(cell(column, row, style).text)))
      return scale ? [[column, { scale, numbers }]] : []
    }),
  )
}

/** The value of a row that has a bar in this column, NaN of any other. */
export function valueIn(column: Column, row: Row, { t }: OutputStyle): number {
  if (column.bar !== true && column.bar?.(row) !== true) return Number.NaN
  return drawable(column.shown ? column.shown(row, t) : row[column.key])
}

/** The columns with their bars, each as wide as the widest bar may be: for a pipe. */
export function withBars(sized: readonly SizedColumn[], bars: BarColumns, style: OutputStyle): SizedColumn[] {
  return interleaved(sized, bars, widestBar, style)
}

/**
 * The layout of a table with bars, which take the room that is left. Other columns are never dropped for them, and texts never shrink below
 * the width that is comfortable: then there are none.
 *
 * @returns undefined when even the shortest table is too wide
 */
export function fitWithBars(
  sized: readonly SizedColumn[],
  bars: BarColumns,
  available: number,
  style: OutputStyle,
): Layout | undefined {
  const plain = fitToWidth(sized, available)
  const drawn = plain?.columns.filter(({ column }) => bars.has(column)).length ?? 0
  if (!plain || drawn === 0) return plain
  const narrow = fitToWidth(sized, available - drawn * (gap.length + narrowestBar))
  if (!narrow || narrow.hidden.length > plain.hidden.length || !withinComfort(sized, narrow)) return plain
  const room = available - totalWidth(narrow.columns) - drawn * gap.length
  const each = Math.min(widestBar, Math.floor(room / drawn))
  return { ...narrow, columns: interleaved(narrow.columns, bars, each, style) }
}

function interleaved(
  sized: readonly SizedColumn[],
  bars: BarColumns,
  columns: number,
  style: OutputStyle,
): SizedColumn[] {
  return sized.flatMap((one) => {
    const { column } = one
    const scale = bars.get(column)?.scale
    if (!scale) return [one]
    const picture: SizedColumn = {
      column: { key: `${column.key}_bar`, kind: 'text', label: () => '', noTruncate: true },
      heading: '',
      width: columns,
      cell: (row) => {
        const value = valueIn(column, row, style)
        const text = bar(value, scale, columns, style.signs.utf8)
        return { text, tone: value < 0 ? 'bad' : 'bar', width: width(text) }
      },
    }
    return [one, picture]
  })
}

/**
 * What stands behind a number where each column has a line of its own: a bar, which begins at the same place in every record, or for a screen
 * reader how the number compares. Empty without room.
 *
 * @param before the columns of the line that the label takes, with the space behind it
 */
export function besideNumber(
  column: Column,
  row: Row,
  bars: BarColumns,
  o: { readonly before: number; readonly number: number },
  style: OutputStyle,
): { readonly gap: string; readonly text: string; readonly tone: 'bar' | 'bad' | 'plain' } {
  const nothing = { gap: '', text: '', tone: 'plain' } as const
  const found = bars.get(column)
  const value = valueIn(column, row, style)
  if (!found || !Number.isFinite(value)) return nothing
  const { scale, numbers } = found
  if (style.accessible) return value === 0 ? nothing : { gap: '', text: spoken(value, scale, style), tone: 'plain' }
  const room = Math.min(style.columns() - o.before - numbers - gap.length, widestBar)
  if (!style.isTerminal || room < narrowestBar) return nothing
  const text = bar(value, scale, room, style.signs.utf8)
  if (text === '') return nothing
  return { gap: pad(gap, numbers - o.number + gap.length), text, tone: value < 0 ? 'bad' : 'bar' }
}

function spoken(value: number, { least, most }: Scale, { t, words }: OutputStyle): string {
  const share = Math.abs(value) / Math.max(most, -least)
  return words(share === 1 ? t.chart.greatest : t.chart.share({ percent: Math.min(Math.round(share * 100), 99) }))
}
