/** Why a command was refused: the session, permissions, records that are not there, edits that came too late. */
import { role } from './role.ts'

export const refusal = {
  login: "Veuillez d'abord vous connecter.",
  expired: 'Session absente ou expirée. Veuillez vous reconnecter.',
  chooseOwnPassword:
    "Choisissez d'abord votre propre mot de passe : celui-ci a été généré et ne sert qu'à la première connexion.",
  nobodyYet: "Cette base de données n'a encore aucun compte : créez le premier gestionnaire.",
  // Leave the scope out: the caller may have the permission for some records and lack it for this change.
  forbidden: ({ code, or = [] }: { code: string; or?: readonly string[] }) => {
    const needed = [code, ...or].map((each) => `${each} (${role.allows({ ...parts(each), scope: undefined })})`)
    return `Vous n'avez pas la permission de faire cela : il faut ${needed.join(' ou ')}.`
  },
  ask: ({ roles, names }) =>
    `Demandez à ${roles.length === 0 ? 'un gestionnaire' : `un collaborateur du rôle ${roles.join(' ou ')}`}${names.length === 0 ? '' : ` : ${names.join(', ')}`}.`,
  grantable: ({ command }) => `Un gestionnaire peut l'accorder à votre rôle : ${command}`,
  assignedTo: ({ noun, id, name }) => `${articles[noun] ?? noun} ${id} est confié à ${name}.`,
  salespersonIs: ({ noun, id, name }) => `${articles[noun] ?? noun} ${id} est confié à ${name}.`,
  unassigned: ({ id }) => `L'événement ${id} n'a pas encore de collaborateur support.`,
  forbiddenHere: ({ code }: { code: string }) => {
    const { resource, action } = parts(code)
    const reach = resource === 'user' ? 'à votre propre fiche' : 'aux fiches qui vous sont confiées'
    return `Vous n'avez pas la permission ${toDo(here[`${resource}:${action}`] ?? onThis(resource, action))} : votre rôle limite ${code} ${reach}.`
  },
  forbiddenRow: "Vous n'avez pas la permission de modifier cette fiche.",
  notFound: 'Fiche introuvable (ou non accessible avec votre rôle).',
  noSuch: ({ noun, id }: { noun: string; id: number | string }) =>
    `${capitalized(noun)} ${id} introuvable (ou non accessible avec votre rôle).`,
  noneNamed: ({ noun: of, received, near }) =>
    `${capitalized(noun[of])} « ${received} » introuvable (ou non accessible avec votre rôle).${near.length === 0 ? '' : ` Vouliez-vous dire ${near.join(' ou ')} ?`}`,
  severalNamed: ({ noun: of, received }) =>
    `Plusieurs ${plurals[of]} correspondent à « ${received} » : précisez le numéro.`,
  notExactly: ({ noun: of, received }) =>
    `${capitalized(noun[of])} « ${received} » introuvable sous ce nom exact. Cette commande demande un nom entier ou un numéro.`,
  moreNamed: "… et d'autres",
  stale: ({ noun, id, version }: { noun: string; id: number; version: number }) =>
    `${articles[noun] ?? noun} ${id} a changé entre-temps (version actuelle : ${version}). Rien n'a été enregistré.`,
  staleField: ({ label, now, yours }: { label: string; now: string; yours: string }) =>
    `${label} : maintenant ${now}, vous demandiez ${yours}`,
  staleBy: ({ labels, by, at }) => `${labels} : modifié${by === null ? '' : ` par ${by}`} le ${at}`,
  record: ({ noun, id, name }) => `${noun} ${id}${name === null ? '' : `, ${name}`}`,
  andMore: "et d'autres",
  byConstraint: ({ constraint }: { constraint: string }) =>
    `La base de données refuse cette modification (règle ${constraint}).`,
  locked: "Quelqu'un d'autre modifie la même fiche en ce moment. Réessayez dans un instant.",
  tooSlow:
    "Commande interrompue : la base de données met trop de temps à répondre, ou un administrateur est intervenu. Rien n'a été enregistré.",
  shutDown:
    "Le serveur de base de données s'arrête, ou un administrateur a coupé cette connexion. Rien n'a été enregistré.",
  applied: 'La connexion a été coupée avant la réponse, mais la modification a bien été enregistrée.',
  notApplied:
    "La connexion a été coupée avant la réponse et la modification n'a pas été enregistrée : vous pouvez la refaire sans risque.",
  unknownApplied:
    'La connexion a été coupée avant la réponse, et la base de données reste injoignable. Avant de refaire la modification, vérifiez si elle a été enregistrée.',
} satisfies typeof import('../en/refusal.ts').refusal

export const noun = {
  user: 'collaborateur',
  role: 'rôle',
  company: 'entreprise',
  client: 'client',
  contract: 'contrat',
  event: 'événement',
  interaction: 'note',
  payment: 'paiement',
  instalment: 'échéance',
  session: 'session',
  audit: 'ligne du journal',
} satisfies typeof import('../en/refusal.ts').noun

const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

const plurals = {
  client: 'clients',
  company: 'entreprises',
  contract: 'contrats',
  event: 'événements',
  user: 'collaborateurs',
  role: 'rôles',
}

/** The same nouns at the beginning of a sentence. */
const articles: Readonly<Record<string, string>> = {
  [noun.user]: 'Le collaborateur',
  [noun.role]: 'Le rôle',
  [noun.company]: "L'entreprise",
  [noun.client]: 'Le client',
  [noun.contract]: 'Le contrat',
  [noun.event]: "L'événement",
  [noun.interaction]: 'La note',
  [noun.payment]: 'Le paiement',
  [noun.instalment]: "L'échéance",
  [noun.audit]: 'La ligne du journal',
}

/** What a code allows on one record, where the verb and the noun alone do not say it well. */
const here: Readonly<Record<string, string>> = {
  'contract:create': 'créer un contrat pour ce client',
  'event:create': 'créer un événement pour ce contrat',
  'client:assign_commercial': 'confier ce client à un autre commercial',
  'interaction:create': 'écrire une note à ce sujet',
  'payment:create': 'enregistrer un paiement pour ce contrat',
  'payment:cancel': 'annuler ce paiement',
  'client:merge': 'fusionner ces clients',
  'company:merge': 'fusionner ces entreprises',
  'client:export': 'exporter les données de ce client',
  'client:erase': 'effacer les données de ce client',
  'event:assign_support': 'choisir le collaborateur support de cet événement',
  'role:assign': 'accorder ce rôle ou ces permissions',
}
const verbs: Readonly<Record<string, string>> = {
  view: 'consulter',
  update: 'modifier',
  delete: 'supprimer',
}
const things: Readonly<Record<string, string>> = {
  user: 'ce collaborateur',
  role: 'ce rôle',
  company: 'cette entreprise',
  client: 'ce client',
  contract: 'ce contrat',
  event: 'cet événement',
}

/** `de supprimer ce client`, `d'écrire une note`. */
const toDo = (verb: string) => (/^[aeéiouh]/i.test(verb) ? `d'${verb}` : `de ${verb}`)

function onThis(resource: string, action: string): string {
  return `${verbs[action] ?? 'modifier'} ${things[resource] ?? 'cette fiche'}`
}

/** @param code `resource:action` or `resource:action:scope` */
function parts(code: string): {
  resource: string
  action: string
  scope: string | undefined
} {
  const [resource = '', action = '', scope] = code.split(':')
  return { resource, action, scope }
}
