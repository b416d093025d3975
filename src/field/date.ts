/** Dates, as people write them and as they are stored. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { InvalidValue, parser } from './parser.ts'

const hours = '(?<hour>\\d{1,2})'
const minutes = '(?<minute>\\d{2})'
const offset = '(?<offset>z|[+\\-\\u2212]\\d{2}(?::?\\d{2})?)'
const isoTime = `${hours}:${minutes}(?::(?<second>\\d{2})(?:[.,]\\d{1,9})?)?`
/** How people write a time beside a date: `14:30`, `14h30`, `14 h`, `14.30`, `2 PM`, `1:30 p.m.` */
const times = [
  isoTime,
  `${hours}\\s*h(?:\\s*${minutes}(?:\\s*min)?)?`,
  `${hours}\\.${minutes}`,
  `${hours}(?:[:.]${minutes})?\\s*(?<half>[ap])\\.?\\s?m\\.?`,
]
const days = ['(?<day>\\d{1,2})/(?<month>\\d{1,2})/(?<year>\\d{4})', '(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})']
/** After the T of ISO 8601 `14.30` would be a fraction of an hour. An offset belongs to ISO 8601 alone. */
const shapes = [
  `${days[1]}(?:(?:t|\\s+)${isoTime}\\s*${offset}?)?`,
  ...days.flatMap((written) => [written, ...times.map((time) => `${written}\\s+${time}`)]),
].map((shape) => new RegExp(`^${shape}$`, 'i'))

/** The pieces of a date as written. Those after the year may be missing. */
interface Parts {
  readonly day: string
  readonly month: string
  readonly year: string
  readonly hour?: string
  readonly minute?: string
  readonly second?: string
  /** `a` or `p`, of AM and PM. */
  readonly half?: string
  readonly offset?: string
}

/** The instants that every time zone shows in the years 1 to 9999. The database has the same limits. */
const first = Temporal.Instant.from('0001-01-03T00:00:00Z')
const end = Temporal.Instant.from('9999-12-30T00:00:00Z')

/**
 * An instant, as an RFC 3339 string in UTC to the second (`2026-06-12T12:00:00Z`). It is read from `dd/mm/yyyy`, `dd/mm/yyyy HH:MM` or
 * ISO 8601, with or without an offset. Without one it is local time in `t.format.timeZone`. A time that a clock change skips or repeats is
 * read as Temporal's `compatible` does (RFC 5545 §3.3.5). 24:00 is the end of a day and the start of the next (ISO 8601:2004 §4.2.3).
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
    const inRange = Temporal.Instant.compare(instant, first) >= 0 && Temporal.Instant.compare(instant, end) < 0
    return inRange ? instant.toString({ smallestUnit: 'second' }) : new InvalidValue(t.value.date.year({ received }))
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

  const time = timeOf(parts, edge)
  if (!time) return new InvalidValue(sentences.time({ received, time: writtenTime(parts) }))
  const local = new Temporal.PlainDateTime(year, month, day).add(time)
  if (parts.offset === undefined) return t.format.instantOf(local)
  const east = secondsEast(parts.offset)
  if (east === undefined) return new InvalidValue(sentences.offset({ received, offset: parts.offset }))
  return local.toZonedDateTime('+00:00').toInstant().subtract({ seconds: east })
}

interface Time {
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
}

/** The time of the day; undefined if no clock shows it. */
function timeOf({ hour, minute = '0', second = '0', half }: Parts, edge: 'start' | 'end'): Time | undefined {
  if (hour === undefined) return { hours: edge === 'start' ? 0 : 23, minutes: edge === 'start' ? 0 : 59, seconds: 0 }
  const [h, m, s] = [Number(hour), Number(minute), Number(second)]
  if (m > 59 || s > 59) return undefined
  if (half === undefined) return h < 24 || (h === 24 && m + s === 0) ? { hours: h, minutes: m, seconds: s } : undefined
  // 12 AM is midnight and 12 PM is noon.
  const afternoon = half.toLowerCase() === 'p' ? 12 : 0
  return h >= 1 && h <= 12 ? { hours: (h % 12) + afternoon, minutes: m, seconds: s } : undefined
}

/** The time of a refused date as its sentence names it. */
function writtenTime({ hour = '', minute = '00', second, half }: Parts): string {
  const clock = [hour, minute, ...(second === undefined ? [] : [second])].join(':')
  return half === undefined ? clock : `${clock} ${half.toUpperCase()}M`
}

/** An offset in seconds, positive to the east; undefined if no such offset exists. */
function secondsEast(offset: string): number | undefined {
  if (offset.toLowerCase() === 'z') return 0
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(3).replace(':', ''))]
  if (hours > 23 || minutes > 59) return undefined
  return (offset.startsWith('+') ? 1 : -1) * (hours * 60 + minutes) * 60
}
