/** Where records went that were merged into others. Nobody reads it but functions of the owner, which judge by themselves. */

import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, text } from 'drizzle-orm/pg-core'
import { epicEvents, instant } from './columns.ts'

export const merged = epicEvents
  .table(
    'merged',
    {
      tableName: text('table_name').notNull(),
      /** The id of the record that is no more. */
      droppedId: integer('dropped_id').notNull(),
      /** The record that it was merged into, which may have been merged itself since. */
      keptId: integer('kept_id').notNull(),
      at: instant('at').notNull().defaultNow(),
      userId: integer('user_id'),
    },
    (table) => [
      primaryKey({ name: 'merged_pkey', columns: [table.tableName, table.droppedId] }),
      check('merged_table', sql`table_name in ('client', 'company')`),
      check('merged_two', sql`dropped_id <> kept_id`),
      index('merged_kept_idx').on(table.tableName, table.keptId),
    ],
  )
  .enableRLS()
