/** The frame of the help: headings, the options that no record declares, and one file of commands for each noun. */
import { audit } from './help/audit.ts'
import { client } from './help/client.ts'
import { company } from './help/company.ts'
import { contract } from './help/contract.ts'
import { event } from './help/event.ts'
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
    { say: "Essayer avec une agence d'exemple", run: 'demo' },
    { say: "Qu'y a-t-il à faire aujourd'hui ?", run: 'today' },
    { say: 'Les événements sans support', run: 'event list --unassigned' },
  ],
  public: 'Tout le monde, même sans être connecté.',
  signedIn: 'Tout collaborateur connecté.',
  needs: ({ code }: { code: string }) => `Permission nécessaire : ${code}. Rôles qui l'ont par défaut :`,
  noRole: 'aucun',
  scopes: {
    own: 'pour ses clients',
    own_client: 'pour ses clients',
    assigned: 'pour les événements qui lui sont confiés',
  },
  more: ({ command }: { command: string }) => `En savoir plus sur une commande : ${command}`,
  codes: {
    0: 'réussi',
    1: 'erreur interne',
    2: 'commande mal écrite',
    3: 'introuvable',
    4: 'non connecté',
    5: 'sans permission',
    6: 'refusé par une règle',
    7: 'base de données indisponible',
    130: 'annulé',
  },
  option: {
    'env-file': 'lire les réglages dans ce fichier',
    format: 'format de la réponse (par défaut : table)',
    lang: "langue de l'affichage",
    json: 'comme --format json',
    'no-input': 'ne jamais poser de question',
    yes: 'confirmer sans poser de question',
    quiet: 'afficher seulement les numéros',
    'no-color': 'afficher sans couleur',
    accessible: "questions simples, sans cadre, rien ne bouge à l'écran",
    raw: 'csv et tsv : laisser les formules telles quelles',
    verbose: 'en dire plus sur les erreurs et les réglages',
    help: 'afficher cette aide',
    'password-stdin': "lire le mot de passe sur l'entrée standard",
    'if-version': 'seulement si la fiche a toujours cette version',
    limit: 'N lignes au plus (par défaut : 50 ; 0 : toutes)',
    after: 'seulement les fiches dont le numéro est plus grand',
    count: 'donner aussi le total exact',
  },
  group: {
    user: "L'équipe : comptes, rôles, passations",
    role: 'Les rôles et leurs permissions',
    company: 'Les entreprises des clients',
    client: 'Les clients et leurs commerciaux',
    contract: 'Les contrats, leurs signatures et leurs paiements',
    event: 'Les événements et leurs collaborateurs support',
    audit: 'Le journal : qui a modifié quoi, et quand',
  },
  commands: {
    ...session,
    ...today,
    ...setup,
    ...user,
    ...role,
    ...audit,
    ...company,
    ...client,
    ...contract,
    ...event,
  },
} satisfies import('../help.ts').HelpWords
