/** Logging in, logging out, and showing who is logged in. */
export const auth = {
  label: {
    id: 'N°',
    username: "Nom d'utilisateur",
    password: 'Mot de passe',
    full_name: 'Nom complet',
    role: 'Rôle',
    database: 'Base de données',
    access_expires_at: "Fin de l'accès",
    session_expires_at: 'Fin de session',
    permissions: 'Permissions',
    trust: 'Niveau de confiance',
    database_login: 'Utilisateur PostgreSQL',
    server_version: 'Version de PostgreSQL',
    setting: 'Réglage',
    origin: 'Provenance',
    session_count: 'Sessions fermées',
  },
  help: {
    username: "Votre nom d'utilisateur",
    password: 'Votre mot de passe',
    all: 'Fermer vos sessions sur tous vos appareils, celui-ci compris',
  },
  origins: { environment: "variable d'environnement", default: 'valeur par défaut' },
  settings: 'Réglages',
  target: ({ server, file }: { server: string; file: string | undefined }) =>
    `Connexion à ${server}${file === undefined ? '' : `, avec les réglages de ${file}`}.`,
  otherTarget: ({
    server,
    file,
    before,
  }: {
    server: string
    file: string | undefined
    before: { server: string; file: string | undefined }
  }) =>
    `Connexion à ${server}, ${file === undefined ? 'sans fichier de réglages' : `avec les réglages de ${file}`}. La fois précédente, c'était à ${before.server}, ${before.file === undefined ? 'sans fichier de réglages' : `avec les réglages de ${before.file}`}.`,
  chooseOwnPassword: 'Ce mot de passe a été généré pour votre première connexion. Choisissez maintenant le vôtre.',
  welcome: ({ name, role }: { name: string; role: string }) => `Bienvenue, ${name} (${role}).`,
  wrong: "Nom d'utilisateur ou mot de passe incorrect.",
  wait: ({ seconds }: { seconds: number }) =>
    `Trop d'échecs de connexion sur ce compte. Réessayez dans ${seconds} ${seconds < 2 ? 'seconde' : 'secondes'}.`,
  notSignedIn: "Vous n'étiez pas connecté.",
  signedOut: 'Vous êtes déconnecté.',
  onlyFileRemoved: ({ reason }: { reason: string }) =>
    `Le fichier de session est supprimé, mais la session reste ouverte dans la base de données. ${reason}`,
  signedOutEverywhere: ({ count }: { count: number }) =>
    count === 1
      ? "Vous êtes déconnecté. Vous n'aviez que cette session."
      : `Vous êtes déconnecté partout : ${count} sessions fermées.`,
  onlyFileOfAll: ({ reason }: { reason: string }) =>
    `Le fichier de session est supprimé, mais vos sessions restent ouvertes dans la base de données. ${reason}`,
  allNeedsSession:
    "Cette session n'est plus valable : vos autres sessions restent ouvertes. Reconnectez-vous, puis recommencez.",
  refreshed: ({ until }: { until: string }) => `Session renouvelée : accès valable jusqu'au ${until}.`,
} satisfies typeof import('../en/auth.ts').auth
