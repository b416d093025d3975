/**
 * The migrations, embedded in the program: SQL files that drizzle-kit made, in the order of its journal. A new one is added here and in
 * `schemaVersion`; test/trust/catalogue.test.ts compares the two with the folder.
 */

import tables from '../../drizzle/0000_tables.sql' with { type: 'text' }
import functions from '../../drizzle/0001_functions.sql' with { type: 'text' }
import policies from '../../drizzle/0002_policies.sql' with { type: 'text' }
import guards from '../../drizzle/0003_guards.sql' with { type: 'text' }
import rules from '../../drizzle/0004_rules.sql' with { type: 'text' }
import seed from '../../drizzle/0005_seed.sql' with { type: 'text' }
import ruleDetails from '../../drizzle/0007_rules.sql' with { type: 'text' }
import journal from '../../drizzle/meta/_journal.json'

const files: Readonly<Record<string, string>> = {
  '0000_tables': tables,
  '0001_functions': functions,
  '0002_policies': policies,
  '0003_guards': guards,
  '0004_rules': rules,
  '0005_seed': seed,
  '0007_rules': ruleDetails,
}

/** One migration as drizzle's migrator wants it. */
export interface Migration {
  readonly sql: string[]
  readonly bps: boolean
  /** When it was made, in milliseconds: the journal's key. */
  readonly folderMillis: number
  readonly hash: string
}

/** All migrations in order. @throws Error when the journal names a file that this list lacks (a bug) */
export function migrations(): Migration[] {
  return journal.entries.map(({ tag, when, breakpoints }) => {
    const text = files[tag]
    if (text === undefined) throw new Error(`migration ${tag} is in the journal but not in src/db/migrations.ts`)
    return {
      sql: text.split('--> statement-breakpoint'),
      bps: breakpoints,
      folderMillis: when,
      hash: new Bun.CryptoHasher('sha256').update(text).digest('hex'),
    }
  })
}
