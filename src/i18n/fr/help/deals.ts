import type { CommandHelp } from '../../command-help.ts'
import type { deals as english } from '../../en/help/deals.ts'

/** Les contrats, et les événements qu'ils paient. */
export const deals = {
  'contract create': {
    summary: 'Créer un contrat',
    description: 'Son commercial est celui du client. Le reste à payer est le total, sauf indication contraire.',
    examples: [
      { say: 'Répondre à toutes les questions', run: 'contract create' },
      {
        say: "Tout d'un coup",
        run: 'contract create --client-id 10 --commercial-id 5 --total-amount 1200 --remaining-amount 200 --is-signed true',
      },
    ],
    notes: ['Les montants sont en euros : 1200, 1200.50, ou "1 200,50" entre guillemets.'],
    next: ['event create', 'contract list --unsigned'],
  },
  'contract list': {
    summary: 'Lister les contrats',
    description: 'Les options se combinent.',
    examples: [
      { say: 'Les 50 premiers', run: 'contract list' },
      { say: 'Ce que mes clients doivent encore', run: 'contract list --only-mine --unpaid' },
      { say: 'Combien ne sont pas signés', run: 'contract list --unsigned --count' },
    ],
    next: ['contract view 1'],
  },
  'contract view': {
    summary: 'Montrer un contrat',
    examples: [
      { say: 'Le contrat 1', run: 'contract view 1' },
      { say: 'Avec tout ce qui a changé', run: 'contract view 1 --history' },
    ],
    next: ['event list', 'contract update 1'],
  },
  'contract update': {
    summary: 'Modifier un contrat : signature, paiements',
    description:
      "Sans option, un formulaire s'ouvre avec les valeurs actuelles. Entièrement payé veut dire qu'il ne reste rien : --is-fully-paid true met le reste à 0.",
    examples: [
      { say: 'Dans un formulaire', run: 'contract update 1' },
      { say: 'Il est signé', run: 'contract update 1 --is-signed true' },
      { say: 'Un paiement est arrivé', run: 'contract update 1 --remaining-amount 150.50' },
      { say: 'Tout est payé', run: 'contract update 1 --is-fully-paid true' },
    ],
    notes: ["Un contrat signé le reste tant qu'il a des événements."],
    next: ['contract view 1'],
  },
  'contract delete': {
    summary: 'Supprimer un contrat',
    description: "Refusé tant qu'il a des événements, à moins que --with-events ne les supprime aussi.",
    examples: [
      { say: 'Répondre à la question', run: 'contract delete 1' },
      { say: 'Avec ses événements', run: 'contract delete 1 --with-events' },
    ],
    next: ['event list'],
  },
  'event create': {
    summary: "Créer l'événement d'un contrat signé",
    description: 'Un commercial le crée pour ses propres clients. La gestion peut nommer le support aussitôt.',
    examples: [
      { say: 'Répondre à toutes les questions', run: 'event create' },
      {
        say: "Tout d'un coup",
        run: "event create --contract-id 1 -t 'Mariage de Camille et Hugo' -a '53 Rue du Château, 41120 Candé-sur-Beuvron' -s '04/06/2027 13:00' -e '05/06/2027 02:00' --participant-count 75",
      },
    ],
    notes: ['Un début sans heure est à 00:00, une fin sans heure à 23:59.'],
    next: ['event assign_support', 'event list --unassigned'],
  },
  'event list': {
    summary: 'Lister les événements',
    description: 'Tous ; avec --only-mine ceux de vos clients, ou ceux que vous suivez.',
    examples: [
      { say: 'Les 50 premiers', run: 'event list' },
      { say: 'Ceux qui sont sans support', run: 'event list --unassigned' },
      { say: 'Les miens, pour un autre programme', run: 'event list --only-mine --json' },
    ],
    next: ['event view 7'],
  },
  'event view': {
    summary: 'Montrer un événement',
    examples: [
      { say: "L'événement 7", run: 'event view 7' },
      { say: 'Avec tout ce qui a changé', run: 'event view 7 --history' },
    ],
    next: ['event update 7'],
  },
  'event update': {
    summary: 'Modifier un événement',
    description:
      "Sans option, un formulaire s'ouvre avec les valeurs actuelles. Le support modifie les événements qui lui sont assignés : titre, lieu, dates, participants et notes.",
    examples: [
      { say: 'Dans un formulaire', run: 'event update 7' },
      { say: "Plus d'invités", run: 'event update 7 --participant-count 120' },
      {
        say: "Seulement si personne ne l'a changé entre-temps",
        run: "event update 7 -n 'DJ à 21 heures' --if-version 1",
      },
    ],
    next: ['event view 7'],
  },
  'event delete': {
    summary: 'Supprimer un événement',
    examples: [
      { say: 'Répondre à la question', run: 'event delete 7' },
      { say: 'Dans un script', run: 'event delete 7 --yes' },
    ],
    next: ['event list'],
  },
  'event assign_support': {
    summary: 'Assigner un collaborateur du support à un événement',
    description: "La personne doit être active et avoir le rôle support. S'écrit aussi assign-support.",
    examples: [{ say: "L'événement 7 à l'utilisateur 23", run: 'event assign_support 7 23' }],
    next: ['event list --unassigned', 'user list --support'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
