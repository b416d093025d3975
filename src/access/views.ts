/**
 * Writes the views of `epic_events_api`, through which people read and write (docs/TRUST.md §1). A migration holds their text: `bun run
 * migrations` appends a view whose table has got a column, and test/trust/catalogue.test.ts compares.
 */
import type { Resource } from './catalogue.ts'
import { canSql, showsSql } from './predicates.ts'

/** View, named as its table → the resource whose codes open it; undefined: it holds nothing that anybody may not know. */
export const views: Readonly<Record<string, Resource | undefined>> = {
  users: 'user',
  role: 'role',
  role_permission: 'role',
  company: 'company',
  client: 'client',
  contract: 'contract',
  event: 'event',
  interaction: 'interaction',
  payment: 'payment',
  instalment: 'contract',
  audit_log: 'audit',
  permission: undefined,
  meta: undefined,
}

/**
 * Columns that the database keeps so that lists can be searched, filtered and sorted quickly. No view of a record shows them, nobody is
 * granted to write them, and triggers do not count them as a change of the record: `hidden_columns` of drizzle/0016_a_week.sql names
 * them too.
 */
export const keptColumns: Readonly<Record<string, readonly string[]>> = {
  users: ['name_key', 'search', 'words'],
  company: ['name_key', 'search'],
  client: ['name_key', 'search', 'words', 'has_contract'],
  contract: ['total_cents', 'due_cents', 'words', 'has_event'],
  event: ['title_key', 'search', 'words'],
  // What the client's dates were before this note, for the day on which it is taken back.
  interaction: ['last_before', 'last_moved', 'next_before', 'next_moved'],
}

/** Columns that no view of a record shows, as `table.column`. */
export const hiddenColumns: readonly string[] = [
  'users.password_hash',
  'users.must_change',
  ...Object.entries(keptColumns).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
]

/** A view with what a list needs of each row to find and to sort it. A list joins it to the view of the records. */
interface KeyView {
  readonly table: string
  readonly resource: Resource
  readonly columns: readonly string[]
  /** What the view shows of other records: only a role that may see all of these gets any row. */
  readonly related?: readonly Resource[]
}

const clientKeys = [
  'id',
  'commercial_id',
  'company_id',
  'first_contact_date',
  'last_contact_date',
  'name_key',
  'search',
]
const contractKeys = [
  ...['id', 'client_id', 'commercial_id', 'is_signed', 'is_fully_paid', 'created_at', 'total_cents', 'due_cents'],
]
const eventKeys = [
  ...['id', 'contract_id', 'commercial_id', 'support_contact_id', 'start_date', 'end_date', 'participant_count'],
  ...['title_key', 'search'],
]

export const keyViews: Readonly<Record<string, KeyView>> = {
  user_keys: { table: 'users', resource: 'user', columns: ['id', 'role_id', 'is_active', 'name_key', 'search'] },
  company_keys: { table: 'company', resource: 'company', columns: ['id', 'name_key', 'search'] },
  // PostgreSQL lets a view that exists only get further columns at its end.
  client_keys: { table: 'client', resource: 'client', columns: [...clientKeys, 'next_contact_date'] },
  client_wide: {
    table: 'client',
    resource: 'client',
    columns: [...clientKeys, 'words', 'has_contract', 'next_contact_date'],
    related: ['company', 'contract'],
  },
  contract_keys: { table: 'contract', resource: 'contract', columns: [...contractKeys, 'next_due', 'signed_at'] },
  contract_wide: {
    table: 'contract',
    resource: 'contract',
    columns: [...contractKeys, 'words', 'has_event', 'next_due', 'signed_at'],
    related: ['client', 'company', 'event'],
  },
  event_keys: { table: 'event', resource: 'event', columns: eventKeys },
  event_wide: { table: 'event', resource: 'event', columns: [...eventKeys, 'words'], related: ['client'] },
}

/** The statement that makes or replaces one of `keyViews`. */
export function keyViewSql(name: string): string {
  const view = keyViews[name]
  if (!view) throw new Error(`${name} is no view of keys`)
  const { table, resource, columns, related = [] } = view
  const where = [showsSql(resource), ...related.map((one) => canSql([`${one}:list`, `${one}:view`]))].join('\n    and ')
  return `create or replace view epic_events_api.${name} as\n  select ${columns.join(', ')}\n  from epic_events.${table}\n  where ${where}`
}

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
