/** The rules for new passwords. */
import * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { InvalidValue, parser } from './parser.ts'
import { characters } from './text.ts'

const min = 8
const max = 128

/**
 * A new password: 8 to 128 characters with an upper-case letter, a lower-case letter and a digit, of any script. It is kept as typed, with
 * its spaces, and counted in normal form C, as it is hashed. One sentence names everything that is missing. No sentence contains the password.
 */
export function password(t: Catalog): v.GenericSchema<string, string> {
  const sentences = t.value.password
  return parser(t, (typed) => {
    const needs: string[] = []
    const length = characters(typed.normalize('NFC'))
    if (length < min) needs.push(sentences.atLeast({ min: t.format.count(min) }))
    if (length > max) needs.push(sentences.atMost({ max: t.format.count(max) }))
    if (!/\p{Lu}/u.test(typed)) needs.push(sentences.upper)
    if (!/\p{Ll}/u.test(typed)) needs.push(sentences.lower)
    if (!/\p{Nd}/u.test(typed)) needs.push(sentences.digit)
    // Control characters cannot be typed at a hidden prompt, so their owner could never sign in. Lone surrogates would all become U+FFFD.
    if (/[\x00-\x1f\x7f-\x9f\ud800-\udfff]/u.test(typed)) needs.push(sentences.printable)
    return needs.length === 0 ? typed : new InvalidValue(sentences.refused({ needs: t.format.listing(needs) }))
  })
}

/** A new password, by the same rules, that is not the current one. */
export function anotherPassword(t: Catalog, current: string): v.GenericSchema<string, string> {
  const differs = (typed: string) => typed.normalize('NFC') !== current.normalize('NFC')
  return v.pipe(password(t), v.check(differs, t.user.samePassword))
}
