/** A company: its one field and its columns. Plain data. */
import { field } from '../cli/field.ts'
import type { Column } from '../cli/output/column.ts'
import { id } from '../cli/values/id.ts'
import { text } from '../cli/values/text.ts'

/** As the database answers it: JSON keys, RFC 3339 times. */
export type Company = {
  readonly id: number
  readonly name: string
  /** Its clients, as far as one sees them. */
  readonly client_count: number
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

export const idField = field({
  kind: 'reference',
  option: 'id',
  column: 'id',
  label: (t) => t.company.label.id,
  help: (t) => t.company.help.id,
  schema: id,
})

export const fields = {
  name: field({
    kind: 'text',
    option: 'name',
    short: 'n',
    column: 'name',
    label: (t) => t.company.label.name,
    help: (t) => t.company.help.name,
    schema: (t) => text(t, { max: 128 }),
  }),
}

export const columns: readonly Column[] = [
  { key: 'id', kind: 'id', label: (t) => t.company.label.id },
  { key: 'name', kind: 'text', label: (t) => t.company.label.name },
  { key: 'client_count', kind: 'count', label: (t) => t.company.label.client_count, drop: 1 },
  { key: 'created_at', kind: 'date', label: (t) => t.output.createdAt, cardOnly: true },
  { key: 'updated_at', kind: 'date', label: (t) => t.output.updatedAt, cardOnly: true },
  { key: 'version', kind: 'count', label: (t) => t.output.version, cardOnly: true },
]
