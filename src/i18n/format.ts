import type { Lang } from './lang.ts'

/** How dates and amounts are written in each language; built on Intl, made on first use. */
export interface Format {
  readonly timeZone: string
  /** `1200.5` (a decimal string, never a float) → `1 200,50 €` or `€1,200.50`. */
  amount(decimal: string): string
  /** An RFC 3339 instant → `dd/mm/yyyy HH:MM` in the zone. */
  date(instant: string): string
  /** An RFC 3339 instant → `ven. 12 juin 2026 14:00`, `Fri 12 June 2026 14:00`. */
  longDate(instant: string): string
  /** An RFC 3339 instant → RFC 3339 with the zone's offset, for JSON. */
  rfc3339(instant: string): string
  /**
   * As `date` and `rfc3339`, for an instant of a row just read: PostgreSQL has written it in the session's zone, which is ours, so that
   * it is only rearranged. Time zones cost 4 ms at the first use, a tenth of a whole command.
   */
  rowDate(instant: string): string
  rowRfc3339(instant: string): string
  /** E.164 → national form for +33, international form for the rest. */
  phone(e164: string): string
  /** `1 234`, `1,234`. */
  count(n: number): string
  /** `a, b and c` · `a, b et c`. */
  listing(items: readonly string[]): string
}

/**
 * The writer of one language and zone. Instants are RFC 3339 strings, PostgreSQL's `to_json` form
 * (`2026-06-12T12:00:00.123456+00:00`) included; years 1 to 9999.
 *
 * @param timeZone IANA name
 */
export function format(lang: Lang, timeZone: string | (() => string)): Format {
  const zone = typeof timeZone === 'string' ? () => timeZone : once(timeZone)
  const locale = lang === 'fr' ? 'fr-FR' : 'en-GB'
  const euros = once(() => new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }))
  const integers = once(() => new Intl.NumberFormat(locale))
  const lists = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }))
  const names = once(() => calendarNames(locale))
  const local = (instant: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(zone())

  // An instant written in UTC may come from elsewhere, unless that is the zone.
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
    // RFC 3339 knows offsets in minutes only; local mean times (Paris before 1911: +00:09:21) have seconds. The local time
    // is written for the rounded offset, so that what is read back is the same instant.
    const offset = offsetInMinutes(at.toZonedDateTimeISO(zone()).offsetNanoseconds)
    return at.toString({ timeZone: offset })
  }
  return {
    get timeZone() {
      return zone()
    },
    // A string goes through Intl digit by digit (ECMA-402, Intl mathematical values): no float on the way.
    amount: (decimal) => euros().format(decimal as Intl.StringNumericLiteral),
    date,
    longDate: (instant) => {
      const at = local(instant)
      const day = lang === 'fr' && at.day === 1 ? '1er' : String(at.day)
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
      // Nearly every number is French: written here, a list does not pay for loading the numbering plans of the world.
      const french = /^\+33([1-79])(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(e164)
      if (french) return `0${french.slice(1).join(' ')}`
      const number = phoneLibrary().parsePhoneNumberFromString(e164)
      if (number === undefined) return e164
      if (number.countryCallingCode === '33' && number.isValid()) return number.formatNational()
      // The library takes the leading zeros off a number that its plan does not know: shown as it is rather than wrong.
      const international = number.formatInternational()
      return international.replace(/\D/g, '') === e164.slice(1) ? international : e164
    },
    count: (n) => integers().format(n),
    listing: (items) => lists().format(items),
  }
}

/** Loaded on first use, synchronously: it takes tens of milliseconds that help and most lists need not wait for. */
function phoneLibrary(): typeof import('libphonenumber-js/min') {
  return require('libphonenumber-js/min')
}

/** `2026-06-12T14:00:00.123456+02:00`, as `to_json` writes an instant in a zone whose offset has no seconds. */
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

/** Only names are taken from Intl: its dates before 1582 follow the Julian calendar, PostgreSQL's and Temporal's do not. */
function calendarNames(locale: string): { weekdays: string[]; months: string[] } {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  const month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' })
  return {
    // 1 January 2024 was a Monday, ISO's first day of the week.
    weekdays: Array.from({ length: 7 }, (_, i) => weekday.format(Date.UTC(2024, 0, i + 1))),
    months: Array.from({ length: 12 }, (_, i) => month.format(Date.UTC(2024, i, 1))),
  }
}
