/** Dates, as people write them and as they are stored. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { InvalidValue, parser } from './parser.ts'

const time = '(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,]\\d{1,9})?)?'
const offset = '(?<offset>z|[+\\-\\u2212]\\d{2}(?::?\\d{2})?)'
const shapes = [
  new RegExp(`^(?<day>\\d{1,2})/(?<month>\\d{1,2})/(?<year>\\d{4})(?:\\s+${time})?$`),
  new RegExp(`^(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})(?:(?:t|\\s+)${time}\\s*${offset}?)?$`, 'i'),
]

/** The pieces of a date as written. Those after the year may be missing. */
interface Parts {
  readonly day: string
  readonly month: string
  readonly year: string
  readonly hour?: string
  readonly minute?: string
  readonly second?: string
  readonly offset?: string
}

/**
 * An instant, as an RFC 3339 string in UTC to the second (`2026-06-12T12:00:00Z`). It is read from `dd/mm/yyyy`, `dd/mm/yyyy HH:MM` or
 * ISO 8601, with or without an offset. Without one it is local time in `t.format.timeZone`. A time that a clock change skips or repeats is
 * read as Temporal's `compatible` does (RFC 5545 §3.3.5). Years 1 to 9999.
 *
 * @param o.edge what a day without a time means: its start (00:00) or its end (23:59)
 */
export function date(t: Catalog, o: { readonly edge: 'start' | 'end' }): v.GenericSchema<string, string> {
  return parser(t, (typed) => {
    const written = typed.trim()
    if (written === '') return new InvalidValue(t.value.empty)
    const received = excerpt(written)
    const parts = shapes.map((shape) => shape.exec(written)?.groups).find((groups) => groups !== undefined)
    if (!parts) return new InvalidValue(t.value.date.unreadable({ received }))
    const instant = instantOf(parts as unknown as Parts, received, o.edge, t)
    if (instant instanceof InvalidValue) return instant
    return inRange(instant, t.format.timeZone)
      ? instant.toString({ smallestUnit: 'second' })
      : new InvalidValue(t.value.date.year({ received }))
  })
}

function instantOf(parts: Parts, received: string, edge: 'start' | 'end', t: Catalog): Temporal.Instant | InvalidValue {
  const sentences = t.value.date
  const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)]
  if (year < 1) return new InvalidValue(sentences.year({ received }))
  if (month < 1 || month > 12) return new InvalidValue(sentences.month({ received, month: parts.month }))
  const days = new Temporal.PlainYearMonth(year, month).daysInMonth
  if (day < 1 || day > days) {
    const named = `${parts.month.padStart(2, '0')}/${parts.year}`
    return new InvalidValue(sentences.day({ received, day: parts.day, month: named, days: String(days) }))
  }

  const { hour = edge === 'start' ? '00' : '23', minute = edge === 'start' ? '00' : '59', second = '00' } = parts
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    const clock = [hour, minute, ...(parts.second === undefined ? [] : [second])].join(':')
    return new InvalidValue(sentences.time({ received, time: clock }))
  }

  const local = new Temporal.PlainDateTime(year, month, day, Number(hour), Number(minute), Number(second))
  if (parts.offset === undefined) {
    return local.toZonedDateTime(t.format.timeZone, { disambiguation: 'compatible' }).toInstant()
  }
  const east = secondsEast(parts.offset)
  if (east === undefined) return new InvalidValue(sentences.offset({ received, offset: parts.offset }))
  return local.toZonedDateTime('UTC').toInstant().subtract({ seconds: east })
}

/** An offset in seconds, positive to the east; undefined if no such offset exists. */
function secondsEast(offset: string): number | undefined {
  if (offset.toLowerCase() === 'z') return 0
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(3).replace(':', ''))]
  if (hours > 23 || minutes > 59) return undefined
  return (offset.startsWith('+') ? 1 : -1) * (hours * 60 + minutes) * 60
}

/** Checks the year in UTC, in which it is stored (PostgreSQL writes the year 0 as 1 BC), and in the zone in which it is shown. */
function inRange(instant: Temporal.Instant, timeZone: string): boolean {
  return ['UTC', timeZone].every((zone) => {
    const { year } = instant.toZonedDateTimeISO(zone)
    return year >= 1 && year <= 9999
  })
}
