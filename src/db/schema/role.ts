/** Roles: named sets of permissions. Every user has one role. */
import { sql } from 'drizzle-orm'
import { check, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { epicEvents, history, id, length, rowPolicies, shownDates, trimmed } from './columns.ts'

export const role = epicEvents
  .table(
    'role',
    {
      id: id(),
      name: text('name').notNull(),
      /** The codes of role_permission as an array. A trigger keeps it; no other code writes it. */
      permissions: text('permissions').array().notNull().default(sql`'{}'`),
      ...history(),
    },
    (table) => [
      uniqueIndex('role_name_key').on(sql`lower(normalize(${table.name}, NFC))`),
      length('role_name_length', 'name', 32),
      trimmed('role_name_trimmed', 'name'),
      shownDates('role_dates_range', 'created_at', 'updated_at'),
      check('role_name_not_number', sql`name !~ '^[0-9]+$'`),
      ...rowPolicies('role'),
    ],
  )
  .enableRLS()
