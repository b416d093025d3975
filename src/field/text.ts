/** Texts of people: names, addresses, notes. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { escapeControlCharacters } from '../text/escape.ts'
import { excerpt } from '../text/excerpt.ts'
import { InvalidValue, parser } from './parser.ts'

const control = /[\x00-\x1f\x7f-\x9f]/
const controlButLines = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)/
const half = /[\ud800-\udfff]/u
// Spaces and invisible characters. A name that consists only of them is empty.
const nothing = /^[\s\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u

/**
 * Any printable text. It is kept byte for byte, except for white space at both ends, and never normalised. An empty one is refused.
 *
 * @param o.max the most characters (code points, as PostgreSQL's `char_length` counts)
 * @param o.lines `true`: TAB, `\n` and `\r\n` are accepted inside the text
 */
export function text(
  t: Catalog,
  o: { readonly max: number; readonly lines?: boolean },
): v.GenericSchema<string, string> {
  return parser(t, (typed) => {
    const kept = typed.trim()
    if (nothing.test(kept)) return new InvalidValue(t.value.empty)
    const received = excerpt(kept)
    const found = (o.lines ? controlButLines : control).exec(kept)
    if (found) {
      const character = escapeControlCharacters(found[0])
      return new InvalidValue(t.value.text[o.lines ? 'controlInLines' : 'control']({ received, character }))
    }
    const broken = half.exec(kept)
    if (broken)
      return new InvalidValue(t.value.text.broken({ received, character: escapeControlCharacters(broken[0]) }))
    const length = characters(kept)
    if (length <= o.max) return kept
    return new InvalidValue(
      t.value.text.tooLong({ received, length: t.format.count(length), max: t.format.count(o.max) }),
    )
  })
}

/** The length in code points, as PostgreSQL's `char_length` counts. */
export function characters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
