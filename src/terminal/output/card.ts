/** One record: a card on a terminal, `Label: value` lines in a pipe, blocks for screen readers. */

import type { Column, Row } from '../../field/column.ts'
import { pad, width, wrap } from '../../text/width.ts'
import { barColumns, fitWithBars, withBars } from './bars.ts'
import { block, blockTitle } from './blocks.ts'
import { cell, painted, personColumns } from './cell.ts'
import { measure, narrowestTable } from './layout.ts'
import type { Part, RecordAnswer } from './output.ts'
import { frameWidth, panel } from './panel.ts'
import type { OutputStyle } from './style.ts'
import { framedTable, plainTable, type Table } from './table.ts'

interface Written {
  readonly lines: readonly string[]
  /** Columns of the parts that were dropped for lack of room. */
  readonly hidden: readonly Column[]
}

// Longer lines are hard to read, even in a wide window.
const widestCard = 100
const narrowestCard = 40

/** A part as a person gets it: the last rows of a long one, under the title for that. */
export function personPart(part: Part): Part {
  const { rows, latest, more = false } = part
  const kept = latest ? rows.slice(-latest.limit) : rows
  const some = more || kept.length < rows.length
  return { ...part, rows: kept, more: some, title: some && latest ? latest.title : part.title }
}

/** The whole answer, as a person reads it. */
export function recordLines(answer: RecordAnswer, style: OutputStyle): Written {
  const title = style.words(answer.title(style.t))
  const columns = personColumns(answer.columns)
  const parts = (answer.parts ?? []).map((part) => partLines(part, style))
  const lines = parts.flatMap((part) => ['', ...part.lines])
  const hidden = parts.flatMap((part) => part.hidden)
  if (!style.isTerminal && !style.accessible)
    return { lines: [...aligned(columns, answer.row, style), ...lines], hidden }
  if (style.accessible || style.columns() < narrowestCard) {
    return { lines: [...blockTitle(title, style), ...block(columns, answer.row, style), ...lines], hidden }
  }
  return { lines: [...card(title, columns, answer.row, style), ...lines], hidden }
}

function card(title: string, columns: readonly Column[], row: Row, style: OutputStyle): string[] {
  const room = Math.min(style.columns(), widestCard) - frameWidth
  const labels = columns.map((column) => style.words(column.label(style.t)))
  const labelWidth = Math.min(Math.max(0, ...labels.map(width)), Math.floor(room * 0.4))
  const valueWidth = room - labelWidth - 2
  const lines = columns.flatMap((column, i) => {
    const label = labels[i] ?? ''
    const { text, tone } = cell(column, row, style, { lines: true })
    const isBlock = column.kind === 'lines' && (text.includes('\n') || width(text) > valueWidth)
    if (isBlock) {
      return [...wrap(label, room).map(style.paint.orange), ...wrap(text, room - 2).map((line) => `  ${line}`)]
    }
    return beside(wrap(label, labelWidth), wrap(text, valueWidth), labelWidth, (label, value) => [
      style.paint.orange(label),
      painted(value, tone, style.paint),
    ])
  })
  const content = Math.max(0, ...lines.map(width), Math.min(width(title), room) + 2)
  const { paint, signs } = style
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

function aligned(columns: readonly Column[], row: Row, style: OutputStyle): string[] {
  const labels = columns.map((column) => style.words(style.t.output.labelled({ label: column.label(style.t) })))
  const labelWidth = Math.max(0, ...labels.map(width))
  return columns.flatMap((column, i) => {
    const { text, tone } = cell(column, row, style, { lines: true })
    return text.split('\n').map((line, n) => {
      const label = pad(n === 0 ? style.paint.orange(labels[i] ?? '') : '', labelWidth)
      return `${label} ${painted(line, tone, style.paint)}`.trimEnd()
    })
  })
}

function partLines(part: Part, style: OutputStyle): Written {
  const title = `${style.words(part.title(style.t))} (${style.words(style.t.format.count(part.rows.length))}${part.more ? '+' : ''})`
  const columns = personColumns(part.columns).filter((column) => !column.cardOnly)
  const sized = part.rows.length === 0 ? [] : measure(columns, part.rows, style)
  const bars = barColumns(columns, part.more ? undefined : part.rows, style)
  if (!style.isTerminal && !style.accessible) {
    const lines = part.rows.length === 0 ? [] : tableLines(plainTable(withBars(sized, bars, style), style), part.rows)
    return { lines: [title, ...lines], hidden: [] }
  }
  const layout =
    style.accessible || style.columns() < narrowestTable
      ? undefined
      : fitWithBars(sized, bars, style.columns() - frameWidth, style)
  if (layout) return { lines: tableLines(framedTable([title], layout, style), part.rows), hidden: layout.hidden }
  const blocks = part.rows.flatMap((row) => ['', ...block(columns, row, style, bars)])
  return { lines: [...blockTitle(title, style), ...blocks], hidden: [] }
}

function tableLines(table: Table, rows: readonly Row[]): string[] {
  return [...table.head, ...rows.map((row) => table.row(row)), ...table.foot]
}
