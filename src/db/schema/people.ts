/** Who works here and what their role allows. */
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgPolicy,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { canSql } from '../../access/predicates.ts'
import { epicEvents, history, id, instant, length, rowPolicies } from './column.ts'

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
