/** Rows of a text file. Papa Parse cuts them into cells; which line each is on, and what of a file is held, is kept here. */
import type { ParseStepResult } from 'papaparse'
import { BadSheet, mended, saved } from './bad-sheet.ts'
import { decoded, type Encoding } from './encoding.ts'
import { headingsOf, rowOf } from './row.ts'
import { type Form, formOf } from './separator.ts'
import type { Sheet, SheetOptions, SheetRow } from './sheet.ts'

/** So much of the beginning is looked at for separator and line ends. */
const sampled = 65_536
/** The most characters of one row, which is many times what its cells may hold. Behind that, a quotation mark was not closed. */
const longestRow = 1_048_576

/** The beginning of HTML, which many programs call .xls, of XML, and of our own JSON. */
const otherText = /^\s*(?:<[a-z!?]|\{\s*"|\[\s*(?:\{|\]\s*$))/i

const names = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16', 'windows-1252': 'Windows-1252' } as const

/** Opens a text file whose encoding is known. @throws Usage a quotation mark is not closed, or there is no row at all */
export async function openCsv(file: Blob, encoding: Encoding, { keys }: SheetOptions): Promise<Sheet> {
  const sample = await beginning(file, encoding)
  if (otherText.test(sample.text)) throw new BadSheet((t, file) => t.spreadsheet.notText({ file }), saved)
  const form = formOf(sample.text, sample.whole)
  // Excel writes tab-separated text with quotation marks, but in another encoding or with other line ends.
  const [line = ''] = sample.text.split('\n', 1)
  const isCopy =
    form.separator === '\t' &&
    encoding === 'utf-8' &&
    !sample.text.includes('\r') &&
    line.split('\t').every((heading) => keys.includes(heading))
  const cellsOf = isCopy ? cellsOfCopy : cellsOfCsv
  const first = await firstOf(records(file, encoding, form, cellsOf))
  if (!first) throw new BadSheet((t, file) => t.spreadsheet.empty({ file }), mended)
  const headings = headingsOf(first.cells)
  return {
    kind: isCopy ? 'tsv' : form.separator === ';' ? 'semicolons' : 'csv',
    encoding: names[encoding],
    separator: form.separator,
    headings,
    async *rows() {
      let begun = false
      for await (const { line, cells } of records(file, encoding, form, cellsOf)) {
        if (begun) yield rowOf(line, cells, headings)
        begun = true
      }
    },
  }
}

async function beginning(file: Blob, encoding: Encoding): Promise<{ text: string; whole: boolean }> {
  let text = ''
  for await (const piece of decoded(file, encoding)) {
    text += piece ?? ''
    if (text.length > sampled) return { text: text.slice(0, sampled), whole: false }
  }
  return { text, whole: true }
}

async function firstOf<T>(all: AsyncIterable<T>): Promise<T | undefined> {
  for await (const first of all) return first
  return undefined
}

/** A row that is cut into cells, and where in the text it ends. */
interface Cut {
  readonly cells: readonly string[]
  readonly end: number
  /** How many line ends of the text are inside of its cells. */
  readonly breaks: number
  /** Set where a quotation mark is missing: `open` where the row goes on to the end of the text. */
  readonly broken?: 'open' | 'inside'
}

type Cutter = (text: string, form: Form) => Cut[] | Promise<Cut[]>

/** All rows that are not empty, headings included. Of the text no more is held than a piece of the file and an unfinished row. */
async function* records(file: Blob, encoding: Encoding, form: Form, cut: Cutter): AsyncGenerator<SheetRow> {
  let [rest, line, skipped] = ['', 1, form.skipped]
  const { newline } = form
  const count = (text: string) => countOf(newline, text)
  const rowsIn = async (text: string, isLast: boolean) => {
    const rows: SheetRow[] = []
    let begins = 0
    for (const { cells, end, breaks, broken } of await cut(text, form)) {
      const written = text.slice(begins, end)
      const isEnded = broken !== 'open' && written.endsWith(newline)
      const at = line + count(written) - breaks - (isEnded ? 1 : 0)
      if (broken && (isLast || end < text.length || text.length > longestRow))
        throw new BadSheet((t, file) => t.spreadsheet.unclosed({ file, line: t.format.count(at) }), mended)
      if (!isLast && (broken || !isEnded)) break
      rows.push({ line: at, cells: withoutReturn(cells, written) })
      line += count(written)
      begins = end
    }
    rest = text.slice(begins)
    return rows
  }
  for await (const piece of decoded(file, encoding)) {
    rest += piece ?? ''
    if (skipped > 0) {
      if (rest.length < skipped) continue
      rest = rest.slice(skipped)
      skipped = 0
      line++
    }
    yield* await rowsIn(rest, false)
  }
  // With a line end behind it, the last row is like all others.
  if (rest !== '') yield* await rowsIn(rest.endsWith(newline) ? rest : rest + newline, true)
}

function countOf(newline: string, text: string): number {
  let count = 0
  for (let at = text.indexOf(newline); at !== -1; at = text.indexOf(newline, at + 1)) count++
  return count
}

/** A carriage return before the line feed is no part of the last cell, unless it stands inside of its quotation marks. */
function withoutReturn(cells: readonly string[], written: string): readonly string[] {
  const last = cells.at(-1) ?? ''
  if (!last.endsWith('\r') || !written.endsWith('\r\n') || written.endsWith('\r"\r\n')) return cells
  return cells.with(-1, last.slice(0, -1))
}

async function cellsOfCsv(text: string, { separator, newline }: Form): Promise<Cut[]> {
  const { default: papa } = await import('papaparse')
  const rows: Cut[] = []
  // The parser drops a byte order mark, which inside of a file is a character of the first cell.
  const hidden = text.startsWith('\ufeff') ? '\ufeff' : ''
  papa.parse(hidden + text, {
    delimiter: separator,
    newline,
    skipEmptyLines: 'greedy',
    step: ({ data: cells, errors, meta }: ParseStepResult<string[]>) => {
      const breaks = cells.reduce((sum, cell) => sum + countOf(newline, cell), 0)
      const open = errors.some(({ code }) => code === 'MissingQuotes')
      rows.push({ cells, end: meta.cursor, breaks, ...(errors.length > 0 && { broken: open ? 'open' : 'inside' }) })
    },
  })
  return rows
}

/** Lines as `COPY … (FORMAT text)` writes them, and so `--format tsv`: what would end a cell is escaped, and nothing is quoted. */
function cellsOfCopy(text: string): Cut[] {
  const rows: Cut[] = []
  for (let begins = 0; begins < text.length; ) {
    const feed = text.indexOf('\n', begins)
    const end = feed === -1 ? text.length : feed + 1
    const line = text.slice(begins, feed === -1 ? end : feed)
    const cells = line
      .split('\t')
      .map((cell) => cell.replace(/\\([\\tnrbfv])/g, (_, letter: string) => meant[letter] ?? letter))
    if (line.trim() !== '') rows.push({ cells, end, breaks: 0 })
    begins = end
  }
  return rows
}

const meant: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v' }
