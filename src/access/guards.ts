/**
 * Writes the guards: triggers (BEFORE INSERT OR UPDATE) for what a policy cannot say, because it depends on the person and on the column
 * that changes. Their text is generated from the catalogue. A migration holds it (`bun run migrations` appends what changed), and
 * test/trust/catalogue.test.ts compares the functions of a migrated database with it.
 *
 * An update is judged on the row as it was. A guard denies by default: every column that changed needs the table's `update`, unless it
 * is named here or in `guardedColumns`. A column that a later migration adds is therefore guarded without any further step.
 *
 * Guards are not SECURITY DEFINER. They have to tell the owner's own work (seeds, sign-in, foreign keys) from the work of a caller who
 * emptied `epic_events.session` in the middle of the statement: only the owner may write without an identity.
 */
import {
  type Attachment,
  attachingColumns,
  guardedColumns,
  type Permission,
  type Resource,
  rulesOf,
} from './catalogue.ts'
import { exceptions, noExceptions } from './guard-exceptions.ts'
import { attachable, holdsSql, permits, permitsNew } from './predicates.ts'
import { keptColumns } from './views.ts'

/** One guard, as a migration makes or replaces it. */
export interface Guard {
  /** The function's name in the schema epic_events. */
  readonly name: string
  /** Statements without a semicolon at their end. */
  readonly statements: readonly string[]
}

/** What stands between a function's name and its body. */
const header = [
  `language plpgsql`,
  `set search_path = epic_events, pg_temp`,
  // Nobody may print a row that passes through here, nor round its numbers until a change cannot be seen.
  `set debug_print_parse = off set debug_print_rewritten = off set debug_print_plan = off`,
  `set plan_cache_mode = force_generic_plan set extra_float_digits = 3`,
  `as $$`,
]

/** Columns as an array of PostgreSQL. */
const named = (columns: readonly string[]) => `array[${columns.map((column) => `'${column}'`).join(', ')}]`

/** Breaks a long line before its next operand, so that the migration can be read. Spaces inside literals are never broken. */
function wrapped(text: string, indent: string): string {
  const lines = ['']
  for (const part of text.split(/(?<=(?: or| and|,)) /)) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && indent.length + line.length + part.length > 110) lines.push(part)
    else lines[lines.length - 1] = line === '' ? part : `${line} ${part}`
  }
  return lines.join(`\n${indent}  `)
}

/** @param column an SQL expression for the name of the column that was refused */
const refuse = (permission: string, column: string, indent: string) =>
  [
    `${indent}raise insufficient_privilege using message = 'permission ${permission} needed',`,
    `${indent}  detail = '${permission}', table = tg_table_name, schema = tg_table_schema,`,
    `${indent}  column = ${column};`,
  ].join('\n')

/**
 * `if changed then if not allowed then raise …`. Two steps, because the first one alone is an expression that PL/pgSQL evaluates
 * without a plan of its own: it is fast, and the values of the row never become constants of a plan that somebody could print. `is not
 * true`, because the condition is null where a column is null to which a scope is compared.
 */
const judge = (changed: string, allowed: string, permission: string, column: string, indent = '  ') =>
  [
    `${indent}if ${wrapped(changed, indent)} then`,
    `${indent}  if (${wrapped(allowed, `${indent}  `)}) is not true then`,
    refuse(permission, column, `${indent}    `),
    `${indent}  end if;`,
    `${indent}end if;`,
  ].join('\n')

const differs = (column: string) => `new.${column} is distinct from old.${column}`

/** Did a column change that is not in this array? Compared in one expression, so that no variable ever holds a hidden value. */
const rowDiffers = (except: string) => `(to_jsonb(new) - ${except}) is distinct from (to_jsonb(old) - ${except})`

/** The first column, by name, that changed and is not in this array. */
const firstChanged = (except: string) =>
  `(select min(name) from jsonb_object_keys(to_jsonb(new) - ${except}) name\n` +
  `          where to_jsonb(new) -> name is distinct from to_jsonb(old) -> name)`

/** `undo` puts back what a foreign key emptied or deleted, and a merge moves rows. Anybody can set this, but only functions of the owner write as the owner. */
const refilling = `(current_setting('epic_events.refill', true) = 'on' and epic_events.as_owner())`

/** Written by a trigger of ours, as which nobody else can write. */
const triggered = `(pg_trigger_depth() > 1 and epic_events.as_owner())`

/** The guard of a table with guarded columns. */
function guard(resource: Resource): Guard {
  const { table } = rulesOf(resource)
  const {
    kept: alsoKept,
    emptiedBy,
    onInsert,
    followed = [],
    settled = [],
    merged,
  } = exceptions[resource] ?? noExceptions
  const kept = [...alsoKept, ...(keptColumns[table] ?? [])]
  const guarded = Object.entries(guardedColumns[resource] ?? {})
  const people = resource === 'user'
  const update: Permission = `${resource}:update` as Permission
  const updatable = permits({ permission: update, scoped: true }, 'old')
  const orEmptied = (column: string) => {
    if (!emptiedBy.includes(column)) return ''
    // A foreign key acts as the owner of the table, in a trigger of another one. `undo` writes through the views as the owner too, but it is
    // no trigger, and refuses to be called in one.
    const back = attachingColumns[resource]?.[column]?.refilled ? ` or ${refilling}` : ''
    return ` or (new.${column} is null and epic_events.as_owner() and pg_trigger_depth() > 1)${back}`
  }
  const governed = (role: string, indent: string) =>
    [
      `${indent}if not epic_events.governs(${role}) then`,
      refuse('role:assign', `'role_id'`, `${indent}  `),
      `${indent}end if;`,
    ].join('\n')

  const inserts = guarded
    .filter(([column]) => onInsert[column] !== 'any')
    .map(([column, needed]) =>
      judge(
        `new.${column} is distinct from ${onInsert[column] ?? 'null'}`,
        permitsNew(needed, 'new'),
        needed.permission,
        `'${column}'`,
        '    ',
      ),
    )
  const orSettled = (column: string) => (settled.includes(column) ? ` or ${triggered}` : '')
  const alone = guarded.map(([column, needed]) =>
    judge(
      differs(column),
      permits(needed, 'old') + orEmptied(column) + orSettled(column),
      needed.permission,
      `'${column}'`,
    ),
  )
  // Emptied by a foreign key and otherwise under the table's plain `update`.
  const emptied = emptiedBy.filter((column) => !guardedColumns[resource]?.[column])
  const separately = emptied.map((column) =>
    judge(differs(column), updatable + orEmptied(column), update, `'${column}'`),
  )
  const byTrigger = `${updatable} or ${triggered}`
  const following = followed.map((column) => judge(differs(column), byTrigger, update, `'${column}'`))
  const rest = judge(rowDiffers('apart'), updatable, update, firstChanged('apart'))
  const governing = people
    ? [
        `  if ${rowDiffers('ungoverned')}`,
        `    and old.id is distinct from epic_events.uid() then`,
        governed('old.role_id', '    '),
        `  end if;`,
      ]
    : []
  const passed = people ? `case when tg_op = 'DELETE' then old else new end` : 'new'

  const name = `guard_${table}`
  const body = [
    `create or replace function epic_events.${name}() returns trigger`,
    ...header,
    `declare`,
    `  -- judged below by themselves, or kept by the database; every other column needs ${update}`,
    `  apart constant text[] := ${named([...guarded.map(([column]) => column), ...emptied, ...followed, ...kept])};`,
    ...(people ? [`  ungoverned constant text[] := ${named(['role_id', ...kept])};`] : []),
    `begin`,
    `  if epic_events.uid() is null and epic_events.as_owner() then`,
    `    return ${passed};`,
    `  end if;`,
    ...(merged ? [`  if ${refilling} then return new; end if;`] : []),
    ...(people ? [`  if tg_op = 'DELETE' then`, governed('old.role_id', '    '), `    return old;`, `  end if;`] : []),
    `  if tg_op = 'INSERT' then`,
    ...(people ? [governed('new.role_id', '    ')] : []),
    ...inserts,
    `    return new;`,
    `  end if;`,
    ...alone,
    ...separately,
    ...following,
    rest,
    ...governing,
    `  return new;`,
    `end $$`,
  ]
  const on = people ? 'insert or update or delete' : 'insert or update'
  return {
    name,
    statements: [
      body.join('\n'),
      `revoke all on function epic_events.${name}() from public`,
      `create or replace trigger b_guard before ${on} on epic_events.${table}\n` +
        `  for each row execute function epic_events.${name}()`,
    ],
  }
}

/**
 * The guard of a column that a scope follows. It is the first trigger that looks at a new value, and it reads the view, so it sees what the
 * caller sees: nobody learns from a later trigger or from a lock whether a record exists that they may not see.
 */
function attaching(resource: Resource, column: string, o: Attachment): Guard {
  const { table, actions } = rulesOf(resource)
  const { table: parent } = rulesOf(o.resource)
  // The first column has the table's name alone.
  const suffix = Object.keys(attachingColumns[resource] ?? {}).indexOf(column) > 0 ? `_${column}` : ''
  const name = `attach_${table}${suffix}`
  const updated = 'update' in actions
  const visible = `select from epic_events_api.${parent} t where t.id = new.${column}`
  const reach = (action: 'create' | 'update') => attachable(resource, action, o.resource, 't')
  const held = (action: 'create' | 'update') =>
    [
      `    if not ${holdsSql(`${resource}:${action}` as Permission)} then`,
      refuse(`${resource}:${action}`, `'${column}'`, '      '),
      `    end if;`,
    ].join('\n')
  const judged = (action: 'create' | 'update') =>
    `    if exists (${visible}${o.scoped ? ` and ${wrapped(reach(action), '    ')}` : ''}) then return new; end if;`
  const body = [
    `create or replace function epic_events.${name}() returns trigger`,
    ...header,
    `begin`,
    `  if new.${column} is null or (epic_events.uid() is null and epic_events.as_owner()) then return new; end if;`,
    ...(o.refilled ? [`  if ${refilling} then return new; end if;`] : []),
    `  if tg_op = 'INSERT' then`,
    held('create'),
    judged('create'),
    ...(updated
      ? [
          `  else`,
          `    if new.${column} is not distinct from old.${column} then return new; end if;`,
          held('update'),
          judged('update'),
        ]
      : []),
    `  end if;`,
    ...(o.scoped
      ? [
          `  if exists (${visible}) then`,
          `    raise insufficient_privilege using message = 'the record is out of reach', table = tg_table_name, schema = tg_table_schema,`,
          `      detail = ${updated ? `case tg_op when 'INSERT' then '${resource}:create' else '${resource}:update' end` : `'${resource}:create'`}, column = '${column}';`,
          `  end if;`,
        ]
      : []),
    `  raise foreign_key_violation using message = 'no such ${parent}', constraint = '${o.constraint}',`,
    `    table = tg_table_name, schema = tg_table_schema;`,
    `end $$`,
  ]
  return {
    name,
    statements: [
      body.join('\n'),
      `revoke all on function epic_events.${name}() from public`,
      // By its name between a_anybody and the triggers that look at the other record.
      `create or replace trigger a_attach${suffix} before insert${updated ? ` or update of ${column}` : ''} on epic_events.${table}\n` +
        `  for each row execute function epic_events.${name}()`,
    ],
  }
}

/** The guards that the catalogue asks for: one for each resource that has guarded columns, and one for each column that a scope follows. */
export const guards = (): Guard[] => [
  ...(Object.keys(guardedColumns) as Resource[]).map(guard),
  ...(Object.keys(attachingColumns) as Resource[]).flatMap((resource) =>
    Object.entries(attachingColumns[resource] ?? {}).map(([column, o]) => attaching(resource, column, o)),
  ),
]
