import type { CommandHelp } from '../../command-help.ts'
import type { audit as english } from '../../en/help/audit.ts'

/** The audit log: who changed what, and when. */
export const audit = {
  'audit list': {
    summary: 'Lister les modifications : qui, quoi, quand',
    examples: [
      { caption: 'Les toutes premières modifications', run: 'audit list' },
      {
        caption: 'Les modifications du client 8',
        run: 'audit list --table client --id 8',
      },
      {
        caption: 'Les modifications du collaborateur 5 depuis juin',
        run: 'audit list --user 5 --since 01/06/2026',
      },
    ],
    notes: ['Personne ne peut modifier ce journal, pas même un gestionnaire. Il ne contient ni mot de passe ni jeton.'],
    next: ['client view 8 --history'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
