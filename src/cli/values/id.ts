import type * as v from 'valibot'
import type { Catalog } from '../../i18n/catalog.ts'
import { largest, wholeNumber } from './count.ts'
import { echo } from './echo.ts'
import { reading, Wrong } from './reading.ts'

/** The id of a record: a whole number from 1 to 2 147 483 647. */
export function id(t: Catalog): v.GenericSchema<string, number> {
  return reading(t, (typed) => {
    const written = typed.trim()
    if (written === '') return new Wrong(t.value.empty)
    const number = wholeNumber(written)
    if (number !== undefined && number > 0) return number
    return new Wrong(t.value.id({ received: echo(written), max: t.format.count(largest) }))
  })
}
