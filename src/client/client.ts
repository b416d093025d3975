/** A client: its fields and its columns, as plain data. */

import { columnsOf, fieldsOf, filtersOf, keptColumns, withColumnsAfter } from '../field/attribute.ts'
import { date } from '../field/date.ts'
import { duration } from '../field/duration.ts'
import { email } from '../field/email.ts'
import { period, periodOfDays } from '../field/period.ts'
import { phone } from '../field/phone.ts'
import { referenceTo } from '../field/reference.ts'
import { text } from '../field/text.ts'
import { words } from '../field/words.ts'

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
  /** A day, `2026-06-12`. Notes set and clear it. */
  readonly next_contact_date: string | null
  readonly commercial_id: number
  readonly commercial_name: string
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

/** A single client, as its `view` shows it, also has the number of its contracts that the caller may see. */
export type ClientCard = Client & { readonly contract_count: number }

export const { id: idField } = fieldsOf('client', { id: referenceTo('client') })

export const fields = fieldsOf('client', {
  fullName: { kind: 'text', short: 'n', schema: (t) => text(t, { max: 128 }) },
  email: { kind: 'text', short: 'e', schema: (t) => email(t, { max: 128 }) },
  phone: { kind: 'text', short: 'p', schema: phone, nullable: true, shown: (e164, t) => t.format.phone(e164) },
  companyId: { ...referenceTo('company'), short: 'c', aliases: ['company'], nullable: true },
  firstContactDate: {
    kind: 'date',
    short: 'f',
    schema: (t) => date(t, { edge: 'start' }),
    default: (t) => t.output.today,
  },
  lastContactDate: { kind: 'date', short: 'l', schema: (t) => date(t, { edge: 'start' }), nullable: true },
})

/** The option of `client update` that hands a client over. It needs `client:assign_commercial`. */
export const { commercialId } = fieldsOf('client', {
  commercialId: { ...referenceTo('user'), aliases: ['commercial'] },
})

/** What narrows the list of clients. Its periods are those of the first contact. */
export const filters = filtersOf('client', {
  search: { kind: 'words', schema: words },
  commercial: { ...referenceTo('user'), many: true },
  company: { ...referenceTo('company'), many: true, contradicts: ['withoutCompany'] },
  withoutCompany: { kind: 'switch' },
  since: { kind: 'period', schema: (t) => period(t, { bare: 'last' }), upTo: 'until' },
  until: { kind: 'period', schema: (t) => period(t, { bare: 'next' }) },
  silent: { kind: 'duration', schema: duration },
  due: { kind: 'period', schema: (t) => periodOfDays(t, { bare: 'next' }) },
  withoutContract: { kind: 'switch' },
  onlyMine: { kind: 'switch' },
})

export const sorts = ['id', 'name', 'company', 'first_contact', 'last_contact', 'next_contact'] as const

export const columns = columnsOf('client', {
  id: { kind: 'id' },
  full_name: { kind: 'text' },
  email: { kind: 'text', dropPriority: 2 },
  phone: { kind: 'phone', dropPriority: 1 },
  company_id: {
    kind: 'reference',
    dropPriority: 3,
    shownFor: { sort: 'company' },
    saidBy: ['company', 'withoutCompany'],
  },
  first_contact_date: {
    kind: 'date',
    dropPriority: 6,
    shownFor: { sort: 'first_contact', filters: ['since', 'until'] },
  },
  last_contact_date: { kind: 'date', dropPriority: 5, shownFor: { sort: 'last_contact', filters: ['silent'] } },
  next_contact_date: { kind: 'date', dropPriority: 7, shownFor: { sort: 'next_contact', filters: ['due'] } },
  commercial_id: { kind: 'reference', dropPriority: 4, saidBy: ['commercial'] },
  ...keptColumns,
})

/** The columns of a single client. */
export const cardColumns = withColumnsAfter(
  columns,
  'commercial_id',
  columnsOf('client', { contract_count: { kind: 'count' } }),
)
