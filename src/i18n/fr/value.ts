/** Ce qui est dit d'une valeur illisible. Guillemets français avec leurs espaces insécables. */
const quoted = (received: string) => `«\u00a0${received}\u00a0»`

interface Received {
  readonly received: string
}
interface Range {
  readonly min: string
  readonly max: string
}

export const value = {
  notText: 'Un texte est attendu ici.',
  empty: 'Cette valeur ne peut pas être vide.',
  text: {
    control: ({ received, character }: Received & { character: string }) =>
      `${quoted(received)} contient le caractère de contrôle ${character} ; seul du texte imprimable est accepté.`,
    controlInLines: ({ received, character }: Received & { character: string }) =>
      `${quoted(received)} contient le caractère de contrôle ${character} ; seuls le texte imprimable, les tabulations et les retours à la ligne sont acceptés.`,
    broken: ({ received, character }: Received & { character: string }) =>
      `${quoted(received)} n'est pas de l'Unicode valide : ${character} est une moitié de caractère.`,
    tooLong: ({ received, length, max }: Received & { length: string; max: string }) =>
      `${quoted(received)} compte ${length} caractères ; ${max} au plus sont acceptés.`,
  },
  username: {
    length: ({ received, length, min, max }: Received & Range & { length: string }) =>
      `${quoted(received)} compte ${length} ${length === '1' ? 'caractère' : 'caractères'} ; un nom d'utilisateur en a ${min} à ${max}, parmi a-z 0-9 . _ -`,
    characters: ({ received, characters, min, max }: Received & Range & { characters: string }) =>
      `${quoted(received)} ne peut pas être un nom d'utilisateur à cause de ${characters} ; il a ${min} à ${max} caractères parmi a-z 0-9 . _ -`,
    space: "l'espace",
  },
  password: {
    refused: ({ needs }: { needs: string }) => `Le mot de passe doit avoir ${needs}.`,
    atLeast: ({ min }: { min: string }) => `au moins ${min} caractères`,
    atMost: ({ max }: { max: string }) => `au plus ${max} caractères`,
    upper: 'une majuscule',
    lower: 'une minuscule',
    digit: 'un chiffre',
    printable: 'uniquement des caractères imprimables',
  },
  email: ({ received }: Received) =>
    `${quoted(received)} n'est pas une adresse e-mail ; écrivez-la comme kevin@startup.io.`,
  phone: ({ received }: Received) =>
    `${quoted(received)} n'est pas un numéro de téléphone ; écrivez un numéro français comme 06 12 34 56 78, tout autre comme +678 123 456 78.`,
  amount: {
    unreadable: ({ received }: Received) =>
      `${quoted(received)} n'est pas un montant en euros ; écrivez-le comme 1200, 1200,50 ou 1 200,50 €.`,
    ambiguous: ({
      received,
      whole,
      decimal,
      rounded,
    }: Received & { whole: string; decimal: string; rounded: string }) =>
      `${quoted(received)} peut se lire ${whole} ou ${decimal.replace('.', ',')} ; écrivez ${whole}, ou 2 décimales au plus comme ${rounded.replace('.', ',')}.`,
    decimals: ({ received }: Received) =>
      `${quoted(received)} a plus de 2 décimales ; un montant en euros en a 2 au plus, comme 1200,50.`,
    negative: ({ received }: Received) => `${quoted(received)} est négatif ; un montant vaut 0 ou plus.`,
    tooLarge: ({ received, max }: Received & { max: string }) =>
      `${quoted(received)} est trop grand ; le plus grand montant est ${max}.`,
  },
  date: {
    unreadable: ({ received }: Received) =>
      `${quoted(received)} n'est pas une date ; écrivez-la comme 31/12/2026, 31/12/2026 14:30 ou 2026-12-31T14:30.`,
    month: ({ received, month }: Received & { month: string }) =>
      `${quoted(received)} n'existe pas : il n'y a pas de mois ${month}. Le jour vient en premier, comme dans 31/12/2026.`,
    day: ({ received, day, month, days }: Received & { day: string; month: string; days: string }) =>
      `${quoted(received)} n'existe pas : ${month} n'a pas de jour ${day}, seulement 1 à ${days}.`,
    time: ({ received, time }: Received & { time: string }) =>
      `${quoted(received)} n'existe pas : ${time} n'est pas une heure ; 00:00 à 23:59 est accepté.`,
    offset: ({ received, offset }: Received & { offset: string }) =>
      `${quoted(received)} est illisible : ${offset} n'est pas un décalage avec UTC ; écrivez-le comme Z ou +02:00.`,
    year: ({ received }: Received) =>
      `${quoted(received)} est hors limites ; les dates du 02/01/0001 au 30/12/9999 sont acceptées.`,
  },
  yesNo: ({ received }: Received) =>
    `${quoted(received)} n'est ni oui ni non ; écrivez true, false, yes, no, oui, non, 1 ou 0.`,
  id: ({ received, max }: Received & { max: string }) =>
    `${quoted(received)} n'est pas un identifiant ; un nombre entier de 1 à ${max} est accepté.`,
  count: ({ received, max }: Received & { max: string }) =>
    `${quoted(received)} n'est pas un nombre entier de 0 à ${max}.`,
} satisfies typeof import('../en/value.ts').value
