/** The words of a search. */
import { type GenericSchema, safeParse } from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { wordsOf } from '../text/fold.ts'
import { InvalidValue, parser } from './parser.ts'
import { text } from './text.ts'

/** The longest search. Hardly a name or an address is longer. */
const longest = 256

/** Words to search for, as typed. Without a letter or a digit there is nothing to search for. */
export function words(t: Catalog): GenericSchema<string, string> {
  return parser(t, (typed) => {
    const result = safeParse(text(t, { max: longest }), typed)
    if (!result.success) return new InvalidValue(result.issues[0].message)
    const written = result.output
    return wordsOf(written).length > 0 ? written : new InvalidValue(t.value.noWords({ received: excerpt(written) }))
  })
}
