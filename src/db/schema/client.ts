/** The agency's clients. Each client has one salesperson (`commercial_id`). */

import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { epicEvents, history, id, instant, length, normalEmail, rowPolicies, shownDates, trimmed } from './columns.ts'
import { company } from './company.ts'
import { users } from './users.ts'

export const client = epicEvents
  .table(
    'client',
    {
      id: id(),
      fullName: text('full_name').notNull(),
      email: text('email').notNull(),
      phone: text('phone'),
      companyId: integer('company_id'),
      firstContactDate: instant('first_contact_date').notNull().defaultNow(),
      lastContactDate: instant('last_contact_date'),
      commercialId: integer('commercial_id').notNull(),
      ...history(),
    },
    (table) => [
      uniqueIndex('client_email_key').on(sql`lower(${table.email})`),
      length('client_full_name_length', 'full_name', 128),
      trimmed('client_full_name_trimmed', 'full_name'),
      length('client_email_length', 'email', 128),
      normalEmail('client_email_normal'),
      length('client_phone_length', 'phone', 32),
      check('client_phone_e164', sql`phone ~ '^[+][1-9][0-9]{5,14}$'`),
      shownDates('client_dates_range', 'first_contact_date', 'last_contact_date', 'created_at', 'updated_at'),
      unique('client_id_commercial_key').on(table.id, table.commercialId),
      foreignKey({ name: 'client_company_fk', columns: [table.companyId], foreignColumns: [company.id] }).onDelete(
        'set null',
      ),
      foreignKey({ name: 'client_commercial_fk', columns: [table.commercialId], foreignColumns: [users.id] }).onDelete(
        'restrict',
      ),
      index('client_commercial_idx').on(table.commercialId, table.id),
      index('client_company_idx').on(table.companyId),
      ...rowPolicies('client'),
    ],
  )
  .enableRLS()
