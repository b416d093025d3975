/** The names with which users sign in. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { withoutMarks } from '../text/typed.ts'
import { InvalidValue, parser } from './parser.ts'
import { characters } from './text.ts'

const min = 5
const max = 64

/** A username: 5 to 64 characters among `a-z 0-9 . _ -`. Capital letters become small ones. */
export function username(t: Catalog): v.GenericSchema<string, string> {
  return parser(t, (typed) => {
    const name = normalUsername(typed)
    if (name === '') return new InvalidValue(t.value.empty)
    const range = { received: excerpt(name), min: t.format.count(min), max: t.format.count(max) }
    const foreign = new Set(name.match(/[^a-z0-9._-]/gu))
    if (foreign.size > 0) {
      const shown = [...foreign].slice(0, 5).map((found) => (found === ' ' ? t.value.username.space : excerpt(found)))
      return new InvalidValue(t.value.username.characters({ ...range, characters: t.format.listing(shown) }))
    }
    const length = characters(name)
    if (length >= min && length <= max) return name
    return new InvalidValue(t.value.username.length({ ...range, length: t.format.count(length) }))
  })
}

/** A username as it is compared: without white space and invisible marks around it, its ASCII letters lower-cased. */
export function normalUsername(typed: string): string {
  // Only ASCII letters are lowered: toLowerCase() would turn the Kelvin sign into a k, so that a look-alike could pose as somebody else.
  return withoutMarks(typed)
    .trim()
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
