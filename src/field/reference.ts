/** How people say which record they mean: by its id, or by a name. */
import { type GenericSchema, safeParse } from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { plainNumber } from '../text/typed.ts'
import { id } from './id.ts'
import { InvalidValue, parser } from './parser.ts'
import { text } from './text.ts'

/** What can be referred to. A contract has no name: it is found by its client's. */
export type Noun = 'client' | 'company' | 'contract' | 'event' | 'user' | 'role'

/** A name, an e-mail address, a phone number or a username, as typed. The database finds the record (db/reference.ts). */
export interface Named {
  readonly typed: string
  /** `true`: the beginning of a name is not enough, because what follows cannot be undone. */
  readonly exact?: true
}

/** A record by its id or by a name. */
export type Reference = number | Named

/** The longest name, address and phone number is shorter. */
const longest = 256

// Digits are an id. A phone number begins with 0 or +, or holds spaces.
const writtenAsId = /^(?:#\d+|[1-9]\d*|0+)$/

/** A reference to a record: `7` and `#7` are ids, everything else is a name. */
export function reference(t: Catalog): GenericSchema<string, Reference> {
  return parser(t, (typed): Reference | InvalidValue => {
    if (writtenAsId.test(plainNumber(typed).trim())) {
      const result = safeParse(id(t), typed)
      return result.success ? result.output : new InvalidValue(result.issues[0].message)
    }
    const result = safeParse(text(t, { max: longest }), typed)
    return result.success ? { typed: result.output } : new InvalidValue(result.issues[0].message)
  })
}

/** What a field that refers to a record declares beside its words. */
export const referenceTo = <N extends Noun>(noun: N) => ({ kind: 'reference', noun, schema: reference }) as const

/** Whether a value of a field is a name that the database still has to look up. */
export function isNamed(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && 'typed' in value
}
