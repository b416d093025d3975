/** Who is signed in, and who tried. */
import { sql } from 'drizzle-orm'
import { bigint, check, foreignKey, index, integer, text } from 'drizzle-orm/pg-core'
import { bigId, bytea, epicEvents, instant, xid8 } from './column.ts'
import { users } from './people.ts'

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

/** SHA-256 of the secrets of a session: kind `a` opens the door (the token's jti), kind `r` makes new ones. */
export const sessionSecret = epicEvents
  .table(
    'session_secret',
    {
      hash: bytea('hash').primaryKey(),
      sessionId: bigint('session_id', { mode: 'number' }).notNull(),
      kind: text('kind').notNull(),
      expiresAt: instant('expires_at').notNull(),
      usedAt: instant('used_at'),
      /** The transaction that made it: in that one it proves nothing, because whoever called can still roll it back. */
      madeBy: xid8('made_by').notNull().default(sql`pg_current_xact_id()`),
    },
    (table) => [
      check('session_secret_hash_length', sql`octet_length(hash) = 32`),
      check('session_secret_kind', sql`kind in ('a', 'r')`),
      foreignKey({
        name: 'session_secret_session_fk',
        columns: [table.sessionId],
        foreignColumns: [session.id],
      }).onDelete('cascade'),
      index('session_secret_session_idx').on(table.sessionId),
    ],
  )
  .enableRLS()

export const loginAttempt = epicEvents
  .table(
    'login_attempt',
    {
      id: bigId(),
      at: instant('at').notNull().default(sql`clock_timestamp()`),
      username: text('username').notNull(),
      /** 0: nobody has this name. No foreign key: its lock on the person would tell the verdict to whoever rolls back (pg_locks). */
      userId: integer('user_id').notNull(),
      /** `ok`, `no`, or `wait`: the last was not verified at all. */
      verdict: text('verdict').notNull(),
      waitSeconds: integer('wait_seconds').notNull().default(0),
      accessHash: bytea('access_hash').notNull(),
      refreshHash: bytea('refresh_hash').notNull(),
      /** SHA-256 of the stored hash that the password was compared with: an attempt dies with the password it knew. */
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
