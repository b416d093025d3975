/** What a person types for a date: the one grammar of `date`, `period` and the day of an update. */
import type { Catalog } from '../i18n/catalog.ts'
import { once } from '../i18n/once.ts'
import { excerpt } from '../text/excerpt.ts'
import { plainNumber } from '../text/typed.ts'
import {
  type Bare,
  type Days,
  dayOf,
  daysInWords,
  monthOf,
  plainWords,
  type Reckoning,
  weekdayOf,
} from './day-words.ts'
import { InvalidValue } from './parser.ts'

/** A time of the day as written. */
export interface Time {
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
  /** What it is written to: `14:30` names a minute. */
  readonly precision: 'minutes' | 'seconds'
}

/** The days that were meant, and the time that was written. Only a single day has one. */
export interface Meant extends Days {
  readonly time?: Time
  /** Seconds to the east of UTC. Without them, local time is meant. */
  readonly east?: number
}

const hours = '(?<hour>\\d{1,2})'
const minutes = '(?<minute>\\d{2})'
const isoTime = `${hours}:${minutes}(?::(?<second>\\d{2})(?:[.,]\\d{1,9})?)?`
/** How people write a time beside a date: `14:30`, `14h30`, `14 h`, `14.30`, `2 PM`, `1:30 p.m.`, `midi`. */
const times = once(() =>
  [
    isoTime,
    `${hours}\\s*h(?:\\s*${minutes}(?:\\s*min)?)?`,
    `${hours}\\.${minutes}`,
    `${hours}(?:[:.]${minutes})?\\s*(?<half>[ap])\\.?\\s?m\\.?`,
    '(?<word>midi|noon|minuit|midnight)',
  ].map((time) => new RegExp(`^(?<days>.+?) (?:(?:a|at) )?${time}$`)),
)
/** After the T of ISO 8601 `14.30` would be a fraction of an hour. An offset belongs to ISO 8601 alone. */
const iso = once(
  () => new RegExp(`^(?<days>\\d{4}-\\d\\d-\\d\\d)[t ]${isoTime} ?(?<offset>z|[+-]\\d{2}(?::?\\d{2})?)?$`),
)

const days = once(() =>
  [
    '(?<day>\\d{1,2})(?<by>[/.-])(?<month>\\d{1,2})\\k<by>(?<year>\\d{4})',
    '(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})',
    '(?<day>\\d{1,2})/(?<month>\\d{1,2})(?:/(?<short>\\d{2}))?',
    '(?<month>\\d{1,2})/(?<year>\\d{4})',
    '(?<year>\\d{4})-(?<month>\\d{2})',
  ].map((shape) => new RegExp(`^${shape}$`)),
)

/** The instants that every time zone shows in the years 1 to 9999. The database has the same limits. */
const first = once(() => Temporal.Instant.from('0001-01-03T00:00:00Z'))
const end = once(() => Temporal.Instant.from('9999-12-30T00:00:00Z'))

/** Whether every time zone can show this instant. */
export function inRange(instant: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, first()) >= 0 && Temporal.Instant.compare(instant, end()) < 0
}

/** What was typed, in one form for the grammar. */
export const plainDate = (typed: string): string => plainWords(plainNumber(typed))

/**
 * Reads what was typed as days, with a time if one was written. `read` makes the value of them.
 *
 * @param o.bare which one a day or a month without a year is
 */
export function readDate<T>(
  typed: string,
  t: Catalog,
  o: { readonly bare: Bare; readonly read: (meant: Meant, outOfRange: InvalidValue) => T | InvalidValue },
): T | InvalidValue {
  const plain = plainDate(typed)
  if (plain === '') return new InvalidValue(t.value.empty)
  const received = excerpt(typed.trim())
  const outOfRange = new InvalidValue(t.value.date.year({ received }))
  try {
    const meant = meantBy(plain, received, o.bare, t)
    return meant instanceof InvalidValue ? meant : o.read(meant, outOfRange)
  } catch (error) {
    // Temporal knows the years from -271821 to 275760, and `+999999y` lies beyond.
    if (error instanceof RangeError) return outOfRange
    throw error
  }
}

/** The instant of a time on a day; without a time, the start of the day. */
export function instantAt(
  day: Temporal.PlainDate,
  { time, east }: Pick<Meant, 'time' | 'east'>,
  t: Catalog,
): Temporal.Instant {
  const { hours = 0, minutes = 0, seconds = 0 } = time ?? {}
  const local = day.toPlainDateTime().add({ hours, minutes, seconds })
  if (east === undefined) return t.format.instantOf(local)
  return local.toZonedDateTime('+00:00').toInstant().subtract({ seconds: east })
}

function meantBy(plain: string, received: string, bare: Bare, t: Catalog): Meant | InvalidValue {
  const sentences = t.value.date
  const unreadable = new InvalidValue(sentences.unreadable({ received }))
  const reckoning: Reckoning = {
    today: () => t.format.now().toPlainDate(),
    bare,
    wrongDay: (number, month, year) => {
      const named = t.format.month(month, year)
      const days = new Temporal.PlainYearMonth(year ?? 2000, month).daysInMonth
      return new InvalidValue(sentences.day({ received, day: String(number), month: named, days: String(days) }))
    },
    wrongWeek: (week, year, most) =>
      new InvalidValue(sentences.week({ received, week: String(week), year: String(year), weeks: String(most) })),
  }
  const whole = daysOf(plain, received, reckoning, t)
  if (whole) return whole
  for (const shape of [iso(), ...times()]) {
    const groups = shape.exec(plain)?.groups as
      | (Clock & { readonly days: string; readonly offset?: string })
      | undefined
    const found = groups && daysOf(groups.days, received, reckoning, t)
    if (!found) continue
    if (found instanceof InvalidValue) return found
    if (!found.first.equals(found.last)) return unreadable
    const time = timeOf(groups)
    if (!time) return new InvalidValue(sentences.time({ received, time: writtenTime(groups) }))
    if (groups.offset === undefined) return { ...found, time }
    const east = secondsEast(groups.offset)
    return east === undefined
      ? new InvalidValue(sentences.offset({ received, offset: groups.offset }))
      : { ...found, time, east }
  }
  return unreadable
}

function daysOf(plain: string, received: string, reckoning: Reckoning, t: Catalog): Days | InvalidValue | undefined {
  const [, name = '', rest = ''] = /^([a-z]+)[.,]? (?!\d{4}$)(\d.*)$/.exec(plain) ?? []
  const weekday = weekdayOf(name)
  if (weekday !== undefined) {
    const found = daysOf(rest, received, reckoning, t)
    if (!found || found instanceof InvalidValue) return found
    if (!found.first.equals(found.last)) return undefined
    if (found.first.dayOfWeek === weekday) return found
    return new InvalidValue(t.value.date.weekday({ received, date: t.format.day(found.first) }))
  }
  const parts = days()
    .map((shape) => shape.exec(plain)?.groups)
    .find((groups) => groups !== undefined)
  return parts ? daysInDigits(parts as unknown as Digits, received, reckoning, t) : daysInWords(plain, reckoning)
}

interface Digits {
  readonly day?: string
  readonly month: string
  readonly year?: string
  /** The last two digits of the year. */
  readonly short?: string
}

function daysInDigits(digits: Digits, received: string, reckoning: Reckoning, t: Catalog): Days | InvalidValue {
  const month = Number(digits.month)
  const year =
    digits.short === undefined
      ? Number(digits.year ?? Number.NaN)
      : fullYear(Number(digits.short), reckoning.today().year)
  if (year < 1) return new InvalidValue(t.value.date.year({ received }))
  if (month < 1 || month > 12) return new InvalidValue(t.value.date.month({ received, month: digits.month }))
  if (digits.day === undefined) return monthOf(year, month)
  return dayOf(Number(digits.day), month, Number.isNaN(year) ? undefined : year, reckoning)
}

/** The year of two digits that is nearest to this year: in 2026 they lie from 1977 to 2076. */
function fullYear(short: number, thisYear: number): number {
  const first = thisYear - 49
  return first + ((((short - first) % 100) + 100) % 100)
}

/** The pieces of a time as written. Those after the hour may be missing. */
interface Clock {
  readonly hour?: string
  readonly minute?: string
  readonly second?: string
  /** `a` or `p`, of AM and PM. */
  readonly half?: string
  readonly word?: string
}

/** The time of the day; undefined if no clock shows it. 24:00 is the end of a day and the start of the next (ISO 8601:2004 §4.2.3). */
function timeOf({ hour, minute = '0', second, half, word }: Clock): Time | undefined {
  const precision = second === undefined ? 'minutes' : 'seconds'
  // At midnight a day begins, as at 12 AM. Its end is 24:00, or midnight of the next day.
  if (word !== undefined) return { hours: /^(midi|noon)$/.test(word) ? 12 : 0, minutes: 0, seconds: 0, precision }
  const [h, m, s] = [Number(hour), Number(minute), Number(second ?? '0')]
  if (m > 59 || s > 59) return undefined
  if (half === undefined)
    return h < 24 || (h === 24 && m + s === 0) ? { hours: h, minutes: m, seconds: s, precision } : undefined
  // 12 AM is midnight and 12 PM is noon.
  return h >= 1 && h <= 12
    ? { hours: (h % 12) + (half === 'p' ? 12 : 0), minutes: m, seconds: s, precision }
    : undefined
}

/** The time of a refused date as its sentence names it. */
function writtenTime({ hour = '', minute = '00', second, half }: Clock): string {
  const clock = [hour, minute, ...(second === undefined ? [] : [second])].join(':')
  return half === undefined ? clock : `${clock} ${half.toUpperCase()}M`
}

/** An offset in seconds, positive to the east; undefined if no such offset exists. */
function secondsEast(offset: string): number | undefined {
  if (offset === 'z') return 0
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(3).replace(':', ''))]
  if (hours > 23 || minutes > 59) return undefined
  return (offset.startsWith('+') ? 1 : -1) * (hours * 60 + minutes) * 60
}
