/** The log of changes: who changed what, and when. */
import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, text } from 'drizzle-orm/pg-core'
import { bigId, epicEvents, instant, rowPolicies } from './columns.ts'

/** Only triggers write it, and nothing in it is changed. It has no foreign keys, so that names stay after a user or record was deleted. */
export const auditLog = epicEvents
  .table(
    'audit_log',
    {
      id: bigId(),
      at: instant('at').notNull().default(sql`clock_timestamp()`),
      userId: integer('user_id'),
      userName: text('user_name'),
      /** The id of the command that made the change: after a lost connection the program asks whether it was applied. */
      operation: text('operation'),
      /** What was typed to make the change, by its words alone: `client update`. Null where another program wrote. */
      command: text('command'),
      /** Whether a trigger or a foreign key wrote the row, and nobody by themselves. Null in rows that are older than this column. */
      derived: boolean('derived'),
      tableName: text('table_name').notNull(),
      rowId: bigint('row_id', { mode: 'number' }),
      action: text('action').notNull(),
      oldValues: jsonb('old_values'),
      newValues: jsonb('new_values'),
    },
    (table) => [
      index('audit_log_row_idx').on(table.tableName, table.rowId, table.id),
      index('audit_log_user_idx').on(table.userId, table.id),
      // By its beginning too: an operation may be named by eight characters.
      index('audit_log_operation_idx').on(table.operation.op('text_pattern_ops')).where(sql`operation is not null`),
      ...rowPolicies('audit'),
    ],
  )
  .enableRLS()
