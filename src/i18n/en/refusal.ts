/** Refusals: sessions, permissions, records that were not found, edits of an outdated version, and lost connections. */
export const refusal = {
  login: 'Please login first.',
  expired: 'Session missing or expired. Please log in again.',
  chooseOwnPassword: 'Choose your own password first. Yours was generated, and good for this login only.',
  nobodyYet: 'This database has no users yet. Create the first manager.',
  /** `or`: other permissions, each of which would do as well. */
  forbidden: ({ code, or = [] }: { code: string; or?: readonly string[] }) =>
    `You don't have permission to do this: it needs ${[code, ...or].join(' or ')}.`,
  /** `roles`: those that hold the permission, as far as one may know; none: the managers, who can grant it. */
  ask: ({ roles, names }: { roles: readonly string[]; names: readonly string[] }) =>
    `Ask ${roles.length === 0 ? 'a manager' : `somebody with the role ${roles.join(' or ')}`}${names.length === 0 ? '' : `: ${names.join(', ')}`}.`,
  grantable: ({ command }: { command: string }) => `A manager can allow it for your role: ${command}`,
  /** Whose the record is that somebody may not change. */
  assignedTo: ({ noun, id, name }: { noun: string; id: number; name: string }) =>
    `${capitalized(noun)} ${id} is assigned to ${name}.`,
  salespersonIs: ({ noun, id, name }: { noun: string; id: number; name: string }) =>
    `The salesperson of ${noun} ${id} is ${name}.`,
  unassigned: ({ id }: { id: number }) => `Event ${id} has no support colleague yet.`,
  forbiddenHere: ({ code }: { code: string }) => {
    const [resource = '', action = ''] = code.split(':')
    const reach = resource === 'user' ? 'your own account' : 'records that are yours or assigned to you'
    return `You don't have permission to ${here[`${resource}:${action}`] ?? `${action} this ${resource}`}: your role has ${code} only for ${reach}.`
  },
  forbiddenRow: "You don't have permission to do this with this record.",
  notFound: "Record not found, or you don't have access to it.",
  noSuch: ({ noun, id }: { noun: string; id: number | string }) =>
    `${capitalized(noun)} ${id} not found, or you don't have access to it.`,
  /** Nobody may see a record of this name. */
  noneNamed: ({ noun: of, received, near }: { noun: Named; received: string; near: readonly string[] }) =>
    `${capitalized(noun[of])} "${received}" not found, or you don't have access to it.${near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`}`,
  severalNamed: ({ noun: of, received }: { noun: Named; received: string }) =>
    `Several ${plurals[of]} match "${received}". Use the id of the one you mean.`,
  notExactly: ({ noun: of, received }: { noun: Named; received: string }) =>
    `No ${noun[of]} is called exactly "${received}". This command only takes a whole name or an id.`,
  moreNamed: '… and more',
  stale: ({ noun, id, version }: { noun: string; id: number; version: number }) =>
    `${capitalized(noun)} ${id} has changed in the meantime (now at version ${version}). Nothing was saved.`,
  staleField: ({ label, now, yours }: { label: string; now: string; yours: string }) =>
    `${label}: now ${now}, yours ${yours}`,
  /** Who changed these fields, and when. `by: null` is somebody past the program. */
  staleBy: ({ labels, by, at }: { labels: string; by: string | null; at: string }) =>
    `${labels}: changed${by === null ? '' : ` by ${by}`} on ${at}`,
  /** A record that stands in the way: `event 7, Gala`. */
  record: ({ noun, id, name }: { noun: string; id: number; name: string | null }) =>
    `${noun} ${id}${name === null ? '' : `, ${name}`}`,
  andMore: 'and others',
  byConstraint: ({ constraint }: { constraint: string }) => `The database refused this change (${constraint}).`,
  locked: 'Someone else is changing this record right now. Try again in a moment.',
  tooSlow: 'The database took too long or an administrator intervened, so the command was stopped. Nothing was saved.',
  shutDown: 'The database server is shutting down, or an administrator ended this connection. Nothing was saved.',
  applied: 'The connection was lost before the answer arrived, but the change was saved.',
  notApplied:
    'The connection was lost before the answer arrived, and the change was not saved. You can safely run the command again.',
  unknownApplied:
    'The connection was lost before the answer arrived, and the database cannot be reached. Check whether the change was saved before you run the command again.',
}

const capitalized = (noun: string) => noun.charAt(0).toUpperCase() + noun.slice(1)

/** What can be referred to by a name. */
type Named = 'client' | 'company' | 'contract' | 'event' | 'user' | 'role'

const plurals: Readonly<Record<Named, string>> = {
  client: 'clients',
  company: 'companies',
  contract: 'contracts',
  event: 'events',
  user: 'users',
  role: 'roles',
}

/** What a permission allows on one record, where its action and its resource alone do not say it well. */
const here: Readonly<Record<string, string>> = {
  'contract:create': 'create a contract for this client',
  'event:create': 'create an event for this contract',
  'client:assign_commercial': 'hand over this client',
  'interaction:create': 'write a note about this',
  'payment:create': 'record a payment for this contract',
  'payment:cancel': 'cancel this payment',
  'client:merge': 'merge these clients',
  'company:merge': 'merge these companies',
  'client:export': "export this client's data",
  'client:erase': "erase this client's data",
  'event:assign_support': 'assign this event',
  'role:assign': 'grant this role or these permissions',
}

/** What a record is called in the middle of a sentence. */
export const noun = {
  user: 'user',
  role: 'role',
  company: 'company',
  client: 'client',
  contract: 'contract',
  event: 'event',
  interaction: 'note',
  payment: 'payment',
  instalment: 'instalment',
  session: 'session',
  audit: 'change',
}
