import type { Language } from './languages.ts'

/** Writes dates, amounts, phone numbers and lists in one language. It uses Intl, and creates each Intl object on first use. */
export interface Format {
  readonly timeZone: string
  /** `1200.5` → `1 200,50 €` or `€1,200.50`. The amount is a decimal string, so that it is never rounded as a float. */
  amount(decimal: string): string
  /** An RFC 3339 instant → `dd/mm/yyyy HH:MM`, in the catalogue's time zone. */
  date(instant: string): string
  /** An RFC 3339 instant → `ven. 12 juin 2026 14:00` or `Fri 12 June 2026 14:00`. */
  longDate(instant: string): string
  /** An RFC 3339 instant → RFC 3339 with the offset of the time zone, for JSON. */
  rfc3339(instant: string): string
  /**
   * Do the same as `date` and `rfc3339` for an instant that was just read from the database. PostgreSQL wrote it in the session's time
   * zone, which is the catalogue's, so its parts only have to be rearranged. This saves the 4 ms that the first use of a time zone costs.
   */
  rowDate(instant: string): string
  rowRfc3339(instant: string): string
  /** An E.164 number → the national form for +33, the international form for any other country. */
  phone(e164: string): string
  /** `1234` → `1 234` or `1,234`. */
  count(n: number): string
  /** `['a', 'b', 'c']` → `a, b et c` or `a, b and c`. */
  listing(items: readonly string[]): string
}

/**
 * Creates the formatter of one language and time zone. Instants are RFC 3339 strings, also in the form of PostgreSQL's `to_json`
 * (`2026-06-12T12:00:00.123456+00:00`). Their years are 1 to 9999.
 *
 * @param timeZone IANA name, or a function that is called when the name is first needed
 */
export function format(
  { locale, day: dayOfMonth }: Pick<Language, 'locale' | 'day'>,
  timeZone: string | (() => string),
): Format {
  const zone = typeof timeZone === 'string' ? () => timeZone : once(timeZone)
  const euros = once(() => new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }))
  const integers = once(() => new Intl.NumberFormat(locale))
  const lists = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }))
  const names = once(() => calendarNames(locale))
  const local = (instant: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(zone())

  // An instant in UTC may not have been written by the session: it is converted, unless UTC is the time zone.
  const inZone = (instant: string) => {
    const found = rowInstant.exec(instant)
    return found?.[6] === '+00:00' && !/^(Etc\/)?UTC$/.test(zone()) ? undefined : found
  }
  const date = (instant: string) => {
    const at = local(instant)
    return `${two(at.day)}/${two(at.month)}/${String(at.year).padStart(4, '0')} ${two(at.hour)}:${two(at.minute)}`
  }
  const rfc3339 = (instant: string) => {
    const at = Temporal.Instant.from(instant)
    // RFC 3339 has offsets in minutes only, but local mean times have seconds (Paris before 1911: +00:09:21). The offset is rounded and
    // the local time is written for the rounded offset, so that reading it back gives the same instant.
    const offset = offsetInMinutes(at.toZonedDateTimeISO(zone()).offsetNanoseconds)
    return at.toString({ timeZone: offset })
  }
  return {
    get timeZone() {
      return zone()
    },
    // Intl formats a string digit by digit (ECMA-402, Intl mathematical values), without converting it to a float.
    amount: (decimal) => euros().format(decimal as Intl.StringNumericLiteral),
    date,
    longDate: (instant) => {
      const at = local(instant)
      const day = dayOfMonth(at.day)
      const { weekdays, months } = names()
      return `${weekdays[at.dayOfWeek - 1]} ${day} ${months[at.month - 1]} ${at.year} ${two(at.hour)}:${two(at.minute)}`
    },
    rfc3339,
    rowDate: (instant) => {
      const [, year, month, day, time] = inZone(instant) ?? []
      return year === undefined ? date(instant) : `${day}/${month}/${year} ${time}`
    },
    rowRfc3339: (instant) => (inZone(instant) ? instant.replace(/\.0+(?=[+-])/, '') : rfc3339(instant)),
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
    count: (n) => integers().format(n),
    listing: (items) => lists().format(items),
  }
}

/** Loads the library on first use. Loading takes tens of milliseconds, which help and most lists do not need. */
function phoneLibrary(): typeof import('libphonenumber-js/min') {
  return require('libphonenumber-js/min')
}

/** Matches `2026-06-12T14:00:00.123456+02:00`, which `to_json` writes if the offset of the time zone has no seconds. */
const rowInstant = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)(:\d\d(?:\.\d+)?)([+-]\d\d:\d\d)$/

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

const two = (n: number) => String(n).padStart(2, '0')

function offsetInMinutes(nanoseconds: number): string {
  const minutes = Math.round(nanoseconds / 60e9)
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}:${two(size % 60)}`
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
