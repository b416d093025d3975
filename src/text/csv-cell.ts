/** One cell of CSV or TSV. */

// What spreadsheets take for a formula (OWASP, "CSV Injection"), with full-width signs, and also after characters that they skip.
const formula = /^[\s\u200b\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/

export interface CellOptions {
  /** `--raw`: formulas are left as they are. */
  readonly raw?: boolean
  /** `true` for a number, an amount or an id, which is never a formula, even with a sign. A phone number is text. */
  readonly number?: boolean
}

/**
 * One cell of CSV (RFC 4180) that is safe to open in a spreadsheet: a text that would be a formula gets a leading apostrophe.
 *
 * @param value null gives an empty cell, which cannot be mistaken for a text, because texts are never empty
 */
export function csvCell(value: string | null, o: CellOptions = {}): string {
  if (value === null) return ''
  const cell = defused(value, o)
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/**
 * One cell of TSV, escaped as PostgreSQL's `COPY … (FORMAT text)` does, so that a row is always one line. Formulas are treated as in CSV.
 *
 * @param value null gives an empty cell
 */
export function tsvCell(value: string | null, o: CellOptions = {}): string {
  if (value === null) return ''
  return defused(value, o).replace(/[\\\t\n\r\b\f\v]/g, (found) => copyEscapes[found] ?? found)
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

function defused(value: string, o: CellOptions): string {
  return o.raw || o.number || !formula.test(value) ? value : `'${value}`
}
