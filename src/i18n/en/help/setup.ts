import type { CommandHelp } from '../../help.ts'

/** Setting up the database, and checking an installation. */
export const setup = {
  'db-create': {
    summary: 'Create the database, or bring it up to date',
    description:
      'Creates the schema, the tables and the rules, and the three roles where there is no data yet. Running it again changes nothing and says so.',
    examples: [
      { say: 'The embedded database, or the one of the configuration', run: 'db-create' },
      { say: 'The database of another configuration', run: 'db-create --env-file /etc/epic-events/.env' },
    ],
    notes: ['With PostgreSQL it uses DATABASE_ADMIN_URL where the everyday role may not create tables.'],
    next: ['manager-create', 'doctor'],
  },
  'manager-create': {
    summary: 'Create a manager, the first account or a way back in',
    description:
      'With PostgreSQL it must run as root, and with a database role that owns the schema. On the embedded database the owner of its folder may do it.',
    examples: [
      { say: 'Be asked for everything', run: 'manager-create' },
      {
        say: 'All at once; the password is asked for',
        run: "manager-create -u manon.lefevre -n 'Manon Lefèvre' -e manon.lefevre@epic-events.fr",
      },
    ],
    next: ['login', 'user create'],
  },
  demo: {
    summary: 'Try it all on a sample agency',
    description:
      'Fills an empty embedded database with a sample agency, signs in as its manager and shows the main job step by step. It touches neither a server nor a database with other data.',
    examples: [{ say: 'See the way from a client to an event', run: 'demo' }],
    notes: [
      'It is your session afterwards; a session on another database is replaced.',
      'With --json it runs no step: it fills the database, signs in, and answers one object with the folder, the password and the steps. With --quiet it answers the folder alone.',
    ],
    next: ['today', 'client view 8'],
  },
  doctor: {
    summary: 'Check the installation',
    description:
      'Configuration, database, migrations, session, clock and terminal; each line says what to do. Exit 0 only when all is well.',
    examples: [
      { say: 'Is all well?', run: 'doctor' },
      { say: 'For monitoring', run: 'doctor --json' },
    ],
    next: ['whoami --verbose'],
  },
} satisfies Record<string, CommandHelp>
