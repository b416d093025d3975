/** Amounts of money, as people write them and as they are stored. */
import * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { centsOf, decimalOf } from '../text/cents.ts'
import { excerpt } from '../text/excerpt.ts'
import { plainNumber } from '../text/typed.ts'
import { InvalidValue, parser } from './parser.ts'

/** The largest value of `numeric(12,2)`, in cents. */
const largestCents = 999_999_999_999n

const currency = /^(?:€|euros?|eur) *| *(?:€|euros?|eur)$/i
// A minus before or after the currency.
const minus = /^((?:(?:€|euros?|eur) *)?)- */i

const ambiguous = /^([1-9]\d{0,2})[.,](\d{3})$/
const shapes = [
  // 1200 · 1200.50 · 1200,5
  /^(?<whole>\d+)(?:[.,](?<decimals>\d+))?$/,
  // 1 200 000 · 1 200,50 · 1'200.50
  /^(?<whole>\d{1,3}(?<by>[ '])\d{3}(?:\k<by>\d{3})*)(?:[.,](?<decimals>\d+))?$/,
  // 1,200.50 · 1,200,000
  /^(?<whole>\d{1,3}(?:,\d{3})+)\.(?<decimals>\d+)$/,
  /^(?<whole>\d{1,3}(?:,\d{3}){2,})$/,
  // 1.200,50 · 1.200.000
  /^(?<whole>\d{1,3}(?:\.\d{3})+),(?<decimals>\d+)$/,
  /^(?<whole>\d{1,3}(?:\.\d{3}){2,})$/,
]

/**
 * An amount in euros, from 0 to 9 999 999 999.99, as a decimal string with two decimals (`1200.50`). It is never a float on the way.
 * `1,200` is refused with both its readings, because a thousandfold error is worse than a question.
 */
export function amount(t: Catalog): v.GenericSchema<string, string> {
  const sentences = t.value.amount
  return parser(t, (typed) => {
    const written = plainNumber(typed).trim()
    if (written === '') return new InvalidValue(t.value.empty)
    const received = excerpt(written)
    const body = written.replace(minus, '$1').replace(currency, '')
    const shape = shapes.map((each) => each.exec(body)).find((match) => match !== null)
    if (!shape) return new InvalidValue(sentences.unreadable({ received }))
    if (minus.test(written)) return new InvalidValue(sentences.negative({ received }))
    const readings = ambiguous.exec(body)
    if (readings) {
      const [, before = '', after = ''] = readings
      const rounded = `${before}.${after.slice(0, 2)}`
      return new InvalidValue(
        sentences.ambiguous({ received, whole: before + after, decimal: `${before}.${after}`, rounded }),
      )
    }
    const { whole = '', decimals = '' } = shape.groups ?? {}
    if (decimals.length > 2) return new InvalidValue(sentences.decimals({ received }))
    const cents = BigInt(whole.replace(/\D/g, '') + decimals.padEnd(2, '0'))
    if (cents > largestCents)
      return new InvalidValue(sentences.tooLarge({ received, max: t.format.amount(decimalOf(largestCents)) }))
    return decimalOf(cents)
  })
}

/** The same above 0: an amount that changes hands. */
export const paidAmount = (t: Catalog): v.GenericSchema<string, string> =>
  v.pipe(
    amount(t),
    v.check((decimal) => centsOf(decimal) > 0n, t.value.amount.nothing),
  )
