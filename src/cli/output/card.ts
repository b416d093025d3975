/** One record: a card on a terminal, `Label: value` lines in a pipe, blocks for screen readers. */
import { block, blockTitle } from './blocks.ts'
import { cell, painted } from './cell.ts'
import type { Column, Row } from './column.ts'
import { fit, narrowestTable, natural } from './layout.ts'
import type { Look } from './look.ts'
import type { RecordAnswer } from './output.ts'
import { frameWidth, panel } from './panel.ts'
import { framedTable, plainTable, type Table } from './table.ts'
import { pad, width, wrap } from './width.ts'

type Part = NonNullable<RecordAnswer['parts']>[number]

interface Written {
  readonly lines: readonly string[]
  /** Columns of the parts for which there was no room. */
  readonly hidden: readonly Column[]
}

// Longer lines are hard to read, however wide the window.
const widestCard = 100
const narrowestCard = 40

/** The whole answer, as a person reads it. */
export function recordLines(answer: RecordAnswer, look: Look): Written {
  const title = look.words(answer.title(look.t))
  const parts = (answer.parts ?? []).map((part) => partLines(part, look))
  const lines = parts.flatMap((part) => ['', ...part.lines])
  const hidden = parts.flatMap((part) => part.hidden)
  if (!look.isTerminal && !look.accessible)
    return { lines: [...aligned(answer.columns, answer.row, look), ...lines], hidden }
  if (look.accessible || look.columns() < narrowestCard) {
    return { lines: [...blockTitle(title, look), ...block(answer.columns, answer.row, look), ...lines], hidden }
  }
  return { lines: [...card(title, answer.columns, answer.row, look), ...lines], hidden }
}

function card(title: string, columns: readonly Column[], row: Row, look: Look): string[] {
  const room = Math.min(look.columns(), widestCard) - frameWidth
  const labels = columns.map((column) => look.words(column.label(look.t)))
  const labelWidth = Math.min(Math.max(0, ...labels.map(width)), Math.floor(room * 0.4))
  const valueWidth = room - labelWidth - 2
  const lines = columns.flatMap((column, i) => {
    const label = labels[i] ?? ''
    const { text, tone } = cell(column, row, look, { lines: true })
    const isBlock = column.kind === 'lines' && (text.includes('\n') || width(text) > valueWidth)
    if (isBlock) {
      return [...wrap(label, room).map(look.paint.orange), ...wrap(text, room - 2).map((line) => `  ${line}`)]
    }
    return beside(wrap(label, labelWidth), wrap(text, valueWidth), labelWidth, (label, value) => [
      look.paint.orange(label),
      painted(value, tone, look.paint),
    ])
  })
  const content = Math.max(0, ...lines.map(width), Math.min(width(title), room) + 2)
  const { paint, signs } = look
  return panel({
    title: title.replaceAll('\n', ' '),
    lines,
    columns: Math.min(content, room) + frameWidth,
    paint,
    signs,
  })
}

/** Two blocks of lines side by side. */
function beside(
  left: readonly string[],
  right: readonly string[],
  leftWidth: number,
  paint: (left: string, right: string) => [string, string],
): string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
    const [label, value] = paint(left[i] ?? '', right[i] ?? '')
    return `${pad(label, leftWidth)}  ${value}`.trimEnd()
  })
}

function aligned(columns: readonly Column[], row: Row, look: Look): string[] {
  const labels = columns.map((column) => look.words(look.t.output.labelled({ label: column.label(look.t) })))
  const labelWidth = Math.max(0, ...labels.map(width))
  return columns.flatMap((column, i) => {
    const { text, tone } = cell(column, row, look, { lines: true })
    return text.split('\n').map((line, n) => {
      const label = pad(n === 0 ? look.paint.orange(labels[i] ?? '') : '', labelWidth)
      return `${label} ${painted(line, tone, look.paint)}`.trimEnd()
    })
  })
}

function partLines(part: Part, look: Look): Written {
  const title = `${look.words(part.title(look.t))} (${look.words(look.t.format.count(part.rows.length))}${part.more ? '+' : ''})`
  const columns = part.columns.filter((column) => !column.cardOnly)
  const laid = part.rows.length === 0 ? [] : natural(columns, part.rows, look)
  if (!look.isTerminal && !look.accessible) {
    const lines = part.rows.length === 0 ? [] : tableLines(plainTable(laid, look), part.rows)
    return { lines: [title, ...lines], hidden: [] }
  }
  const layout = look.accessible || look.columns() < narrowestTable ? undefined : fit(laid, look.columns() - frameWidth)
  if (layout) return { lines: tableLines(framedTable(title, layout, look), part.rows), hidden: layout.hidden }
  const blocks = part.rows.flatMap((row) => ['', ...block(columns, row, look)])
  return { lines: [...blockTitle(title, look), ...blocks], hidden: [] }
}

function tableLines(table: Table, rows: readonly Row[]): string[] {
  return [...table.head, ...rows.map((row) => table.row(row)), ...table.foot]
}
