import type { CommandHelp } from '../../command-help.ts'

/** The session: logging in and out, renewing the session, and showing who is logged in. */
export const session = {
  login: {
    summary: 'Log in',
    description:
      'Asks for the username and the password if they are not given. The session ends one day after the login, unless REFRESH_TOKEN_LIFETIME_DAYS says otherwise.',
    examples: [
      { caption: 'Enter the username and the password', run: 'login' },
      { caption: 'Enter the password only', run: 'login -u manon.lefevre' },
      { caption: 'Log in from a script', run: 'login -u manon.lefevre --password-stdin < password.txt' },
    ],
    next: ['whoami', 'today'],
  },
  logout: {
    summary: 'Log out',
    description:
      'Ends the session on this machine and in the database. Does nothing if you are not logged in. With --all, ends your sessions on all devices, this one too.',
    examples: [
      { caption: 'Log out', run: 'logout' },
      { caption: 'Log out everywhere', run: 'logout --all' },
    ],
    notes: [
      'logout --all needs a session: without one, the database does not know whose sessions to end, and the command fails.',
    ],
    next: ['login', 'session list'],
  },
  refresh: {
    summary: 'Renew the session',
    description: 'Replaces both tokens with new ones. Other commands do this automatically when needed.',
    examples: [{ caption: 'Start a long script with a fresh session', run: 'refresh' }],
    next: ['whoami'],
  },
  whoami: {
    summary: 'Show who is logged in',
    description:
      'Shows your name, role, permissions, database and when your session ends. With --verbose, also shows where each setting comes from.',
    examples: [
      { caption: 'Show who is logged in', run: 'whoami' },
      { caption: 'Show where each setting comes from', run: 'whoami --verbose' },
      { caption: 'Use the result in a script', run: 'whoami --json' },
    ],
    next: ['role permissions', 'session list'],
  },
  'session list': {
    summary: 'List open sessions',
    description:
      'Shows where you are logged in: the device, when you logged in there, when the session was last used and when it ends. The one you are using is marked.',
    examples: [
      { caption: 'See where you are logged in', run: 'session list' },
      { caption: 'See where Bill is logged in', run: 'session list --user bill' },
      { caption: 'See who is logged in, and where', run: 'session list --everyone' },
    ],
    notes: [
      'Seeing the sessions of other users needs user:update, and role:assign too for users whose role has permissions that yours lacks.',
      'Last used is when the session was last renewed. While in use it is renewed every half hour, unless ACCESS_TOKEN_LIFETIME_MINUTES says otherwise.',
      'The device is the name that the computer gave itself at login. It proves nothing, because anyone can choose such a name.',
    ],
    next: ['session revoke', 'logout --all'],
  },
  'session revoke': {
    summary: 'End an open session',
    description:
      'Ends one of your sessions, or one of another user whose sessions you can list. From its next command on, that device has to log in again.',
    examples: [{ caption: 'End session 3', run: 'session revoke 3' }],
    notes: [
      'If it is the session you are using, you are logged out, as with logout.',
      'If you do not recognise a session of yours, change your password too: that ends all of your sessions.',
    ],
    next: ['session list', 'user update-password', 'logout --all'],
  },
} satisfies Record<string, CommandHelp>
