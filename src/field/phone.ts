/** Phone numbers, as people write them and as they are stored. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { plainNumber } from '../text/typed.ts'
import { InvalidValue, parser } from './parser.ts'

// Digits as people group them: with spaces, dots, hyphens, slashes and brackets.
const spelling = /^[([]?\+?[\d\s.\u00b7\-/()[\]]+$/

/**
 * Blocks of French national numbers that belong to the numbering plans of other country codes. Metropolitan France dials them like its own,
 * so libphonenumber reads them as +33. The blocks are those of Arcep's list of attributed numbers (MAJNUM.csv) and decision 2018-0881. 0639 98
 * is for fiction and stays +33.
 */
const overseas: readonly (readonly [blocks: RegExp, code: string])[] = [
  // Réunion and Mayotte
  [/^(?:26[239]|268[89]|639(?!98)|69[23]|7092|7093[5-9]|(?:939|947)[89]|976[239])/, '262'],
  // Guadeloupe, Saint-Martin and Saint-Barthélemy
  [/^(?:590|5987|69[01]|7090|(?:939|947)5|976[018])/, '590'],
  // French Guiana
  [/^(?:594|5988|694|7093[0-4]|(?:939|947)6|976[45])/, '594'],
  // Martinique
  [/^(?:596|5989|69[67]|7091|(?:939|947)7|976[67])/, '596'],
  // Saint Pierre and Miquelon, whose older numbers have six digits behind +508
  [/^(?:508|708[45])/, '508'],
]

/**
 * A phone number, as E.164. It accepts French national numbers, `+…`, `00…` and `tel:` links. Numbers that the numbering plans know are
 * normalised. Another international number of 6 to 15 digits (the most that E.164 allows) is kept, because the plans change faster than any
 * copy of them. Two numbers in one value, and a number with an extension, are refused with a sentence of their own.
 */
export function phone(t: Catalog): v.GenericSchema<string, string> {
  return parser(t, (typed) => {
    const written = plainNumber(typed).trim()
    if (written === '') return new InvalidValue(t.value.empty)
    // A link (RFC 3966), and the apostrophe with which spreadsheets keep the + and the 0.
    const number = written.replace(/^(?:tel:|')\s*/i, '')
    const received = excerpt(written)
    if (number.length > longest) return new InvalidValue(t.value.phone.unreadable({ received }))
    const found = e164(number)
    // Where numbers differ in length, as in Germany, both numbers around a slash may look like one.
    if (found?.isKnown && !/\s\/\s/.test(number)) return found.number
    const extension = extensionOf(number)
    if (extension !== undefined) return new InvalidValue(t.value.phone.extension({ received, extension }))
    if (isTwo(number)) return new InvalidValue(t.value.phone.two({ received }))
    return found?.number ?? new InvalidValue(t.value.phone.unreadable({ received }))
  })
}

/** Whether a stored number begins with the code of a country: `+999…` is nobody's. */
export const isOfKnownPlan = (stored: string): boolean =>
  phoneLibrary().parsePhoneNumberFromString(stored) !== undefined

/** More is no number, and is not searched for two of them. */
const longest = 100

/** @returns undefined for what is no number; `isKnown` is false for one that is possible, but that no numbering plan knows */
function e164(written: string): { readonly number: string; readonly isKnown: boolean } | undefined {
  if (!spelling.test(written)) return undefined
  const plus = /^[([]?\+/.test(written)
  const zeros = /^[([]?00/.test(written)
  const international = plus || zeros
  const digits = written.replace(/\D/g, '').slice(zeros ? 2 : 0)
  const { parsePhoneNumberFromString } = phoneLibrary()
  // French letterheads print "+33 (0)6 …". The 0 in brackets is not dialled from abroad.
  const number = parsePhoneNumberFromString(international ? `+${digits}` : digits, {
    defaultCountry: 'FR',
    extract: false,
  })
  if (number?.isValid()) return { number: withOverseasCode(number.number), isKnown: true }
  // A +33 number that the French plan does not know is refused like a national one: a missing digit is a slip, not another country.
  const kept = international && /^[1-9]\d{5,14}$/.test(digits) && !digits.startsWith('33')
  return kept ? { number: `+${digits}`, isKnown: false } : undefined
}

/** `+33692123456` → `+262692123456`. Nobody can be reached at such a number behind +33, so it is put right when it was typed so, too. */
function withOverseasCode(number: string): string {
  const national = /^\+33(\d{9})$/.exec(number)?.[1] ?? ''
  const code = overseas.find(([blocks]) => blocks.test(national))?.[1]
  if (code === undefined) return number
  return `+${code}${national.replace(/^508/, '')}`
}

const extensionSpelling =
  /^(.*\d\W*?)((?:[,;~]\s*)?(?:ext(?:ension)?|poste|int|p|x|#)\W*\d{1,7}|[,;~]\s*\d{1,7})[)\]]?$/i

/** What follows a number to reach one desk: `ext. 12`, `poste 12`, `p. 12`, `#12`, `x12`, `;ext=12`, `,12`. */
function extensionOf(written: string): string | undefined {
  const [, number = '', extension] = extensionSpelling.exec(written) ?? []
  return e164(number.replace(/[\s([]+$/, '')) ? extension : undefined
}

// What stands between two numbers. A space or a hyphen does so only before one that begins with 0 or a bracket.
const separators = /\s*(?:[/,;|&\n]|\b(?:ou|et|or|and)\b|\+\s|(?=\+))\s*|[\s-]+(?=[0(])/gi

/**
 * Whether two numbers stand in one value. Of the second, the end that differs may be written alone: `/ 59`. Less than nine digits before a
 * slash may be a country and an area code.
 */
function isTwo(written: string): boolean {
  return written.matchAll(separators).some(({ 0: separator, index }) => {
    const first = e164(written.slice(0, index))
    const rest = written.slice(index + separator.length)
    const isEnd = first?.isKnown === true && first.number.length > 9 && /[/a-z&|]/i.test(separator) && /^\d/.test(rest)
    return first !== undefined && (isEnd || e164(rest) !== undefined)
  })
}

/** Loads the library on first use. It takes tens of milliseconds, which help need not wait for. */
function phoneLibrary(): typeof import('../i18n/phone-library.ts') {
  return require('../i18n/phone-library.ts')
}
