import type { Catalog } from './catalog.ts'

/**
 * A stored value as a sentence shows it, by the name of its column: `…_date` and the times and days of a note as dates in the catalogue's zone,
 * `…_amount` in euros, `phone` as it is shown everywhere, the kind of a note and yes and no in words, a list with spaces, nothing as a dash.
 *
 * @param column as the database calls it
 * @param value as JSON gives it: RFC 3339 instant, decimal string, boolean, number, text, list of texts, null
 */
export function storedText(column: string, value: unknown, t: Catalog): string {
  if (value === null || value === undefined || value === '') return t.audit.nothing
  if (typeof value === 'boolean') return value ? t.output.yes : t.output.no
  if (Array.isArray(value)) return value.length === 0 ? t.audit.nothing : value.join(' ')
  if (column === 'at' || /_(?:date|at|on)$/.test(column)) return t.format.date(String(value))
  if (column.endsWith('_amount')) return t.format.amount(String(value))
  if (column === 'phone') return t.format.phone(String(value))
  if (column === 'kind') return (t.interaction.kind as Readonly<Record<string, string>>)[String(value)] ?? String(value)
  return String(value)
}
