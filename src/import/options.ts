/** The options of every import. */
import type { MatchKey } from '../db/import/target.ts'
import { fieldsOf } from '../field/attribute.ts'
import type { Field } from '../field/field.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import { referenceTo } from '../field/reference.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { type DateOrder, dateOrders } from '../spreadsheet/date-order.ts'
import { excerpt } from '../text/excerpt.ts'
import { nearest } from '../text/nearest.ts'

/** What was typed. */
export interface ImportInput {
  readonly args: { readonly file: string }
  readonly values: {
    readonly map?: readonly string[]
    readonly ignore?: readonly string[]
    readonly match?: MatchKey
    readonly onMatch?: 'skip' | 'update' | 'fail'
    readonly dateOrder?: DateOrder
    readonly rejects?: string
  }
  readonly flags: { readonly dryRun: boolean; readonly skipErrors: boolean; readonly createCompanies?: boolean }
}

/** A path, or `-`. */
const path = (t: Catalog) => parser(t, (typed) => (typed === '' ? new InvalidValue(t.value.empty) : typed))

/** What was typed each time, unchanged. */
const texts = (t: Catalog) => parser(t, (typed): readonly string[] => typed.split('\n'))

/** One of a few words. */
function word<const W extends string>(words: readonly W[]) {
  return {
    kind: 'enum',
    words,
    schema: (t: Catalog) =>
      parser(t, (typed): W | InvalidValue => {
        const found = words.find((each) => each === typed.trim().toLowerCase())
        if (found !== undefined) return found
        const near = nearest(typed, words)
        return new InvalidValue(t.importing.notAmong({ received: excerpt(typed), words: words.join(', '), near }))
      }),
  } as const
}

export const { file } = fieldsOf('importing', { file: { kind: 'text', schema: path } })

/** @param match by what the rows of this noun may find their records */
export const optionsFor = <M extends MatchKey>(match: readonly M[]) =>
  ({
    map: { ...shared.map, many: 'each' },
    ignore: { ...shared.ignore, many: 'each' },
    match: fieldsOf('importing', { match: { ...word(match), default: defaultOf(match) } }).match,
    ...rest,
  }) satisfies Record<string, Field<unknown>>

/** Where the rows of a noun are matched by id, they are so only if the file has ids. */
const defaultOf = (match: readonly MatchKey[]) => (t: Catalog) =>
  match[0] === 'id' ? t.importing.idIfThere : (match[0] ?? 'none')

const shared = fieldsOf('importing', {
  map: { kind: 'text', schema: texts, placeholder: 'COLUMN=FIELD' },
  ignore: { kind: 'text', schema: texts, placeholder: 'COLUMN' },
})
const rest = fieldsOf('importing', {
  onMatch: { ...word(['skip', 'update', 'fail']), default: () => 'skip' },
  dateOrder: word(dateOrders),
  rejects: { kind: 'text', schema: path, placeholder: 'FILE' },
})

export const { commercial, passwords } = fieldsOf('importing', {
  commercial: { ...referenceTo('user'), aliases: ['commercial-id'], placeholder: 'REF' },
  passwords: { kind: 'text', schema: path, placeholder: 'FILE' },
})

const help = (key: 'dry_run' | 'skip_errors' | 'create_companies') => (t: Catalog) => t.importing.help[key]

export const switches = {
  dryRun: { option: 'dry-run', help: help('dry_run') },
  skipErrors: { option: 'skip-errors', help: help('skip_errors') },
}

export const createCompanies = { option: 'create-companies', help: help('create_companies') }
