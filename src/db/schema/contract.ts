/** Contracts with clients: the total amount, the amount that is still to be paid, and whether the contract is signed. */

import { type SQL, sql } from 'drizzle-orm'
import { bigint, boolean, check, date, foreignKey, index, integer, numeric, unique } from 'drizzle-orm/pg-core'
import { client } from './client.ts'
import { epicEvents, history, id, instant, rowPolicies, shownDates, shownDays, tsvector } from './columns.ts'
import { users } from './users.ts'

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
      /** When it was signed. The trigger a_signed keeps it. */
      signedAt: instant('signed_at'),
      /** When the first instalment is due that the payments do not cover. Triggers of `instalment` and of the amounts keep it. */
      nextDue: date('next_due'),
      isFullyPaid: boolean('is_fully_paid').generatedAlwaysAs((): SQL => sql`remaining_amount = 0`),
      /** The amounts as whole numbers. Under row-level security an index serves comparisons of these, and not of `numeric`. */
      totalCents: bigint('total_cents', { mode: 'number' }).generatedAlwaysAs(
        (): SQL => sql`(total_amount * 100)::bigint`,
      ),
      dueCents: bigint('due_cents', { mode: 'number' }).generatedAlwaysAs(
        (): SQL => sql`(remaining_amount * 100)::bigint`,
      ),
      /** The words of the client and of its company. The trigger e_words keeps them. */
      words: tsvector('words'),
      /** Whether there is an event under the contract. A trigger of `event` keeps it. */
      hasEvent: boolean('has_event').notNull().default(false),
      ...history(),
    },
    (table) => [
      // `NaN` is greater than every number, so a lower bound alone would let it through.
      check('contract_total_positive', sql`total_amount between 0 and 9999999999.99`),
      check('contract_remaining_range', sql`remaining_amount between 0 and total_amount`),
      check('contract_signed_at', sql`is_signed = (signed_at is not null)`),
      shownDates('contract_dates_range', 'created_at', 'updated_at'),
      shownDates('contract_signed_range', 'signed_at'),
      shownDays('contract_next_due_range', 'next_due'),
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
      // A policy reads the commercial, so that an index with it is enough.
      index('contract_total_idx').on(table.totalCents, table.id, table.commercialId),
      index('contract_commercial_total_idx').on(table.commercialId, table.totalCents, table.id),
      index('contract_due_idx').on(table.dueCents, table.id, table.commercialId),
      index('contract_commercial_due_idx').on(table.commercialId, table.dueCents, table.id),
      // What all clients owe together (`today`), added up along the index, and what `report ageing` asks of them.
      index('contract_owed_idx')
        .on(
          table.dueCents,
          table.id,
          table.commercialId,
          table.signedAt,
          table.nextDue,
          table.totalCents,
          table.clientId,
        )
        .where(sql`is_signed and not is_fully_paid`),
      // All that `report pipeline` reads of each contract.
      index('contract_stage_idx').on(
        table.isSigned,
        table.hasEvent,
        table.dueCents,
        table.id,
        table.commercialId,
        table.totalCents,
      ),
      index('contract_created_idx').on(table.createdAt, table.id, table.commercialId),
      index('contract_commercial_created_idx').on(table.commercialId, table.createdAt, table.id),
      index('contract_next_due_idx')
        .on(table.nextDue, table.id, table.commercialId, table.isSigned)
        .where(sql`next_due is not null`),
      index('contract_commercial_next_due_idx')
        .on(table.commercialId, table.nextDue, table.id, table.isSigned)
        .where(sql`next_due is not null`),
      // With what `report revenue` adds up.
      index('contract_signed_idx')
        .on(table.signedAt, table.id, table.commercialId, table.totalCents, table.clientId)
        .where(sql`signed_at is not null`),
      index('contract_without_event_idx').on(table.id).where(sql`not has_event`),
      index('contract_words_idx').using('gin', sql`epic_events.beginnings(words)`),
      ...rowPolicies('contract'),
    ],
  )
  .enableRLS()
