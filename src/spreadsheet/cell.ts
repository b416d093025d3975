/** The value of a cell. The parsers are those of options and questions; here is what only spreadsheets write. */
import * as v from 'valibot'
import type { Field } from '../field/field.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { unmarked } from '../text/csv-cell.ts'
import { excerpt } from '../text/excerpt.ts'
import { plainNumber } from '../text/typed.ts'
import type { DateOrder } from './date-order.ts'
import type { Sheet } from './sheet.ts'

/** A value, or why there is none: a sentence in the catalogue's language, with the code of such errors. */
export type CellValue = { readonly value: unknown } | { readonly refused: string; readonly code: 'usage' }

/** Digits that a spreadsheet has rounded away: `3,36E+10` was a phone number. */
const rounded = /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i
/** What a formula gives that has no result, in every language of Excel: `#N/A`, `#REF!`, `#NOM?`. */
const formulaError = /^#(?:N\/A|[A-Z0/ÉÈ]+[!?])$/
/** A date in digits with its year, and perhaps a time. */
const isoDate = /^\d{4}[-/]\d{1,2}[-/]\d{1,2}(?!\d)/
const dayFirst = /^\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)/
/** The fraction of a second in RFC 3339. The program's own exports have it. */
const fraction = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})(?:Z|[+-]\d\d:\d\d)$/
/** How Excel and LibreOffice write yes and no in French. */
const truths: Readonly<Record<string, string>> = { vrai: 'true', faux: 'false' }

/**
 * Makes a function that reads the cells of one column.
 *
 * @returns undefined for an empty cell, which never erases
 */
export function cellReader(
  field: Field,
  { kind, order, t }: { readonly kind: Sheet['kind']; readonly order: DateOrder; readonly t: Catalog },
): (text: string) => CellValue | undefined {
  const schema = field.schema(t)
  const isText = field.kind === 'text' || field.kind === 'lines'
  const read = (written: string): CellValue => {
    const result = v.safeParse(schema, written)
    return result.success ? { value: result.output } : refused(result.issues[0].message)
  }
  return (text) => {
    const cell = kind === 'xlsx' ? text : unmarked(text, kind)
    const plain = isText && field.column !== 'phone' ? '' : plainNumber(cell).trim()
    if (cell.trim() === '') return undefined
    if (formulaError.test(cell.trim())) return refused(t.spreadsheet.formulaError({ received: cell.trim() }))
    if (rounded.test(plain)) return refused(t.spreadsheet.rounded({ received: excerpt(plain) }))
    if (field.kind === 'yes-no') return read(truths[plain.toLowerCase()] ?? cell)
    if (field.kind !== 'date') return read(cell)
    const date = isoDate.test(plain)
    if (!date && !(order === 'dmy' && dayFirst.test(plain)))
      return refused(t.spreadsheet[order === 'iso' ? 'notIso' : 'notDate']({ received: excerpt(cell.trim()) }))
    return withFraction(plain, read(date ? isoForm(plain) : slashed(plain)))
  }
}

const refused = (sentence: string): CellValue => ({ refused: sentence, code: 'usage' })

/** `2026/9/3` → `2026-09-03` */
const isoForm = (plain: string): string =>
  plain.replace(/^(\d{4})[-/](\d{1,2})[-/](\d{1,2})/, (_, year: string, month: string, day: string) =>
    [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
  )

/** `30.9.26` → `30/9/26`, the one form in which the parser takes two digits for a year. */
const slashed = (plain: string): string => plain.replace(/^(\d{1,2})[.-](\d{1,2})[.-]/, '$1/$2/')

/** What the parser leaves out: the microseconds of a stored time, without which an export would come back changed. */
function withFraction(plain: string, read: CellValue): CellValue {
  const [, digits] = fraction.exec(plain) ?? []
  if (digits === undefined || !('value' in read) || typeof read.value !== 'string') return read
  return { value: read.value.replace(/Z$/, `${digits}Z`) }
}
