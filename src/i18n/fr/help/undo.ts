import type { CommandHelp } from '../../command-help.ts'
import type { undo as english } from '../../en/help/undo.ts'

/** Revenir sur une erreur. */
export const undo = {
  undo: {
    summary: 'Annuler une de vos opérations, par défaut la dernière',
    description:
      "Montre les anciennes et les nouvelles valeurs, puis demande confirmation. Tout ce qu'une commande a fait est annulé ensemble, ou rien ne l'est : l'annulation est refusée si les mêmes champs ont changé depuis, ou si vous n'avez plus le droit de les modifier. Les fiches supprimées reviennent avec leur numéro. Une annulation est elle-même une opération : l'annuler revient à refaire.",
    examples: [
      { caption: 'Annuler votre dernière opération', run: 'undo' },
      { caption: "Trouver l'opération à annuler", run: 'undo --list' },
      { caption: "L'annuler sans confirmation", run: 'undo 1f0c93e2 --yes' },
    ],
    notes: [
      "Ne s'annulent pas : les permissions des rôles, la création, la suppression, le rôle et l'activation des collaborateurs, les mots de passe, les sessions, ce qui a été effacé.",
      "Pour l'opération d'un collègue, il faut aussi audit:list ; audit list --json en donne le numéro. Si deux personnes ont une opération du même numéro, tapez USER:OPERATION.",
    ],
    next: ['undo --list', 'audit list'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
