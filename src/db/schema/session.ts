/** Sessions: who is signed in. */
import { foreignKey, index, integer, text } from 'drizzle-orm/pg-core'
import { bigId, epicEvents, instant } from './columns.ts'
import { users } from './users.ts'

/** One row for each login on a device. A session ends when it is revoked, at `ends_at`, or when its user is deleted. */
export const session = epicEvents
  .table(
    'session',
    {
      id: bigId(),
      userId: integer('user_id').notNull(),
      createdAt: instant('created_at').notNull().defaultNow(),
      endsAt: instant('ends_at').notNull(),
      revokedAt: instant('revoked_at'),
      revokedWhy: text('revoked_why'),
    },
    (table) => [
      foreignKey({ name: 'session_user_fk', columns: [table.userId], foreignColumns: [users.id] }).onDelete('cascade'),
      index('session_user_idx').on(table.userId),
    ],
  )
  .enableRLS()
