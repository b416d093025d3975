/** The companies that clients work for. */
import { text } from 'drizzle-orm/pg-core'
import { epicEvents, history, id, length, rowPolicies, shownDates, trimmed } from './columns.ts'

export const company = epicEvents
  .table('company', { id: id(), name: text('name').notNull(), ...history() }, () => [
    length('company_name_length', 'name', 128),
    trimmed('company_name_trimmed', 'name'),
    shownDates('company_dates_range', 'created_at', 'updated_at'),
    ...rowPolicies('company'),
  ])
  .enableRLS()
