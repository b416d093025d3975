/** The companies that clients work for. */
import { type SQL, sql } from 'drizzle-orm'
import { check, index, text } from 'drizzle-orm/pg-core'
import { epicEvents, foldedText, history, id, length, rowPolicies, shownDates, trimmed, tsvector } from './columns.ts'

export const company = epicEvents
  .table(
    'company',
    {
      id: id(),
      name: text('name').notNull(),
      billingAddress: text('billing_address'),
      vatNumber: text('vat_number'),
      nameKey: foldedText('name_key').generatedAlwaysAs((): SQL => sql`epic_events.fold(name)`),
      search: tsvector('search').generatedAlwaysAs((): SQL => sql`epic_events.vector(epic_events.words(name))`),
      ...history(),
    },
    (table) => [
      length('company_name_length', 'name', 128),
      trimmed('company_name_trimmed', 'name'),
      length('company_billing_address_length', 'billing_address', 256),
      trimmed('company_billing_address_trimmed', 'billing_address'),
      // The one form in which VAT numbers are kept (src/field/vat-number.ts). The program alone knows the check digits of every country.
      check('company_vat_number_format', sql`vat_number ~ '^[A-Z]{2}[0-9A-Z+*]{2,14}$'`),
      shownDates('company_dates_range', 'created_at', 'updated_at'),
      index('company_name_idx').on(table.nameKey, table.id),
      index('company_search_idx').using('gin', sql`epic_events.beginnings(search)`),
      ...rowPolicies('company'),
    ],
  )
  .enableRLS()
