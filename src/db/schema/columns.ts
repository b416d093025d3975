/**
 * Column types and policies that the tables of PostgreSQL's schema `epic_events` share. This folder declares tables, constraints, indexes
 * and policies. drizzle-kit cannot declare functions, triggers and grants: they are in the custom migrations of drizzle/.
 *
 * A rule is a constraint wherever that is possible, because a constraint also holds between statements that run at the same time:
 * - `contract_client_commercial`: the commercial of a contract is the one of its client. A hand-over is one UPDATE of the client, which
 *   carries the contracts along.
 * - `event_contract_signed`: an event needs a signed contract, and a contract that has events stays signed.
 */
import { sql } from 'drizzle-orm'
import { bigint, check, customType, integer, type PgPolicy, pgPolicy, pgSchema, timestamp } from 'drizzle-orm/pg-core'
import type { Resource } from '../../access/catalogue.ts'
import { rulesOf } from '../../access/catalogue.ts'
import { policies } from '../../access/predicates.ts'

export const epicEvents = pgSchema('epic_events')

/** Hashes, 32 bytes each. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
/** The words of a text, as PostgreSQL searches them. */
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
/** A text as it is compared and sorted (`epic_events.fold`), the same in every collation. */
export const foldedText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })
/** The id of a transaction. */
export const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })

/** A point in time. It is read as text, because to_json already writes RFC 3339. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
/** The id of a record that people name in commands. */
export const id = () => integer('id').primaryKey().generatedByDefaultAsIdentity()
/** The id of a row that no command names. */
export const bigId = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()
/** When a row was made and changed, and how often it was changed. The trigger d_touch keeps these columns. */
export const history = () => ({
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
  version: integer('version').notNull().default(1),
})
/** A constraint: the text has 1 to `limit` characters. */
export const length = (name: string, column: string, limit: number) =>
  check(name, sql.raw(`char_length(${column}) between 1 and ${limit}`))

/** White space as JavaScript's `trim` removes it, as a string constant of PostgreSQL. */
const blank =
  "E' \\t\\n\\x0b\\f\\r\\u00a0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff'"
/** A constraint: the text neither begins nor ends with white space. */
export const trimmed = (name: string, column: string) => check(name, sql.raw(`${column} = btrim(${column}, ${blank})`))

/** A constraint: a phone number as E.164 writes it (src/field/phone.ts). */
export const e164 = (name: string) => check(name, sql`phone ~ '^[+][1-9][0-9]{5,14}$'`)

/**
 * A constraint: an email in the one form in which emails are compared (src/field/email.ts). It is in lower case and in Unicode's NFC, and
 * its domain is in the form that people read, as UTS 46 maps it: never `xn--`.
 */
export const normalEmail = (name: string) =>
  check(
    name,
    sql.raw(
      `email is nfc normalized and email = lower(email) and email = btrim(email, ${blank}) ` +
        `and split_part(email, '@', 2) is nfkc normalized and split_part(email, '@', 2) !~ '(^|[.])xn--|\u3002'`,
    ),
  )

/**
 * A constraint: these dates can be shown in every time zone, as a year from 1 to 9999. It refuses `infinity` and years before Christ,
 * which PostgreSQL accepts and a list of the program could not show. A null passes.
 */
export const shownDates = (name: string, ...columns: readonly string[]) =>
  check(
    name,
    sql.raw(
      columns
        .map((column) => `${column} >= '0001-01-03 00:00:00+00' and ${column} < '9999-12-30 00:00:00+00'`)
        .join(' and '),
    ),
  )

/** A constraint: these days can be shown, as a year from 1 to 9999. A null passes. */
export const shownDays = (name: string, ...columns: readonly string[]) =>
  check(name, sql.raw(columns.map((column) => `${column} >= '0001-01-03' and ${column} < '9999-12-30'`).join(' and ')))

/** The policies that the catalogue gives to the table of a resource. */
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
