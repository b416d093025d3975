/**
 * The catalogue of permissions. Everything about permissions is made from this page: the codes, the first rows of a database, the policies,
 * the guards, the conditions in the program's statements, `role permissions` and the help.
 *
 * A code is `resource:action` (it counts for every row) or `resource:action:scope` (it counts for the rows that the scope names).
 */

/** The SQL command whose policy judges an action. `none`: a function or the policy of another table judges it. */
type Command = 'select' | 'insert' | 'update' | 'delete' | 'none'

interface ResourceRules {
  readonly table: string
  readonly actions: Readonly<Record<string, Command>>
  readonly scopes: readonly Scope[]
}

export type Scope = 'own' | 'own_client' | 'assigned'

const records = { list: 'select', view: 'select', create: 'insert', update: 'update', delete: 'delete' } as const

export const catalogue = {
  user: { table: 'users', actions: records, scopes: ['own'] },
  role: { table: 'role', actions: { ...records, assign: 'none' }, scopes: [] },
  company: { table: 'company', actions: { ...records, merge: 'none' }, scopes: ['own', 'assigned'] },
  client: {
    table: 'client',
    actions: { ...records, assign_commercial: 'update', merge: 'none', export: 'none', erase: 'none' },
    scopes: ['own', 'assigned'],
  },
  contract: { table: 'contract', actions: records, scopes: ['own', 'assigned'] },
  event: {
    table: 'event',
    actions: { ...records, assign_support: 'update' },
    scopes: ['own', 'own_client', 'assigned'],
  },
  // A note is never edited. One reads it under its client, so `list` and `view` show the same rows.
  interaction: {
    table: 'interaction',
    actions: { list: 'select', view: 'select', create: 'insert' },
    scopes: ['own', 'assigned'],
  },
  // A payment is never edited, only cancelled. One reads it under its contract, so `list` and `view` show the same rows.
  payment: {
    table: 'payment',
    actions: { list: 'select', view: 'select', create: 'insert', cancel: 'update' },
    scopes: ['own', 'assigned'],
  },
  audit: { table: 'audit_log', actions: { list: 'select' }, scopes: [] },
} as const satisfies Record<string, ResourceRules>

type Catalogue = typeof catalogue
export type Resource = keyof Catalogue
/** An action of one resource. */
export type ActionOf<R extends Resource> = keyof Catalogue[R]['actions'] & string
export type Action = { [R in Resource]: ActionOf<R> }[Resource]

/** `client:view`, `event:update:assigned`. A code that is not in the catalogue does not compile. */
export type Code = {
  [R in Resource]: `${R}:${ActionOf<R>}` | `${R}:${ActionOf<R>}:${Catalogue[R]['scopes'][number]}`
}[Resource]

/** A code without its scope. Commands declare what they need in this form. */
export type Permission = { [R in Resource]: `${R}:${ActionOf<R>}` }[Resource]

export const resources = Object.keys(catalogue) as Resource[]

/** The records whose changes are audited. */
export const audited: readonly Resource[] = resources.filter((resource) => resource !== 'audit')

/** The rules of one resource, with types that are wide enough to loop over. */
export const rulesOf = (resource: Resource): ResourceRules => catalogue[resource]

/** Every code, in the order of the catalogue: each action, followed by the same action with each scope. */
export const codes: readonly Code[] = resources.flatMap((resource) => {
  const { actions, scopes } = rulesOf(resource)
  return Object.keys(actions).flatMap((action) => [
    `${resource}:${action}` as Code,
    ...scopes.map((scope) => `${resource}:${action}:${scope}` as Code),
  ])
})

const all = (...names: Resource[]): Code[] =>
  names.flatMap((name) => Object.keys(rulesOf(name).actions).map((action) => `${name}:${action}` as Code))

/** The three roles that every database has, by id. They can be neither renamed nor deleted. */
export const defaultRoles: Readonly<Record<number, { readonly name: string; readonly permissions: readonly Code[] }>> =
  {
    1: {
      name: 'management',
      permissions: [
        ...all('user', 'role', 'company', 'audit'),
        'client:list',
        'client:view',
        'client:assign_commercial',
        'client:merge',
        'client:export',
        'client:erase',
        ...all('contract', 'event', 'interaction', 'payment'),
      ],
    },
    2: {
      name: 'commercial',
      permissions: [
        'client:list',
        'client:view',
        'client:create',
        'client:update:own',
        'client:delete:own',
        'client:merge:own',
        'client:export:own',
        'contract:list',
        'contract:view',
        'contract:create:own',
        'contract:update:own',
        'event:list',
        'event:view',
        'event:create:own_client',
        'company:list',
        'company:view',
        'company:create',
        'interaction:list',
        'interaction:view',
        'interaction:create:own',
        'payment:list',
        'payment:view',
        'payment:create:own',
      ],
    },
    3: {
      name: 'support',
      permissions: [
        'client:list',
        'client:view',
        'contract:list',
        'contract:view',
        'company:list',
        'company:view',
        'event:list',
        'event:view',
        'event:update:assigned',
        'interaction:list',
        'interaction:view',
        'interaction:create:assigned',
        'payment:list',
        'payment:view',
      ],
    },
  }

export const MANAGEMENT = 1
export const COMMERCIAL = 2
export const SUPPORT = 3

/** The two parts of a permission: `client:view` is the action `view` of the resource `client`. */
export function split(permission: Permission): { resource: Resource; action: Action } {
  const [resource, action] = permission.split(':')
  return { resource: resource as Resource, action: action as Action }
}

/**
 * Columns that need another permission than the table's plain `update`, or that need `update` on every row. `scoped: false` means that
 * only the code without a scope is enough. Every column that is not listed here needs the table's `update`.
 */
export const guardedColumns: Readonly<
  Partial<Record<Resource, Readonly<Record<string, { readonly permission: Permission; readonly scoped: boolean }>>>>
> = {
  user: {
    role_id: { permission: 'role:assign', scoped: false },
    is_active: { permission: 'user:update', scoped: false },
  },
  client: { commercial_id: { permission: 'client:assign_commercial', scoped: true } },
  event: {
    support_contact_id: { permission: 'event:assign_support', scoped: true },
    contract_id: { permission: 'event:update', scoped: false },
  },
  payment: {
    cancelled_at: { permission: 'payment:cancel', scoped: true },
    cancelled_why: { permission: 'payment:cancel', scoped: true },
  },
}

/** Which permissions an update of these columns needs, each of them once: a guarded column needs its own, any other one `update`. */
export function neededFor(
  resource: Resource,
  columns: readonly string[],
): { permission: Permission; scoped: boolean }[] {
  const plain = { permission: `${resource}:update` as Permission, scoped: true }
  const needed = columns.map((column) => guardedColumns[resource]?.[column] ?? plain)
  return needed.filter(
    (one, index) =>
      needed.findIndex((other) => other.permission === one.permission && other.scoped === one.scoped) === index,
  )
}

/**
 * Columns that a scope follows: `client:view:own` reaches a company through `client.company_id`. A person who writes such a column brings a
 * record into reach, so it may only name one that was within reach before.
 */
export const attachingColumns: Readonly<Partial<Record<Resource, Readonly<Record<string, Attachment>>>>> = {
  // A company that one may see is enough: colleagues share companies.
  client: { company_id: { resource: 'company', constraint: 'client_company_fk', scoped: false, refilled: true } },
  interaction: {
    client_id: { resource: 'client', constraint: 'interaction_client_fk', scoped: true, refilled: true },
    event_id: { resource: 'event', constraint: 'interaction_event_fk', scoped: true, refilled: true },
  },
  contract: { client_id: { resource: 'client', constraint: 'contract_client_fk', scoped: true, refilled: true } },
  payment: {
    contract_id: { resource: 'contract', constraint: 'payment_contract_fk', scoped: true, refilled: true },
  },
  event: { contract_id: { resource: 'contract', constraint: 'event_contract_fk', scoped: true } },
}

/** Columns that hold the id of a colleague. */
export const columnsOfPeople: readonly string[] = ['commercial_id', 'support_contact_id', 'user_id']

/** The record that a column attaches a row to. */
export interface Attachment {
  readonly resource: Resource
  /** The foreign key that refuses an id that does not exist. A record that the caller cannot see is refused in the same way. */
  readonly constraint: string
  /** Whether a permission with a scope only reaches records of the same scope. */
  readonly scoped: boolean
  /**
   * Whether the column follows the other record: a foreign key empties it, or deletes the row, when that is deleted, or a merge moves the row.
   * `undo` brings that record back and fills the column again, whatever its caller may otherwise do to rows like this one.
   */
  readonly refilled?: boolean
}
