import type { CommandHelp } from '../../command-help.ts'
import type { setup as english } from '../../en/help/setup.ts'

/** Setting up the database, and checking an installation. */
export const setup = {
  'db-create': {
    summary: 'Créer la base de données, ou la mettre à jour',
    description:
      'Crée le schéma, les tables et les règles et, tant que la base de données est vide, les trois rôles par défaut. Vous pouvez relancer la commande : si tout est à jour, elle ne change rien.',
    examples: [
      { caption: 'La base embarquée, ou celle de vos réglages', run: 'db-create' },
      {
        caption: "La base de données d'un autre fichier de réglages",
        run: 'db-create --env-file /etc/epic-events/.env',
      },
    ],
    notes: ['Sur un serveur PostgreSQL, la commande se connecte avec DATABASE_ADMIN_URL si ce réglage est défini.'],
    next: ['manager-create', 'doctor'],
  },
  'manager-create': {
    summary: 'Créer un gestionnaire : premier compte ou accès de secours',
    description:
      "Sur un serveur PostgreSQL, il faut être root et se connecter avec le propriétaire du schéma. Avec la base embarquée, il suffit d'être propriétaire de son dossier.",
    examples: [
      { caption: 'En répondant aux questions', run: 'manager-create' },
      {
        caption: 'En une ligne ; seul le mot de passe est demandé',
        run: "manager-create -u manon.lefevre -n 'Manon Lefèvre' -e manon.lefevre@epic-events.fr",
      },
    ],
    next: ['login', 'user create'],
  },
  demo: {
    summary: "Tout essayer sur une agence d'exemple",
    description:
      "Crée une agence d'exemple dans une base embarquée vide, vous connecte comme gestionnaire et montre le travail pas à pas. Ne modifie jamais un serveur PostgreSQL, ni une base de données qui contient autre chose.",
    examples: [{ caption: "Du premier contact d'un client à son événement", run: 'demo' }],
    notes: [
      "Vous restez connecté à l'agence d'exemple : si vous aviez une session sur une autre base de données, elle est remplacée.",
      "Avec --json, aucune étape n'est lancée : l'agence est créée, la session ouverte, et la réponse est un objet qui donne le dossier, le mot de passe et les étapes. Avec --quiet, la réponse est le dossier seul.",
    ],
    next: ['today', 'client view 8'],
  },
  doctor: {
    summary: "Vérifier l'installation",
    description:
      "Réglages, base de données, migrations, niveau de confiance, session, horloge et terminal : chaque ligne dit ce qu'il reste à faire. Le code de sortie est 0 quand tout est en ordre.",
    examples: [
      { caption: 'Tout est-il en ordre ?', run: 'doctor' },
      { caption: 'Pour la surveillance', run: 'doctor --json' },
    ],
    next: ['whoami --verbose'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
