/** How a date in words was understood, for the person who typed it. */
import type { Message } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { plainDate } from './date-text.ts'
import type { Duration } from './duration.ts'
import type { Field } from './field.ts'
import { isDay } from './kept-time.ts'
import type { Period } from './period.ts'

/** A whole day in digits, at the beginning: it can be read in one way only. */
const inDigits = /^(?:\d{1,2}([/.-])\d{1,2}\1\d{4}|\d{4}-\d\d-\d\d)(?![\d-])/

/**
 * What a value of a date, a period or a duration was read as, written out: `Sat 12 June 2027 14:00`, `Mon 1 June 2026 – Tue 30 June 2026`.
 *
 * @returns undefined for other values, and for a date in digits
 */
export function understood({ kind }: Pick<Field, 'kind'>, typed: string, value: unknown): Message | undefined {
  if (value === null || !['date', 'period', 'duration'].includes(kind)) return undefined
  const plain = plainDate(typed)
  if (inDigits.test(plain) && !/[a-z]{3}/.test(plain)) return undefined
  if (kind === 'date') return (t) => shownDate(String(value), t)
  if (kind === 'duration') return (t) => t.format.longDate((value as Duration).ago)
  return (t) => shownPeriod(value as Period, t)
}

/** A value of `date` or `dayOrMoment` as a long date. */
export const shownDate = (value: string, t: Catalog): string =>
  isDay(value) ? t.format.day(Temporal.PlainDate.from(value)) : t.format.longDate(value)

function shownPeriod({ start, end }: Period, t: Catalog): string {
  const lastSecond = Temporal.Instant.from(end).subtract({ seconds: 1 }).toString()
  const [first, last] = [t.format.localOf(start)?.toPlainDate(), t.format.localOf(lastSecond)?.toPlainDate()]
  if (!first || !last) return start
  // A period of days begins with one. A time of day names a minute or a second.
  const ofDays = t.format.instantOf(first.toPlainDateTime()).equals(start) && t.format.localOf(end)?.day !== last.day
  if (!ofDays) return t.format.longDate(start)
  return first.equals(last) ? t.format.day(first) : `${t.format.day(first)} – ${t.format.day(last)}`
}
