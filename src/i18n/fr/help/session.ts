import type { CommandHelp } from '../../command-help.ts'
import type { session as english } from '../../en/help/session.ts'

/** The session: log in, log out, renew it, and show who is logged in. */
export const session = {
  login: {
    summary: 'Se connecter',
    description:
      "Le programme demande ce qui manque ; le mot de passe ne s'affiche pas, ou se lit sur l'entrée standard. La session se ferme toute seule au bout d'un jour.",
    examples: [
      { caption: "Nom d'utilisateur et mot de passe sont demandés", run: 'login' },
      {
        caption: 'Seul le mot de passe est demandé',
        run: 'login -u manon.lefevre',
      },
      {
        caption: 'Dans un script',
        run: 'login -u manon.lefevre --password-stdin < password.txt',
      },
    ],
    next: ['whoami', 'today'],
  },
  logout: {
    summary: 'Se déconnecter',
    description: 'Ferme la session sur cette machine et dans la base de données. Sans session ouverte, rien ne change.',
    examples: [{ caption: 'Se déconnecter', run: 'logout' }],
    next: ['login'],
  },
  refresh: {
    summary: 'Renouveler la session',
    description: 'Remplace les deux jetons de la session. Les autres commandes le font toutes seules quand il le faut.',
    examples: [
      {
        caption: 'Commencer un long script avec une session neuve',
        run: 'refresh',
      },
    ],
    next: ['whoami'],
  },
  whoami: {
    summary: 'Afficher qui est connecté',
    description:
      "Nom, rôle, base de données, fin de session et permissions. Avec --verbose, aussi l'origine de chaque réglage.",
    examples: [
      { caption: 'Qui suis-je ?', run: 'whoami' },
      { caption: "D'où vient chaque réglage ?", run: 'whoami --verbose' },
      { caption: 'Pour un script', run: 'whoami --json' },
    ],
    next: ['role permissions'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
