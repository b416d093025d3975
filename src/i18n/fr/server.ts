/** Why a PostgreSQL server could not be reached or was lost, and what to do. */
export const server = {
  refused: ({ at }: { at: string }) =>
    `Rien ne répond à ${at} : le serveur PostgreSQL est-il démarré, et cette machine connectée au réseau ?`,
  unknownHost: ({ at }: { at: string }) => `L'hôte de ${at} est inconnu : vérifiez son nom.`,
  noResolver: ({ at, code }: { at: string; code: string }) =>
    `Le nom de ${at} n'a pas pu être résolu (${code}) : cette machine est-elle connectée au réseau ?`,
  noRoute: ({ at, code }: { at: string; code: string }) =>
    `Aucun chemin ne mène à ${at} sur le réseau (${code}) : cette machine est-elle connectée, ou faut-il un VPN ?`,
  blocked: ({ at }: { at: string }) => `Cette machine interdit la connexion à ${at} (un pare-feu, peut-être).`,
  socketDenied: ({ at }: { at: string }) => `Vous n'avez pas le droit d'utiliser la socket ${at}.`,
  noAnswer: ({ at }: { at: string }) => `${at} n'a pas répondu.`,
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
  notAuthorized: ({ user, database, at }: { user: string; database: string; at: string }) =>
    `${at} n'ouvre pas la base de données ${database} à ${user} : cet utilisateur n'existe pas, ne peut pas se connecter, ou pas depuis cette machine (28000).`,
  closedDatabase: ({ database, at }: { database: string; at: string }) =>
    `La base de données ${database} de ${at} n'accepte pas de connexion pour le moment.`,
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
  tlsUntrusted: ({ at, reason, code }: { at: string; reason: string; code: string }) =>
    `Le certificat de ${at} n'est pas reconnu : ${reason} (${code}).`,
  certificate: {
    expired: "il a expiré, ou l'horloge de cette machine est fausse",
    notYet: "il n'est pas encore valable, ou l'horloge de cette machine est fausse",
    revoked: 'il a été révoqué',
    otherName: 'il a été établi pour un autre nom de machine',
    selfSigned: "le serveur l'a signé lui-même. Si vous le connaissez, indiquez-le dans sslrootcert",
    unknownAuthority:
      "cette machine ne connaît pas l'autorité qui l'a signé. Indiquez dans sslrootcert le certificat de cette autorité",
  },
  tlsFailed: ({ at, reason }: { at: string; reason: string }) => `La connexion TLS avec ${at} a échoué (${reason}).`,
  directAdvice:
    'PostgreSQL accepte sslnegotiation=direct à partir de la version 17. Sans ce paramètre, TLS fonctionne avec toutes.',
  rootCertificate: ({ path }: { path: string }) => `Impossible de lire le fichier indiqué par sslrootcert : ${path}`,
  tooMany: ({ at }: { at: string }) => `${at} n'a plus de connexion libre. Réessayez dans un instant.`,
  starting: ({ at }: { at: string }) => `${at} démarre ou s'arrête. Réessayez dans un instant.`,
  wrongState: ({ at, wanted }: { at: string; wanted: string }) => `${at} n'est pas ${wanted} (target_session_attrs).`,
  pooler: ({ at }: { at: string }) =>
    `${at} est un répartiteur de connexions qui refuse nos réglages : définissez DATABASE_POOLER=transaction.`,
  settingsDropped: ({ at }: { at: string }) =>
    `${at} est un répartiteur de connexions qui laisse de côté nos réglages : la base de données ne sait donc pas qui vous êtes. Définissez DATABASE_POOLER=transaction.`,
  settingRefused: ({ at, code }: { at: string; code: string }) =>
    `${at} refuse un réglage dont ce programme a besoin (${code}). --verbose montre sa réponse.`,
  rejected: ({ at, reason }: { at: string; reason: string }) =>
    `${at} a refusé la connexion (${reason}). --verbose montre sa réponse.`,
  readOnly: "Le serveur de base de données n'accepte pas de modification pour le moment. Rien n'a été enregistré.",
  standby:
    "Le serveur de base de données est un serveur secondaire, qui n'accepte pas de modification. Indiquez le serveur primaire dans DATABASE_URL ; si elle en nomme plusieurs, ajoutez-y target_session_attrs=read-write.",
  primaryReadOnly: ({ database }: { database: string }) =>
    `La base de données ${database} est réglée en lecture seule (default_transaction_read_only). Son serveur est bien le primaire : un autre n'y changerait rien. Demandez pourquoi à l'administrateur de la base de données ; ce réglage s'enlève ainsi :`,
  primaryReadOnlyFile: ({ database }: { database: string }) =>
    `La base de données ${database} est en lecture seule, par un réglage de son serveur (default_transaction_read_only). C'est bien le primaire : un autre n'y changerait rien. Adressez-vous à l'administrateur de la base de données.`,
  diskFull: "Le disque du serveur de base de données est plein. Rien n'a été enregistré.",
  outOfMemory: "Le serveur de base de données manque de mémoire. Rien n'a été enregistré.",
  noConnections: "Le serveur de base de données n'a plus de connexion libre. Réessayez dans un instant.",
  noResources: ({ code }: { code: string }) =>
    `Le serveur de base de données a atteint une de ses limites (${code}). Rien n'a été enregistré.`,
  crashed:
    'Le serveur de base de données est tombé en panne et redémarre. Vérifiez si votre dernière modification y figure, puis réessayez.',
  notReady: "Le serveur de base de données démarre ou s'arrête. Réessayez dans un instant.",
  dropped: "La base de données a été supprimée pendant qu'elle servait.",
  diskFailure:
    "Le serveur de base de données ne peut plus lire ou écrire son disque (58030). Prévenez tout de suite l'administrateur.",
  fileMissing:
    "Le serveur de base de données ne peut pas ouvrir un de ses propres fichiers (58P01), comme après une mise à jour de PostgreSQL pendant qu'il tournait. Faites redémarrer le serveur ; son journal nomme le fichier.",
  systemError: ({ code }: { code: string }) =>
    `Le serveur de base de données a un problème avec son propre système (${code}). Son journal en dit plus. Rien n'a été enregistré.`,
  internalError: ({ code }: { code: string }) =>
    `Le serveur de base de données signale une erreur interne (${code}), comme après une mise à jour de PostgreSQL pendant qu'il tournait. Faites redémarrer le serveur ; son journal en dit plus.`,
  corrupted:
    "Le serveur de base de données signale que ses fichiers sont endommagés. Prévenez tout de suite l'administrateur, et ne changez rien avant qu'il en existe une copie.",
  lost: ({ at }: { at: string }) => `La connexion à ${at} a été coupée. Rien n'a été envoyé.`,
  lostSent: ({ at }: { at: string }) => `La connexion à ${at} a été coupée avant la réponse.`,
  silent: ({ at, seconds }: { at: string; seconds: string }) => `${at} n'a pas répondu pendant ${seconds} s.`,
} satisfies typeof import('../en/server.ts').server
