/** Which column of a spreadsheet is which field. Nothing is dropped silently: a column that is not understood has to be mapped or ignored. */
import type { Message } from '../errors.ts'
import { type Column, nameKey } from '../field/column.ts'
import type { Field } from '../field/field.ts'
import { type Catalog, catalog } from '../i18n/catalog.ts'
import { languageCodes } from '../i18n/languages.ts'
import { excerpt } from '../text/excerpt.ts'
import { nearest, plain } from '../text/nearest.ts'
import { quoted } from '../text/shell.ts'
import { BadSheet, type Sentence } from './bad-sheet.ts'
import { type Importable, knownHeadings, type Part, squeezed } from './known-headings.ts'
import type { Sheet } from './sheet.ts'

/** A field that the file has. */
export interface FieldColumn {
  readonly field: Field
  /** The headings of the columns that make it, as the file has them: one, or first and last name. */
  readonly headings: readonly string[]
  /** What a row says of it; empty where the row says nothing. */
  text(cells: readonly string[]): string
}

export interface Recognised {
  /** In the order of the file. */
  readonly columns: readonly FieldColumn[]
  /** Headings that are known but cannot be imported, as the file has them: `version`, `commercial_name` beside `commercial_id`. */
  readonly passedOver: readonly string[]
}

export interface RecogniseOptions {
  readonly noun: Importable
  /** What can be imported, `id` included where records are found by it. */
  readonly fields: readonly Field[]
  /** The columns of the noun's export: those that are no field are passed over. */
  readonly exported: readonly Column[]
  /** `--map 'Nom complet=full_name'`, as typed. */
  readonly map?: readonly string[]
  /** `--ignore COLUMN`, as typed. */
  readonly ignore?: readonly string[]
}

/** What a heading means. Without a field it is passed over. */
interface Meaning {
  readonly field?: Field
  /** Its place among several columns that make one field. */
  readonly part?: Part
  /** It only counts where no column of a lower rank makes the field. Default: 0. */
  readonly rank?: number
}

/** One column of the file. */
interface Heading extends Meaning {
  readonly at: number
  readonly name: string
}

/**
 * Finds the field of each column of a sheet. An export of Outlook has ninety columns, most of them empty: those that have no value in any row
 * need neither be mapped nor ignored.
 *
 * @throws BadSheet columns are unknown or make the same field, or an option names no column: all of it at once
 */
export async function recogniseSheet(sheet: Sheet, o: RecogniseOptions): Promise<Recognised> {
  try {
    return recognise(sheet.headings, o)
  } catch (error) {
    if (!(error instanceof BadSheet)) throw error
    const empty = new Set(sheet.headings.keys())
    let hasRows = false
    for await (const { cells } of sheet.rows()) {
      hasRows = true
      for (const at of empty) if ((cells[at] ?? '').trim() !== '') empty.delete(at)
      if (empty.size === 0) break
    }
    if (!hasRows) throw error
    return recognise(sheet.headings, o, empty)
  }
}

/**
 * Finds the field of each column by the headings alone.
 *
 * @param headings of the file; an empty one stands above a column that has no values
 * @param empty the columns without a value, by their places
 * @throws BadSheet as `recogniseSheet`
 */
export function recognise(
  headings: readonly string[],
  o: RecogniseOptions,
  empty: ReadonlySet<number> = new Set(),
): Recognised {
  const problems: Sentence[] = []
  const words = wordsOf(o)
  const named = headings.map((name, at) => ({ at, name })).filter(({ name }) => name !== '')
  const { mapped, ignored } = chosen(named, words, o, problems)
  const kept: Heading[] = []
  const passedOver: string[] = []
  const unknown: string[] = []
  for (const { at, name } of named) {
    if (ignored.has(at) || empty.has(at)) continue
    const meaning = mapped.get(at) ?? words(name)
    if (meaning?.field) kept.push({ at, name, ...meaning })
    else if (meaning) passedOver.push(name)
    else {
      unknown.push(name)
      problems.push(unknownColumn(name, o.fields))
    }
  }
  const byField = Map.groupBy(kept, ({ field }) => field?.column)
    .values()
    .toArray()
  const columns = byField.flatMap((found) => {
    const least = Math.min(...found.map(({ rank = 0 }) => rank))
    const made = found.filter(({ rank = 0 }) => rank === least)
    passedOver.push(...found.filter((each) => !made.includes(each)).map(({ name }) => name))
    return joined(made, problems)
  })
  refuse(problems, unknown, o.fields)
  return { columns, passedOver }
}

type Named = Pick<Heading, 'at' | 'name'>

/** What `--map` and `--ignore` say, by the places of the columns. */
function chosen(
  named: readonly Named[],
  words: (target: string) => Meaning | undefined,
  { fields, map = [], ignore = [] }: RecogniseOptions,
  problems: Sentence[],
): { readonly mapped: ReadonlyMap<number, Meaning>; readonly ignored: ReadonlySet<number> } {
  const columnOf = (option: string, typed: string): number[] => {
    const found = named.filter(({ name }) => squeezed(name) === squeezed(typed))
    const exact = found.filter(({ name }) => name === typed.trim())
    if (found.length === 0) {
      const near = nearest(
        typed,
        named.map(({ name }) => name),
      )
      const shown = { option, column: excerpt(typed), ...(near !== undefined && { near: excerpt(near) }) }
      problems.push((t, file) => t.spreadsheet.noColumn({ ...shown, file }))
    }
    return (exact.length > 0 ? exact : found).map(({ at }) => at)
  }
  const mapped = new Map<number, Meaning>()
  for (const typed of map) {
    const sign = typed.lastIndexOf('=')
    const [column, target] = [typed.slice(0, Math.max(0, sign)).trim(), typed.slice(sign + 1).trim()]
    if (column === '' || target === '') {
      problems.push((t) => t.spreadsheet.noTarget({ received: excerpt(typed) }))
      continue
    }
    const meaning = words(target)
    if (!meaning?.field) problems.push(noField(column, target, fields))
    // What was mapped counts, whatever else the file has.
    for (const at of columnOf('map', column)) mapped.set(at, { ...meaning, rank: 0 })
  }
  return { mapped, ignored: new Set(ignore.flatMap((typed) => columnOf('ignore', typed))) }
}

/** The columns of one field as one. Several are an error, unless they are parts of it. */
function joined(found: readonly Heading[], problems: Sentence[]): FieldColumn[] {
  const [first, ...others] = found.toSorted((one, other) => (one.part?.order ?? 0) - (other.part?.order ?? 0))
  const field = first?.field
  if (!first || !field) return []
  const headings = found.map(({ name }) => name)
  const orders = new Set(found.map(({ part }) => part?.order))
  if (others.length > 0 && (orders.has(undefined) || orders.size < found.length)) {
    problems.push((t) =>
      t.spreadsheet.twice({
        field: field.column,
        columns: t.format.listing(headings.map((name) => t.spreadsheet.inQuotes(excerpt(name)))),
        ignore: `--ignore ${quoted(headings.at(-1) ?? '')}`,
      }),
    )
    return []
  }
  const text = (cells: readonly string[]) =>
    others.reduce(
      (text, { at, part }) => {
        const more = (cells[at] ?? '').trim()
        return text === '' || more === '' ? text + more : text + (part?.glue ?? ' ') + more
      },
      others.length > 0 ? (cells[first.at] ?? '').trim() : (cells[first.at] ?? ''),
    )
  return [{ field, headings, text }]
}

/** Finds the meaning of a heading: first the program's own words in every language, then those of other programs. */
function wordsOf({ noun, fields, exported }: RecogniseOptions): (heading: string) => Meaning | undefined {
  const known = knownHeadings(noun)
  const byColumn = new Map(fields.map((field) => [field.column, field]))
  const own = new Map<string, Meaning>()
  const catalogs = languageCodes.map((code) => catalog(code, 'UTC'))
  const learn = (names: readonly string[], meaning: Meaning) => {
    for (const name of names.map(squeezed)) if (!own.has(name)) own.set(name, meaning)
  }
  const labels = (label: Message) => catalogs.map((t: Catalog) => label(t))
  // Of a reference, an export for people has the id under `Company (id)` and the name under `Company`.
  const ids = (label: Message) => labels(label).flatMap((name) => [`${name} id`, `${name} n`])
  for (const field of fields) {
    const isReference = field.kind === 'reference'
    learn([field.column, ...(isReference ? ids(field.label) : [])], { field })
    learn([...labels(field.label), field.option, ...(field.aliases ?? [])], { field, rank: isReference ? 1 : 0 })
  }
  for (const column of exported) {
    const field = byColumn.get(column.key)
    learn([column.key, ...labels(column.label)], {})
    if (column.kind === 'reference') learn(ids(column.label), {})
    if (column.kind === 'reference') learn([nameKey(column)], field ? { field, rank: 1 } : {})
  }
  return (heading) => {
    const squeeze = squeezed(heading)
    const [mine, theirs] = [own.get(squeeze), known.get(squeeze)]
    const field = theirs?.column === undefined ? undefined : byColumn.get(theirs.column)
    if (mine) return field !== undefined && field === mine.field && theirs?.part ? { ...mine, part: theirs.part } : mine
    return (
      theirs && {
        ...(field && { field }),
        ...(theirs.part && { part: theirs.part }),
        rank: theirs.isWeak ? 2 : field?.kind === 'reference' ? 1 : 0,
      }
    )
  }
}

function noField(column: string, target: string, fields: readonly Field[]): Message {
  const near = nearField(target, fields)
  const all = fields.map((field) => field.column).join(', ')
  return (t) =>
    t.spreadsheet.noField({
      target: excerpt(target),
      fields: all,
      ...(near !== undefined && { map: `--map ${quoted(`${column}=${near}`)}` }),
    })
}

function unknownColumn(name: string, fields: readonly Field[]): Message {
  const near = nearField(name, fields)
  return (t) =>
    t.spreadsheet.unknown({
      column: excerpt(name),
      map: `--map ${quoted(`${name}=${near ?? t.spreadsheet.field}`)}`,
      ignore: `--ignore ${quoted(name)}`,
    })
}

/** Below the unknown columns: which fields there are, and what ignores all of them, ready to be pasted. */
function adviceFor(unknown: readonly string[], fields: readonly Field[]): Message[] {
  const all = unknown.map((name) => `--ignore ${quoted(name)}`).join(' ')
  return [
    (t) => t.spreadsheet.fieldsAre({ fields: fields.map(({ column }) => column).join(', ') }),
    ...(unknown.length > 1 ? [(t: Catalog) => t.spreadsheet.ignoreAll({ options: all })] : []),
  ]
}

/** The field whose key or label is nearest to what was written. */
function nearField(written: string, fields: readonly Field[]): string | undefined {
  const names = new Map<string, string>()
  for (const { column, label } of fields)
    for (const name of [column, ...languageCodes.map((code) => label(catalog(code, 'UTC')))])
      names.set(plain(name), column)
  const near = nearest(written, [...names.keys()])
  return near === undefined ? undefined : names.get(near)
}

/** @throws BadSheet with every problem, if there is one */
function refuse(problems: readonly Sentence[], unknown: readonly string[], fields: readonly Field[]): void {
  const [only] = problems
  if (!only) return
  const advice = unknown.length > 0 ? adviceFor(unknown, fields) : []
  const options = unknown.map((name) => {
    const near = nearField(name, fields)
    return near === undefined ? `--ignore ${quoted(name)}` : `--map ${quoted(`${name}=${near}`)}`
  })
  const again = problems.length === unknown.length ? { options: options.join(' ') } : undefined
  if (problems.length === 1) throw new BadSheet(only, again, { more: advice })
  const each = problems.map(
    (say): Message =>
      (t) =>
        say(t, undefined),
  )
  throw new BadSheet((t, file) => t.spreadsheet.severalProblems({ file, count: problems.length }), again, {
    more: [...each, ...advice],
  })
}
