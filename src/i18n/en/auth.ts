/** Logging in and out, and who is logged in. */
export const auth = {
  label: {
    id: 'Id',
    username: 'Username',
    password: 'Password',
    full_name: 'Full name',
    role: 'Role',
    database: 'Database',
    access_expires_at: 'Access until',
    session_expires_at: 'Session until',
    permissions: 'Permissions',
    trust: 'Trust level',
    database_login: 'Database user',
    server_version: 'PostgreSQL',
    setting: 'Setting',
    origin: 'Source',
    session_count: 'Sessions ended',
  },
  help: {
    username: 'Your username',
    password: 'Your password',
    all: 'End your sessions on all devices, this one too',
  },
  /** Where a setting comes from, if not from a file. */
  origins: { environment: 'environment variable', default: 'default' },
  settings: 'Settings',
  target: ({ server, file }: { server: string; file: string | undefined }) =>
    `Logging in to ${server}${file === undefined ? '' : `, with the settings in ${file}`}.`,
  otherTarget: ({
    server,
    file,
    before,
  }: {
    server: string
    file: string | undefined
    before: { server: string; file: string | undefined }
  }) =>
    `Logging in to ${server}, with ${file === undefined ? 'no settings file' : `the settings in ${file}`}. Your last login was to ${before.server}, with ${before.file === undefined ? 'no settings file' : `the settings in ${before.file}`}.`,
  chooseOwnPassword: 'You logged in with a generated password. Choose your own now.',
  welcome: ({ name, role }: { name: string; role: string }) => `Welcome, ${name} (${role}).`,
  wrong: 'Wrong username or password.',
  wait: ({ seconds }: { seconds: number }) =>
    `Too many failed login attempts for this account. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  notSignedIn: 'You were not logged in.',
  signedOut: 'Logged out.',
  onlyFileRemoved: ({ reason }: { reason: string }) =>
    `The session file was deleted, but the session could not be ended in the database. ${reason}`,
  signedOutEverywhere: ({ count }: { count: number }) =>
    count === 1 ? 'Logged out. It was your only session.' : `Logged out everywhere: ${count} sessions ended.`,
  onlyFileOfAll: ({ reason }: { reason: string }) =>
    `The session file was deleted, but your sessions could not be ended in the database. ${reason}`,
  allNeedsSession:
    'This session is over, so your other sessions could not be ended. Log in, then log out everywhere again.',
  refreshed: ({ until }: { until: string }) => `Session renewed. Access is valid until ${until}.`,
}
