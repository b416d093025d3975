/**
 * Writes the views of `epic_events_api`, through which people read and write (docs/TRUST.md §1). A migration holds their text: `bun run
 * migrations` appends a view whose table has got a column, and test/trust/catalogue.test.ts compares.
 */
import type { Resource } from './catalogue.ts'
import { showsSql } from './predicates.ts'

/** View, named as its table → the resource whose codes open it; undefined: it holds nothing that anybody may not know. */
export const views: Readonly<Record<string, Resource | undefined>> = {
  users: 'user',
  role: 'role',
  role_permission: 'role',
  company: 'company',
  client: 'client',
  contract: 'contract',
  event: 'event',
  audit_log: 'audit',
  permission: undefined,
  meta: undefined,
}

/** Columns that no view shows, as `table.column`. */
export const secretColumns: readonly string[] = ['users.password_hash']

/**
 * The statement that makes or replaces a view. Its condition names no column, so PostgreSQL asks it once, before it scans anything.
 *
 * @param columns in order; PostgreSQL lets a view that exists only get further ones at its end
 */
export function viewSql(name: string, columns: readonly string[]): string {
  const resource = views[name]
  const where = resource ? `\n  where ${showsSql(resource)}` : ''
  return `create or replace view epic_events_api.${name} as\n  select ${columns.join(', ')}\n  from epic_events.${name}${where}`
}
