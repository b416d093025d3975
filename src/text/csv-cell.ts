/**
 * One cell of CSV or TSV, and what of it a spreadsheet could take for a formula (OWASP, "CSV Injection").
 *
 * A spreadsheet may cut a file at another separator than it was written with: Excel takes `;` where the decimal sign is a comma, and
 * LibreOffice takes whatever its dialogue says last (OWASP/www-community#443). So a formula is looked for at the beginning of a cell and
 * after everything inside of it that may begin a cell for somebody else.
 */

export interface CellOptions {
  /** `--raw`: formulas are left as they are. */
  readonly raw?: boolean
  /** `true` for a number, an amount, an id or a phone number (`isPhone`), which is never a formula, even with a sign. */
  readonly number?: boolean
  /** What separates the cells of a CSV file. Default: a comma. */
  readonly separator?: ',' | ';'
}

/** What begins a formula, full-width signs too, which Excel reads as the others. */
const signs = new Set('=+-@\uff1d\uff0b\uff0d\uff20')
const anySign = /[=+\-@\uff1d\uff0b\uff0d\uff20]/
/**
 * Characters that a spreadsheet skips before a formula. A quotation mark is among them: where another separator cuts a quoted cell, its
 * quotation marks begin and end cells.
 */
const skipped = /[\s"\u200b\u2060\ufeff]/
/** What may begin a cell, beside the format's own separator, which quoting or escaping makes harmless. */
const separators = {
  csv: new Set(';\t|\r\n'),
  semicolons: new Set(',;\t|\r\n'),
  tsv: new Set(',;\t|\r\n'),
} as const
/**
 * Most cells: the first character neither is a sign nor is skipped before one, and no other begins a cell, is quoted or escaped. They are
 * written as they are, after one look at each character, because a list has millions of them.
 */
const usual = {
  csv: /^[^\s"'=+\-@\uff1d\uff0b\uff0d\uff20\u200b\u2060\ufeff,;|][^",;|\t\r\n]*$/,
  tsv: /^[^\s"'=+\-@\uff1d\uff0b\uff0d\uff20\u200b\u2060\ufeff,;|\\\b][^,;|\\\t\n\r\b\f\v]*$/,
} as const

/**
 * One cell of CSV (RFC 4180) that is safe to open in a spreadsheet: an apostrophe stands before each sign that could begin a formula. A cell
 * that holds a semicolon or a tabulator is quoted like one that holds a comma.
 *
 * @param value null gives an empty cell, which cannot be mistaken for a text, because texts are never empty
 */
export function csvCell(value: string | null, o: CellOptions = {}): string {
  if (value === null) return ''
  if (usual.csv.test(value)) return value
  const cell = harmless(value, o) ? value : marked(value, o.separator === ';' ? 'semicolons' : 'csv')
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/**
 * One cell of TSV, escaped as PostgreSQL's `COPY … (FORMAT text)` does, so that a row is always one line. Formulas are treated as in CSV.
 *
 * @param value null gives an empty cell
 */
export function tsvCell(value: string | null, o: CellOptions = {}): string {
  if (value === null) return ''
  if (usual.tsv.test(value)) return value
  const cell = harmless(value, o) ? value : marked(value, 'tsv')
  return cell.replace(/[\\\t\n\r\b\f\v]/g, (found) => copyEscapes[found] ?? found)
}

const copyEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
}

function harmless(value: string, { raw, number }: CellOptions): boolean {
  return raw || number || !anySign.test(value)
}

/** Whether a value of a phone column is one in E.164: a sign and digits, which is no formula. */
export const isPhone = (value: unknown): boolean => typeof value === 'string' && /^\+\d{6,15}$/.test(value)

/**
 * Puts an apostrophe before each sign that could begin a formula. An apostrophe that stands there already gets a second one, so that
 * `unmarked` knows what was there.
 */
const marked = (text: string, format: keyof typeof separators): string =>
  withMarks(text, separators[format], (apostrophes) => `'${apostrophes}`)

/**
 * The text of a cell that was written with marks, after its quotes or escapes were removed: exactly one apostrophe goes from before each
 * sign that could begin a formula.
 *
 * @param format what the file is: `semicolons` for CSV that has these between its cells
 */
export const unmarked = (cell: string, format: keyof typeof separators): string =>
  withMarks(cell, separators[format], (apostrophes) => apostrophes.slice(1))

/** @param change makes the new apostrophes before a sign of the old ones, of which there may be none */
function withMarks(text: string, separators: ReadonlySet<string>, change: (apostrophes: string) => string): string {
  let written = ''
  let copied = 0
  // Whether a cell may begin here.
  let begins = true
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at)
    if (separators.has(character)) begins = true
    else if (begins && !skipped.test(character)) {
      let end = at
      while (text.charAt(end) === "'") end++
      begins = false
      if (signs.has(text.charAt(end))) {
        written += text.slice(copied, at) + change(text.slice(at, end))
        copied = end
      } else if (end > at) {
        at = end
        continue
      }
      at = end
    }
    at++
  }
  return written + text.slice(copied)
}
