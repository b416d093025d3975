/**
 * The words that people try for a command, in both languages (docs/TERMINAL.md §3). They are understood whatever the language of the run,
 * because a script must not depend on it, and answered under the command's own name. Case, accents, hyphens and underscores do not matter.
 */
import { nearest, plain } from '../text/nearest.ts'

/** Command → the other words for it. A word stands for one command only, and no command may have it as its name. */
const otherWords: Readonly<Record<string, string>> = {
  help: 'aide',
  login: 'signin connexion connecter',
  logout: 'signout deconnexion deconnecter',
  today: 'aujourdhui',
  user: 'users utilisateur utilisateurs collaborateur collaborateurs colleague colleagues',
  role: 'roles',
  company: 'companies entreprise entreprises societe societes',
  client: 'clients customer customers',
  contract: 'contracts contrat contrats',
  event: 'events evenement evenements',
  report: 'reports rapport rapports',
  workload: 'charge load',
  retention: 'conservation silence',
  revenue: 'turnover chiffredaffaires ca recettes',
  pipeline: 'funnel etapes entonnoir',
  ageing: 'aging balanceagee debtors impayes',
  session: 'sessions',
  audit: 'journal',
  list: 'ls liste lister',
  calendar: 'cal calendrier agenda',
  view: 'show get voir afficher montrer consulter',
  create: 'add new creer ajouter nouveau nouvelle',
  clone: 'copy duplicate copier dupliquer cloner',
  update: 'edit modify modifier',
  delete: 'rm remove supprimer',
  merge: 'join combine fusionner fusion fondre',
  duplicates: 'doubles doublons doublon dedupe dedup',
  find: 'search chercher rechercher recherche trouver',
  undo: 'annuler defaire',
  import: 'importer',
  export: 'exporter',
  erase: 'effacer anonymise anonymize anonymiser forget oublier gdpr rgpd',
  'update-password': 'passwd password motdepasse',
  'hand-over': 'transfer transferer transmettre',
  assign: 'affecter confier attribuer assigner',
  grant: 'accorder donner',
  revoke: 'retirer revoquer',
  sheet: 'feuille print imprimer',
  statement: 'situation releve',
  note: 'notes noter log remind rappel',
  pay: 'paid payer encaisser regler refund rembourser',
  payments: 'payment paiement paiements reglements',
  'cancel-payment': 'void annulerpaiement',
  schedule: 'echeancier echeances instalments installments',
  contacted: 'call called contact appel appele contacte relance relancer',
}

/** The words for commands, each with the command that it stands for. */
export const aliases = (): (readonly [word: string, name: string])[] =>
  Object.entries(otherWords).flatMap(([name, words]) => words.split(' ').map((word) => [word, name] as const))

let commandOf: ReadonlyMap<string, string> | undefined

/** The commands of one group, as far as words are looked up in it. */
export interface Names {
  readonly names: readonly string[]
  /** Names that this group has for what others call differently: a session is revoked, not deleted. */
  readonly own: Readonly<Record<string, string>>
}

/** Whether a word asks for help: `help`, `aide`. */
export function isHelp(typed: string): boolean {
  return meaning(typed) === 'help'
}

/** Whether a word asks for a search: `find`, `chercher`. */
export function isSearch(typed: string): boolean {
  return meaning(typed) === 'find'
}

/** The command of a group that a word names, by its own name or by another word for it; undefined if it names none. */
export function commandNamed(typed: string, { names, own }: Names): string | undefined {
  if (names.includes(typed)) return typed
  const word = folded(typed)
  const same = names.find((name) => folded(name) === word)
  if (same !== undefined) return same
  const meant = meaning(typed)
  const name = Object.hasOwn(own, meant) ? own[meant] : meant
  return name !== undefined && names.includes(name) ? name : undefined
}

/** The command of a group that was probably meant by a word that names none. */
export function commandNear(typed: string, group: Names): string | undefined {
  const named = nearest(typed, group.names)
  if (named !== undefined) return named
  // A slip in a word of two or three letters makes another word, so these find nothing.
  const words = aliases().flatMap(([word]) =>
    word.length > 3 && commandNamed(word, group) !== undefined ? [word] : [],
  )
  const near = nearest(folded(typed), words)
  return near === undefined ? undefined : commandNamed(near, group)
}

function meaning(typed: string): string {
  const word = folded(typed)
  commandOf ??= new Map(aliases())
  return commandOf.get(word) ?? word
}

function folded(word: string): string {
  return plain(word).replace(/[-_'’]/g, '')
}
