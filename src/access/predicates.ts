/**
 * The SQL of "may I, on this row?", written from the catalogue alone: for the policies (db/schema/), the guards (drizzle/) and the
 * program's own statements, so that the three cannot disagree. No value ever enters these texts.
 *
 * A predicate reads only its own row's columns or a definer set function (`my_ids`), never another table under row-level security
 * (infinite recursion); `can` stands in a scalar sub-select, so that it runs once a statement and not once a row (trust.md §3).
 */
import { type Action, guardedColumns, type Permission, type Resource, rulesOf, type Scope, split } from './catalogue.ts'

const me = '(select epic_events.uid())'
const among = (what: Resource, scope: Scope) => `(select epic_events.my_ids('${what}', '${scope}'))`

/** What a scope means for a row of each resource; `row` is the alias under which it stands. */
const meaning: Record<Resource, Partial<Record<Scope, (row: string) => string>>> = {
  user: { own: (row) => `${row}.id = ${me}` },
  role: {},
  company: {
    own: (row) => `${row}.id in ${among('company', 'own')}`,
    assigned: (row) => `${row}.id in ${among('company', 'assigned')}`,
  },
  client: {
    own: (row) => `${row}.commercial_id = ${me}`,
    assigned: (row) => `${row}.id in ${among('client', 'assigned')}`,
  },
  contract: {
    own: (row) => `${row}.commercial_id = ${me}`,
    assigned: (row) => `${row}.id in ${among('contract', 'assigned')}`,
  },
  event: {
    own: (row) => `${row}.commercial_id = ${me}`,
    own_client: (row) => `${row}.commercial_id = ${me}`,
    assigned: (row) => `${row}.support_contact_id = ${me}`,
  },
  audit: {},
}

/** `(select epic_events.can('a', 'b'))`: do I hold one of these codes? */
export const canSql = (codes: readonly string[]): string =>
  `(select epic_events.can(${codes.map((code) => `'${code}'`).join(', ')}))`

/** May I do one of these actions on this row, by any scope my role has? */
export function predicate(resource: Resource, actions: readonly Action[], row: string): string {
  const everywhere = canSql(actions.map((action) => `${resource}:${action}`))
  const scoped = rulesOf(resource).scopes.flatMap((scope) => {
    const rows = meaning[resource][scope]
    return rows ? [`(${canSql(actions.map((action) => `${resource}:${action}:${scope}`))} and ${rows(row)})`] : []
  })
  return `(${[everywhere, ...scoped].join(' or ')})`
}

/** Does my role hold this permission in any scope at all? Without it the answer is 5 whatever the row. */
export function holdsSql(permission: Permission): string {
  const { resource } = split(permission)
  return canSql([permission, ...rulesOf(resource).scopes.map((scope) => `${permission}:${scope}`)])
}

/** One permission on one row; `scoped: false` wants the code without scope. */
export function permits({ permission, scoped }: { permission: Permission; scoped: boolean }, row: string): string {
  const { resource, action } = split(permission)
  return scoped ? predicate(resource, [action], row) : canSql([permission])
}

/** The rows that one's scope names, whatever the permission: `--only-mine`. */
export function mine(resource: Resource, scope: Scope, row: string): string {
  const rows = meaning[resource][scope]
  if (!rows) throw new Error(`${resource} has no scope ${scope}`)
  return rows(row)
}

/**
 * Scopes out of which an assignment takes a row: one's client handed over, one's event given to a colleague. PostgreSQL wants the row still
 * in sight once it is written (UPDATE … WHERE reads), so what was mine when the statement began is: `my_ids` reads that.
 */
const leaving: Partial<Record<Resource, { readonly permission: Permission; readonly scope: Scope }>> = {
  client: { permission: 'client:assign_commercial', scope: 'own' },
  event: { permission: 'event:assign_support', scope: 'assigned' },
}

const actionsOf = (resource: Resource, command: string): Action[] =>
  Object.entries(rulesOf(resource).actions)
    .filter(([, of]) => of === command)
    .map(([action]) => action as Action)

/** The four policies of a resource's table, as `using` and `with check` texts; absent where no action is for that command. */
export function policies(resource: Resource): {
  select?: string
  insert?: string
  update?: { using: string; check: string }
  delete?: string
} {
  const { table } = rulesOf(resource)
  const [select, insert, update, remove] = ['select', 'insert', 'update', 'delete'].map((command) =>
    actionsOf(resource, command),
  )
  const foreign = Object.values(guardedColumns[resource] ?? {})
    .map((column) => column.permission)
    .filter((permission) => split(permission).resource !== resource)
  const also = foreign.length > 0 ? ` or ${canSql(foreign)}` : ''
  // After a hand-over the row is somebody else's: the new row is then judged by the right to assign, in whatever scope it was held.
  const assigns = (update ?? []).filter((action) => action !== 'update')
  const handedOver = assigns.map((action) => ` or ${holdsSql(`${resource}:${action}` as Permission)}`).join('')
  const left = leaving[resource]
  const stillSeen = left
    ? ` or (${canSql([`${left.permission}:${left.scope}`])} and ${table}.id in ${among(resource, left.scope)})`
    : ''
  return {
    ...(select?.length ? { select: predicate(resource, select, table) + stillSeen } : {}),
    ...(insert?.length ? { insert: predicate(resource, insert, table) } : {}),
    ...(update?.length
      ? {
          update: {
            using: predicate(resource, update, table) + also,
            check: predicate(resource, ['update'], table) + handedOver + also,
          },
        }
      : {}),
    ...(remove?.length ? { delete: predicate(resource, remove, table) } : {}),
  }
}
