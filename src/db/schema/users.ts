/** The people who work at the agency. */

import { type SQL, sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import {
  e164,
  epicEvents,
  foldedText,
  history,
  id,
  instant,
  length,
  normalEmail,
  rowPolicies,
  shownDates,
  trimmed,
  tsvector,
} from './columns.ts'
import { role } from './role.ts'

export const users = epicEvents
  .table(
    'users',
    {
      id: id(),
      username: text('username').notNull(),
      fullName: text('full_name').notNull(),
      email: text('email').notNull(),
      /** bcrypt of the domain-separated SHA-256 of the password. Only the owner of the tables may read it. */
      passwordHash: text('password_hash').notNull(),
      phone: text('phone'),
      roleId: integer('role_id').notNull(),
      isActive: boolean('is_active').notNull().default(true),
      /** Whether the program made the password, so that this person has to choose their own before anything else (docs/TRUST.md §2). */
      mustChange: boolean('must_change').notNull().default(false),
      lastLogin: instant('last_login'),
      nameKey: foldedText('name_key').generatedAlwaysAs((): SQL => sql`epic_events.fold(full_name)`),
      /** The words of the name alone, which every colleague may know. */
      search: tsvector('search').generatedAlwaysAs((): SQL => sql`epic_events.vector(epic_events.words(full_name))`),
      /** The words of the name, the username, the email and the phone. */
      words: tsvector('words').generatedAlwaysAs(
        (): SQL => sql`epic_events.user_search(full_name, username, email, phone)`,
      ),
      ...history(),
    },
    (table) => [
      unique('users_username_key').on(table.username),
      uniqueIndex('users_email_key').on(sql`lower(${table.email})`),
      check('users_username_format', sql`username ~ '^[a-z0-9._-]{5,64}$'`),
      length('users_full_name_length', 'full_name', 128),
      trimmed('users_full_name_trimmed', 'full_name'),
      length('users_email_length', 'email', 255),
      normalEmail('users_email_normal'),
      e164('users_phone_e164'),
      shownDates('users_dates_range', 'last_login', 'created_at', 'updated_at'),
      check('users_password_hash_bcrypt', sql.raw(`password_hash ~ '^\\$2[aby]\\$1[2-6]\\$[./A-Za-z0-9]{53}$'`)),
      foreignKey({ name: 'users_role_fk', columns: [table.roleId], foreignColumns: [role.id] }).onDelete('restrict'),
      index('users_role_idx').on(table.roleId, table.id),
      ...rowPolicies('user'),
    ],
  )
  .enableRLS()
