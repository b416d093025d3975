/** The agency's clients. Each client has one salesperson (`commercial_id`). */

import { type SQL, sql } from 'drizzle-orm'
import { boolean, date, foreignKey, index, integer, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import {
  e164,
  epicEvents,
  foldedText,
  history,
  id,
  instant,
  length,
  normalEmail,
  rowPolicies,
  shownDates,
  shownDays,
  trimmed,
  tsvector,
} from './columns.ts'
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
      /** When somebody wants to call again. Only notes set and clear it (`interaction`). */
      nextContactDate: date('next_contact_date'),
      commercialId: integer('commercial_id').notNull(),
      nameKey: foldedText('name_key').generatedAlwaysAs((): SQL => sql`epic_events.fold(full_name)`),
      /** The words of the client alone. */
      search: tsvector('search').generatedAlwaysAs(
        (): SQL => sql`epic_events.client_search(full_name, email, phone, commercial_id)`,
      ),
      /** Those and the words of the company. The trigger e_words keeps them. */
      words: tsvector('words'),
      /** Whether there is a contract with the client. A trigger of `contract` keeps it. */
      hasContract: boolean('has_contract').notNull().default(false),
      ...history(),
    },
    (table) => [
      uniqueIndex('client_email_key').on(sql`lower(${table.email})`),
      length('client_full_name_length', 'full_name', 128),
      trimmed('client_full_name_trimmed', 'full_name'),
      length('client_email_length', 'email', 128),
      normalEmail('client_email_normal'),
      length('client_phone_length', 'phone', 32),
      e164('client_phone_e164'),
      shownDates('client_dates_range', 'first_contact_date', 'last_contact_date', 'created_at', 'updated_at'),
      shownDays('client_next_contact_range', 'next_contact_date'),
      unique('client_id_commercial_key').on(table.id, table.commercialId),
      foreignKey({ name: 'client_company_fk', columns: [table.companyId], foreignColumns: [company.id] }).onDelete(
        'set null',
      ),
      foreignKey({ name: 'client_commercial_fk', columns: [table.commercialId], foreignColumns: [users.id] }).onDelete(
        'restrict',
      ),
      index('client_commercial_idx').on(table.commercialId, table.id),
      index('client_company_idx').on(table.companyId, table.id),
      index('client_name_idx').on(table.nameKey, table.id, table.commercialId),
      index('client_commercial_name_idx').on(table.commercialId, table.nameKey, table.id),
      index('client_first_contact_idx').on(table.firstContactDate, table.id, table.commercialId),
      index('client_commercial_first_contact_idx').on(table.commercialId, table.firstContactDate, table.id),
      index('client_last_contact_idx').on(table.lastContactDate, table.id),
      index('client_commercial_last_contact_idx').on(table.commercialId, table.lastContactDate, table.id),
      // An index alone answers only if it has the columns of an expression too.
      index('client_silent_idx').on(
        sql`coalesce(last_contact_date, first_contact_date)`,
        table.id,
        table.commercialId,
        table.lastContactDate,
        table.firstContactDate,
      ),
      index('client_next_contact_idx')
        .on(table.nextContactDate, table.id, table.commercialId)
        .where(sql`next_contact_date is not null`),
      index('client_commercial_next_contact_idx')
        .on(table.commercialId, table.nextContactDate, table.id)
        .where(sql`next_contact_date is not null`),
      // Likely duplicates (src/client/duplicates-store.ts).
      index('client_phone_idx').on(table.phone, table.id, table.commercialId).where(sql`phone is not null`),
      index('client_company_name_idx')
        .on(table.companyId, table.nameKey, table.id, table.commercialId)
        .where(sql`company_id is not null`),
      index('client_without_company_idx').on(table.id).where(sql`company_id is null`),
      index('client_without_contract_idx').on(table.id).where(sql`not has_contract`),
      index('client_search_idx').using('gin', sql`epic_events.beginnings(search)`),
      index('client_words_idx').using('gin', sql`epic_events.beginnings(words)`),
      ...rowPolicies('client'),
    ],
  )
  .enableRLS()
