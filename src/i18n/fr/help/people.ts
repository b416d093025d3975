import type { CommandHelp } from '../../command-help.ts'
import type { people as english } from '../../en/help/people.ts'

/** L'équipe, ses rôles, et qui a changé quoi. */
export const people = {
  'user create': {
    summary: 'Créer un collaborateur',
    examples: [
      { say: 'Répondre à toutes les questions', run: 'user create' },
      {
        say: "Tout d'un coup ; seul le mot de passe est demandé",
        run: "user create -u lucie.moreau -n 'Lucie Moreau' -e lucie.moreau@epic-events.fr -r support",
      },
    ],
    notes: ['Le rôle est un nom ou un identifiant. Un mot de passe compte 8 caractères ou plus, dont A-Z, a-z et 0-9.'],
    next: ['user list'],
  },
  'user list': {
    summary: "Lister l'équipe",
    description: 'Les collaborateurs actifs ; avec --inactive, ceux qui sont partis. Les options de rôle se combinent.',
    examples: [
      { say: 'Tout le monde', run: 'user list' },
      { say: 'Les commerciaux et le support', run: 'user list -C -S' },
      { say: 'Les identifiants du support, pour un script', run: 'user list --support --quiet' },
    ],
    next: ['user view 23'],
  },
  'user view': {
    summary: 'Montrer un collaborateur',
    examples: [
      { say: "L'utilisateur 23", run: 'user view 23' },
      { say: 'Avec tout ce qui a changé', run: 'user view 23 --history' },
    ],
    next: ['user update 23'],
  },
  'user delete': {
    summary: "Supprimer un collaborateur qui n'est responsable de rien",
    description:
      'Refusé tant que la personne a des clients, des contrats ou des événements : transmettez-les, ou désactivez le compte.',
    examples: [
      { say: "Voir ce qui l'empêche, puis répondre", run: 'user delete 23' },
      { say: 'Dans un script', run: 'user delete 23 --yes' },
    ],
    next: ['user hand-over', 'user update 23 --is-active false'],
  },
  'user hand-over': {
    summary: "Confier le travail d'un collaborateur à un autre",
    description:
      "Tous les clients et leurs contrats d'un commercial à un autre, ou tous les événements à venir d'un support à un autre : tout ou rien.",
    examples: [{ say: "De l'utilisateur 5 au 6, commerciaux tous deux", run: 'user hand-over 5 6' }],
    next: ['user list -C -S'],
  },
  'user update': {
    summary: 'Modifier un collaborateur',
    description:
      "Sans option, un formulaire s'ouvre avec les valeurs actuelles. Un collaborateur désactivé est dehors aussitôt.",
    examples: [
      { say: 'Dans un formulaire', run: 'user update 23' },
      { say: 'Une nouvelle adresse', run: 'user update 23 -e lucie@epic-events.fr' },
      { say: "Quelqu'un s'en va", run: 'user update 23 --is-active false' },
    ],
    next: ['user view 23', 'user hand-over'],
  },
  'user update-password': {
    summary: 'Changer un mot de passe',
    description:
      "Chacun peut changer le sien, en donnant d'abord l'actuel. Les autres sessions de cette personne se ferment.",
    examples: [
      { say: 'Répondre à la question', run: 'user update-password 23' },
      {
        say: 'Dans un script : une ligne, ou deux pour le sien',
        run: 'user update-password 23 --password-stdin < password.txt',
      },
    ],
    next: ['login'],
  },
  'role list': {
    summary: 'Lister les rôles',
    examples: [{ say: 'Tous les rôles', run: 'role list' }],
    next: ['role view support', 'role permissions'],
  },
  'role view': {
    summary: 'Montrer un rôle et ses permissions',
    examples: [
      { say: 'Par son nom', run: 'role view support' },
      { say: 'Par son identifiant', run: 'role view 3' },
    ],
    next: ['role permissions'],
  },
  'role create': {
    summary: 'Créer un rôle',
    description: "Il n'a encore aucune permission.",
    examples: [{ say: 'Un rôle pour les stagiaires', run: 'role create -n stagiaire' }],
    next: ['role grant'],
  },
  'role update': {
    summary: 'Renommer un rôle',
    description: 'Les rôles management, commercial et support gardent leur nom.',
    examples: [{ say: 'Un meilleur nom', run: 'role update stagiaire -n apprenti' }],
    next: ['role list'],
  },
  'role delete': {
    summary: 'Supprimer un rôle que personne ne porte',
    examples: [{ say: 'Dans un script', run: 'role delete stagiaire --yes' }],
    next: ['user list'],
  },
  'role grant': {
    summary: 'Donner des permissions à un rôle',
    description: 'Prend effet dès la prochaine commande de ceux qui portent ce rôle.',
    examples: [{ say: 'Ouvrir le journal au support', run: 'role grant support audit:list' }],
    notes: ['Qui peut écrire doit pouvoir voir : donnez les deux à la fois.'],
    next: ['role permissions', 'role revoke'],
  },
  'role revoke': {
    summary: 'Retirer des permissions à un rôle',
    description: 'Prend effet dès la prochaine commande de ceux qui portent ce rôle.',
    examples: [{ say: 'Le lui refermer', run: 'role revoke support audit:list' }],
    notes: ['Le rôle management ne perd jamais role:assign : personne ne pourrait le lui rendre.'],
    next: ['role view support'],
  },
  'role permissions': {
    summary: 'Lister toutes les permissions',
    description: "Chaque code, ce qu'il permet et les rôles qui le portent.",
    examples: [{ say: 'Tous les codes', run: 'role permissions' }],
    next: ['role grant'],
  },
  'audit list': {
    summary: 'Lister qui a changé quoi, et quand',
    examples: [
      { say: 'Les tout premiers changements', run: 'audit list' },
      { say: 'Ce qui est arrivé au client 8', run: 'audit list --table client --id 8' },
      { say: "Ce que l'utilisateur 5 a fait depuis juin", run: 'audit list --user 5 --since 01/06/2026' },
    ],
    notes: ['Personne ne peut modifier ce journal, la gestion non plus. Il ne contient ni mot de passe ni jeton.'],
    next: ['client view 8 --history'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
