/**
 * Reads the migrations: the SQL files that drizzle-kit made, in the order of its journal.
 *
 * src/db/migrate.ts imports this module as a macro: Bun calls `migrations` while it transpiles or compiles that file and puts the result
 * in the place of the call. So the compiled program holds every migration, and no list of them is kept by hand.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import journal from '../../drizzle/meta/_journal.json'

/** One migration as drizzle's migrator wants it. */
export interface Migration {
  readonly sql: string[]
  readonly bps: boolean
  /** When it was made, in milliseconds: the journal's key. */
  readonly folderMillis: number
  /** SHA-256 of the whole file. Databases keep it, so a migration that was released must never change. */
  readonly hash: string
}

/** All migrations in order. @throws Error when the journal names a file that does not exist */
export function migrations(): Migration[] {
  return journal.entries.map(({ tag, when, breakpoints }) => {
    const text = readFileSync(join(import.meta.dir, '..', '..', 'drizzle', `${tag}.sql`), 'utf8')
    return {
      sql: text.split('--> statement-breakpoint'),
      bps: breakpoints,
      folderMillis: when,
      hash: new Bun.CryptoHasher('sha256').update(text).digest('hex'),
    }
  })
}
