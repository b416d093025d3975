/** The companies that clients work for. */
import { text } from 'drizzle-orm/pg-core'
import { epicEvents, history, id, length, rowPolicies } from './columns.ts'

export const company = epicEvents
  .table('company', { id: id(), name: text('name').notNull(), ...history() }, () => [
    length('company_name_length', 'name', 128),
    ...rowPolicies('company'),
  ])
  .enableRLS()
