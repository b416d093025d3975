/**
 * A filter is an option that narrows a list. Each is declared once, in the record of its noun: its option, its help, how its value is
 * read, and what it contradicts. The store of the noun says in SQL which rows it leaves (db/list.ts).
 */
import type * as v from 'valibot'
import type { Message } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { FieldKind } from './field.ts'
import type { Noun } from './reference.ts'

export interface Filter<T = unknown> {
  /** `switch`: an option without a value. `words`: what is searched for. */
  readonly kind: Exclude<FieldKind, 'secret' | 'lines' | 'yes-no'> | 'words' | 'switch'
  /** Long option without dashes, as `without-company`. */
  readonly option: string
  /** Other spellings. Default: `client-id` for `client`, as the option of `create` is called. */
  readonly aliases?: readonly string[]
  /** One letter without dash. */
  readonly short?: string
  /** Its name in `fields` of a JSON error. */
  readonly column: string
  /** The line of help behind the option. */
  readonly help: Message
  /** Parses what was typed. A switch has none. */
  readonly schema?: (t: Catalog) => v.GenericSchema<string, T>
  /** `true`: the option may be given several times, and the list has the rows of each value. */
  readonly many?: true
  /** For `reference`: what is referred to. */
  readonly noun?: Noun
  /** For `enum`: the words that are accepted. */
  readonly words?: readonly string[]
  /** How the title of the list says a value. Default: as it was typed. */
  readonly shown?: (value: unknown, t: Catalog) => string
  /** The keys of filters that leave no row together with this one. */
  readonly contradicts?: readonly string[]
  /** The key of the filter with the other end of the range that begins here. */
  readonly upTo?: string
}

/** The filters of a list, by their camelCase names. */
export type Filters = Readonly<Record<string, Filter>>

/** What was typed for each filter: every value once, and `true` for a switch. A filter that was not given is absent. */
export type FilterValues<F extends Filters> = { readonly [K in keyof F]?: readonly FilterValue<F[K]>[] }

type FilterValue<F> = F extends { readonly schema: (t: Catalog) => v.GenericSchema<string, infer T> } ? T : true

/** The same with its types forgotten. */
export type Given = Readonly<Record<string, readonly unknown[] | undefined>>
