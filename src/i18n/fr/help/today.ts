import type { CommandHelp } from '../../command-help.ts'
import type { today as english } from '../../en/help/today.ts'

/** What needs doing today. */
export const today = {
  today: {
    summary: "Afficher ce qu'il y a à faire",
    description:
      'Selon votre rôle. Pour un gestionnaire : événements sans support, contrats à signer, contrats non soldés. Pour un commercial : ses contrats à signer, ses contrats non soldés, les clients à relancer et les événements à venir. Pour un collaborateur support : ses événements à venir. En tête, ce qui est en cours, puis les personnes qui ont deux événements au même moment.',
    examples: [
      { caption: "Qu'y a-t-il à faire aujourd'hui ?", run: 'today' },
      { caption: 'Pour un autre programme', run: 'today --json' },
    ],
    notes: [
      "Un gestionnaire voit aussi le chiffre d'affaires de l'année, mois par mois (un contrat compte dans le mois de son premier événement), et les événements de huit semaines à partir de celle-ci. Avec --no-chart, seulement les totaux.",
      'Avec --format csv ou tsv, toutes les rubriques forment un seul tableau, dont la première colonne est section. Avec --quiet, chaque ligne donne la section et le numéro, comme : due_contracts 12',
    ],
    next: ['event list --only-mine', 'contract list --only-mine --unpaid'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
