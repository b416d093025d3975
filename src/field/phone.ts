import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { InvalidValue, parser } from './parser.ts'

// Digits as people group them: spaces of every width, dots, hyphens, slashes, brackets.
const spelling = /^\(?\+?[\d\s.\-\u2010-\u2013/()]+$/

/**
 * A phone number, as E.164. French national numbers, `+…` and `00…`. What the numbering plans know is normalised; another
 * international number of 6 to 15 digits (E.164's most) is kept, since plans change faster than any copy of them.
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
  // "+33 (0)6 …" is how French letterheads are printed; the 0 in brackets is not dialled from abroad.
  const number = parsePhoneNumberFromString(international ? `+${digits}` : digits, {
    defaultCountry: 'FR',
    extract: false,
  })
  if (number?.isValid()) return number.number
  // France's own plan is judged the same in both spellings: a digit too few is a slip, not another country.
  const kept = international && /^[1-9]\d{5,14}$/.test(digits) && !digits.startsWith('33')
  return kept ? `+${digits}` : undefined
}

/** Loaded on first use, synchronously: it takes tens of milliseconds that help need not wait for. */
function phoneLibrary(): typeof import('libphonenumber-js/min') {
  return require('libphonenumber-js/min')
}
