/** Signing in and out, and who one is. */
export const auth = {
  label: {
    id: 'Id',
    username: 'Username',
    password: 'Password',
    full_name: 'Full name',
    role: 'Role',
    database: 'Database',
    access_expires_at: 'Access ends',
    session_expires_at: 'Session ends',
    permissions: 'Permissions',
    trust: 'Trust',
    database_login: 'Database login',
    server_version: 'PostgreSQL',
    setting: 'Setting',
    origin: 'Comes from',
  },
  help: {
    username: 'Your username',
    password: 'Your password',
  },
  settings: 'Settings',
  welcome: ({ name, role }: { name: string; role: string }) => `Welcome, ${name} (${role}).`,
  wrong: 'Wrong username or password.',
  wait: ({ seconds }: { seconds: number }) =>
    `Too many failed attempts on this account. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  notSignedIn: 'You were not signed in.',
  signedOut: 'Signed out.',
  onlyFileRemoved: ({ reason }: { reason: string }) =>
    `The session file is removed, but the session could not be ended in the database. ${reason}`,
  refreshed: ({ until }: { until: string }) => `Tokens renewed; this access is good until ${until}.`,
}
