/** Writes the SQL that brings new codes of the catalogue into a database. `bun run migrations` appends it to the migration it makes. */
import { type Code, defaultRoles } from './catalogue.ts'

const quoted = (texts: readonly string[]) => texts.map((text) => `'${text}'`).join(', ')

/**
 * Statements that insert codes and grant them to the default roles that should hold them. What a role was granted before is not touched:
 * an agency may have changed its default roles.
 *
 * @param added codes of the catalogue that the database does not have yet
 * @returns statements without a semicolon at their end; none where nothing was added
 */
export function permissionStatements(added: readonly Code[]): string[] {
  if (added.length === 0) return []
  const grants = Object.entries(defaultRoles).flatMap(([id, { permissions }]) => {
    const granted = permissions.filter((code) => added.includes(code))
    if (granted.length === 0) return []
    return [
      `insert into epic_events.role_permission (role_id, permission_id)\n` +
        `  select r.id, p.id from epic_events.role r, epic_events.permission p\n` +
        `  where r.id = ${id} and p.name in (${quoted(granted)})`,
    ]
  })
  return [
    `insert into epic_events.permission (name) values ${added.map((code) => `('${code}')`).join(', ')}`,
    ...grants,
  ]
}
