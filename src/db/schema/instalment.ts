/**
 * The schedule of a contract: which part of its total is due when. Payments are not allocated to instalments: the running sum of what is paid
 * covers them in the order of `due_on` and `id`. A schedule is replaced as a whole, so a row is never updated.
 */

import { sql } from 'drizzle-orm'
import { check, date, foreignKey, index, integer, numeric, pgPolicy, text } from 'drizzle-orm/pg-core'
import { predicateUnder } from '../../access/predicates.ts'
import { epicEvents, id, length, shownDays, trimmed } from './columns.ts'
import { contract } from './contract.ts'

const under = 'instalment.contract_id'
const seen = sql.raw(predicateUnder('contract', ['list', 'view'], under))
const written = sql.raw(predicateUnder('contract', ['update'], under))

export const instalment = epicEvents
  .table(
    'instalment',
    {
      id: id(),
      contractId: integer('contract_id').notNull(),
      /** What it is for, as it was typed: `signature`, `event-15d`; null where the day says it all. */
      label: text('label'),
      dueOn: date('due_on').notNull(),
      amount: numeric('amount', { precision: 12, scale: 2 }).notNull(),
    },
    (table) => [
      check('instalment_amount_range', sql`amount between 0.01 and 9999999999.99`),
      length('instalment_label_length', 'label', 64),
      trimmed('instalment_label_trimmed', 'label'),
      shownDays('instalment_due_range', 'due_on'),
      foreignKey({
        name: 'instalment_contract_fk',
        columns: [table.contractId],
        foreignColumns: [contract.id],
      }).onDelete('cascade'),
      index('instalment_contract_idx').on(table.contractId, table.dueOn, table.id),
      pgPolicy('instalment_select', { for: 'select', to: 'public', using: seen }),
      pgPolicy('instalment_insert', { for: 'insert', to: 'public', withCheck: written }),
      pgPolicy('instalment_delete', { for: 'delete', to: 'public', using: written }),
    ],
  )
  .enableRLS()
