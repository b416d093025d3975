/** The version of the schema, and which database this is. */
import { sql } from 'drizzle-orm'
import { boolean, check, integer, uuid } from 'drizzle-orm/pg-core'
import { epicEvents } from './columns.ts'

/** One row: the number of migrations that were applied, the oldest program that still works with them, and this database's own name. */
export const meta = epicEvents.table(
  'meta',
  {
    single: boolean('single').primaryKey().default(true),
    schemaVersion: integer('schema_version').notNull(),
    oldestBinary: integer('oldest_binary').notNull(),
    /**
     * Calendars know an event by its id and this name. It is null in the image of the embedded database and after the migrations: the first
     * unpacking of a folder and the creation of a server's database set it, and a restored database keeps it.
     */
    installation: uuid('installation'),
  },
  () => [check('meta_one_row', sql`single`)],
)
