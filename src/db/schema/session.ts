/** Sessions: who is signed in. */
import { index, integer, text } from 'drizzle-orm/pg-core'
import { bigId, bytea, epicEvents, instant } from './columns.ts'

/**
 * One row for each login on a device. A session is over at `ends_at`, when a row of `ended` names it or its user, when its user has another
 * password, and when its user is deactivated or deleted. There is no foreign key to the user: it would lock the user's row, and somebody who
 * holds that row could keep everybody from logging in.
 */
export const session = epicEvents
  .table(
    'session',
    {
      id: bigId(),
      userId: integer('user_id').notNull(),
      createdAt: instant('created_at').notNull().defaultNow(),
      endsAt: instant('ends_at').notNull(),
      /** Set by older versions of the schema; a session ends by a row of `ended` now. */
      revokedAt: instant('revoked_at'),
      revokedWhy: text('revoked_why'),
      /** How often its tokens were rotated. A secret of an older generation proves nothing. */
      generation: integer('generation').notNull().default(0),
      /** SHA-256 of the stored password hash at the login. Null for sessions of older versions of the schema. */
      passwordSeen: bytea('password_seen'),
      /** The name of the computer, as the program that logged in told it. */
      device: text('device'),
      /** When its tokens were last rotated. */
      lastUsedAt: instant('last_used_at'),
    },
    (table) => [index('session_user_idx').on(table.userId)],
  )
  .enableRLS()
