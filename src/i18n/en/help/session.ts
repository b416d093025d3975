import type { CommandHelp } from '../../help.ts'

/** The session: log in, log out, renew it, and show who is logged in. */
export const session = {
  login: {
    summary: 'Sign in',
    description:
      'Asks for what is missing; the password is typed hidden, or read from standard input. The session ends by itself one day after the login.',
    examples: [
      { say: 'Be asked for name and password', run: 'login' },
      { say: 'Be asked for the password alone', run: 'login -u manon.lefevre' },
      { say: 'In a script', run: 'login -u manon.lefevre --password-stdin < password.txt' },
    ],
    next: ['whoami', 'today'],
  },
  logout: {
    summary: 'Sign out',
    description: 'Ends the session here and on the server. Without a session there is nothing to do, and it says so.',
    examples: [{ say: 'Sign out', run: 'logout' }],
    next: ['login'],
  },
  refresh: {
    summary: 'Renew the session',
    description: 'Exchanges both tokens for new ones. Commands do this by themselves when it is time.',
    examples: [{ say: 'Begin a long script with a fresh session', run: 'refresh' }],
    next: ['whoami'],
  },
  whoami: {
    summary: 'Show who is signed in',
    description:
      'Name, role, database, end of the session and permissions. With --verbose, where each setting comes from.',
    examples: [
      { say: 'Who am I?', run: 'whoami' },
      { say: 'Where does each setting come from?', run: 'whoami --verbose' },
      { say: 'For a script', run: 'whoami --json' },
    ],
    next: ['role permissions'],
  },
} satisfies Record<string, CommandHelp>
