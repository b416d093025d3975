/** One record a block, `Field: value`: for screen readers, and for windows too narrow for a table. */
import { cell, painted } from './cell.ts'
import type { Column, Row } from './column.ts'
import type { Look } from './look.ts'
import { wrap } from './width.ts'

const indent = '  '

/**
 * The lines of one record.
 *
 * @param columns those to be shown
 */
export function block(columns: readonly Column[], row: Row, look: Look): string[] {
  return columns.flatMap((column) => {
    const label = look.words(look.t.output.labelled({ label: column.label(look.t) }))
    const { text, tone } = cell(column, row, look, { lines: true })
    const lines = folded(`${label} ${text}`, look)
    if (lines.length > 1 || !lines[0]?.startsWith(label)) return lines
    return [`${look.paint.orange(label)}${painted(lines[0].slice(label.length), tone, look.paint)}`]
  })
}

/** Further lines stand two spaces in; wrapped to the window, and not at all in a pipe. */
function folded(text: string, look: Look): string[] {
  const lines = look.isTerminal ? wrap(text, look.columns() - indent.length) : text.split('\n')
  return lines.map((line, i) => (i === 0 || line === '' ? line : indent + line))
}

/** A title above blocks. */
export function blockTitle(title: string, look: Look): string[] {
  return look.isTerminal ? wrap(title, look.columns()).map(look.paint.bold) : title.split('\n')
}
