/** Roles and their permissions. */
export const role = {
  title: 'Roles',
  card: ({ id, name }: { id: number; name: string }) => `Role ${id} · ${name}`,
  label: {
    id: 'Id',
    name: 'Name',
    permissions: 'Permissions',
    permission_count: 'Permission count',
    people_count: 'Users',
    people: 'Users',
    full_name: 'Full name',
    is_active: 'Active',
    like: 'Same permissions as',
    code: 'Permission',
    allows: 'Allows to',
    roles: 'Roles',
  },
  help: {
    role: 'Name or id of the role',
    name: 'Name, up to 32 characters, not a number',
    like: 'Name or id of a role whose permissions the new one gets',
    permission: 'Permission, such as client:view or client:update:own',
  },
  /** Help of the filters of the list. */
  filter: {
    search: 'Name: each word, as the beginning of a word',
  },
  active: 'active',
  inactive: 'inactive',
  none: 'No roles to show.',
  permissionsTitle: 'Permissions',
  created: ({ id, name, count }: { id: number; name: string; count: number }) =>
    `Role ${id} (${name}) created. It has ${count === 0 ? 'no permissions yet' : count === 1 ? '1 permission' : `${count} permissions`}.`,
  updated: ({ name }: { name: string }) => `Role ${name} renamed.`,
  unchanged: ({ name }: { name: string }) => `The role already has the name ${name}. Nothing was changed.`,
  deleted: ({ name }: { name: string }) => `Role ${name} deleted.`,
  confirmDelete: ({ name, count }: { name: string; count: number }) =>
    `Delete the role ${name}${count === 0 ? '' : count === 1 ? ' and its permission' : ` and its ${count} permissions`}? This cannot be undone.`,
  granted: ({ name, codes }: { name: string; codes: string }) => `Granted to ${name}: ${codes}`,
  revoked: ({ name, codes }: { name: string; codes: string }) => `Revoked from ${name}: ${codes}`,
  partialView: ({ codes }: { codes: string }) =>
    `${codes}: other records of this kind are never shown, but somebody with psql can find out that they exist (docs/SECURITY.md).`,
  alreadyHeld: ({ name, codes }: { name: string; codes: string }) => `${name} already had: ${codes}`,
  notHeld: ({ name, codes }: { name: string; codes: string }) => `${name} did not have: ${codes}`,
  nameIsNumber: ({ received }: { received: string }) =>
    `"${received}" is a number. A role name cannot be a number, because it would be read as an id.`,
  unknown: ({ received, near }: { received: string; near: string | undefined }) =>
    `Role ${received} not found, or you don't have access to it.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  unknownCode: ({ received, near }: { received: string; near: string | undefined }) =>
    `Unknown permission "${received}".${near === undefined ? '' : ` Did you mean ${near}?`}`,
  nameTaken: ({ name, holder }: { name: string; holder: { id: number; name: string | null } | undefined }) =>
    holder ? `Role ${holder.id} is already named ${holder.name}.` : `A role named ${name} already exists.`,
  default: ({ name }: { name: string }) =>
    `${name} is one of the three default roles, which cannot be renamed or deleted.`,
  inUse: ({ name, count }: { name: string; count: number }) =>
    `The role ${name} cannot be deleted: ${count === 1 ? '1 user has' : `${count} users have`} it.`,
  holder: ({ id, name }: { id: number; name: string }) => `${name} (${id})`,
  moreHolders: ({ count }: { count: number }) => `and ${count} more`,
  grantNeedsViewing: ({ name, codes, views }: { name: string; codes: string; views: string }) =>
    `With ${codes}, the role ${name} could write records it cannot view. Grant ${views} together with it.`,
  revokeNeedsViewing: ({ name, codes }: { name: string; codes: string }) =>
    `Without this permission, the role ${name} could write records it cannot view. Revoke ${codes} together with it.`,
  keepsAssign: 'The role management must keep role:assign: without it, nobody could grant permissions.',
  /** What a permission allows; follows "Allows to". The scope is short, so that it is still visible in a narrow column. */
  allows: ({ resource, action, scope }: { resource: string; action: string; scope: string | undefined }): string => {
    const what = special[`${resource}:${action}`] ?? `${verbs[action] ?? action} ${things[resource] ?? resource}`
    const limit = scope === undefined ? undefined : (scopes[`${resource}:${scope}`] ?? scopes[scope] ?? scope)
    return limit === undefined ? what : `${what} (${limit})`
  },
}

const verbs: Readonly<Record<string, string>> = {
  list: 'list',
  view: 'view',
  create: 'create',
  update: 'update',
  delete: 'delete',
}
const things: Readonly<Record<string, string>> = {
  user: 'users',
  role: 'roles',
  company: 'companies',
  client: 'clients',
  contract: 'contracts',
  event: 'events',
  interaction: 'notes',
  payment: 'payments',
}
const special: Readonly<Record<string, string>> = {
  'role:assign': 'grant permissions, give users a role',
  'client:assign_commercial': 'hand clients over',
  'event:assign_support': 'assign events',
  'interaction:create': 'add notes',
  'payment:create': 'record payments',
  'payment:cancel': 'cancel payments',
  'client:merge': 'merge clients',
  'client:export': 'export the data of clients',
  'client:erase': 'erase the data of clients',
  'company:merge': 'merge companies',
  'audit:list': 'list changes in the audit log',
}
const scopes: Readonly<Record<string, string>> = {
  'user:own': 'own account only',
  'client:own': 'own only',
  own: 'own clients only',
  own_client: 'own clients only',
  'event:assigned': 'assigned only',
  assigned: 'assigned events only',
}
