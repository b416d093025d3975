/** The version of the schema. */
import { sql } from 'drizzle-orm'
import { boolean, check, integer } from 'drizzle-orm/pg-core'
import { epicEvents } from './columns.ts'

/** One row: the number of migrations that were applied, and the oldest program that still works with them. */
export const meta = epicEvents.table(
  'meta',
  {
    single: boolean('single').primaryKey().default(true),
    schemaVersion: integer('schema_version').notNull(),
    oldestBinary: integer('oldest_binary').notNull(),
  },
  () => [check('meta_one_row', sql`single`)],
)
