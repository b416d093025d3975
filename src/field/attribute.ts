/**
 * An attribute is declared once. From the noun and the key of an attribute (`client`, `fullName`) come the names of its option
 * (`full-name`) and of its column (`full_name`), its label and its line of help in the catalogue. A declaration only holds what
 * cannot be derived, and overrides what differs.
 */
import type { Message } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Column } from './column.ts'
import type { Field } from './field.ts'
import type { Filter } from './filter.ts'

/** The areas of the catalogue that name columns: `client`, `today`, `setup`. */
type Labelled = { [N in keyof Catalog]: Catalog[N] extends { readonly label: object } ? N : never }[keyof Catalog]
/** The areas that also have lines of help for options. */
type Explained = {
  [N in keyof Catalog]: Catalog[N] extends { readonly label: object; readonly help: object } ? N : never
}[keyof Catalog]

/** `fullName` → `full_name` */
type Snake<S> = S extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${Snake<Tail>}`
    : `_${Lowercase<Head>}${Snake<Tail>}`
  : S
/** `fullName` → `full-name` */
type Kebab<S> = S extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${Kebab<Tail>}`
    : `-${Lowercase<Head>}${Kebab<Tail>}`
  : S

/** What is derived of a field. A declaration may state each of these itself. */
type Derived = 'option' | 'column' | 'label' | 'help'
type DeclaredField = Omit<Field<unknown>, Derived> & Partial<Pick<Field<unknown>, Derived>>

type ColumnOf<Key, D> = D extends { readonly column: infer C extends string } ? C : Snake<Key>
type OptionOf<Key, D> = D extends { readonly option: infer O extends string } ? O : Kebab<Key>

/** Requires `label` of a field for whose column the catalogue has no label, and `help` likewise. */
type CheckedField<N extends Explained, Key, D> = DeclaredField &
  Only<DeclaredField, D> &
  (ColumnOf<Key, D> extends keyof Catalog[N]['label'] ? unknown : { readonly label: Message }) &
  (Snake<Key> extends keyof Catalog[N]['help'] ? unknown : { readonly help: Message })
type CheckedColumn<N extends Labelled, Key, D> = DeclaredColumn &
  Only<DeclaredColumn, D> &
  (Key extends keyof Catalog[N]['label'] ? unknown : { readonly label: Message })
/** Refuses misspelt properties: TypeScript lets a type parameter have more properties than its constraint. */
type Only<Known, D> = { readonly [K in Exclude<keyof D, keyof Known>]: never }

type FieldOf<Key, D> = Omit<D, Derived> & {
  readonly option: OptionOf<Key, D>
  readonly column: ColumnOf<Key, D>
  readonly label: Message
  readonly help: Message
}

/**
 * Declares fields of one noun. The label is looked up by the column (`t.client.label.full_name`), the help by the key
 * (`t.client.help.full_name`). A field whose words the catalogue lacks does not compile.
 *
 * @param declared by camelCase key; each may override `option`, `column`, `label` and `help`
 * @example fieldsOf('client', { fullName: { kind: 'text', short: 'n', schema: (t) => text(t, { max: 128 }) } })
 */
export function fieldsOf<N extends Explained, const D extends { readonly [K in keyof D]: CheckedField<N, K, D[K]> }>(
  noun: N,
  declared: D & Readonly<Record<string, DeclaredField>>,
): { readonly [K in keyof D]: FieldOf<K, D[K]> } {
  const fields = Object.entries<DeclaredField>(declared).map(([key, given]): [string, Field] => {
    const snake = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    const { option = snake.replaceAll('_', '-'), column = snake } = given
    return [key, { label: wordOf(noun, 'label', column), help: wordOf(noun, 'help', snake), ...given, option, column }]
  })
  return Object.fromEntries(fields) as { readonly [K in keyof D]: FieldOf<K, D[K]> }
}

/** The areas that also have lines of help for filters. */
type Filtered = { [N in keyof Catalog]: Catalog[N] extends { readonly filter: object } ? N : never }[keyof Catalog]
type DerivedOfFilter = 'option' | 'column' | 'help'
type DeclaredFilter = Omit<Filter, DerivedOfFilter> & Partial<Pick<Filter, DerivedOfFilter>>
type CheckedFilter<N extends Filtered, Key, D> = DeclaredFilter &
  Only<DeclaredFilter, D> &
  (Key extends keyof Catalog[N]['filter'] ? unknown : { readonly help: Message })

/**
 * Declares the filters of one noun's list. The option and the name in JSON errors come from the key, the help from the catalogue
 * (`t.client.filter.withoutCompany`). A filter whose help the catalogue lacks does not compile.
 *
 * @example filtersOf('client', { company: { kind: 'reference', schema: id, many: true }, withoutCompany: { kind: 'switch' } })
 */
export function filtersOf<N extends Filtered, const D extends { readonly [K in keyof D]: CheckedFilter<N, K, D[K]> }>(
  noun: N,
  declared: D & Readonly<Record<string, DeclaredFilter>>,
): { readonly [K in keyof D]: D[K] & Pick<Filter, DerivedOfFilter> } {
  const filters = Object.entries<DeclaredFilter>(declared).map(([key, given]): [string, Filter] => {
    const column = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    return [key, { option: column.replaceAll('_', '-'), column, help: wordOf(noun, 'filter', key), ...given }]
  })
  return Object.fromEntries(filters) as { readonly [K in keyof D]: D[K] & Pick<Filter, DerivedOfFilter> }
}

type DeclaredColumn = Omit<Column, 'key' | 'label'> & Partial<Pick<Column, 'label'>>

/**
 * Declares columns of one noun by their keys. The label is looked up by the key (`t.client.label.full_name`). A column whose label the
 * catalogue lacks does not compile.
 *
 * @example const { id, title } = columnsByKey('event', { id: { kind: 'id' }, title: { kind: 'text' } })
 */
export function columnsByKey<
  N extends Labelled,
  const D extends { readonly [K in keyof D]: CheckedColumn<N, K, D[K]> },
>(noun: N, declared: D & Readonly<Record<string, DeclaredColumn>>): { readonly [K in keyof D]: Column } {
  const columns = Object.entries<DeclaredColumn>(declared).map(([key, given]): [string, Column] => [
    key,
    { label: wordOf(noun, 'label', key), ...given, key },
  ])
  return Object.fromEntries(columns) as { readonly [K in keyof D]: Column }
}

/** The same as a list, in the order of the declaration, which is the order on the screen. */
export function columnsOf<N extends Labelled, const D extends { readonly [K in keyof D]: CheckedColumn<N, K, D[K]> }>(
  noun: N,
  declared: D & Readonly<Record<string, DeclaredColumn>>,
): readonly Column[] {
  return Object.values(columnsByKey<N, D>(noun, declared))
}

/** What the database keeps of every record. Lists leave it out. */
export const keptColumns = {
  created_at: { kind: 'date', label: (t: Catalog) => t.output.createdAt, cardOnly: true },
  updated_at: { kind: 'date', label: (t: Catalog) => t.output.updatedAt, cardOnly: true },
  version: { kind: 'count', label: (t: Catalog) => t.output.version, cardOnly: true },
} as const

/** The columns with `more` behind the one of that key: a card shows what a list has no room for. */
export function withColumnsAfter(columns: readonly Column[], key: string, more: readonly Column[]): readonly Column[] {
  return columns.flatMap((column) => (column.key === key ? [column, ...more] : [column]))
}

/** The types have checked that the catalogue has this word. */
function wordOf(noun: Labelled | Filtered, kind: 'label' | 'help' | 'filter', name: string): Message {
  return (t) =>
    (t[noun] as unknown as Readonly<Record<typeof kind, Readonly<Record<string, string>>>>)[kind][name] ?? ''
}
