/** What the agency is about: companies, clients, contracts, events. */
import { type SQL, sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, numeric, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { epicEvents, history, id, instant, length, rowPolicies } from './column.ts'
import { users } from './people.ts'

export const company = epicEvents
  .table('company', { id: id(), name: text('name').notNull(), ...history() }, () => [
    length('company_name_length', 'name', 128),
    ...rowPolicies('company'),
  ])
  .enableRLS()

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
      length('client_email_length', 'email', 128),
      length('client_phone_length', 'phone', 32),
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

export const contract = epicEvents
  .table(
    'contract',
    {
      id: id(),
      clientId: integer('client_id').notNull(),
      commercialId: integer('commercial_id').notNull(),
      totalAmount: numeric('total_amount', { precision: 12, scale: 2 }).notNull(),
      remainingAmount: numeric('remaining_amount', { precision: 12, scale: 2 }).notNull(),
      isSigned: boolean('is_signed').notNull().default(false),
      isFullyPaid: boolean('is_fully_paid').generatedAlwaysAs((): SQL => sql`remaining_amount = 0`),
      ...history(),
    },
    (table) => [
      check('contract_total_positive', sql`total_amount >= 0`),
      check('contract_remaining_range', sql`remaining_amount between 0 and total_amount`),
      unique('contract_id_commercial_key').on(table.id, table.commercialId),
      unique('contract_id_signed_key').on(table.id, table.isSigned),
      foreignKey({ name: 'contract_client_fk', columns: [table.clientId], foreignColumns: [client.id] }).onDelete(
        'restrict',
      ),
      foreignKey({
        name: 'contract_commercial_fk',
        columns: [table.commercialId],
        foreignColumns: [users.id],
      }).onDelete('restrict'),
      foreignKey({
        name: 'contract_client_commercial',
        columns: [table.clientId, table.commercialId],
        foreignColumns: [client.id, client.commercialId],
      })
        .onDelete('restrict')
        .onUpdate('cascade'),
      index('contract_client_idx').on(table.clientId, table.commercialId),
      index('contract_commercial_idx').on(table.commercialId, table.id),
      index('contract_unpaid_idx').on(table.id).where(sql`not is_fully_paid`),
      index('contract_unsigned_idx').on(table.id).where(sql`not is_signed`),
      ...rowPolicies('contract'),
    ],
  )
  .enableRLS()

export const event = epicEvents
  .table(
    'event',
    {
      id: id(),
      contractId: integer('contract_id').notNull(),
      /** Filled and carried along by the database, so that policies need not read the contract. */
      commercialId: integer('commercial_id'),
      /** Always true: the other half of `event_contract_signed`. */
      contractSigned: boolean('contract_signed').generatedAlwaysAs((): SQL => sql`true`),
      title: text('title').notNull(),
      fullAddress: text('full_address').notNull(),
      supportContactId: integer('support_contact_id'),
      startDate: instant('start_date').notNull(),
      endDate: instant('end_date').notNull(),
      participantCount: integer('participant_count').notNull().default(0),
      notes: text('notes'),
      ...history(),
    },
    (table) => [
      check('event_dates_order', sql`end_date > start_date`),
      check('event_participants_positive', sql`participant_count >= 0`),
      length('event_title_length', 'title', 128),
      length('event_address_length', 'full_address', 256),
      length('event_notes_length', 'notes', 10_000),
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
      index('event_commercial_idx').on(table.commercialId, table.id),
      index('event_support_idx').on(table.supportContactId, table.id),
      index('event_unassigned_idx').on(table.id).where(sql`support_contact_id is null`),
      index('event_start_idx').on(table.startDate),
      ...rowPolicies('event'),
    ],
  )
  .enableRLS()
