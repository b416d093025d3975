import type { Resource } from '../access/catalogue.ts'
import { type Message, Refused } from '../errors.ts'
import { storedText } from '../i18n/stored-text.ts'
import { onOneLine } from '../text/excerpt.ts'

/**
 * Makes the error for a record that somebody else changed meanwhile. It lists each field whose present value differs from the one that was
 * to be written, with both values.
 */
export function versionConflict(
  resource: Resource,
  id: number,
  now: Readonly<Record<string, unknown>> & { readonly version: number },
  wanted: Readonly<Record<string, unknown>>,
): Refused {
  const differing = Object.entries(wanted).filter(([column, value]) => comparable(now[column]) !== comparable(value))
  const line =
    (column: string, value: unknown): Message =>
    (t) => {
      const labels: Readonly<Record<string, string>> = 'label' in t[resource] ? t[resource].label : {}
      return t.refusal.staleField({
        label: labels[column] ?? column,
        now: onOneLine(storedText(column, now[column], t)),
        yours: onOneLine(storedText(column, value, t)),
      })
    }
  return new Refused((t) => t.refusal.stale({ noun: t.noun[resource], id, version: now.version }), {
    fields: Object.fromEntries(differing.map(([column, value]) => [column, line(column, value)])),
    more: differing.map(([column, value]) => line(column, value)),
    next: [`${resource} view ${id}`],
  })
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** A value as a text that can be compared: the same instant may be written with two offsets. What is no instant (a year BC) stays as it is. */
export function comparable(value: unknown): string {
  const text = String(value ?? '')
  const at = typeof value === 'string' && instant.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? text : String(at)
}
