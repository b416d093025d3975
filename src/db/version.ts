/**
 * Which schema this program knows: the number of its migrations, as drizzle's journal counts them. The database's row `meta` says which
 * schema it has and which is the oldest program that still understands it, so that older programs go on
 * working after an additive migration.
 */
import journal from '../../drizzle/meta/_journal.json'

export const schemaVersion = journal.entries.length
