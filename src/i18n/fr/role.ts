/** Les rôles et les permissions qu'ils donnent. */
export const role = {
  title: 'Rôles',
  card: ({ id, name }: { id: number; name: string }) => `Rôle ${id} · ${name}`,
  label: {
    id: 'N°',
    name: 'Nom',
    permissions: 'Permissions',
    permission_count: 'Codes',
    people_count: 'Personnes',
    people: 'Personnes',
    full_name: 'Nom complet',
    is_active: 'Actif',
    code: 'Permission',
    allows: 'Permet de',
    roles: 'Rôles',
  },
  help: {
    role: 'Nom ou numéro du rôle',
    name: 'Nom, 32 caractères au plus, qui ne soit pas un nombre',
    permission: 'Un code de `role permissions`, comme client:view ou client:update:own',
  },
  active: 'actif',
  inactive: 'parti',
  permissionsTitle: 'Permissions',
  created: ({ id, name }: { id: number; name: string }) => `Rôle ${id}, ${name}, créé. Il ne permet encore rien.`,
  updated: ({ name }: { name: string }) => `Rôle renommé : ${name}.`,
  unchanged: ({ name }: { name: string }) => `Le rôle ${name} porte déjà ce nom : rien à modifier.`,
  deleted: ({ name }: { name: string }) => `Rôle ${name} supprimé.`,
  confirmDelete: ({ name, count }: { name: string; count: number }) =>
    `Supprimer définitivement le rôle ${name}${count === 0 ? '' : count === 1 ? ' et sa permission' : ` et ses ${count} permissions`} ?`,
  granted: ({ name, codes }: { name: string; codes: string }) => `Permissions données au rôle ${name} : ${codes}`,
  revoked: ({ name, codes }: { name: string; codes: string }) => `Permissions retirées au rôle ${name} : ${codes}`,
  alreadyHeld: ({ name, codes }: { name: string; codes: string }) => `Le rôle ${name} avait déjà : ${codes}`,
  notHeld: ({ name, codes }: { name: string; codes: string }) => `Le rôle ${name} n'avait pas : ${codes}`,
  nameIsNumber: ({ received }: { received: string }) =>
    `« ${received} » est un nombre : comme nom de rôle, on le prendrait pour un numéro.`,
  unknown: ({ received, near }: { received: string; near: string | undefined }) =>
    `Aucun rôle ${received}, ou aucun que vous puissiez voir.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}`,
  unknownCode: ({ received, near }: { received: string; near: string | undefined }) =>
    `« ${received} » n'est pas une permission.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}`,
  nameTaken: ({ name }: { name: string }) => `Il existe déjà un rôle ${name}.`,
  default: ({ name }: { name: string }) =>
    `${name} est l'un des trois rôles de base, qui ne peuvent être ni renommés ni supprimés.`,
  inUse: ({ name, count }: { name: string; count: number }) =>
    `Le rôle ${name} ne peut pas être supprimé : ${count === 1 ? 'une personne le porte' : `${count} personnes le portent`}.`,
  holder: ({ id, name }: { id: number; name: string }) => `${name} (${id})`,
  moreHolders: ({ count }: { count: number }) => `et ${count} de plus`,
  grantNeedsViewing: ({ name, codes, views }: { name: string; codes: string; views: string }) =>
    `${codes} : le rôle ${name} pourrait modifier ce qu'il ne peut pas consulter. Donnez-lui aussi ${views}.`,
  revokeNeedsViewing: ({ name, codes }: { name: string; codes: string }) =>
    `Le rôle ${name} pourrait alors modifier ce qu'il ne peut plus consulter : ${codes}. Retirez-le en même temps.`,
  keepsAssign: 'Le rôle management ne peut pas perdre role:assign : personne ne pourrait le lui rendre.',
  allows: ({ resource, action, scope }: { resource: string; action: string; scope: string | undefined }): string => {
    const what = special[`${resource}:${action}`] ?? `${verbs[action] ?? action} ${things[resource] ?? resource}`
    const limit = scope === undefined ? undefined : (scopes[`${resource}:${scope}`] ?? scopes[scope] ?? scope)
    return limit === undefined ? what : `${what}, seulement ${limit}`
  },
} satisfies typeof import('../en/role.ts').role

const verbs: Readonly<Record<string, string>> = {
  list: 'lister les',
  view: 'consulter les',
  create: 'créer des',
  update: 'modifier les',
  delete: 'supprimer les',
}
const things: Readonly<Record<string, string>> = {
  user: 'collaborateurs',
  role: 'rôles',
  company: 'entreprises',
  client: 'clients',
  contract: 'contrats',
  event: 'événements',
}
const special: Readonly<Record<string, string>> = {
  'role:assign': 'donner des rôles aux personnes et des permissions aux rôles',
  'client:assign_commercial': 'confier des clients à un autre commercial',
  'event:assign_support': 'choisir le support des événements',
  'audit:list': 'savoir qui a changé quoi, et quand',
}
const scopes: Readonly<Record<string, string>> = {
  'user:own': 'soi-même',
  'company:own': 'celles de ses propres clients',
  'client:own': 'les siens',
  'contract:own': 'ceux de ses propres clients',
  own: 'ceux de ses propres clients',
  own_client: 'ceux de ses propres clients',
  'company:assigned': "celles des événements qu'on suit",
  'event:assigned': "ceux qu'on suit",
  assigned: "ceux des événements qu'on suit",
}
