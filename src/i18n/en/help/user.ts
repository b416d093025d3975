import type { CommandHelp } from '../../command-help.ts'

/** Users: accounts, passwords and handing over work. */
export const user = {
  'user create': {
    summary: 'Create a user',
    examples: [
      { caption: 'Create a user interactively', run: 'user create' },
      {
        caption: 'Create a user with options, then enter the password',
        run: "user create -u lucie.moreau -n 'Lucie Moreau' -e lucie.moreau@epic-events.fr -r support",
      },
      {
        caption: 'Let the program make the first password, and print it',
        run: "user create -u marc.leroy -n 'Marc Leroy' -e marc.leroy@epic-events.fr -r support --generate-password",
      },
    ],
    notes: [
      'A generated password is printed only once, and opens nothing but the change of the password at the first login.',
      'A password needs 8 to 128 characters, with at least one upper-case letter, one lower-case letter and one digit.',
    ],
    next: ['user list'],
  },
  'user import': {
    summary: 'Import users from a spreadsheet',
    description:
      'Reads a CSV file or an Excel workbook. A row whose email address a user already has leaves that user as they are, unless --on-match says otherwise. The new users get no password, unless --passwords names a file for generated ones.',
    examples: [
      { caption: 'See who would be imported', run: 'user import team.csv --dry-run' },
      {
        caption: 'Import the team, each with a first password',
        run: 'user import team.csv --passwords passwords.csv --yes',
      },
    ],
    notes: [
      'Either all rows are saved or none. When a row is rejected nothing is saved, unless --skip-errors is given.',
      'Columns are known by their names in English and French, by our JSON keys, and by the names that other programs give them. An empty cell never erases a value.',
    ],
    next: ['user list', 'user update-password'],
  },
  'user list': {
    summary: 'List users',
    description:
      'Lists active users. With --inactive, lists inactive users instead. Combine options to list several roles.',
    examples: [
      { caption: 'List all active users', run: 'user list' },
      { caption: 'List salespeople and support colleagues', run: 'user list -C -S' },
      { caption: 'Print the ids of support colleagues for a script', run: 'user list --support --quiet' },
    ],
    next: ['user view 23'],
  },
  'user view': {
    summary: 'Show a user',
    examples: [
      { caption: 'Show user 23', run: 'user view 23' },
      { caption: 'Show a user by name', run: 'user view kate' },
      { caption: 'Show user 23 and the latest changes', run: 'user view 23 --history' },
    ],
    next: ['user update 23'],
  },
  'user delete': {
    summary: 'Delete a user',
    description:
      'A user who still has clients, contracts or events cannot be deleted. Hand these over, or deactivate the user.',
    examples: [
      { caption: 'Delete user 23, after a confirmation', run: 'user delete 23' },
      { caption: 'Delete the user from a script', run: 'user delete 23 --yes' },
    ],
    next: ['user hand-over', 'user update 23 --is-active false'],
  },
  'user hand-over': {
    summary: "Hand over a user's work to another user",
    description:
      'Hands over all clients of a salesperson, with their contracts, or all upcoming events of a support colleague. Names what will move, and asks. Either everything is handed over, or nothing.',
    examples: [
      { caption: 'Hand over the clients of salesperson 5 to salesperson 6', run: 'user hand-over 5 6' },
      {
        caption: 'The same from a script, by name and username',
        run: "user hand-over 'bernard petit' julie.perrin --yes",
      },
    ],
    next: ['user list -C -S'],
  },
  'user update': {
    summary: 'Update a user',
    description: 'Without options, opens a form with the current values. A deactivated user loses access immediately.',
    examples: [
      { caption: 'Update the user in a form', run: 'user update 23' },
      { caption: 'Set a new email address', run: 'user update 23 -e lucie@epic-events.fr' },
      { caption: 'Deactivate a user who leaves', run: 'user update 23 --is-active false' },
    ],
    next: ['user view 23', 'user hand-over'],
  },
  'user update-password': {
    summary: 'Change a password',
    description:
      "Ends all sessions of the user. To change your own password, you need your current one. To change another user's, you need user:update.",
    examples: [
      { caption: 'Enter the new password', run: 'user update-password 23' },
      {
        caption: 'From a script. For your own: current password, then new one, on two lines',
        run: 'user update-password 23 --password-stdin < password.txt',
      },
    ],
    next: ['login'],
  },
} satisfies Record<string, CommandHelp>
