/** The frame of the help: headings, the options that no record declares, and one file of commands for each noun. */
import { audit } from './help/audit.ts'
import { client } from './help/client.ts'
import { company } from './help/company.ts'
import { contract } from './help/contract.ts'
import { event } from './help/event.ts'
import { find } from './help/find.ts'
import { role } from './help/role.ts'
import { session } from './help/session.ts'
import { setup } from './help/setup.ts'
import { today } from './help/today.ts'
import { user } from './help/user.ts'

export const help = {
  title: 'AIDE',
  usage: 'UTILISATION',
  examples: 'EXEMPLES',
  arguments: 'ARGUMENTS',
  options: 'OPTIONS',
  listOptions: 'OPTIONS DES LISTES',
  commonOptions: 'OPTIONS COMMUNES',
  groups: 'FICHES',
  commandsTitle: 'COMMANDES',
  access: "QUI PEUT L'UTILISER",
  notes: 'BON À SAVOIR',
  exitCodes: 'CODES DE SORTIE',
  next: 'ENSUITE',
  placeholders: { command: 'COMMANDE', options: '[OPTIONS]' },
  required: '(obligatoire)',
  about: "Les clients, les contrats et les événements d'une agence événementielle.",
  programExamples: [
    { caption: "Essayer avec une agence d'exemple", run: 'demo' },
    { caption: "Qu'y a-t-il à faire aujourd'hui ?", run: 'today' },
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
    lang: "Langue de l'affichage",
    json: 'Comme --format json',
    'no-input': 'Ne jamais poser de question',
    yes: 'Confirmer sans poser de question',
    quiet: 'Afficher seulement les numéros',
    'no-color': 'Afficher sans couleur',
    accessible: "Questions simples, sans cadre, rien ne bouge à l'écran",
    raw: 'csv et tsv : laisser les formules telles quelles',
    verbose: 'En dire plus sur les erreurs et les réglages',
    help: 'Afficher cette aide',
    'password-stdin': "Lire le mot de passe sur l'entrée standard",
    'if-version': 'Seulement si la fiche a toujours cette version',
    limit: 'N lignes au plus (par défaut : 50 ; 0 : toutes)',
    after: 'Seulement les fiches dont le numéro est plus grand',
    count: 'Donner aussi le total exact',
  },
  group: {
    user: "L'équipe : comptes, rôles, travail à transmettre",
    role: 'Les rôles et leurs permissions',
    company: 'Les entreprises des clients',
    client: 'Les clients et leurs commerciaux',
    contract: 'Les contrats, leurs signatures et leurs paiements',
    event: 'Les événements et leurs collaborateurs support',
    session: 'Vos connexions ouvertes, à voir et à fermer',
    audit: 'Le journal : qui a modifié quoi, et les connexions refusées',
  },
  commands: {
    ...session,
    ...today,
    ...find,
    ...setup,
    ...user,
    ...role,
    ...audit,
    ...company,
    ...client,
    ...contract,
    ...event,
  },
} satisfies import('../en/help.ts').HelpWords
