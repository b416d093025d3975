/** The team: what the fields of a colleague are called, and what is said of them. */
export const user = {
  title: 'Team',
  card: ({ id, name }: { id: number; name: string }) => `User ${id} · ${name}`,
  label: {
    id: 'Id',
    username: 'Username',
    full_name: 'Full name',
    email: 'Email',
    role_id: 'Role',
    is_active: 'Active',
    last_login: 'Last login',
    password: 'New password',
    present_password: 'Present password',
    from_id: 'From',
    to_id: 'To',
    clients: 'Clients',
    contracts: 'Contracts',
    events: 'Events',
  },
  help: {
    id: "The colleague's id",
    username: 'Username, 5 to 64 of a-z 0-9 . _ -',
    full_name: 'Full name, at most 128 characters',
    email: 'Email address, unique in the team',
    role: "The role's name or id",
    is_active: 'Whether the colleague may sign in',
    password: 'The new password',
    present_password: 'The present password, to change your own',
    from: 'Id of the colleague who gives',
    to: 'Id of the colleague who takes over',
    management: 'Only management',
    commercial: 'Only commercials',
    support: 'Only support',
    inactive: 'Those who have left',
  },
  active: 'active',
  inactive: 'left',
  none: 'No colleague to show.',
  created: ({ id }: { id: number }) => `User ${id} created.`,
  updated: ({ id }: { id: number }) => `User ${id} updated.`,
  unchanged: ({ id }: { id: number }) => `User ${id} is as before: nothing to change.`,
  deleted: ({ id }: { id: number }) => `User ${id} deleted.`,
  confirmDelete: ({ id, name }: { id: number; name: string }) =>
    `Delete user ${id}, ${name}, who owns nothing, for good?`,
  usernameTaken: ({ username }: { username: string }) => `Somebody already has the username ${username}.`,
  emailTaken: ({ email }: { email: string }) => `Somebody already has the email address ${email}.`,
  lastManager: ({ id }: { id: number }) =>
    `User ${id} is the last active manager, and one must stay. Make somebody else a manager first.`,
  notOneself: 'Nobody deactivates or deletes their own account: another manager does.',
  owns: ({ id, what }: { id: number; what: string }) => `User ${id} cannot be deleted: ${what} would be nobody's.`,
  clients: ({ count }: { count: number }) => (count === 1 ? '1 client' : `${count} clients`),
  contracts: ({ count }: { count: number }) => (count === 1 ? '1 contract' : `${count} contracts`),
  events: ({ count }: { count: number }) => (count === 1 ? '1 event' : `${count} events`),
  comingEvents: ({ count }: { count: number }) => (count === 1 ? '1 coming event' : `${count} coming events`),
  toReassign: ({ name, what }: { name: string; what: string }) =>
    `Somebody else should take over from ${name}: ${what}.`,
  clientLine: ({ id, name }: { id: number; name: string }) => `  client ${id} · ${name}`,
  eventLine: ({ id, title, date }: { id: number; title: string; date: string }) => `  event ${id} · ${title} · ${date}`,
  moreLines: ({ count }: { count: number }) => `  … and ${count} more`,
  handOver: ({ from, to }: { from: string; to: string }) => `${from} → ${to}`,
  handedOver: ({ what, from, to }: { what: string; from: string; to: string }) => `${what}: from ${from} to ${to}.`,
  nothingToHandOver: ({ name }: { name: string }) => `${name} has nothing to hand over.`,
  stillHasClients: ({ name, count }: { name: string; count: number }) =>
    count === 1
      ? `${name} still has 1 client; only a commercial can take it.`
      : `${name} still has ${count} clients; only a commercial can take them.`,
  stillHasEvents: ({ name, count }: { name: string; count: number }) =>
    count === 1
      ? `${name} still has 1 coming event; only support can take it.`
      : `${name} still has ${count} coming events; only support can take them.`,
  samePerson: ({ id }: { id: number }) => `A hand-over is between two people, and both are user ${id}.`,
  noKind: ({ name, role, toName, toRole }: { name: string; role: string; toName: string; toRole: string }) =>
    `Only commercials hand over clients, and support hands over events: ${name} is ${role}, ${toName} is ${toRole}.`,
  otherKind: ({ name, role, toName, toRole }: { name: string; role: string; toName: string; toRole: string }) =>
    `${name} is ${role}, so only an active colleague with that role can take over; ${toName} is ${toRole}.`,
  takerInactive: ({ id, name }: { id: number; name: string }) =>
    `${name} (${id}) is not active, so nothing can be handed over to them.`,
  wrongPresent: 'The present password is not right. Nothing was changed.',
  passwordWait: ({ seconds }: { seconds: number }) =>
    `Too many wrong passwords on this account. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  passwordChanged: ({ name }: { name: string }) => `The password of ${name} is changed; all their sessions have ended.`,
  ownPasswordChanged: 'Your password is changed and all your sessions have ended. Please login again.',
}
