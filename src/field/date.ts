/** Moments, as people write them and as they are stored. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { inRange, instantAt, type Meant, readDate } from './date-text.ts'
import { InvalidValue, parser } from './parser.ts'

/** What a day without a time means: its start (00:00) or its end (23:59). */
export type Edge = 'start' | 'end'

interface Reading {
  /** What a day without a time means; of several days, which one is meant. */
  readonly edge: Edge
  /** `true`: something is planned, so `friday 2pm` on a Friday at three means the next Friday. */
  readonly ahead?: true
  /**
   * `true`: something has happened, so `friday` is the last one, today without a time is now, and a day after today is refused. Never with
   * `ahead`.
   */
  readonly past?: true
}

/**
 * An instant, as an RFC 3339 string in UTC to the second (`2026-06-12T12:00:00Z`). It is read from `dd/mm/yyyy`, ISO 8601 with or without an
 * offset, and words in both languages, with a time or without (docs/PRODUCT.md §2). Without an offset it is local time in
 * `t.format.timeZone`. A time that a clock change skips or repeats is read as Temporal's `compatible` does (RFC 5545 §3.3.5). A weekday or
 * month alone means the next one, and today counts.
 *
 * @param o what a day without a time means, and whether what lies behind can be meant
 */
export function date(t: Catalog, o: Reading): v.GenericSchema<string, string> {
  return moment(t, o, (_day, instant) => instant)
}

/**
 * As `date`, for the update of a record that has a time already: a day without a time stays a day (`2026-06-12`), to which the command
 * adds the time of the record (`kept-time.ts`).
 */
export function dayOrMoment(t: Catalog, o: Reading): v.GenericSchema<string, string> {
  return moment(t, o, (day, instant, time) => (time ? instant : day.toString()))
}

/** A day without a time, as `2026-06-12`: of several days the first, and of those that a word may mean the next. */
export const day = (t: Catalog): v.GenericSchema<string, string> => dayAs(t, 'next')

/** The same for what has happened: the last one, and a day after today is refused. */
export const pastDay = (t: Catalog): v.GenericSchema<string, string> => dayAs(t, 'last')

function dayAs(t: Catalog, bare: 'next' | 'last'): v.GenericSchema<string, string> {
  const read = (typed: string) => (meant: Meant, outOfRange: InvalidValue) => {
    if (meant.time) return new InvalidValue(t.value.date.dayOnly)
    if (!inRange(instantAt(meant.first, {}, t))) return outOfRange
    const found = meant.first.toString()
    return bare === 'last' && found > t.format.today()
      ? new InvalidValue(t.value.date.ahead({ received: excerpt(typed.trim()) }))
      : found
  }
  return parser(t, (typed) => readDate(typed, t, { bare, read: read(typed) }))
}

function moment(
  t: Catalog,
  { edge, ahead, past }: Reading,
  value: (day: Temporal.PlainDate, instant: string, time: Meant['time']) => string,
): v.GenericSchema<string, string> {
  const read = (typed: string) => (meant: Meant, outOfRange: InvalidValue) => {
    const named = edge === 'start' ? meant.first : meant.last
    const day = ahead && isOver(meant, t) ? named.add({ weeks: 1 }) : named
    const instant = past && !meant.time && isToday(day, t) ? nowOf(t) : edgeOf(day, edge, meant, t)
    if (!inRange(instant)) return outOfRange
    const written = instant.toString({ smallestUnit: 'second' })
    if (past && isAfterToday(written, t)) return new InvalidValue(t.value.date.ahead({ received: excerpt(typed) }))
    return value(day, written, meant.time)
  }
  return parser(t, (typed) => readDate(typed, t, { bare: past ? 'last' : 'next', read: read(typed.trim()) }))
}

const nowOf = (t: Catalog) => t.format.instantOf(t.format.now())
const isToday = (day: Temporal.PlainDate, t: Catalog) => t.format.now().toPlainDate().equals(day)

function isAfterToday(instant: string, t: Catalog): boolean {
  const day = t.format.localOf(instant)?.toPlainDate()
  return day !== undefined && Temporal.PlainDate.compare(day, t.format.now().toPlainDate()) > 0
}

/** Whether today's weekday was named alone, with a time that is over. */
function isOver(meant: Meant, t: Catalog): boolean {
  if (!meant.namedToday || !meant.time) return false
  return Temporal.Instant.compare(instantAt(meant.first, meant, t), t.format.instantOf(t.format.now())) < 0
}

/** The instant of a day; without a time, 00:00 or 23:59. */
function edgeOf(
  day: Temporal.PlainDate,
  edge: Edge,
  meant: Pick<Meant, 'time' | 'east'>,
  t: Catalog,
): Temporal.Instant {
  if (meant.time || edge === 'start') return instantAt(day, meant, t)
  return instantAt(day, { time: { hours: 23, minutes: 59, seconds: 0, precision: 'minutes' } }, t)
}
