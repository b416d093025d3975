/** One record a block, `Field: value`: for screen readers, and for windows too narrow for a table. */

import type { Column, Row } from '../../field/column.ts'
import { width, wrap } from '../../text/width.ts'
import { type BarColumns, besideNumber } from './bars.ts'
import { cell, painted } from './cell.ts'
import type { OutputStyle } from './style.ts'

const indent = '  '

/**
 * The lines of one record.
 *
 * @param columns the columns to show
 * @param bars those that have bars
 */
export function block(
  columns: readonly Column[],
  row: Row,
  style: OutputStyle,
  bars: BarColumns = new Map(),
): string[] {
  return columns.flatMap((column) => {
    const label = style.words(style.t.output.labelled({ label: column.label(style.t) }))
    const { text, tone } = cell(column, row, style, { lines: true })
    const beside = besideNumber(column, row, bars, { before: width(label) + 1, number: width(text) }, style)
    const said = beside.tone === 'plain' ? text + beside.text : text
    const lines = folded(`${label} ${said}`, style)
    if (lines.length > 1 || !lines[0]?.startsWith(label)) return lines
    const picture = beside.tone === 'plain' ? '' : beside.gap + painted(beside.text, beside.tone, style.paint)
    return [`${style.paint.orange(label)}${painted(lines[0].slice(label.length), tone, style.paint)}${picture}`]
  })
}

/** Wraps to the window and indents further lines by two spaces. In a pipe nothing is wrapped. */
function folded(text: string, style: OutputStyle): string[] {
  const lines = style.isTerminal ? wrap(text, style.columns() - indent.length) : text.split('\n')
  return lines.map((line, i) => (i === 0 || line === '' ? line : indent + line))
}

/** A title above blocks. */
export function blockTitle(title: string, style: OutputStyle): string[] {
  return style.isTerminal ? wrap(title, style.columns()).map(style.paint.bold) : title.split('\n')
}
