/** What is wrong with the settings, and the command that mends it. No sentence repeats a secret. */
export const config = {
  fileMissing: ({ path, by }: { path: string; by: string }) => `Le fichier ${path}, indiqué par ${by}, n'existe pas.`,
  fileUnreadable: ({ path }: { path: string }) => `Impossible de lire le fichier de réglages ${path}.`,
  fileBytes: ({ path, line }: { path: string; line: number }) =>
    `La ligne ${line} du fichier de réglages ${path} n'est pas en UTF-8. Enregistrez le fichier en UTF-8.`,
  fileForeign: ({ path }: { path: string }) =>
    `Le fichier de réglages ${path} a été ignoré : il appartient à quelqu'un d'autre.`,
  fileWritable: ({ path }: { path: string }) => `D'autres personnes peuvent modifier le fichier de réglages ${path}.`,
  fileChmod: ({ path }: { path: string }) => `Réservez-le à vous seul : chmod 600 ${path}`,
  secretMissing: "SECRET_KEY n'est pas définie.",
  secretShort: ({ name, bytes }: { name: string; bytes: number }) =>
    `${name} compte ${bytes} octets : il en faut au moins 32.`,
  secretPublished: ({ name }: { name: string }) => `${name} est une clé d'exemple, que tout le monde peut connaître.`,
  secretMake: 'Pour en créer une bonne : openssl rand -base64 48',
  sameKid: ({ kid }: { kid: string }) =>
    `JWT_KID et JWT_KID_PREV valent tous deux ${kid} : donnez un nom différent à chaque clé.`,
  notNumber: ({ name, from, to }: { name: string; from: number; to: number }) =>
    `${name} doit être un nombre de ${from} à ${to}.`,
  pooler: 'DATABASE_POOLER accepte une seule valeur : transaction.',
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
    twice: ({ parameter }: { parameter: string }) => `Le paramètre ${parameter} y figure deux fois.`,
    seconds: ({ parameter }: { parameter: string }) =>
      `Le paramètre ${parameter} doit être un nombre entier de secondes.`,
  },
} satisfies typeof import('../en/config.ts').config
