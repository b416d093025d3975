/** Users: field names, help and messages. */
interface Named {
  readonly id: number
  readonly name: string
}

export const user = {
  title: 'Users',
  card: ({ id, name }: { id: number; name: string }) => `User ${id} · ${name}`,
  label: {
    id: 'Id',
    username: 'Username',
    full_name: 'Full name',
    email: 'Email',
    phone: 'Phone',
    role_id: 'Role',
    is_active: 'Active',
    last_login: 'Last login',
    password: 'New password',
    present_password: 'Current password',
    from_id: 'From',
    to_id: 'To',
    clients: 'Clients',
    contracts: 'Contracts',
    events: 'Events',
  },
  help: {
    id: 'Name or id of the user',
    username: 'Username, 5 to 64 characters: a-z 0-9 . _ -',
    full_name: 'Full name, up to 128 characters',
    email: 'Email address, up to 255 characters; no two users can share one',
    phone: 'Phone number, French or international',
    role: 'Name or id of the role',
    is_active: 'Whether the user can log in; false deactivates the account',
    password: 'New password',
    generate_password: 'Generate the password and print it once; the user must choose another at the first login',
    present_password: 'Current password, needed to change your own',
    from: 'Whole name or id of the user who hands over',
    to: 'Whole name or id of the user who takes over',
  },
  /** Help of the filters of the list. */
  filter: {
    search: 'Name, username, email address or phone: each word, as the beginning of a word',
    role: 'Only users who have this role',
    management: 'Only managers',
    salespeople: 'Only salespeople',
    supporters: 'Only support colleagues',
    inactive: 'Only inactive users',
  },
  active: 'active',
  inactive: 'inactive',
  none: 'No users to show.',
  created: ({ id }: { id: number }) => `User ${id} created.`,
  generated: ({ name }: { name: string }) =>
    `First password of ${name}, shown only now. At the first login they must choose another:`,
  deactivationPending: ({ id, name }: { id: number; name: string }) =>
    `${name} is logged out and cannot log in any more. Their record is locked by another connection, so it still says active: run user update ${id} --is-active false again later.`,
  updated: ({ id, name }: Named) => `User ${id} (${name}) updated.`,
  unchanged: ({ id, name }: Named) => `User ${id} (${name}) already has these values. Nothing was changed.`,
  deleted: ({ id, name }: Named) => `User ${id} (${name}) deleted.`,
  confirmDelete: ({ id, name }: Named) => `Delete user ${id} (${name})? This cannot be undone.`,
  usernameTaken: ({ username, holder }: { username: string; holder: Holder }) =>
    `${theOther(holder)} already has the username ${username}.`,
  emailTaken: ({ email, holder }: { email: string; holder: Holder }) =>
    `${theOther(holder)} already has the email address ${email}.`,
  lastManager: ({ id, name }: { id: number; name: string | null }) =>
    `${named(id, name)} is the last active manager, and there must always be one. Make another user a manager first.`,
  notOneself: 'You cannot deactivate or delete your own account. Ask another manager to do it.',
  owns: ({ id, name, what }: { id: number; name: string | null; what: string }) =>
    `${named(id, name)} cannot be deleted: they still have ${what}. Hand these over, or deactivate the user.`,
  /** Instead of `owns`, for somebody with nothing left to hand over. */
  ownsPast: ({ id, name, count }: { id: number; name: string | null; count: number }) =>
    `${named(id, name)} cannot be deleted, because ${count === 1 ? '1 past event was' : `${count} past events were`} assigned to them. Deactivate the user instead.`,
  clients: ({ count }: { count: number }) => (count === 1 ? '1 client' : `${count} clients`),
  contracts: ({ count }: { count: number }) => (count === 1 ? '1 contract' : `${count} contracts`),
  events: ({ count }: { count: number }) => (count === 1 ? '1 event' : `${count} events`),
  comingEvents: ({ count }: { count: number }) => (count === 1 ? '1 upcoming event' : `${count} upcoming events`),
  toReassign: ({ name, what }: { name: string; what: string }) => `${name} still has ${what} to hand over.`,
  handOver: ({ from, to }: { from: string; to: string }) => `${from} → ${to}`,
  confirmHandOver: ({ what, from, to }: { what: string; from: string; to: string }) =>
    `Hand over ${what} from ${from} to ${to}?`,
  handedOver: ({ what, from, to }: { what: string; from: string; to: string }) =>
    `Handed over from ${from} to ${to}: ${what}.`,
  nothingToHandOver: ({ name }: { name: string }) => `${name} has nothing to hand over.`,
  stillHasClients: ({ name, count }: { name: string; count: number }) =>
    count === 1
      ? `${name} still has 1 client. Only a salesperson can take it over.`
      : `${name} still has ${count} clients. Only a salesperson can take them over.`,
  stillHasEvents: ({ name, count }: { name: string; count: number }) =>
    count === 1
      ? `${name} still has 1 upcoming event. Only a support colleague can take it over.`
      : `${name} still has ${count} upcoming events. Only a support colleague can take them over.`,
  samePerson: ({ id }: { id: number }) => `FROM and TO are both user ${id}. Give two different users.`,
  noKind: ({ name, role, toName, toRole }: { name: string; role: string; toName: string; toRole: string }) =>
    `Only clients of a salesperson and events of a support colleague can be handed over. ${name} has the role ${role}, and ${toName} the role ${toRole}.`,
  otherKind: ({ name, role, toName, toRole }: { name: string; role: string; toName: string; toRole: string }) =>
    `${name} has the role ${role}, so only an active user with the same role can take over. ${toName} has the role ${toRole}.`,
  takerInactive: ({ id, name }: { id: number; name: string }) =>
    `${name} (${id}) is inactive, so nothing can be handed over to them.`,
  samePassword: 'This is the password that was generated for you. Choose another one.',
  wrongPresent: 'The current password is wrong. Nothing was changed.',
  passwordWait: ({ seconds }: { seconds: number }) =>
    `Too many wrong passwords for this account. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  passwordChanged: ({ name }: { name: string }) => `Password of ${name} changed. All their sessions have ended.`,
  ownPasswordChanged: 'Password changed. All your sessions have ended: please log in again.',
}

type Holder = { id: number; name: string | null } | undefined

const theOther = (holder: Holder) => (holder ? `User ${holder.id}, ${holder.name},` : 'Another user')
const named = (id: number, name: string | null) => (name === null ? `User ${id}` : `${name} (${id})`)
