/** One row: the version of the schema, and the oldest program that understands it. */
import { sql } from 'drizzle-orm'
import { boolean, check, integer } from 'drizzle-orm/pg-core'
import { epicEvents } from './columns.ts'

/** One row: which schema this is, and the oldest program that still understands it. */
export const meta = epicEvents.table(
  'meta',
  {
    single: boolean('single').primaryKey().default(true),
    schemaVersion: integer('schema_version').notNull(),
    oldestBinary: integer('oldest_binary').notNull(),
  },
  () => [check('meta_one_row', sql`single`)],
)
