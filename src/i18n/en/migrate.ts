/** db-create and what stands in its way. */
export const migrate = {
  notCreated: 'This database has not been set up for Epic Events yet.',
  behind: 'This database is older than the program: bring it up to date.',
  programTooOld: 'This program is older than the database: download the current epic-events.',
  tooOld: 'This server is older than PostgreSQL 15; Epic Events needs 15 to 18.',
  foreignSchema: 'This schema belongs to another program; use an empty database.',
  needsAdministrator: ({ login }: { login: string }) =>
    `The database user ${login} cannot create or use the role epic_events_app. Ask the administrator of the database to run:`,
  notOwner: ({ login }: { login: string }) =>
    `The database user ${login} may not set up this database: neither does it own the schema epic_events, nor may it create one. Put the owner of the database into DATABASE_ADMIN_URL.`,
  noCrypto:
    'This server lacks pgcrypto. It is part of the package postgresql-contrib: install it on the server, then run db-create again.',
  outOfOrder: ({ missing }: { missing: number }) =>
    `The database skips ${missing} migration(s) of this program: it was migrated by a different version. Restore a backup or ask for help.`,
}
