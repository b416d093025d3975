import type { CommandHelp } from '../../command-help.ts'
import type { role as english } from '../../en/help/role.ts'

/** Roles and their permissions. */
export const role = {
  'role list': {
    summary: 'Lister les rôles',
    examples: [{ caption: 'Tous les rôles', run: 'role list' }],
    next: ['role view support', 'role permissions'],
  },
  'role view': {
    summary: 'Afficher un rôle et ses permissions',
    examples: [
      { caption: 'Par son nom', run: 'role view support' },
      { caption: 'Par son numéro', run: 'role view 3' },
    ],
    next: ['role permissions'],
  },
  'role create': {
    summary: 'Créer un rôle',
    description: "Un nouveau rôle n'a aucune permission ; avec --like, il reçoit celles d'un autre rôle.",
    examples: [
      { caption: 'Un rôle pour les stagiaires', run: 'role create -n stagiaire' },
      { caption: 'Avec les permissions du support pour commencer', run: 'role create -n régisseur --like support' },
    ],
    notes: ['--like demande aussi la permission role:assign.'],
    next: ['role grant'],
  },
  'role update': {
    summary: 'Renommer un rôle',
    description: 'Les rôles management, commercial et support gardent leur nom.',
    examples: [{ caption: 'Un meilleur nom', run: 'role update stagiaire -n apprenti' }],
    next: ['role list'],
  },
  'role delete': {
    summary: "Supprimer un rôle que personne n'a",
    examples: [{ caption: 'Dans un script', run: 'role delete stagiaire --yes' }],
    next: ['user list'],
  },
  'role grant': {
    summary: 'Accorder des permissions à un rôle',
    description: 'Les collaborateurs qui ont ce rôle en disposent dès leur prochaine commande.',
    examples: [
      {
        caption: 'Ouvrir le journal au support',
        run: 'role grant support audit:list',
      },
    ],
    notes: ['Pour modifier des fiches, un rôle doit pouvoir les consulter : accordez les deux permissions ensemble.'],
    next: ['role permissions', 'role revoke'],
  },
  'role revoke': {
    summary: 'Retirer des permissions à un rôle',
    description: 'Les collaborateurs qui ont ce rôle les perdent dès leur prochaine commande.',
    examples: [
      {
        caption: 'Fermer le journal au support',
        run: 'role revoke support audit:list',
      },
    ],
    notes: ['Le rôle management garde toujours role:assign, car plus personne ne pourrait la lui rendre.'],
    next: ['role view support'],
  },
  'role permissions': {
    summary: 'Lister toutes les permissions',
    description: "Pour chaque permission : ce qu'elle permet, et les rôles qui l'ont.",
    examples: [{ caption: 'Toutes les permissions', run: 'role permissions' }],
    next: ['role grant'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
