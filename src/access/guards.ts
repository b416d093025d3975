/**
 * The guards: BEFORE triggers for what a policy cannot say, because it depends on the person *and* the column (trust.md §3). Their text
 * is generated from the catalogue and stands in drizzle/0003_guards.sql; a test compares the two.
 *
 * An update is judged column by column on the row as it was; an insert may not plant what only an assignment could give.
 * They run as whoever writes (no SECURITY DEFINER), because they must tell the owner's own work (seeds, sign-in, foreign keys) from that
 * of somebody who emptied `epic_events.session` in the middle of the statement: only the former passes without an identity.
 */
import { guardedColumns, type Resource, rulesOf } from './catalogue.ts'
import { permits } from './predicates.ts'

interface Guarded {
  readonly resource: Resource
  /** Columns under the table's plain `update`. */
  readonly plain: readonly string[]
  /** Columns that a deleted record empties (ON DELETE SET NULL): nobody's edit, so nobody's permission is asked. */
  readonly emptiedBy: Readonly<Record<string, string>>
}

const guarded: readonly Guarded[] = [
  {
    resource: 'client',
    plain: ['full_name', 'email', 'phone', 'company_id', 'first_contact_date', 'last_contact_date'],
    emptiedBy: { company_id: 'company' },
  },
  {
    resource: 'event',
    plain: ['title', 'full_address', 'start_date', 'end_date', 'participant_count', 'notes'],
    emptiedBy: { support_contact_id: 'users' },
  },
  { resource: 'user', plain: ['username', 'full_name', 'email'], emptiedBy: {} },
]

/** On insert: what each guarded column holds when nobody was assigned. */
const unassigned: Readonly<Record<string, string>> = { commercial_id: 'epic_events.uid()', support_contact_id: 'null' }

const refuse = (permission: string, column: string) =>
  `raise insufficient_privilege using message = 'permission ${permission} needed', detail = '${permission}', column = '${column}', table = tg_table_name, schema = tg_table_schema;`

function guard({ resource, plain, emptiedBy }: Guarded): string {
  const { table } = rulesOf(resource)
  const columns = Object.entries(guardedColumns[resource] ?? {})
  const emptied = (column: string) => {
    const by = emptiedBy[column]
    return by
      ? ` and not (new.${column} is null and epic_events.as_owner() and not exists (select from ${by} gone where gone.id = old.${column}))`
      : ''
  }
  const governs = (role: string) =>
    `if not epic_events.governs(${role}) then ${refuse('role:assign', 'role_id')} end if;`
  const inserts =
    resource === 'user'
      ? [`    ${governs('new.role_id')}`]
      : columns.flatMap(([column, needed]) => {
          const nobody = unassigned[column]
          return nobody
            ? [
                `    if new.${column} is distinct from ${nobody} and not ${permits(needed, 'new')} then ${refuse(needed.permission, column)} end if;`,
              ]
            : []
        })
  const updates = columns.map(
    ([column, needed]) =>
      `  if new.${column} is distinct from old.${column} and not ${permits(needed, 'old')}${emptied(column)} then ${refuse(needed.permission, column)} end if;`,
  )
  const inAnyScope = permits({ permission: `${resource}:update` as never, scoped: true }, 'old')
  const refused = (changed: string, column: string) =>
    `  if ${changed} and not ${inAnyScope}${emptied(column)} then ${refuse(`${resource}:update`, column)} end if;`
  const together = plain.filter((column) => !emptiedBy[column])
  const row = (of: string) => `(${together.map((column) => `${of}.${column}`).join(', ')})`
  const plains = [
    refused(`${row('new')} is distinct from ${row('old')}`, together[0] ?? ''),
    ...plain
      .filter((column) => emptiedBy[column])
      .map((column) => refused(`new.${column} is distinct from old.${column}`, column)),
  ]
  const people =
    resource === 'user'
      ? [
          `  if (new.username, new.full_name, new.email, new.is_active) is distinct from (old.username, old.full_name, old.email, old.is_active)`,
          `    and old.id is distinct from epic_events.uid() then ${governs('old.role_id')} end if;`,
        ]
      : []
  const deletes =
    resource === 'user'
      ? [`  if tg_op = 'DELETE' then`, `    ${governs('old.role_id')}`, `    return old;`, `  end if;`]
      : []
  const passed = resource === 'user' ? `case when tg_op = 'DELETE' then old else new end` : 'new'
  return [
    `create or replace function epic_events.guard_${table}() returns trigger`,
    `language plpgsql set search_path = epic_events, pg_temp as $$`,
    `begin`,
    `  if epic_events.uid() is null and epic_events.as_owner() then return ${passed}; end if;`,
    ...deletes,
    `  if tg_op = 'INSERT' then`,
    ...inserts,
    `    return new;`,
    `  end if;`,
    ...updates,
    ...plains,
    ...people,
    `  return new;`,
    `end $$;--> statement-breakpoint`,
    `create trigger b_guard before insert or update${resource === 'user' ? ' or delete' : ''} on epic_events.${table} for each row execute function epic_events.guard_${table}();--> statement-breakpoint`,
  ].join('\n')
}

/** All guards, as the migration has them. */
export const guardsSql = (): string => guarded.map(guard).join('\n')
