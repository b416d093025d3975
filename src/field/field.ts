/**
 * A field: one fact about a value, said once. Its option, its question, its label, its limits and its JSON key all come from here,
 * so that a flag and an answer are judged by the same schema (terminal.md §4).
 */
import type * as v from 'valibot'
import type { Message } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'

/** What kind of question a field asks, and how its option is read from the command line. */
export type FieldKind =
  | 'text'
  | 'lines'
  | 'amount'
  | 'date'
  | 'count'
  | 'yes-no'
  | 'reference'
  | 'enum'
  /** A secret: never an option's value; asked hidden, or read from standard input. */
  | 'secret'

export interface Field<T = unknown> {
  readonly kind: FieldKind
  /** Long option without dashes, as `full-name`. */
  readonly option: string
  /** More spellings of the same option, as `role-id` for `role`. */
  readonly aliases?: readonly string[]
  /** One letter without dash. */
  readonly short?: string
  /** The column and JSON key, as `full_name`: what `fields` of a JSON error names. */
  readonly column: string
  /** What it is called before a value and above a question: `Full name`. */
  readonly label: Message
  /** One line of help behind the option. */
  readonly help: Message
  /** Judges what was typed, as a flag or as an answer; messages come out in the catalogue's language. */
  readonly schema: (t: Catalog) => v.GenericSchema<string, T>
  /** `true`: an empty value is allowed and means "none" (null): `--phone ""`. */
  readonly nullable?: boolean
  /** How a form shows a stored text that it may be edited from, where that is not the text itself; `schema` reads it back. */
  readonly shown?: (value: string, t: Catalog) => string
  /** For `secret`: `false` asks for it once, because it exists already (to sign in). A new one is asked for twice. */
  readonly confirm?: false
  /** For `enum`: the words that may be typed. */
  readonly words?: readonly string[]
}

/** The fields of a record, by their camelCase names. */
export type Fields = Readonly<Record<string, Field<unknown>>>

/** What a field's value is once judged: the schema's output, or null where it may be emptied. */
export type ValueOf<F> = F extends Field<infer T> ? (F extends { readonly nullable: true } ? T | null : T) : never

/** The values of some fields: an absent key was not given. */
export type ValuesOf<F extends Fields> = { readonly [K in keyof F]?: ValueOf<F[K]> }

/**
 * Declares a field with its types kept.
 *
 * @example const phone = field({ kind: 'text', option: 'phone', short: 'p', column: 'phone', nullable: true, … })
 */
export function field<const F extends Field<unknown>>(declared: F): F {
  return declared
}

/** Values by their fields' names → by their columns' names, as stores write them: `{ fullName }` → `{ full_name }`. */
export function patchOf<F extends Fields>(fields: F, values: ValuesOf<F>): PatchOf<F> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const declared = fields[name]
      return declared ? [[declared.column, value]] : []
    }),
  ) as PatchOf<F>
}

/** The values of some fields by their columns. */
export type PatchOf<F extends Fields> = { readonly [K in keyof F as F[K]['column']]?: ValueOf<F[K]> }
