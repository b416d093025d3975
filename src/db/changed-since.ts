/** What was changed since an operation that is to be undone, as the refusal says it. */
import { resources, rulesOf } from '../access/catalogue.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Known } from './in-the-way.ts'

/** A field that was changed after the operation that is to be undone; without a column, the whole record came or went. */
interface ChangedSince {
  readonly table: string
  readonly id: number
  readonly column: string | null
  readonly by: number | null
  readonly at: string | null
  /** The caller's own operation, of which the command was `undo`. */
  readonly undo?: string
}

/** The detail of `undo_changed` is an array. */
export const changesIn = (detail: unknown): readonly ChangedSince[] =>
  Array.isArray(detail) ? (detail as readonly ChangedSince[]) : []

/** A line of the refusal. */
export function changedSince({ table, id, column, by, at }: ChangedSince, people: Known['people'], t: Catalog): string {
  const resource = resources.find((one) => rulesOf(one).table === table)
  const areas: Readonly<Record<string, unknown>> = t
  const { label = {} } = (resource ? areas[resource] : {}) as { readonly label?: Readonly<Record<string, string>> }
  const who = (by !== null && people.get(by)) || t.undo.changed.nobody
  const said = {
    what: `${resource ? t.noun[resource] : table} ${id}`,
    who: by === null ? who : `${who} (${by})`,
    at: at === null ? '' : t.undo.changed.on({ at: t.format.date(at) }),
  }
  return column === null ? t.undo.changed.row(said) : t.undo.changed.column({ ...said, label: label[column] ?? column })
}
