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
    description:
      'Ferme la session sur cette machine et dans la base de données. Sans session ouverte, rien ne change. Avec --all, ferme vos sessions sur tous vos appareils, celui-ci compris.',
    examples: [
      { caption: 'Se déconnecter', run: 'logout' },
      { caption: 'Se déconnecter partout', run: 'logout --all' },
    ],
    notes: [
      'Pour logout --all, il faut être connecté : sans session, la base de données ignore à qui sont les sessions à fermer, et la commande échoue.',
    ],
    next: ['login', 'session list'],
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
    next: ['role permissions', 'session list'],
  },
  'session list': {
    summary: 'Lister les sessions ouvertes',
    description:
      "Où êtes-vous connecté ? Pour chaque session : l'appareil, son ouverture, sa dernière utilisation et sa fin. Celle que vous utilisez est signalée.",
    examples: [
      { caption: 'Où suis-je connecté ?', run: 'session list' },
      { caption: 'Où Bill est-il connecté ?', run: 'session list --user bill' },
      { caption: 'Qui est connecté, et où ?', run: 'session list --everyone' },
    ],
    notes: [
      "Les sessions des autres demandent la permission user:update, et aussi role:assign pour un collaborateur dont le rôle a des permissions que le vôtre n'a pas.",
      'La dernière utilisation est à une demi-heure près : la session se renouvelle à ce rythme quand elle sert (réglage ACCESS_TOKEN_LIFETIME_MINUTES).',
      "L'appareil est le nom que la machine s'est donné à la connexion. Ce nom ne prouve rien : chacun choisit le sien.",
    ],
    next: ['session revoke', 'logout --all'],
  },
  'session revoke': {
    summary: 'Fermer une session ouverte',
    description:
      "Ferme l'une de vos sessions, ou celle d'un collaborateur dont vous pouvez voir les sessions. Dès sa prochaine commande, l'appareil concerné doit se reconnecter.",
    examples: [{ caption: 'Fermer la session 3', run: 'session revoke 3' }],
    notes: [
      'Si vous fermez la session que vous utilisez, vous êtes déconnecté, comme avec logout.',
      'Une session que vous ne reconnaissez pas ? Changez aussi de mot de passe : toutes vos sessions se ferment alors.',
    ],
    next: ['session list', 'user update-password', 'logout --all'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
