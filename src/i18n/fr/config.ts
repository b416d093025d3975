/** Ce qui ne va pas dans la configuration, et la commande qui le répare. Aucune phrase ne répète un secret. */
export const config = {
  fileMissing: ({ path, by }: { path: string; by: string }) => `Le fichier ${path}, indiqué par ${by}, n'existe pas.`,
  fileUnreadable: ({ path }: { path: string }) => `Le fichier de configuration ${path} ne peut pas être lu.`,
  fileForeign: ({ path }: { path: string }) =>
    `Le fichier de configuration ${path} appartient à quelqu'un d'autre : il a été ignoré.`,
  fileWritable: ({ path }: { path: string }) => `D'autres peuvent écrire dans le fichier de configuration ${path}.`,
  fileChmod: ({ path }: { path: string }) => `Réservez-le à vous seul : chmod 600 ${path}`,
  secretMissing: "SECRET_KEY n'est pas définie.",
  secretShort: ({ name, bytes }: { name: string; bytes: number }) =>
    `${name} compte ${bytes} octets, il en faut au moins 32.`,
  secretPublished: ({ name }: { name: string }) => `${name} est un exemple que tout le monde peut lire dans un guide.`,
  secretMake: 'Fabriquez-en une bonne : openssl rand -base64 48',
  sameKid: ({ kid }: { kid: string }) =>
    `JWT_KID et JWT_KID_PREV valent tous deux ${kid} : deux clés demandent deux noms.`,
  notNumber: ({ name, from, to }: { name: string; from: number; to: number }) =>
    `${name} n'est pas un nombre de ${from} à ${to}.`,
  pooler: "DATABASE_POOLER ne connaît qu'une valeur : transaction.",
  timeZone: ({ zone }: { zone: string }) =>
    `EPIC_EVENTS_TZ : le fuseau horaire ${zone} n'existe pas. Europe/Paris en est un.`,
  noHome: "Il n'y a pas de dossier personnel où garder les données : définissez EPIC_EVENTS_DATA_DIR.",
  url: {
    where: ({ name }: { name: string }) => `${name} n'a pas été comprise.`,
    scheme: 'Elle commence par postgresql:// ou postgres://.',
    dollar: "Elle contient un $ que rien n'a remplacé. Écrivez la valeur elle-même, et %24 pour un vrai $.",
    encoding: "Elle contient un % qui n'est pas suivi de deux chiffres hexadécimaux : écrivez %25 pour un vrai %.",
    unencoded: 'Un @ y suit le premier / ou ?. Dans un mot de passe, écrivez %2F pour /, %3F pour ? et %40 pour @.',
    control: 'Elle contient un caractère de contrôle.',
    host: "L'un de ses hôtes est mal formé : hôte, hôte:port, [IPv6]:port ou %2Fdossier.",
    port: "L'un de ses ports n'est pas un nombre de 1 à 65535.",
    user: 'Elle ne nomme aucun utilisateur.',
    parameter: ({ parameter, known }: { parameter: string; known: string }) =>
      `Elle contient le paramètre ${parameter}. Sont connus : ${known}.`,
    choice: ({ parameter, known }: { parameter: string; known: string }) =>
      `Son paramètre ${parameter} n'est aucun de : ${known}.`,
    twice: ({ parameter }: { parameter: string }) => `Elle contient deux fois le paramètre ${parameter}.`,
    seconds: ({ parameter }: { parameter: string }) =>
      `Son paramètre ${parameter} n'est pas un nombre entier de secondes.`,
  },
} satisfies typeof import('../en/config.ts').config
