/** db-create et ce qui l'empêche. */
export const migrate = {
  notCreated: "Cette base n'est pas encore préparée pour Epic Events.",
  behind: 'Cette base est plus ancienne que le programme : mettez-la à jour.',
  programTooOld: 'Ce programme est plus ancien que la base : téléchargez la version actuelle d’epic-events.',
  tooOld: 'Ce serveur est plus ancien que PostgreSQL 15 ; Epic Events demande une version de 15 à 18.',
  foreignSchema: 'Ce schéma appartient à un autre programme ; utilisez une base vide.',
  needsAdministrator: ({ login }: { login: string }) =>
    `L'utilisateur ${login} ne peut ni créer ni prendre le rôle epic_events_app. Demandez à l'administrateur de la base d'exécuter :`,
  notOwner: ({ login }: { login: string }) =>
    `L'utilisateur ${login} ne peut pas préparer cette base : le schéma epic_events ne lui appartient pas, et il ne peut pas le créer. Indiquez le propriétaire de la base dans DATABASE_ADMIN_URL.`,
  noCrypto:
    'Il manque pgcrypto à ce serveur. Cette extension fait partie du paquet postgresql-contrib : installez-le sur le serveur, puis relancez db-create.',
  outOfOrder: ({ missing }: { missing: number }) =>
    `Il manque à la base ${missing} migration(s) de ce programme : une autre version l'a migrée. Restaurez une sauvegarde ou demandez de l'aide.`,
} satisfies typeof import('../en/migrate.ts').migrate
