/** What is wrong with the settings, and the command that mends it. No sentence repeats a secret. */
export const config = {
  fileMissing: ({ path, by }: { path: string; by: string }) => `Le fichier ${path}, indiqué par ${by}, n'existe pas.`,
  fileUnreadable: ({ path }: { path: string }) => `Impossible de lire le fichier de réglages ${path}.`,
  fileBytes: ({ path, line }: { path: string; line: number }) =>
    `La ligne ${line} du fichier de réglages ${path} n'est pas en UTF-8. Enregistrez le fichier en UTF-8.`,
  fileForeign: ({ path }: { path: string }) =>
    `Le fichier de réglages ${path} a été ignoré : il appartient à quelqu'un d'autre.`,
  fileNotOurs: ({ path }: { path: string }) =>
    `Le fichier de réglages ${path} appartient à quelqu'un d'autre : il doit être à vous, ou à root.`,
  fileWritable: ({ path }: { path: string }) => `D'autres personnes peuvent modifier le fichier de réglages ${path}.`,
  fileReadable: ({ path }: { path: string }) =>
    `D'autres personnes peuvent lire le fichier de réglages ${path}, alors qu'il contient des secrets.`,
  fileChmod: ({ command }: { command: string }) => `Réservez-le à vous seul : ${command}`,
  line: {
    unknown: ({ path, line, name, meant }: { path: string; line: number; name: string; meant?: string | undefined }) =>
      `${path}, ligne ${line} : le réglage ${name} n'existe pas.${meant ? ` Vouliez-vous dire ${meant} ?` : ''}`,
    syntax: ({ path, line, name }: { path: string; line: number; name?: string | undefined }) =>
      `${path}, ligne ${line} : il faut écrire NOM=valeur.${name ? ` Pour définir ${name}, écrivez ${name}=… seul sur sa ligne.` : ''}`,
    quote: ({ path, line, name }: { path: string; line: number; name: string }) =>
      `${path}, ligne ${line} : les guillemets de la valeur de ${name} sont mal fermés.`,
    hash: ({ path, line, name }: { path: string; line: number; name: string }) =>
      `${path}, ligne ${line} : le # qui suit ${name}= ouvre-t-il la valeur ou un commentaire ? Mettez la valeur entre guillemets, ou une espace avant le commentaire.`,
    emptied: ({ path, line, name, before }: { path: string; line: number; name: string; before: number }) =>
      `${path}, ligne ${line} : ${name} est vide ici et définie à la ligne ${before}. Supprimez l'une des deux lignes.`,
    environmentOnly: ({ path, line, name }: { path: string; line: number; name: string }) =>
      `${path}, ligne ${line} : ${name} ne peut être définie que comme variable d'environnement.`,
  },
  partWithoutPassword: ({ name, path }: { name: string; path: string }) =>
    `${path} définit ${name} sans POSTGRES_PASSWORD. Ajoutez le mot de passe ou, pour un serveur qui n'en demande pas, utilisez DATABASE_URL.`,
  pathVariable: ({ name, variable }: { name: string; variable: string }) =>
    `${name} contient ${variable}, que rien ne remplace ici. Écrivez le chemin en entier, ou ~/ pour votre dossier personnel.`,
  pathOther: ({ name, path }: { name: string; path: string }) =>
    `${name} vaut ${path}. Seuls ~ et ~/… sont remplacés ; si le dossier s'appelle ainsi, écrivez ./${path}`,
  pathQuoted: ({ name }: { name: string }) =>
    `${name} commence par un guillemet. Retirez les guillemets autour du chemin.`,
  pathInvalid: ({ name }: { name: string }) => `${name} n'est pas un chemin.`,
  pathNoHome: ({ name }: { name: string }) =>
    `${name} commence par ~, mais vous n'avez pas de dossier personnel. Écrivez le chemin en entier.`,
  sudoPath: ({ name }: { name: string }) =>
    `${name} est refusée sous sudo, car root n'a pas à écrire dans un dossier choisi par quelqu'un d'autre. Lancez la commande sans sudo, ou définissez ${name} dans un fichier qui appartient à root.`,
  language: ({ value, known }: { value: string; known: readonly string[] }) =>
    `EPIC_EVENTS_LANG=${value} : cette langue n'est pas disponible. Langues possibles : ${known.join(', ')}.`,
  secretMissing: "SECRET_KEY n'est pas définie.",
  secretShort: ({ name, bytes }: { name: string; bytes: number }) =>
    `${name} compte ${bytes} octets : il en faut au moins 32.`,
  secretPublished: ({ name }: { name: string }) => `${name} est une clé d'exemple, que tout le monde peut connaître.`,
  secretMake: 'Pour en créer une bonne : openssl rand -base64 48',
  sameKid: ({ kid }: { kid: string }) =>
    `JWT_KID et JWT_KID_PREV valent tous deux ${kid} : donnez un nom différent à chaque clé.`,
  notNumber: ({ name, from, to }: { name: string; from: number; to: number }) =>
    `${name} doit être un nombre de ${from} à ${to}.`,
  fsync: 'EPIC_EVENTS_FSYNC accepte deux valeurs : on et off.',
  pooler: 'DATABASE_POOLER accepte une seule valeur : transaction.',
  resident: 'EPIC_EVENTS_RESIDENT vaut off ou un nombre de minutes, 1440 au plus.',
  timeZone: ({ variable, zone, meant }: { variable: string; zone: string; meant: string | undefined }) =>
    `${variable} : le fuseau horaire « ${zone} » n'existe pas. ${meant === undefined ? 'Donnez un nom, comme Europe/Paris, ou un décalage, comme +02:00.' : `Vouliez-vous dire ${meant} ?`}`,
  timeZoneTwoWays: ({
    variable,
    zone,
    ahead,
    behind,
  }: {
    variable: string
    zone: string
    ahead: string
    behind: string
  }) =>
    `${variable} : « ${zone} » se lit de deux façons. Écrivez ${ahead} si vous êtes en avance sur UTC, ${behind} si vous êtes en retard.`,
  timeZoneRule: ({ variable, zone, meant }: { variable: string; zone: string; meant: string }) =>
    `${variable} : « ${zone} » décrit des changements d'heure sans nommer de fuseau horaire. Donnez un nom, comme ${meant}.`,
  timeZoneFile: ({ path, meant }: { path: string; meant: string }) =>
    `Impossible de savoir de quel fuseau horaire il s'agit dans ${path}. Donnez à EPIC_EVENTS_TZ un nom, comme ${meant}.`,
  sentryDsn: "SENTRY_DSN n'est pas valable : aucun bogue n'est signalé. Forme attendue : https://CLÉ@hôte/PROJET",
  noHome:
    "Impossible de savoir où garder les données, car vous n'avez pas de dossier personnel : définissez EPIC_EVENTS_DATA_DIR.",
  url: {
    where: ({ name }: { name: string }) => `${name} n'est pas une adresse de base de données valable.`,
    scheme: 'Elle doit commencer par postgresql:// ou postgres://.',
    dollar: "Elle contient un $ que rien n'a remplacé. Écrivez la valeur elle-même, ou %24 pour un vrai $.",
    encoding: "Elle contient un % qui n'est pas suivi de deux chiffres hexadécimaux. Écrivez %25 pour un vrai %.",
    bytes: "Ses codes % ne forment pas de l'UTF-8. Un é, par exemple, s'écrit %C3%A9.",
    unencoded:
      'Elle contient un @ après le premier / ou ?. Dans un mot de passe, écrivez %2F pour /, %3F pour ? et %40 pour @.',
    control: 'Elle contient un caractère de contrôle.',
    host: "L'un des hôtes est mal écrit. Formes acceptées : hôte, hôte:port, [IPv6]:port ou %2Fdossier.",
    port: "L'un des ports n'est pas un nombre de 1 à 65535.",
    user: "Il y manque l'utilisateur PostgreSQL.",
    parameter: ({ parameter, known }: { parameter: string; known: string }) =>
      `Le paramètre ${parameter} est inconnu. Paramètres possibles : ${known}.`,
    choice: ({ parameter, known }: { parameter: string; known: string }) =>
      `Le paramètre ${parameter} accepte seulement : ${known}.`,
    direct: 'sslnegotiation=direct demande un sslmode require, verify-ca ou verify-full.',
    twice: ({ parameter }: { parameter: string }) => `Le paramètre ${parameter} y figure deux fois.`,
    seconds: ({ parameter }: { parameter: string }) =>
      `Le paramètre ${parameter} doit être un nombre entier de secondes.`,
  },
} satisfies typeof import('../en/config.ts').config
