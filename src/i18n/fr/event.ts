/** Les événements : le nom de leurs champs, et ce qu'on en dit. */
export const event = {
  title: 'Événements',
  card: ({ id, title }: { id: number; title: string }) => `Événement ${id} · ${title}`,
  label: {
    id: 'N°',
    contract_id: 'Contrat',
    client_id: 'Client',
    client_email: 'E-mail du client',
    client_phone: 'Téléphone du client',
    commercial_id: 'Commercial',
    title: 'Titre',
    full_address: 'Adresse',
    start_date: 'Début',
    end_date: 'Fin',
    participant_count: 'Participants',
    support_contact_id: 'Support',
    notes: 'Notes',
  },
  help: {
    id: "Numéro de l'événement",
    contract_id: 'Le contrat signé dont il relève',
    title: 'Titre, 128 caractères au plus',
    full_address: 'Où il a lieu, 256 caractères au plus',
    start_date: 'Quand il commence : jj/mm/aaaa HH:MM ; sans heure, 00:00',
    end_date: 'Quand il se termine, après son début ; sans heure, 23:59',
    participant_count: 'Combien de personnes sont attendues (par défaut : 0)',
    support_contact_id: "Le collaborateur support qui s'en charge (gestion) ; vide pour personne",
    notes: 'Notes, 10 000 caractères au plus ; vide pour aucune',
    onlyMine: 'Seulement les miens : ceux de mes clients, ou ceux que je suis',
    unassigned: 'Seulement ceux qui sont sans support',
  },
  noSupport: 'sans support',
  none: 'Aucun événement à afficher.',
  created: ({ id }: { id: number }) => `Événement ${id} créé.`,
  updated: ({ id }: { id: number }) => `Événement ${id} mis à jour.`,
  unchanged: ({ id }: { id: number }) => `Événement ${id} inchangé : rien à modifier.`,
  deleted: ({ id }: { id: number }) => `Événement ${id} supprimé.`,
  confirmDelete: ({ id, title }: { id: number; title: string }) =>
    `Supprimer définitivement l'événement ${id}, ${title} ?`,
  assigned: ({ id, name, support }: { id: number; name: string | null; support: number }) =>
    `L'événement ${id} est confié à ${name ? `${name} (${support})` : `l'utilisateur ${support}`}.`,
  alreadyAssigned: ({ id, name, support }: { id: number; name: string | null; support: number }) =>
    `L'événement ${id} est déjà confié à ${name ? `${name} (${support})` : `l'utilisateur ${support}`} : rien à modifier.`,
  noContract: ({ id }: { id: number }) => `Le contrat ${id} n'existe pas, ou vous ne pouvez pas le voir.`,
  unsigned: ({ contract }: { contract: number }) =>
    `Le contrat ${contract} n'est pas signé : il ne peut pas avoir d'événement.`,
  endsTooSoon: ({ start, end }: { start: string; end: string }) =>
    `Un événement se termine après son début : ${end} n'est pas après ${start}.`,
  notSupport: ({ name, support }: { name: string | null; support: number }) =>
    name
      ? `${name} (${support}) n'est pas un collaborateur actif dont le rôle est support.`
      : `L'utilisateur ${support} n'est pas un collaborateur actif dont le rôle est support.`,
} satisfies typeof import('../en/event.ts').event
