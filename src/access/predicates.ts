/**
 * Writes the SQL that asks "may I do this on this row?". The policies (src/db/schema/), the guards and the program's own statements all take
 * it from here, so that they cannot disagree. The texts are made from the catalogue alone: no value of a user ever enters them.
 *
 * A predicate reads the columns of its own row, or the function `my_ids`, which is SECURITY DEFINER. It never reads another table under
 * row-level security, because policies that read each other's tables recurse without end. `can` is called in a scalar sub-select, so
 * that PostgreSQL runs it once for a statement and not once for each row. A statement that has fetched the facts anyway asks those (`Asking`).
 */
import { type Action, guardedColumns, type Permission, type Resource, rulesOf, type Scope, split } from './catalogue.ts'

/** How SQL asks what my role holds and who I am. */
export interface Asking {
  /** Does my role hold one of these codes? */
  readonly can: (codes: readonly string[]) => string
  readonly me: string
}

const quoted = (codes: readonly string[]): string => codes.map((code) => `'${code}'`).join(', ')

const among = (what: Resource, scope: Scope) => `(select epic_events.my_ids('${what}', '${scope}'))`

/** The rows that a scope names, for each resource. `row` is the alias of the row in the statement. */
const meaning: Record<Resource, Partial<Record<Scope, (row: string, me: string) => string>>> = {
  user: { own: (row, me) => `${row}.id = ${me}` },
  role: {},
  company: {
    own: (row) => `${row}.id in ${among('company', 'own')}`,
    assigned: (row) => `${row}.id in ${among('company', 'assigned')}`,
  },
  client: {
    own: (row, me) => `${row}.commercial_id = ${me}`,
    assigned: (row) => `${row}.id in ${among('client', 'assigned')}`,
  },
  contract: {
    own: (row, me) => `${row}.commercial_id = ${me}`,
    assigned: (row) => `${row}.id in ${among('contract', 'assigned')}`,
  },
  event: {
    own: (row, me) => `${row}.commercial_id = ${me}`,
    own_client: (row, me) => `${row}.commercial_id = ${me}`,
    assigned: (row, me) => `${row}.support_contact_id = ${me}`,
  },
  interaction: {
    own: (row) => `${row}.client_id in ${among('client', 'own')}`,
    assigned: (row) => `${row}.client_id in ${among('client', 'assigned')}`,
  },
  payment: {
    own: (row) => `${row}.contract_id in ${among('contract', 'own')}`,
    assigned: (row) => `${row}.contract_id in ${among('contract', 'assigned')}`,
  },
  audit: {},
}

/** `(select epic_events.can('a', 'b'))`: does my role hold one of these codes? */
export const canSql = (codes: readonly string[]): string => `(select epic_events.can(${quoted(codes)}))`

/** By functions: for policies, guards, and every statement that does not begin with the facts. */
const byFunctions: Asking = { can: canSql, me: '(select epic_events.uid())' }
const { me } = byFunctions

/**
 * Of the facts of the same statement, as the columns `held` (a jsonb array of codes) and `me`. A function would run for each question, and each
 * sub-select would be planned.
 *
 * @param known the alias under which the statement has them
 */
export const ofFacts = (known: string): Asking => ({
  can: (codes) => `${known}.held ?| array[${quoted(codes)}]`,
  me: `${known}.me`,
})

/**
 * May I do one of these actions? A code without a scope is enough, or one whose scope names the row.
 *
 * @param rows the condition that the row is one of a scope's; undefined where the scope means nothing
 */
function permitted(
  resource: Resource,
  actions: readonly Action[],
  rows: (scope: Scope) => string | undefined,
  { can }: Asking = byFunctions,
): string {
  const everywhere = can(actions.map((action) => `${resource}:${action}`))
  const scoped = rulesOf(resource).scopes.flatMap((scope) => {
    const named = rows(scope)
    return named ? [`(${can(actions.map((action) => `${resource}:${action}:${scope}`))} and ${named})`] : []
  })
  return `(${[everywhere, ...scoped].join(' or ')})`
}

/** May I do one of these actions on this row? */
export const predicate = (resource: Resource, actions: readonly Action[], row: string, asking = byFunctions): string =>
  permitted(resource, actions, (scope) => meaning[resource][scope]?.(row, asking.me), asking)

/**
 * May I do one of these actions on the record that this row belongs to and is a part of? For a table that has no codes of its own.
 *
 * @param column the column of the row that holds the id of the record, which has the same scopes
 */
export const predicateUnder = (resource: Resource, actions: readonly Action[], column: string): string =>
  permitted(resource, actions, (scope) => `${column} in ${among(resource, scope)}`)

/** Does my role hold this permission, with a scope or without one? If it does not, every row is refused (exit code 5). */
export function holdsSql(permission: Permission, { can }: Asking = byFunctions): string {
  const { resource } = split(permission)
  return can([permission, ...rulesOf(resource).scopes.map((scope) => `${permission}:${scope}`)])
}

/** May I do this on this row? With `scoped: false` only the code without a scope is enough. */
export function permits(
  { permission, scoped }: { permission: Permission; scoped: boolean },
  row: string,
  asking: Asking = byFunctions,
): string {
  const { resource, action } = split(permission)
  return scoped ? predicate(resource, [action], row, asking) : asking.can([permission])
}

/**
 * May a row of `child` be attached to this row of `parent` by somebody who holds `action` on the child? A code with a scope reaches the
 * parents of the same scope: with `contract:update:assigned` a contract may be moved to the clients of one's own events.
 *
 * @param row the alias of the parent's row
 */
export const attachable = (child: Resource, action: Action, parent: Resource, row: string): string =>
  permitted(child, [action], (scope) => meaning[parent][scope === 'own_client' ? 'own' : scope]?.(row, me))

/** Does my role hold a code that shows rows of this resource, with whatever scope? A view asks it before it reads anything. */
export function showsSql(resource: Resource): string {
  const { scopes } = rulesOf(resource)
  const codes = actionsOf(resource, 'select').flatMap((action) => [
    `${resource}:${action}`,
    ...scopes.map((scope) => `${resource}:${action}:${scope}`),
  ])
  return canSql(codes)
}

/**
 * May I give a new row this value of a guarded column? As `permits`, but a scope that follows the column itself proves nothing about a row
 * that is only being made: somebody who makes themselves the support of a new event must have an event of that contract already.
 */
export function permitsNew(need: { permission: Permission; scoped: boolean }, row: string): string {
  const { resource, action } = split(need.permission)
  if (resource !== 'event' || !need.scoped) return permits(need, row)
  return permitted(resource, [action], (scope) => {
    const rows = meaning.event[scope]?.(row, me)
    return scope === 'assigned' ? `${rows} and ${row}.contract_id in ${among('contract', 'assigned')}` : rows
  })
}

/** The rows that a scope names, whatever the role holds (the option `--only-mine`). @throws Error when the resource has no such scope */
export function mine(resource: Resource, scope: Scope, row: string): string {
  const rows = meaning[resource][scope]
  if (!rows) throw new Error(`${resource} has no scope ${scope}`)
  return rows(row, me)
}

/**
 * The rows of each scope, beside the question whether I may list them: who may list all may list those. Scopes that name the same rows
 * come once. A list is made of one index range for each, because a condition that joins them with OR would read the whole table.
 */
export function listedByScope(
  resource: Resource,
  row: string,
): { readonly may: string; readonly rows: string; readonly own?: string }[] {
  const codes = new Map<string, string[]>()
  for (const scope of rulesOf(resource).scopes) {
    const rows = mine(resource, scope, row)
    codes.set(rows, [...(codes.get(rows) ?? [`${resource}:list`]), `${resource}:list:${scope}`])
  }
  // As an array the ids are looked up in an index; PostgreSQL expects a thousand of a function, and would read the whole table instead.
  const looked = (rows: string) => rows.replace(/ in (\(select .*\))$/, ' = any (array$1)')
  return [...codes].map(([rows, held]) => {
    // The column that holds me, where the scope is no more than that.
    const own = rows.endsWith(` = ${me}`) ? rows.slice(row.length + 1, -` = ${me}`.length) : undefined
    return { may: canSql(held), rows: looked(rows), ...(own === undefined ? {} : { own }) }
  })
}

/**
 * Assignments that take a row out of the scope by which it was seen: a client is handed over, an event is given to a colleague. An UPDATE
 * with a WHERE clause also has to pass the SELECT policy with its new row. So rows that were in the scope when the statement began stay
 * visible: `my_ids` reads the state of that moment.
 */
const leaving: Partial<Record<Resource, { readonly permission: Permission; readonly scope: Scope }>> = {
  client: { permission: 'client:assign_commercial', scope: 'own' },
  event: { permission: 'event:assign_support', scope: 'assigned' },
}

const actionsOf = (resource: Resource, command: string): Action[] =>
  Object.entries(rulesOf(resource).actions)
    .filter(([, of]) => of === command)
    .map(([action]) => action as Action)

/** The policies of a resource's table, as the texts of USING and WITH CHECK. A command for which no action exists has none. */
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
  // After a hand-over the row belongs to somebody else, so the new row passes if the role may assign, with whatever scope.
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
