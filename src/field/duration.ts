/** Lengths of time, counted back from now. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { inRange, plainDate } from './date-text.ts'
import { amountOf, shifted, type Unit } from './day-words.ts'
import { InvalidValue, parser } from './parser.ts'

export interface Duration {
  readonly count: number
  readonly unit: Unit
  /** The instant that long before now, by the calendar of the reader's time zone. RFC 3339 in UTC. */
  readonly ago: string
}

/** A length of time: `30d`, `30 days`, `2 semaines`, with the letters `d w m y` or `j s m a`. */
export function duration(t: Catalog): v.GenericSchema<string, Duration> {
  return parser(t, (typed) => {
    const plain = plainDate(typed)
    if (plain === '') return new InvalidValue(t.value.empty)
    const received = excerpt(typed.trim())
    const amount = amountOf(plain)
    if (!amount) return new InvalidValue(t.value.duration({ received }))
    try {
      const ago = t.format.instantOf(shifted(t.format.now(), amount, -1))
      if (inRange(ago)) return { ...amount, ago: ago.toString({ smallestUnit: 'second' }) }
    } catch (error) {
      // Temporal has no day that long ago.
      if (!(error instanceof RangeError)) throw error
    }
    return new InvalidValue(t.value.date.year({ received }))
  })
}
