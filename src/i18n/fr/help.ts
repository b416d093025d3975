/** The frame of the help: headings, the options that no record declares, and one file of commands for each noun. */
import { audit } from './help/audit.ts'
import { client } from './help/client.ts'
import { company } from './help/company.ts'
import { contract } from './help/contract.ts'
import { event } from './help/event.ts'
import { exports } from './help/exports.ts'
import { find } from './help/find.ts'
import { report } from './help/report.ts'
import { role } from './help/role.ts'
import { session } from './help/session.ts'
import { setup } from './help/setup.ts'
import { today } from './help/today.ts'
import { undo } from './help/undo.ts'
import { user } from './help/user.ts'

export const help = {
  title: 'AIDE',
  usage: 'UTILISATION',
  examples: 'EXEMPLES',
  arguments: 'ARGUMENTS',
  options: 'OPTIONS',
  filters: 'FILTRES',
  listOptions: 'OPTIONS DES LISTES',
  commonOptions: 'OPTIONS COMMUNES',
  values: 'VALEURS',
  groups: 'FICHES',
  commandsTitle: 'COMMANDES',
  access: "QUI PEUT L'UTILISER",
  notes: 'BON À SAVOIR',
  exitCodes: 'CODES DE SORTIE',
  next: 'ENSUITE',
  placeholders: { command: 'COMMANDE', options: '[OPTIONS]' },
  required: 'obligatoire',
  byDefault: ({ value }: { value: string }) => `par défaut : ${value}`,
  emptied: '"" pour vider',
  shorter: ({ option }: { option: string }) => `ou --${option}`,
  between: ' ; ',
  also: 'Et aussi :',
  about: "Les clients, les contrats et les événements d'une agence événementielle.",
  programExamples: [
    { caption: "Essayer avec une agence d'exemple", run: 'demo' },
    { caption: "Qu'y a-t-il à faire aujourd'hui ?", run: 'today' },
    { caption: 'Tout ce qui concerne Casey', run: 'find casey' },
    { caption: 'Les événements sans support', run: 'event list --unassigned' },
  ],
  public: 'Tout le monde, même sans être connecté.',
  signedIn: 'Tout collaborateur connecté.',
  needs: ({ code }: { code: string }) => `Permission ${code}, accordée par défaut à :`,
  noRole: 'aucun rôle',
  scopes: {
    own: 'pour ses clients',
    own_client: 'pour ses clients',
    assigned: 'pour les événements qui lui sont confiés',
  },
  more: ({ command }: { command: string }) => `En savoir plus sur une commande : ${command}`,
  moreOptions: ({ command }: { command: string }) => `Les options de toutes les commandes : ${command}`,
  otherWords: "D'autres mots sont compris, en français et en anglais : contrat, événement, liste, voir, créer, ls, rm",
  optionsAbout: "Les options que toutes les commandes comprennent, et la façon d'écrire les valeurs.",
  accepted: {
    DATE: '12/06/2027 14:30, demain 14h, vendredi, j+3, ou ISO 8601, comme 2027-06-12T14:30',
    PERIOD: 'Un jour, une semaine, un mois, un trimestre ou une année : 12/06, lundi, mois dernier, juin 2027',
    DURATION: '30j, 2 semaines, 3m, 1 an',
    AMOUNT: '1200, 1200,50 ou, entre guillemets, "1 200,50" ; en euros, 0 ou plus',
    'true|false': 'Ou oui, non, yes, no, 1, 0. Sans valeur : true',
    ID: "Le numéro affiché dans la première colonne des listes, ou un nom là où c'est indiqué",
    REF: 'Un nom ou un numéro : casey, 8',
    N: 'Un nombre entier, 0 ou plus',
    TEXT: "Entre guillemets s'il contient des espaces. S'il commence par un tiret : --option=-texte",
  },
  onPages: ['REF', 'DATE', 'PERIOD', 'DURATION', 'AMOUNT', 'true|false'],
  codes: {
    0: 'réussi',
    1: 'erreur interne',
    2: 'commande incorrecte',
    3: 'introuvable',
    4: 'non connecté',
    5: 'sans permission',
    6: 'refusé par une règle',
    7: 'base de données indisponible',
    130: 'annulé',
  },
  option: {
    'env-file': 'Lire les réglages dans ce fichier',
    format: 'Format de la réponse (par défaut : table)',
    output: 'Enregistrer la réponse dans ce fichier, ou le remplacer',
    lang: 'Langue (par défaut : EPIC_EVENTS_LANG, sinon celle du système)',
    json: 'Comme --format json',
    'no-input': 'Ne jamais poser de question',
    yes: 'Confirmer sans poser de question',
    quiet: 'Afficher seulement les numéros',
    'no-color': 'Afficher sans couleur',
    accessible: "Questions simples, sans cadre, rien ne bouge à l'écran",
    raw: 'csv, tsv et excel : laisser les formules telles quelles',
    'no-pager': 'Afficher les longues listes sans pager',
    verbose: 'En dire plus sur les erreurs et les réglages',
    help: 'Afficher cette aide',
    'password-stdin': "Lire le mot de passe sur l'entrée standard",
    'if-version': 'Seulement si la fiche a toujours cette version',
    desc: 'Par ordre décroissant',
    limit: 'N lignes au plus (par défaut : 50 ; 0 : toutes)',
    after: 'Continuer après la fiche qui a ce numéro',
    count: 'Donner seulement le nombre de fiches ; avec --limit, les fiches et le total exact',
    columns:
      "Colonnes à afficher, dans cet ordre, par leur nom JSON, comme id,version (l'aide d'une liste les énumère)",
  },
  group: {
    user: "L'équipe : comptes, rôles, travail à transmettre",
    role: 'Les rôles et leurs permissions',
    company: 'Les entreprises des clients',
    client: 'Les clients et leurs commerciaux',
    contract: 'Les contrats, leurs signatures et leurs paiements',
    event: 'Les événements et leurs collaborateurs support',
    report: "Compter le travail de l'équipe",
    session: 'Vos connexions ouvertes, à voir et à fermer',
    audit: 'Le journal : qui a modifié quoi, et les connexions refusées',
  },
  commands: {
    ...session,
    ...today,
    ...find,
    ...undo,
    ...exports,
    ...setup,
    ...user,
    ...role,
    ...audit,
    ...company,
    ...client,
    ...contract,
    ...event,
    ...report,
  },
} satisfies import('../en/help.ts').HelpWords
