/** The first rows: every code of the catalogue and the three roles with theirs, as drizzle/0005_seed.sql has them (a test compares). */
import { codes, defaultRoles } from './catalogue.ts'

export function seedSql(): string {
  const quoted = (texts: readonly string[]) => texts.map((text) => `'${text}'`).join(', ')
  const roles = Object.entries(defaultRoles)
  return [
    `insert into epic_events.permission (name) values`,
    `${codes.map((code) => `  ('${code}')`).join(',\n')};--> statement-breakpoint`,
    `insert into epic_events.role (id, name) values ${roles.map(([id, { name }]) => `(${id}, '${name}')`).join(', ')};--> statement-breakpoint`,
    ...roles.map(
      ([id, { permissions }]) =>
        `insert into epic_events.role_permission (role_id, permission_id) select ${id}, p.id from epic_events.permission p where p.name in (${quoted(permissions)});--> statement-breakpoint`,
    ),
    `select setval(pg_get_serial_sequence('epic_events.role', 'id'), ${roles.length});`,
  ].join('\n')
}
