/** A list as a person reads it: a framed table, a plain table, or blocks. It is written as its rows arrive. */

import type { Message } from '../../errors.ts'
import type { Column, Row } from '../../field/column.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import type { Stream } from '../streams.ts'
import { barColumns, fitWithBars, withBars } from './bars.ts'
import { block, blockTitle } from './blocks.ts'
import { personColumns } from './cell.ts'
import { measure, narrowestTable, withReserve } from './layout.ts'
import type { ListAnswer } from './output.ts'
import { frameWidth } from './panel.ts'
import { type Sample, sample, sampleSize, type Tally } from './rows.ts'
import type { OutputStyle } from './style.ts'
import { framedTable, packed, plainTable, type Table } from './table.ts'
import { weekLines } from './weeks.ts'

/**
 * Writes a list for people. The first 1 000 rows decide the widths; the rest is written batch by batch.
 *
 * @param rows the rows to show (rows.ts), which are counted in `tally`
 * @returns the columns that were dropped for lack of room
 */
export async function writeList(
  answer: ListAnswer,
  rows: AsyncGenerator<readonly Row[], void, undefined>,
  tally: Tally,
  style: OutputStyle,
  out: Stream,
): Promise<readonly Column[]> {
  try {
    const first = await sample(rows)
    if (answer.weeks) await out.write(text(weekLines(answer.weeks, style)))
    if (first.rows.length === 0) return []
    const { table, hidden } = tableOf(answer, first, tally, style)
    await writeTable(table, answer.sum, first.rows, rows, out)
    return hidden
  } finally {
    await rows.return()
  }
}

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')

async function writeTable(
  table: Table,
  sum: Row | undefined,
  first: readonly Row[],
  rest: AsyncIterable<readonly Row[]>,
  out: Stream,
): Promise<void> {
  await out.write(text([...table.head, ...first.map((row) => table.row(row))]))
  try {
    for await (const batch of rest) await out.write(text(batch.map((row) => table.row(row))))
    if (sum) await out.write(text([...table.rule, table.row(sum)]))
  } finally {
    // Close the frame also if the rows break off with an error, so that the error message stands below it.
    if (table.foot.length > 0 && !out.closed) await out.write(text(table.foot))
  }
}

function tableOf(
  answer: ListAnswer,
  first: Sample,
  tally: Tally,
  style: OutputStyle,
): { table: Table; hidden: readonly Column[] } {
  const columns = personColumns(answer.columns).filter((column) => !column.cardOnly)
  const bars = barColumns(columns, first.complete && !tally.more ? first.rows : undefined, style)
  const inBlocks = () => ({ table: blocks(title(), (row) => block(columns, row, style, bars), style), hidden: [] })
  /** A pipe gets none. */
  const title = () => titleOf(answer, howMany(answer, first, tally, style), style)
  if (style.accessible || (style.isTerminal && style.columns() < narrowestTable)) return inBlocks()
  const measured = measure(columns, [...first.rows.slice(0, sampleSize), ...(answer.sum ? [answer.sum] : [])], style)
  const sized = first.complete ? measured : withReserve(measured, style)
  if (!style.isTerminal) return { table: plainTable(withBars(sized, bars, style), style), hidden: [] }
  const layout = fitWithBars(sized, bars, style.columns() - frameWidth, style)
  return layout ? { table: framedTable(title(), layout, style), hidden: layout.hidden } : inBlocks()
}

/** At the end of the piece of a title that says the order. */
const orderSign = / ([↑↓])$/

/** `CONTRACTS (12)`, then what was asked for. A screen reader gets one sentence: its pieces would be read with a dot between them. */
function titleOf(answer: ListAnswer, count: string, style: OutputStyle): string[] {
  const { t } = style
  const named = `${answer.title(t).toLocaleUpperCase(t.lang)} (${count})`
  const pieces = piecesOf(answer, t)
  if (!style.accessible || pieces.length === 0) return [named, ...pieces].map(style.words)
  const spoken = pieces.map((piece) =>
    piece.replace(orderSign, (_, sign) => `, ${sign === '↓' ? t.output.descending : t.output.ascending}`),
  )
  return [style.words(t.output.titled({ title: named, applied: spoken.join(', ') }))]
}

/** What narrowed a list, in one line, without its order. Empty where everything was asked for. */
export function narrowedBy(answer: ListAnswer, { t }: OutputStyle): string {
  return piecesOf(answer, t)
    .filter((piece) => !orderSign.test(piece))
    .join(', ')
}

export const piecesOf = (
  { applied = [] }: { readonly applied?: readonly Message[] | undefined },
  t: Catalog,
): string[] => applied.map((piece) => piece(t).replaceAll('\n', ' '))

/** `6` when all rows are shown or counted, else `50+`. */
function howMany(answer: ListAnswer, first: Sample, tally: Tally, style: OutputStyle): string {
  const { count } = style.t.format
  if (answer.total !== undefined) return count(answer.total)
  if (first.complete) return count(tally.shown) + (tally.more ? '+' : '')
  return `${count(sampleSize)}+`
}

/** Blocks are treated as a table whose rows have several lines. A pipe gets no title. */
function blocks(title: readonly string[], linesOf: (row: Row) => readonly string[], style: OutputStyle): Table {
  let started = style.isTerminal
  return {
    head: style.isTerminal ? packed(title, style.columns(), style).flatMap((line) => blockTitle(line, style)) : [],
    row: (row) => {
      const lines = linesOf(row)
      const separated = started ? ['', ...lines] : lines
      started = true
      return separated.join('\n')
    },
    rule: [],
    foot: [],
  }
}
