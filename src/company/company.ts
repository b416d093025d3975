/** A company: its fields and its columns, as plain data. */

import { columnsOf, fieldsOf, keptColumns, withColumnsAfter } from '../field/attribute.ts'
import { id } from '../field/id.ts'
import { text } from '../field/text.ts'
import { vatNumber } from '../field/vat-number.ts'

/** As the database answers it: JSON keys, RFC 3339 times. */
export type Company = {
  readonly id: number
  readonly name: string
  readonly billing_address: string | null
  readonly vat_number: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

/** A single company, as its `view` shows it, also has the number of its clients that the caller may see. */
export type CompanyCard = Company & { readonly client_count: number }

export const { id: idField } = fieldsOf('company', { id: { kind: 'reference', schema: id } })

export const fields = fieldsOf('company', {
  name: { kind: 'text', short: 'n', schema: (t) => text(t, { max: 128 }) },
  billingAddress: { kind: 'text', schema: (t) => text(t, { max: 256 }), nullable: true },
  vatNumber: { kind: 'text', schema: vatNumber, nullable: true },
})

export const columns = columnsOf('company', {
  id: { kind: 'id' },
  name: { kind: 'text' },
  billing_address: { kind: 'text', cardOnly: true },
  vat_number: { kind: 'text', cardOnly: true },
  ...keptColumns,
})

/** The columns of a single company. */
export const cardColumns = withColumnsAfter(
  columns,
  'vat_number',
  columnsOf('company', { client_count: { kind: 'count' } }),
)
