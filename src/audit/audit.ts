/** An entry of the audit log: its fields, its columns, and how its changes read. */
import { type Resource, resources, rulesOf } from '../access/catalogue.ts'
import type { Call } from '../app.ts'
import { field } from '../cli/field.ts'
import type { Column, Row } from '../cli/output/column.ts'
import type { RecordAnswer } from '../cli/output/output.ts'
import { nearest } from '../cli/suggest.ts'
import { date } from '../cli/values/date.ts'
import { echo } from '../cli/values/echo.ts'
import { id } from '../cli/values/id.ts'
import { reading, Wrong } from '../cli/values/reading.ts'
import type { Catalog } from '../i18n/catalog.ts'

/** As the database answers it. Amounts inside the values are decimal strings; a password is only ever `changed`. */
export type Entry = {
  readonly id: number
  readonly at: string
  /** null: the owner of the database, outside any session. */
  readonly user_id: number | null
  /** As the person was called then. */
  readonly user_name: string | null
  readonly table_name: string
  readonly row_id: number | null
  readonly action: 'insert' | 'update' | 'delete'
  readonly old_values: Values | null
  readonly new_values: Values | null
}

type Values = Readonly<Record<string, unknown>>

/** The records that are audited, as people type them. */
export const audited: readonly Resource[] = resources.filter((resource) => resource !== 'audit')

export const fields = {
  user: field({
    kind: 'reference',
    option: 'user',
    column: 'user_id',
    label: (t) => t.audit.label.user_id,
    help: (t) => t.audit.help.user,
    schema: id,
  }),
  table: field({
    kind: 'enum',
    option: 'table',
    column: 'table_name',
    words: audited,
    label: (t) => t.audit.label.table_name,
    help: (t) => t.audit.help.table,
    schema: (t) => reading(t, (typed): Resource | Wrong => resourceOf(typed) ?? unknownTable(typed, t)),
  }),
  id: field({
    kind: 'reference',
    option: 'id',
    column: 'row_id',
    label: (t) => t.audit.label.row_id,
    help: (t) => t.audit.help.id,
    schema: id,
  }),
  since: field({
    kind: 'date',
    option: 'since',
    column: 'since',
    label: (t) => t.audit.label.since,
    help: (t) => t.audit.help.since,
    schema: (t) => date(t, { edge: 'start' }),
  }),
}

/** By the word of a command (`user`) or by the table's own name (`users`). */
function resourceOf(typed: string): Resource | undefined {
  const word = typed.trim().toLowerCase()
  return audited.find((resource) => resource === word || rulesOf(resource).table === word)
}

function unknownTable(typed: string, t: Catalog): Wrong {
  const near = nearest(typed, audited)
  return new Wrong(t.audit.unknownTable({ received: echo(typed), words: audited.join(', '), near }))
}

const id_: Column = { key: 'id', kind: 'id', label: (t) => t.audit.label.id }
const at: Column = { key: 'at', kind: 'date', label: (t) => t.audit.label.at }
const who: Column = { key: 'user_id', kind: 'reference', label: (t) => t.audit.label.user_id }
const table: Column = { key: 'table_name', kind: 'text', label: (t) => t.audit.label.table_name }
const row: Column = { key: 'row_id', kind: 'id', label: (t) => t.audit.label.row_id }
const action: Column = { key: 'action', kind: 'text', label: (t) => t.audit.label.action }
const changes: Column = { key: 'changes', kind: 'words', label: (t) => t.audit.label.changes }
const values: readonly Column[] = [
  { key: 'old_values', kind: 'json', label: (t) => t.audit.label.old_values },
  { key: 'new_values', kind: 'json', label: (t) => t.audit.label.new_values },
]

/** People read `old → new`; programs get the values themselves. */
export const columns = {
  people: [id_, at, who, table, row, action, changes],
  data: [id_, at, who, table, row, action, ...values],
} as const satisfies Record<string, readonly Column[]>

/** What an entry is in the form that this call answers in. */
export function entryRow({ t, globals }: Pick<Call, 't' | 'globals'>, entry: Entry): Row {
  if (globals.format !== 'table') return entry
  const noun = audited.find((resource) => rulesOf(resource).table === entry.table_name)
  return {
    ...entry,
    table_name: noun ? t.noun[noun] : entry.table_name,
    action: t.audit.action[entry.action],
    changes: changed(entry, t),
  }
}

/** The switch `--history` of `client view` and its kin. */
export const historySwitch = { option: 'history', help: (t: Catalog) => t.audit.help.history }

/** The latest entries of one record, the newest last. */
export interface History {
  readonly entries: readonly Entry[]
  /** `true`: there are older ones. */
  readonly more: boolean
}

/** Entries that a person is shown below a card: a screen is read, not scrolled. */
const mostShown = 50

/**
 * The history of a record, below its card; in JSON the key `history`. Where there are many, the latest
 * ones, and the command that lists all.
 *
 * @param history what store.history gave
 * @example parts: [historyPart(call, await audit.history(tx, 'client', id))]
 */
export function historyPart(
  call: Pick<Call, 't' | 'globals'>,
  { entries, more: older }: History,
): NonNullable<RecordAnswer['parts']>[number] {
  const person = call.globals.format === 'table'
  const kept = person ? columns.people : columns.data
  const shown = person ? entries.slice(-mostShown) : entries
  const more = older || shown.length < entries.length
  const [latest] = shown
  const of = latest && audited.find((resource) => rulesOf(resource).table === latest.table_name)
  return {
    key: 'history',
    title: (t) => (more ? t.audit.latest : t.audit.history),
    // Which record it is stands on the card above.
    columns: kept.filter((column) => column !== table && column !== row),
    rows: shown.map((entry) => entryRow(call, entry)),
    more,
    ...(more ? { all: `audit list --table ${of} --id ${latest?.row_id} --limit 0` } : {}),
  }
}

function changed({ table_name, action: did, old_values, new_values }: Entry, t: Catalog): string[] {
  const before = old_values ?? {}
  const after = new_values ?? {}
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => name !== 'id')
  return names.flatMap((column) => {
    if (column === 'password') return [t.audit.passwordChanged]
    const label = labelOf(table_name, column, t)
    const [from, to] = [said(column, before[column], t), said(column, after[column], t)]
    if (did === 'update') return [t.audit.change({ label, from, to })]
    const value = did === 'insert' ? to : from
    return value === t.audit.nothing ? [] : [t.audit.value({ label, value })]
  })
}

/** Each noun has the words for its columns in its own area of the catalogue. */
function labelOf(tableName: string, column: string, t: Catalog): string {
  const noun = audited.find((resource) => rulesOf(resource).table === tableName)
  const areas: Readonly<Record<string, unknown>> = t
  const area = noun === undefined ? undefined : areas[noun]
  const labels = (area as { readonly label?: Readonly<Record<string, string>> } | undefined)?.label
  return labels?.[column] ?? column
}

function said(column: string, value: unknown, t: Catalog): string {
  if (value === null || value === undefined || value === '') return t.audit.nothing
  if (typeof value === 'boolean') return value ? t.output.yes : t.output.no
  if (Array.isArray(value)) return value.length === 0 ? t.audit.nothing : value.join(' ')
  if (column.endsWith('_date')) return t.format.date(String(value))
  if (column.endsWith('_amount')) return t.format.amount(String(value))
  return String(value)
}
