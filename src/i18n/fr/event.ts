/** Events: the labels of their fields, and the messages about them. */
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
    contract_id: 'Numéro du contrat, qui doit être signé',
    title: 'Titre, 128 caractères au plus',
    full_address: 'Adresse complète, 256 caractères au plus',
    start_date: "Début ; sans heure, 00:00 (une modification garde l'heure)",
    end_date: "Fin, après le début ; sans heure, 23:59 (une modification garde l'heure)",
    participant_count: 'Nombre de participants attendus',
    support_contact_id: 'Numéro du collaborateur support (permission event:assign_support)',
    support: 'Numéro du collaborateur support',
    notes: 'Notes, 10 000 caractères au plus',
    onlyMine: "Seulement ceux de mes clients, ou ceux dont je m'occupe",
    unassigned: 'Seulement les événements sans support',
  },
  noSupport: 'sans support',
  none: 'Aucun événement à afficher.',
  created: ({ id }: { id: number }) => `Événement ${id} créé.`,
  updated: ({ id }: { id: number }) => `Événement ${id} modifié.`,
  unchanged: ({ id }: { id: number }) => `Aucune modification : l'événement ${id} avait déjà ces valeurs.`,
  endMoved: "La fin a été décalée d'autant.",
  deleted: ({ id }: { id: number }) => `Événement ${id} supprimé.`,
  confirmDelete: ({ id, title }: { id: number; title: string }) =>
    `Supprimer définitivement l'événement ${id} (${title}) ?`,
  assigned: ({ id, name, support }: { id: number; name: string | null; support: number }) =>
    `Événement ${id} confié ${name ? `à ${name} (${support})` : `au collaborateur ${support}`}.`,
  alreadyAssigned: ({ id, name, support }: { id: number; name: string | null; support: number }) =>
    `Aucune modification : l'événement ${id} est déjà confié ${name ? `à ${name} (${support})` : `au collaborateur ${support}`}.`,
  noContract: ({ id }: { id: number }) => `Contrat ${id} introuvable (ou non accessible avec votre rôle).`,
  unsigned: ({ contract }: { contract: number }) =>
    `Le contrat ${contract} n'est pas signé : il ne peut pas encore avoir d'événement.`,
  endsTooSoon: ({ start, end }: { start: string; end: string }) =>
    `La fin (${end}) doit être après le début (${start}).`,
  notSupport: ({ name, support }: { name: string | null; support: number }) =>
    `${name ? `${name} (${support})` : `Le collaborateur ${support}`} n'est pas un collaborateur support actif : cet événement ne peut pas lui être confié.`,
} satisfies typeof import('../en/event.ts').event
