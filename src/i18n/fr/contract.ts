/** Les contrats : le nom de leurs champs, et ce qu'on en dit. */
export const contract = {
  title: 'Contrats',
  card: ({ id, client }: { id: number; client: string | null }) => `Contrat ${id}${client ? ` · ${client}` : ''}`,
  label: {
    id: 'N°',
    client_id: 'Client',
    commercial_id: 'Commercial',
    total_amount: 'Total',
    remaining_amount: 'Reste à payer',
    is_signed: 'Signé',
    is_fully_paid: 'Soldé',
    event_count: 'Événements',
  },
  help: {
    id: 'Numéro du contrat',
    client_id: 'Numéro du client',
    commercial_id: 'Le commercial du client ; on peut le répéter, jamais le contredire',
    total_amount: 'Montant total en euros',
    remaining_amount: 'Ce qui reste à payer (par défaut : le total)',
    is_signed: "S'il est signé",
    is_fully_paid: "S'il ne reste rien à payer ; true met le reste à 0",
    onlyMine: 'Seulement les miens : ceux de mes clients, ou des événements que je suis',
    unsigned: 'Seulement ceux qui ne sont pas signés',
    unpaid: 'Seulement ceux dont il reste quelque chose à payer',
    withEvents: 'Supprimer aussi ses événements',
  },
  signed: 'signé',
  unsigned: 'non signé',
  paid: 'soldé',
  unpaid: 'non soldé',
  none: 'Aucun contrat à afficher.',
  created: ({ id }: { id: number }) => `Contrat ${id} créé.`,
  updated: ({ id }: { id: number }) => `Contrat ${id} mis à jour.`,
  unchanged: ({ id }: { id: number }) => `Contrat ${id} inchangé : rien à modifier.`,
  deleted: ({ id, events }: { id: number; events: number }) =>
    `Contrat ${id} supprimé${events === 0 ? '' : `, et ${counted(events)} avec lui`}.`,
  confirmDelete: ({ id, client, events }: { id: number; client: string | null; events: number }) =>
    `Supprimer définitivement le contrat ${id}${client ? ` de ${client}` : ''}${events === 0 ? '' : `, et ${counted(events)} avec lui`} ?`,
  noClient: ({ id }: { id: number }) => `Le client ${id} n'existe pas, ou vous ne pouvez pas le voir.`,
  otherCommercial: ({
    client,
    name,
    commercial,
    wanted,
  }: {
    client: number
    name: string | null
    commercial: number
    wanted: number
  }) =>
    `Le commercial d'un contrat est celui de son client : le client ${client} est confié à ${name ? `${name} (${commercial})` : `l'utilisateur ${commercial}`}, pas à l'utilisateur ${wanted}.`,
  remainsTooMuch: ({ remaining, total }: { remaining: string; total: string }) =>
    `Il ne peut pas rester ${remaining} à payer sur un total de ${total}.`,
  paidButRemains: ({ remaining }: { remaining: string }) =>
    `--is-fully-paid true dit qu'il ne reste rien à payer, --remaining-amount qu'il reste ${remaining}.`,
  unpaidButNothing:
    "--is-fully-paid false dit qu'il reste quelque chose à payer, --remaining-amount qu'il ne reste rien.",
  nothingToPay: 'Sur un contrat de zéro euro, il ne reste rien à payer : il est forcément soldé.',
  sayWhatRemains: ({ id }: { id: number }) => `Le contrat ${id} est soldé. Indiquez ce qui reste finalement à payer.`,
  staysSigned: ({ id }: { id: number }) => `Le contrat ${id} a des événements : il reste signé.`,
  hasEvents: ({ id, events }: { id: number; events: number }) =>
    `Le contrat ${id} a ${counted(events)} : pour le supprimer, il faut le dire.`,
} satisfies typeof import('../en/contract.ts').contract

const counted = (events: number) => (events === 1 ? '1 événement' : `${events} événements`)
