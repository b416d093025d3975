/** Companies: the labels of their fields, and the messages about them. */
export const company = {
  title: 'Entreprises',
  card: ({ id, name }: { id: number; name: string }) => `Entreprise ${id} · ${name}`,
  label: { id: 'N°', name: 'Nom', client_count: 'Clients' },
  help: {
    id: "Numéro de l'entreprise",
    name: 'Nom, 128 caractères au plus',
  },
  none: 'Aucune entreprise à afficher.',
  fresh: 'nouvelle entreprise…',
  created: ({ id }: { id: number }) => `Entreprise ${id} créée.`,
  updated: ({ id }: { id: number }) => `Entreprise ${id} modifiée.`,
  unchanged: ({ id }: { id: number }) => `Aucune modification : l'entreprise ${id} avait déjà ces valeurs.`,
  deleted: ({ id, clients }: { id: number; clients: number }) =>
    `Entreprise ${id} supprimée.${clients === 0 ? '' : ` ${counted(clients)} ${clients === 1 ? "n'a" : "n'ont"} plus d'entreprise.`}`,
  confirmDelete: ({ id, name, clients }: { id: number; name: string; clients: number }) =>
    `Supprimer définitivement l'entreprise ${id} (${name}) ?${clients === 0 ? '' : ` ${counted(clients)} ${clients === 1 ? "n'aura" : "n'auront"} plus d'entreprise.`}`,
} satisfies typeof import('../en/company.ts').company

const counted = (clients: number) => (clients === 1 ? '1 client' : `${clients} clients`)
