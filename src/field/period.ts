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
  const read = (meant: Meant, outOfRange: InvalidValue): Period | InvalidValue => {
    const start = instantAt(meant.first, meant, t)
    const end = meant.time ? start.add({ [meant.time.precision]: 1 }) : instantAt(meant.last.add({ days: 1 }), {}, t)
    if (!inRange(start) || !inRange(end.subtract({ seconds: 1 }))) return outOfRange
    return { start: start.toString({ smallestUnit: 'second' }), end: end.toString({ smallestUnit: 'second' }) }
  }
  return parser(t, (typed) => readDate(typed, t, { ...o, read }))
}
