/** Phone numbers, as people write them and as they are stored. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { InvalidValue, parser } from './parser.ts'

// Digits as people group them: with spaces of every width, dots, hyphens, slashes and brackets.
const spelling = /^\(?\+?[\d\s.\-\u2010-\u2013/()]+$/

/**
 * A phone number, as E.164. It accepts French national numbers, `+…` and `00…`. Numbers that the numbering plans know are normalised. Another
 * international number of 6 to 15 digits (the most that E.164 allows) is kept, because the plans change faster than any copy of them.
 */
export function phone(t: Catalog): v.GenericSchema<string, string> {
  return parser(t, (typed) => {
    const written = typed.trim()
    if (written === '') return new InvalidValue(t.value.empty)
    return e164(written) ?? new InvalidValue(t.value.phone({ received: excerpt(written) }))
  })
}

function e164(written: string): string | undefined {
  if (!spelling.test(written)) return undefined
  const plus = /^\(?\+/.test(written)
  const zeros = /^\(?00/.test(written)
  const international = plus || zeros
  const digits = written.replace(/\D/g, '').slice(zeros ? 2 : 0)
  const { parsePhoneNumberFromString } = phoneLibrary()
  // French letterheads print "+33 (0)6 …". The 0 in brackets is not dialled from abroad.
  const number = parsePhoneNumberFromString(international ? `+${digits}` : digits, {
    defaultCountry: 'FR',
    extract: false,
  })
  if (number?.isValid()) return number.number
  // A +33 number that the French plan does not know is refused like a national one: a missing digit is a slip, not another country.
  const kept = international && /^[1-9]\d{5,14}$/.test(digits) && !digits.startsWith('33')
  return kept ? `+${digits}` : undefined
}

/** Loads the library on first use. It takes tens of milliseconds, which help need not wait for. */
function phoneLibrary(): typeof import('libphonenumber-js/min') {
  return require('libphonenumber-js/min')
}
