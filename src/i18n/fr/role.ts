/** Roles, and the permissions they give. */
export const role = {
  title: 'Rôles',
  card: ({ id, name }: { id: number; name: string }) => `Rôle ${id} · ${name}`,
  label: {
    id: 'N°',
    name: 'Nom',
    permissions: 'Permissions',
    permission_count: 'Nombre de permissions',
    people_count: 'Collaborateurs',
    people: 'Collaborateurs',
    full_name: 'Nom complet',
    is_active: 'Actif',
    like: 'Mêmes permissions que',
    code: 'Permission',
    allows: 'Permet de',
    roles: 'Rôles',
  },
  help: {
    role: 'Nom ou numéro du rôle',
    name: "Nom, 32 caractères au plus, autre chose qu'un nombre",
    like: 'Nom ou numéro du rôle dont le nouveau reçoit les permissions',
    permission: 'Code affiché par `role permissions`, comme client:view ou client:update:own',
  },
  /** Help of the filters of the list. */
  filter: {
    search: 'Nom : chaque mot, comme début de mot',
  },
  active: 'actif',
  inactive: 'désactivé',
  none: 'Aucun rôle à afficher.',
  permissionsTitle: 'Permissions',
  created: ({ id, name, count }: { id: number; name: string; count: number }) =>
    `Rôle ${id} (${name}) créé. ${count === 0 ? "Il n'a encore aucune permission" : `Il a ${count === 1 ? '1 permission' : `${count} permissions`}`}.`,
  updated: ({ name }: { name: string }) => `Rôle renommé : ${name}.`,
  unchanged: ({ name }: { name: string }) => `Aucune modification : le rôle ${name} porte déjà ce nom.`,
  deleted: ({ name }: { name: string }) => `Rôle ${name} supprimé.`,
  confirmDelete: ({ name, count }: { name: string; count: number }) =>
    `Supprimer définitivement le rôle ${name}${count === 0 ? '' : count === 1 ? ' et sa permission' : ` et ses ${count} permissions`} ?`,
  granted: ({ name, codes }: { name: string; codes: string }) => `Permissions accordées au rôle ${name} : ${codes}`,
  revoked: ({ name, codes }: { name: string; codes: string }) => `Permissions retirées au rôle ${name} : ${codes}`,
  partialView: ({ codes }: { codes: string }) =>
    `${codes} : les autres fiches de ce genre ne sont jamais montrées, mais avec psql on peut découvrir qu'elles existent (docs/SECURITY.md).`,
  alreadyHeld: ({ name, codes }: { name: string; codes: string }) => `Le rôle ${name} avait déjà : ${codes}`,
  notHeld: ({ name, codes }: { name: string; codes: string }) => `Le rôle ${name} n'avait pas : ${codes}`,
  nameIsNumber: ({ received }: { received: string }) =>
    `« ${received} » est un nombre, et serait pris pour le numéro d'un rôle. Choisissez un nom avec des lettres.`,
  unknown: ({ received, near }: { received: string; near: string | undefined }) =>
    `Rôle ${received} introuvable (ou non accessible avec votre rôle).${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}`,
  unknownCode: ({ received, near }: { received: string; near: string | undefined }) =>
    `« ${received} » n'est pas une permission.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}`,
  nameTaken: ({ name, holder }) =>
    holder ? `Le rôle ${holder.id} s'appelle déjà ${holder.name}.` : `Un rôle ${name} existe déjà.`,
  default: ({ name }: { name: string }) =>
    `${name} fait partie des trois rôles par défaut, que l'on ne peut ni renommer ni supprimer.`,
  inUse: ({ name, count }: { name: string; count: number }) =>
    `Le rôle ${name} ne peut pas être supprimé : ${count === 1 ? "un collaborateur l'a encore" : `${count} collaborateurs l'ont encore`}.`,
  holder: ({ id, name }: { id: number; name: string }) => `${name} (${id})`,
  moreHolders: ({ count }: { count: number }) => (count === 1 ? 'et 1 autre' : `et ${count} autres`),
  grantNeedsViewing: ({ name, codes, views }: { name: string; codes: string; views: string }) =>
    `Avec ${codes}, le rôle ${name} modifierait des fiches sans pouvoir les consulter. Accordez-lui aussi ${views}.`,
  revokeNeedsViewing: ({ name, codes }: { name: string; codes: string }) =>
    `Le rôle ${name} ne pourrait plus consulter les fiches qu'il modifie. Retirez-lui aussi ${codes}.`,
  keepsAssign: 'Le rôle management garde toujours role:assign, car plus personne ne pourrait la lui rendre.',
  allows: ({ resource, action, scope }: { resource: string; action: string; scope: string | undefined }): string => {
    const whole = special[`${resource}:${action}:${scope}`]
    if (whole !== undefined) return whole
    const verb = verbs[action]
    const reserved = own[`${resource}:${scope}`]
    if (verb !== undefined && reserved !== undefined) return `${verb} ${reserved}`
    const thing = `${action === 'create' ? 'des' : 'les'} ${things[resource] ?? resource}`
    const what = special[`${resource}:${action}`] ?? `${verb ?? action} ${thing}`
    if (scope === undefined) return what
    const made = action === 'create' ? created[scope] : undefined
    return `${what} ${made ?? scopes[`${resource}:${scope}`] ?? scopes[scope] ?? scope}`
  },
} satisfies typeof import('../en/role.ts').role

const verbs: Readonly<Record<string, string>> = {
  list: 'lister',
  view: 'consulter',
  create: 'créer',
  update: 'modifier',
  delete: 'supprimer',
}
const things: Readonly<Record<string, string>> = {
  user: 'collaborateurs',
  role: 'rôles',
  company: 'entreprises',
  client: 'clients',
  contract: 'contrats',
  event: 'événements',
  interaction: 'notes',
  payment: 'paiements',
}
/** Permissions that a verb, a noun and a scope do not say well. */
const special: Readonly<Record<string, string>> = {
  'role:assign': 'attribuer les rôles et accorder les permissions',
  'client:assign_commercial': 'confier les clients à un autre commercial',
  'client:assign_commercial:own': 'confier ses clients à un autre commercial',
  'client:assign_commercial:assigned': 'confier à un autre commercial les clients de ses événements',
  'event:assign_support': 'choisir le collaborateur support des événements',
  'interaction:create': 'ajouter des notes',
  'payment:create': 'enregistrer des paiements',
  'payment:cancel': 'annuler des paiements',
  'client:merge': 'fusionner des clients',
  'client:export': 'exporter les données des clients',
  'client:erase': 'effacer les données des clients',
  'company:merge': 'fusionner des entreprises',
  'audit:list': 'consulter le journal des modifications',
}
/** Scopes that a possessive says, after any verb. Short words: the column of a narrow terminal is short. */
const own: Readonly<Record<string, string>> = {
  'user:own': 'son propre compte',
  'client:own': 'ses clients',
  'event:assigned': 'ses événements',
}
/** The other scopes, after the noun. */
const scopes: Readonly<Record<string, string>> = {
  own: 'de ses clients',
  own_client: 'de ses clients',
  'event:assigned': 'qui lui sont confiés',
  assigned: 'de ses événements',
}
/** The scopes of a record that does not exist yet. */
const created: Readonly<Record<string, string>> = {
  own: 'pour ses clients',
  own_client: 'pour ses clients',
  assigned: 'pour ses événements',
}
