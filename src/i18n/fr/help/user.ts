import type { CommandHelp } from '../../command-help.ts'
import type { user as english } from '../../en/help/user.ts'

/** The users: the accounts of the team. */
export const user = {
  'user create': {
    summary: 'Créer un collaborateur',
    examples: [
      { caption: 'En répondant aux questions', run: 'user create' },
      {
        caption: 'En une ligne ; seul le mot de passe est demandé',
        run: "user create -u lucie.moreau -n 'Lucie Moreau' -e lucie.moreau@epic-events.fr -r support",
      },
      {
        caption: 'Avec un premier mot de passe généré, qui est affiché',
        run: "user create -u marc.leroy -n 'Marc Leroy' -e marc.leroy@epic-events.fr -r support --generate-password",
      },
    ],
    notes: [
      "Un mot de passe généré n'est affiché qu'une fois, et ne permet que de choisir le sien à la première connexion.",
      'Indiquez le rôle par son nom ou son numéro. Un mot de passe compte au moins 8 caractères, dont une majuscule, une minuscule et un chiffre.',
    ],
    next: ['user list'],
  },
  'user import': {
    summary: "Importer des collaborateurs d'un tableau",
    description:
      "Lit un fichier CSV ou un classeur Excel. Une ligne dont un collaborateur a déjà l'adresse e-mail le laisse tel quel, sauf avec --on-match. Les nouveaux collaborateurs n'ont pas de mot de passe, sauf si --passwords nomme un fichier où en écrire.",
    examples: [
      { caption: 'Voir qui serait importé', run: 'user import equipe.csv --dry-run' },
      {
        caption: "Importer l'équipe, chacun avec un premier mot de passe",
        run: 'user import equipe.csv --passwords motsdepasse.csv --yes',
      },
    ],
    notes: [
      "Toutes les lignes sont enregistrées, ou aucune. Dès qu'une ligne est rejetée, rien n'est enregistré, sauf avec --skip-errors.",
      "Les colonnes sont reconnues à leur nom en français ou en anglais, à nos clés JSON, et aux noms que leur donnent d'autres logiciels. Une cellule vide n'efface jamais rien.",
    ],
    next: ['user list', 'user update-password'],
  },
  'user list': {
    summary: "Lister l'équipe",
    description:
      'Les collaborateurs actifs ou, avec --inactive, les collaborateurs désactivés. Les options de rôle se combinent.',
    examples: [
      { caption: "Toute l'équipe", run: 'user list' },
      {
        caption: 'Les commerciaux et les collaborateurs support',
        run: 'user list -C -S',
      },
      {
        caption: 'Les numéros des collaborateurs support, pour un script',
        run: 'user list --support --quiet',
      },
    ],
    next: ['user view 23'],
  },
  'user view': {
    summary: 'Afficher un collaborateur',
    examples: [
      { caption: 'Le collaborateur 23', run: 'user view 23' },
      { caption: 'Un collaborateur par son nom', run: 'user view kate' },
      {
        caption: 'Avec ses dernières modifications',
        run: 'user view 23 --history',
      },
    ],
    next: ['user update 23'],
  },
  'user delete': {
    summary: "Supprimer un collaborateur à qui rien n'est confié",
    description:
      "Impossible tant qu'il s'occupe de clients, de contrats ou d'événements : transmettez-les, ou désactivez son compte.",
    examples: [
      { caption: 'Après confirmation', run: 'user delete 23' },
      { caption: 'Dans un script', run: 'user delete 23 --yes' },
    ],
    next: ['user hand-over', 'user update 23 --is-active false'],
  },
  'user hand-over': {
    summary: "Transmettre les clients ou les événements d'un collaborateur",
    description:
      "Tous les clients d'un commercial à un autre, avec leurs contrats, ou tous les événements à venir d'un collaborateur support à un autre. La commande nomme ce qui va changer de mains, et demande. Si un seul ne peut pas être transmis, aucun ne l'est.",
    examples: [
      { caption: 'Du commercial 5 au commercial 6', run: 'user hand-over 5 6' },
      {
        caption: "Dans un script, avec un nom et un nom d'utilisateur",
        run: "user hand-over 'bernard petit' julie.perrin --yes",
      },
    ],
    next: ['user list -C -S'],
  },
  'user update': {
    summary: 'Modifier un collaborateur',
    description:
      'Sans option, un formulaire propose les valeurs actuelles. Un collaborateur désactivé est déconnecté aussitôt.',
    examples: [
      { caption: 'Dans un formulaire', run: 'user update 23' },
      {
        caption: 'Une nouvelle adresse e-mail',
        run: 'user update 23 -e lucie@epic-events.fr',
      },
      { caption: "Un départ de l'équipe", run: 'user update 23 --is-active false' },
    ],
    next: ['user view 23', 'user hand-over'],
  },
  'user update-password': {
    summary: 'Modifier un mot de passe',
    description:
      "Chacun peut modifier le sien, en donnant d'abord le mot de passe actuel ; pour celui d'un autre, il faut la permission user:update. Toutes les sessions du compte sont ensuite fermées.",
    examples: [
      { caption: 'En répondant aux questions', run: 'user update-password 23' },
      {
        caption: 'Dans un script : une ligne, ou deux pour le sien (actuel, puis nouveau)',
        run: 'user update-password 23 --password-stdin < password.txt',
      },
    ],
    next: ['login'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
