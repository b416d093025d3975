/** Rows as a table: framed and fitted on a terminal, plain and unshortened in a pipe. */

import type { Row } from '../../field/column.ts'
import { cut, pad, spaced, width, wrap } from '../../text/width.ts'
import { painted, side } from './cell.ts'
import { gap, type Layout, type SizedCell, type SizedColumn } from './layout.ts'
import { frameWidth } from './panel.ts'
import type { OutputStyle } from './style.ts'

/** The pieces of a table: its head, each row, its foot. The lines have no line ends. */
export interface Table {
  readonly head: readonly string[]
  /** A row may have several lines, if a text goes on in the next one. */
  row(row: Row): string
  /** Between the rows and what they add up to. */
  readonly rule: readonly string[]
  readonly foot: readonly string[]
}

/** The pieces of a title in lines of at most `max` columns, `a · b`. A line breaks between two pieces, inside of one only if it must. */
export function packed(pieces: readonly string[], max: number, style: OutputStyle): string[] {
  const separator = style.words(' · ')
  const lines: string[] = []
  for (const piece of pieces) {
    const joined = lines.length === 0 ? piece : lines.at(-1) + separator + piece
    if (lines.length > 0 && width(joined) <= max) lines.splice(-1, 1, joined)
    else lines.push(...wrap(piece, max))
  }
  return lines
}

/**
 * A rounded title bar over the columns. No line is longer than the terminal.
 *
 * @param title `CLIENTS (6)`, and what was applied
 */
export function framedTable(
  title: readonly string[],
  { columns: sized }: Pick<Layout, 'columns'>,
  style: OutputStyle,
): Table {
  const { paint, signs } = style
  const { frame } = signs
  const content = sized.reduce((sum, one) => sum + one.width, gap.length * Math.max(sized.length - 1, 0))
  const inner = Math.max(content, Math.min(width(title.join(' | ')), style.columns() - frameWidth))
  const rule = (left: string, right: string) => paint.orange(left + frame.across.repeat(inner + 2) + right)
  const bar = paint.orange(frame.down)
  const line = (text: string) => `${bar} ${pad(text, inner)} ${bar}`
  const heading = ({ heading, width: columns, column }: SizedColumn) =>
    paint.orange(pad(cut(heading, columns, signs.ellipsis), columns, side(column)))
  const titleBar = [
    rule(frame.topLeft, frame.topRight),
    ...packed(title, inner, style).map((text) => line(paint.bold(text))),
    sized.length === 0 ? rule(frame.bottomLeft, frame.bottomRight) : rule(frame.left, frame.right),
  ]
  return {
    head:
      sized.length === 0 ? titleBar : [...titleBar, line(sized.map(heading).join(gap)), rule(frame.left, frame.right)],
    row: (row) => {
      const pairs = sized.map((one) => [one, one.cell(row)] as const)
      // Most rows fit as they are: then the widths of their cells are known, and nothing is measured again.
      if (pairs.every(([one, cell]) => cell.width <= one.width)) {
        return `${bar} ${pairs.map((pair) => whole(...pair, style)).join(gap)}${' '.repeat(inner - content)} ${bar}`
      }
      const cells = pairs.map((pair) => fitted(...pair, style))
      const height = Math.max(...cells.map(({ length }) => length))
      const lineOf = (at: number) => cells.map((cell, i) => cell[at] ?? ' '.repeat(sized[i]?.width ?? 0)).join(gap)
      return Array.from({ length: height }, (_, at) => line(lineOf(at))).join('\n')
    },
    rule: [rule(frame.left, frame.right)],
    foot: sized.length === 0 ? [] : [rule(frame.bottomLeft, frame.bottomRight)],
  }
}

/** A cell with the spaces that fill its column. A text that is wider gets none. */
function whole({ column, width: columns }: SizedColumn, { text, tone, width }: SizedCell, style: OutputStyle): string {
  return spaced(painted(text, tone, style.paint), columns - width, side(column))
}

/** The lines of a cell, each as wide as its column. */
function fitted(one: SizedColumn, cell: SizedCell, style: OutputStyle): string[] {
  const { column, width: columns } = one
  const { text, tone } = cell
  if (cell.width <= columns) return [whole(one, cell, style)]
  const shown = column.wraps
    ? firstLines(wrap(text, columns), column.wraps, columns, style)
    : [tone === 'reference' ? cutName(text, columns, style) : cut(text, columns, style.signs.ellipsis)]
  // The text is measured, then painted, then padded, so that the colour covers the text and not the spaces.
  return shown.map((part) => pad(painted(part, tone, style.paint), columns, side(column)))
}

/** The lines of a text that goes on for at most so many of them. The last one has the rest, as far as there is room. */
function firstLines(lines: readonly string[], most: true | number, columns: number, style: OutputStyle): string[] {
  if (most === true || lines.length <= most) return [...lines]
  return [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), columns, style.signs.ellipsis)]
}

/** `Bill Boq… (5)`, `… (5)`, `(5)`: the name is shortened and the id kept, because the next command needs the id. */
function cutName(text: string, columns: number, style: OutputStyle): string {
  if (width(text) <= columns) return text
  const { ellipsis } = style.signs
  const id = text.slice(text.lastIndexOf(' ('))
  const room = columns - width(id)
  if (room >= width(ellipsis)) return cut(text.slice(0, -id.length), room, ellipsis) + id
  return cut(id.trimStart(), columns, ellipsis)
}

/** The table for a pipe: two spaces between columns, nothing cut, no spaces at the end of a line. A value wider than its column moves the rest of its row. */
export function plainTable(columns: readonly SizedColumn[], style: OutputStyle): Table {
  const headings = columns.map((one) => pad(style.paint.orange(one.heading), one.width, side(one.column)))
  return {
    head: [headings.join(gap).trimEnd()],
    row: (row) =>
      columns
        .map((one) => whole(one, one.cell(row), style))
        .join(gap)
        .trimEnd(),
    rule: [],
    foot: [],
  }
}
