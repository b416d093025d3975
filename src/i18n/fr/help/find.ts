import type { CommandHelp } from '../../command-help.ts'
import type { find as english } from '../../en/help/find.ts'

/** One search through all records. */
export const find = {
  find: {
    summary: 'Chercher parmi les clients, entreprises, contrats, événements et collaborateurs',
    description:
      'Chaque mot doit commencer un mot de la fiche ; les majuscules et les accents ne comptent pas. Un client se trouve aussi par son téléphone ou son e-mail, un contrat par son client, un événement par son adresse. Un nombre trouve aussi les fiches qui portent ce numéro. Affiche les dix meilleurs résultats de chaque sorte que votre rôle peut lister.',
    examples: [
      { caption: 'Tout ce qui concerne Casey', run: 'find casey' },
      { caption: 'À qui est ce numéro ?', run: "find '06 78 12 34 56'" },
      { caption: 'Pour un autre programme', run: 'find casey --json' },
    ],
    notes: [
      'En JSON, un tableau par sorte : client, company, contract, event, user. Avec --format csv ou tsv, toutes forment un seul tableau, dont la première colonne est section. Avec --quiet, chaque ligne donne la sorte et le numéro, comme : client 8',
    ],
    next: ['client view 8', 'today'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
