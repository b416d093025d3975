/** Companies: the labels of their fields, and the messages about them. */
export const company = {
  title: 'Entreprises',
  card: ({ id, name }: { id: number; name: string }) => `Entreprise ${id} · ${name}`,
  label: {
    id: 'N°',
    name: 'Nom',
    billing_address: 'Adresse de facturation',
    vat_number: 'Numéro de TVA',
    client_count: 'Clients',
  },
  help: {
    id: "Nom ou numéro de l'entreprise",
    name: 'Nom, 128 caractères au plus',
    billing_address: 'Adresse de facturation, 256 caractères au plus',
    vat_number: 'Numéro de TVA avec le code du pays, comme FR40303265045, dont la clé de contrôle est vérifiée',
  },
  /** Help of the filters of the list. */
  filter: {
    search: 'Nom : chaque mot, comme début de mot',
  },
  none: 'Aucune entreprise à afficher.',
  fresh: 'nouvelle entreprise…',
  created: ({ id }: { id: number }) => `Entreprise ${id} créée.`,
  updated: ({ id, name }) => `Entreprise ${id} (${name}) modifiée.`,
  unchanged: ({ id, name }) => `Aucune modification : l'entreprise ${id} (${name}) avait déjà ces valeurs.`,
  deleted: ({ id, name, clients }) =>
    `Entreprise ${id} (${name}) supprimée.${clients === 0 ? '' : ` ${counted(clients)} ${clients === 1 ? "n'a" : "n'ont"} plus d'entreprise.`}`,
  confirmDelete: ({ id, name, clients }: { id: number; name: string; clients: number }) =>
    `Supprimer l'entreprise ${id} (${name}) ?${clients === 0 ? '' : ` ${counted(clients)} ${clients === 1 ? "n'aura" : "n'auront"} plus d'entreprise.`}`,
} satisfies typeof import('../en/company.ts').company

const counted = (clients: number) => (clients === 1 ? '1 client' : `${clients} clients`)
