/** Ce qu'on dit d'une ligne de commande qui ne peut pas être exécutée, et d'une exécution interrompue. */
export const usage = {
  unknownCommand: ({ received, near }: { received: string; near: string | undefined }) =>
    near === undefined
      ? `Commande inconnue : ${received}`
      : `Commande inconnue : ${received}. Vouliez-vous dire ${near} ?`,
  unknownNear: ({ option, near }: { option: string; near: string }) =>
    `Option inconnue : ${option}. Vouliez-vous dire --${near} ?`,
  unknown: ({ option, known }: { option: string; known: string }) =>
    `Option inconnue : ${option}. Les options possibles : ${known}`,
  optionTooSoon: ({ option }: { option: string }) =>
    `Option inconnue : ${option}. Les options d'une commande s'écrivent après son nom.`,
  tooMany: ({ received, count }: { received: string | undefined; count: number }) => {
    const takes = count === 0 ? "n'en prend aucune sans option" : `en prend ${count} au plus`
    const what = received === undefined ? 'Il y a une valeur de trop' : `« ${received} » est une valeur de trop`
    return `${what} : la commande ${takes}. Mettez entre guillemets une valeur qui contient des espaces.`
  },
  noValue: ({ option }: { option: string }) => `--${option} s'emploie seule, sans valeur.`,
  valueMissing: ({ option }: { option: string }) =>
    `--${option} attend une valeur. Si elle commence par un tiret, écrivez --${option}=-valeur`,
  twice: ({ option }: { option: string }) => `--${option} est donnée deux fois, avec des valeurs différentes.`,
  secretOption: ({ option, instead }: { option: string; instead: string }) =>
    `--${option} ne prend pas de valeur : tout le monde pourrait la lire sur cette machine. Envoyez-la sur l'entrée standard avec --${instead}.`,
  notAmong: ({ option, received, words, near }: { option: string; received: string; words: string; near?: string }) =>
    `--${option} : « ${received} » n'est pas une valeur possible (${words}).${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}`,
  twoFormats: ({ received }: { received: string }) => `--json contredit --format ${received}.`,
  ofOption: ({ option, sentence }: { option: string; sentence: string }) => `--${option} : ${sentence}`,
  ofArgument: ({ placeholder, sentence }: { placeholder: string; sentence: string }) => `${placeholder} : ${sentence}`,
  missing: ({ names }: { names: readonly string[] }) => `Obligatoire, mais absent : ${names.join(', ')}`,
  /** Of one of them; a part of the sentence above, so that people do not read it twice. */
  absent: 'Obligatoire, mais absent',
  several: ({ count }: { count: number }) => `${count} points ne vont pas dans cette commande.`,
  nothingToChange: ({ options }: { options: readonly string[] }) =>
    `Il n'y a rien à modifier. Donnez au moins une de ces options : ${options.map((option) => `--${option}`).join(', ')}`,
  confirmation: 'Sans personne pour répondre, cette commande a besoin de --yes.',
  emptyStdin: "Rien n'est arrivé sur l'entrée standard.",
  cancelled: "Annulé. Rien n'a été enregistré.",
  waiting: 'Un autre epic-events utilise la base de données : attente de sa fin.',
  interrupted: 'Annulé.',
  internal: "C'est un défaut d'epic-events, pas de votre saisie. Relancez avec --verbose et signalez ce qui s'affiche.",
  outputFailed: ({ reason }: { reason: string }) =>
    `La réponse ne peut pas être écrite sur la sortie standard (${reason}).`,
  equivalent: 'La même chose en une ligne :',
} satisfies typeof import('../en/usage.ts').usage
