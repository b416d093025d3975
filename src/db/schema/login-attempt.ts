/** Attempts to log in. They are counted, so that guessing a password becomes slower with each failure. */
import { sql } from 'drizzle-orm'
import { check, index, integer, text } from 'drizzle-orm/pg-core'
import { bigId, bytea, epicEvents, instant, xid8 } from './columns.ts'

export const loginAttempt = epicEvents
  .table(
    'login_attempt',
    {
      id: bigId(),
      at: instant('at').notNull().default(sql`clock_timestamp()`),
      username: text('username').notNull(),
      /**
       * 0 if nobody has this name. It is not a foreign key: that would lock the user's row, and the lock, which pg_locks shows, would tell
       * the verdict to a caller who rolls back.
       */
      userId: integer('user_id').notNull(),
      /** `ok`, `no`, or `wait`, which means that the password was not verified at all. */
      verdict: text('verdict').notNull(),
      waitSeconds: integer('wait_seconds').notNull().default(0),
      accessHash: bytea('access_hash').notNull(),
      refreshHash: bytea('refresh_hash').notNull(),
      /** SHA-256 of the stored hash that the password was compared with. After a change of the password the attempt is worth nothing. */
      passwordSeen: bytea('password_seen').notNull(),
      claimedAt: instant('claimed_at'),
      madeBy: xid8('made_by').notNull().default(sql`pg_current_xact_id()`),
    },
    (table) => [
      check('login_attempt_verdict', sql`verdict in ('ok', 'no', 'wait')`),
      index('login_attempt_username_idx').on(table.username, table.id),
      index('login_attempt_at_idx').on(table.at),
    ],
  )
  .enableRLS()
