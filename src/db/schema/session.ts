/** Who is signed in, and who tried. */
import { foreignKey, index, integer, text } from 'drizzle-orm/pg-core'
import { bigId, epicEvents, instant } from './columns.ts'
import { users } from './users.ts'

/** One per device and login; over when revoked, at its end, or with its user. */
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
