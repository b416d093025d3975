/** Rows as a table: framed and fitted on a terminal, plain and unshortened in a pipe. */
import { cell, painted, side } from './cell.ts'
import type { Row } from './column.ts'
import { gap, type Laid, type Layout } from './layout.ts'
import type { Look } from './look.ts'
import { frameWidth } from './panel.ts'
import { cut, pad, width } from './width.ts'

/** A table in the making: its head, each row, its foot. Lines are without line ends. */
export interface Table {
  readonly head: readonly string[]
  row(row: Row): string
  readonly foot: readonly string[]
}

/**
 * A rounded title bar over the columns. No line is longer than the terminal.
 *
 * @param title `CLIENTS (6)`
 */
export function framedTable(title: string, { laid }: Pick<Layout, 'laid'>, look: Look): Table {
  const { paint, signs } = look
  const { frame } = signs
  const content = laid.reduce((sum, one) => sum + one.width, gap.length * Math.max(laid.length - 1, 0))
  const inner = Math.max(content, Math.min(width(title), look.columns() - frameWidth))
  const rule = (left: string, right: string) => paint.orange(left + frame.across.repeat(inner + 2) + right)
  const bar = paint.orange(frame.down)
  const line = (text: string) => `${bar} ${pad(text, inner)} ${bar}`
  const heading = ({ heading, width: columns, column }: Laid) =>
    paint.orange(pad(cut(heading, columns, signs.ellipsis), columns, side(column)))
  const titleBar = [
    rule(frame.topLeft, frame.topRight),
    line(paint.bold(cut(title, inner, signs.ellipsis))),
    laid.length === 0 ? rule(frame.bottomLeft, frame.bottomRight) : rule(frame.left, frame.right),
  ]
  return {
    head:
      laid.length === 0 ? titleBar : [...titleBar, line(laid.map(heading).join(gap)), rule(frame.left, frame.right)],
    row: (row) => line(laid.map((one) => fitted(one, row, look)).join(gap)),
    foot: laid.length === 0 ? [] : [rule(frame.bottomLeft, frame.bottomRight)],
  }
}

function fitted({ column, width: columns }: Laid, row: Row, look: Look): string {
  const { text, tone } = cell(column, row, look)
  const shown = tone === 'reference' ? cutName(text, columns, look) : cut(text, columns, look.signs.ellipsis)
  // Painted after measuring, padded after painting: the colour covers the text alone.
  return pad(painted(shown, tone, look.paint), columns, side(column))
}

/** `Bill Boq… (5)`, `… (5)`, `(5)`: the id is what the next command needs, so the name gives way. */
function cutName(text: string, columns: number, look: Look): string {
  if (width(text) <= columns) return text
  const { ellipsis } = look.signs
  const id = text.slice(text.lastIndexOf(' ('))
  const room = columns - width(id)
  if (room >= width(ellipsis)) return cut(text.slice(0, -id.length), room, ellipsis) + id
  return cut(id.trimStart(), columns, ellipsis)
}

/** The same table for a pipe: two spaces between columns, nothing cut, no spaces at a line's end; a longer value pushes its row. */
export function plainTable(laid: readonly Laid[], look: Look): Table {
  const line = (text: (one: Laid) => string) =>
    laid
      .map((one) => pad(text(one), one.width, side(one.column)))
      .join(gap)
      .trimEnd()
  return {
    head: [line((one) => look.paint.orange(one.heading))],
    row: (row) =>
      line(({ column }) => {
        const { text, tone } = cell(column, row, look)
        return painted(text, tone, look.paint)
      }),
    foot: [],
  }
}
