/** The team: the labels of a user's fields, and the messages about users. */
export const user = {
  title: 'Équipe',
  card: ({ id, name }: { id: number; name: string }) => `Collaborateur ${id} · ${name}`,
  label: {
    id: 'N°',
    username: "Nom d'utilisateur",
    full_name: 'Nom complet',
    email: 'E-mail',
    phone: 'Téléphone',
    role_id: 'Rôle',
    is_active: 'Actif',
    last_login: 'Dernière connexion',
    password: 'Nouveau mot de passe',
    present_password: 'Mot de passe actuel',
    from_id: 'De',
    to_id: 'À',
    clients: 'Clients',
    contracts: 'Contrats',
    events: 'Événements',
  },
  help: {
    id: 'Nom ou numéro du collaborateur',
    username: "Nom d'utilisateur, de 5 à 64 caractères parmi a-z 0-9 . _ -",
    full_name: 'Nom complet, 128 caractères au plus',
    email: 'Adresse e-mail, 255 caractères au plus, propre à chaque collaborateur',
    phone: 'Numéro de téléphone, français ou international',
    role: 'Nom ou numéro du rôle',
    is_active: 'Compte actif (true) ou désactivé (false)',
    password: 'Le nouveau mot de passe',
    generate_password:
      "Générer le mot de passe et l'afficher une seule fois ; il devra être modifié à la première connexion",
    present_password: 'Le mot de passe actuel, pour modifier le vôtre',
    from: 'Nom entier ou numéro du collaborateur qui transmet',
    to: 'Nom entier ou numéro du collaborateur qui reprend',
  },
  /** Help of the filters of the list. */
  filter: {
    search: "Nom, nom d'utilisateur, adresse e-mail ou téléphone : chaque mot, comme début de mot",
    role: 'Seulement les collaborateurs qui ont ce rôle',
    management: 'Seulement les gestionnaires',
    salespeople: 'Seulement les commerciaux',
    supporters: 'Seulement les collaborateurs support',
    inactive: 'Les collaborateurs désactivés',
  },
  active: 'actif',
  inactive: 'désactivé',
  none: 'Aucun collaborateur à afficher.',
  created: ({ id }: { id: number }) => `Collaborateur ${id} créé.`,
  generated: ({ name }: { name: string }) =>
    `Premier mot de passe de ${name}, affiché cette seule fois, à modifier à la première connexion :`,
  deactivationPending: ({ id, name }: { id: number; name: string }) =>
    `${name} est déconnecté et ne peut plus ouvrir de session. Sa fiche est verrouillée par une autre connexion et reste affichée comme active : relancez plus tard user update ${id} --is-active false.`,
  updated: ({ id, name }) => `Collaborateur ${id} (${name}) modifié.`,
  unchanged: ({ id, name }) => `Aucune modification : le collaborateur ${id} (${name}) avait déjà ces valeurs.`,
  deleted: ({ id, name }) => `Collaborateur ${id} (${name}) supprimé.`,
  confirmDelete: ({ id, name }: { id: number; name: string }) =>
    `Supprimer définitivement le collaborateur ${id} (${name}), à qui rien n'est confié ?`,
  usernameTaken: ({ username, holder }) =>
    holder
      ? `Le collaborateur ${holder.id}, ${holder.name}, a déjà le nom d'utilisateur ${username}.`
      : `Le nom d'utilisateur ${username} est déjà pris.`,
  emailTaken: ({ email, holder }) =>
    `${holder ? `Le collaborateur ${holder.id}, ${holder.name},` : 'Un autre collaborateur'} a déjà l'adresse e-mail ${email}.`,
  lastManager: ({ id, name }) =>
    `${named(id, name)} est le dernier gestionnaire actif. Nommez d'abord un autre gestionnaire.`,
  notOneself: 'Vous ne pouvez ni désactiver ni supprimer votre propre compte : demandez à un autre gestionnaire.',
  owns: ({ id, name, what }) =>
    `${named(id, name)} ne peut pas être supprimé : il s'occupe encore de ${what}. Transmettez ce travail, ou désactivez le compte.`,
  ownsPast: ({ id, name, count }) =>
    `${named(id, name)} ne peut pas être supprimé : ${count < 2 ? `${count} événement passé lui reste confié` : `${count} événements passés lui restent confiés`}. Désactivez plutôt le compte.`,
  clients: ({ count }: { count: number }) => (count < 2 ? `${count} client` : `${count} clients`),
  contracts: ({ count }: { count: number }) => (count < 2 ? `${count} contrat` : `${count} contrats`),
  events: ({ count }: { count: number }) => (count < 2 ? `${count} événement` : `${count} événements`),
  comingEvents: ({ count }: { count: number }) =>
    count < 2 ? `${count} événement à venir` : `${count} événements à venir`,
  toReassign: ({ name, what }: { name: string; what: string }) =>
    `${name} s'occupe encore de ${what}, à transmettre à un autre collaborateur.`,
  handOver: ({ from, to }: { from: string; to: string }) => `${from} → ${to}`,
  confirmHandOver: ({ what, from, to }) => `Transmettre ${what} de ${from} à ${to} ?`,
  handedOver: ({ what, from, to }: { what: string; from: string; to: string }) => `${from} a transmis ${what} à ${to}.`,
  nothingToHandOver: ({ name }: { name: string }) => `${name} n'a rien à transmettre.`,
  stillHasClients: ({ name, count }: { name: string; count: number }) =>
    count < 2
      ? `${name} s'occupe encore de ${count} client : seul un commercial peut le reprendre.`
      : `${name} s'occupe encore de ${count} clients : seul un commercial peut les reprendre.`,
  stillHasEvents: ({ name, count }: { name: string; count: number }) =>
    count < 2
      ? `${name} s'occupe encore de ${count} événement à venir : seul un collaborateur support peut le reprendre.`
      : `${name} s'occupe encore de ${count} événements à venir : seul un collaborateur support peut les reprendre.`,
  samePerson: ({ id }: { id: number }) =>
    `Choisissez deux collaborateurs différents : vous avez indiqué deux fois le collaborateur ${id}.`,
  noKind: ({ name, role, toName, toRole }: { name: string; role: string; toName: string; toRole: string }) =>
    `Un commercial transmet ses clients à un commercial, un collaborateur support ses événements à un collaborateur support. Or ${name} a le rôle ${role}, et ${toName} le rôle ${toRole}.`,
  otherKind: ({ name, role, toName, toRole }: { name: string; role: string; toName: string; toRole: string }) =>
    `${name} a le rôle ${role} : seul un collaborateur actif du même rôle peut prendre le relais, or ${toName} a le rôle ${toRole}.`,
  takerInactive: ({ id, name }: { id: number; name: string }) =>
    `Le compte de ${name} (${id}) est désactivé : rien ne peut lui être transmis.`,
  samePassword: "C'est le mot de passe qui a été généré pour vous. Choisissez-en un autre.",
  wrongPresent: "Le mot de passe actuel est incorrect. Rien n'a été enregistré.",
  passwordWait: ({ seconds }: { seconds: number }) =>
    `Trop de mots de passe incorrects sur ce compte. Réessayez dans ${seconds} ${seconds < 2 ? 'seconde' : 'secondes'}.`,
  passwordChanged: ({ name }: { name: string }) =>
    `Mot de passe de ${name} modifié ; toutes ses sessions sont fermées.`,
  ownPasswordChanged: 'Votre mot de passe est modifié et toutes vos sessions sont fermées. Veuillez vous reconnecter.',
} satisfies typeof import('../en/user.ts').user

const named = (id: number, name: string | null) => (name === null ? `Le collaborateur ${id}` : `${name} (${id})`)
