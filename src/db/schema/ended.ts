/** What ended sessions. */
import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, text } from 'drizzle-orm/pg-core'
import { bigId, epicEvents, instant } from './columns.ts'

/**
 * One row ends one session, or all sessions that a user has at that moment. Rows are only ever added, and there are no foreign keys: so no
 * lock that somebody holds can keep their own sessions from being ended.
 *
 * The last of a user's rows `deactivated` and `reactivated` says whether the user may log in, besides `users.is_active`: a deactivation
 * takes effect by this row, even while the row of the user is locked.
 */
export const ended = epicEvents
  .table(
    'ended',
    {
      id: bigId(),
      userId: integer('user_id').notNull(),
      /** Null: all sessions that were opened before `at`. */
      sessionId: bigint('session_id', { mode: 'number' }),
      at: instant('at').notNull().default(sql`clock_timestamp()`),
      why: text('why').notNull(),
    },
    (table) => [
      check('ended_why', sql`why in ('logout', 'revoked', 'reused', 'password', 'deactivated', 'reactivated')`),
      index('ended_user_idx').on(table.userId, table.id),
      index('ended_session_idx').on(table.sessionId).where(sql`session_id is not null`),
    ],
  )
  .enableRLS()
