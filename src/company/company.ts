/** A company: its fields and its columns, as plain data. */

import { columnsOf, fieldsOf, filtersOf, keptColumns, withColumnsAfter } from '../field/attribute.ts'
import { referenceTo } from '../field/reference.ts'
import { text } from '../field/text.ts'
import { vatNumber } from '../field/vat-number.ts'
import { words } from '../field/words.ts'

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

export const { id: idField } = fieldsOf('company', { id: referenceTo('company') })

export const fields = fieldsOf('company', {
  name: { kind: 'text', short: 'n', schema: (t) => text(t, { max: 128 }) },
  billingAddress: { kind: 'text', schema: (t) => text(t, { max: 256 }), nullable: true },
  vatNumber: { kind: 'text', schema: vatNumber, nullable: true },
})

/** What narrows the list of companies. */
export const filters = filtersOf('company', { search: { kind: 'words', schema: words } })

export const sorts = ['id', 'name'] as const

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
