import type { CommandHelp } from '../../command-help.ts'
import type { setup as english } from '../../en/help/setup.ts'

/** Ce qu'on fait une fois, ou quand quelque chose ne va pas. */
export const setup = {
  'db-create': {
    summary: 'Créer la base de données, ou la mettre à jour',
    description:
      "Crée le schéma, les tables et les règles, et les trois rôles tant qu'il n'y a pas de données. Relancée, elle ne change rien et le dit.",
    examples: [
      { say: 'La base embarquée, ou celle de la configuration', run: 'db-create' },
      { say: "La base d'une autre configuration", run: 'db-create --env-file /etc/epic-events/.env' },
    ],
    notes: [
      'Avec PostgreSQL, elle emploie DATABASE_ADMIN_URL quand le rôle de tous les jours ne peut pas créer de tables.',
    ],
    next: ['manager-create', 'doctor'],
  },
  'manager-create': {
    summary: 'Créer un gestionnaire : le premier compte, ou un accès de secours',
    description:
      "Avec PostgreSQL, il faut être root et disposer d'un rôle de base de données propriétaire du schéma. Avec la base embarquée, il suffit d'être propriétaire de son dossier.",
    examples: [
      { say: 'Répondre à toutes les questions', run: 'manager-create' },
      {
        say: "Tout d'un coup ; seul le mot de passe est demandé",
        run: "manager-create -u manon.lefevre -n 'Manon Lefèvre' -e manon.lefevre@epic-events.fr",
      },
    ],
    next: ['login', 'user create'],
  },
  demo: {
    summary: "Tout essayer sur une agence d'exemple",
    description:
      "Remplit une base embarquée vide avec une agence d'exemple, connecte son gestionnaire et montre le travail pas à pas. Ne touche ni à un serveur, ni à une base qui contient d'autres données.",
    examples: [{ say: "Suivre le chemin d'un client à un événement", run: 'demo' }],
    notes: [
      "La session de l'agence d'exemple devient la vôtre ; celle d'une autre base est remplacée.",
      "Avec --json, aucune étape n'est exécutée : la base est remplie, la session ouverte, et la réponse est un objet avec le dossier, le mot de passe et les étapes. Avec --quiet, c'est le dossier seul.",
    ],
    next: ['today', 'client view 8'],
  },
  doctor: {
    summary: "Vérifier l'installation",
    description:
      'Configuration, base de données, migrations, session, horloge et terminal ; chaque ligne dit quoi faire. Le code est 0 seulement quand tout va bien.',
    examples: [
      { say: 'Tout va bien ?', run: 'doctor' },
      { say: 'Pour la surveillance', run: 'doctor --json' },
    ],
    next: ['whoami --verbose'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
