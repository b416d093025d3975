/**
 * A field is the one declaration of a value that people give. Its option, its question, its label, its limits and its JSON key come from
 * it, so that the same schema parses an option and an answer (docs/TERMINAL.md §4). Most fields are declared with fieldsOf (attribute.ts).
 */
import type * as v from 'valibot'
import type { Message } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Noun } from './reference.ts'

/** The kind decides which question a field asks and how its option is read from the command line. */
export type FieldKind =
  | 'text'
  | 'lines'
  | 'amount'
  | 'date'
  /** Days, as `june` or `last week`: `--since`. */
  | 'period'
  /** A length of time, as `30d`: `--silent`. */
  | 'duration'
  | 'count'
  | 'yes-no'
  | 'reference'
  | 'enum'
  /** A secret is never the value of an option: it is asked for without echo, or read from standard input. */
  | 'secret'

export interface Field<T = unknown> {
  readonly kind: FieldKind
  /** Long option without dashes, as `full-name`. */
  readonly option: string
  /** More spellings of the same option, as `role-id` for `role`. */
  readonly aliases?: readonly string[]
  /** One letter without dash. */
  readonly short?: string
  /** The column, as `full_name`. It is also the JSON key and the key in `fields` of a JSON error. */
  readonly column: string
  /** Its name before a value and above a question: `Full name`. */
  readonly label: Message
  /** The line of help behind the option. */
  readonly help: Message
  /**
   * What a creation takes if nothing is given, as help and questions say it: `today`.
   *
   * @param values what a question already knows of the other fields, by their camelCase names
   */
  readonly default?: (t: Catalog, values?: Readonly<Record<string, unknown>>) => string
  /** Parses what was typed, as an option or as an answer. Its messages are in the catalogue's language. */
  readonly schema: (t: Catalog) => v.GenericSchema<string, T>
  /** `true`: an empty value (`--phone ""`) is allowed and means none (null). */
  readonly nullable?: boolean
  /** How a form offers a stored text for editing. `schema` must read it back. Default: the text itself. */
  readonly shown?: (value: string, t: Catalog) => string
  /**
   * The option may be given several times. `schema` gets all that was typed, with commas between, or with `each` line feeds, where a value
   * may have a comma.
   */
  readonly many?: true | 'each'
  /** For `secret`: `false` asks for it once, because it exists already (to sign in). A new one is asked for twice. */
  readonly confirm?: false
  /** For `reference`: what is referred to. Its value is an id, or a name that the database looks up. */
  readonly noun?: Noun
  /** Required fields or a positional of the same command, by their names, for which it stands: then they need not be given. It is never asked for. */
  readonly insteadOf?: readonly string[]
  /** The name of its value in help. Default: that of its kind, `TEXT`. */
  readonly placeholder?: string
  /** For `enum`: the words that are accepted. */
  readonly words?: readonly string[]
}

/** The fields of a record, by their camelCase names. */
export type Fields = Readonly<Record<string, Field<unknown>>>

/** The type of a field's value: the output of its schema, or null if it may be emptied. */
export type ValueOf<F> = F extends Field<infer T> ? (F extends { readonly nullable: true } ? T | null : T) : never

/** The values of some fields. A field that was not given is absent. */
export type ValuesOf<F extends Fields> = { readonly [K in keyof F]?: ValueOf<F[K]> }

/** Renames values from the names of their fields to those of their columns, as stores take them: `{ fullName }` → `{ full_name }`. */
export function patchOf<F extends Fields>(fields: F, values: ValuesOf<F>): PatchOf<F> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const declared = fields[name]
      return declared ? [[declared.column, value]] : []
    }),
  ) as PatchOf<F>
}

/** The values of some fields, by their columns. */
export type PatchOf<F extends Fields> = { readonly [K in keyof F as F[K]['column']]?: ValueOf<F[K]> }
