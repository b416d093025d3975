/** Messages about a command line that cannot be run as typed, and about a run that ends early. */
export const usage = {
  unknownCommand: ({ received, near }: { received: string; near: string | undefined }) =>
    near === undefined
      ? `Commande inconnue : ${received}`
      : `Commande inconnue : ${received}. Vouliez-vous dire ${near} ?`,
  unknownNear: ({ option, near }: { option: string; near: string }) =>
    `Option inconnue : ${option}. Vouliez-vous dire --${near} ?`,
  unknown: ({ option, known }: { option: string; known: string }) =>
    `Option inconnue : ${option}. Options possibles : ${known}`,
  optionTooSoon: ({ option }: { option: string }) =>
    `Option mal placée : ${option}. Écrivez les options après le nom de la commande.`,
  tooMany: ({ received, count }: { received: string | undefined; count: number }) => {
    const takes =
      count === 0 ? "n'attend que des options" : `attend ${count} ${count === 1 ? 'valeur' : 'valeurs'} au plus`
    const what = received === undefined ? 'Une valeur est en trop' : `« ${received} » est en trop`
    return `${what} : cette commande ${takes}. Mettez entre guillemets une valeur qui contient des espaces.`
  },
  noValue: ({ option }: { option: string }) => `--${option} s'emploie sans valeur.`,
  valueMissing: ({ option }: { option: string }) =>
    `--${option} attend une valeur. Si elle commence par un tiret, écrivez --${option}=-valeur`,
  twice: ({ option }: { option: string }) => `--${option} figure deux fois, avec des valeurs différentes.`,
  contradicts: ({ option, other }: { option: string; other: string }) => `--${option} et --${other} se contredisent.`,
  backwards: ({ from, first, to, last }: { from: string; first: string; to: string; last: string }) =>
    `Les bornes sont inversées : --${from} ${first}, --${to} ${last}.`,
  namedTwice: ({ option, received }: { option: string; received: string }) => `--${option} cite deux fois ${received}.`,
  secretOption: ({ option, instead }: { option: string; instead: string }) =>
    `--${option} ne prend pas de valeur, car les autres personnes de cette machine pourraient la lire. Envoyez-la sur l'entrée standard, avec --${instead}.`,
  notAmong: ({ option, received, words, near }: { option: string; received: string; words: string; near?: string }) =>
    `--${option} : « ${received} » n'est pas une valeur possible (${words}).${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}`,
  oneOf: ({ option, other }: { option: string; other: string }) => `Indiquez --${option} ou --${other}, pas les deux.`,
  notBoth: ({ option, placeholder }: { option: string; placeholder: string }) =>
    `Indiquez ${placeholder} ou --${option}, pas les deux.`,
  twoFormats: ({ received }: { received: string }) =>
    `--json et --format ${received} ne vont pas ensemble : gardez l'un des deux.`,
  formatElsewhere: ({ format, commands }) => `--format ${format} n'existe que pour ${commands.join(' et ')}.`,
  ofOption: ({ option, sentence }: { option: string; sentence: string }) => `--${option} : ${sentence}`,
  ofArgument: ({ placeholder, sentence }: { placeholder: string; sentence: string }) => `${placeholder} : ${sentence}`,
  missing: ({ names }: { names: readonly string[] }) => `À renseigner : ${names.join(', ')}`,
  /** The same for one field. It is a part of the sentence above, so that people do not read it twice. */
  absent: 'À renseigner',
  several: ({ count }: { count: number }) => `${count} erreurs dans cette commande :`,
  nothingToChange: ({ options }: { options: readonly string[] }) =>
    `Aucune modification demandée. Ajoutez au moins une de ces options : ${options.map((option) => `--${option}`).join(', ')}`,
  confirmation: 'Impossible de demander confirmation ici : ajoutez --yes.',
  emptyStdin: "L'entrée standard est vide.",
  stdinTerminal:
    "L'entrée standard est un terminal : le mot de passe s'y afficherait. Lisez-le d'un fichier : --password-stdin < motdepasse.txt",
  argumentBytes: ({ position }: { position: number }) =>
    `L'argument n° ${position} n'est pas en UTF-8. Réglez votre terminal sur UTF-8, puis retapez-le.`,
  argumentAfter: ({ position, option }: { position: number; option: string }) =>
    `L'argument n° ${position}, après ${option}, n'est pas en UTF-8. Réglez votre terminal sur UTF-8, puis retapez-le.`,
  argumentOf: ({ position, option }: { position: number; option: string }) =>
    `L'argument n° ${position}, ${option}, n'est pas en UTF-8. Réglez votre terminal sur UTF-8, puis retapez-le.`,
  stdinBytes: "L'entrée standard n'est pas en UTF-8. Convertissez-la d'abord, par exemple avec iconv -t UTF-8.",
  variableBytes: ({ name }: { name: string }) =>
    `La variable d'environnement ${name} n'est pas en UTF-8 : redéfinissez-la.`,
  cancelled: "Annulé. Rien n'a été enregistré.",
  waiting: 'Une autre commande epic-events utilise la base de données. En attente…',
  debugged: ({ name }: { name: string }) =>
    `${name} est définie et ouvre un débogueur sur ce programme : votre mot de passe pourrait y être lu. Supprimez cette variable.`,
  interrupted: 'Annulé.',
  internal:
    "Erreur interne d'epic-events : votre saisie n'est pas en cause. Relancez avec --verbose et signalez ce qui s'affiche.",
  binaryToTerminal: ({ format }: { format: string }) =>
    `Un terminal ne peut pas afficher le format ${format} : nommez un fichier avec --output, par exemple --output reponse.${format}.`,
  outputFailed: ({ reason }: { reason: string }) =>
    `Impossible d'écrire la réponse sur la sortie standard (${reason}).`,
  equivalent: 'La même commande en une ligne :',
} satisfies typeof import('../en/usage.ts').usage
