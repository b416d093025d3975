/** The ids of records. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { largest, wholeNumber } from './count.ts'
import { InvalidValue, parser } from './parser.ts'

/** The id of a record: a whole number from 1 to 2 147 483 647. */
export function id(t: Catalog): v.GenericSchema<string, number> {
  return parser(t, (typed) => {
    const written = typed.trim()
    if (written === '') return new InvalidValue(t.value.empty)
    const number = wholeNumber(written)
    if (number !== undefined && number > 0) return number
    return new InvalidValue(t.value.id({ received: excerpt(written), max: t.format.count(largest) }))
  })
}
