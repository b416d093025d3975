import type { CommandHelp } from '../../command-help.ts'
import type { client as english } from '../../en/help/client.ts'

/** Clients. */
export const client = {
  'client create': {
    summary: 'Créer un client',
    description: "Vous en devenez le commercial. Sans autre indication, le premier contact date d'aujourd'hui.",
    examples: [
      { caption: 'En répondant aux questions', run: 'client create' },
      {
        caption: 'En une ligne',
        run: "client create -n 'Élodie Garnier' -e elodie@garnier-traiteur.fr -p '06 12 34 56 78' -c 1",
      },
    ],
    next: ['contract create', 'client list --only-mine'],
  },
  'client import': {
    summary: "Importer des clients d'un tableau",
    description:
      "Lit un fichier CSV ou un classeur Excel : un export de ce programme, de HubSpot, d'Odoo ou d'Outlook, ou votre propre tableau. Une ligne dont un client a déjà l'adresse e-mail laisse ce client tel quel, sauf avec --on-match.",
    examples: [
      { caption: 'Voir ce qui serait importé', run: 'client import clients.csv --dry-run' },
      {
        caption: 'Importer les bonnes lignes et garder les autres',
        run: 'client import clients.csv --skip-errors --rejects rejets.csv --yes',
      },
      {
        caption: 'Modifier les clients existants, et créer les entreprises qui manquent',
        run: 'client import clients.csv --on-match update --create-companies --yes',
      },
      {
        caption: "Dire ce qu'est une colonne",
        run: "client import clients.csv --map 'Interlocuteur=full_name' --dry-run",
      },
      {
        caption: "Importer les clients d'un collègue, avec client:create et client:assign_commercial",
        run: 'client import clients.csv --commercial bill --yes',
      },
    ],
    notes: [
      "Toutes les lignes sont enregistrées, ou aucune. Dès qu'une ligne est rejetée, rien n'est enregistré, sauf avec --skip-errors.",
      "Les colonnes sont reconnues à leur nom en français ou en anglais, à nos clés JSON, et aux noms que leur donnent d'autres logiciels. Une cellule vide n'efface jamais rien.",
    ],
    next: ['client list', 'company import'],
  },
  'client list': {
    summary: 'Lister les clients',
    description:
      'Tous les clients ou, avec --only-mine, seulement les vôtres et ceux des événements dont vous vous occupez.',
    examples: [
      { caption: 'Les 50 premiers', run: 'client list' },
      { caption: 'Mes clients', run: 'client list --only-mine' },
      { caption: 'Un client, par une partie de son nom', run: 'client list --search casey' },
      {
        caption: "Ceux que personne n'a contactés depuis trois mois, les plus anciens d'abord",
        run: 'client list --silent 3m --sort last_contact',
      },
      { caption: 'Ceux à rappeler cette semaine ou avant', run: "client list --due 'cette semaine'" },
      {
        caption: 'Tous, pour un tableur',
        run: 'client list --limit 0 --format csv > clients.csv',
      },
    ],
    next: ['client view 8'],
  },
  'client view': {
    summary: 'Afficher un client',
    examples: [
      { caption: 'Le client 8', run: 'client view 8' },
      { caption: 'Un client par son nom', run: 'client view casey' },
      {
        caption: 'Avec ses contrats et ses événements, pour un autre programme',
        run: 'client view 8 --with contracts,events --json',
      },
      {
        caption: 'Avec toutes ses notes et ses dernières modifications',
        run: 'client view 8 --history',
      },
    ],
    next: ['contract list', 'client update 8'],
  },
  'client update': {
    summary: 'Modifier un client',
    description:
      'Sans option, un formulaire propose les valeurs actuelles. Un commercial modifie ses propres clients ; un gestionnaire peut confier un client à un autre commercial avec --commercial-id, et les contrats suivent.',
    examples: [
      { caption: 'Dans un formulaire', run: 'client update 8' },
      {
        caption: 'Après un appel',
        run: "client update 8 -p '+33 6 12 34 56 78' -l 23/11/2026",
      },
      { caption: 'Effacer le téléphone', run: 'client update 8 --phone ""' },
      { caption: "Changer d'entreprise, tout par les noms", run: "client update casey --company 'cool startup'" },
      {
        caption: 'Le confier à un autre commercial',
        run: 'client update 8 --commercial-id 6',
      },
    ],
    next: ['client view 8'],
  },
  'client delete': {
    summary: 'Supprimer un client',
    description: 'Un client qui a des contrats ne peut pas être supprimé.',
    examples: [{ caption: 'Après confirmation', run: 'client delete 8' }],
    next: ['contract list'],
  },
  'client merge': {
    summary: 'Fondre un client dans un autre',
    description:
      "De deux clients n'en fait qu'un. Le premier reste : ses valeurs l'emportent, celles qui lui manquent viennent du second. Contrats (avec leurs événements et paiements) et notes lui reviennent, et le second disparaît. Tout est montré avant confirmation. Un commercial fusionne ses propres clients.",
    examples: [
      { caption: 'Fondre le client 9 dans le client 8, après confirmation', run: 'client merge 8 9' },
      { caption: 'Dans un script', run: 'client merge 8 9 --yes --json' },
    ],
    notes: [
      "Une fusion est une seule opération : undo fait revenir l'autre client avec son numéro et tout ce qui avait changé de place.",
      'Qui cherche le client disparu apprend dans lequel il a été fondu.',
    ],
    next: ['client duplicates', 'undo'],
  },
  'client duplicates': {
    summary: 'Lister les clients en double',
    description:
      'Liste les paires de clients de même nom dans une entreprise, ou de même téléphone, parmi ceux qui vous sont visibles.',
    examples: [
      { caption: 'Les 50 premières paires', run: 'client duplicates' },
      { caption: 'Toutes, dans un tableur', run: 'client duplicates --limit 0 --format csv > doublons.csv' },
    ],
    next: ['client merge 8 9'],
  },
  'client note': {
    summary: "Noter ce qui s'est dit avec un client",
    description:
      'Avance le dernier contact et, avec --next, fixe le prochain. Un rappel arrivé à échéance disparaît, sauf si la note en fixe un nouveau. Une note ne se modifie pas. Un commercial écrit sur ses propres clients, un collaborateur support sur ceux des événements qui lui sont confiés.',
    examples: [
      {
        caption: 'Un appel, et un rappel vendredi',
        run: "client note 8 'Souhaite deux autres dates' --kind appel --next vendredi",
      },
      { caption: 'La réunion de la veille', run: "client note casey 'Signé en réunion' --kind réunion --on hier" },
      { caption: "Il n'est plus nécessaire de rappeler", run: "client note 8 'A choisi une autre agence' --next none" },
      { caption: 'En répondant à la question', run: 'client note 8' },
    ],
    next: ['client contacted 8', 'client view 8', 'client list --due today'],
  },
  'client contacted': {
    summary: 'Noter un appel avec un client, à l’instant',
    examples: [{ caption: 'Le client 8 vient d’être appelé', run: 'client contacted 8' }],
    next: ['client note 8'],
  },
  'client export': {
    summary: 'Enregistrer tout ce qui est conservé sur un client',
    description:
      'Crée un nouveau dossier, ou une archive, avec client.json pour les programmes et client.html à lire : le client, ses contrats, échéances, paiements, événements et notes, et qui les a modifiés. Les deux montrent le même instant, et vous seul pouvez lire ces fichiers.',
    examples: [
      {
        caption: 'Enregistrer les données du client 8 dans un dossier qui porte son numéro et la date',
        run: 'client export 8',
      },
      { caption: 'Faire une archive à envoyer', run: 'client export casey --output casey.zip' },
    ],
    notes: ['La page est dans votre langue. Elle ne contient aucun script et ne charge rien.'],
    next: ['client erase 8', 'client view 8'],
  },
  'client erase': {
    summary: 'Effacer pour toujours ce qui est personnel à un client',
    description:
      "Remplace le nom, l'e-mail et le téléphone du client, ce que disent ses notes, ses événements, ses paiements et ses échéances, et tout ce que le journal en a gardé, y compris celui des clients fusionnés avec lui. Les montants, les dates et les numéros restent. C'est irréversible. C'est refusé tant qu'il reste à payer ou qu'un événement n'est pas terminé.",
    examples: [
      { caption: 'Voir ce qui serait remplacé, puis confirmer', run: "client erase 8 --reason 'Demande du 12 juin'" },
      {
        caption: 'Garder la liste des effacements à côté des sauvegardes',
        run: 'client erase --list --json > erasures.json',
      },
      {
        caption: "Effacer à nouveau après la restauration d'une sauvegarde plus ancienne",
        run: 'client erase --replay erasures.json',
      },
    ],
    notes: [
      "Les sauvegardes, les exports, les calendriers et les papiers déjà faits gardent les données. Les fichiers de la base aussi, jusqu'à ce que PostgreSQL ait réutilisé leur place.",
      "Un client supprimé s'efface par son numéro : le journal s'en souvient.",
    ],
    next: ['client export 8', 'report retention'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
