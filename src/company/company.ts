/** A company: its one field and its columns. Plain data. */

import type { Column } from '../field/column.ts'
import { field } from '../field/field.ts'
import { id } from '../field/id.ts'
import { text } from '../field/text.ts'

/** As the database answers it: JSON keys, RFC 3339 times. */
export type Company = {
  readonly id: number
  readonly name: string
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

/** One company alone comes with the number of its clients, as far as one sees them. */
export type CompanyCard = Company & { readonly client_count: number }

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
  { key: 'created_at', kind: 'date', label: (t) => t.output.createdAt, cardOnly: true },
  { key: 'updated_at', kind: 'date', label: (t) => t.output.updatedAt, cardOnly: true },
  { key: 'version', kind: 'count', label: (t) => t.output.version, cardOnly: true },
]

/** The columns of one company alone. */
export const cardColumns: readonly Column[] = columns.flatMap((column) =>
  column.key === 'name'
    ? [column, { key: 'client_count', kind: 'count', label: (t) => t.company.label.client_count }]
    : [column],
)
