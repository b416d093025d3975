/** `db-create`, and what prevents it. */
export const migrate = {
  notCreated: "Cette base de données n'est pas encore préparée pour Epic Events.",
  behind: 'Cette base de données est plus ancienne que le programme : mettez-la à jour.',
  programTooOld: "Ce programme est plus ancien que la base de données : téléchargez la dernière version d'epic-events.",
  tooOld: 'Ce serveur PostgreSQL est trop ancien : Epic Events demande une version de 15 à 18.',
  template: ({ database }: { database: string }) =>
    `${database} est un modèle : tout ce qu'on y met se retrouve dans chaque nouvelle base. Créez plutôt une base de données à vous :`,
  encoding: ({ database, encoding }: { database: string; encoding: string }) =>
    `La base de données ${database} enregistre le texte en ${encoding}, où certains noms ne peuvent pas s'écrire. Rien n'a été créé. Créez une base en UTF-8 avec la ligne ci-dessous, puis indiquez-la dans DATABASE_URL :`,
  noCreate: ({ login, database }: { login: string; database: string }) =>
    `L'utilisateur PostgreSQL ${login} ne peut rien créer dans la base de données ${database}. Demandez à l'administrateur de la base de données de lancer :`,
  cryptoForbidden: ({ login }: { login: string }) =>
    `L'utilisateur PostgreSQL ${login} ne peut pas installer l'extension pgcrypto sur ce serveur. Demandez à l'administrateur de la base de données de lancer, dans la même base :`,
  roleUnbound: ({ role }: { role: string }) =>
    `Le rôle ${role} existe sur ce serveur et échappe à tous les contrôles : il n'est pas le nôtre, ou il a été modifié. Voyez avec l'administrateur de la base de données ; pour en faire le nôtre :`,
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
