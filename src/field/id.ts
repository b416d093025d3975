/** The ids of records. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { plainNumber } from '../text/typed.ts'
import { largest, wholeNumber } from './count.ts'
import { InvalidValue, parser } from './parser.ts'

/** The id of a record: a whole number from 1 to 2 147 483 647. `#7` is read too, because lists of choices write ids so. */
export function id(t: Catalog): v.GenericSchema<string, number> {
  return parser(t, (typed) => {
    const written = plainNumber(typed).trim()
    if (written === '') return new InvalidValue(t.value.empty)
    const number = wholeNumber(written.replace(/^#/, ''))
    if (number !== undefined && number > 0) return number
    return new InvalidValue(t.value.id({ received: excerpt(written), max: t.format.count(largest) }))
  })
}

/** Whether a text is written as an id is, so that a name cannot be taken for one. */
export function isWrittenAsId(typed: string): boolean {
  return /^#?\d+$/.test(plainNumber(typed).trim())
}
