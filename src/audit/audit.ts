/** An entry of the audit log: its fields, its columns. */
import { type Resource, resources, rulesOf } from '../access/catalogue.ts'
import type { Column } from '../field/column.ts'
import { date } from '../field/date.ts'
import { field } from '../field/field.ts'
import { id } from '../field/id.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { nearest } from '../text/nearest.ts'

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

/** The latest entries of one record, the newest last. */
export interface History {
  readonly entries: readonly Entry[]
  /** `true`: there are older ones. */
  readonly more: boolean
}

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
    schema: (t) => parser(t, (typed): Resource | InvalidValue => resourceOf(typed) ?? unknownTable(typed, t)),
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

function unknownTable(typed: string, t: Catalog): InvalidValue {
  const near = nearest(typed, audited)
  return new InvalidValue(t.audit.unknownTable({ received: excerpt(typed), words: audited.join(', '), near }))
}

const id_: Column = { key: 'id', kind: 'id', label: (t) => t.audit.label.id }
const at: Column = { key: 'at', kind: 'date', label: (t) => t.audit.label.at }
const who: Column = { key: 'user_id', kind: 'reference', label: (t) => t.audit.label.user_id }
export const table: Column = { key: 'table_name', kind: 'text', label: (t) => t.audit.label.table_name }
export const row: Column = { key: 'row_id', kind: 'id', label: (t) => t.audit.label.row_id }
export const action: Column = { key: 'action', kind: 'text', label: (t) => t.audit.label.action }
export const changes: Column = { key: 'changes', kind: 'words', label: (t) => t.audit.label.changes }
const values: readonly Column[] = [
  { key: 'old_values', kind: 'json', label: (t) => t.audit.label.old_values },
  { key: 'new_values', kind: 'json', label: (t) => t.audit.label.new_values },
]

/** People read `old → new`; programs get the values themselves. */
export const columns = {
  people: [id_, at, who, table, row, action, changes],
  data: [id_, at, who, table, row, action, ...values],
} as const satisfies Record<string, readonly Column[]>
