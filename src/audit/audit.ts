/** An entry of the audit log: its fields and its columns. */

import { audited, columnsOfPeople, type Resource, rulesOf } from '../access/catalogue.ts'
import { columnsOf, fieldsOf, filtersOf } from '../field/attribute.ts'
import type { Row } from '../field/column.ts'
import { id } from '../field/id.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import { period } from '../field/period.ts'
import { referenceTo } from '../field/reference.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { languages } from '../i18n/languages.ts'
import { storedText } from '../i18n/stored-text.ts'
import { excerpt } from '../text/excerpt.ts'
import { fold } from '../text/fold.ts'
import { nearest } from '../text/nearest.ts'

/** As the database answers it. Amounts inside the values are decimal strings; a password is never there, only `changed`. */
export type Entry = {
  readonly id: number
  readonly at: string
  /** null: the owner of the database did it, outside any session. */
  readonly user_id: number | null
  /** The person's name at that time. */
  readonly user_name: string | null
  readonly table_name: string
  readonly row_id: number | null
  readonly action: 'insert' | 'update' | 'delete' | 'merge' | 'erase'
  readonly old_values: Values | null
  readonly new_values: Values | null
  /** What one command did has one operation id, and the words of its verb; null where another program named none. */
  readonly operation: string | null
  readonly command: string | null
}

type Values = Readonly<Record<string, unknown>>

/** The latest entries of one record, the newest last. */
export interface History {
  readonly entries: readonly Entry[]
  /** `true`: there are older ones. */
  readonly more: boolean
  /** `true`: only what the caller did. Everything is for who holds `audit:list`. */
  readonly own: boolean
}

const actions = ['insert', 'update', 'delete', 'merge', 'erase'] as const

/** What narrows the log. A record that is gone has a history too, so an id need not exist. */
export const filters = filtersOf('audit', {
  user: { ...referenceTo('user'), column: 'user_id', many: true },
  table: {
    kind: 'enum',
    column: 'table_name',
    words: audited,
    many: true,
    shown: (resource, t) => t.noun[resource as Resource],
    schema: (t) =>
      parser(
        t,
        (typed): Resource | InvalidValue => resourceOf(typed) ?? shownAs(typed) ?? unknownWord(typed, audited, t),
      ),
  },
  id: { kind: 'reference', column: 'row_id', schema: id, many: true },
  since: { kind: 'period', schema: (t) => period(t, { bare: 'last' }), upTo: 'until' },
  until: { kind: 'period', schema: (t) => period(t, { bare: 'next' }) },
  action: {
    kind: 'enum',
    words: actions,
    many: true,
    shown: (action, t) => t.audit.action[action as Entry['action']],
    schema: (t) =>
      parser(t, (typed): Entry['action'] | InvalidValue => {
        const word = typed.trim().toLowerCase()
        return actions.find((action) => action === word) ?? unknownWord(typed, actions, t)
      }),
  },
  oldest: { kind: 'switch' },
})

/** Finds a resource by the word of a command (`user`) or by the name of its table (`users`). */
export function resourceOf(typed: string): Resource | undefined {
  const word = typed.trim().toLowerCase()
  return audited.find((resource) => resource === word || rulesOf(resource).table === word)
}

/** Finds a resource by what a person reads for it, in whichever language. */
const shownAs = (typed: string): Resource | undefined =>
  audited.find((resource) => Object.values(languages).some(({ words }) => fold(words.noun[resource]) === fold(typed)))

function unknownWord(typed: string, words: readonly string[], t: Catalog): InvalidValue {
  const near = nearest(typed, words)
  return new InvalidValue(t.audit.unknownWord({ received: excerpt(typed), words: words.join(', '), near }))
}

/** A person reads the names of the catalogue and `old → new`. A program gets the stored words and the two values. */
export const columns = columnsOf('audit', {
  id: { kind: 'id', dropPriority: 1 },
  at: { kind: 'date' },
  user_id: { kind: 'reference', saidBy: ['user'] },
  table_name: { kind: 'text', saidBy: ['table'], shown: (row, t) => nounOf(row, t) },
  row_id: { kind: 'id', saidBy: ['id'] },
  action: { kind: 'text', saidBy: ['action'], shown: (row, t) => t.audit.action[(row as Entry).action] },
  changes: {
    kind: 'words',
    wraps: 6,
    comfortable: 16,
    audience: 'person',
    shown: (row, t) => changesOf(row as Entry, t),
  },
  old_values: { kind: 'json', audience: 'program' },
  new_values: { kind: 'json', audience: 'program' },
  operation: { kind: 'text', audience: 'program' },
  command: { kind: 'text', audience: 'program' },
})

/** As the database answers it. */
export type FailedLogin = {
  readonly id: number
  readonly at: string
  /** null: no user has the name that was typed, which may be a password. */
  readonly username: string | null
  /** The database user of the connection. */
  readonly login: string
}

export const failedLoginFields = fieldsOf('audit', {
  since: { kind: 'period', schema: (t) => period(t, { bare: 'last' }), help: (t) => t.audit.help.loginsSince },
})

export const failedLoginColumns = columnsOf('audit', {
  id: { kind: 'id' },
  at: { kind: 'date' },
  username: { kind: 'text', shown: ({ username }, t) => username ?? t.audit.unknownUsername },
  login: { kind: 'text' },
})

function nounOf({ table_name: name }: Row, t: Catalog): unknown {
  const resource = resourceOf(String(name))
  return resource ? t.noun[resource] : name
}

/**
 * What a person reads of an entry, a line for each column: `Phone: old → new`.
 *
 * @param people names of colleagues by their ids; who is none of these stays an id
 */
export function changesOf(
  { table_name, action, old_values, new_values }: Pick<Entry, 'table_name' | 'action' | 'old_values' | 'new_values'>,
  t: Catalog,
  people: ReadonlyMap<number, string> = new Map(),
): string[] {
  const before = old_values ?? {}
  const after = new_values ?? {}
  const labels = labelsOf(table_name, t)
  const known = Object.keys(labels)
  // The names of records come first, as on their cards; JSON has the shortest key first. What has no label comes last.
  const place = (column: string) => (known.indexOf(column) + known.length + 1) % (known.length + 1)
  const merged = action === 'merge' ? mergeLines({ table_name, before, after }, t) : []
  const unshown = action === 'merge' ? [...kept, ...ofMerge, 'merged_id', 'dates'] : kept
  const columns = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (column) => !unshown.includes(column),
  )
  columns.sort((one, other) => place(one) - place(other))
  const changes = columns.flatMap((column) => {
    if (column === 'password') return [t.audit.passwordChanged]
    const label = labels[column] ?? (action === 'erase' ? t.privacy.label.reason : column)
    const shown = (value: unknown) => {
      const name = columnsOfPeople.includes(column) && people.get(Number(value))
      return name ? `${name} (${value})` : storedText(column, value, t)
    }
    const [from, to] = [shown(before[column]), shown(after[column])]
    if (action === 'update' || action === 'merge')
      return listChanged(label, before[column], after[column], t) ?? [t.audit.change({ label, from, to })]
    const value = action === 'insert' || action === 'erase' ? to : from
    return value === t.audit.nothing ? [] : [t.audit.value({ label, value })]
  })
  return [...merged, ...changes]
}

/** What moved with a merge, or moved back. */
const ofMerge = ['contracts', 'interactions', 'clients'] as const
/** The most records that a line of it names. */
const mostOfMerge = 20

/** The record that was merged into this one, or taken out of it again, and what moved with it. */
function mergeLines(
  { table_name, before, after }: { readonly table_name: string; readonly before: Values; readonly after: Values },
  t: Catalog,
): string[] {
  const split = typeof after['merged_id'] !== 'number'
  const values = split ? before : after
  const resource = resourceOf(table_name)
  const noun = resource ? t.noun[resource] : table_name
  const moved = ofMerge.flatMap((kind) => {
    const ids = Array.isArray(values[kind]) ? values[kind] : []
    const ends = ids.length > mostOfMerge ? ', …' : ''
    return ids.length === 0 ? [] : [t.merge.moved({ kind, ids: ids.slice(0, mostOfMerge).join(', ') + ends })]
  })
  return [t.merge.history({ noun, other: Number(values['merged_id']), split }), ...moved]
}

/** What a list has gained and lost: of thirty permissions only these matter. Undefined for a value that is no list, and for the same ones. */
function listChanged(label: string, before: unknown, after: unknown, t: Catalog): string[] | undefined {
  if (!Array.isArray(before ?? after)) return undefined
  const [were, are] = [before ?? [], after ?? []] as unknown[][]
  const missing = (from: unknown[] = [], to: unknown[] = []) => to.filter((each) => !from.includes(each)).join(', ')
  const [gained, lost] = [missing(were, are), missing(are, were)]
  if (!gained && !lost) return undefined
  return [
    ...(gained ? [t.audit.gained({ label, values: gained })] : []),
    ...(lost ? [t.audit.lost({ label, values: lost })] : []),
  ]
}

/** What the log keeps so that a deleted row can come back, and the mark of an entry whose values were erased: they tell a person nothing. */
const kept: readonly string[] = [
  'erased',
  'id',
  'version',
  'created_at',
  'updated_at',
  'last_before',
  'last_moved',
  'next_before',
  'next_moved',
]

/** The labels of the columns of a table, from the area of the catalogue of its noun. */
export function labelsOf(tableName: string, t: Catalog): Readonly<Record<string, string>> {
  const resource = resourceOf(tableName)
  const areas: Readonly<Record<string, unknown>> = t
  const area = resource === undefined ? undefined : areas[resource]
  return (area as { readonly label?: Readonly<Record<string, string>> } | undefined)?.label ?? {}
}
