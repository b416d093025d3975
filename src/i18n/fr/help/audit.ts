import type { CommandHelp } from '../../command-help.ts'
import type { audit as english } from '../../en/help/audit.ts'

/** The audit log: who changed what, and when. */
export const audit = {
  'audit list': {
    summary: 'Lister les modifications : qui, quoi, quand',
    examples: [
      { caption: 'Les 50 dernières modifications', run: 'audit list' },
      {
        caption: 'Les modifications du client 8',
        run: 'audit list --table client --id 8',
      },
      {
        caption: 'Les modifications de Bill depuis juin',
        run: 'audit list --user bill --since juin',
      },
    ],
    notes: ['Personne ne peut modifier ce journal, pas même un gestionnaire. Il ne contient ni mot de passe ni jeton.'],
    next: ['client view 8 --history', 'audit failed-logins'],
  },
  'audit failed-logins': {
    summary: 'Lister les connexions refusées',
    description:
      'Les mots de passe erronés des 30 derniers jours : quand, pour quel nom, et depuis quel utilisateur PostgreSQL.',
    examples: [
      { caption: 'Les toutes premières connexions refusées', run: 'audit failed-logins' },
      { caption: 'Les connexions refusées depuis lundi', run: 'audit failed-logins --since lundi' },
    ],
    notes: [
      "Un nom que personne ne porte n'est pas affiché : il arrive qu'on tape son mot de passe à la place du nom.",
      "Les essais faits pendant l'attente imposée après plusieurs échecs n'y sont pas : leur mot de passe n'est pas vérifié.",
    ],
    next: ['session list --everyone', 'audit list --table user'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
