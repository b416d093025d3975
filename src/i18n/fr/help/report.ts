import type { CommandHelp } from '../../command-help.ts'
import type { report as english } from '../../en/help/report.ts'

/** Reports. */
export const report = {
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
    next: ['client export 8', "client erase 8 --reason 'Sans contact depuis trois ans'"],
  },
} satisfies Record<keyof typeof english, CommandHelp>
