import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { escapeControlCharacters } from '../text/escape.ts'
import { excerpt } from '../text/excerpt.ts'
import { InvalidValue, parser } from './parser.ts'

const control = /[\x00-\x1f\x7f-\x9f]/
const controlButLines = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)/
const half = /[\ud800-\udfff]/u
// Spaces and characters that show nothing: a name made of them alone is no name.
const nothing = /^[\s\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u

/**
 * Any printable text, kept byte for byte but for white space at both ends; never normalised. Empty is refused.
 *
 * @param o.max limit in characters (code points, as PostgreSQL's `char_length` counts)
 * @param o.lines `true`: TAB, `\n` and `\r\n` are accepted inside
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

/** Length in code points, as PostgreSQL's `char_length` counts. */
export function characters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
