/** Roles and the permissions they give. */
export const role = {
  title: 'Roles',
  card: ({ id, name }: { id: number; name: string }) => `Role ${id} · ${name}`,
  label: {
    id: 'Id',
    name: 'Name',
    permissions: 'Permissions',
    permission_count: 'Codes',
    people_count: 'People',
    people: 'People',
    full_name: 'Full name',
    is_active: 'Active',
    code: 'Permission',
    allows: 'Allows to',
    roles: 'Roles',
  },
  help: {
    role: "The role's name or id",
    name: 'Name, at most 32 characters, not a number',
    permission: 'A code of `role permissions`, as client:view or client:update:own',
  },
  active: 'active',
  inactive: 'left',
  permissionsTitle: 'Permissions',
  created: ({ id, name }: { id: number; name: string }) => `Role ${id}, ${name}, created. It allows nothing yet.`,
  updated: ({ name }: { name: string }) => `Role ${name} renamed.`,
  unchanged: ({ name }: { name: string }) => `The role ${name} has this name already: nothing to change.`,
  deleted: ({ name }: { name: string }) => `Role ${name} deleted.`,
  confirmDelete: ({ name, count }: { name: string; count: number }) =>
    `Delete the role ${name}${count === 0 ? '' : count === 1 ? ' with its permission' : ` with its ${count} permissions`} for good?`,
  granted: ({ name, codes }: { name: string; codes: string }) => `Role ${name} may now: ${codes}`,
  revoked: ({ name, codes }: { name: string; codes: string }) => `Role ${name} may no longer: ${codes}`,
  alreadyHeld: ({ name, codes }: { name: string; codes: string }) => `Role ${name} held already: ${codes}`,
  notHeld: ({ name, codes }: { name: string; codes: string }) => `Role ${name} did not hold: ${codes}`,
  nameIsNumber: ({ received }: { received: string }) =>
    `"${received}" is a number: as a role's name it would be taken for an id.`,
  unknown: ({ received, near }: { received: string; near: string | undefined }) =>
    `There is no role ${received}, or none that you may see.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  unknownCode: ({ received, near }: { received: string; near: string | undefined }) =>
    `"${received}" is no permission.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  nameTaken: ({ name }: { name: string }) => `There is a role ${name} already.`,
  default: ({ name }: { name: string }) =>
    `${name} is one of the three default roles, which can be neither renamed nor deleted.`,
  inUse: ({ name, count }: { name: string; count: number }) =>
    `The role ${name} cannot be deleted: ${count === 1 ? 'one person has' : `${count} people have`} it.`,
  holder: ({ id, name }: { id: number; name: string }) => `${name} (${id})`,
  moreHolders: ({ count }: { count: number }) => `and ${count} more`,
  grantNeedsViewing: ({ name, codes, views }: { name: string; codes: string; views: string }) =>
    `${codes} would let the role ${name} write what it may not view. Grant ${views} along with it.`,
  revokeNeedsViewing: ({ name, codes }: { name: string; codes: string }) =>
    `The role ${name} could then write what it may not view: ${codes}. Revoke that along with it.`,
  keepsAssign: 'Management cannot lose role:assign: nobody could give it back.',
  /** What a permission allows, behind "Allows to". */
  allows: ({ resource, action, scope }: { resource: string; action: string; scope: string | undefined }): string => {
    const what = special[`${resource}:${action}`] ?? `${verbs[action] ?? action} ${things[resource] ?? resource}`
    const limit = scope === undefined ? undefined : (scopes[`${resource}:${scope}`] ?? scopes[scope] ?? scope)
    return limit === undefined ? what : `${what}, only ${limit}`
  },
}

const verbs: Readonly<Record<string, string>> = {
  list: 'list',
  view: 'view',
  create: 'create',
  update: 'change',
  delete: 'delete',
}
const things: Readonly<Record<string, string>> = {
  user: 'colleagues',
  role: 'roles',
  company: 'companies',
  client: 'clients',
  contract: 'contracts',
  event: 'events',
}
const special: Readonly<Record<string, string>> = {
  'role:assign': 'give roles to people, and permissions to roles',
  'client:assign_commercial': 'hand clients over to another commercial',
  'event:assign_support': 'choose the support of events',
  'audit:list': 'read who changed what, and when',
}
const scopes: Readonly<Record<string, string>> = {
  'user:own': 'oneself',
  'company:own': 'those of their own clients',
  'client:own': 'their own',
  'contract:own': 'those of their own clients',
  own: 'those of their own clients',
  own_client: 'those of their own clients',
  'event:assigned': 'those they support',
  assigned: 'those of the events they support',
}
