/** Whole numbers. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { InvalidValue, parser } from './parser.ts'

/** PostgreSQL's largest `integer`. */
export const largest = 2_147_483_647

/** A whole number from 0 to 2 147 483 647. */
export function count(t: Catalog): v.GenericSchema<string, number> {
  return parser(t, (typed) => {
    const written = typed.trim()
    if (written === '') return new InvalidValue(t.value.empty)
    const number = wholeNumber(written)
    return number ?? new InvalidValue(t.value.count({ received: excerpt(written), max: t.format.count(largest) }))
  })
}

/** The number that plain digits write, or undefined where PostgreSQL's `integer` cannot hold it. */
export function wholeNumber(written: string): number | undefined {
  if (!/^\d+$/.test(written)) return undefined
  const number = Number(written)
  return number <= largest ? number : undefined
}
