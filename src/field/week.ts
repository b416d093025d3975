/** Weeks as people count them: Monday to Sunday, from midnight to midnight in the time zone of the reader. */
import type { Catalog } from '../i18n/catalog.ts'
import { weekOf } from './day-words.ts'
import type { Period } from './period.ts'

/** The midnight at which a day begins, as RFC 3339 in UTC. */
export const midnight = (day: Temporal.PlainDate, { format }: Catalog): string =>
  format.instantOf(day.toPlainDateTime()).toString({ smallestUnit: 'second' })

/** The week in which an instant lies. What is no instant lies in the present one. */
export function weekAround(instant: string, t: Catalog): Period {
  const { first } = weekOf((t.format.localOf(instant) ?? t.format.now()).toPlainDate())
  return { start: midnight(first, t), end: midnight(first.add({ weeks: 1 }), t) }
}
