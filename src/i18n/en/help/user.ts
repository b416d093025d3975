import type { CommandHelp } from '../../help.ts'

/** Users: the accounts of the team. */
export const user = {
  'user create': {
    summary: 'Create a colleague',
    examples: [
      { say: 'Be asked for everything', run: 'user create' },
      {
        say: 'All at once; the password is asked for',
        run: "user create -u lucie.moreau -n 'Lucie Moreau' -e lucie.moreau@epic-events.fr -r support",
      },
    ],
    notes: ['The role is a name or an id. A password has 8 characters or more, among them A-Z, a-z and 0-9.'],
    next: ['user list'],
  },
  'user list': {
    summary: 'List the team',
    description: 'Active colleagues; with --inactive, those who have left. The role options can be combined.',
    examples: [
      { say: 'Everybody', run: 'user list' },
      { say: 'Commercials and support', run: 'user list -C -S' },
      { say: 'The ids of the support, for a script', run: 'user list --support --quiet' },
    ],
    next: ['user view 23'],
  },
  'user view': {
    summary: 'Show a colleague',
    examples: [
      { say: 'User 23', run: 'user view 23' },
      { say: 'With all that was changed', run: 'user view 23 --history' },
    ],
    next: ['user update 23'],
  },
  'user delete': {
    summary: 'Delete a colleague who owns nothing',
    description:
      'Refused while the person has clients, contracts or events: hand them over, or deactivate the account.',
    examples: [
      { say: 'See what stands in the way, then be asked', run: 'user delete 23' },
      { say: 'In a script', run: 'user delete 23 --yes' },
    ],
    next: ['user hand-over', 'user update 23 --is-active false'],
  },
  'user hand-over': {
    summary: "Give one colleague's work to another",
    description:
      'All clients and their contracts from one commercial to another, or all coming events from one support to another: all or nothing.',
    examples: [{ say: 'From user 5 to user 6, both commercials', run: 'user hand-over 5 6' }],
    next: ['user list -C -S'],
  },
  'user update': {
    summary: 'Change a colleague',
    description: "Without options it opens a form with today's values. A deactivated colleague is out at once.",
    examples: [
      { say: 'In a form', run: 'user update 23' },
      { say: 'A new address', run: 'user update 23 -e lucie@epic-events.fr' },
      { say: 'Somebody leaves', run: 'user update 23 --is-active false' },
    ],
    next: ['user view 23', 'user hand-over'],
  },
  'user update-password': {
    summary: 'Change a password',
    description: 'Everybody may change their own, giving the present one first. Other sessions of that person end.',
    examples: [
      { say: 'Be asked for it', run: 'user update-password 23' },
      {
        say: 'In a script: one line, or two for your own',
        run: 'user update-password 23 --password-stdin < password.txt',
      },
    ],
    next: ['login'],
  },
} satisfies Record<string, CommandHelp>
