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
    description: 'Ends the session on this machine and in the database. Does nothing if you are not logged in.',
    examples: [{ caption: 'Log out', run: 'logout' }],
    next: ['login'],
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
    next: ['role permissions'],
  },
} satisfies Record<string, CommandHelp>
