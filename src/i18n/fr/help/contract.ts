import type { CommandHelp } from '../../command-help.ts'
import type { contract as english } from '../../en/help/contract.ts'

/** Contracts, their signatures and payments. */
export const contract = {
  'contract create': {
    summary: 'Créer un contrat',
    description:
      'Son commercial est celui du client. Sans autre indication, le reste à payer est égal au montant total.',
    examples: [
      { caption: 'En répondant aux questions', run: 'contract create' },
      {
        caption: 'En une ligne',
        run: 'contract create --client-id 10 --commercial-id 5 --total-amount 1200 --remaining-amount 200 --is-signed true',
      },
    ],
    next: ['event create', 'contract list --unsigned'],
  },
  'contract import': {
    summary: "Importer des contrats d'un tableau",
    description:
      "Lit un fichier CSV ou un classeur Excel. Le client d'un contrat est donné par son nom, son e-mail ou son numéro. Si le fichier a des numéros, une ligne au numéro d'un contrat existant le laisse tel quel, sauf avec --on-match.",
    examples: [
      { caption: 'Voir ce qui serait importé', run: 'contract import contrats.csv --dry-run' },
      {
        caption: "Modifier des contrats d'après un export",
        run: 'contract import contrats.csv --on-match update --yes',
      },
    ],
    notes: [
      "Toutes les lignes sont enregistrées, ou aucune. Dès qu'une ligne est rejetée, rien n'est enregistré, sauf avec --skip-errors.",
      "Les colonnes sont reconnues à leur nom en français ou en anglais, à nos clés JSON, et aux noms que leur donnent d'autres logiciels. Une cellule vide n'efface jamais rien.",
    ],
    next: ['contract list'],
  },
  'contract list': {
    summary: 'Lister les contrats',
    description: 'Les options se combinent.',
    examples: [
      { caption: 'Les 50 premiers', run: 'contract list' },
      {
        caption: 'Les contrats non soldés de mes clients',
        run: 'contract list --only-mine --unpaid',
      },
      {
        caption: 'Ce qui reste dû, du plus gros montant au plus petit',
        run: 'contract list --unpaid --sort due --desc',
      },
      { caption: 'Les contrats de deux clients', run: 'contract list --client brosse --client jeanne' },
      {
        caption: 'Le nombre de contrats non signés',
        run: 'contract list --unsigned --count',
      },
    ],
    next: ['contract view 1'],
  },
  'contract view': {
    summary: 'Afficher un contrat',
    examples: [
      { caption: 'Le contrat 1', run: 'contract view 1' },
      { caption: "Le seul contrat d'un client", run: 'contract view camille' },
      {
        caption: 'Avec ses dernières modifications',
        run: 'contract view 1 --history',
      },
    ],
    next: ['event list', 'contract update 1'],
  },
  'contract clone': {
    summary: "Créer un contrat d'après un autre",
    description:
      "Reprend le client et le total. Le nouveau contrat n'est pas signé et tout reste à payer : les paiements, l'échéancier et les événements ne sont pas repris.",
    examples: [
      { caption: 'Le même encore une fois', run: 'contract clone 1' },
      { caption: 'Avec un autre total', run: 'contract clone 1 --total-amount 1500' },
    ],
    next: ['contract update 1 --is-signed true', 'event clone'],
  },
  'contract statement': {
    summary: "Imprimer la situation d'un contrat : échéancier, paiements, sommes dues",
    description:
      "Un document pour le client, à la date du jour. Ce n'est pas une facture. Les paiements annulés n'y sont pas.",
    examples: [
      { caption: "Le lire à l'écran", run: 'contract statement 1' },
      { caption: 'En PDF, en anglais', run: 'contract statement 1 --lang en --output situation.pdf' },
    ],
    notes: ['La permission payment:view est nécessaire aussi.'],
    next: ['contract view 1'],
  },
  'contract update': {
    summary: 'Modifier un contrat, le signer, enregistrer un paiement',
    description:
      'Sans option, un formulaire propose les valeurs actuelles. Un contrat est soldé quand il ne reste rien à payer : --is-fully-paid true met le reste à payer à 0.',
    examples: [
      { caption: 'Dans un formulaire', run: 'contract update 1' },
      {
        caption: 'Le contrat est signé',
        run: 'contract update 1 --is-signed true',
      },
      {
        caption: 'Un paiement est arrivé',
        run: 'contract update 1 --remaining-amount 150.50',
      },
      {
        caption: 'Le contrat est soldé',
        run: 'contract update 1 --is-fully-paid true',
      },
    ],
    notes: ["La signature d'un contrat ne peut pas être retirée tant qu'il a des événements."],
    next: ['contract view 1'],
  },
  'contract delete': {
    summary: 'Supprimer un contrat',
    description: "Impossible tant qu'il a des événements, sauf avec --with-events qui les supprime aussi.",
    examples: [
      { caption: 'Après confirmation', run: 'contract delete 1' },
      { caption: 'Avec ses événements', run: 'contract delete 1 --with-events' },
    ],
    next: ['event list'],
  },
  'contract pay': {
    summary: 'Enregistrer un paiement ou un remboursement',
    description:
      "Le reste à payer du contrat baisse du montant, ou remonte avec --refund. Un paiement ne se modifie pas : on l'annule, puis on en enregistre un autre. Un acompte peut précéder la signature.",
    examples: [
      { caption: "Un paiement arrivé aujourd'hui", run: 'contract pay 6 500' },
      {
        caption: "Un chèque d'hier",
        run: "contract pay 6 20,50 --on hier --method cheque --reference 'N° 4711'",
      },
      { caption: 'Rembourser le client', run: 'contract pay 2 10 --refund' },
      { caption: 'En répondant à la question', run: 'contract pay camille' },
    ],
    notes: [
      "Le même montant pour le même contrat, le même jour et la même référence en moins d'une minute fait l'objet d'une question. Dans un script, il est enregistré, avec un avertissement qui nomme le premier.",
    ],
    next: ['contract payments 6', 'contract list --overdue'],
  },
  'contract payments': {
    summary: "Afficher l'échéancier et les paiements d'un contrat",
    description:
      "Ce qui est payé couvre les échéances dans l'ordre de leurs dates. Un solde initial ou un ajustement est écrit quand le reste à payer est fixé par --remaining-amount.",
    examples: [
      { caption: 'Ce qui a été payé pour le contrat 6, et ce qui est dû', run: 'contract payments 6' },
      { caption: 'Dans un script', run: 'contract payments 6 --json' },
    ],
    next: ['contract pay 6', 'contract schedule 6'],
  },
  'contract cancel-payment': {
    summary: 'Annuler un paiement',
    description:
      'Il reste dans la liste, marqué comme annulé, et ne compte plus. Un solde initial ou un ajustement découle du reste à payer : modifiez celui-ci.',
    examples: [
      { caption: 'En choisissant le paiement dans une liste', run: 'contract cancel-payment' },
      {
        caption: 'Le paiement 3, dans un script',
        run: "contract cancel-payment 3 --reason 'Destiné à un autre contrat' --yes",
      },
    ],
    next: ['contract payments 6', 'undo'],
  },
  'contract schedule': {
    summary: "Fixer l'échéancier d'un contrat",
    description:
      "Remplace tout l'échéancier. Une part est un pourcentage, un montant ou le solde (rest), avec sa date : un jour, signature ou event (le premier événement), avec un nombre de jours, de semaines ou de mois avant ou après.",
    examples: [
      {
        caption: "Un acompte à la signature, le solde avant l'événement",
        run: 'contract schedule 6 30%@signature rest@event-15d',
      },
      { caption: 'À deux dates', run: 'contract schedule 6 500@2027-03-01 rest@2027-06-01' },
      { caption: "Supprimer l'échéancier", run: 'contract schedule 6 --clear' },
    ],
    notes: ['Les parts font exactement le total. Les pourcentages sont arrondis au centime : 100% font le total.'],
    next: ['contract payments 6', 'contract list --overdue'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
