/** What the words of a command line mean. Each value is parsed by its field's schema, and all errors are collected before they are reported. */
import { safeParse } from 'valibot'
import type { Message } from '../errors.ts'
import type { Column } from '../field/column.ts'
import { count } from '../field/count.ts'
import type { Field } from '../field/field.ts'
import type { Filter, Filters } from '../field/filter.ts'
import { id } from '../field/id.ts'
import { understood } from '../field/understood.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { RefusedOption } from '../terminal/globals.ts'
import { limitedFormats, type OutputFormat } from '../terminal/output/formats.ts'
import { excerpt } from '../text/excerpt.ts'
import { nearest } from '../text/nearest.ts'
import { backwards } from './applied.ts'
import type { CommandLine } from './command-line.ts'
import { columnsOption, namedColumns } from './list-columns.ts'
import { descOption, pageValues, passwordStdin, sortOption, versionOption } from './options.ts'
import type { ParsedArgs, Problem } from './parse.ts'
import type { AnySpec, Narrowable, Narrowed, Page } from './spec.ts'
import type { Missing } from './usage-error.ts'

export interface ValidatedArgs {
  readonly args: Readonly<Record<string, unknown>>
  readonly values: Readonly<Record<string, unknown>>
  readonly flags: Readonly<Record<string, boolean>>
  readonly page: Page & Partial<Narrowed>
  /** What `--columns` names; undefined without it. */
  readonly columns: readonly Column[] | undefined
  readonly ifVersion: number | undefined
  readonly problems: readonly Problem[]
  /** How dates in words were understood. */
  readonly understood: readonly Message[]
  readonly missing: { readonly args: readonly Missing[]; readonly fields: readonly Missing[] }
}

/** How many rows a list shows without `--limit`. */
const defaultLimit = 50

/**
 * Parses the values of a command line and collects what is wrong or missing.
 *
 * @param line the form of the answer, which decides what `--columns` may name; the global options whose values are not accepted
 * @param stdin all of standard input, where `--password-stdin` was given
 */
export function validate(
  spec: AnySpec,
  parsed: ParsedArgs,
  { globals: { format }, refused, t }: Pick<CommandLine, 'globals' | 'refused' | 't'>,
  stdin: string | undefined,
): ValidatedArgs {
  const problems = [...parsed.problems]
  const dates: Message[] = []
  const { options } = parsed
  const accept = (
    field: Accepted,
    typed: string,
    named: (sentence: string) => string,
  ): { value: unknown } | undefined => {
    if (field.nullable && typed.trim() === '') return { value: null }
    const result = safeParse(field.schema(t), typed)
    if (result.success) {
      const date = understood(field, typed, result.output)
      if (date) dates.push(date)
      return { value: result.output }
    }
    const sentence = result.issues[0].message
    problems.push({ column: field.column, message: () => named(sentence), fieldMessage: () => sentence })
    return undefined
  }

  const { args, missing: missingArgs } = positionals(spec, parsed.words, (field, typed, placeholder) =>
    accept(field, typed, (sentence) => t.usage.ofArgument({ placeholder, sentence })),
  )
  const values: Record<string, unknown> = {}
  if (stdin !== undefined && withoutEnd(stdin) === '') {
    const secret = Object.values(spec.fields ?? {}).findLast(({ kind }) => kind === 'secret')
    problems.push({ column: secret?.column ?? 'stdin', message: (t) => t.usage.emptyStdin })
  }
  const secrets = secretsOf(spec, stdin)
  for (const [key, field] of Object.entries(spec.fields ?? {})) {
    const given = field.many
      ? parsed.several.get(field.option)?.join(field.many === 'each' ? '\n' : ',')
      : options.get(field.option)
    const typed = field.kind === 'secret' ? secrets.get(key) : given
    if (typed === undefined) continue
    const { option } = field
    const found = accept(field, typed, (sentence) =>
      field.kind === 'secret' ? sentence : t.usage.ofOption({ option, sentence }),
    )
    if (found) values[key] = found.value
  }
  const replaced = new Set<string>()
  for (const [option, insteadOf] of standIns(spec)) {
    if (!options.has(option)) continue
    replaced.add(insteadOf)
    const positional = spec.positionals?.[insteadOf]
    if (positional && insteadOf in args) {
      const { placeholder, field } = positional
      problems.push({ column: field.column, message: (t) => t.usage.notBoth({ option, placeholder }) })
    }
    const field = spec.fields?.[insteadOf]
    if (!field) continue
    const other = field.kind === 'secret' ? passwordStdin : field.option
    if (insteadOf in values || options.has(other))
      problems.push({ column: field.column, message: (t) => t.usage.oneOf({ option, other }) })
  }
  const missingFields = (spec.required ?? []).flatMap((key): Missing[] => {
    const field = spec.fields?.[key]
    if (!field || replaced.has(key) || key in values || problems.some(({ column }) => column === field.column))
      return []
    return [{ key, column: field.column, name: `--${field.kind === 'secret' ? passwordStdin : field.option}` }]
  })

  const number = (option: string, schema: Field['schema']): number | undefined => {
    const typed = options.get(option)
    if (typed === undefined) return undefined
    const column = option.replaceAll('-', '_')
    const field = { column, schema } as Field
    return accept(field, typed, (sentence) => t.usage.ofOption({ option, sentence }))?.value as number | undefined
  }
  const narrowed = spec.list && narrowing(spec.list, parsed, problems, accept, t)
  const [limit, after] = Object.keys(pageValues).map((option) => number(option, count))
  const named = options.get(columnsOption)
  const chosen = spec.columns && named !== undefined ? namedColumns(spec.columns, named, format) : undefined
  if (chosen && 'faults' in chosen) {
    problems.push(...chosen.faults.map((message) => ({ column: columnsOption, message })))
  }
  problems.push(...refused.map(problemOf), ...formatProblems(spec, format, options))
  return {
    args,
    values,
    flags: Object.fromEntries(
      Object.entries(spec.switches ?? {}).map(([key, { option }]) => [key, options.has(option)]),
    ),
    page: {
      ...{ limit: limit ?? defaultLimit, after: after ?? 0, count: options.has('count') },
      ...narrowed,
      ...(options.has('count') && limit === undefined && after === undefined ? { only: 'count' } : {}),
    },
    columns: chosen && 'columns' in chosen ? chosen.columns : undefined,
    ifVersion: number(versionOption, id),
    problems,
    understood: dates,
    missing: { args: missingArgs.filter(({ key }) => !replaced.has(key)), fields: missingFields },
  }
}

/** What was typed for the filters and the order of a list. */
function narrowing(
  { filters: declared, sorts }: Narrowable<Filters>,
  { options, several }: ParsedArgs,
  problems: Problem[],
  accept: (field: Accepted, typed: string, named: (sentence: string) => string) => { value: unknown } | undefined,
  t: Catalog,
): Narrowed {
  const filters: Record<string, readonly unknown[]> = {}
  for (const [key, filter] of Object.entries(declared)) {
    const { kind, option, column, schema } = filter
    const last = options.get(option)
    if (last === undefined) continue
    const typed = several.get(option) ?? [last]
    const named = (sentence: string) => t.usage.ofOption({ option, sentence })
    const values = schema
      ? typed.flatMap((each) => accept({ kind, column, schema }, each, named) ?? [])
      : [{ value: true }]
    filters[key] = values.map(({ value }) => value)
    for (const other of filter.contradicts ?? []) {
      const against = declared[other]
      if (!against || !options.has(against.option)) continue
      problems.push({ column, message: (words) => words.usage.contradicts({ option, other: against.option }) })
    }
  }
  for (const { column, ...ends } of backwards(declared, filters, t)) {
    problems.push({ column, message: (words) => words.usage.backwards(ends) })
  }
  const received = options.get(sortOption)
  const sort = sorts.find((word) => word === received?.trim().toLowerCase().replaceAll('-', '_'))
  if (received !== undefined && !sort) problems.push(notAmong(sortOption, received, sorts))
  return { filters, desc: options.has(descOption), ...(sort ? { sort } : {}) }
}

type Accepted = Pick<Field, 'column' | 'schema' | 'nullable'> & { readonly kind: Field['kind'] | Filter['kind'] }

type Accept = (field: Field, typed: string, placeholder: string) => { value: unknown } | undefined

function positionals(
  { positionals: declared = {} }: AnySpec,
  words: readonly string[],
  accept: Accept,
): { args: Record<string, unknown>; missing: Missing[] } {
  const args: Record<string, unknown> = {}
  const missing: Missing[] = []
  for (const [at, [key, { field, placeholder, many, optional }]] of Object.entries(declared).entries()) {
    const given = words.slice(at, many ? undefined : at + 1)
    const [first] = given
    if (first === undefined) {
      if (!optional) missing.push({ key, column: field.column, name: many ? `${placeholder}…` : placeholder })
      continue
    }
    const found = given.map((word) => accept(field, word, placeholder)?.value)
    args[key] = many ? found : found[0]
  }
  return { args, missing }
}

function withoutEnd(text: string): string {
  return text.replace(/\r?\n$/, '')
}

/**
 * The secrets on standard input, by field. Where a command has several, each is one line and the last line belongs to the last field: one
 * line is the new password, two lines are the current one and then the new one. One line end at the end of the input is dropped, because
 * `echo` adds it.
 */
function secretsOf(spec: AnySpec, stdin: string | undefined): Map<string, string> {
  const keys = Object.entries(spec.fields ?? {}).flatMap(([key, { kind }]) => (kind === 'secret' ? [key] : []))
  const text = withoutEnd(stdin ?? '')
  if (text === '') return new Map()
  const lines = keys.length > 1 ? text.split(/\r?\n/) : [text]
  const first = Math.max(keys.length - lines.length, 0)
  return new Map(keys.slice(first).map((key, at) => [key, lines[at] ?? '']))
}

/** The error about a value of a global option that is not accepted. */
function problemOf({ option: column, received, words }: RefusedOption): Problem {
  if (words.includes('json') && words.length === 1) {
    return { column, message: (t) => t.usage.twoFormats({ received }) }
  }
  return notAmong(column, received, words)
}

/** The errors about a format that this command does not have, and about options that the format cannot follow: a calendar has no columns. */
function formatProblems({ path }: AnySpec, format: OutputFormat, options: ParsedArgs['options']): Problem[] {
  const commands = limitedFormats[format]
  if (!commands) return []
  const problem = (message: Message): Problem => ({ column: 'format', message })
  if (!commands.includes(path.join(' '))) return [problem((t) => t.usage.formatElsewhere({ format, commands }))]
  return [columnsOption, 'count'].flatMap((option) =>
    options.has(option) ? [problem((t) => t.usage.contradicts({ option: `format ${format}`, other: option }))] : [],
  )
}

/** The error about a word that an option does not know. */
export function notAmong(option: string, received: string, words: readonly string[]): Problem {
  const near = nearest(received, words)
  const shown = {
    option,
    received: excerpt(received),
    words: words.join(', '),
    ...(near === undefined ? {} : { near }),
  }
  return { column: option, message: (t) => t.usage.notAmong(shown) }
}

/** The options that stand for others, each with the name of a field or positional for which it does. */
const standIns = ({ switches = {}, fields = {} }: AnySpec): (readonly [option: string, name: string])[] =>
  [...Object.values(switches), ...Object.values(fields)].flatMap(({ option, insteadOf = [] }) =>
    [insteadOf].flat().map((name) => [option, name] as const),
  )
