/** L'équipe : le nom des champs d'un collaborateur, et ce qu'on en dit. */
export const user = {
  title: 'Équipe',
  card: ({ id, name }: { id: number; name: string }) => `Utilisateur ${id} · ${name}`,
  label: {
    id: 'N°',
    username: "Nom d'utilisateur",
    full_name: 'Nom complet',
    email: 'E-mail',
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
    id: 'Numéro du collaborateur',
    username: "Nom d'utilisateur, 5 à 64 caractères parmi a-z 0-9 . _ -",
    full_name: 'Nom complet, 128 caractères au plus',
    email: "Adresse e-mail, propre à chacun dans l'équipe",
    role: 'Nom ou numéro du rôle',
    is_active: 'Si le collaborateur peut se connecter',
    password: 'Le nouveau mot de passe',
    present_password: 'Le mot de passe actuel, pour changer le vôtre',
    from: 'Numéro du collaborateur qui transmet',
    to: 'Numéro du collaborateur qui reprend',
    management: 'Seulement la gestion',
    commercial: 'Seulement les commerciaux',
    support: 'Seulement le support',
    inactive: 'Ceux qui sont partis',
  },
  active: 'actif',
  inactive: 'parti',
  none: 'Aucun collaborateur à afficher.',
  created: ({ id }: { id: number }) => `Utilisateur ${id} créé.`,
  updated: ({ id }: { id: number }) => `Utilisateur ${id} mis à jour.`,
  unchanged: ({ id }: { id: number }) => `Utilisateur ${id} inchangé : rien à modifier.`,
  deleted: ({ id }: { id: number }) => `Utilisateur ${id} supprimé.`,
  confirmDelete: ({ id, name }: { id: number; name: string }) =>
    `Supprimer définitivement l'utilisateur ${id}, ${name}, qui n'est responsable de rien ?`,
  usernameTaken: ({ username }: { username: string }) => `Quelqu'un porte déjà le nom d'utilisateur ${username}.`,
  emailTaken: ({ email }: { email: string }) => `Quelqu'un a déjà l'adresse e-mail ${email}.`,
  lastManager: ({ id }: { id: number }) =>
    `L'utilisateur ${id} est le dernier gestionnaire actif, et il en faut un. Nommez d'abord un autre gestionnaire.`,
  notOneself: 'Personne ne désactive ni ne supprime son propre compte : un autre gestionnaire le fait.',
  owns: ({ id, what }: { id: number; what: string }) =>
    `L'utilisateur ${id} ne peut pas être supprimé : il est encore responsable de ${what}.`,
  clients: ({ count }: { count: number }) => (count < 2 ? `${count} client` : `${count} clients`),
  contracts: ({ count }: { count: number }) => (count < 2 ? `${count} contrat` : `${count} contrats`),
  events: ({ count }: { count: number }) => (count < 2 ? `${count} événement` : `${count} événements`),
  comingEvents: ({ count }: { count: number }) =>
    count < 2 ? `${count} événement à venir` : `${count} événements à venir`,
  toReassign: ({ name, what }: { name: string; what: string }) =>
    `${name} : il reste à confier à quelqu'un d'autre ${what}.`,
  clientLine: ({ id, name }: { id: number; name: string }) => `  client ${id} · ${name}`,
  eventLine: ({ id, title, date }: { id: number; title: string; date: string }) =>
    `  événement ${id} · ${title} · ${date}`,
  moreLines: ({ count }: { count: number }) => `  … et ${count} de plus`,
  handOver: ({ from, to }: { from: string; to: string }) => `${from} → ${to}`,
  handedOver: ({ what, from, to }: { what: string; from: string; to: string }) => `${what} : ${from} → ${to}.`,
  nothingToHandOver: ({ name }: { name: string }) => `${name} n'a rien à transmettre.`,
  stillHasClients: ({ name, count }: { name: string; count: number }) =>
    count < 2
      ? `${name} a encore ${count} client : seul un commercial peut le reprendre.`
      : `${name} a encore ${count} clients : seul un commercial peut les reprendre.`,
  stillHasEvents: ({ name, count }: { name: string; count: number }) =>
    count < 2
      ? `${name} a encore ${count} événement à venir : seul un membre du support peut le reprendre.`
      : `${name} a encore ${count} événements à venir : seul un membre du support peut les reprendre.`,
  samePerson: ({ id }: { id: number }) => `On transmet à quelqu'un d'autre : les deux sont l'utilisateur ${id}.`,
  noKind: ({ name, role, toName, toRole }: { name: string; role: string; toName: string; toRole: string }) =>
    `Seul un commercial transmet des clients, et un support des événements ; ici : ${name} (${role}) et ${toName} (${toRole}).`,
  otherKind: ({ name, role, toName, toRole }: { name: string; role: string; toName: string; toRole: string }) =>
    `${name} a le rôle ${role} : seul un collaborateur actif du même rôle peut reprendre ; ${toName} a le rôle ${toRole}.`,
  takerInactive: ({ id, name }: { id: number; name: string }) =>
    `${name} (${id}) n'est pas actif : on ne peut rien lui transmettre.`,
  wrongPresent: "Le mot de passe actuel n'est pas le bon. Rien n'a été changé.",
  passwordWait: ({ seconds }: { seconds: number }) =>
    `Trop de mots de passe erronés sur ce compte. Réessayez dans ${seconds} ${seconds < 2 ? 'seconde' : 'secondes'}.`,
  passwordChanged: ({ name }: { name: string }) =>
    `Mot de passe changé pour ${name} ; toutes ses sessions sont fermées.`,
  ownPasswordChanged: 'Votre mot de passe est changé et toutes vos sessions sont fermées. Veuillez vous reconnecter.',
} satisfies typeof import('../en/user.ts').user
