/** Days without a time, as something is planned for one. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { inRange, instantAt, type Meant, readDate } from './date-text.ts'
import { plainWords } from './day-words.ts'
import { InvalidValue, parser } from './parser.ts'

/**
 * A day, `2026-06-12`, read by the grammar of `date`; null for a word that says that there is none: `none`, `aucun`. Of several days the
 * first is meant, a weekday or a month alone is the next one, and a time is refused, because nothing would keep it.
 */
export function dayOrNone(t: Catalog): v.GenericSchema<string, string | null> {
  return parser(t, (typed) => (/^(none|never|aucune?|jamais)$/.test(plainWords(typed)) ? null : dayIn(typed, t)))
}

function dayIn(typed: string, t: Catalog): string | InvalidValue {
  const read = ({ first, time }: Meant, outOfRange: InvalidValue) => {
    if (time) return new InvalidValue(t.value.date.timed({ received: excerpt(typed.trim()) }))
    return inRange(instantAt(first, {}, t)) ? first.toString() : outOfRange
  }
  return readDate(typed, t, { bare: 'next', read })
}
