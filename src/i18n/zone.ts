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
      const today = Math.floor(at / day)
      const before = atMidnight(today)
      return before === atMidnight(today + 1) ? before : ask(at)
    },
  }
}

/** What clocks and calendars show. `days`: since 1 January 1970. */
export interface Local {
  readonly year: string
  readonly month: string
  readonly day: string
  /** `14:00:00` */
  readonly clock: string
  readonly days: number
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
  const clock = `${two(Math.trunc(rest / 3600))}:${two(Math.trunc(rest / 60) % 60)}:${two(rest % 60)}`
  return { ...calendarDay(days), clock }
}

const calendarDays = new Map<number, Omit<Local, 'clock'>>()

/** A list has few days and many dates, so each day is written once. */
function calendarDay(days: number): Omit<Local, 'clock'> {
  const known = calendarDays.get(days)
  if (known) return known
  const written = new Date(days * day * 1000).toISOString()
  const made = { year: written.slice(0, 4), month: written.slice(5, 7), day: written.slice(8, 10), days }
  calendarDays.set(days, made)
  return made
}

export const two = (n: number): string => (n < 10 ? `0${n}` : String(n))
