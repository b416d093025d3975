/** The permissions that each role holds. */

import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, pgPolicy, primaryKey } from 'drizzle-orm/pg-core'
import { canSql } from '../../access/predicates.ts'
import { epicEvents } from './columns.ts'
import { permission } from './permission.ts'
import { role } from './role.ts'

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
