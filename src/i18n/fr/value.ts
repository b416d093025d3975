/** Messages about a value that cannot be read. */
const quoted = (received: string) => `« ${received} »`

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
  noWords: ({ received }: Received) => `« ${received} » ne contient ni lettre ni chiffre à chercher.`,
  text: {
    control: ({ received, character }: Received & { character: string }) =>
      `${quoted(received)} contient le caractère de contrôle ${character}. Seul le texte imprimable est accepté.`,
    controlInLines: ({ received, character }: Received & { character: string }) =>
      `${quoted(received)} contient le caractère de contrôle ${character}. Seuls le texte imprimable, les tabulations et les retours à la ligne sont acceptés.`,
    broken: ({ received, character }: Received & { character: string }) =>
      `${quoted(received)} n'est pas de l'Unicode valide : ${character} n'est que la moitié d'un caractère.`,
    tooLong: ({ received, length, max }: Received & { length: string; max: string }) =>
      `${quoted(received)} compte ${length} caractères : ${max} au maximum.`,
  },
  username: {
    length: ({ received, length, min, max }: Received & Range & { length: string }) =>
      `${quoted(received)} compte ${length} ${length === '1' ? 'caractère' : 'caractères'} : un nom d'utilisateur en compte de ${min} à ${max}, parmi a-z 0-9 . _ -`,
    characters: ({ received, characters, min, max }: Received & Range & { characters: string }) =>
      `${quoted(received)} contient ${characters} : un nom d'utilisateur compte de ${min} à ${max} caractères, parmi a-z 0-9 . _ -`,
    space: 'une espace',
  },
  password: {
    refused: ({ needs }: { needs: string }) => `Le mot de passe doit contenir ${needs}.`,
    atLeast: ({ min }: { min: string }) => `au moins ${min} caractères`,
    atMost: ({ max }: { max: string }) => `au plus ${max} caractères`,
    upper: 'une majuscule',
    lower: 'une minuscule',
    digit: 'un chiffre',
    printable: 'uniquement des caractères imprimables',
  },
  email: ({ received }: Received) => `${quoted(received)} n'est pas une adresse e-mail. Exemple : kevin@startup.io`,
  phone: {
    unreadable: ({ received }: Received) =>
      `${quoted(received)} n'est pas un numéro de téléphone. Exemples : 06 12 34 56 78 en France, +678 123 456 78 ailleurs.`,
    two: ({ received }: Received) => `${quoted(received)} contient deux numéros de téléphone. Gardez-en un seul.`,
    extension: ({ received, extension }: Received & { extension: string }) =>
      `${quoted(received)} comporte un numéro de poste, qui ne peut pas être enregistré. Écrivez le numéro sans ${quoted(extension)}.`,
  },
  vatNumber: {
    noCountry: ({ received, example }: Received & { example: string }) =>
      `${quoted(received)} n'a pas de code de pays. Écrivez-le devant le numéro, comme dans ${example}.`,
    unknownCountry: ({ received, code }: Received & { code: string }) =>
      `${quoted(received)} n'est pas un numéro de TVA : ${code} n'est le code d'aucun pays, ou la suite n'est pas un numéro.`,
    form: ({ received, code, example }: Received & { code: string; example: string }) =>
      `${quoted(received)} n'est pas un numéro de TVA ${code}. Exemple : ${example}`,
    checkDigits: ({ received, code }: Received & { code: string }) =>
      `${quoted(received)} contient une faute de frappe : sa clé de contrôle ne correspond pas à un numéro de TVA ${code}.`,
  },
  amount: {
    unreadable: ({ received }: Received) =>
      `${quoted(received)} n'est pas un montant en euros. Exemples : 1200, 1200,50 ou 1 200,50 €.`,
    ambiguous: ({
      received,
      whole,
      decimal,
      rounded,
    }: Received & { whole: string; decimal: string; rounded: string }) =>
      `${quoted(received)} peut vouloir dire ${whole} ou ${decimal.replace('.', ',')}. Écrivez ${whole}, ou deux décimales au plus, comme ${rounded.replace('.', ',')}.`,
    decimals: ({ received }: Received) =>
      `${quoted(received)} a plus de deux décimales. Un montant en euros en a deux au plus, comme 1200,50.`,
    negative: ({ received }: Received) => `${quoted(received)} est négatif. Un montant est supérieur ou égal à 0.`,
    nothing: 'Le montant doit être supérieur à 0.',
    tooLarge: ({ received, max }: Received & { max: string }) =>
      `${quoted(received)} est trop élevé : ${max} au maximum.`,
  },
  date: {
    ahead: ({ received }: Received) =>
      `${quoted(received)} vient après aujourd'hui. Donnez le jour où cela s'est passé.`,
    timed: ({ received }: Received) =>
      `${quoted(received)} comporte une heure. Seul un jour est gardé ici, comme 31/12/2026.`,
    unreadable: ({ received }: Received) =>
      `${quoted(received)} n'est pas une date. Exemples : 31/12/2026 14:30, demain 14h ou mois prochain.`,
    month: ({ received, month }: Received & { month: string }) =>
      `${quoted(received)} n'existe pas : il n'y a pas de mois ${month}. Écrivez le jour en premier, comme dans 31/12/2026.`,
    day: ({ received, month, days }: Received & { day: string; month: string; days: string }) =>
      `${quoted(received)} n'existe pas : ${month} va du 1er au ${days}.`,
    time: ({ received, time }: Received & { time: string }) =>
      `${quoted(received)} n'existe pas : ${time} n'est pas une heure. Exemples : 14:30, 14h30 ou 14h.`,
    offset: ({ received, offset }: Received & { offset: string }) =>
      `${quoted(received)} n'est pas une date lisible : ${offset} n'est pas un décalage horaire. Exemples : Z ou +02:00.`,
    dayOnly: 'Donnez un jour, sans heure : les heures restent.',
    understood: ({ date }: { date: string }) => `→ ${date}`,
    week: ({ received, week, year, weeks }: Received & { week: string; year: string; weeks: string }) =>
      `${quoted(received)} n'existe pas : il n'y a pas de semaine ${week} en ${year}, seulement 1 à ${weeks}.`,
    weekday: ({ received, date }: Received & { date: string }) =>
      `${quoted(received)} n'existe pas : le jour de la semaine n'est pas celui du ${date}.`,
    year: ({ received }: Received) =>
      `${quoted(received)} est hors limites : les dates vont du 03/01/0001 au 29/12/9999, en temps universel (UTC).`,
  },
  duration: ({ received }: Received) =>
    `${quoted(received)} n'est pas une durée. Exemples : 30j, 2 semaines ou 6 mois.`,
  yesNo: ({ received }: Received) =>
    `${quoted(received)} n'est ni oui ni non. Écrivez oui, non, yes, no, true, false, 1 ou 0.`,
  id: ({ received, max }: Received & { max: string }) =>
    `${quoted(received)} n'est pas un numéro de fiche : écrivez un nombre entier de 1 à ${max}.`,
  count: ({ received, max }: Received & { max: string }) =>
    `${quoted(received)} n'est pas un nombre entier de 0 à ${max}.`,
} satisfies typeof import('../en/value.ts').value
