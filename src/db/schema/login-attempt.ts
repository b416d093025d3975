/** Attempts to log in. They are counted, so that guessing a password becomes slower with each failure. */
import { sql } from 'drizzle-orm'
import { check, index, text } from 'drizzle-orm/pg-core'
import { bigId, bytea, epicEvents, instant, xid8 } from './columns.ts'

/**
 * One row for each attempt. It is committed before anybody is told whether the password was right, so nobody can ask and take the
 * question back. An attempt that was not claimed as right counts as a failure.
 */
export const loginAttempt = epicEvents
  .table(
    'login_attempt',
    {
      id: bigId(),
      at: instant('at').notNull().default(sql`clock_timestamp()`),
      username: text('username').notNull(),
      /** The login role of PostgreSQL from which the attempt came. Failures count for a name and a login together. */
      login: text('login').notNull(),
      /** Null until it is claimed, then `ok` or `no`. `wait`: it came too early, so its password is never compared. */
      verdict: text('verdict'),
      accessHash: bytea('access_hash').notNull(),
      refreshHash: bytea('refresh_hash').notNull(),
      /** Random. */
      salt: bytea('salt').notNull(),
      /** SHA-256 of the salt and the digest of the password: the digest that the claim brings must be the one of the attempt. */
      commitment: bytea('commitment').notNull(),
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
