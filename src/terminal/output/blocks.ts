/** One record a block, `Field: value`: for screen readers, and for windows too narrow for a table. */

import type { Column, Row } from '../../field/column.ts'
import { wrap } from '../../text/width.ts'
import { cell, painted } from './cell.ts'
import type { OutputStyle } from './style.ts'

const indent = '  '

/**
 * The lines of one record.
 *
 * @param columns the columns to show
 */
export function block(columns: readonly Column[], row: Row, style: OutputStyle): string[] {
  return columns.flatMap((column) => {
    const label = style.words(style.t.output.labelled({ label: column.label(style.t) }))
    const { text, tone } = cell(column, row, style, { lines: true })
    const lines = folded(`${label} ${text}`, style)
    if (lines.length > 1 || !lines[0]?.startsWith(label)) return lines
    return [`${style.paint.orange(label)}${painted(lines[0].slice(label.length), tone, style.paint)}`]
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
