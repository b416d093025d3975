/** The words for yes and no. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { noWords, yesWords } from '../i18n/languages.ts'
import { excerpt } from '../text/excerpt.ts'
import { plainNumber } from '../text/typed.ts'
import { InvalidValue, parser } from './parser.ts'

const words: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1', ...yesWords].map((word) => [word, true] as const),
  ...['false', '0', ...noWords].map((word) => [word, false] as const),
])

/** Whether a word means yes or no. The parser of the command line uses it to tell a value from the next argument. */
export function isYesNo(word: string): boolean {
  return meaning(word) !== undefined
}

function meaning(word: string): boolean | undefined {
  return words.get(plainNumber(word).trim().toLowerCase())
}

/** Accepts `true false yes no oui non 1 0`, in capital or small letters. */
export function yesNo(t: Catalog): v.GenericSchema<string, boolean> {
  return parser(t, (typed) => {
    const word = typed.trim()
    if (word === '') return new InvalidValue(t.value.empty)
    return meaning(word) ?? new InvalidValue(t.value.yesNo({ received: excerpt(word) }))
  })
}
