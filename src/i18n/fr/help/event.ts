import type { CommandHelp } from '../../command-help.ts'
import type { event as english } from '../../en/help/event.ts'

/** Events, and the support colleague in charge of each. */
export const event = {
  'event create': {
    summary: "Créer l'événement d'un contrat signé",
    description:
      'Un commercial crée les événements de ses propres clients. Un gestionnaire peut choisir tout de suite le collaborateur support.',
    examples: [
      { caption: 'En répondant aux questions', run: 'event create' },
      {
        caption: 'En une ligne',
        run: "event create --contract-id 1 -t 'Mariage de Camille et Hugo' -a '53 Rue du Château, 41120 Candé-sur-Beuvron' -s '04/06/2027 13:00' -e '05/06/2027 02:00' --participant-count 75",
      },
    ],
    notes: [
      'Sans heure, un événement commence à 00:00 et se termine à 23:59.',
      "Si le collaborateur support a déjà un autre événement au même moment, vous en êtes averti. Avec --strict, l'événement n'est pas créé.",
    ],
    next: ['event assign_support', 'event list --unassigned'],
  },
  'event import': {
    summary: "Importer des événements d'un tableau",
    description:
      "Lit un fichier CSV ou un classeur Excel. Le contrat d'un événement est donné par son numéro ou par son client. Si le fichier a des numéros, une ligne au numéro d'un événement existant le laisse tel quel, sauf avec --on-match.",
    examples: [
      { caption: 'Voir ce qui serait importé', run: 'event import evenements.csv --dry-run' },
      {
        caption: "Modifier des événements d'après un export",
        run: 'event import evenements.csv --on-match update --yes',
      },
    ],
    notes: [
      "Toutes les lignes sont enregistrées, ou aucune. Dès qu'une ligne est rejetée, rien n'est enregistré, sauf avec --skip-errors.",
      "Les colonnes sont reconnues à leur nom en français ou en anglais, à nos clés JSON, et aux noms que leur donnent d'autres logiciels. Une cellule vide n'efface jamais rien.",
    ],
    next: ['event list'],
  },
  'event list': {
    summary: 'Lister les événements',
    description:
      'Tous les événements ou, avec --only-mine, seulement ceux de vos clients et ceux dont vous vous occupez.',
    examples: [
      { caption: 'Les 50 premiers', run: 'event list' },
      { caption: 'Les événements sans support', run: 'event list --unassigned' },
      {
        caption: "Les événements de la semaine prochaine, dans l'ordre de leur début",
        run: "event list --on 'la semaine prochaine'",
      },
      { caption: 'Les événements de juin à août', run: 'event list --since 2027-06 --until 2027-08' },
      { caption: "Les événements à venir d'un client", run: 'event list --client brosse --upcoming' },
      {
        caption: 'Mes événements à venir, pour un autre agenda',
        run: 'event list --only-mine --upcoming --limit 0 --format ics',
      },
      {
        caption: 'Mes événements, pour un autre programme',
        run: 'event list --only-mine --json',
      },
    ],
    next: ['event view 7', 'event calendar'],
  },
  'event calendar': {
    summary: 'Afficher les événements en calendrier',
    description:
      "Les semaines d'une période avec le nombre d'événements de chaque jour, puis ces événements dans l'ordre de leur début. Un programme reçoit les événements.",
    examples: [
      { caption: 'Le mois en cours', run: 'event calendar' },
      { caption: "Le mois d'un collaborateur", run: "event calendar 'le mois prochain' --support kate" },
      { caption: 'Un trimestre, mois par mois', run: 'event calendar 2027-q2' },
      { caption: 'Un mois à imprimer', run: "event calendar 'le mois prochain' --format html > mois.html" },
    ],
    next: ['event list --unassigned', 'event view 7'],
  },
  'event view': {
    summary: 'Afficher un événement',
    examples: [
      { caption: "L'événement 7", run: 'event view 7' },
      { caption: 'Pour un autre agenda', run: 'event view 7 --format ics' },
      {
        caption: 'Avec toutes ses notes et ses dernières modifications',
        run: 'event view 7 --history',
      },
    ],
    next: ['event update 7'],
  },
  'event clone': {
    summary: "Créer un événement d'après un autre, un autre jour",
    description:
      "Reprend le contrat, le titre, l'adresse, les heures, les participants et les notes. Les heures restent celles de l'horloge ; le collaborateur support n'est repris qu'avec --with-support.",
    examples: [
      { caption: 'Le même un autre jour', run: 'event clone 7 --on 17/06/2027' },
      { caption: 'Avec le même collaborateur support', run: 'event clone 7 --on 17/06/2027 --with-support' },
      { caption: 'Pour un autre contrat', run: "event clone 7 --on 17/06/2027 -c 1 -t 'Deuxième soirée'" },
    ],
    next: ['event assign_support', 'event update 7'],
  },
  'event sheet': {
    summary: 'Imprimer la feuille de route pour ceux qui y travaillent',
    description:
      'Les heures avec le jour de la semaine, le lieu, les participants, qui appeler, les notes et les montants du contrat. Plusieurs événements font un seul document, une page pour chacun.',
    examples: [
      { caption: "Le lire à l'écran", run: 'event sheet 7' },
      { caption: 'En PDF, sans les montants', run: 'event sheet 7 --without-amounts --output feuille.pdf' },
      {
        caption: 'Plusieurs événements en une page web, en anglais',
        run: 'event sheet 3 7 --lang en --output feuilles.html',
      },
    ],
    notes: [
      'Ce que vous ne pouvez pas voir est omis.',
      'Les textes qui se lisent de droite à gauche et les emoji ne sont corrects que dans une page web (--format html). Si un PDF ne peut pas tout afficher, un avertissement le dit.',
    ],
    next: ['event list --upcoming', 'event view 7'],
  },
  'event update': {
    summary: 'Modifier un événement',
    description:
      'Sans option, un formulaire propose les valeurs actuelles. Un collaborateur support modifie les événements qui lui sont confiés : titre, adresse, dates, participants et notes.',
    examples: [
      { caption: 'Dans un formulaire', run: 'event update 7' },
      {
        caption: 'Plus de participants',
        run: 'event update 7 --participant-count 120',
      },
      { caption: 'Un autre jour, à la même heure, et la fin suit', run: "event update 7 -s 'samedi prochain'" },
      {
        caption: "Seulement si personne ne l'a modifié entre-temps",
        run: 'event update 7 --participant-count 130 --if-version 1',
      },
      {
        caption: 'Remplacer les notes (event note en ajoute une)',
        run: "event update 7 -n 'DJ à 21 heures' --replace-notes",
      },
    ],
    next: ['event view 7'],
  },
  'event delete': {
    summary: 'Supprimer un événement',
    examples: [
      { caption: 'Après confirmation', run: 'event delete 7' },
      { caption: 'Dans un script', run: 'event delete 7 --yes' },
    ],
    next: ['event list'],
  },
  'event note': {
    summary: 'Ajouter une note à un événement',
    description:
      "La note est aussi celle du client, dont les dates ne changent pas. Les notes de l'événement, celles d'event update, restent telles quelles.",
    examples: [
      { caption: 'Ce qui a été convenu', run: "event note 7 'Le traiteur arrive à 16 heures'" },
      {
        caption: 'Une visite de la veille',
        run: "event note 7 'La salle est libre jusqu’à minuit' --kind visite --on hier",
      },
      { caption: 'En répondant à la question', run: 'event note 7' },
    ],
    next: ['event view 7'],
  },
  'event assign_support': {
    summary: 'Confier un événement à un collaborateur support',
    description:
      "Son compte doit être actif, avec le rôle support. S'il a déjà un autre événement au même moment, ou moins de 2 heures pour changer d'adresse, vous en êtes averti.",
    examples: [
      {
        caption: "Confier l'événement 7 au collaborateur 23",
        run: 'event assign_support 7 23',
      },
      { caption: "Confier l'événement 7 à Kate", run: 'event assign_support 7 kate' },
      { caption: "Seulement si elle n'a rien d'autre à ce moment-là", run: 'event assign_support 28 kate --strict' },
      { caption: 'Choisir parmi les trois plus disponibles', run: 'event assign_support 7 --suggest' },
    ],
    next: ['event list --unassigned', 'report workload'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
