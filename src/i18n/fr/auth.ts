/** Se connecter, se déconnecter, savoir qui l'on est. */
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
    trust: 'Confiance',
    database_login: 'Identifiant de base',
    server_version: 'PostgreSQL',
    setting: 'Réglage',
    origin: 'Provenance',
  },
  help: {
    username: "Votre nom d'utilisateur",
    password: 'Votre mot de passe',
  },
  settings: 'Réglages',
  welcome: ({ name, role }: { name: string; role: string }) => `Bienvenue, ${name} (${role}).`,
  wrong: "Nom d'utilisateur ou mot de passe incorrect.",
  wait: ({ seconds }: { seconds: number }) =>
    `Trop de tentatives infructueuses sur ce compte. Réessayez dans ${seconds} ${seconds < 2 ? 'seconde' : 'secondes'}.`,
  notSignedIn: "Vous n'étiez pas connecté.",
  signedOut: 'Déconnecté.',
  onlyFileRemoved: ({ reason }: { reason: string }) =>
    `Le fichier de session est supprimé, mais la session n'a pas pu être fermée dans la base. ${reason}`,
  refreshed: ({ until }: { until: string }) => `Jetons renouvelés ; cet accès vaut jusqu'au ${until}.`,
} satisfies typeof import('../en/auth.ts').auth
