import type * as v from 'valibot'
import type { Catalog } from '../../i18n/catalog.ts'
import { echo } from './echo.ts'
import { reading, Wrong } from './reading.ts'

/** PostgreSQL's largest `integer`. */
export const largest = 2_147_483_647

/** A whole number from 0 to 2 147 483 647. */
export function count(t: Catalog): v.GenericSchema<string, number> {
  return reading(t, (typed) => {
    const written = typed.trim()
    if (written === '') return new Wrong(t.value.empty)
    const number = wholeNumber(written)
    return number ?? new Wrong(t.value.count({ received: echo(written), max: t.format.count(largest) }))
  })
}

/** The number that plain digits write, when PostgreSQL's `integer` can hold it. */
export function wholeNumber(written: string): number | undefined {
  if (!/^\d+$/.test(written)) return undefined
  const number = Number(written)
  return number <= largest ? number : undefined
}
