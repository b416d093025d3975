/** Makes rows of cells, the same for text files and workbooks. */
import type { SheetRow } from './sheet.ts'

/** The headings of a sheet without white space around them, and without empty ones at the end, which spreadsheets leave behind. */
export function headingsOf(cells: readonly string[]): string[] {
  const headings = cells.map((cell) => cell.trim())
  return headings.slice(0, headings.findLastIndex((heading) => heading !== '') + 1)
}

/** A row with as many cells as there are headings. What stands where there is no heading would be dropped silently: that is its problem. */
export function rowOf(line: number, cells: readonly string[], headings: readonly string[]): SheetRow {
  const stray = cells.findIndex((cell, at) => (headings[at] ?? '') === '' && cell.trim() !== '')
  if (stray === -1)
    return {
      line,
      cells: cells.length === headings.length ? cells : Array.from(headings, (_, at) => cells[at] ?? ''),
    }
  const [column, count] = [stray + 1, headings.length]
  if (column <= count) return { line, cells, problem: (t) => t.spreadsheet.noHeading({ column: String(column) }) }
  return {
    line,
    cells,
    problem: (t) =>
      t.spreadsheet.tooManyCells({ cells: t.format.count(cells.length), headings: t.format.count(count) }),
  }
}
