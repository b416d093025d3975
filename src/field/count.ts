/** Whole numbers. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { plainNumber } from '../text/typed.ts'
import { InvalidValue, parser } from './parser.ts'

/** PostgreSQL's largest `integer`. */
export const largest = 2_147_483_647

// 1 200 · 1'200 · 1,200, as the two languages of the program and Switzerland group digits. A full stop could be a decimal point.
const grouped = /^\d{1,3}(?<by>[ ',])\d{3}(?:\k<by>\d{3})*$/

/** A whole number from 0 to 2 147 483 647, with or without groups of three digits. */
export function count(t: Catalog): v.GenericSchema<string, number> {
  return parser(t, (typed) => {
    const written = plainNumber(typed).trim()
    if (written === '') return new InvalidValue(t.value.empty)
    const number = wholeNumber(grouped.test(written) ? written.replace(/\D/g, '') : written)
    return number ?? new InvalidValue(t.value.count({ received: excerpt(written), max: t.format.count(largest) }))
  })
}

/** The number that plain digits write, or undefined where PostgreSQL's `integer` cannot hold it. */
export function wholeNumber(written: string): number | undefined {
  if (!/^\d+$/.test(written)) return undefined
  const number = Number(written)
  return number <= largest ? number : undefined
}
