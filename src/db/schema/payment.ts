/** What was paid for contracts. A payment is never edited: it is cancelled, and another one is written. */

import { sql } from 'drizzle-orm'
import { check, date, foreignKey, index, integer, numeric, text } from 'drizzle-orm/pg-core'
import { epicEvents, id, instant, length, rowPolicies, shownDates, shownDays, trimmed } from './columns.ts'
import { contract } from './contract.ts'
import { users } from './users.ts'

export const payment = epicEvents
  .table(
    'payment',
    {
      id: id(),
      contractId: integer('contract_id').notNull(),
      /** What the client paid; what went back to them is negative. */
      amount: numeric('amount', { precision: 12, scale: 2 }).notNull(),
      paidOn: date('paid_on').notNull().default(sql`current_date`),
      method: text('method').notNull().default('transfer'),
      reference: text('reference'),
      /**
       * `payment` and `refund` are written by people. The other two are written by the contract's own trigger, so that the payments always
       * add up to what is paid: `opening` with a new contract of which a part is paid, `adjustment` where somebody changes what remains.
       */
      kind: text('kind').notNull().default('payment'),
      /** Who wrote it. The database fills it. */
      userId: integer('user_id'),
      createdAt: instant('created_at').notNull().defaultNow(),
      cancelledAt: instant('cancelled_at'),
      cancelledWhy: text('cancelled_why'),
    },
    (table) => [
      check('payment_amount_range', sql`amount between -9999999999.99 and 9999999999.99 and amount <> 0`),
      check('payment_method', sql`method in ('transfer', 'card', 'cheque', 'cash', 'direct_debit', 'other')`),
      check('payment_kind', sql`kind in ('payment', 'refund', 'opening', 'adjustment')`),
      check(
        'payment_sign',
        sql`(kind = 'payment' and amount > 0) or (kind = 'refund' and amount < 0) or kind in ('opening', 'adjustment')`,
      ),
      length('payment_reference_length', 'reference', 128),
      trimmed('payment_reference_trimmed', 'reference'),
      length('payment_cancelled_why_length', 'cancelled_why', 256),
      trimmed('payment_cancelled_why_trimmed', 'cancelled_why'),
      check('payment_cancelled', sql`cancelled_why is null or cancelled_at is not null`),
      shownDays('payment_paid_range', 'paid_on'),
      shownDates('payment_dates_range', 'created_at', 'cancelled_at'),
      foreignKey({ name: 'payment_contract_fk', columns: [table.contractId], foreignColumns: [contract.id] }).onDelete(
        'cascade',
      ),
      foreignKey({ name: 'payment_user_fk', columns: [table.userId], foreignColumns: [users.id] }).onDelete('set null'),
      index('payment_contract_idx').on(table.contractId, table.paidOn, table.id),
      // With what `report revenue` and `report ageing` add up.
      index('payment_paid_idx').on(table.paidOn, table.id, table.contractId, table.amount, table.cancelledAt),
      index('payment_user_idx').on(table.userId),
      ...rowPolicies('payment'),
    ],
  )
  .enableRLS()
