import type { CommandHelp } from '../../command-help.ts'
import type { report as english } from '../../en/help/report.ts'

/** Reports. */
export const report = {
  'report revenue': {
    summary: "Comparer le chiffre d'affaires à celui de l'an dernier",
    description:
      'Le montant de chaque contrat signé compte le jour où commence son premier événement. Avec --basis signature, il compte le jour de la signature ; avec --basis payment, chaque paiement compte à sa date. À côté figure le montant des mêmes jours un an avant.',
    examples: [
      { caption: 'Les mois de cette année', run: 'report revenue' },
      { caption: 'Les trimestres de 2026', run: 'report revenue 2026 --by quarter' },
      { caption: 'Ce qui a été payé en juin', run: 'report revenue 2026-06 --basis payment' },
      {
        caption: "Le chiffre d'affaires des commerciaux, pour un tableur",
        run: 'report revenue --by commercial --format csv',
      },
    ],
    notes: [
      "Seul compte ce que vous avez le droit de voir ; le titre dit « vos clients » quand ce n'est pas tout.",
      'Les contrats signés sans événement ne sont dans aucun mois. Une ligne sous le tableau dit combien il y en a.',
      'Les remboursements et les corrections du reste à payer comptent comme des paiements, à leur date : un mois peut être négatif. Les paiements annulés ne comptent nulle part.',
    ],
    next: ['report pipeline', 'report ageing'],
  },
  'report pipeline': {
    summary: 'Afficher combien de contrats en sont à quelle étape, et pour quels montants',
    description:
      "Chaque contrat est à une seule étape : à signer ; signé, sans événement ; événement à venir ; terminé, non soldé, quand ses événements sont passés et qu'il reste à payer ; terminé et soldé quand il ne reste rien.",
    examples: [
      { caption: 'Toutes les étapes', run: 'report pipeline' },
      { caption: 'Les étapes, pour un script', run: 'report pipeline --json' },
    ],
    notes: ['Seuls comptent les contrats et les événements que vous avez le droit de voir.'],
    next: ['contract list --unsigned', 'contract list --signed --without-event', 'report ageing'],
  },
  'report ageing': {
    summary: 'Afficher qui doit combien, et depuis quand',
    description:
      "Le reste à payer des contrats signés, selon le nombre de jours depuis l'échéance : les paiements couvrent les échéances dans l'ordre de leurs dates. Ce qui n'a pas d'échéancier n'est pas échu. La somme des colonnes est tout ce qui reste à encaisser.",
    examples: [
      { caption: 'Ce que doit chaque client', run: 'report ageing' },
      { caption: "Ce qui restait à encaisser à la fin de l'an dernier", run: 'report ageing --as-of 2025-12-31' },
      { caption: 'Par commercial', run: 'report ageing --by commercial' },
      { caption: 'Ce qui est dû, pour un tableur', run: 'report ageing --format excel' },
    ],
    notes: [
      "Pour un autre jour qu'aujourd'hui, les signatures et les paiements postérieurs ne comptent pas. Les montants, les échéanciers et les annulations sont ceux d'aujourd'hui.",
      'Seuls comptent les contrats et les paiements que vous avez le droit de voir.',
    ],
    next: ['contract list --unpaid --sort due --desc', 'report revenue --basis payment'],
  },
  'report workload': {
    summary: 'Afficher les événements et les heures de chaque collaborateur support',
    description:
      "Une ligne par collaborateur et par semaine, et une pour les événements sans support. Un événement compte dans chaque semaine qu'il touche, pour ses heures de cette semaine-là.",
    examples: [
      { caption: 'Cette semaine et les trois suivantes', run: 'report workload' },
      { caption: 'Les semaines de juin 2027', run: "report workload 'juin 2027'" },
      { caption: 'La semaine prochaine, jour par jour', run: "report workload 'la semaine prochaine' --by day" },
      { caption: 'Pour un tableur', run: 'report workload 2027-06 --format csv' },
    ],
    notes: [
      'Seuls comptent les événements que vous avez le droit de voir.',
      "Les semaines ou les jours sont côte à côte, jusqu'à sept : « 2 · 21,5 h », ce sont deux événements en 21,5 heures, avec « ! » devant si deux d'entre eux se chevauchent. En CSV et en JSON, il y a une ligne par personne et par semaine.",
      'Une barre compare les heures des lignes. --no-chart retire les barres.',
    ],
    next: ['event list --unassigned', 'event assign_support 7 --suggest'],
  },
  'report retention': {
    summary: 'Montrer les clients silencieux depuis des années',
    description:
      "Liste les clients sans contact, contrat, événement ni paiement depuis trois ans, ou depuis le nombre d'années indiqué, le plus ancien d'abord, avec ce qui est conservé sur eux. Les clients dont les données ont été effacées n'y sont pas.",
    examples: [
      { caption: 'Clients silencieux depuis trois ans', run: 'report retention' },
      {
        caption: 'Clients silencieux depuis cinq ans, pour un tableur',
        run: 'report retention --years 5 --format csv',
      },
    ],
    notes: ['Seuls les clients que vous pouvez voir sont listés.'],
    next: ['client export 8', 'client erase --list'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
