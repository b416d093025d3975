import type { CommandHelp } from '../../command-help.ts'

/** Setting up the database, trying the program and checking an installation. */
export const setup = {
  'db-create': {
    summary: 'Create or update the database schema',
    description:
      'Creates the schema, the tables and the three default roles, or updates an older schema. If the schema is up to date, nothing is changed.',
    examples: [
      { caption: 'Set up the database of your settings, or the embedded one', run: 'db-create' },
      { caption: 'Use another settings file', run: 'db-create --env-file /etc/epic-events/.env' },
    ],
    notes: ['On a PostgreSQL server, connects with DATABASE_ADMIN_URL if it is set.'],
    next: ['manager-create', 'doctor'],
  },
  'manager-create': {
    summary: 'Create a manager without logging in',
    description:
      'Use it to create the first user, or when no manager can log in any more. With PostgreSQL, run it as root and connect as the database user that owns the schema. With the embedded database, run it as the owner of the data folder.',
    examples: [
      { caption: 'Create a manager interactively', run: 'manager-create' },
      {
        caption: 'Create a manager with options, then enter the password',
        run: "manager-create -u manon.lefevre -n 'Manon Lefèvre' -e manon.lefevre@epic-events.fr",
      },
    ],
    next: ['login', 'user create'],
  },
  demo: {
    summary: 'Try the program on a sample agency',
    description:
      'Fills an empty embedded database with a sample agency, logs you in as its manager and shows the main steps of the work. Never changes a PostgreSQL server or a database with other data.',
    examples: [{ caption: 'See how a client becomes an event', run: 'demo' }],
    notes: [
      'You stay logged in afterwards. A session in another database is replaced.',
      'With --json, fills the database and logs in, then prints the folder, the password and the steps without running them. With --quiet, prints the folder only.',
    ],
    next: ['today', 'client view 8'],
  },
  doctor: {
    summary: 'Check the installation',
    description:
      'Checks settings, database, migrations, trust level, session, clock and terminal, and says how to fix what is wrong. The exit code is 0 if no problem is found.',
    examples: [
      { caption: 'Check the installation', run: 'doctor' },
      { caption: 'Use the result in monitoring', run: 'doctor --json' },
    ],
    next: ['whoami --verbose'],
  },
} satisfies Record<string, CommandHelp>
