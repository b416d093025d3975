/** The events that the agency organises. Each belongs to a signed contract and may have one support contact. */

import { type SQL, sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, text } from 'drizzle-orm/pg-core'
import {
  epicEvents,
  foldedText,
  history,
  id,
  instant,
  length,
  rowPolicies,
  shownDates,
  trimmed,
  tsvector,
} from './columns.ts'
import { contract } from './contract.ts'
import { users } from './users.ts'

export const event = epicEvents
  .table(
    'event',
    {
      id: id(),
      contractId: integer('contract_id').notNull(),
      /** The commercial of the contract. The database fills and updates it, so that policies do not have to read the contract. */
      commercialId: integer('commercial_id'),
      /** Always true. The foreign key `event_contract_signed` compares it with `is_signed` of the contract. */
      contractSigned: boolean('contract_signed').generatedAlwaysAs((): SQL => sql`true`),
      title: text('title').notNull(),
      fullAddress: text('full_address').notNull(),
      supportContactId: integer('support_contact_id'),
      startDate: instant('start_date').notNull(),
      endDate: instant('end_date').notNull(),
      participantCount: integer('participant_count').notNull().default(0),
      notes: text('notes'),
      titleKey: foldedText('title_key').generatedAlwaysAs((): SQL => sql`epic_events.fold(title)`),
      /** The words of the title and of the place. */
      search: tsvector('search').generatedAlwaysAs(
        (): SQL => sql`epic_events.event_search(title, full_address, commercial_id, support_contact_id)`,
      ),
      /** Those and the words of the client. The trigger e_words keeps them. */
      words: tsvector('words'),
      ...history(),
    },
    (table) => [
      check('event_dates_order', sql`end_date > start_date`),
      check('event_participants_positive', sql`participant_count >= 0`),
      shownDates('event_dates_range', 'start_date', 'end_date', 'created_at', 'updated_at'),
      length('event_title_length', 'title', 128),
      trimmed('event_title_trimmed', 'title'),
      length('event_address_length', 'full_address', 256),
      trimmed('event_address_trimmed', 'full_address'),
      length('event_notes_length', 'notes', 10_000),
      trimmed('event_notes_trimmed', 'notes'),
      foreignKey({ name: 'event_contract_fk', columns: [table.contractId], foreignColumns: [contract.id] }).onDelete(
        'cascade',
      ),
      foreignKey({
        name: 'event_contract_commercial',
        columns: [table.contractId, table.commercialId],
        foreignColumns: [contract.id, contract.commercialId],
      })
        .onDelete('cascade')
        .onUpdate('cascade'),
      foreignKey({
        name: 'event_contract_signed',
        columns: [table.contractId, table.contractSigned],
        foreignColumns: [contract.id, contract.isSigned],
      }).onDelete('cascade'),
      foreignKey({ name: 'event_support_fk', columns: [table.supportContactId], foreignColumns: [users.id] }).onDelete(
        'set null',
      ),
      index('event_contract_idx').on(table.contractId, table.commercialId),
      // The first event of a contract, for reports. The condition, which all events meet, keeps lists from walking it: they do not ask it.
      index('event_first_idx')
        .on(table.contractId, table.startDate, table.id, table.commercialId, table.supportContactId)
        .where(sql`end_date > start_date`),
      index('event_commercial_idx').on(table.commercialId, table.id),
      index('event_support_idx').on(table.supportContactId, table.id),
      index('event_unassigned_idx').on(table.id).where(sql`support_contact_id is null`),
      // They hold what a period and the policies ask for, so that the rows in front of the period are passed over without being read.
      index('event_start_idx').on(
        table.startDate,
        table.id,
        table.endDate,
        table.commercialId,
        table.supportContactId,
        table.contractId,
      ),
      index('event_commercial_start_idx').on(
        table.commercialId,
        table.startDate,
        table.id,
        table.endDate,
        table.supportContactId,
      ),
      index('event_support_start_idx').on(
        table.supportContactId,
        table.startDate,
        table.id,
        table.endDate,
        table.commercialId,
      ),
      index('event_unassigned_start_idx')
        .on(table.startDate, table.id, table.endDate, table.commercialId, table.supportContactId)
        .where(sql`support_contact_id is null`),
      index('event_long_idx')
        .on(table.endDate, table.id, table.startDate, table.commercialId, table.supportContactId)
        .where(sql`end_date - start_date > interval '7 days'`),
      // The few long events of one person, for whether they are free.
      index('event_support_long_idx')
        .on(table.supportContactId, table.endDate, table.id, table.startDate, table.commercialId)
        .where(sql`end_date - start_date > interval '7 days'`),
      index('event_title_idx').on(table.titleKey, table.id),
      index('event_commercial_title_idx').on(table.commercialId, table.titleKey, table.id),
      index('event_support_title_idx').on(table.supportContactId, table.titleKey, table.id),
      index('event_participants_idx').on(table.participantCount, table.id),
      index('event_commercial_participants_idx').on(table.commercialId, table.participantCount, table.id),
      index('event_support_participants_idx').on(table.supportContactId, table.participantCount, table.id),
      index('event_search_idx').using('gin', sql`epic_events.beginnings(search)`),
      index('event_words_idx').using('gin', sql`epic_events.beginnings(words)`),
      ...rowPolicies('event'),
    ],
  )
  .enableRLS()
