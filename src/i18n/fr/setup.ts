/** Setting up: `db-create`, `manager-create` and `doctor`. */
export const setup = {
  title: 'Base de données',
  label: {
    database: 'Base de données',
    migrations_applied: 'Migrations appliquées',
    schema_version: 'Version du schéma',
    trust: 'Niveau de confiance',
    login: 'Utilisateur PostgreSQL',
    weak_login_sql: 'SQL pour un utilisateur restreint',
    check: 'Vérification',
    ok: 'État',
    detail: 'Constat',
    advice: 'À faire',
  },
  sudoWithoutDatabase:
    'Aucune base de données dans les réglages lus sous sudo : la commande utiliserait la base embarquée de root. Indiquez votre fichier de réglages.',
  rootNeeded:
    "Sur un serveur, manager-create doit être lancée par root, car elle crée un gestionnaire sans l'accord d'un autre.",
  notOwner:
    "Cet utilisateur PostgreSQL n'est pas propriétaire du schéma. Indiquez dans DATABASE_ADMIN_URL celui qui a lancé db-create.",
  nothingToDo: ({ name }: { name: string }) => `${name} est à jour : rien à faire.`,
  copied: ({ path }: { path: string }) =>
    `La base telle qu'elle était avant est gardée dans ${path}. Les deux dernières copies restent.`,
  created: ({ name, applied }: { name: string; applied: number }) =>
    `${name} est prête : ${applied} ${applied < 2 ? 'migration appliquée' : 'migrations appliquées'}.`,
  advisory: ({ login }: { login: string }) =>
    `Niveau de confiance indicatif : avec psql, ${login} pourrait contourner les règles. Pour le niveau strict, donnez à chaque collaborateur un utilisateur PostgreSQL restreint :`,
  weakLogin:
    'Un utilisateur PostgreSQL restreint peut agir au nom du rôle epic_events_app, et rien de plus. De préférence, un par collaborateur :',
  usernameTaken: ({ username }: { username: string }) => `Le nom d'utilisateur ${username} est déjà pris.`,
  emailTaken: ({ email }: { email: string }) => `Un autre collaborateur a déjà l'adresse e-mail ${email}.`,
  managerCreated: ({ id, name, database }: { id: number; name: string; database: string }) =>
    `Gestionnaire ${id} (${name}) créé dans ${database}.`,
  trustLevel: { strict: 'strict', advisory: 'indicatif' },
  doctor: {
    title: 'Installation',
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
      count < 2 ? '1 problème à corriger.' : `${count} problèmes à corriger.`,
    environmentOnly: "pas de fichier de réglages : variables d'environnement et valeurs par défaut",
    file: ({ path }: { path: string }) => `réglages lus dans ${path}`,
    reached: ({ name, version }: { name: string; version: string }) => `${name} (PostgreSQL ${version})`,
    resident: ({ pid, since }: { pid: number; since: string }) =>
      `, gardée ouverte par le processus ${pid} depuis le ${since}`,
    newerServer: ({ major, newestMajor }: { major: number; newestMajor: number }) =>
      `PostgreSQL ${major} est plus récent que ce programme, testé jusqu'à PostgreSQL ${newestMajor}.`,
    schema: ({ version }: { version: number }) => `schéma en version ${version}, à jour`,
    strict: ({ login }: { login: string }) => `niveau strict : ${login} ne peut agir qu'au nom de epic_events_app`,
    advisory: ({ login }: { login: string }) => `niveau indicatif : ${login} pourrait contourner les règles`,
    advisoryEmbedded: 'niveau indicatif : le propriétaire du dossier a tout pouvoir sur la base de données',
    way: {
      role: ({ object }: { object: string }) => `, par le rôle ${object}`,
      owner: ({ object }: { object: string }) => `, car ${object} lui appartient`,
      grant: ({ object, right }: { object: string; right: string }) =>
        `, car il a reçu directement le droit ${right} sur ${object}`,
    },
    unknown: ({ name, meant }: { name: string; meant: string | undefined }) =>
      `La variable d'environnement ${name} n'est pas un réglage et n'a aucun effet.${meant ? ` Vouliez-vous dire ${meant} ?` : ''}`,
    advisoryAdvice:
      'Donnez à chaque collaborateur un utilisateur PostgreSQL restreint : epic-events db-create en affiche le SQL.',
    tlsAdvice:
      "La connexion est chiffrée, mais l'identité du serveur n'est pas vérifiée : ajoutez sslmode=verify-full à DATABASE_URL.",
    tlsPlain: "La connexion n'est pas chiffrée.",
    logged:
      'Le serveur écrit les valeurs liées dans son journal, et le secret de votre session peut en être. Son administrateur peut fixer log_parameter_max_length = 0.',
    signedIn: ({ name, until }: { name: string; until: string }) => `${name}, jusqu'au ${until}`,
    notSignedIn: 'aucune session ouverte',
    skew: ({ seconds }: { seconds: number }) => `${seconds} s d'écart avec la base de données`,
    skewAdvice: "Mettez cette machine à l'heure : la durée des sessions en dépend.",
    terminalSeen: ({ columns, zone }: { columns: number; zone: string }) => `${columns} colonnes · ${zone} · français`,
    noTerminal: ({ zone }: { zone: string }) => `aucun (script) · ${zone} · français`,
    skipped: 'non vérifié : base de données injoignable',
    mendFirst: "non vérifié : corrigez d'abord les problèmes ci-dessus",
  },
} satisfies typeof import('../en/setup.ts').setup
