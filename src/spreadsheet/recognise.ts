/** Which column of a spreadsheet is which field. Nothing is dropped silently: a column that is not understood has to be mapped or ignored. */
import { type Message, Usage } from '../errors.ts'
import { type Column, nameKey } from '../field/column.ts'
import type { Field } from '../field/field.ts'
import { type Catalog, catalog } from '../i18n/catalog.ts'
import { languageCodes } from '../i18n/languages.ts'
import { excerpt } from '../text/excerpt.ts'
import { nearest } from '../text/nearest.ts'
import { quoted } from '../text/shell.ts'
import { type Importable, knownHeadings, type Part, squeezed } from './known-headings.ts'

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
  /** `true`: it only counts where no other column makes the field. */
  readonly isWeak?: boolean
}

/** One column of the file. */
interface Heading extends Meaning {
  readonly at: number
  readonly name: string
}

/**
 * Finds the field of each column.
 *
 * @param headings of the file; an empty one stands above a column that has no values
 * @throws Usage columns are unknown or make the same field, or an option names no column: all of it at once
 */
export function recognise(headings: readonly string[], o: RecogniseOptions): Recognised {
  const problems: Message[] = []
  const words = wordsOf(o)
  const named = headings.map((name, at) => ({ at, name })).filter(({ name }) => name !== '')
  const columnOf = (option: string, typed: string) => {
    const found = named.filter(({ name }) => squeezed(name) === squeezed(typed))
    const exact = found.filter(({ name }) => name === typed.trim())
    if (found.length === 0) {
      const near = nearest(typed, headings)
      problems.push((t) =>
        t.spreadsheet.noColumn({ option, column: excerpt(typed), ...(near !== undefined && { near: excerpt(near) }) }),
      )
    }
    return (exact.length > 0 ? exact : found).map(({ at }) => at)
  }
  const mapped = new Map<number, Meaning>()
  for (const typed of o.map ?? []) {
    const sign = typed.lastIndexOf('=')
    const [column, target] = [typed.slice(0, sign).trim(), typed.slice(sign + 1).trim()]
    if (sign < 1 || target === '') {
      problems.push((t) => t.spreadsheet.noTarget({ received: excerpt(typed) }))
      continue
    }
    const meaning = words(target)
    if (!meaning?.field) problems.push(noField(column, target, o.fields))
    for (const at of columnOf('map', column)) mapped.set(at, meaning ?? {})
  }
  const ignored = new Set((o.ignore ?? []).flatMap((typed) => columnOf('ignore', typed)))
  const kept: Heading[] = []
  const passedOver: string[] = []
  const unknown: string[] = []
  for (const { at, name } of named) {
    if (ignored.has(at)) continue
    const meaning = mapped.get(at) ?? words(name)
    if (!meaning) unknown.push(name)
    else if (meaning.field) kept.push({ at, name, ...meaning })
    else passedOver.push(name)
  }
  for (const name of unknown) problems.push(unknownColumn(name, o.fields))
  const columns = Map.groupBy(kept, ({ field }) => field?.column)
    .values()
    .flatMap((found) => {
      const strong = found.filter(({ isWeak }) => !isWeak)
      const made = strong.length > 0 ? strong : found
      passedOver.push(...found.filter((each) => !made.includes(each)).map(({ name }) => name))
      return joined(made, problems)
    })
    .toArray()
  refuse(
    problems,
    unknown.length > 0
      ? [(t) => t.spreadsheet.fieldsAre({ fields: o.fields.map(({ column }) => column).join(', ') })]
      : [],
  )
  return { columns, passedOver }
}

/** The columns of one field as one. Several are an error, unless they are parts of it. */
function joined(found: readonly Heading[], problems: Message[]): FieldColumn[] {
  const [first, ...others] = found.toSorted((one, other) => (one.part?.order ?? 0) - (other.part?.order ?? 0))
  const field = first?.field
  if (!first || !field) return []
  const headings = found.map(({ name }) => name)
  const orders = new Set(found.map(({ part }) => part?.order))
  if (others.length > 0 && (orders.has(undefined) || orders.size < found.length)) {
    problems.push((t) =>
      t.spreadsheet.twice({
        field: field.column,
        columns: t.format.listing(headings.map((name) => `"${excerpt(name)}"`)),
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
  for (const field of fields)
    learn([field.column, field.option, ...(field.aliases ?? []), ...labels(field.label)], { field })
  for (const column of exported) {
    learn([column.key, ...labels(column.label)], {})
    const field = byColumn.get(column.key)
    if (column.kind === 'reference') learn([nameKey(column)], field ? { field, isWeak: true } : {})
  }
  return (heading) => {
    const squeeze = squeezed(heading)
    const [mine, theirs] = [own.get(squeeze), known.get(squeeze)]
    const field = theirs?.column === undefined ? undefined : byColumn.get(theirs.column)
    if (mine) return field !== undefined && field === mine.field && theirs?.part ? { ...mine, part: theirs.part } : mine
    return (
      theirs && { ...(field && { field }), ...(theirs.part && { part: theirs.part }), isWeak: theirs.isWeak === true }
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
  const map = `--map ${quoted(`${name}=${nearField(name, fields) ?? 'FIELD'}`)}`
  return (t) => t.spreadsheet.unknown({ column: excerpt(name), map, ignore: `--ignore ${quoted(name)}` })
}

/** The field whose key, option or label is nearest to what was written. */
function nearField(written: string, fields: readonly Field[]): string | undefined {
  const names = new Map(
    fields.flatMap(
      (field) =>
        [
          [field.column, field.column],
          ...languageCodes.map((code) => [field.label(catalog(code, 'UTC')), field.column] as const),
        ] as const,
    ),
  )
  const near = nearest(written, [...names.keys()])
  return near === undefined ? undefined : names.get(near)
}

/** @throws Usage with every problem, if there is one */
function refuse(problems: readonly Message[], more: readonly Message[]): void {
  const [only] = problems
  if (!only) return
  if (problems.length === 1) throw new Usage(only, { more })
  throw new Usage((t) => t.spreadsheet.severalProblems({ count: problems.length }), { more: [...problems, ...more] })
}
