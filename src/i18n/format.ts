import type { Language } from './languages.ts'
import { once } from './once.ts'
import { hoursAndMinutes, type Local, localTime, secondsOf, two, zoneNamed } from './zone.ts'

/** Writes dates, amounts, phone numbers and lists in one language. What needs Intl creates its object on first use. */
export interface Format {
  readonly timeZone: string
  /** `1200.5` → `1 200,50 €` or `€1,200.50`. The amount is a decimal string, so that it is never rounded as a float. */
  amount(decimal: string): string
  /** `1200.5` → `1200,50` or `1200.50`, as a spreadsheet of the language reads a number. What is no amount comes back as it is. */
  plainAmount(decimal: string): string
  /** What separates the cells of a CSV file for a spreadsheet of the language: never its decimal sign. */
  readonly listSeparator: ',' | ';'
  /** The instant at which clocks in the time zone show this time (`Zone.instantOf`). */
  instantOf(local: Temporal.PlainDateTime): Temporal.Instant
  /** What calendars and clocks in the time zone show at an instant, to the second; undefined for what is no instant. */
  localOf(instant: string): Temporal.PlainDateTime | undefined
  /** What calendars and clocks in the time zone show now. */
  now(): Temporal.PlainDateTime
  /** The reader's day → `2026-06-12`, as columns of days hold it. */
  today(): string
  /** An instant → `dd/mm/yyyy HH:MM`, in the catalogue's time zone. A day of a calendar, `2026-06-12` → `dd/mm/yyyy`. */
  date(instant: string): string
  /** A day → `ven. 12 juin 2026` or `Fri 12 June 2026`. */
  day(day: Temporal.PlainDate): string
  /** The short name of its weekday → `ven.`, `Fri`. */
  weekday(day: Temporal.PlainDate): string
  /** A month, with its year where it is known → `juin 2026`, `June`. */
  month(month: number, year?: number): string
  /** An instant → `ven. 12 juin 2026 14:00` or `Fri 12 June 2026 14:00`. */
  longDate(instant: string): string
  /** An instant → RFC 3339 with the offset of the time zone, for JSON. */
  rfc3339(instant: string): string
  /** How many midnights of the time zone lie between two instants; undefined for what is no instant. */
  daysBetween(earlier: string, later: string): number | undefined
  /** An E.164 number → the national form for +33, the international form for any other country. */
  phone(e164: string): string
  /** `1234` → `1 234` or `1,234`. */
  count(n: number): string
  /** `['a', 'b', 'c']` → `a, b et c` or `a, b and c`. */
  listing(items: readonly string[]): string
}

/**
 * Creates the formatter of one language and time zone. Instants are RFC 3339 strings, also in the form of PostgreSQL's `to_json`
 * (`2026-06-12T12:00:00.123456+00:00`). Whatever else a column holds (`infinity`, a year before 1 or after 9999) comes back as it is: no
 * stored value may keep the others from being shown.
 *
 * @param timeZone IANA name or an offset, or a function that is called when it is first needed
 * @param clock milliseconds since the epoch, for words like `tomorrow`. Without one such a word cannot be read
 */
export function format(
  { locale, group, decimalSign, euros, day: dayOfMonth }: Omit<Language, 'words' | 'help' | 'yes' | 'no'>,
  timeZone: string | (() => string),
  clock: () => number = noClock,
): Format {
  const name = typeof timeZone === 'string' ? () => timeZone : once(timeZone)
  const zone = once(() => zoneNamed(name()))
  const currency = once(() => new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }))
  const numbers = once(() => new Intl.NumberFormat(locale))
  const grouped = (digits: string): string => (digits.length < 4 ? digits : digits.replace(/\B(?=(?:\d{3})+$)/g, group))
  const lists = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }))
  const names = once(() => calendarNames(locale))

  const local = (instant: string): Local | undefined => {
    const at = secondsOf(instant)
    return at === undefined ? undefined : localTime(at + zone().offsetAt(at))
  }
  const monthNamed = (month: number, year?: number): string =>
    [names().months[month - 1], ...(year === undefined ? [] : [String(year).padStart(4, '0')])].join(' ')
  const longDay = (day: Temporal.PlainDate): string => {
    return `${names().weekdays[day.dayOfWeek - 1]} ${dayOfMonth(day.day)} ${monthNamed(day.month, day.year)}`
  }
  const localOf = (instant: string): Temporal.PlainDateTime | undefined => {
    const at = local(instant)
    return at && Temporal.PlainDateTime.from(`${at.day.ymd}T${at.clock}:${two(at.second)}`)
  }
  const rfc3339 = (instant: string): string => {
    const second = secondsOf(instant)
    if (second === undefined) return instant
    // RFC 3339 has offsets in minutes only, but local mean times have seconds (Paris before 1911: +00:09:21). The offset is rounded and
    // the local time is written for the rounded offset, so that reading it back gives the same instant.
    const minutes = Math.round(zone().offsetAt(second) / 60)
    const at = localTime(second + minutes * 60)
    if (!at) return instant
    const fraction = instant.includes('.') ? (/\.\d*[1-9]/.exec(instant)?.[0] ?? '') : ''
    const offset = `${minutes < 0 ? '-' : '+'}${hoursAndMinutes(Math.abs(minutes))}`
    return `${at.day.ymd}T${at.clock}:${two(at.second)}${fraction}${offset}`
  }
  // A list has many dates and few days. On a day whose offset is one number of hours, only the hour and the day are written anew.
  const days = new Map<number, Shift | 'other'>()
  const shifted = (instant: string): string => {
    // The ten characters as one number: a text would be copied for each date, and hashed.
    let day = 0
    for (let at = 0; at < 10; at++) day = day * 10 + instant.charCodeAt(at)
    let shift = days.get(day)
    if (shift === undefined) {
      const ymd = instant.slice(0, 10)
      shift = shiftOf(rfc3339(`${ymd}T00:00:00+00:00`), rfc3339(`${ymd}T23:59:59+00:00`))
      days.set(day, shift)
    }
    if (shift === 'other') return rfc3339(instant)
    if (shift.hours === 0) return instant
    const hour = instant.charCodeAt(11) * 10 + instant.charCodeAt(12) - 528 + shift.hours
    const ymd = hour < 0 || (shift.hours > 0 && hour < 24) ? shift.first : shift.last
    return `${ymd}T${two((hour + 24) % 24)}${instant.slice(13, -6)}${shift.offset}`
  }
  const now = () => {
    const shown = localOf(new Date(clock()).toISOString())
    if (!shown) throw new Error('no calendar shows this time')
    return shown
  }
  return {
    get timeZone() {
      return name()
    },
    amount: (decimal) => {
      const [, sign = '', whole = '', cents = ''] = /^(-?)(0|[1-9]\d*)(?:\.(\d{1,2}))?$/.exec(decimal) ?? []
      if (whole !== '') return sign + euros(`${grouped(whole)}${decimalSign}${cents.padEnd(2, '0')}`)
      // Intl formats a string digit by digit (ECMA-402, Intl mathematical values), without converting it to a float.
      return currency().format(decimal as Intl.StringNumericLiteral)
    },
    plainAmount: (decimal) =>
      decimal.replace(
        /^(-?\d+)(?:\.(\d*))?$/,
        (_, whole, cents = '') => `${whole}${decimalSign}${String(cents).padEnd(2, '0')}`,
      ),
    listSeparator: decimalSign === ',' ? ';' : ',',
    instantOf: (time) => zone().instantOf(time),
    localOf,
    now,
    today: () => now().toPlainDate().toString(),
    date: (instant) => {
      const at = local(instant)
      if (at) return `${at.day.dmy} ${at.clock}`
      return wholeDay.test(instant) ? instant.split('-').reverse().join('/') : instant
    },
    day: longDay,
    weekday: (day) => names().weekdays[day.dayOfWeek - 1] ?? '',
    month: monthNamed,
    longDate: (instant) => {
      const at = local(instant)
      return at ? `${longDay(Temporal.PlainDate.from(at.day.ymd))} ${at.clock}` : instant
    },
    rfc3339: (instant) => (usual.test(instant) ? shifted(instant) : rfc3339(instant)),
    daysBetween: (earlier, later) => {
      const [from, to] = [local(earlier), local(later)]
      return from && to && to.day.number - from.day.number
    },
    phone: (e164) => {
      // Most numbers are French. They are formatted here, so that a list does not have to load the numbering plans of all countries.
      const french = /^\+33([1-79])(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(e164)
      if (french) return `0${french.slice(1).join(' ')}`
      const number = phoneLibrary().parsePhoneNumberFromString(e164)
      if (number === undefined) return e164
      if (number.countryCallingCode === '33' && number.isValid()) return number.formatNational()
      // The library removes leading zeros from a number that it does not know. Such a number is shown as it is stored.
      const international = number.formatInternational()
      return international.replace(/\D/g, '') === e164.slice(1) ? international : e164
    },
    count: (n) => (Number.isSafeInteger(n) && n >= 0 ? grouped(String(n)) : numbers().format(n)),
    listing: (items) => lists().format(items),
  }
}

/** Loads the library on first use. Loading takes tens of milliseconds, which help and most lists do not need. */
function phoneLibrary(): typeof import('./phone-library.ts') {
  return require('./phone-library.ts')
}

/** An instant as PostgreSQL writes it in a session of UTC. */
const usual = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{0,5}[1-9])?\+00:00$/

/** A column of days holds no instant. */
const wholeDay = /^\d{4}-\d\d-\d\d$/

/** By how many hours a day of UTC is shifted in a zone, and the days there on which it begins and ends. */
interface Shift {
  readonly hours: number
  readonly offset: string
  readonly first: string
  readonly last: string
}

/** @param first the first second of the day, in RFC 3339 @param last its last second */
function shiftOf(first: string, last: string): Shift | 'other' {
  const offset = first.slice(19)
  if (!offset.endsWith(':00') || last.slice(19) !== offset) return 'other'
  return { hours: Number(offset.slice(0, 3)), offset, first: first.slice(0, 10), last: last.slice(0, 10) }
}

function noClock(): never {
  throw new Error('this catalogue was made without a clock')
}

/** Takes only names from Intl, because its dates before 1582 follow the Julian calendar, unlike those of PostgreSQL and Temporal. */
function calendarNames(locale: string): { weekdays: string[]; months: string[] } {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  const month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' })
  return {
    // 1 January 2024 was a Monday, ISO's first day of the week.
    weekdays: Array.from({ length: 7 }, (_, i) => weekday.format(Date.UTC(2024, 0, i + 1))),
    months: Array.from({ length: 12 }, (_, i) => month.format(Date.UTC(2024, i, 1))),
  }
}
