/** The hashes of the secrets that prove or renew a session. */
import { sql } from 'drizzle-orm'
import { bigint, check, foreignKey, index, integer, text } from 'drizzle-orm/pg-core'
import { bytea, epicEvents, instant, xid8 } from './columns.ts'
import { session } from './session.ts'

/** SHA-256 of the secrets of a session. Kind `a`: access secret (the token's `jti`); kind `r`: refresh token. */
export const sessionSecret = epicEvents
  .table(
    'session_secret',
    {
      hash: bytea('hash').primaryKey(),
      sessionId: bigint('session_id', { mode: 'number' }).notNull(),
      kind: text('kind').notNull(),
      expiresAt: instant('expires_at').notNull(),
      /** For a refresh token: when its use began a new generation. */
      usedAt: instant('used_at'),
      /** The generation of the session that it belongs to. */
      generation: integer('generation').notNull().default(0),
      /** For an access secret: the refresh token that was made together with it. */
      refreshHash: bytea('refresh_hash'),
      /** The transaction that made it. Within that transaction it proves nothing, because the caller can still roll it back. */
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
