/**
 * The tables of PostgreSQL's schema `epic_events`: columns, constraints, indexes and policies. Functions, triggers and grants, which
 * drizzle-kit cannot declare, stand in the custom migrations of drizzle/.
 *
 * Rules live here as constraints wherever they can, because a constraint has no race (trust.md §3):
 * - `contract_client_commercial`: a contract's commercial is its client's; a hand-over is one UPDATE that carries the contracts along.
 * - `event_contract_signed`: an event needs a signed contract, and no contract is unsigned under an event.
 */
import { sql } from 'drizzle-orm'
import { bigint, check, customType, integer, type PgPolicy, pgPolicy, pgSchema, timestamp } from 'drizzle-orm/pg-core'
import type { Resource } from '../../access/catalogue.ts'
import { rulesOf } from '../../access/catalogue.ts'
import { policies } from '../../access/predicates.ts'

export const epicEvents = pgSchema('epic_events')

/** Hashes, 32 bytes each. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
/** The number of a transaction. */
export const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })

/** A point in time; as text, because to_json already writes RFC 3339. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
/** The id that people type. */
export const id = () => integer('id').primaryKey().generatedByDefaultAsIdentity()
/** The id of rows that nobody types. */
export const bigId = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()
/** When a row was made and changed, and how often: kept by the trigger d_touch. */
export const history = () => ({
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
  version: integer('version').notNull().default(1),
})
/** A text of 1 to `most` characters. */
export const length = (name: string, column: string, limit: number) =>
  check(name, sql.raw(`char_length(${column}) between 1 and ${limit}`))

/** The policies that the catalogue gives a table. */
export function rowPolicies(resource: Resource): PgPolicy[] {
  const { table } = rulesOf(resource)
  const of = policies(resource)
  return [
    ...(of.select ? [pgPolicy(`${table}_select`, { for: 'select', to: 'public', using: sql.raw(of.select) })] : []),
    ...(of.insert ? [pgPolicy(`${table}_insert`, { for: 'insert', to: 'public', withCheck: sql.raw(of.insert) })] : []),
    ...(of.update
      ? [
          pgPolicy(`${table}_update`, {
            for: 'update',
            to: 'public',
            using: sql.raw(of.update.using),
            withCheck: sql.raw(of.update.check),
          }),
        ]
      : []),
    ...(of.delete ? [pgPolicy(`${table}_delete`, { for: 'delete', to: 'public', using: sql.raw(of.delete) })] : []),
  ]
}
