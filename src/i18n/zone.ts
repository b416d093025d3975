/**
 * The time of one zone, both ways, by one table: that of ICU, which Temporal reads. Instants travel to and from the database in UTC, so no
 * other table has a part in what is typed, shown and written back.
 */

/** The seconds of a day. */
const day = 86_400

/** Whether a name means UTC, which is converted without ICU: its first use costs 4 ms. */
export const isUtc = (name: string): boolean => /^(?:etc\/)?(?:utc|gmt|uct|zulu|universal|greenwich)$/i.test(name)

export interface Zone {
  /** The instant at which clocks show this time. What a clock change skips or repeats is read as Temporal's `compatible` does (RFC 5545 §3.3.5). */
  instantOf(local: Temporal.PlainDateTime): Temporal.Instant
  /** By how many seconds local time is ahead of UTC. @param at seconds since 1970 */
  offsetAt(at: number): number
}

/**
 * Makes the zone of that name. ICU is asked at the first conversion.
 *
 * @param name IANA name in any case, or an offset like `+05:30`
 */
export function zoneNamed(name: string): Zone {
  const id = isUtc(name) ? '+00:00' : name
  const ask = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(id).offsetNanoseconds / 1e9
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(id) ?? []
  const fixed = sign === undefined ? undefined : Number(`${sign}1`) * (Number(hours) * 3600 + Number(minutes) * 60)
  // The offsets at the midnights of UTC. Where two that follow one another are equal, so are those between them: no zone has ever
  // changed its clocks twice in a day. A list of 100 000 rows then asks ICU a few thousand times instead of 400 000 times.
  const midnights = new Map<number, number>()
  const atMidnight = (of: number): number => {
    const known = midnights.get(of)
    if (known !== undefined) return known
    const offset = ask(of * day)
    midnights.set(of, offset)
    return offset
  }
  return {
    instantOf(local) {
      const at = local.toZonedDateTime(id, { disambiguation: 'compatible' })
      // Where clocks went from local mean time to that of a zone, they skipped a number of seconds (Casablanca in 1913: 30 minutes and 20
      // seconds). Dates are shown to the minute, so a skipped time becomes the next whole minute, which is shown and read back as itself.
      const odd = (at.second - local.second + 60) % 60
      return at.toInstant().add({ seconds: odd === 0 ? 0 : 60 - odd })
    },
    offsetAt(at) {
      if (fixed !== undefined) return fixed
      const today = Math.floor(at / day)
      const before = atMidnight(today)
      return before === atMidnight(today + 1) ? before : ask(at)
    },
  }
}

/** What calendars and clocks show. */
export interface Local {
  readonly day: CalendarDay
  /** `14:00` */
  readonly clock: string
  readonly second: number
}

/** A day, written once, because a list has many dates and few days. */
interface CalendarDay {
  /** Since 1 January 1970. */
  readonly number: number
  /** `12/06/2026` */
  readonly dmy: string
  /** `2026-06-12` */
  readonly ymd: string
}

/** The first day of the year 1 and the last day of the year 9999: what `dd/mm/yyyy` and RFC 3339 can write. */
const [firstDay, lastDay] = [-719_162, 2_932_896]

/** Whole seconds since 1970; undefined for what is no instant, or one so far away that no zone can show it. */
export function secondsOf(instant: string): number | undefined {
  try {
    const seconds = Math.floor(Temporal.Instant.from(instant).epochMilliseconds / 1000)
    return seconds >= (firstDay - 1) * day && seconds < (lastDay + 2) * day ? seconds : undefined
  } catch {
    return undefined
  }
}

/** @param seconds since 1970, by the clocks of the place @returns undefined outside of the years 1 to 9999 */
export function localTime(seconds: number): Local | undefined {
  const days = Math.floor(seconds / day)
  if (days < firstDay || days > lastDay) return undefined
  const rest = seconds - days * day
  const minute = Math.trunc(rest / 60)
  return { day: calendarDay(days), clock: hoursAndMinutes(minute), second: rest - minute * 60 }
}

const calendarDays = new Map<number, CalendarDay>()

function calendarDay(number: number): CalendarDay {
  const known = calendarDays.get(number)
  if (known) return known
  const ymd = new Date(number * day * 1000).toISOString().slice(0, 10)
  const made = { number, dmy: `${ymd.slice(8)}/${ymd.slice(5, 7)}/${ymd.slice(0, 4)}`, ymd }
  calendarDays.set(number, made)
  return made
}

/** `90` → `01:30` */
export const hoursAndMinutes = (minutes: number): string => `${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`

export const two = (n: number): string => (n < 10 ? `0${n}` : String(n))
