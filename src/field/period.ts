/** Periods: days from a first to a last one, for the filters of a list. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { inRange, instantAt, type Meant, readDate } from './date-text.ts'
import type { Bare } from './day-words.ts'
import { type InvalidValue, parser } from './parser.ts'

/** Two instants as RFC 3339 in UTC. A record is in the period when `start <= at` and `at < end`. */
export interface Period {
  readonly start: string
  /** The first instant after the period: the midnight after its last day. So `--until june` includes 30 June to its last second. */
  readonly end: string
}

/**
 * A period, read by the grammar of `date`: `last week`, `juin 2027`, `2027-q2`, `12/06/2027`. Every word names one. A time of day names its
 * minute, or its second where seconds are written. `--since P` takes its start, `--until P` its end, `--on P` both.
 *
 * @param o.bare which one a weekday, a month or a `dd/mm` alone is: `last` for `--since`, `next` for anything else; today counts
 */
export function period(t: Catalog, o: { readonly bare: Bare }): v.GenericSchema<string, Period> {
  return periodAs(t, o, (found) => found)
}

/** The same with its last day by the reader's calendar, `2026-06-30`, for columns of days. */
export function periodOfDays(t: Catalog, o: { readonly bare: Bare }): v.GenericSchema<string, PeriodOfDays> {
  return periodAs(t, o, (found, last) => ({ ...found, last: last.toString() }))
}

export type PeriodOfDays = Period & { readonly last: string }

function periodAs<P extends Period>(
  t: Catalog,
  o: { readonly bare: Bare },
  value: (found: Period, last: Temporal.PlainDate) => P,
): v.GenericSchema<string, P> {
  const read = (meant: Meant, outOfRange: InvalidValue): P | InvalidValue => {
    const start = instantAt(meant.first, meant, t)
    const end = meant.time ? start.add({ [meant.time.precision]: 1 }) : instantAt(meant.last.add({ days: 1 }), {}, t)
    if (!inRange(start) || !inRange(end.subtract({ seconds: 1 }))) return outOfRange
    const [from, to] = [start.toString({ smallestUnit: 'second' }), end.toString({ smallestUnit: 'second' })]
    return value({ start: from, end: to }, meant.last)
  }
  return parser(t, (typed) => readDate(typed, t, { ...o, read }))
}
