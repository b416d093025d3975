/** In which order a spreadsheet writes its dates. A month that is read as a day is an error nobody sees, so a doubt is asked about. */
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { plainNumber } from '../text/typed.ts'
import { BadSheet } from './bad-sheet.ts'
import type { FieldColumn } from './recognise.ts'
import type { Sheet } from './sheet.ts'

/** `dmy`: the day first, as `30/09/2026`; ISO dates are read too. `iso`: ISO dates alone. */
export type DateOrder = 'dmy' | 'iso'
export const dateOrders: readonly DateOrder[] = ['dmy', 'iso']

/** Dates that some people write with the month first. With full stops, nobody does. */
const either = /^\s*(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)/

const dayFirst = { options: '--date-order dmy' }

/**
 * The order in which the dates of a file are read, where none was given. All of its rows are looked at: one day after the 12th shows that the
 * day comes first. Without one, the day comes first in French; in English it may be either.
 *
 * @throws Usage naming `--date-order`: the dates could be read both ways, or one has the month first
 */
export async function dateOrderOf(sheet: Sheet, columns: readonly FieldColumn[], t: Catalog): Promise<DateOrder> {
  const dates = columns.filter(({ field }) => field.kind === 'date')
  // Only our own exports have that column, and they write the day first in every language.
  if (dates.length === 0 || sheet.headings.includes('Version')) return 'dmy'
  let doubtful: { readonly line: string; readonly received: string } | undefined
  let isDayFirst = t.lang === 'fr'
  for await (const { line, cells } of sheet.rows()) {
    for (const column of dates) {
      const written = plainNumber(column.text(cells))
      const [, first, , second] = either.exec(written) ?? []
      if (first === undefined || first === second) continue
      const found = { line: t.format.count(line), received: excerpt(written.trim()) }
      if (Number(second) > 12 && Number(first) <= 12)
        throw new BadSheet((t, file) => t.spreadsheet.monthFirst({ ...found, file }), dayFirst)
      if (Number(first) > 12) isDayFirst = true
      else doubtful ??= found
    }
  }
  if (doubtful === undefined || isDayFirst) return 'dmy'
  const found = doubtful
  throw new BadSheet((t, file) => t.spreadsheet.dateOrder({ ...found, file }), dayFirst)
}
