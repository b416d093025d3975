/** L'installation : db-create, manager-create, doctor, demo. */
export const setup = {
  title: 'Base de données',
  label: {
    database: 'Base de données',
    migrations_applied: 'Migrations appliquées',
    schema_version: 'Version du schéma',
    trust: 'Niveau de confiance',
    login: 'Identifiant courant',
    weak_login_sql: 'SQL d’un identifiant restreint',
    check: 'Vérification',
    ok: 'État',
    detail: 'Constat',
    advice: 'À faire',
  },
  sudoWithoutDatabase:
    "Aucune base n'est configurée sous sudo : tout irait dans la base embarquée de root. Indiquez votre fichier de réglages.",
  rootNeeded:
    'manager-create nomme un gestionnaire sans rien demander à personne : sur un serveur, cette commande exige root.',
  notOwner:
    "Cet identifiant n'est pas propriétaire du schéma. Indiquez dans DATABASE_ADMIN_URL celui qui a exécuté db-create.",
  nothingToDo: ({ name }: { name: string }) => `${name} est à jour : rien à faire.`,
  created: ({ name, applied }: { name: string; applied: number }) =>
    `${name} est prête : ${applied} ${applied < 2 ? 'migration appliquée' : 'migrations appliquées'}.`,
  advisory: ({ login }: { login: string }) =>
    `La confiance est indicative : avec psql, ${login} pourrait contourner les règles. Pour le niveau strict, donnez à chacun un identifiant restreint :`,
  weakLogin:
    "Un identifiant restreint peut prendre le rôle epic_events_app et rien d'autre ; un par personne, c'est le mieux :",
  usernameTaken: ({ username }: { username: string }) => `Quelqu'un porte déjà le nom d'utilisateur ${username}.`,
  emailTaken: ({ email }: { email: string }) => `Quelqu'un a déjà l'adresse e-mail ${email}.`,
  managerCreated: ({ id, name, database }: { id: number; name: string; database: string }) =>
    `Gestionnaire ${id}, ${name}, créé dans ${database}.`,
  doctor: {
    configuration: 'Réglages',
    database: 'Base de données',
    migrations: 'Migrations',
    trust: 'Confiance',
    session: 'Session',
    clock: 'Horloge',
    terminal: 'Terminal',
    good: 'en ordre',
    bad: 'à corriger',
    advised: 'conseil',
    allWell: 'Tout est en ordre.',
    notWell: ({ count }: { count: number }) =>
      count < 2 ? 'Un point est à corriger.' : `${count} points sont à corriger.`,
    environmentOnly: 'aucun fichier de réglages ; environnement et valeurs par défaut',
    file: ({ path }: { path: string }) => `réglages lus dans ${path}`,
    reached: ({ name, version }: { name: string; version: string }) => `${name} (PostgreSQL ${version})`,
    schema: ({ version }: { version: number }) => `schéma ${version}, celui que ce programme connaît`,
    strict: ({ login }: { login: string }) => `stricte : ${login} ne peut pas quitter epic_events_app`,
    advisory: ({ login }: { login: string }) => `indicative : ${login} pourrait contourner les règles`,
    advisoryEmbedded: 'indicative : qui possède le dossier possède la base',
    advisoryAdvice: 'Donnez à chacun un identifiant restreint : epic-events db-create en affiche le SQL.',
    tlsAdvice:
      "La connexion est chiffrée mais le serveur n'est pas vérifié : ajoutez sslmode=verify-full à DATABASE_URL.",
    tlsPlain: "La connexion n'est pas chiffrée.",
    signedIn: ({ name, until }: { name: string; until: string }) => `${name}, jusqu'au ${until}`,
    notSignedIn: 'personne de connecté',
    skew: ({ seconds }: { seconds: number }) => `à ${seconds} s de celle de la base`,
    skewAdvice: "Mettez l'horloge de cette machine à l'heure : elle sert à juger les jetons.",
    terminalSeen: ({ columns, zone, lang }: { columns: number; zone: string; lang: string }) =>
      `${columns} colonnes · ${zone} · ${lang}`,
    noTerminal: ({ zone, lang }: { zone: string; lang: string }) => `aucun (un script) · ${zone} · ${lang}`,
    skipped: "non vérifié : la base n'a pas été atteinte",
    mendFirst: "non vérifié : corrigez d'abord ce qui est dit plus haut",
  },
} satisfies typeof import('../en/setup.ts').setup
