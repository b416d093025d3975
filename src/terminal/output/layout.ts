/** Which columns of a list are shown, and how wide. Columns are dropped first, then texts are shortened (docs/TERMINAL.md §1). */

import type { Column, Row } from '../../field/column.ts'
import { width } from '../../text/width.ts'
import { type Cell, cell } from './cell.ts'
import type { OutputStyle } from './style.ts'

/** A cell, with the columns of the terminal that it takes. */
export interface SizedCell extends Cell {
  readonly width: number
}

export interface SizedColumn {
  readonly column: Column
  readonly heading: string
  /** In columns of the terminal. */
  readonly width: number
  /** For a reference: the width of the widest id with its parentheses. The next command needs the id, so it is never shortened. */
  readonly minimumWidth?: number
  /** Its cell of a row; those that were measured are kept. */
  readonly cell: (row: Row) => SizedCell
}

export interface Layout {
  readonly columns: readonly SizedColumn[]
  /** The columns that were dropped, in the order of the record. */
  readonly hidden: readonly Column[]
}

/** In a narrower window, blocks are written instead of a table. */
export const narrowestTable = 60

/** Between two columns. */
export const gap = '  '

// Text columns shrink to this width before lower-priority columns are dropped, so that one long name does not hide every other
// column.
const comfortableWidth = 18
// A text is never shortened below this width, because a reader could no longer recognise it.
const minimumWidth = 5

/** The columns as wide as their heading and their widest value among `rows`. */
export function measure(columns: readonly Column[], rows: readonly Row[], style: OutputStyle): SizedColumn[] {
  return columns
    .filter((column) => !column.cardOnly)
    .map((column) => {
      const heading = style.words(column.label(style.t)).replaceAll('\n', ' ')
      let widest = width(heading)
      let minimumWidth = 0
      const cells = new Map<Row, SizedCell>()
      for (const row of rows) {
        const sized = sizedCell(column, row, style)
        cells.set(row, sized)
        widest = Math.max(widest, sized.width)
        const { text, tone } = sized
        if (tone === 'reference') minimumWidth = Math.max(minimumWidth, width(text.slice(text.lastIndexOf('('))))
      }
      const ofRow = (row: Row) => cells.get(row) ?? sizedCell(column, row, style)
      return { column, heading, width: widest, cell: ofRow, ...(minimumWidth > 0 ? { minimumWidth } : {}) }
    })
}

function sizedCell(column: Column, row: Row, style: OutputStyle): SizedCell {
  const made = cell(column, row, style)
  return { ...made, width: width(made.text) }
}

/** Widens columns of numbers for values that the sample did not contain, because a number that is cut is a wrong number. */
export function withReserve(columns: readonly SizedColumn[], style: OutputStyle): SizedColumn[] {
  return columns.map((one) => ({
    ...one,
    width: Math.max(one.width, widestOf(one.column, style)),
    ...(one.column.kind === 'reference' ? { minimumWidth: '(10000000)'.length } : {}),
  }))
}

function widestOf(column: Column, style: OutputStyle): number {
  switch (column.kind) {
    case 'id':
      return '10000000'.length
    case 'amount':
      return width(style.t.format.amount('9999999999.99'))
    case 'count':
      return width(style.t.format.count(1_000_000))
    case 'date': {
      const { now, today, tomorrow, inDays } = style.t.output
      const soon = column.upcoming ? Math.max(...[`!${now}`, today, tomorrow, inDays({ days: 7 })].map(width)) + 3 : 0
      return 'dd/mm/yyyy HH:MM'.length + soon
    }
    case 'yes-no':
      return Math.max(...[true, false].map((value) => width(cell(column, { [column.key]: value }, style).text)))
    case 'phone':
      return '+000 000 000 000 000'.length
    default:
      return 0
  }
}

/**
 * Fits columns into `available` columns of the terminal.
 *
 * @returns undefined when even the shortest table is too wide
 */
export function fitToWidth(columns: readonly SizedColumn[], available: number): Layout | undefined {
  const kept = [...columns]
  while (totalWidth(kept, comfortable) > available) {
    const victim = kept.reduce<SizedColumn | undefined>(
      (worst, one) => ((one.column.dropPriority ?? 0) >= (worst?.column.dropPriority ?? 1) ? one : worst),
      undefined,
    )
    if (!victim) break
    kept.splice(kept.indexOf(victim), 1)
  }
  const widths = kept.map((one) => (shortens(one) ? Math.min(one.width, available) : one.width))
  let excess = widths.reduce((sum, each) => sum + each, gap.length * (kept.length - 1)) - available
  for (; excess > 0; excess--) {
    const widest = kept.reduce((best, one, i) => {
      const candidate = shortens(one) && (widths[i] ?? 0) > leastOf(one)
      return candidate && (best < 0 || (widths[i] ?? 0) > (widths[best] ?? 0)) ? i : best
    }, -1)
    if (widest < 0) return undefined
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  const hidden = columns.filter((one) => !kept.includes(one)).map((one) => one.column)
  return { columns: kept.map((one, i) => ({ ...one, width: widths[i] ?? one.width })), hidden }
}

/** The width down to which a text shrinks before another column is dropped. */
const comfortable = (one: SizedColumn) =>
  shortens(one) ? Math.min(one.width, one.column.comfortable ?? comfortableWidth) : one.width

/** Whether all columns of a layout have at least the width that is comfortable. */
export function withinComfort(measured: readonly SizedColumn[], { columns }: Layout): boolean {
  return columns.every(({ column, width }) =>
    measured.some((one) => one.column === column && width >= comfortable(one)),
  )
}

/** The columns of the terminal that a table takes, without its frame. */
export function totalWidth(
  columns: readonly SizedColumn[],
  widthOf: (one: SizedColumn) => number = ({ width }) => width,
): number {
  return columns.reduce((sum, one) => sum + widthOf(one), gap.length * (columns.length - 1))
}

const shortening = new Set<Column['kind']>(['text', 'lines', 'reference', 'words', 'json'])
const shortens = ({ column }: SizedColumn) => !column.noTruncate && shortening.has(column.kind)
// What goes on in the next line keeps a width at which its words hold together; others are cut first.
const leastOf = ({ column, minimumWidth: own = 0, width }: SizedColumn) =>
  Math.max(own, column.wraps && column.comfortable ? Math.min(width, column.comfortable) : minimumWidth)
