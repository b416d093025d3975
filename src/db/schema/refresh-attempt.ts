/** Attempts to rotate the tokens of a session. */
import { sql } from 'drizzle-orm'
import { index } from 'drizzle-orm/pg-core'
import { bigId, bytea, epicEvents, instant, xid8 } from './columns.ts'

/** One row for each use of a refresh token. It is committed before the use is judged, so nobody can hide that a token was used. */
export const refreshAttempt = epicEvents
  .table(
    'refresh_attempt',
    {
      id: bigId(),
      at: instant('at').notNull().default(sql`clock_timestamp()`),
      /** The refresh token that was used. */
      usedHash: bytea('used_hash').notNull(),
      /** The two secrets that it asks for. */
      accessHash: bytea('access_hash').notNull(),
      refreshHash: bytea('refresh_hash').notNull(),
      claimedAt: instant('claimed_at'),
      madeBy: xid8('made_by').notNull().default(sql`pg_current_xact_id()`),
    },
    (table) => [
      index('refresh_attempt_used_idx').on(table.usedHash, table.at),
      index('refresh_attempt_at_idx').on(table.at),
    ],
  )
  .enableRLS()
