/** VAT numbers of companies, as people write them and as they are stored. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { plainNumber } from '../text/typed.ts'
import { InvalidValue, parser } from './parser.ts'
import { vatCountries } from './vat-check-digits.ts'

/** Other codes under which numbers of these countries are written. VIES calls Greece EL. */
const otherCodes: Readonly<Record<string, string>> = { GR: 'EL', UK: 'GB' }

/**
 * A VAT number with its country's code, in one form: capital letters and digits alone (`FR 40 303 265 045` → `FR40303265045`). Form and
 * check digits of European numbers are checked, never online. Of other countries only the code is known, because an agency also works for
 * clients from there: a number of theirs needs a country that exists, and some digits.
 */
export function vatNumber(t: Catalog): v.GenericSchema<string, string> {
  const sentences = t.value.vatNumber
  return parser(t, (typed) => {
    const written = plainNumber(typed).trim()
    if (written === '') return new InvalidValue(t.value.empty)
    const received = excerpt(written)
    const compact = written.replace(/[a-z]/g, (letter) => letter.toUpperCase()).replace(/[\s./_-]/g, '')
    const [, prefix = '', rest = ''] = /^([A-Z]{2})(.*)$/.exec(compact) ?? []
    if (prefix === '') return new InvalidValue(sentences.noCountry({ received, example: exampleFor(compact) }))
    const code = otherCodes[prefix] ?? prefix
    const country = vatCountries[code]
    if (!country) return otherCountry(code, rest) ?? new InvalidValue(sentences.unknownCountry({ received, code }))
    const number = completed(code, rest)
    const forms = country.forms.filter(({ form }) => form.test(number))
    const { example } = country
    if (forms.length === 0) return new InvalidValue(sentences.form({ received, code, example }))
    if (!forms.some(({ isRight }) => isRight(number)))
      return new InvalidValue(sentences.checkDigits({ received, code }))
    return code + number
  })
}

/** A French number without its code is what people type most: then the example is that number. */
function exampleFor(compact: string): string {
  const { forms = [], example = '' } = vatCountries['FR'] ?? {}
  const isFrench = forms.some(({ form, isRight }) => form.test(compact) && isRight(compact))
  return isFrench ? `FR${compact}` : example
}

/** Belgian and Greek numbers got a digit more, a 0 in front. Older papers have them without it. */
function completed(code: string, number: string): string {
  const digits = { BE: 10, EL: 9 }[code]
  return digits !== undefined && number.length === digits - 1 ? `0${number}` : number
}

/** @returns undefined where no country has this code, or the rest cannot be a number */
function otherCountry(code: string, number: string): string | undefined {
  const isCountry = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined
  return isCountry && /^(?=(?:.*\d){2})[0-9A-Z]{2,14}$/.test(number) ? code + number : undefined
}
