/** Values as a person types them: in a form, and in the command line that would have given the same answers. */
import type { Field } from '../field/field.ts'
import { isDay } from '../field/kept-time.ts'
import { isNamed } from '../field/reference.ts'
import type { Catalog } from '../i18n/catalog.ts'

/** A stored value as a form offers it for editing. */
export function editable(field: Field, value: unknown, t: Catalog): string {
  const text = fieldText(field, value, t)
  return text === '' ? text : (field.shown?.(text, t) ?? text)
}

/**
 * A stored value as a person would type it: a date as `dd/mm/yyyy HH:MM` in the catalogue's zone, an amount as `1200.50`.
 *
 * @param value a column as the database gives it: RFC 3339 instant, decimal string, boolean, number, text, null
 */
export function fieldText(field: Field, value: unknown, t: Catalog): string {
  if (value === null || value === undefined) return ''
  // `2027-06-12` is a day whose time is that of the record.
  if (field.kind === 'date') return isDay(value) ? value.split('-').reverse().join('/') : t.format.date(String(value))
  if (isNamed(value)) return value.typed
  if (field.kind === 'amount') {
    const [whole = '0', decimals = ''] = String(value).split('.')
    return `${whole}.${decimals.padEnd(2, '0')}`
  }
  return String(value)
}
