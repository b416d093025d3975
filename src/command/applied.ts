/** What was asked of a list, as its title says it: `unpaid · client Kevin Casey · by due ↓`; and what to do where it is empty. */
import { type CurrentUser, hasPermission } from '../access/can.ts'
import type { Resource } from '../access/catalogue.ts'
import type { Message } from '../errors.ts'
import type { Column } from '../field/column.ts'
import type { Duration } from '../field/duration.ts'
import type { Filter, Filters, Given } from '../field/filter.ts'
import type { Period } from '../field/period.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import type { Narrowable, Narrowed } from './spec.ts'

/**
 * The pieces of a title, in the order of the help.
 *
 * @param found the names of the records that filters refer to, by filter, and the order of the rows
 */
export function applied(
  { filters }: Narrowable<Filters>,
  { filters: given, desc }: Narrowed,
  found: { readonly names: Readonly<Record<string, readonly string[]>>; readonly sort: string },
): Message[] {
  const pieces = Object.entries(filters).flatMap(([key, filter]): Message[] => {
    const values = given[key]
    if (!values) return []
    const words = (t: Catalog) => found.names[key] ?? values.map((value) => shown(key, filter, value, t))
    return [(t) => sentenceOf(key, t)({ value: [...new Set(words(t))].join(', ') })]
  })
  const usual = found.sort === 'id' && !desc
  return usual
    ? pieces
    : [...pieces, (t) => t.list.by({ key: t.list.sort[found.sort as keyof Catalog['list']['sort']], desc })]
}

/**
 * The columns of a list as they suit what was asked of it. A narrow window keeps those that it was sorted by or filtered for, and first
 * drops those whose one value its title says.
 */
export function suited(columns: readonly Column[], { filters: given, sort }: Narrowed): readonly Column[] {
  return columns.map((column) => {
    const { shownFor, saidBy = [] } = column
    const wanted = (sort !== undefined && shownFor?.sort === sort) || shownFor?.filters?.some((key) => given[key])
    if (wanted) return { ...column, cardOnly: false, dropPriority: 0 }
    return saidBy.some((key) => given[key]?.length === 1) ? { ...column, dropPriority: soonest } : column
  })
}

/** The command to try next where a list is empty: the one that makes a record, if this person may. */
export const toCreate = ({ facts }: { readonly facts: CurrentUser }, noun: Resource): readonly string[] =>
  hasPermission(facts, noun, 'create') ? [`${noun} create`] : []

/** Above the priority of every declared column. */
const soonest = 100

type Sentence = (o: { value: string }) => string

function sentenceOf(key: string, t: Catalog): Sentence {
  const sentences: Readonly<Record<string, Sentence>> = t.list.applied
  return sentences[key] ?? (({ value }) => value)
}

/**
 * The two ends of ranges that end before they begin, as the title would say them: no row can lie in one.
 *
 * @returns for each, the two options and their values
 */
export function backwards(filters: Filters, given: Given, t: Catalog) {
  return Object.entries(filters).flatMap(([key, filter]) => {
    const other = filters[filter.upTo ?? '']
    const [[from], [to]] = [given[key] ?? [], given[filter.upTo ?? ''] ?? []]
    if (!other || from === undefined || to === undefined || !isAfter(filter, from, to)) return []
    const [first, last] = [shown(key, filter, from, t), shown(filter.upTo ?? '', other, to, t)]
    return [{ column: filter.column, from: filter.option, first, to: other.option, last }]
  })
}

/** Whether a range that begins with `from` ends before it, with `to`. */
function isAfter({ kind }: Filter, from: unknown, to: unknown): boolean {
  if (kind !== 'period') return Number(from) > Number(to)
  return Temporal.Instant.compare((from as Period).start, (to as Period).end) >= 0
}

function shown(key: string, { kind, shown: wording }: Filter, value: unknown, t: Catalog): string {
  if (wording) return wording(value, t)
  if (kind === 'amount') return t.format.amount(String(value))
  if (kind === 'period') return daysOf(key, value as Period, t)
  if (kind === 'duration') return t.list.duration(value as Duration)
  return excerpt(String(value))
}

/** The day from which, until which, or on which. A period may also begin or end at a time of day. */
function daysOf(key: string, { start, end }: Period, t: Catalog): string {
  const first = t.format.date(start).replace(/ 00:00$/, '')
  const justBefore = Temporal.Instant.from(end).subtract({ seconds: 1 }).toString()
  const last = t.format.date(end).endsWith(' 00:00') ? t.format.date(justBefore).slice(0, -6) : t.format.date(end)
  if (key === 'since') return first
  return key === 'until' || key === 'due' || first === last ? last : `${first} – ${last}`
}
