/** Setting up: db-create, manager-create and doctor. */
export const setup = {
  title: 'Database',
  label: {
    database: 'Database',
    migrations_applied: 'Migrations applied',
    schema_version: 'Schema version',
    trust: 'Trust level',
    login: 'Database user',
    weak_login_sql: 'SQL for a restricted user',
    check: 'Check',
    ok: 'Status',
    detail: 'Result',
    advice: 'What to do',
  },
  sudoWithoutDatabase:
    "No database is set under sudo, so this command would use root's own embedded database. Give it your settings file.",
  rootNeeded: 'On a server, manager-create must run as root, because it creates a manager without a login.',
  notOwner: 'This database user does not own the schema. Set DATABASE_ADMIN_URL to the user that ran db-create.',
  nothingToDo: ({ name }: { name: string }) => `${name} is up to date. Nothing to do.`,
  copied: ({ path }: { path: string }) =>
    `The database as it was before is kept in ${path}. The last two such copies stay.`,
  created: ({ name, applied }: { name: string; applied: number }) =>
    `${name} is ready: ${applied} ${applied === 1 ? 'migration' : 'migrations'} applied.`,
  trustLevel: { strict: 'strict', advisory: 'advisory' },
  advisory: ({ login }: { login: string }) =>
    `The trust level is advisory: the database user ${login} could bypass the permission checks with psql. For the strict level, give people a restricted database user:`,
  weakLogin: 'A restricted database user can act as epic_events_app and nothing else. Create one for each person:',
  usernameTaken: ({ username }: { username: string }) => `Another user already has the username ${username}.`,
  emailTaken: ({ email }: { email: string }) => `Another user already has the email address ${email}.`,
  managerCreated: ({ id, name, database }: { id: number; name: string; database: string }) =>
    `Manager ${id} (${name}) created in ${database}.`,
  doctor: {
    title: 'Installation',
    /** Names of the checks: `check` in JSON, so scripts may match them. */
    configuration: 'Configuration',
    database: 'Database',
    migrations: 'Migrations',
    trust: 'Trust',
    session: 'Session',
    clock: 'Clock',
    terminal: 'Terminal',
    good: 'ok',
    bad: 'problem',
    advised: 'advice',
    allWell: 'No problems found.',
    notWell: ({ count }: { count: number }) => (count === 1 ? '1 problem found.' : `${count} problems found.`),
    environmentOnly: 'no settings file; from the environment and defaults',
    file: ({ path }: { path: string }) => `from ${path}`,
    reached: ({ name, version }: { name: string; version: string }) => `${name} (PostgreSQL ${version})`,
    /** Follows the sentence above. */
    resident: ({ pid, since }: { pid: number; since: string }) => `, kept open by process ${pid} since ${since}`,
    newerServer: ({ major, newestMajor }: { major: number; newestMajor: number }) =>
      `PostgreSQL ${major} is newer than this program, which was tested up to PostgreSQL ${newestMajor}.`,
    schema: ({ version }: { version: number }) => `schema version ${version}, up to date`,
    strict: ({ login }: { login: string }) => `strict: ${login} can only act as epic_events_app`,
    advisory: ({ login }: { login: string }) => `advisory: ${login} could bypass the permission checks`,
    advisoryEmbedded: 'advisory: the owner of the folder can read and change everything in it',
    /** How the login gets past the rules; each follows the sentence above. */
    way: {
      role: ({ object }: { object: string }) => `, through the role ${object}`,
      owner: ({ object }: { object: string }) => `, because it owns ${object}`,
      grant: ({ object, right }: { object: string; right: string }) =>
        `, because it was granted ${right} on ${object} directly`,
    },
    unknown: ({ name, meant }: { name: string; meant: string | undefined }) =>
      `The environment variable ${name} is not a setting and has no effect.${meant ? ` Did you mean ${meant}?` : ''}`,
    advisoryAdvice: 'Give people a restricted database user. epic-events db-create prints the SQL.',
    tlsAdvice: 'The connection is encrypted, but the server is not verified. Add sslmode=verify-full to DATABASE_URL.',
    tlsPlain: 'The connection is not encrypted.',
    logged:
      'The server writes bound values into its log, and the secret of your session may be among them. Its administrator can set log_parameter_max_length = 0.',
    signedIn: ({ name, until }: { name: string; until: string }) => `${name}, until ${until}`,
    notSignedIn: 'not logged in',
    skew: ({ seconds }: { seconds: number }) => `${seconds} s off the database's clock`,
    skewAdvice: "Set this machine's clock: sessions expire by it.",
    terminalSeen: ({ columns, zone }: { columns: number; zone: string }) => `${columns} columns · ${zone} · English`,
    noTerminal: ({ zone }: { zone: string }) => `none (script) · ${zone} · English`,
    skipped: 'not checked: cannot connect to the database',
    mendFirst: 'not checked: fix the problem above first',
  },
}
