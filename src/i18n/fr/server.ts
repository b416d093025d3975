/** Pourquoi un serveur PostgreSQL n'a pas pu être joint ou a été perdu, et que faire. */
export const server = {
  refused: ({ at }: { at: string }) => `Rien ne répond à ${at} : le serveur PostgreSQL est-il démarré ?`,
  unknownHost: ({ at }: { at: string }) => `Aucun hôte ne porte le nom indiqué dans ${at}.`,
  noSocket: ({ at }: { at: string }) => `La socket PostgreSQL ${at} n'existe pas.`,
  unreachable: ({ at, reason }: { at: string; reason: string }) => `${at} est injoignable (${reason}).`,
  timeout: ({ at, seconds }: { at: string; seconds: string }) => `${at} n'a pas répondu en ${seconds} s.`,
  closed: ({ at }: { at: string }) => `${at} a fermé la connexion avant l'identification.`,
  notPostgres: ({ at }: { at: string }) => `Ce qui répond à ${at} n'est pas un serveur PostgreSQL.`,
  noneOf: ({ hosts }: { hosts: string }) => `Aucun des serveurs de base de données ne convient : ${hosts}.`,
  password: ({ user, at }: { user: string; at: string }) =>
    `${at} refuse le mot de passe de l'utilisateur de base de données ${user}.`,
  passwordMissing: ({ user, at }: { user: string; at: string }) =>
    `${at} demande le mot de passe de l'utilisateur de base de données ${user}, et aucun n'est configuré.`,
  noRole: ({ user, at }: { user: string; at: string }) =>
    `L'utilisateur de base de données ${user} n'existe pas sur ${at}, ou n'a pas le droit de s'y connecter.`,
  notAllowed: ({ user, database, at }: { user: string; database: string; at: string }) =>
    `${at} ne laisse pas ${user} entrer dans la base ${database} depuis cette machine (pg_hba.conf).`,
  noConnect: ({ user, database }: { user: string; database: string }) =>
    `L'utilisateur de base de données ${user} n'a pas le droit de se connecter à la base ${database}.`,
  noDatabase: ({ database, at }: { database: string; at: string }) => `La base ${database} n'existe pas sur ${at}.`,
  setRole: ({ user, role }: { user: string; role: string }) =>
    `L'utilisateur de base de données ${user} ne peut pas agir en tant que ${role}.`,
  forTheDba: "L'administrateur de la base peut y remédier :",
  authentication: ({ at }: { at: string }) =>
    `${at} demande une identification que ce programme ne connaît pas. Il connaît SCRAM, MD5 et le mot de passe en clair.`,
  forged: ({ at }: { at: string }) =>
    `${at} n'a pas pu prouver qu'il connaît le mot de passe : ce n'est peut-être pas le serveur qu'il prétend être.`,
  tlsMissing: ({ at }: { at: string }) => `${at} ne propose pas TLS, or la connexion doit être chiffrée.`,
  tlsAdvice: "Activez TLS sur le serveur. Sur un réseau de confiance, sslmode=disable permet de s'en passer.",
  tlsUntrusted: ({ at, reason }: { at: string; reason: string }) =>
    `Le certificat de ${at} n'est pas digne de confiance (${reason}).`,
  tlsFailed: ({ at, reason }: { at: string; reason: string }) => `Pas de connexion TLS avec ${at} (${reason}).`,
  rootCertificate: ({ path }: { path: string }) => `Le fichier de sslrootcert ne peut pas être lu : ${path}`,
  tooMany: ({ at }: { at: string }) => `${at} n'a plus de connexion libre. Réessayez dans un instant.`,
  starting: ({ at }: { at: string }) => `${at} démarre ou s'arrête. Réessayez dans un instant.`,
  wrongState: ({ at, wanted }: { at: string; wanted: string }) => `${at} n'est pas ${wanted} (target_session_attrs).`,
  pooler: ({ at }: { at: string }) =>
    `${at} est un répartiteur de connexions qui refuse nos réglages : définissez DATABASE_POOLER=transaction.`,
  rejected: ({ at, reason }: { at: string; reason: string }) => `${at} a refusé la connexion : ${reason}`,
  lost: ({ at }: { at: string }) => `La connexion à ${at} a été perdue. Rien n'a été envoyé.`,
  lostSent: ({ at }: { at: string }) => `La connexion à ${at} a été perdue avant la réponse.`,
  silent: ({ at, seconds }: { at: string; seconds: string }) =>
    `${at} est resté muet pendant ${seconds} s avant la réponse.`,
} satisfies typeof import('../en/server.ts').server
