/** Values as a person types them: in a form, and in the command line that would have given the same answers. */
import * as v from 'valibot'
import type { Field } from '../field/field.ts'
import { isDay } from '../field/kept-time.ts'
import { isNamed } from '../field/reference.ts'
import { shownDate } from '../field/understood.ts'
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

/** A field's schema as questions use it: it gives the value, or the first sentence that refuses it. */
export function validator(
  field: Field,
  t: Catalog,
): (text: string) => { readonly value?: unknown; readonly refusal?: string } {
  const schema = field.schema(t)
  return (text) => {
    const result = v.safeParse(schema, text)
    return result.success ? { value: result.output } : { refusal: result.issues[0].message }
  }
}

/** Shows how a date or an amount was understood, because both can be misread. */
export function previewOf(field: Field, t: Catalog): ((text: string) => string | undefined) | undefined {
  const validate = validator(field, t)
  const shown = { date: (value: string) => shownDate(value, t), amount: t.format.amount }[field.kind as string]
  if (!shown) return undefined
  return (text) => {
    const { value } = validate(text)
    return typeof value === 'string' ? shown(value) : undefined
  }
}
