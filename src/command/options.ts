/** All options of one command: those of its fields, its switches, and those that the frame adds. */
import type { Permission } from '../access/catalogue.ts'
import type { Message } from '../errors.ts'
import type { Column } from '../field/column.ts'
import type { Filter } from '../field/filter.ts'
import { globalSwitches, globalValues } from '../terminal/globals.ts'
import { formatsOf } from '../terminal/output/formats.ts'
import { columnNames, columnsOption } from './list-columns.ts'
import type { Access, AnySpec } from './spec.ts'

/** How an option takes its value. A secret never takes one: the option is only known so that the error can say what to use instead. */
export type ValueKind = 'switch' | 'value' | 'yes-no' | 'secret'

export interface Option {
  /** Long name without dashes. */
  readonly name: string
  readonly aliases: readonly string[]
  /** One letter without dash. */
  readonly short?: string
  readonly valueKind: ValueKind
  /** `true`: it may be given several times, with different values. */
  readonly many?: boolean
  /** Its name in `fields` of a JSON error. */
  readonly column: string
  /** The section of the help: the command's own options, those of every list, or those of every command. */
  readonly group: 'own' | 'list' | 'common'
  /** The name of its value in help: `FILE`, `TEXT`. */
  readonly placeholder?: string
  /** Its line of help. The options of the frame have theirs in the help catalogue, by name. */
  readonly help?: Message
}

/** The option that reads a password from standard input. Every command with a secret field has it. */
export const passwordStdin = 'password-stdin'
/** The options that `spec.pages` adds, with the names of their values in help. */
export const pageValues = { limit: 'N', after: 'ID' } as const
/** The option that `spec.versioned` adds. */
export const versionOption = 'if-version'

/** The option that names the file of the answer. */
export const outputOption = 'output'

/** The options that an order of one's own needs. */
export const sortOption = 'sort'
export const descOption = 'desc'

/** The options of a command in the order of its help. */
export function optionsOf(spec: AnySpec): Option[] {
  const fields = Object.values(spec.fields ?? {})
  const secret = fields.some((field) => field.kind === 'secret')
  return [
    ...fields.map((field): Option => {
      const valueKind = field.kind === 'secret' || field.kind === 'yes-no' ? field.kind : 'value'
      const { option: name, short, column, help, many } = field
      const placeholder = field.placeholder ?? field.words?.join('|') ?? placeholders[field.kind]
      const named = { name, aliases: field.aliases ?? [], ...(short ? { short } : {}), ...(many ? { many: true } : {}) }
      return { ...named, valueKind, column, group: 'own', placeholder, help }
    }),
    ...Object.values(spec.switches ?? {}).map(
      // A list's own options are its filters.
      ({ option, short, help }): Option => ({
        ...frame(option, spec.list ? 'list' : 'own'),
        ...(short ? { short } : {}),
        help,
      }),
    ),
    ...Object.values(spec.list?.filters ?? {}).map(filterOption),
    ...(secret ? [frame(passwordStdin, 'own')] : []),
    ...(spec.versioned ? [frame(versionOption, 'own', 'N')] : []),
    ...(spec.list && spec.list.sorts.length > 1 ? [sortBy(spec.list.sorts), frame(descOption, 'list')] : []),
    ...listOptions.filter(({ name }) => name !== columnsOption && spec.pages),
    ...(spec.columns ? [columnsAmong(spec.columns)] : []),
    ...commonOptionsOf(spec),
  ]
}

/** The options that every list has. */
export const listOptions: readonly Option[] = [
  ...Object.entries(pageValues).map(([name, value]) => frame(name, 'list', value)),
  frame('count', 'list'),
  frame(columnsOption, 'list', 'NAMES'),
]

/** `--sort`, whose help names the orders of this list. */
const sortBy = (sorts: readonly string[]): Option => ({
  ...frame(sortOption, 'list', 'KEY'),
  help: (t) => t.list.sortHelp({ keys: sorts.join(', ') }),
})

/** `--columns`, whose help names the columns of this list. */
const columnsAmong = (columns: readonly Column[]): Option => ({
  ...frame(columnsOption, 'list', 'NAMES'),
  help: (t) => t.list.columnsHelp({ names: columnNames(columns).join(', ') }),
})

function filterOption(filter: Filter): Option {
  const { kind, option: name, short, column, help, many, words, noun } = filter
  const aliases = filter.aliases ?? (noun ? [`${name}-id`] : [])
  const placeholder = kind === 'switch' ? undefined : (words?.join('|') ?? (noun ? 'REF' : placeholders[kind]))
  return {
    ...{ name, aliases, column, group: 'own', help, ...(short ? { short } : {}), ...(many ? { many } : {}) },
    ...(placeholder === undefined ? { valueKind: 'switch' } : { valueKind: 'value', placeholder }),
  }
}

/** Of these, those of a command. One that makes files has other formats. */
function commonOptionsOf({ path, formats, output }: AnySpec): Option[] {
  return commonOptions
    .filter(({ name }) => name !== outputOption || output !== 'none')
    .map((option) => {
      if (option.name !== 'format') return option
      const placeholder = (formats ?? formatsOf(path)).join('|')
      return { ...option, placeholder, ...(formats && { help: (t) => t.output.fileFormat({ format: formats[0] }) }) }
    })
}

/** The options that every command understands. */
export const commonOptions: readonly Option[] = [
  ...Object.entries(globalValues).map(([name, value]) => frame(name, 'common', value)),
  ...globalSwitches.map((name) => frame(name, 'common')),
]

function frame(name: string, group: Option['group'], placeholder?: string): Option {
  const valueKind = placeholder === undefined ? 'switch' : 'value'
  const column = name.replaceAll('-', '_')
  return { name, aliases: [], valueKind, column, group, ...(placeholder === undefined ? {} : { placeholder }) }
}

/** The words of which the value of an option is one: `table|json|csv|tsv`. Undefined for an option that takes anything else. */
export function acceptedWords({ valueKind, placeholder }: Option): readonly string[] | undefined {
  return valueKind === 'value' && placeholder?.includes('|') ? placeholder.split('|') : undefined
}

const placeholders = {
  text: 'TEXT',
  words: 'WORDS',
  lines: 'TEXT',
  amount: 'AMOUNT',
  date: 'DATE',
  period: 'PERIOD',
  duration: 'DURATION',
  count: 'N',
  'yes-no': 'true|false',
  reference: 'ID',
  enum: 'WORD',
  secret: '',
} as const

/** The permissions of which one is needed. Commands for everybody, or for everybody who is signed in, need none. */
export function permissionsOf(access: Access): readonly Permission[] {
  if (access === 'public' || access === 'signed-in') return []
  return typeof access === 'string' ? [access] : access
}

/** How many values without a name a command takes at most; Infinity if the last one may be repeated. */
export function mostWords({ positionals = {} }: AnySpec): number {
  const declared = Object.values(positionals)
  return declared.some(({ many }) => many) ? Number.POSITIVE_INFINITY : declared.length
}
