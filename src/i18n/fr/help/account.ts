import type { CommandHelp } from '../../command-help.ts'
import type { account as english } from '../../en/help/account.ts'

/** Sa session, et sa journée. */
export const account = {
  login: {
    summary: 'Se connecter',
    description:
      "Demande ce qui manque ; le mot de passe se tape sans s'afficher, ou se lit sur l'entrée standard. La session s'éteint d'elle-même un jour après la connexion.",
    examples: [
      { say: 'Nom et mot de passe sont demandés', run: 'login' },
      { say: 'Seul le mot de passe est demandé', run: 'login -u manon.lefevre' },
      { say: 'Dans un script', run: 'login -u manon.lefevre --password-stdin < password.txt' },
    ],
    next: ['whoami', 'today'],
  },
  logout: {
    summary: 'Se déconnecter',
    description: "Ferme la session ici et sur le serveur. Sans session, il n'y a rien à faire, et la commande le dit.",
    examples: [{ say: 'Se déconnecter', run: 'logout' }],
    next: ['login'],
  },
  refresh: {
    summary: 'Renouveler la session',
    description: "Échange les deux jetons contre des neufs. Les commandes le font d'elles-mêmes le moment venu.",
    examples: [{ say: 'Commencer un long script avec une session neuve', run: 'refresh' }],
    next: ['whoami'],
  },
  whoami: {
    summary: 'Montrer qui est connecté',
    description:
      "Nom, rôle, base de données, fin de la session et permissions. Avec --verbose, d'où vient chaque réglage.",
    examples: [
      { say: 'Qui suis-je ?', run: 'whoami' },
      { say: "D'où vient chaque réglage ?", run: 'whoami --verbose' },
      { say: 'Pour un script', run: 'whoami --json' },
    ],
    next: ['role permissions'],
  },
  today: {
    summary: "Montrer ce qu'il y a à faire",
    description:
      'Selon le rôle : événements sans support et contrats non signés pour la gestion, contrats impayés et clients sans nouvelles pour les commerciaux, événements à venir pour le support.',
    examples: [
      { say: "Qu'y a-t-il à faire ?", run: 'today' },
      { say: 'Pour un autre programme', run: 'today --json' },
    ],
    notes: [
      'Avec --format csv ou tsv, les lignes de toutes les sections forment un seul tableau, dont la première colonne est section. Avec --quiet, chaque ligne donne une section et un id, comme : due_contracts 12',
    ],
    next: ['event list --only-mine', 'contract list --only-mine --unpaid'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
