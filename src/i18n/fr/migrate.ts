/** `db-create`, and what prevents it. */
export const migrate = {
  notCreated: "Cette base de données n'est pas encore préparée pour Epic Events.",
  behind: 'Cette base de données est plus ancienne que le programme : mettez-la à jour.',
  programTooOld: "Ce programme est plus ancien que la base de données : téléchargez la dernière version d'epic-events.",
  tooOld: 'Ce serveur PostgreSQL est trop ancien : Epic Events demande une version de 15 à 18.',
  foreignSchema: 'Ce schéma appartient à un autre programme : utilisez une base de données vide.',
  needsAdministrator: ({ login }: { login: string }) =>
    `L'utilisateur PostgreSQL ${login} ne peut pas créer les rôles dont Epic Events se sert, ni agir en leur nom. Demandez à l'administrateur de la base de données de lancer :`,
  notOwner: ({ login }: { login: string }) =>
    `L'utilisateur PostgreSQL ${login} ne peut pas préparer cette base de données : il n'est pas propriétaire du schéma epic_events, et ne peut pas le créer. Indiquez le propriétaire dans DATABASE_ADMIN_URL.`,
  noCrypto:
    "L'extension pgcrypto manque à ce serveur. Elle se trouve dans le paquet postgresql-contrib : installez-le sur le serveur, puis relancez db-create.",
  outOfOrder: ({ missing }: { missing: number }) =>
    `Il manque à cette base de données ${missing} ${missing < 2 ? 'migration' : 'migrations'} de ce programme : une autre version l'a préparée. Restaurez une sauvegarde, ou demandez de l'aide.`,
} satisfies typeof import('../en/migrate.ts').migrate
