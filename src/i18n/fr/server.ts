/** Why a PostgreSQL server could not be reached or was lost, and what to do. */
export const server = {
  refused: ({ at }: { at: string }) => `Rien ne répond à ${at} : le serveur PostgreSQL est-il démarré ?`,
  unknownHost: ({ at }: { at: string }) => `L'hôte de ${at} est inconnu : vérifiez son nom.`,
  noSocket: ({ at }: { at: string }) => `La socket PostgreSQL ${at} n'existe pas.`,
  unreachable: ({ at, reason }: { at: string; reason: string }) => `${at} est injoignable (${reason}).`,
  timeout: ({ at, seconds }: { at: string; seconds: string }) => `${at} n'a pas répondu en ${seconds} s.`,
  closed: ({ at }: { at: string }) => `${at} a fermé la connexion avant l'identification.`,
  notPostgres: ({ at }: { at: string }) => `Le serveur qui répond à ${at} n'est pas un serveur PostgreSQL.`,
  noneOf: ({ hosts }: { hosts: string }) => `Aucun de ces serveurs de base de données ne convient : ${hosts}.`,
  password: ({ user, at }: { user: string; at: string }) =>
    `${at} refuse le mot de passe de l'utilisateur PostgreSQL ${user}.`,
  passwordMissing: ({ user, at }: { user: string; at: string }) =>
    `${at} demande le mot de passe de l'utilisateur PostgreSQL ${user}, absent de vos réglages.`,
  noRole: ({ user, at }: { user: string; at: string }) =>
    `L'utilisateur PostgreSQL ${user} n'existe pas sur ${at}, ou ne peut pas s'y connecter.`,
  notAllowed: ({ user, database, at }: { user: string; database: string; at: string }) =>
    `${at} n'accepte pas que ${user} se connecte à la base de données ${database} depuis cette machine (pg_hba.conf).`,
  noConnect: ({ user, database }: { user: string; database: string }) =>
    `L'utilisateur PostgreSQL ${user} ne peut pas se connecter à la base de données ${database}.`,
  noDatabase: ({ database, at }: { database: string; at: string }) =>
    `La base de données ${database} n'existe pas sur ${at}.`,
  setRole: ({ user, role }: { user: string; role: string }) =>
    `L'utilisateur PostgreSQL ${user} ne peut pas agir au nom du rôle ${role}.`,
  forTheDba: "À demander à l'administrateur de la base de données :",
  authentication: ({ at }: { at: string }) =>
    `${at} demande une méthode d'identification que ce programme ne connaît pas. Méthodes possibles : SCRAM, MD5 et mot de passe en clair.`,
  clearPassword: ({ at }: { at: string }) =>
    `${at} demande le mot de passe en clair, sur une connexion qui ne le protège pas. Il n'a pas été envoyé.`,
  clearPasswordAdvice:
    "Choisissez scram-sha-256 dans le pg_hba.conf du serveur, ou sslmode=verify-full avec sslrootcert dans l'adresse.",
  forged: ({ at }: { at: string }) =>
    `${at} n'a pas prouvé qu'il connaît le mot de passe : ce n'est peut-être pas le bon serveur.`,
  tlsMissing: ({ at }: { at: string }) => `${at} ne propose pas TLS, or la connexion doit être chiffrée.`,
  tlsAdvice: 'Activez TLS sur le serveur. Sur un réseau de confiance, vous pouvez vous en passer avec sslmode=disable.',
  tlsUntrusted: ({ at, reason }: { at: string; reason: string }) =>
    `Le certificat de ${at} n'est pas reconnu (${reason}).`,
  tlsFailed: ({ at, reason }: { at: string; reason: string }) => `La connexion TLS avec ${at} a échoué (${reason}).`,
  rootCertificate: ({ path }: { path: string }) => `Impossible de lire le fichier indiqué par sslrootcert : ${path}`,
  tooMany: ({ at }: { at: string }) => `${at} n'a plus de connexion libre. Réessayez dans un instant.`,
  starting: ({ at }: { at: string }) => `${at} démarre ou s'arrête. Réessayez dans un instant.`,
  wrongState: ({ at, wanted }: { at: string; wanted: string }) => `${at} n'est pas ${wanted} (target_session_attrs).`,
  pooler: ({ at }: { at: string }) =>
    `${at} est un répartiteur de connexions qui refuse nos réglages : définissez DATABASE_POOLER=transaction.`,
  rejected: ({ at, reason }: { at: string; reason: string }) => `${at} a refusé la connexion : ${reason}`,
  lost: ({ at }: { at: string }) => `La connexion à ${at} a été coupée. Rien n'a été envoyé.`,
  lostSent: ({ at }: { at: string }) => `La connexion à ${at} a été coupée avant la réponse.`,
  silent: ({ at, seconds }: { at: string; seconds: string }) => `${at} n'a pas répondu pendant ${seconds} s.`,
} satisfies typeof import('../en/server.ts').server
