/** A client: its fields and its columns. Plain data. */

import type { Column } from '../field/column.ts'
import { date } from '../field/date.ts'
import { email } from '../field/email.ts'
import { field } from '../field/field.ts'
import { id } from '../field/id.ts'
import { phone } from '../field/phone.ts'
import { text } from '../field/text.ts'

/** As the database answers it: JSON keys, RFC 3339 times. */
export type Client = {
  readonly id: number
  readonly full_name: string
  readonly email: string
  readonly phone: string | null
  readonly company_id: number | null
  readonly company_name: string | null
  readonly first_contact_date: string
  readonly last_contact_date: string | null
  readonly commercial_id: number
  readonly commercial_name: string
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

/** One client alone comes with the number of its contracts, as far as one sees them. */
export type ClientCard = Client & { readonly contract_count: number }

export const idField = field({
  kind: 'reference',
  option: 'id',
  column: 'id',
  label: (t) => t.client.label.id,
  help: (t) => t.client.help.id,
  schema: id,
})

export const fields = {
  fullName: field({
    kind: 'text',
    option: 'full-name',
    short: 'n',
    column: 'full_name',
    label: (t) => t.client.label.full_name,
    help: (t) => t.client.help.full_name,
    schema: (t) => text(t, { max: 128 }),
  }),
  email: field({
    kind: 'text',
    option: 'email',
    short: 'e',
    column: 'email',
    label: (t) => t.client.label.email,
    help: (t) => t.client.help.email,
    schema: (t) => email(t, { max: 128 }),
  }),
  phone: field({
    kind: 'text',
    option: 'phone',
    short: 'p',
    column: 'phone',
    label: (t) => t.client.label.phone,
    help: (t) => t.client.help.phone,
    schema: phone,
    nullable: true,
    shown: (e164, t) => t.format.phone(e164),
  }),
  companyId: field({
    kind: 'reference',
    option: 'company-id',
    short: 'c',
    column: 'company_id',
    label: (t) => t.client.label.company_id,
    help: (t) => t.client.help.company_id,
    schema: id,
    nullable: true,
  }),
  firstContactDate: field({
    kind: 'date',
    option: 'first-contact-date',
    short: 'f',
    column: 'first_contact_date',
    label: (t) => t.client.label.first_contact_date,
    help: (t) => t.client.help.first_contact_date,
    schema: (t) => date(t, { edge: 'start' }),
  }),
  lastContactDate: field({
    kind: 'date',
    option: 'last-contact-date',
    short: 'l',
    column: 'last_contact_date',
    label: (t) => t.client.label.last_contact_date,
    help: (t) => t.client.help.last_contact_date,
    schema: (t) => date(t, { edge: 'start' }),
    nullable: true,
  }),
}

/** Handing a client over: `client update --commercial-id`, for who holds `client:assign_commercial`. */
export const commercialId = field({
  kind: 'reference',
  option: 'commercial-id',
  column: 'commercial_id',
  label: (t) => t.client.label.commercial_id,
  help: (t) => t.client.help.commercial_id,
  schema: id,
})

export const columns: readonly Column[] = [
  { key: 'id', kind: 'id', label: (t) => t.client.label.id },
  { key: 'full_name', kind: 'text', label: (t) => t.client.label.full_name },
  { key: 'email', kind: 'text', label: (t) => t.client.label.email, dropPriority: 2 },
  { key: 'phone', kind: 'phone', label: (t) => t.client.label.phone, dropPriority: 1 },
  { key: 'company_id', kind: 'reference', label: (t) => t.client.label.company_id, dropPriority: 3 },
  { key: 'first_contact_date', kind: 'date', label: (t) => t.client.label.first_contact_date, dropPriority: 6 },
  { key: 'last_contact_date', kind: 'date', label: (t) => t.client.label.last_contact_date, dropPriority: 5 },
  { key: 'commercial_id', kind: 'reference', label: (t) => t.client.label.commercial_id, dropPriority: 4 },
  { key: 'created_at', kind: 'date', label: (t) => t.output.createdAt, cardOnly: true },
  { key: 'updated_at', kind: 'date', label: (t) => t.output.updatedAt, cardOnly: true },
  { key: 'version', kind: 'count', label: (t) => t.output.version, cardOnly: true },
]

/** The columns of one client alone. */
export const cardColumns: readonly Column[] = columns.flatMap((column) =>
  column.key === 'commercial_id'
    ? [column, { key: 'contract_count', kind: 'count', label: (t) => t.client.label.contract_count }]
    : [column],
)
