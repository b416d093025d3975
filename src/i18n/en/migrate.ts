/** Setting up and updating the database schema: what can prevent it. */
export const migrate = {
  notCreated: 'This database has not been set up for Epic Events yet.',
  behind: 'This database is older than the program and needs an update.',
  programTooOld: 'This program is older than the database. Download the current version of epic-events.',
  tooOld: 'This server is older than PostgreSQL 15. Epic Events needs PostgreSQL 15 to 18.',
  template: ({ database }: { database: string }) =>
    `${database} is a template: its contents are copied into every new database. Create a database of your own with:`,
  encoding: ({ database, encoding }: { database: string; encoding: string }) =>
    `The database ${database} stores text in ${encoding}, which cannot hold every name. Nothing was created. Create a database in UTF-8 with the line below, and set DATABASE_URL to it:`,
  noCreate: ({ login, database }: { login: string; database: string }) =>
    `The database user ${login} cannot create anything in the database ${database}. Ask the database administrator to run:`,
  cryptoForbidden: ({ login }: { login: string }) =>
    `The database user ${login} is not allowed to install the extension pgcrypto on this server. Ask the database administrator to run this in the same database:`,
  roleUnbound: ({ role }: { role: string }) =>
    `The role ${role} exists on this server and bypasses all permission checks, so it is not ours or was changed. Ask the database administrator. To make it one of ours, run:`,
  foreignSchema: 'This schema belongs to another program; use an empty database.',
  needsAdministrator: ({ login }: { login: string }) =>
    `The database user ${login} cannot create or use the roles that Epic Events needs. Ask the database administrator to run:`,
  notOwner: ({ login }: { login: string }) =>
    `The database user ${login} cannot set up this database: it does not own the schema epic_events and cannot create it. Set DATABASE_ADMIN_URL to connect as the owner of the database.`,
  noCrypto:
    'The extension pgcrypto is missing on this server. Install the package postgresql-contrib on the server, then run db-create again.',
  outOfOrder: ({ missing }: { missing: number }) =>
    `This database lacks ${missing} earlier ${missing === 1 ? 'migration' : 'migrations'}: it was updated by a different version of the program. Restore a backup or ask for help.`,
}
