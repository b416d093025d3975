/**
 * The tables of PostgreSQL's schema `epic_events`: columns, constraints, indexes and policies. Functions, triggers and grants, which
 * drizzle-kit cannot declare, stand in the custom migrations of drizzle/.
 *
 * Rules live here as constraints wherever they can, because a constraint has no race (trust.md §3):
 * - `contract_client_commercial`: a contract's commercial is its client's; a hand-over is one UPDATE that carries the contracts along.
 * - `event_contract_signed`: an event needs a signed contract, and no contract is unsigned under an event.
 */
import { type SQL, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  type PgPolicy,
  pgPolicy,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { Resource } from '../access/catalogue.ts'
import { rulesOf } from '../access/catalogue.ts'
import { canSql, policies } from '../access/predicates.ts'

export const epicEvents = pgSchema('epic_events')

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const id = () => integer('id').primaryKey().generatedByDefaultAsIdentity()
const bigId = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()
const history = () => ({
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
  version: integer('version').notNull().default(1),
})
const length = (name: string, column: string, most: number) =>
  check(name, sql.raw(`char_length(${column}) between 1 and ${most}`))

/** The policies that the catalogue gives a table. */
function rowPolicies(resource: Resource): PgPolicy[] {
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

export const role = epicEvents
  .table(
    'role',
    {
      id: id(),
      name: text('name').notNull(),
      /** Mirrors role_permission; a trigger keeps it so, no code writes it. */
      permissions: text('permissions').array().notNull().default(sql`'{}'`),
      ...history(),
    },
    (table) => [
      uniqueIndex('role_name_key').on(sql`lower(${table.name})`),
      length('role_name_length', 'name', 32),
      check('role_name_not_number', sql`name !~ '^[0-9]+$'`),
      ...rowPolicies('role'),
    ],
  )
  .enableRLS()

export const permission = epicEvents.table('permission', { id: id(), name: text('name').notNull() }, (table) => [
  unique('permission_name_key').on(table.name),
])

export const rolePermission = epicEvents
  .table(
    'role_permission',
    {
      roleId: integer('role_id').notNull(),
      permissionId: integer('permission_id').notNull(),
    },
    (table) => [
      primaryKey({ name: 'role_permission_pkey', columns: [table.roleId, table.permissionId] }),
      foreignKey({ name: 'role_permission_role_fk', columns: [table.roleId], foreignColumns: [role.id] }).onDelete(
        'cascade',
      ),
      foreignKey({
        name: 'role_permission_permission_fk',
        columns: [table.permissionId],
        foreignColumns: [permission.id],
      }).onDelete('cascade'),
      index('role_permission_permission_idx').on(table.permissionId),
      pgPolicy('role_permission_select', {
        for: 'select',
        to: 'public',
        using: sql.raw(canSql(['role:list', 'role:view'])),
      }),
      pgPolicy('role_permission_insert', { for: 'insert', to: 'public', withCheck: sql.raw(canSql(['role:assign'])) }),
      pgPolicy('role_permission_delete', { for: 'delete', to: 'public', using: sql.raw(canSql(['role:assign'])) }),
    ],
  )
  .enableRLS()

export const users = epicEvents
  .table(
    'users',
    {
      id: id(),
      username: text('username').notNull(),
      fullName: text('full_name').notNull(),
      email: text('email').notNull(),
      /** bcrypt of the domain-separated SHA-256 of the password; nobody but the owner reads it. */
      passwordHash: text('password_hash').notNull(),
      roleId: integer('role_id').notNull(),
      isActive: boolean('is_active').notNull().default(true),
      lastLogin: instant('last_login'),
      ...history(),
    },
    (table) => [
      unique('users_username_key').on(table.username),
      uniqueIndex('users_email_key').on(sql`lower(${table.email})`),
      check('users_username_format', sql`username ~ '^[a-z0-9._-]{5,64}$'`),
      length('users_full_name_length', 'full_name', 128),
      length('users_email_length', 'email', 255),
      check('users_password_hash_bcrypt', sql.raw(`password_hash ~ '^\\$2[aby]\\$1[2-6]\\$[./A-Za-z0-9]{53}$'`)),
      foreignKey({ name: 'users_role_fk', columns: [table.roleId], foreignColumns: [role.id] }).onDelete('restrict'),
      index('users_role_idx').on(table.roleId, table.id),
      ...rowPolicies('user'),
    ],
  )
  .enableRLS()

export const company = epicEvents
  .table('company', { id: id(), name: text('name').notNull(), ...history() }, () => [
    length('company_name_length', 'name', 128),
    ...rowPolicies('company'),
  ])
  .enableRLS()

export const client = epicEvents
  .table(
    'client',
    {
      id: id(),
      fullName: text('full_name').notNull(),
      email: text('email').notNull(),
      phone: text('phone'),
      companyId: integer('company_id'),
      firstContactDate: instant('first_contact_date').notNull().defaultNow(),
      lastContactDate: instant('last_contact_date'),
      commercialId: integer('commercial_id').notNull(),
      ...history(),
    },
    (table) => [
      uniqueIndex('client_email_key').on(sql`lower(${table.email})`),
      length('client_full_name_length', 'full_name', 128),
      length('client_email_length', 'email', 128),
      length('client_phone_length', 'phone', 32),
      unique('client_id_commercial_key').on(table.id, table.commercialId),
      foreignKey({ name: 'client_company_fk', columns: [table.companyId], foreignColumns: [company.id] }).onDelete(
        'set null',
      ),
      foreignKey({ name: 'client_commercial_fk', columns: [table.commercialId], foreignColumns: [users.id] }).onDelete(
        'restrict',
      ),
      index('client_commercial_idx').on(table.commercialId, table.id),
      index('client_company_idx').on(table.companyId),
      ...rowPolicies('client'),
    ],
  )
  .enableRLS()

export const contract = epicEvents
  .table(
    'contract',
    {
      id: id(),
      clientId: integer('client_id').notNull(),
      commercialId: integer('commercial_id').notNull(),
      totalAmount: numeric('total_amount', { precision: 12, scale: 2 }).notNull(),
      remainingAmount: numeric('remaining_amount', { precision: 12, scale: 2 }).notNull(),
      isSigned: boolean('is_signed').notNull().default(false),
      isFullyPaid: boolean('is_fully_paid').generatedAlwaysAs((): SQL => sql`remaining_amount = 0`),
      ...history(),
    },
    (table) => [
      check('contract_total_positive', sql`total_amount >= 0`),
      check('contract_remaining_range', sql`remaining_amount between 0 and total_amount`),
      unique('contract_id_commercial_key').on(table.id, table.commercialId),
      unique('contract_id_signed_key').on(table.id, table.isSigned),
      foreignKey({ name: 'contract_client_fk', columns: [table.clientId], foreignColumns: [client.id] }).onDelete(
        'restrict',
      ),
      foreignKey({
        name: 'contract_commercial_fk',
        columns: [table.commercialId],
        foreignColumns: [users.id],
      }).onDelete('restrict'),
      foreignKey({
        name: 'contract_client_commercial',
        columns: [table.clientId, table.commercialId],
        foreignColumns: [client.id, client.commercialId],
      })
        .onDelete('restrict')
        .onUpdate('cascade'),
      index('contract_client_idx').on(table.clientId, table.commercialId),
      index('contract_commercial_idx').on(table.commercialId, table.id),
      index('contract_unpaid_idx').on(table.id).where(sql`not is_fully_paid`),
      index('contract_unsigned_idx').on(table.id).where(sql`not is_signed`),
      ...rowPolicies('contract'),
    ],
  )
  .enableRLS()

export const event = epicEvents
  .table(
    'event',
    {
      id: id(),
      contractId: integer('contract_id').notNull(),
      /** Filled and carried along by the database, so that policies need not read the contract. */
      commercialId: integer('commercial_id'),
      /** Always true: the other half of `event_contract_signed`. */
      contractSigned: boolean('contract_signed').generatedAlwaysAs((): SQL => sql`true`),
      title: text('title').notNull(),
      fullAddress: text('full_address').notNull(),
      supportContactId: integer('support_contact_id'),
      startDate: instant('start_date').notNull(),
      endDate: instant('end_date').notNull(),
      participantCount: integer('participant_count').notNull().default(0),
      notes: text('notes'),
      ...history(),
    },
    (table) => [
      check('event_dates_order', sql`end_date > start_date`),
      check('event_participants_positive', sql`participant_count >= 0`),
      length('event_title_length', 'title', 128),
      length('event_address_length', 'full_address', 256),
      length('event_notes_length', 'notes', 10_000),
      foreignKey({ name: 'event_contract_fk', columns: [table.contractId], foreignColumns: [contract.id] }).onDelete(
        'cascade',
      ),
      foreignKey({
        name: 'event_contract_commercial',
        columns: [table.contractId, table.commercialId],
        foreignColumns: [contract.id, contract.commercialId],
      })
        .onDelete('cascade')
        .onUpdate('cascade'),
      foreignKey({
        name: 'event_contract_signed',
        columns: [table.contractId, table.contractSigned],
        foreignColumns: [contract.id, contract.isSigned],
      }).onDelete('cascade'),
      foreignKey({ name: 'event_support_fk', columns: [table.supportContactId], foreignColumns: [users.id] }).onDelete(
        'set null',
      ),
      index('event_contract_idx').on(table.contractId, table.commercialId),
      index('event_commercial_idx').on(table.commercialId, table.id),
      index('event_support_idx').on(table.supportContactId, table.id),
      index('event_unassigned_idx').on(table.id).where(sql`support_contact_id is null`),
      index('event_start_idx').on(table.startDate),
      ...rowPolicies('event'),
    ],
  )
  .enableRLS()

/** One per device and login; over when revoked, at its end, or with its user. */
export const session = epicEvents
  .table(
    'session',
    {
      id: bigId(),
      userId: integer('user_id').notNull(),
      createdAt: instant('created_at').notNull().defaultNow(),
      endsAt: instant('ends_at').notNull(),
      revokedAt: instant('revoked_at'),
      revokedWhy: text('revoked_why'),
    },
    (table) => [
      foreignKey({ name: 'session_user_fk', columns: [table.userId], foreignColumns: [users.id] }).onDelete('cascade'),
      index('session_user_idx').on(table.userId),
    ],
  )
  .enableRLS()

/** SHA-256 of the secrets of a session: kind `a` opens the door (the token's jti), kind `r` makes new ones. */
export const sessionSecret = epicEvents
  .table(
    'session_secret',
    {
      hash: bytea('hash').primaryKey(),
      sessionId: bigint('session_id', { mode: 'number' }).notNull(),
      kind: text('kind').notNull(),
      expiresAt: instant('expires_at').notNull(),
      usedAt: instant('used_at'),
      /** The transaction that made it: in that one it proves nothing, because whoever called can still roll it back. */
      madeBy: xid8('made_by').notNull().default(sql`pg_current_xact_id()`),
    },
    (table) => [
      check('session_secret_hash_length', sql`octet_length(hash) = 32`),
      check('session_secret_kind', sql`kind in ('a', 'r')`),
      foreignKey({
        name: 'session_secret_session_fk',
        columns: [table.sessionId],
        foreignColumns: [session.id],
      }).onDelete('cascade'),
      index('session_secret_session_idx').on(table.sessionId),
    ],
  )
  .enableRLS()

export const loginAttempt = epicEvents
  .table(
    'login_attempt',
    {
      id: bigId(),
      at: instant('at').notNull().default(sql`clock_timestamp()`),
      username: text('username').notNull(),
      /** 0: nobody has this name. No foreign key: its lock on the person would tell the verdict to whoever rolls back (pg_locks). */
      userId: integer('user_id').notNull(),
      /** `ok`, `no`, or `wait`: the last was not verified at all. */
      verdict: text('verdict').notNull(),
      waitSeconds: integer('wait_seconds').notNull().default(0),
      accessHash: bytea('access_hash').notNull(),
      refreshHash: bytea('refresh_hash').notNull(),
      /** SHA-256 of the stored hash that the password was compared with: an attempt dies with the password it knew. */
      passwordSeen: bytea('password_seen').notNull(),
      claimedAt: instant('claimed_at'),
      madeBy: xid8('made_by').notNull().default(sql`pg_current_xact_id()`),
    },
    (table) => [
      check('login_attempt_verdict', sql`verdict in ('ok', 'no', 'wait')`),
      index('login_attempt_username_idx').on(table.username, table.id),
      index('login_attempt_at_idx').on(table.at),
    ],
  )
  .enableRLS()

/** Append-only, written by triggers alone. Names stay readable when their owner is gone, so nothing here is a foreign key. */
export const auditLog = epicEvents
  .table(
    'audit_log',
    {
      id: bigId(),
      at: instant('at').notNull().default(sql`clock_timestamp()`),
      userId: integer('user_id'),
      userName: text('user_name'),
      /** The id of the command that did it, so that a lost connection can be looked into. */
      operation: text('operation'),
      tableName: text('table_name').notNull(),
      rowId: bigint('row_id', { mode: 'number' }),
      action: text('action').notNull(),
      oldValues: jsonb('old_values'),
      newValues: jsonb('new_values'),
    },
    (table) => [
      index('audit_log_row_idx').on(table.tableName, table.rowId, table.id),
      index('audit_log_user_idx').on(table.userId, table.id),
      index('audit_log_operation_idx').on(table.operation).where(sql`operation is not null`),
      ...rowPolicies('audit'),
    ],
  )
  .enableRLS()

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
