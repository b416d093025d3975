/** Clients: the labels of their fields, and the messages about them. */
export const client = {
  title: 'Clients',
  card: ({ id, name }: { id: number; name: string }) => `Client ${id} · ${name}`,
  label: {
    id: 'N°',
    full_name: 'Nom complet',
    email: 'E-mail',
    phone: 'Téléphone',
    company_id: 'Entreprise',
    first_contact_date: 'Premier contact',
    last_contact_date: 'Dernier contact',
    commercial_id: 'Commercial',
    contract_count: 'Contrats',
  },
  help: {
    id: 'Numéro du client',
    full_name: 'Nom complet, 128 caractères au plus',
    email: 'Adresse e-mail, 128 caractères au plus, propre à chaque client',
    phone: 'Numéro de téléphone, français ou international',
    company_id: "Numéro de l'entreprise",
    first_contact_date: 'Date du premier contact',
    last_contact_date: 'Date du dernier contact',
    commercial_id: 'Numéro du commercial à qui confier le client (permission client:assign_commercial)',
    onlyMine: "Seulement mes clients, ou ceux des événements dont je m'occupe",
  },
  none: 'Aucun client à afficher.',
  created: ({ id }: { id: number }) => `Client ${id} créé.`,
  updated: ({ id }: { id: number }) => `Client ${id} modifié.`,
  unchanged: ({ id }: { id: number }) => `Aucune modification : le client ${id} avait déjà ces valeurs.`,
  deleted: ({ id }: { id: number }) => `Client ${id} supprimé.`,
  confirmDelete: ({ id, name }: { id: number; name: string }) => `Supprimer définitivement le client ${id} (${name}) ?`,
  hasContracts: ({ id }: { id: number }) => `Le client ${id} a encore des contrats : il ne peut pas être supprimé.`,
  emailTaken: ({ email, holder }) =>
    `${holder ? `Le client ${holder.id}, ${holder.name},` : 'Un autre client'} a déjà l'adresse e-mail ${email}.`,
  noCompany: ({ id }: { id: number }) => `Entreprise ${id} introuvable (ou non accessible avec votre rôle).`,
  notCommercial: ({ id, name }) =>
    `${name ? `${name} (${id})` : `Le collaborateur ${id}`} n'est pas un commercial actif : ce client ne peut pas lui être confié.`,
} satisfies typeof import('../en/client.ts').client
