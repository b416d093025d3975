/** The codes of the catalogue (src/access/catalogue.ts). */
import { text, unique } from 'drizzle-orm/pg-core'
import { epicEvents, id } from './columns.ts'

export const permission = epicEvents.table('permission', { id: id(), name: text('name').notNull() }, (table) => [
  unique('permission_name_key').on(table.name),
])
