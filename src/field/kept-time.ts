/** The dates of an update, where what was not typed follows from the record. */
import type { Catalog } from '../i18n/catalog.ts'
import type { Edge } from './date.ts'

/** Whether a value of `dayOrMoment` is a day without a time. */
export const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)

type Dates<K extends string> = { readonly [C in K]?: string | null }

/**
 * The columns with instants in the place of days without a time: each gets the time of the day that the record has.
 *
 * @param edges the columns, each with what a day means where the record has no time
 * @param stored the record; undefined where the caller sees none, and the write will say so
 */
export function withTimesOf<K extends string, P extends Dates<K>>(
  patch: P,
  edges: Readonly<Record<K, Edge>>,
  stored: Dates<K> | undefined,
  t: Catalog,
): P {
  const days = Object.entries<Edge>(edges).flatMap(([column, edge]) => {
    const day = patch[column as K]
    return isDay(day) ? [[column, instantOn(day, stored?.[column as K] ?? null, edge, t)]] : []
  })
  return { ...patch, ...Object.fromEntries(days) }
}

function instantOn(day: string, stored: string | null, edge: Edge, t: Catalog): string {
  const earlier = stored === null ? undefined : t.format.localOf(stored)
  const on = Temporal.PlainDate.from(day)
  // The same day stays as it is, to the microsecond, also in an hour that a clock change repeats.
  if (stored !== null && earlier?.toPlainDate().equals(on)) return stored
  const time = earlier?.toPlainTime() ?? Temporal.PlainTime.from(edge === 'start' ? '00:00' : '23:59')
  return written(on.toPlainDateTime(time), t)
}

/**
 * The end of an event whose start is moved: as many days and hours later by the clocks of the reader, so that what ended at 02:00 still
 * does. Where a clock change would bring it before the start, the event keeps its length instead.
 *
 * @returns undefined where the start stays, or where one of the dates is none that calendars show
 */
export function movedAlong(start: string, earlier: { readonly start: string; readonly end: string }, t: Catalog) {
  const [from, to, end] = [earlier.start, start, earlier.end].map((instant) => t.format.localOf(instant))
  if (!from || !to || !end || Temporal.Instant.compare(earlier.start, start) === 0) return undefined
  const moved = written(end.add(from.until(to, { largestUnit: 'days' })), t)
  if (Temporal.Instant.compare(start, moved) < 0) return moved
  const length = Temporal.Instant.from(earlier.start).until(earlier.end)
  return Temporal.Instant.from(start).add(length).toString({ smallestUnit: 'second' })
}

const written = (local: Temporal.PlainDateTime, t: Catalog): string =>
  t.format.instantOf(local).toString({ smallestUnit: 'second' })
